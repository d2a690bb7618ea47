// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fru_digest.c: the two texts of a FRU memory that digests are made of. Both are
 * of the bytes of fields, not of where they stand: a serial number of another
 * length moves all that follows.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "fru_layout.h"

#define FIELDS_MAX	7	/* that have a name, of one area */
#define KIND		2	/* 10: the chassis' type; 11, 12: a language */
#define ROW		16	/* bytes in a line of a record */
#define MANAGEMENT	0x03	/* 18.6: a record that names one machine */

/* A field of an area that the definition names, for each digest. */
struct named_field {
	const char *name;
	bool identity;	/* part of it */
	bool unit;	/* of one part: no part of the shape */
};

static const struct area_names {
	const char *name;
	size_t named;
	struct named_field fields[FIELDS_MAX];
} areas[FRU_AREAS] = {
	[FRU_CHASSIS] = { "chassis", 2, {
		{ "part", true, false }, { "serial", true, true } } },
	[FRU_BOARD] = { "board", 5, {
		{ "maker", true, false }, { "product", true, false },
		{ "serial", true, true }, { "part", true, false },
		{ "file", false, false } } },
	[FRU_PRODUCT] = { "product", 7, {
		{ "maker", true, false }, { "name", true, false },
		{ "part", true, false }, { "version", true, false },
		{ "serial", true, true }, { "asset", false, true },
		{ "file", false, false } } },
};

static void put_bytes(FILE *file, const uint8_t *bytes, size_t length)
{
	while (length--)
		fprintf(file, "%02x", *bytes++);
}

static void put_field(FILE *file, const struct fru_field *field)
{
	fprintf(file, "%u %s", (unsigned int)field->type, field->length ? "" : "empty");
	put_bytes(file, field->bytes, field->length);
	fputc('\n', file);
}

static void put_identity(FILE *file, const uint8_t *bytes, const struct fru_layout *layout)
{
	size_t area, i;

	fprintf(file, FRU_IDENTITY "\n");
	for (area = 0; area < FRU_AREAS; area++) {
		const struct fru_span *span = &layout->areas[area];
		size_t at = span->fields;

		for (i = 0; i < areas[area].named; i++) {
			const struct named_field *named = &areas[area].fields[i];
			struct fru_field field;
			bool there = span->state == FRU_READ &&
				     fru_field_next(bytes, span, &at, &field);

			if (!named->identity)
				continue;
			fprintf(file, "%s_%s: ", areas[area].name, named->name);
			if (there)
				put_field(file, &field);
			else
				fprintf(file, "none\n");
		}
	}
}

static void put_area(FILE *file, const uint8_t *bytes, const struct fru_span *span,
		     const struct area_names *names)
{
	size_t at = span->fields, i;
	struct fru_field field;

	if (span->state != FRU_READ) {
		fprintf(file, "%s: none\n", names->name);
		return;
	}
	fprintf(file, "%s: %02x\n", names->name, bytes[span->start + KIND]);
	for (i = 0; fru_field_next(bytes, span, &at, &field); i++) {
		const struct named_field *named = i < names->named ? &names->fields[i] : NULL;

		if (named)
			fprintf(file, "%s %s: ", names->name, named->name);
		else
			fprintf(file, "%s custom %zu: ", names->name, i - names->named + 1);
		if (named && named->unit)
			fprintf(file, "..\n");
		else
			put_field(file, &field);
	}
}

static void put_records(FILE *file, const uint8_t *bytes, size_t length, size_t at)
{
	struct fru_record record;
	size_t number, row;

	for (number = 1; !fru_record_next(bytes, length, &at, &record); number++) {
		fprintf(file, "record %zu: %02x %02x %02zx\n", number, record.type,
			record.version, record.length);
		for (row = 0; row < record.length; row += ROW) {
			size_t left = record.length - row;

			fprintf(file, "record %zu+%02zx: ", number, row);
			if (record.type == MANAGEMENT)
				fprintf(file, "..");
			else
				put_bytes(file, record.bytes + row, left < ROW ? left : ROW);
			fputc('\n', file);
		}
	}
}

static int read_whole(const uint8_t *bytes, size_t length, struct fru_layout *layout)
{
	int err = fru_layout_read(bytes, length, layout);
	size_t area;

	for (area = 0; area < FRU_AREAS && !err; area++)
		if (layout->areas[area].state == FRU_LOST)
			err = -ENODATA;
	return err;
}

static int finish(FILE *file, char **text)
{
	bool failed = ferror(file);

	if (!fclose(file) && !failed)
		return 0;
	free(*text);
	*text = NULL;
	return -ENOMEM;
}

int fru_identity_text(const uint8_t *bytes, size_t length, char **text)
{
	struct fru_layout layout;
	int err = read_whole(bytes, length, &layout);
	size_t size;
	FILE *file;

	if (err)
		return err;
	file = open_memstream(text, &size);
	if (!file)
		return -ENOMEM;
	put_identity(file, bytes, &layout);
	return finish(file, text);
}

int fru_shape_text(const uint8_t *bytes, size_t length, char **text)
{
	struct fru_layout layout;
	int err = read_whole(bytes, length, &layout);
	size_t size, area;
	FILE *file;

	if (err)
		return err;
	file = open_memstream(text, &size);
	if (!file)
		return -ENOMEM;
	fprintf(file, FRU_SHAPE "\n");
	for (area = 0; area < FRU_AREAS; area++)
		put_area(file, bytes, &layout.areas[area], &areas[area]);
	put_records(file, bytes, length, layout.records);
	return finish(file, text);
}
