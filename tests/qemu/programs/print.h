/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * print.h: the protocol's nests as JSON, by tables; whatever the header does not
 * allow (an unknown attribute, a wrong length, a bad string) is a fault.
 */
#ifndef TEST_PRINT_H
#define TEST_PRINT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct print_nest;

extern const struct print_nest print_info, print_entry, print_device;

/**
 * print_object() - write a nest as one JSON object
 * Return: NULL, or what is wrong with it (a sentence).
 */
const char *print_object(FILE *output, const struct print_nest *nest, const uint8_t *data,
			 size_t length);

void print_hex(FILE *output, const uint8_t *data, size_t length);

#endif /* TEST_PRINT_H */
