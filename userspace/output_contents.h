/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * output_contents.h: what a memory says, as who holds the part in hand reads it.
 */
#ifndef MUSTER_OUTPUT_CONTENTS_H
#define MUSTER_OUTPUT_CONTENTS_H

struct contents;
struct device;
struct output;

/** output_contents() - the groups that @device has, each under a heading */
void output_contents(const struct output *output, const struct device *device);

/** output_contents_bytes() - in hex, with their characters; ".." for one that is not known */
void output_contents_bytes(const struct output *output, const struct contents *contents);

#endif /* MUSTER_OUTPUT_CONTENTS_H */
