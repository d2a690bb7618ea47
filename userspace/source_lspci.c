// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci.c: a snapshot from text that lspci printed, in any of its forms.
 *
 * A file may hold several listings of one machine, as those of sosreports do, and
 * words between them: what is told of one function in several places is one.
 */
#include "source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshot.h"
#include "source_lspci.h"

#define TEXT_MAX_BYTES (64u << 20)

void lspci_clear(struct lspci_record *record)
{
	if (record->device)
		device_free(record->device);
	config_image_free(record->hex);
	config_image_free(record->told);
	free(record->capabilities);
}

static void clear_file(struct lspci_file *file)
{
	while (file->count)
		lspci_clear(&file->records[--file->count]);
	free(file->records);
}

/* What follows of the words of each record alone, and of all of them. */
static int settle_words(struct lspci_file *file)
{
	size_t i;
	int err = 0;

	for (i = 0; i < file->count && !err; i++) {
		lspci_silence(&file->records[i]);
		err = lspci_settle_vpd(&file->records[i]);
	}
	return err ? err : lspci_settle_serials(file);
}

/* Whether all that is known of @image are its first 256 bytes. */
static bool ends_at_256(const struct config_image *image)
{
	unsigned int at = 256;
	uint8_t byte;

	while (at < CONFIG_SPACE_MAX && !config_image_u8(image, at, &byte))
		at++;
	return at == CONFIG_SPACE_MAX && config_image_u8(image, 255, &byte);
}

/* A space is known to end at 256 bytes where others of the listing go on to 4096. */
static void settle_sizes(struct lspci_file *file)
{
	bool extended = false;
	uint8_t byte;
	size_t i;

	for (i = 0; i < file->count; i++)
		extended |= config_image_u8(file->records[i].hex, CONFIG_SPACE_MAX - 1, &byte);
	for (i = 0; i < file->count; i++) {
		struct config_image *image = file->records[i].hex;

		if (config_image_u8(image, CONFIG_SPACE_MAX - 1, &byte))
			image->size = CONFIG_SPACE_MAX;
		else if (extended && ends_at_256(image))
			image->size = 256;
	}
}

static int finish_records(struct lspci_file *file)
{
	size_t i;
	int err = 0;

	settle_sizes(file);
	for (i = 0; i < file->count && !err; i++)
		err = lspci_finish(file, &file->records[i]);
	if (!err)
		lspci_name_virtuals(file);
	return err ? err : lspci_places(file);
}

static int make_snapshot(struct lspci_file *file, struct snapshot **out)
{
	struct snapshot *snapshot = snapshot_new(SOURCE_LSPCI);
	size_t i;
	int err = 0;

	if (!snapshot)
		return -ENOMEM;
	snapshot->source_path = strdup(file->name);
	if (!snapshot->source_path)
		err = -ENOMEM;
	for (i = 0; i < file->count && !err; i++) {
		err = snapshot_add(snapshot, file->records[i].device);
		file->records[i].device = NULL;
	}
	if (err) {
		snapshot_free(snapshot);
		return err;
	}
	snapshot_sort(snapshot);
	*out = snapshot;
	return 0;
}

static int read_text(struct lspci_file *file, char *text, size_t length,
		     struct snapshot **out, char **why)
{
	int err;

	err = lspci_read(file, text, length);
	if (err == -E2BIG)
		return lspci_fail(why, "%s: more than %u functions", file->name, LSPCI_RECORDS_MAX);
	if (err == -EBADMSG)
		return lspci_fail(why, "%s:%u: \"lspci -P\" tells no bus numbers: use lspci -PP, "
				  "or leave -P out", file->name, file->path_line);
	if (!err)
		err = settle_words(file);
	if (!err)
		err = lspci_join_all(file, why);
	if (!err)
		err = finish_records(file);
	if (!err)
		err = lspci_judge(file, why);
	if (err)
		return err;
	lspci_remark(file, why);
	return make_snapshot(file, out);
}

int source_lspci(const char *name, const char *text, size_t length,
		 struct snapshot **out, char **why)
{
	struct lspci_file file = { .name = name, .group = LSPCI_UNTOLD };
	char *sentence = NULL;
	char *copy;
	int err;

	if (why)
		*why = NULL;
	if (length > TEXT_MAX_BYTES) {
		err = lspci_fail(&sentence, "%s: more than %u MiB of text", name,
			   TEXT_MAX_BYTES >> 20);
	} else {
		copy = malloc(length + 1);
		if (!copy)
			return -ENOMEM;
		memcpy(copy, text, length);
		copy[length] = '\0';
		length = lspci_plain(copy, lspci_from_utf16(copy, length));
		file.gap = lspci_gap(copy);
		file.printable = lspci_is_printable(copy);
		err = read_text(&file, copy, length, out, &sentence);
		free(copy);
	}
	clear_file(&file);
	if (why)
		*why = sentence;
	else
		free(sentence);
	return err;
}
