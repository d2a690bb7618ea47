// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_hex.c: the bytes that lspci -x, -xxx and -xxxx print.
 */
#include "source_lspci.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"

#define LINE_BYTES 16

bool lspci_is_hex(const char *line)
{
	size_t digits = 0;

	while (isxdigit((unsigned char)line[digits]))
		digits++;
	return (digits == 2 || digits == 3) && line[digits] == ':' &&
	       (line[digits + 1] == ' ' || !line[digits + 1]);
}

int lspci_put(struct config_image **image, unsigned int offset, const void *data,
	      size_t length)
{
	if (!*image)
		*image = config_image_new(0);
	return *image ? config_image_put(*image, offset, data, length) : -ENOMEM;
}

static int digit(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

int lspci_hex(struct lspci_file *file, struct lspci_record *record, const char *line,
	      unsigned int number)
{
	unsigned int offset = strtoul(line, NULL, 16);
	unsigned int count;
	int err = 0;

	line = strchr(line, ':') + 1;
	for (count = 0; count < LINE_BYTES && *line == ' ' && !err; count++) {
		uint8_t byte;

		/* "??" is a byte that lspci could not read */
		if (line[1] == '?' && line[2] == '?') {
			line += 3;
			continue;
		}
		if (!isxdigit((unsigned char)line[1]) || !isxdigit((unsigned char)line[2]))
			break;
		byte = digit(line[1]) << 4 | digit(line[2]);
		err = lspci_put(&record->hex, offset + count, &byte, 1);
		line += 3;
	}
	if (*line || count < LINE_BYTES)
		file->cut_lines++;
	if (err != -ERANGE)
		return err;
	if (!file->odd_lines++)
		file->first_odd = number;
	return 0;
}

/* Whether the header answers with nothing but ones: the function is not there for reads. */
static bool all_ones(const struct config_image *image)
{
	unsigned int at;
	uint8_t byte;

	for (at = 0; at < 64; at++)
		if (!config_image_u8(image, at, &byte) || byte != 0xff)
			return false;
	return true;
}

/* Fills with what the words prove. Return: whether a byte says otherwise. */
static bool fill(struct config_image *image, const struct config_image *told)
{
	bool contradicted = false;
	unsigned int at;
	uint8_t byte, said;

	for (at = 0; at < CONFIG_SPACE_MAX; at++) {
		if (!config_image_u8(told, at, &said))
			continue;
		if (!config_image_u8(image, at, &byte))
			config_image_put(image, at, &said, 1);
		else if (byte != said)
			contradicted = true;
	}
	return contradicted;
}

void lspci_silence(struct lspci_record *record)
{
	if (record->hex && all_ones(record->hex)) {
		config_image_free(record->hex);
		record->hex = NULL;
		record->silent = true;
	}
	/* what the kernel remembers, and a newer lspci prints, is no ff */
	if (record->prog_if == 0xff && (record->silent || record->revision == 0xff))
		record->prog_if = LSPCI_UNTOLD;
	if (record->revision == 0xff && !record->hex)
		record->revision = LSPCI_UNTOLD;
}

int lspci_image(struct lspci_file *file, struct lspci_record *record)
{
	struct device *device = record->device;

	if (record->silent) {
		device->reading = READING_UNREADABLE;
		return 0;
	}
	if (record->hex && record->told && fill(record->hex, record->told)) {
		if (!file->contradictions++)
			file->first_contradiction = record->line;
	}
	if (record->hex || record->lists)
		device->reading = READING_OK;
	device->config = record->hex ? record->hex : record->told;
	if (record->hex)
		record->hex = NULL;
	else
		record->told = NULL;
	return 0;
}
