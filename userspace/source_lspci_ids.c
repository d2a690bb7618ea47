// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_ids.c: addresses, ids and other numbers where they stand in the words
 * of lspci.
 */
#include "source_lspci.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

bool lspci_hex_at(const char *text, unsigned int digits, unsigned int *value)
{
	char copy[9];
	size_t i;

	for (i = 0; i < digits; i++)
		if (!isxdigit((unsigned char)text[i]))
			return false;
	memcpy(copy, text, digits);
	copy[digits] = '\0';
	*value = strtoul(copy, NULL, 16);
	return true;
}

static size_t hex_digits(const char *text)
{
	size_t n = 0;

	while (n < 9 && isxdigit((unsigned char)text[n]))
		n++;
	return n;
}

size_t lspci_address(const char *text, uint32_t *domain, uint8_t *bus, uint8_t *devfn)
{
	unsigned int value = 0, number, slot;
	size_t digits = hex_digits(text);
	const char *at = text;

	if (digits >= 4 && digits <= 8 && text[digits] == ':') {
		lspci_hex_at(text, digits, &value);
		at += digits + 1;
	}
	*domain = value;
	if (!lspci_hex_at(at, 2, &number) || at[2] != ':' || !lspci_hex_at(at + 3, 2, &slot) ||
	    slot > 0x1f || at[5] != '.' || at[6] < '0' || at[6] > '7')
		return 0;
	*bus = number;
	*devfn = slot << 3 | (at[6] - '0');
	return at + 7 - text;
}

/* "8086:1533", and no digit behind it */
static bool pair_at(const char *text, unsigned int *vendor, unsigned int *device)
{
	return lspci_hex_at(text, 4, vendor) && text[4] == ':' && lspci_hex_at(text + 5, 4, device) &&
	       !isxdigit((unsigned char)text[9]);
}

const char *lspci_ids(const char *text, unsigned int *vendor, unsigned int *device)
{
	const char *at;

	/* names have brackets as well; and what people add behind these ids may have others */
	for (at = strchr(text, '['); at; at = strchr(at + 1, '['))
		if (pair_at(at + 1, vendor, device) && at[10] == ']')
			return at + 11;
	at = strncmp(text, "Device ", 7) ? text : text + 7;
	if (pair_at(at, vendor, device) && strchr(" (]", at[9]))
		return at + 9;
	for (at = strchr(text, ' '); at; at = strchr(at + 1, ' '))
		if (pair_at(at + 1, vendor, device) &&
		    (!at[10] || !strncmp(at + 10, " (", 2)))
			return at + 10;
	return NULL;
}

/* "(rev 03)" or the like at @text. Return: what follows it, or NULL: it is no such. */
static const char *take_number(const char *text, const char *key, int *number)
{
	const char *digits = text + strlen(key);
	unsigned int value;

	if (strncmp(text, key, strlen(key)) || !lspci_hex_at(digits, 2, &value) ||
	    !strchr(") ", digits[2]))
		return NULL;
	*number = value;
	digits += strcspn(digits, ")");
	return digits + (*digits == ')');
}

const char *lspci_numbers(const char *text, int *revision, int *prog_if)
{
	const char *at = text, *next;

	do {
		text = at;
		at += strspn(at, " \t");
		next = take_number(at, "(rev ", revision);
		if (!next)
			next = take_number(at, "(prog-if ", prog_if);
		at = next;
	} while (next);
	return text;
}
