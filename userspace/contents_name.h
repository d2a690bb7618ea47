/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * contents_name.h: what a person calls the part that a memory speaks of.
 */
#ifndef MUSTER_CONTENTS_NAME_H
#define MUSTER_CONTENTS_NAME_H

#include <stddef.h>

struct device;

/**
 * contents_name() - "Samsung M393A2K43CB2-CTD (DDR4 RDIMM, 16 GiB)", "Supermicro
 * X11SCZ-F"; text of the device, not escaped
 * Return: @buffer: "" where its contents name nothing.
 */
const char *contents_name(const struct device *device, char *buffer, size_t size);

#endif /* MUSTER_CONTENTS_NAME_H */
