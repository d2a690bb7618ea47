// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vpd_digest.c: the two texts of vital product data that digests are made of.
 */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vpd.h"
#include "vpd_resource.h"

#define ROW		16	/* bytes in a line of the identifier string */
#define NUMBER_DIGITS	12	/* a vendor's value of so many digits is a number of one part */

static void put_bytes(FILE *file, const uint8_t *bytes, size_t length)
{
	while (length--)
		fprintf(file, "%02x", *bytes++);
}

/* Calls @visit with each keyword that cannot be written. */
static void visit_keywords(const uint8_t *bytes, size_t length, FILE *file,
			   void (*visit)(FILE *file, const struct vpd_keyword *keyword))
{
	struct vpd_resource resource = { .tag = VPD_TAG_OTHER };
	struct vpd_keyword keyword;
	size_t at = 0, inside;
	int err;

	do {
		err = vpd_resource_next(bytes, length, &at, &resource);
		if ((err && err != -ENODATA) || resource.tag == VPD_TAG_END)
			return;
		inside = resource.start;
		while (resource.tag == VPD_TAG_READ_ONLY &&
		       !vpd_keyword_next(bytes, &resource, &inside, &keyword))
			visit(file, &keyword);
	} while (!err);
}

/* Return: whether there is an identifier string. */
static bool find_name(const uint8_t *bytes, size_t length, struct vpd_resource *resource)
{
	size_t at = 0;

	while (!vpd_resource_next(bytes, length, &at, resource) &&
	       resource->tag != VPD_TAG_END)
		if (resource->tag == VPD_TAG_NAME)
			return true;
	return false;
}

static void put_identifying(FILE *file, const struct vpd_keyword *keyword)
{
	static const char *const names[] = { "PN", "EC", "SN", "MN" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcmp(keyword->name, names[i]))
			continue;
		fprintf(file, "%s: ", keyword->name);
		put_bytes(file, keyword->bytes, keyword->length);
		fputc('\n', file);
	}
}

/* Makers keep addresses and UUIDs of the one card in keywords of their own. */
static bool is_number_of_one(const struct vpd_keyword *keyword)
{
	size_t digits = 0, i;

	if (!strcmp(keyword->name, "SN"))
		return true;
	if (keyword->name[0] != 'V')
		return false;
	for (i = 0; i < keyword->length; i++) {
		if (isxdigit(keyword->bytes[i]))
			digits++;
		else if (!strchr("-: ", keyword->bytes[i]))
			return false;
	}
	return digits >= NUMBER_DIGITS;
}

static void put_shared(FILE *file, const struct vpd_keyword *keyword)
{
	fprintf(file, "%s: ", keyword->name);
	if (!strcmp(keyword->name, "RV") || is_number_of_one(keyword))
		fprintf(file, "..");
	else
		put_bytes(file, keyword->bytes, keyword->length);
	fputc('\n', file);
}

/* A text as it grows. */
struct growing {
	FILE *file;
	char *text;
	size_t size;
};

static int begin(const uint8_t *bytes, size_t length, struct growing *growing)
{
	struct vpd vpd;
	int err = vpd_decode(bytes, length, &vpd);

	if (err)
		return err;
	growing->file = open_memstream(&growing->text, &growing->size);
	return growing->file ? 0 : -ENOMEM;
}

static int finish(struct growing *growing, char **text)
{
	bool failed = ferror(growing->file);

	if (fclose(growing->file) || failed) {
		free(growing->text);
		return -ENOMEM;
	}
	*text = growing->text;
	return 0;
}

int vpd_identity_text(const uint8_t *bytes, size_t length, char **text)
{
	struct vpd_resource name;
	struct growing growing;
	int err = begin(bytes, length, &growing);

	if (err)
		return err;
	fprintf(growing.file, VPD_IDENTITY "\nname: ");
	if (find_name(bytes, length, &name))
		put_bytes(growing.file, bytes + name.start, name.end - name.start);
	else
		fprintf(growing.file, "none");
	fputc('\n', growing.file);
	visit_keywords(bytes, length, growing.file, put_identifying);
	return finish(&growing, text);
}

int vpd_shape_text(const uint8_t *bytes, size_t length, char **text)
{
	struct vpd_resource name;
	struct growing growing;
	int err = begin(bytes, length, &growing);
	size_t at;

	if (err)
		return err;
	fprintf(growing.file, VPD_SHAPE "\n");
	if (!find_name(bytes, length, &name))
		name.start = name.end = 0;
	for (at = name.start; at < name.end; at += ROW) {
		fprintf(growing.file, "name+%03zx: ", at - name.start);
		put_bytes(growing.file, bytes + at, name.end - at < ROW ? name.end - at : ROW);
		fputc('\n', growing.file);
	}
	visit_keywords(bytes, length, growing.file, put_shared);
	return finish(&growing, text);
}
