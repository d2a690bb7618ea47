// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * output_device.c: all that is known of one device.
 */
#include "output.h"

#include <stdlib.h>
#include <string.h>

#include "../module/uapi/muster.h"
#include "capabilities.h"
#include "capability_fields.h"
#include "capability_registers.h"
#include "config_image.h"
#include "contents.h"
#include "output_contents.h"
#include "snapshot.h"
#include "text.h"

#define LABEL_WIDTH 18
#define FIELDS_WIDTH 72

static void print_label(const struct output *output, const char *label)
{
	output_color(output, COLOR_DIM);
	fprintf(output->file, "  %-*s", LABEL_WIDTH, label);
	output_color(output, COLOR_NONE);
}

static void print_text(const struct output *output, const char *label, const char *text)
{
	print_label(output, label);
	text_print(output->file, text);
	fputc('\n', output->file);
}

static void print_fields(const struct output *output, const struct device *device)
{
	int field;

	for (field = 0; field < FIELD_OWN; field++) {
		const struct value *value = device_value(device, field);

		if (device_has(device, field) && value->state != VALUE_UNKNOWN)
			print_text(output, field_table[field].name,
				   value->state == VALUE_KNOWN ? value->text : "none");
	}
}

static void print_unknown(const struct output *output, const struct device *device)
{
	const char *separator = "";
	int field;

	for (field = 0; field < FIELD_COUNT; field++) {
		const char *name = device_unknown_name(device, field);

		if (!name)
			continue;
		if (!*separator)
			print_label(output, "unknown");
		fprintf(output->file, "%s%s", separator, name);
		separator = ", ";
	}
	if (*separator)
		fputc('\n', output->file);
}

static void print_size(FILE *file, uint64_t size)
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
	unsigned int unit = 0;

	while (size >= 1024 && !(size % 1024) && unit < 6) {
		size /= 1024;
		unit++;
	}
	fprintf(file, "%llu %s", (unsigned long long)size, units[unit]);
}

static void print_bars(const struct output *output, const struct device *device)
{
	unsigned int i;

	for (i = 0; i < device->bar_count; i++) {
		const struct bar *bar = &device->bars[i];
		char label[16];

		snprintf(label, sizeof(label), bar->index == 6 ? "rom" : "bar %u", bar->index);
		print_label(output, label);
		print_size(output->file, bar->size);
		if (bar->flags & MUSTER_BAR_IO)
			fputs(" of I/O ports", output->file);
		else
			fprintf(output->file, " of memory, %s-bit%s",
				bar->flags & MUSTER_BAR_64 ? "64" : "32",
				bar->flags & MUSTER_BAR_PREFETCH ? ", prefetchable" : "");
		fputc('\n', output->file);
	}
}

/* What the read-only registers of a capability say, as wide as a terminal. */
static void print_capability_fields(const struct output *output,
				    const struct config_image *image,
				    const struct capability *capability, unsigned int end)
{
	struct capability_field fields[CAPABILITY_FIELDS_MAX];
	size_t count = capability_fields(image, capability, end, fields), i;
	unsigned int column = 0;

	for (i = 0; i < count; i++) {
		unsigned int width = strlen(fields[i].name) + strlen(fields[i].text) + 3;

		if (column && column + width > FIELDS_WIDTH) {
			fputc('\n', output->file);
			column = 0;
		}
		if (!column)
			print_label(output, "");
		fprintf(output->file, column ? ", %s %s" : "     %s %s", fields[i].name,
			fields[i].text);
		column += width;
	}
	if (count)
		fputc('\n', output->file);
}

static void print_capability(const struct output *output, const struct device *device,
			     const struct capability *capability,
			     const struct capability_heads *heads, const char *label)
{
	const char *name = capability_name(capability);

	print_label(output, label);
	fprintf(output->file, "%03x  %0*x", capability->offset,
		capability->extended ? 4 : 2, capability->id);
	if (capability->extended)
		fprintf(output->file, " v%u", capability->version);
	fprintf(output->file, "  %s\n", name ? name : "not known here");
	if (device->config)
		print_capability_fields(output, device->config, capability,
					capability_end(heads, device->config, capability));
}

