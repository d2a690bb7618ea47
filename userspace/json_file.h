/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json_file.h: JSON that a program of ours wrote, from its file.
 */
#ifndef MUSTER_JSON_FILE_H
#define MUSTER_JSON_FILE_H

struct json_object;

/**
 * json_file_read() - parse a file of which nothing but JSON is expected
 * @out: on 0, to be put
 * Return: 0; -ENOENT; -ENOMEM, -EMFILE, -ENFILE: a later try may do; -EINVAL: anything else,
 * it cannot be read or is no JSON.
 */
int json_file_read(const char *path, struct json_object **out);

#endif /* MUSTER_JSON_FILE_H */
