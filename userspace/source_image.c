// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_image.c: a snapshot of a memory, or of a chip's registers, in a file by
 * itself: a machine of which nothing else is known.
 */
#include "source_image.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshot.h"
#include "source_image_device.h"
#include "source_lspci.h"

#define TEXT_MAX_BYTES (8u << 20)
#define MEMORY_MIN 128	/* bytes */

static int fail(char **why, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static int fail(char **why, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	if (vasprintf(why, format, arguments) < 0)
		*why = NULL;
	va_end(arguments);
	return -EINVAL;
}

/* Text has no control characters but those that part lines and words, and colours. */
static bool is_text(const char *bytes, size_t length)
{
	size_t i;

	if (length >= 2 && (!memcmp(bytes, "\xff\xfe", 2) || !memcmp(bytes, "\xfe\xff", 2)))
		return length < 4 || !bytes[2] || !bytes[3];
	for (i = 0; i < length; i++)
		if ((unsigned char)bytes[i] < ' ' && !strchr("\t\n\r\f\033", bytes[i]))
			return false;
	return true;
}

/* Why bytes are not taken, without a word of where they are. Return: 0 if they are. */
static int judge(const struct contents *contents, enum image_kind kind, size_t each, char **why)
{
	size_t length = contents->size > contents->length ? contents->size : contents->length;

	switch (kind) {
	case IMAGE_CONFIG:
		return fail(why, "these are %zu bytes of the configuration space of a PCI "
			    "function, without its address: text of lspci -xxxx has both",
			    length);
	case IMAGE_SEVERAL:
		return fail(why, "%zu SPDs, one after the other, of %zu bytes each: give "
			    "each a file of its own, as \"split -b %zu\" does",
			    length / each, each, each);
	case IMAGE_NONE:
		return fail(why, "%zu bytes are no memory: they are neither an SPD nor a FRU "
			    "memory, and no memory has that size", length);
	default:
		return 0;
	}
}

static enum image_kind kind_of(const struct contents *contents, size_t *each)
{
	size_t length = contents_run(contents);
	enum image_kind kind = image_kind(contents->bytes, length, each);

	/* where bytes are missing, nobody knows what it is of */
	if (kind == IMAGE_NONE && contents->length >= MEMORY_MIN && length < contents->length)
		kind = IMAGE_MEMORY;
	return kind;
}

static int add_device(struct snapshot *snapshot, const struct image_dump *dump)
{
	struct device *device;
	int err = image_device(dump, &device);

	return err ? err : snapshot_add(snapshot, device);
}

/* One more sentence for who imports. */
static void remark(char **why, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void remark(char **why, const char *format, ...)
{
	char *sentence, *both;
	va_list arguments;

	va_start(arguments, format);
	if (vasprintf(&sentence, format, arguments) < 0)
		sentence = NULL;
	va_end(arguments);
	if (!sentence || !*why) {
		*why = sentence ? sentence : *why;
		return;
	}
	if (asprintf(&both, "%s; %s", *why, strchr(sentence, ' ') + 1) >= 0) {
		free(*why);
		*why = both;
	}
	free(sentence);
}

/* What cannot be seen of a device alone. */
static void remark_device(const char *name, const struct device *device, char **why)
{
	const struct contents *contents = device->contents;
	size_t length = contents_run(contents);

	if (device->reading == READING_UNREADABLE && contents->size > length)
		remark(why, "%s: it is cut short: %zu of %zu bytes are known from the first on",
		       name, length, contents->size);
	else if (device->reading == READING_UNREADABLE)
		remark(why, "%s: it is cut short, or damaged: nothing of it can be believed", name);
	else if (!device_get(device, FIELD_CHIP) &&
		 device_group_state(device, GROUP_SPD) == VALUE_NONE &&
		 device_group_state(device, GROUP_FRU) == VALUE_NONE)
		remark(why, "%s: it is neither an SPD nor a FRU memory, nor a chip known here: "
		       "only its bytes are known", name);
}

static int finish(const char *name, struct snapshot *snapshot, char **why,
		  struct snapshot **out)
{
	snapshot->source_path = strdup(name);
	if (!snapshot->source_path)
		return -ENOMEM;
	if (snapshot->count == 1)
		remark_device(name, snapshot->devices[0], why);
	snapshot_sort(snapshot);
	*out = snapshot;
	return 0;
}

static int read_binary(const char *name, const char *bytes, size_t length,
		       struct snapshot *snapshot, char **why)
{
	struct image_dump dump = { .address = -1, .bus = -1, .page = -1 };
	enum image_kind kind;
	char *reason = NULL;
	size_t each = 0;
	int err;

	if (length > CONTENTS_MAX)
		return -ENOENT;
	kind = image_kind((const uint8_t *)bytes, length, &each);
	dump.contents = contents_new(length);
	err = dump.contents ? contents_put(dump.contents, 0, bytes, length) : -ENOMEM;
	if (!err && judge(dump.contents, kind, each, &reason))
		err = fail(why, "%s: %s", name, reason ? reason : "no memory");
	if (!err)
		err = add_device(snapshot, &dump);
	contents_free(dump.contents);
	free(reason);
	return err;
}

/* Two readings of one device are no two devices. */
static int find_twice(const char *name, const struct image_text *text, char **why)
{
	size_t i, j;

	for (i = 0; i < text->count; i++)
		for (j = 0; j < i; j++)
			if (text->dumps[i].address >= 0 &&
			    text->dumps[i].address == text->dumps[j].address &&
			    text->dumps[i].bus == text->dumps[j].bus)
				return fail(why, "%s:%u: address %02x is in line %u already: two "
					    "readings of one device belong into two files, and above "
					    "its pages stands \"page 0:\", \"page 1:\"", name,
					    text->dumps[i].line, text->dumps[i].address,
					    text->dumps[j].line);
	return 0;
}

/* A table of i2cdump says by its head what it is; other bytes must look like a memory. */
static int judge_dump(const struct image_dump *dump, char **why)
{
	size_t each = 0;

	if (dump->table || dump->words)
		return 0;
	return judge(dump->contents, kind_of(dump->contents, &each), each, why);
}

/* Why @dump is not taken, the first of @skipped that are not. */
static int tell_skipped(const char *name, const struct image_text *text,
			const struct image_dump *dump, size_t skipped, const char *reason,
			char **why)
{
	if (skipped < text->count)
		remark(why, "%s: passed over: %zu of %zu tables of bytes, the first is in line %u: "
		       "%s", name, skipped, text->count, dump->line, reason);
	else if (text->count > 1)
		return fail(why, "%s:%u: %s", name, dump->line, reason);
	else
		return fail(why, "%s: %s", name, reason);
	return 0;
}

/* What is no memory withholds none beside it. */
static int add_dumps(const char *name, const struct image_text *text, struct snapshot *snapshot,
		     char **why)
{
	const struct image_dump *first = NULL;
	size_t i, skipped = 0;
	char *reason = NULL;
	int err = 0;

	for (i = 0; i < text->count && !err; i++) {
		const struct image_dump *dump = &text->dumps[i];
		char *unused = NULL;

		if (!judge_dump(dump, first ? &unused : &reason)) {
			err = add_device(snapshot, dump);
			continue;
		}
		first = first ? first : dump;
		skipped++;
		free(unused);
	}
	if (!err && skipped)
		err = tell_skipped(name, text, first, skipped, reason ? reason : "no memory", why);
	free(reason);
	return err;
}

static int read_dumps(const char *name, struct image_text *text, struct snapshot *snapshot,
		      char **why)
{
	unsigned int map = image_drop_maps(text);
	int err;

	if (map && !text->count)
		return fail(why, "%s:%u: i2cdetect tells addresses that answer, not bytes: use "
			    "i2cdump for each", name, map);
	err = image_join_pages(text);
	image_join_modes(text);
	if (!err)
		err = find_twice(name, text, why);
	if (!err)
		err = add_dumps(name, text, snapshot, why);
	if (err)
		return err;
	if (snapshot->count > 1)
		remark(why, "%s: it shows the bytes of %zu devices, which become as many clients",
		       name, snapshot->count);
	if (map)
		remark(why, "%s: the map of i2cdetect in line %u is passed over: it tells "
		       "addresses that answer, not bytes", name, map);
	if (text->odd_lines)
		remark(why, "%s: %u line%s between the bytes passed over, the first is line %u",
		       name, text->odd_lines, text->odd_lines > 1 ? "s" : "", text->odd_line);
	return 0;
}

static int read_text(const char *name, const char *bytes, size_t length,
		     struct snapshot *snapshot, char **why)
{
	struct image_text *text;
	char *copy;
	int err;

	if (length > TEXT_MAX_BYTES)
		return -ENOENT;
	text = malloc(sizeof(*text));
	copy = malloc(length + 1);
	err = text && copy ? 0 : -ENOMEM;
	if (!err) {
		memcpy(copy, bytes, length);
		copy[length] = '\0';
		length = lspci_from_utf16(copy, length);
		err = image_text_read(copy, length, text);
	}
	if (err == -E2BIG)
		err = fail(why, "%s: more than %u tables of bytes", name, IMAGE_DUMPS_MAX);
	else if (err == -ERANGE)
		err = fail(why, "%s: more than %u KiB of bytes: no memory is as large", name,
			   CONTENTS_MAX >> 10);
	else if (!err)
		err = read_dumps(name, text, snapshot, why);
	if (!err || err == -EINVAL)
		image_text_clear(text);
	free(copy);
	free(text);
	return err;
}

int source_image(const char *name, const char *bytes, size_t length,
		 struct snapshot **out, char **why)
{
	struct snapshot *snapshot = snapshot_new(SOURCE_IMAGE);
	char *remarks = NULL;
	int err;

	if (!snapshot)
		return -ENOMEM;
	err = is_text(bytes, length) ? read_text(name, bytes, length, snapshot, &remarks) :
	      read_binary(name, bytes, length, snapshot, &remarks);
	if (!err)
		err = finish(name, snapshot, &remarks, out);
	if (err)
		snapshot_free(snapshot);
	if (!err || err == -EINVAL)
		*why = remarks;
	else
		free(remarks);
	return err;
}

bool source_image_is_i2cdump(const char *bytes, size_t length)
{
	struct image_row *row = malloc(sizeof(*row));
	const char *end = bytes + length;
	bool found = false;
	char line[128];

	while (row && bytes < end && !found && length <= TEXT_MAX_BYTES) {
		const char *newline = memchr(bytes, '\n', end - bytes);
		size_t size = (newline ? newline : end) - bytes;

		/* the head of a table is short */
		if (size < sizeof(line)) {
			memcpy(line, bytes, size);
			line[size] = '\0';
			line[strcspn(line, "\r")] = '\0';
			switch (image_row_read(line, row)) {
			case IMAGE_LINE_COLUMNS:
			case IMAGE_LINE_WORDS:
				found = true;
				break;
			default:
				break;
			}
		}
		bytes += size + 1;
	}
	free(row);
	return found;
}