/* One of the two lists, and where it ends too early. */
static void print_list(const struct output *output, const struct device *device, bool extended)
{
	const struct capabilities *list = device->capabilities;
	enum list_state end = extended ? list->extended : list->standard;
	const char *label = extended ? "extended" : "capabilities";
	struct capability_heads heads = { 0 };
	size_t i;

	capability_heads_mark(&heads, list->items, list->count);
	for (i = 0; i < list->count; i++) {
		if (list->items[i].extended != extended)
			continue;
		print_capability(output, device, &list->items[i], &heads, label);
		label = "";
	}
	if (end == LIST_WHOLE)
		return;
	print_label(output, label);
	output_color(output, COLOR_YELLOW);
	fputs(end == LIST_BROKEN ? "the list is broken here" : "not known from here on",
	      output->file);
	output_color(output, COLOR_NONE);
	fputc('\n', output->file);
}

/* One line of 16 bytes; ".." for one that is not known. */
static void print_row(const struct output *output, const struct config_image *image,
		      unsigned int offset)
{
	unsigned int i;
	uint8_t byte;

	fprintf(output->file, "  %03x:", offset);
	for (i = 0; i < 16; i++) {
		if (config_image_u8(image, offset + i, &byte))
			fprintf(output->file, " %02x", byte);
		else
			fputs(" ..", output->file);
	}
	fputc('\n', output->file);
}

static void print_bytes(const struct output *output, const struct config_image *image)
{
	unsigned int offset, i;
	uint8_t byte;

	for (offset = 0; offset < CONFIG_SPACE_MAX; offset += 16) {
		for (i = 0; i < 16 && !config_image_u8(image, offset + i, &byte); i++)
			;
		if (i < 16)
			print_row(output, image, offset);
	}
}

static void print_function(const struct output *output, const struct device *device)
{
	print_bars(output, device);
	if (!device->capabilities)
		return;
	print_list(output, device, false);
	print_list(output, device, true);
}

/* Of a memory also how much of it was read. */
static void print_reading(const struct output *output, const struct device *device)
{
	const struct contents *contents = device->contents;

	if (device->reading == READING_NONE)
		return;
	print_label(output, "reading");
	fputs(device_reading_name(device->reading), output->file);
	if (contents && device->reading == READING_UNREADABLE && contents->size)
		fprintf(output->file, ", %zu of %zu bytes", contents_run(contents),
			contents->size);
	else if (contents && device->kind == DEVICE_CLIENT && contents->size)
		fprintf(output->file, ", %zu bytes", contents->size);
	fputc('\n', output->file);
}

/* Beside those of configuration space they need a heading. */
static void print_contents(const struct output *output, const struct device *device)
{
	const struct contents *contents = device->contents;

	if (device->config)
		fputs("  bytes of the vital product data\n", output->file);
	output_contents_bytes(output, contents);
}

void output_device(const struct output *output, const struct device *device, bool bytes)
{
	char *summary = output_summary(output->names, device);

	output_color(output, COLOR_BOLD);
	text_print(output->file, device->place);
	output_color(output, COLOR_NONE);
	fputs("  ", output->file);
	text_print(output->file, summary ? summary : "");
	fputc('\n', output->file);
	free(summary);
	print_fields(output, device);
	print_reading(output, device);
	if (device->origin != ORIGIN_UNKNOWN)
		print_text(output, "origin", device->origin == ORIGIN_BOOT ? "boot" : "hot");
	if (device->number) {
		print_label(output, "entry");
		fprintf(output->file, "%llu, last %llu, %.6f s after boot\n",
			(unsigned long long)device->number,
			(unsigned long long)device->last, device->since / 1e9);
	}
	print_unknown(output, device);
	output_contents(output, device);
	if (device->kind == DEVICE_FUNCTION)
		print_function(output, device);
	if (bytes && device->config)
		print_bytes(output, device->config);
	if (bytes && device->contents)
		print_contents(output, device);
}
