/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fru_layout.h: where in a FRU memory what stands, for the files fru_*.c alone.
 *
 * Invariant: every offset here has been checked against the memory's length.
 */
#ifndef MUSTER_FRU_LAYOUT_H
#define MUSTER_FRU_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fru.h"

/* What an area came to. */
enum fru_state {
	FRU_ABSENT,	/* the header has none, or where it should be is blank */
	FRU_READ,
	FRU_LOST,	/* of another format, or damaged */
};

/**
 * struct fru_span - one area
 * @start: of it; @fields: of its first field
 * @limit: behind the last byte that may be one of a field
 * @english: whether text is ISO 8859-1 (13, table 13-1)
 */
struct fru_span {
	enum fru_state state;
	size_t start, fields, limit;
	bool english;
};

/**
 * struct fru_layout - the whole memory
 * @records: where the first record of the multirecord area is; 0: none
 * @good: whether every checksum is right
 */
struct fru_layout {
	struct fru_span areas[FRU_AREAS];
	size_t records;
	bool good;
};

enum fru_type { FRU_BINARY, FRU_BCD_PLUS, FRU_SIX_BIT, FRU_LANGUAGE };

/* A field (13): the upper two bits of its first byte, and what follows it. */
struct fru_field {
	enum fru_type type;
	const uint8_t *bytes;
	size_t length;
};

/* A record of the multirecord area (16.1). */
struct fru_record {
	uint8_t type, version;
	bool last;
	const uint8_t *bytes;
	size_t length;
	bool good;	/* both checksums */
};

/** fru_layout_read() - Return: 0, -ENOENT, -EBADMSG, as fru_decode(). */
int fru_layout_read(const uint8_t *bytes, size_t length, struct fru_layout *layout);

/**
 * fru_field_next() - the field at @at of an area, and where the next is
 * Return: false at the end of the fields, or where one runs out of the area.
 */
bool fru_field_next(const uint8_t *bytes, const struct fru_span *span, size_t *at,
		    struct fru_field *field);

/**
 * fru_record_next() - the record at @at, and where the next is
 * @at: 0 behind the last
 * Return: 0, -ENOENT: there is none; -EBADMSG: its header is no header;
 * -ENODATA: cut short.
 */
int fru_record_next(const uint8_t *bytes, size_t length, size_t *at,
		    struct fru_record *record);

/** fru_field_text() - what a field says; @out: "" where it is blank */
void fru_field_text(const struct fru_field *field, bool english, char out[FRU_TEXT_SIZE]);

#endif /* MUSTER_FRU_LAYOUT_H */
