// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * probe_extent.c: which addresses a probe asked, as text.
 */
#include "probe_extent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_ranges(FILE *out, const bool *set)
{
	const char *separator = "";

	for (unsigned int i = 0; i < PROBE_ADDRESSES; i++) {
		unsigned int last = i;

		if (!set[i])
			continue;
		while (last + 1 < PROBE_ADDRESSES && set[last + 1])
			last++;
		fprintf(out, "%s%02x", separator, i);
		if (last > i)
			fprintf(out, "-%02x", last);
		separator = ",";
		i = last;
	}
}

char *probe_extent_ranges(const bool set[PROBE_ADDRESSES])
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	print_ranges(out, set);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

/* Return: whether there is any. */
static bool pick(const enum probe_method *methods, enum probe_method method, bool *set)
{
	bool any = false;

	for (unsigned int i = 0; i < PROBE_ADDRESSES; i++) {
		set[i] = methods[i] == method;
		any |= set[i];
	}
	return any;
}

char *probe_extent_text(const enum probe_method methods[PROBE_ADDRESSES])
{
	const char *separator = "";
	bool set[PROBE_ADDRESSES];
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	for (enum probe_method method = PROBE_READ_BYTE; method < PROBE_METHODS; method++) {
		if (!pick(methods, method, set))
			continue;
		fprintf(out, "%s%s ", separator, probe_method_names[method]);
		print_ranges(out, set);
		separator = "; ";
	}
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Two digits. Return: the address, or -1. */
static int take_address(const char **text)
{
	int high = digit((*text)[0]);
	int low = high < 0 ? -1 : digit((*text)[1]);

	if (low < 0 || high > 7)
		return -1;
	*text += 2;
	return 16 * high + low;
}

/* " 50-57,5a": Return: whether it follows the grammar; @has is set where @address is in it. */
static bool take_ranges(const char **text, unsigned int address, bool *has)
{
	do {
		int first, last;

		(*text)++;
		first = last = take_address(text);
		if (first < 0)
			return false;
		if (**text == '-') {
			(*text)++;
			last = take_address(text);
		}
		if (last < first)
			return false;
		*has |= (unsigned int)first <= address && address <= (unsigned int)last;
	} while (**text == ',');
	return true;
}

static bool take_method(const char **text)
{
	for (enum probe_method method = PROBE_READ_BYTE; method < PROBE_METHODS; method++) {
		size_t length = strlen(probe_method_names[method]);

		if (strncmp(*text, probe_method_names[method], length) == 0 &&
		    (*text)[length] == ' ') {
			*text += length;
			return true;
		}
	}
	return false;
}

static bool parse(const char *text, unsigned int address, bool *has)
{
	*has = false;
	while (take_method(&text) && take_ranges(&text, address, has)) {
		if (!*text)
			return true;
		if (strncmp(text, "; ", 2) != 0)
			return false;
		text += 2;
	}
	return false;
}

bool probe_extent_has(const char *probed, unsigned int address)
{
	bool has;

	return probed && parse(probed, address, &has) && has;
}

bool probe_extent_has_place(const char *probed, const char *place)
{
	const char *step = strrchr(place, '/');
	int address;

	if (!step++)
		return false;
	address = take_address(&step);
	return address >= 0 && !*step && probe_extent_has(probed, address);
}

bool probe_extent_valid(const char *probed)
{
	bool has;

	return parse(probed, 0, &has);
}
