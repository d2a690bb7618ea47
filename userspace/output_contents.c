// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * output_contents.c: what a memory says, as who holds the part in hand reads it.
 */
#include "output_contents.h"

#include <stdlib.h>
#include <string.h>

#include "contents.h"
#include "device.h"
#include "output.h"
#include "text.h"

#define LABEL_WIDTH 18
#define ROW_BYTES 16

/* A field that another line has with it, or that is written with a unit. */
enum style { STYLE_PLAIN, STYLE_WITH_ID, STYLE_SIZE, STYLE_BITS, STYLE_SPEED };

static const struct line {
	enum field field, with;
	enum style style;
} lines[] = {
	{ FIELD_SPD_MAKER, FIELD_SPD_MAKER_ID, STYLE_WITH_ID },
	{ FIELD_SPD_DRAM_MAKER, FIELD_SPD_DRAM_MAKER_ID, STYLE_WITH_ID },
	{ FIELD_SPD_SIZE_MIB, FIELD_COUNT, STYLE_SIZE },
	{ FIELD_SPD_DATA_WIDTH, FIELD_SPD_TOTAL_WIDTH, STYLE_BITS },
	{ FIELD_SPD_SPEED_MTS, FIELD_COUNT, STYLE_SPEED },
};

static const struct line *find_line(enum field field)
{
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		if (lines[i].field == field)
			return &lines[i];
	return NULL;
}

static bool is_beside(enum field field)
{
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		if (lines[i].with == field)
			return true;
	return false;
}

/* "size_mib" of JSON has its unit behind its value here. */
static const char *label_of(enum field field)
{
	switch (field) {
	case FIELD_SPD_SIZE_MIB:
		return "size";
	case FIELD_SPD_DATA_WIDTH:
		return "width";
	case FIELD_SPD_SPEED_MTS:
		return "speed";
	default:
		return field_table[field].key;
	}
}

static void print_size(FILE *file, const char *mib)
{
	unsigned long size = strtoul(mib, NULL, 10);

	if (size >= 1024 && size % 1024 == 0)
		fprintf(file, "%lu GiB", size / 1024);
	else
		fprintf(file, "%lu MiB", size);
}

static void print_bits(FILE *file, const char *data, const char *total)
{
	fprintf(file, "%s bits", data);
	if (total && strcmp(total, data))
		fprintf(file, ", %s with ECC", total);
	else if (total)
		fputs(", no ECC", file);
}

static void print_value(FILE *file, const struct device *device, enum field field)
{
	const struct line *line = find_line(field);
	const char *value = device_get(device, field);
	const char *other = line && line->with < FIELD_COUNT ? device_get(device, line->with) : NULL;

	switch (line && value ? line->style : STYLE_PLAIN) {
	case STYLE_SIZE:
		print_size(file, value);
		break;
	case STYLE_BITS:
		print_bits(file, value, other);
		break;
	case STYLE_SPEED:
		fprintf(file, "%s MT/s", value);
		break;
	case STYLE_WITH_ID:
	case STYLE_PLAIN:
		/* who is not in our list of makers has a number still */
		text_print(file, value ? value : other ? "not known here" : "none");
		if (other)
			fprintf(file, " (%s)", other);
		break;
	}
}

static void print_line(const struct output *output, const struct device *device,
		       enum field field)
{
	const struct value *value = device_value(device, field);
	bool bad = value->state == VALUE_KNOWN && !strcmp(value->text, "bad");

	if (value->state == VALUE_UNKNOWN || is_beside(field))
		return;
	output_color(output, COLOR_DIM);
	fprintf(output->file, "    %-*s", LABEL_WIDTH - 2, label_of(field));
	output_color(output, COLOR_NONE);
	if (bad)
		output_color(output, COLOR_RED);
	print_value(output->file, device, field);
	if (bad)
		output_color(output, COLOR_NONE);
	fputc('\n', output->file);
}

static void print_group(const struct output *output, const struct device *device,
			enum field_group group)
{
	static const char *const headings[GROUP_COUNT] = {
		[GROUP_SPD] = "memory module (spd)",
		[GROUP_FRU] = "board and product (fru)",
		[GROUP_VPD] = "vital product data (vpd)",
	};
	const struct group_info *info = &group_table[group];
	unsigned int i;

	fprintf(output->file, "  %s\n", headings[group]);
	for (i = 0; i < info->count; i++)
		print_line(output, device, info->first + i);
}

void output_contents(const struct output *output, const struct device *device)
{
	enum field_group group;

	for (group = 0; group < GROUP_COUNT; group++)
		if (device_has(device, group_table[group].first) &&
		    device_group_state(device, group) == VALUE_KNOWN)
			print_group(output, device, group);
}

/* One row; whoever looks for a part number reads it on the right. */
static void print_row(FILE *file, const struct contents *contents, size_t offset)
{
	char text[ROW_BYTES + 1];
	unsigned int i;
	uint8_t byte;

	fprintf(file, "  %03zx:", offset);
	for (i = 0; i < ROW_BYTES; i++) {
		text[i] = ' ';
		if (contents_u8(contents, offset + i, &byte)) {
			text[i] = byte >= ' ' && byte < 0x7f ? byte : '.';
			fprintf(file, " %02x", byte);
		} else {
			fputs(offset + i < contents->length ? " .." : "   ", file);
		}
	}
	while (i && text[i - 1] == ' ')
		i--;
	text[i] = '\0';
	fprintf(file, "  %s\n", text);
}

void output_contents_bytes(const struct output *output, const struct contents *contents)
{
	size_t offset;
	unsigned int i;
	uint8_t byte;

	for (offset = 0; offset < contents->length; offset += ROW_BYTES) {
		for (i = 0; i < ROW_BYTES && !contents_u8(contents, offset + i, &byte); i++)
			;
		if (i < ROW_BYTES)
			print_row(output->file, contents, offset);
	}
}
