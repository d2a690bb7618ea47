// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_judge.c: what is to be said of a text: why it is none of lspci, or
 * what it does not tell.
 */
#include "source_lspci.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int lspci_fail(char **why, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	if (vasprintf(why, format, arguments) < 0)
		*why = NULL;
	va_end(arguments);
	return -EINVAL;
}

/* Return: how many functions have no ids. */
static size_t count_nameless(const struct lspci_file *file)
{
	size_t i, count = 0;

	for (i = 0; i < file->count; i++)
		count += !device_get(file->records[i].device, FIELD_VENDOR);
	return count;
}

/* Whether nothing but addresses and names is there. */
static bool tells_nothing(const struct lspci_file *file)
{
	size_t i;

	for (i = 0; i < file->count; i++)
		if (file->records[i].device->config && file->records[i].detailed)
			return false;
	return count_nameless(file) == file->count;
}

/* Return: how many lines told of functions that no other line tells of; @first: one. */
static size_t count_lost(const struct lspci_file *file, const struct lspci_lost **first)
{
	size_t i, j, count = 0;

	for (i = 0; i < file->lost_count; i++) {
		const struct lspci_lost *lost = &file->lost[i];

		for (j = 0; j < file->count; j++)
			if (file->records[j].domain == lost->domain &&
			    file->records[j].bus == lost->bus &&
			    file->records[j].devfn == lost->devfn)
				break;
		if (j == file->count && !count++)
			*first = lost;
	}
	return count;
}

static void remark_twice(const struct lspci_file *file, FILE *stream)
{
	if (file->differences)
		fprintf(stream, "; %u function%s told of more than once, and not alike, the first "
			"in lines %u and %u (%s): what comes first counts, in line %u",
			file->differences, file->differences > 1 ? "s are" : " is",
			file->kept_line, file->other_line, file->difference, file->kept_line);
	if (file->lacks)
		fprintf(stream, "; %u function%s of one listing not in another: that of line %u "
			"is not in the listing that begins in line %u; all are taken, as of "
			"one machine at one time: give each listing a file of its own if "
			"they are not", file->lacks, file->lacks > 1 ? "s are" : " is",
			file->lacked_line, file->lack_line);
}

static void remark_losses(const struct lspci_file *file, FILE *stream)
{
	const struct lspci_lost *lost = NULL;
	size_t count = count_lost(file, &lost);

	if (count)
		fprintf(stream, "; %zu line%s seem%s to tell of functions, in a form that is not "
			"known here, and %s passed over: the first is line %u, of %04x:%02x:%02x.%x",
			count, count > 1 ? "s" : "", count > 1 ? "" : "s",
			count > 1 ? "were" : "was", lost->line, lost->domain, lost->bus,
			lost->devfn >> 3, lost->devfn & 7);
	if (file->orphans)
		fprintf(stream, "; %u line%s below no function left out: the first is line %u",
			file->orphans, file->orphans > 1 ? "s" : "", file->first_orphan);
	if (file->odd_lines)
		fprintf(stream, "; %u line%s passed over that lspci did not write, the first "
			"is line %u", file->odd_lines, file->odd_lines > 1 ? "s" : "",
			file->first_odd);
}

#define USE "use lspci -nn, -vvnn, -vmmnn or -xxxx"

/* Why the ids of line file->unread were not taken. */
static const char *say_unread(const struct lspci_file *file)
{
	return file->unread_broken ? "its line was broken" :
				     "they are not written as lspci does";
}

static void remark_nameless(const struct lspci_file *file, size_t nameless, FILE *stream)
{
	if (!nameless)
		return;
	fprintf(stream, "; the ids of %zu of %zu functions are not known, ", nameless, file->count);
	if (file->unread)
		fprintf(stream, "and line %u holds some that could not be read, for %s: give what "
			"lspci wrote", file->unread, say_unread(file));
	else
		fprintf(stream, "for they stand as names: " USE);
}

int lspci_judge(const struct lspci_file *file, char **why)
{
	if (!file->count && file->tree)
		return lspci_fail(why, "%s: this is the tree of \"lspci -t\", which names no part: "
			    USE, file->name);
	if (!file->count && file->lost_count)
		return lspci_fail(why, "%s:%u: this seems to tell of a function, in a form that is "
			    "not known here: give what lspci wrote, with nothing before its lines",
			    file->name, file->lost[0].line);
	if (!file->count) {
		lspci_fail(why, "%s: no function in it, nor the bytes of a memory; it is neither a "
			   "snapshot nor text of lspci or i2cdump, an image of an SPD or a FRU "
			   "memory, a dump or a tree of files", file->name);
		return -ENOENT;
	}
	if (tells_nothing(file) && file->unread)
		return lspci_fail(why, "%s:%u: here are ids that could not be read, for %s: give "
				  "what lspci wrote", file->name, file->unread, say_unread(file));
	if (tells_nothing(file))
		return lspci_fail(why, "%s:%u: this is \"lspci\" without numbers, and names differ "
			    "with the list that a machine has: " USE, file->name,
			    file->records[0].line);
	return 0;
}

void lspci_remark(const struct lspci_file *file, char **why)
{
	size_t nameless = count_nameless(file);
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	if (!stream)
		return;
	if (file->contradictions)
		fprintf(stream, "; words and bytes disagree in %u place%s, the first in the "
			"function of line %u: the bytes count", file->contradictions,
			file->contradictions > 1 ? "s" : "", file->first_contradiction);
	remark_nameless(file, nameless, stream);
	if (file->cut_lines)
		fprintf(stream, "; %u line%s of bytes cut short", file->cut_lines,
			file->cut_lines > 1 ? "s" : "");
	if (file->doubtful_serials)
		fprintf(stream, "; %u serial number%s left out, the first in the function of "
			"line %u: lspci before 3.1.3 wrote them backwards, and nothing tells "
			"whether this one did: use lspci -vvnn", file->doubtful_serials,
			file->doubtful_serials > 1 ? "s" : "", file->first_doubtful);
	if (lspci_is_numbered(file))
		fprintf(stream, "; each function is in a domain of its own, the first in %04x: "
			"take the numbers off if they are those of lines, as of grep -n",
			file->records[0].domain);
	remark_twice(file, stream);
	remark_losses(file, stream);
	fclose(stream);
	if (size && asprintf(why, "%s: %s", file->name, text + 2) < 0)
		*why = NULL;
	free(text);
}
