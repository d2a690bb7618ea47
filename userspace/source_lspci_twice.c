// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_twice.c: functions that a text tells of more than once, and listings of
 * which one has functions that another lacks.
 *
 * Such are the parts of a report; but a mail may hold what was before and what is now.
 */
#include "source_lspci.h"

#include <errno.h>
#include <stdlib.h>

/* Functions in a row, each with a higher address than the one before. */
struct listing {
	unsigned int line, seen;	/* where it begins; 1 + index of the last one in it */
	size_t count;
};

static int compare_addresses(const struct lspci_record *a, const struct lspci_record *b)
{
	if (a->domain != b->domain)
		return a->domain < b->domain ? -1 : 1;
	if (a->bus != b->bus)
		return a->bus < b->bus ? -1 : 1;
	return a->devfn < b->devfn ? -1 : a->devfn > b->devfn;
}

static int compare_records(const void *left, const void *right)
{
	const struct lspci_record *a = left, *b = right;
	int order = compare_addresses(a, b);

	return order ? order : a->line < b->line ? -1 : a->line > b->line;
}

/* Return: how many there are; @listings has room for one per record. */
static size_t find_listings(struct lspci_file *file, struct listing *listings)
{
	struct lspci_record *records = file->records;
	size_t i, count = 0;

	for (i = 0; i < file->count; i++) {
		if (!i || compare_addresses(&records[i - 1], &records[i]) >= 0)
			listings[count++].line = records[i].line;
		records[i].listing = count - 1;
		listings[count - 1].count++;
	}
	return count;
}

/*
 * One with fewer than half of the functions is an excerpt, or a list in another order,
 * and need not have them all.
 */
static size_t keep_whole(const struct listing *listings, size_t count, size_t functions,
			 unsigned int *whole)
{
	size_t i, kept = 0;

	for (i = 0; i < count; i++)
		if (2 * listings[i].count > functions)
			whole[kept++] = i;
	return kept;
}

static size_t count_functions(const struct lspci_file *file)
{
	size_t i, count = 0;

	for (i = 0; i < file->count; i++)
		count += !i || compare_addresses(&file->records[i - 1], &file->records[i]);
	return count;
}

/* The functions from @first to before @next are one and the same. */
static void note_lacks(struct lspci_file *file, size_t first, size_t next,
		       struct listing *listings, const unsigned int *whole, size_t count)
{
	size_t i;

	for (i = first; i < next; i++)
		listings[file->records[i].listing].seen = first + 1;
	for (i = 0; i < count; i++) {
		if (listings[whole[i]].seen == first + 1)
			continue;
		if (!file->lacks++) {
			file->lack_line = listings[whole[i]].line;
			file->lacked_line = file->records[first].line;
		}
		return;
	}
}

/* @file->records are sorted, and know their listings. */
static void compare_listings(struct lspci_file *file, struct listing *listings, size_t count,
			     unsigned int *whole)
{
	size_t kept = keep_whole(listings, count, count_functions(file), whole);
	size_t first, next;

	for (first = 0; first < file->count && kept > 1; first = next) {
		for (next = first + 1; next < file->count; next++)
			if (compare_addresses(&file->records[first], &file->records[next]))
				break;
		note_lacks(file, first, next, listings, whole, kept);
	}
}

static int sort_records(struct lspci_file *file)
{
	struct listing *listings = calloc(file->count + 1, sizeof(*listings));
	unsigned int *whole = calloc(file->count + 1, sizeof(*whole));
	size_t count;

	if (listings && whole) {
		count = find_listings(file, listings);
		if (file->count)
			qsort(file->records, file->count, sizeof(*file->records),
			      compare_records);
		compare_listings(file, listings, count, whole);
	}
	count = listings && whole;
	free(listings);
	free(whole);
	return count ? 0 : -ENOMEM;
}

static void note_difference(struct lspci_file *file, const struct lspci_record *kept,
			    const struct lspci_record *other, const char *what)
{
	if (what && !file->differences++) {
		file->difference = what;
		file->kept_line = kept->line;
		file->other_line = other->line;
	}
}

/* Whether its digits are those of a number of a line, of four or more. */
static bool may_be_line(uint32_t domain)
{
	if (domain < 0x1000)
		return false;
	while (domain && (domain & 0xf) < 10)
		domain >>= 4;
	return !domain;
}

bool lspci_is_numbered(const struct lspci_file *file)
{
	size_t i;

	for (i = 0; i < file->count; i++)
		if (!may_be_line(file->records[i].domain) ||
		    (i && (file->records[i].domain == file->records[i - 1].domain ||
			   file->records[i].line < file->records[i - 1].line)))
			return false;
	return file->count > 1;
}

int lspci_join_all(struct lspci_file *file, char **why)
{
	size_t i, kept = 0;
	int err = sort_records(file);

	for (i = 0; i < file->count; i++) {
		struct lspci_record *record = &file->records[i];
		struct lspci_record *before = kept ? &file->records[kept - 1] : NULL;
		const char *what = NULL;

		if (err || !before || compare_addresses(before, record)) {
			file->records[kept++] = *record;
			continue;
		}
		err = lspci_join(before, record, &what);
		if (err == -EEXIST)
			err = lspci_fail(why, "%s:%u: %s is in line %u with another %s; "
				   "are these two machines?", file->name, record->line,
				   device_get(record->device, FIELD_ADDRESS),
				   before->line, what);
		else
			note_difference(file, before, record, what);
		lspci_clear(record);
	}
	file->count = kept;
	return err;
}
