// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * output_text.c: a snapshot as lines, one per device.
 */
#include "output.h"

#include <stdlib.h>
#include <string.h>

#include "contents_name.h"
#include "names.h"
#include "serial.h"
#include "snapshot.h"

#define PLACE_WIDTH_MAX 32	/* longer places push their line to the right */

static void add_ids(FILE *file, const struct device *device)
{
	const char *vendor = device_get(device, FIELD_VENDOR);
	const char *part = device_get(device, FIELD_DEVICE);
	const char *revision = device_get(device, FIELD_REVISION);

	fprintf(file, "[%s:%s]", vendor ? vendor : "????", part ? part : "????");
	if (revision && strcmp(revision, "00"))
		fprintf(file, " (rev %s)", revision);
}

static void add_function(FILE *file, struct names *names, const struct device *device)
{
	char text[256], digits[DEVICE_CLASS_SIZE];
	const char *class = device_class(device, digits);

	names_class(names, device, text, sizeof(text));
	if (*text)
		fprintf(file, "%s: ", text);
	else
		fprintf(file, "Class %s: ", class ? class : "unknown");
	names_device(names, device, text, sizeof(text));
	fprintf(file, "%s%s", text, *text ? " " : "");
	add_ids(file, device);
}

/* By what its memory or its registers say, or else by what the kernel calls it. */
static void add_client(FILE *file, const struct device *device)
{
	const char *name = device_get(device, FIELD_NAME);
	char contents[384];

	contents_name(device, contents, sizeof(contents));
	if (device_get(device, FIELD_SPD_TYPE))
		fputs("Memory module: ", file);
	else if (device_group_state(device, GROUP_FRU) == VALUE_KNOWN)
		fputs("FRU memory: ", file);
	else
		fputs("I2C client: ", file);
	fputs(*contents ? contents : name ? name : "without a name", file);
}

static void add_i2c(FILE *file, const struct device *device)
{
	const char *name = device_get(device, FIELD_NAME);
	const char *channel = device_get(device, FIELD_MUX_CHANNEL);

	if (device->kind == DEVICE_CLIENT) {
		add_client(file, device);
		return;
	}
	if (device->kind == DEVICE_ANSWERING) {
		fputs("Answers a probe, declared by nobody", file);
		return;
	}
	if (channel && !strcmp(channel, "true"))
		fputs("I2C mux channel: ", file);
	else
		fputs("I2C adapter: ", file);
	fputs(name ? name : "without a name", file);
}

static void add_part(FILE *file, struct names *names, const struct device *device)
{
	if (device->kind == DEVICE_FUNCTION)
		add_function(file, names, device);
	else
		add_i2c(file, device);
}

/* What is wrong with bytes that could be read. */
static bool has_bad_checksums(const struct device *device)
{
	const char *spd = device_get(device, FIELD_SPD_CHECKSUMS);
	const char *fru = device_get(device, FIELD_FRU_CHECKSUMS);

	return (spd && !strcmp(spd, "bad")) || (fru && !strcmp(fru, "bad"));
}

static void add_rest(FILE *file, const struct device *device)
{
	enum field field = serial_field(device);
	const char *serial = field < FIELD_COUNT ? device_get(device, field) : NULL;
	const char *driver = device_get(device, FIELD_DRIVER);
	const char *slot = device_get(device, FIELD_SLOT);

	if (serial)
		fprintf(file, " serial %s", serial);
	if (slot)
		fprintf(file, " slot %s", slot);
	if (driver)
		fprintf(file, " driver %s", driver);
	if (device->reading == READING_ASLEEP || device->reading == READING_GONE ||
	    device->reading == READING_UNREADABLE)
		fprintf(file, " <%s>", device_reading_name(device->reading));
	if (has_bad_checksums(device))
		fputs(" <checksums bad>", file);
	if (device->origin == ORIGIN_HOT)
		fputs(" <hot>", file);
}

static char *describe(struct names *names, const struct device *device, bool rest)
{
	char *text = NULL;
	size_t length;
	FILE *file = open_memstream(&text, &length);

	if (!file)
		return NULL;
	add_part(file, names, device);
	if (rest)
		add_rest(file, device);
	if (fclose(file)) {
		free(text);
		return NULL;
	}
	return text;
}

char *output_summary(struct names *names, const struct device *device)
{
	return describe(names, device, true);
}

char *output_part(struct names *names, const struct device *device)
{
	return describe(names, device, false);
}

static unsigned int widest(const struct snapshot *snapshot, bool place)
{
	unsigned int width = 0;
	size_t i;

	for (i = 0; i < snapshot->count; i++) {
		const struct device *device = snapshot->devices[i];
		const char *text = place ? device->place : device_get(device, FIELD_ADDRESS);
		unsigned int length = text ? strlen(text) : 0;

		if (length > width && length <= PLACE_WIDTH_MAX)
			width = length;
	}
	return width;
}

/* Prints a column of @width and what parts it from the next. */
static unsigned int print_column(const struct output *output, unsigned int column,
				 const char *text, unsigned int width)
{
	unsigned int end = output_clip(output, column, text ? text : "-");

	do {
		fputc(' ', output->file);
		end++;
	} while (end < column + width + 2);
	return end;
}

static void print_device(const struct output *output, const struct device *device,
			 unsigned int address_width, unsigned int place_width)
{
	char *summary = output_summary(output->names, device);
	unsigned int column;

	output_color(output, COLOR_BOLD);
	column = print_column(output, 0, device_get(device, FIELD_ADDRESS), address_width);
	output_color(output, COLOR_NONE);
	output_color(output, COLOR_DIM);
	column = print_column(output, column, device->place, place_width);
	output_color(output, COLOR_NONE);
	if (summary)
		output_clip(output, column, summary);
	fputc('\n', output->file);
	free(summary);
}

/** output_list() - address, place, and what it is, in order of place */
void output_list(const struct output *output, const struct snapshot *snapshot)
{
	unsigned int address_width = widest(snapshot, false);
	unsigned int place_width = widest(snapshot, true);
	size_t i;

	for (i = 0; i < snapshot->count; i++)
		print_device(output, snapshot->devices[i], address_width, place_width);
}
