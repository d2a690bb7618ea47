// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * probe_extent.c: which addresses a probe asked, as text.
 */
#include "probe_extent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_ranges(FILE *out, const enum probe_method *methods, enum probe_method method)
{
	const char *separator = " ";

	for (unsigned int i = 0; i < PROBE_ADDRESSES; i++) {
		unsigned int last = i;

		if (methods[i] != method)
			continue;
		while (last + 1 < PROBE_ADDRESSES && methods[last + 1] == method)
			last++;
		fprintf(out, "%s%02x", separator, i);
		if (last > i)
			fprintf(out, "-%02x", last);
		separator = ",";
		i = last;
	}
}

static bool has_method(const enum probe_method *methods, enum probe_method method)
{
	for (unsigned int i = 0; i < PROBE_ADDRESSES; i++)
		if (methods[i] == method)
			return true;
	return false;
}

char *probe_extent_text(const enum probe_method methods[PROBE_ADDRESSES])
{
	const char *separator = "";
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	for (enum probe_method method = PROBE_READ_BYTE; method < PROBE_METHODS; method++) {
		if (!has_method(methods, method))
			continue;
		fprintf(out, "%s%s", separator, probe_method_names[method]);
		print_ranges(out, methods, method);
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

bool probe_extent_valid(const char *probed)
{
	bool has;

	return parse(probed, 0, &has);
}
