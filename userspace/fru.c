// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fru.c: the texts and the date of a FRU memory, each by its number in its area.
 */
#include "fru.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "fru_layout.h"

#define BOARD_DATE	3	/* 11: three bytes, in the board area */
#define DATE_BEGINS	820454400	/* 1996-01-01T00:00Z */

/* Which of an area's texts comes first. */
static const enum fru_text first[FRU_AREAS + 1] = {
	FRU_CHASSIS_PART, FRU_BOARD_MAKER, FRU_PRODUCT_MAKER, FRU_TEXTS,
};

enum fru_area fru_text_area(enum fru_text text)
{
	return text < FRU_BOARD_MAKER ? FRU_CHASSIS :
	       text < FRU_PRODUCT_MAKER ? FRU_BOARD : FRU_PRODUCT;
}

static void read_texts(const uint8_t *bytes, const struct fru_span *span,
		       enum fru_area area, struct fru *fru)
{
	size_t at = span->fields, text = first[area];
	struct fru_field field;

	while (text < first[area + 1] && fru_field_next(bytes, span, &at, &field))
		fru_field_text(&field, span->english, fru->texts[text++]);
}

/* In minutes, the lowest byte first; 0 is unspecified, all ones was never written. */
static void read_date(const uint8_t *bytes, struct fru *fru)
{
	uint32_t minutes = bytes[0] | bytes[1] << 8 | (uint32_t)bytes[2] << 16;
	time_t date = DATE_BEGINS + (time_t)minutes * 60;
	struct tm broken;

	if (!minutes || minutes == 0xffffff || !gmtime_r(&date, &broken))
		return;
	strftime(fru->board_date, sizeof(fru->board_date), "%Y-%m-%dT%H:%MZ", &broken);
}

int fru_decode(const uint8_t *bytes, size_t length, struct fru *fru)
{
	struct fru_layout layout;
	enum fru_area area;
	int err;

	memset(fru, 0, sizeof(*fru));
	err = fru_layout_read(bytes, length, &layout);
	if (err)
		return err;
	fru->good = layout.good;
	for (area = 0; area < FRU_AREAS; area++) {
		const struct fru_span *span = &layout.areas[area];

		fru->lost[area] = span->state == FRU_LOST;
		if (span->state == FRU_READ)
			read_texts(bytes, span, area, fru);
		if (span->state == FRU_READ && area == FRU_BOARD)
			read_date(bytes + span->start + BOARD_DATE, fru);
	}
	return 0;
}
