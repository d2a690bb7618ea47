// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_image_hint.c: what stands beside a table of bytes: the command that made
 * it, the path that was read, the number of a page.
 */
#include "source_image.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ADDRESS_MAX 0x7f
#define ADDRESS_FIRST 0x03	/* i2cdump asks no others, */
#define ADDRESS_LAST 0x77	/* unless it is told to */
#define BUS_MAX 65535
#define SELECT_PAGE_0 0x36
#define SELECT_PAGE_1 0x37

/* Takes a number that is a word. Return: what follows it, or NULL. */
static const char *take_number(const char *text, int base, long most, int *value)
{
	char *end;
	long number = strtol(text, &end, base);

	if (end == text || number < 0 || number > most)
		return NULL;
	*value = number;
	return end;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Whether the next word is one; "2>" is none. */
static bool is_number(const char *text)
{
	if (!is_blank(*text))
		return isalnum((unsigned char)*text);
	text += strspn(text, " \t");
	return isdigit((unsigned char)*text) && text[1] != '>';
}

static const char *skip_word(const char *text)
{
	text += strcspn(text, " \t");
	return text + strspn(text, " \t");
}

/* What is no option: @option is the one that has an argument. */
static const char *skip_options(const char *at, char option)
{
	for (at = skip_word(at); *at == '-'; at = skip_word(at))
		if (at[1] == option && (!at[2] || is_blank(at[2])))
			at = skip_word(at);
	return at;
}

/* Takes bus, by number or by name, and address. Return: what follows them, or NULL. */
static const char *take_target(const char *at, int *bus, int *address)
{
	bool number = isdigit((unsigned char)*at);

	*bus = *address = -1;
	if (number && !take_number(at, 0, BUS_MAX, bus))
		return NULL;
	at = skip_word(at);
	/* behind a word a plain number may be anything */
	if (!isdigit((unsigned char)*at) || (!number && strncmp(at, "0x", 2)))
		return NULL;
	return take_number(at, 0, ADDRESS_MAX, address);
}

/*
 * "i2cdump -y -r 0-7 0 0x50 b": bus, address, then a mode. Other tools have a command of
 * that name and other words: it tells neither, and no more does what stood above it.
 */
static bool from_command(const char *line, int *bus, int *address)
{
	const char *at = strstr(line, "i2cdump"), *rest;
	int number, where;

	if (!at)
		return false;
	at = skip_options(at, 'r');
	rest = take_target(at, &number, &where);
	/* words about it, not it */
	if (!rest && !(isdigit((unsigned char)*at) && isdigit((unsigned char)*skip_word(at))))
		return false;
	if (!rest || where < ADDRESS_FIRST || where > ADDRESS_LAST || is_number(rest))
		number = where = -1;
	*bus = number;
	*address = where;
	return true;
}

/* "I will probe file /dev/i2c-0, address 0x50, mode byte" */
static bool from_warning(const char *line, int *bus, int *address)
{
	const char *at = strstr(line, "/dev/i2c");
	int number;

	if (!at)
		return false;
	at += strlen("/dev/i2c");
	at += *at == '-' || *at == '/';
	if (isdigit((unsigned char)*at) && take_number(at, 10, BUS_MAX, &number))
		*bus = number;
	at = strstr(at, "address ");
	return at && take_number(at + strlen("address "), 0, ADDRESS_MAX, address);
}

/* ".../devices/0-0050/eeprom" */
static bool from_path(const char *line, int *bus, int *address)
{
	const char *at;
	int number, where;

	for (at = strchr(line, '/'); at; at = strchr(at + 1, '/')) {
		const char *dash = at + 1 + strspn(at + 1, "0123456789");

		if (dash == at + 1 || *dash != '-' || strncmp(dash, "-00", 3) ||
		    !isxdigit((unsigned char)dash[3]) || !isxdigit((unsigned char)dash[4]) ||
		    isalnum((unsigned char)dash[5]))
			continue;
		if (!take_number(at + 1, 10, BUS_MAX, &number) ||
		    !take_number(dash + 1, 16, ADDRESS_MAX, &where))
			continue;
		*bus = number;
		*address = where;
		return true;
	}
	return false;
}

void image_hint_address(const char *line, int *bus, int *address)
{
	if (!from_command(line, bus, address) && !from_warning(line, bus, address))
		from_path(line, bus, address);
}

int image_hint_page(const char *line)
{
	int page;

	line += strspn(line, " \t#;/*=-");
	if (strncasecmp(line, "page", 4) && strncasecmp(line, "bank", 4))
		return -1;
	line += 4;
	line += strspn(line, " \t:#=");
	return isdigit((unsigned char)*line) && take_number(line, 0, 255, &page) ? page : -1;
}

bool image_hint_select(const char *line, int *bus, int *page)
{
	bool found = false;
	int address, at_bus;

	while ((line = strstr(line, "i2cset"))) {
		line = skip_options(line, 'm');
		if (!take_target(line, &at_bus, &address) ||
		    (address != SELECT_PAGE_0 && address != SELECT_PAGE_1))
			continue;
		/* which of the two tables is which, nobody can say */
		*page = found && *page != address - SELECT_PAGE_0 ? -1 : address - SELECT_PAGE_0;
		*bus = at_bus;
		found = true;
	}
	return found;
}
