// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_vpd.c: vital product data (PCI 3.0, appendix I) in the words of lspci -vv.
 *
 * Of keywords that are fields the texts are taken; digests need all of the bytes.
 * What vpd_decode() would not believe of the bytes is not believed of the words.
 */
#include "source_lspci.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capabilities.h"
#include "latin_text.h"

#define LONGEST	255	/* bytes of a value that is shown whole */
#define ELLIPSIS "..."

static const struct {
	const char *key;
	enum field field;
	bool bytes;		/* printed as hex, with blanks between */
} keywords[] = {
	{ "[PN] ", FIELD_VPD_PART, false },
	{ "[EC] ", FIELD_VPD_REVISION, false },
	{ "[SN] ", FIELD_VPD_SERIAL, false },
	{ "[MN] ", FIELD_VPD_MAKER, true },
};

static int digit(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

/* Undoes "\\" and "\x09". Return: bytes of it, or -1: it is not all ASCII. */
static int unescape(const char *text, uint8_t *bytes, size_t room)
{
	size_t count = 0;

	for (; *text && count < room; text++) {
		if (*text & 0x80)
			return -1;
		bytes[count] = *text;
		if (*text == '\\' && text[1] == 'x' && isxdigit((unsigned char)text[2]) &&
		    isxdigit((unsigned char)text[3])) {
			bytes[count] = digit(text[2]) << 4 | digit(text[3]);
			text += 3;
		} else if (*text == '\\' && text[1] == '\\') {
			text++;
		}
		count++;
	}
	return count;
}

/* "4d 4e", of letters. Return: bytes of it, or -1: it is no such. */
static int unhex(const char *text, uint8_t *bytes, size_t room)
{
	size_t count = 0;

	while (*text && count < room) {
		if (!isxdigit((unsigned char)text[0]) || !isxdigit((unsigned char)text[1]) ||
		    (text[2] && text[2] != ' '))
			return -1;
		bytes[count] = digit(text[0]) << 4 | digit(text[1]);
		if (bytes[count] & 0x80 && bytes[count] != 0xff)
			return -1;
		count++;
		text += text[2] ? 3 : 2;
	}
	return count;
}

static int set_text(struct lspci_record *record, enum field field, const char *text, bool hex)
{
	char shown[4 * LONGEST + sizeof(ELLIPSIS)];
	uint8_t bytes[LONGEST + 1];
	int count;

	/* of a keyword that is there twice, the first that says something */
	if (device_get(record->device, field))
		return 0;
	count = hex ? unhex(text, bytes, sizeof(bytes)) : unescape(text, bytes, sizeof(bytes));
	if (count < 0) {
		record->vpd.unclear |= 1u << (field - FIELD_VPD_NAME);
		return 0;
	}
	latin_text(bytes, count > LONGEST ? LONGEST : count, shown, 4 * LONGEST + 1);
	if (!*shown)
		return 0;
	if (count > LONGEST)
		strcat(shown, ELLIPSIS);
	return device_set(record->device, field, shown);
}

/* "[SN] Serial number: 4711" */
static int read_keyword(struct lspci_record *record, const char *text)
{
	const char *value = strchr(text, ':');
	size_t i;

	if (!value)
		return 0;
	value += value[1] == ' ' ? 2 : 1;
	if (!strncmp(text, "[RV] ", 5) && !device_get(record->device, FIELD_VPD_CHECKSUM)) {
		record->vpd.good = !strncmp(value, "checksum good", 13);
		return device_set(record->device, FIELD_VPD_CHECKSUM,
				  record->vpd.good ? "good" : "bad");
	}
	for (i = 0; i < sizeof(keywords) / sizeof(*keywords); i++)
		if (!strncmp(text, keywords[i].key, 5))
			return set_text(record, keywords[i].field, value, keywords[i].bytes);
	return 0;
}

int lspci_vpd(struct lspci_record *record, const char *text)
{
	if (!strncmp(text, "Product Name:", 13)) {
		record->vpd.told = true;
		return set_text(record, FIELD_VPD_NAME, text + 13 + (text[13] == ' '), false);
	}
	if (!strcmp(text, "Read-only fields:") || !strcmp(text, "Read/write fields:")) {
		record->vpd.told = true;
		record->vpd.read_only = text[4] == '-';
	} else if (!strcmp(text, "End")) {
		record->vpd.ended = true;
	} else if (*text == '[' && record->vpd.read_only) {
		return read_keyword(record, text);
	}
	return 0;
}

bool lspci_is_in_vpd(const struct lspci_file *file)
{
	const struct lspci_record *record = file->current;
	const struct lspci_capability *capability;

	if (!record || !file->in_capability || !record->vpd.told || record->vpd.ended)
		return false;
	capability = &record->capabilities[file->in_capability - 1];
	return !capability->extended && capability->id == CAP_VPD;
}

int lspci_settle_vpd(struct lspci_record *record)
{
	const struct lspci_vpd *vpd = &record->vpd;
	bool believed = vpd->good || vpd->ended;
	struct device *device = record->device;
	enum field field;
	int err = 0;

	for (field = FIELD_VPD_NAME; field <= FIELD_VPD_CHECKSUM && vpd->told && !err; field++) {
		if (!believed || vpd->unclear & 1u << (field - FIELD_VPD_NAME))
			err = device_set_unknown(device, field);
		else if (!device_get(device, field))
			err = device_set(device, field, NULL);
	}
	return err;
}
