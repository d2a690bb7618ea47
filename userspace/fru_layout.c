// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fru_layout.c: where in a FRU memory what stands, and whether its sums are right.
 *
 * Memories in the field are not all as the definition has them: sums that nobody
 * computed, an area longer than it says, fields without an end. What can be read
 * without a guess is read, and the checksums say that something is wrong.
 */
#include "fru_layout.h"

#include <errno.h>
#include <string.h>

#define HEADER_SIZE	8	/* 8: the common header */
#define HEADER_RECORDS	5	/* where it has the offset of the multirecord area */
#define FORMAT_VERSION	1	/* 8, 10, 11, 12: the lower four bits */
#define AREA_LENGTH	1	/* 10, 11, 12: in units of eight bytes */
#define END_OF_FIELDS	0xc1	/* 13 */
#define ENGLISH_0	0	/* 15: language codes */
#define ENGLISH_25	25

#define RECORD_HEADER	5	/* 16.1 */
#define RECORD_VERSION	2
#define RECORD_LAST	0x80

/* What the header and the areas' beginnings have at which offset. */
static const struct area_format {
	size_t offset;		/* in the header: where the area begins, in units of 8 */
	size_t language;	/* in the area; 0: it has none, and is English */
	size_t fields;		/* in the area: the first */
} formats[FRU_AREAS] = {
	[FRU_CHASSIS] = { 2, 0, 3 },
	[FRU_BOARD] = { 3, 2, 6 },
	[FRU_PRODUCT] = { 4, 2, 3 },
};

static uint8_t sum_of(const uint8_t *bytes, size_t length)
{
	uint8_t sum = 0;

	while (length--)
		sum += *bytes++;
	return sum;
}

static bool is_blank(const uint8_t *bytes, size_t length)
{
	size_t i;

	for (i = 1; i < length; i++)
		if (bytes[i] != bytes[0])
			return false;
	return !length || bytes[0] == 0x00 || bytes[0] == 0xff;
}

bool fru_field_next(const uint8_t *bytes, const struct fru_span *span, size_t *at,
		    struct fru_field *field)
{
	size_t length;

	if (*at >= span->limit || bytes[*at] == END_OF_FIELDS)
		return false;
	length = bytes[*at] & 0x3f;
	if (length > span->limit - *at - 1)
		return false;
	field->type = bytes[*at] >> 6;
	field->length = length;
	field->bytes = bytes + *at + 1;
	*at += 1 + length;
	return true;
}

/* Where the fields end if they may go up to @limit: there, at their mark, or in one. */
static size_t fields_end(const uint8_t *bytes, const struct fru_span *span, size_t limit)
{
	struct fru_span wider = *span;
	struct fru_field field;
	size_t at = span->fields;

	wider.limit = limit;
	while (fru_field_next(bytes, &wider, &at, &field))
		;
	return at;
}

/* Where the next area begins, or the memory ends. */
static size_t next_start(const uint8_t *bytes, size_t length, size_t start)
{
	size_t next = length, i;

	for (i = 1; i <= HEADER_RECORDS; i++)
		if (8u * bytes[i] > start && 8u * bytes[i] < next)
			next = 8u * bytes[i];
	return next;
}

/*
 * How far the fields go. An area may say that it is shorter than its fields are:
 * these are then followed to their end mark, but into no other area.
 */
static int find_limit(const uint8_t *bytes, size_t length, struct fru_span *span)
{
	size_t end = span->start + 8u * bytes[span->start + AREA_LENGTH];
	size_t next = next_start(bytes, length, span->start), at;

	if (end > length)
		return -EBADMSG;
	/* the last byte is the checksum */
	span->limit = end > span->fields ? end - 1 : span->fields;
	at = fields_end(bytes, span, span->limit);
	if (end > span->fields && (at == span->limit || bytes[at] == END_OF_FIELDS))
		return 0;
	if (next > end) {
		at = fields_end(bytes, span, next);
		if (at < next && bytes[at] == END_OF_FIELDS) {
			span->limit = next;
			return 0;
		}
	}
	if (end <= span->fields)
		span->state = FRU_LOST;
	return 0;
}

/* Return: 0, or -EBADMSG: it goes beyond the end of the memory. */
static int read_area(const uint8_t *bytes, size_t length, enum fru_area area,
		     struct fru_layout *layout)
{
	const struct area_format *format = &formats[area];
	struct fru_span *span = &layout->areas[area];
	size_t start = 8u * bytes[format->offset], size;

