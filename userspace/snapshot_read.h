/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * snapshot_read.h: private to snapshot_read*.c: JSON that may come from anywhere.
 */
#ifndef MUSTER_SNAPSHOT_READ_H
#define MUSTER_SNAPSHOT_READ_H

#include <stddef.h>
#include <stdint.h>
#include <json-c/json.h>

struct device;

/** read_fail() - Return: -EINVAL, with a sentence if there is memory for it. */
int read_fail(char **why, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** read_string() - Return: the text; NULL where it is none, or has a NUL inside. */
const char *read_string(struct json_object *json);
const char *read_string_at(struct json_object *object, const char *key);

/** read_number_at() - Return: 0 where there is none; beyond every bound if negative. */
uint64_t read_number_at(struct json_object *object, const char *key);

/** read_hex() - two digits in lower case for each byte. Return: 0 or -EINVAL. */
int read_hex(uint8_t *bytes, size_t size, const char *hex);

/** read_device() - one element of "devices". Return: 0, -EINVAL or -ENOMEM. */
int read_device(struct json_object *json, struct device **out, char **why);

#endif /* MUSTER_SNAPSHOT_READ_H */
