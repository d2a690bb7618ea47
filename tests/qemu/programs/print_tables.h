/* SPDX-License-Identifier: GPL-2.0-or-later */
/* print_tables.h: how the tables of print_tables.c describe a nest. */
#ifndef TEST_PRINT_TABLES_H
#define TEST_PRINT_TABLES_H

#include <stdbool.h>
#include <stdint.h>

#include "print.h"

enum print_type {
	PRINT_U32,
	PRINT_U64,
	PRINT_HEX,	/* a u32 as hex digits */
	PRINT_NAME,	/* a u32 that @names names */
	PRINT_STRING,
	PRINT_BINARY,
	PRINT_FLAG,
	PRINT_NEST,
};

struct print_field {
	uint16_t type;			/* 0 ends a table */
	const char *name;
	enum print_type print;
	unsigned int digits;
	const char *const *names;	/* from index 1 to a NULL */
	const struct print_nest *nest;
	bool repeated;
};

struct print_nest {
	const struct print_field *fields;
};

#endif /* TEST_PRINT_TABLES_H */