	*span = (struct fru_span){ .start = start, .fields = start + format->fields,
				   .english = true };
	if (!start)
		return 0;
	if (start + HEADER_SIZE > length)
		return -EBADMSG;
	if (is_blank(bytes + start, HEADER_SIZE)) {
		layout->good = false;
		return 0;
	}
	span->state = (bytes[start] & 0xf) == FORMAT_VERSION ? FRU_READ : FRU_LOST;
	if (format->language)
		span->english = bytes[start + format->language] == ENGLISH_0 ||
				bytes[start + format->language] == ENGLISH_25;
	size = 8u * bytes[start + AREA_LENGTH];
	layout->good = layout->good && span->state == FRU_READ && size &&
		       size <= length - start && !sum_of(bytes + start, size);
	return span->state == FRU_READ ? find_limit(bytes, length, span) : 0;
}

int fru_record_next(const uint8_t *bytes, size_t length, size_t *at,
		    struct fru_record *record)
{
	const uint8_t *head = bytes + *at;

	if (!*at)
		return -ENOENT;
	/* an area that is not ended by its last record is by what was never written */
	if (*at == length || is_blank(head, length - *at < RECORD_HEADER ?
				      length - *at : RECORD_HEADER))
		return -ENOENT;
	if (length - *at < RECORD_HEADER)
		return -ENODATA;
	if (sum_of(head, RECORD_HEADER) || (head[1] & 0xf) != RECORD_VERSION)
		return -EBADMSG;
	*record = (struct fru_record){
		.type = head[0], .version = head[1] & 0xf, .last = head[1] & RECORD_LAST,
		.bytes = head + RECORD_HEADER, .length = head[2],
	};
	if (record->length > length - *at - RECORD_HEADER)
		return -ENODATA;
	record->good = !(uint8_t)(sum_of(record->bytes, record->length) + head[3]);
	*at = record->last ? 0 : *at + RECORD_HEADER + record->length;
	return 0;
}

/* Return: 0, or -EBADMSG: a record goes beyond the end of the memory. */
static int read_records(const uint8_t *bytes, size_t length, struct fru_layout *layout)
{
	size_t at = 8u * bytes[HEADER_RECORDS];
	struct fru_record record;
	int err;

	if (at >= length)
		return -EBADMSG;
	layout->records = at;
	while (!(err = fru_record_next(bytes, length, &at, &record)))
		layout->good = layout->good && record.good;
	if (err == -EBADMSG)
		layout->good = false;
	return err == -ENODATA ? -EBADMSG : 0;
}

/* Whether one area is so whole that the memory is one, whatever its header says. */
static bool area_vouches(const uint8_t *bytes, size_t length)
{
	size_t i;

	for (i = 0; i < FRU_AREAS; i++) {
		size_t start = 8u * bytes[formats[i].offset], size;

		if (!start || start + HEADER_SIZE > length || bytes[start] != FORMAT_VERSION)
			continue;
		size = 8u * bytes[start + AREA_LENGTH];
		if (size && size <= length - start && !sum_of(bytes + start, size))
			return true;
	}
	return false;
}

/* Return: 0, -ENOENT, -EBADMSG: it is of a format that nobody defined. */
static int read_header(const uint8_t *bytes, size_t length, struct fru_layout *layout)
{
	bool known;

	if (length < HEADER_SIZE)
		return length && bytes[0] == FORMAT_VERSION ? -EBADMSG : -ENOENT;
	known = (bytes[0] & 0xf) == FORMAT_VERSION;
	layout->good = known && !sum_of(bytes, HEADER_SIZE);
	if (!layout->good && !area_vouches(bytes, length))
		return -ENOENT;
	return known ? 0 : -EBADMSG;
}

int fru_layout_read(const uint8_t *bytes, size_t length, struct fru_layout *layout)
{
	size_t lost = 0, found = 0, i;
	int err;

	*layout = (struct fru_layout){ 0 };
	err = read_header(bytes, length, layout);
	for (i = 0; i < FRU_AREAS && !err; i++) {
		err = read_area(bytes, length, i, layout);
		lost += layout->areas[i].state == FRU_LOST;
		found += layout->areas[i].state == FRU_READ;
	}
	if (!err && bytes[HEADER_RECORDS])
		err = read_records(bytes, length, layout);
	if (!err && lost && !found)
		err = -EBADMSG;
	return err;
}
