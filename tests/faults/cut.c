// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cut.c: read a file cut at every byte, and with a bit flipped in every byte.
 *
 *	cut KIND FILE [STEP]
 *
 * Prints "KIND cut TRIED REFUSED ACCEPTED", the same for "flipped", and of the first
 * that was accepted where. Refused is what the reader returns an error for. Ends at
 * once, with a sentence, where it accepts what it may not: more than stands whole
 * before the fault in a ledger, or a damaged file that carries a digest.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "contents_cache.h"
#include "dump_file.h"
#include "inventory.h"
#include "inventory_keep.h"
#include "ledger_file.h"
#include "ledger_format.h"
#include "probe_record.h"
#include "snapshot.h"
#include "source.h"
#include "standing.h"

#define BOOT "6f1c2b7e-0a51-4c39-9b1e-5d8f7a3c2e10"

struct entry_at {
	const uint8_t *payload;
	size_t length, end;	/* end: of its frame, in the file */
	uint8_t hash[CHAIN_HASH_SIZE];
};

/* The file as it was, and the one being tried. */
struct trial {
	const char *path;	/* of the file as it was */
	const uint8_t *whole;
	size_t size;
	const uint8_t *bytes;
	size_t length, fault;	/* fault: the first byte that is not as it was */
	char *head;		/* of a ledger; NULL: none */
	size_t head_length;
	struct entry_at *entries;
	size_t count, seen;
	char work[64], file[96];
};

static void die(const struct trial *trial, const char *what)
{
	printf("WRONG at byte %zu of %zu: %s\n", trial->fault, trial->size, what);
	exit(1);
}

static void put_file(const struct trial *trial, const char *path)
{
	FILE *file = fopen(path, "we");

	if (!file || fwrite(trial->bytes, 1, trial->length, file) != trial->length ||
	    fclose(file)) {
		perror(path);
		exit(2);
	}
}

static uint8_t *read_whole(const char *path, size_t *size)
{
	FILE *file = fopen(path, "re");
	uint8_t *bytes = malloc(1 << 22);

	if (!file) {
		free(bytes);
		return NULL;
	}
	*size = fread(bytes, 1, 1 << 22, file);
	fclose(file);
	return bytes;
}

/* What is handed out is, in order, what was there, and nothing beyond the fault. */
static int check_entry(uint64_t number, const uint8_t *payload, size_t length, uint64_t lost,
		       void *context)
{
	struct trial *trial = context;
	const struct entry_at *entry = &trial->entries[trial->seen];

	(void)number;
	(void)lost;
	if (trial->seen == trial->count || entry->length != length ||
	    memcmp(entry->payload, payload, length))
		die(trial, "an entry is handed out that was not there");
	if (entry->end > trial->fault)
		die(trial, "an entry beyond the fault is handed out");
	trial->seen++;
	return 0;
}

static size_t whole_before(const struct trial *trial)
{
	size_t count = 0;

	while (count < trial->count && trial->entries[count].end <= trial->fault)
		count++;
	return count;
}

static int try_ledger(struct trial *trial)
{
	const struct ledger_bytes bytes = { trial->bytes, trial->length, trial->head,
					    trial->head_length };
	struct ledger_report report;
	char *why = NULL;
	int err;

	trial->seen = 0;
	err = ledger_bytes_verify(&bytes, &report, &why, check_entry, trial);
	if (err == -EBADMSG && !why)
		die(trial, "damaged, and no word why");
	free(why);
	if (trial->fault >= LEDGER_HEADER_SIZE && trial->seen != whole_before(trial))
		die(trial, "not all that stands whole before the fault is handed out");
	if (!err && !report.torn && trial->length == trial->size)
		die(trial, "a flipped bit is taken for whole");
	return err || report.torn;
}

/* As the daemon does it: open, cut off what is torn, and append what is not there. */
static int try_reopen(struct trial *trial)
{
	struct ledger_file *ledger;
	uint8_t *bytes;
	char *why = NULL, *head = ledger_head_path(trial->file);
	size_t length, i;
	int err;

	put_file(trial, trial->file);
	/* that of the trial before would confirm what is not here */
	unlink(head);
	free(head);
	trial->seen = 0;
	err = ledger_file_open(trial->file, &ledger, &why, check_entry, trial);
	if (err == -EBADMSG && !why)
		die(trial, "damaged, and no word why");
	free(why);
	if (err)
		return 1;
	if (ledger_file_next(ledger) != whole_before(trial) + 1)
		die(trial, "another entry is wanted than the first that is not whole");
	for (i = whole_before(trial); i < trial->count && !err; i++)
		err = ledger_file_append(ledger, trial->entries[i].payload,
					 trial->entries[i].length, trial->entries[i].hash, NULL, 0);
	if (err || ledger_file_close(ledger))
		die(trial, "what was cut off cannot be appended again");
	bytes = read_whole(trial->file, &length);
	if (length != trial->size || memcmp(bytes, trial->whole, trial->size))
		die(trial, "appended again it is not the file that it was");
	free(bytes);
	return 0;
}

static int try_dump(struct trial *trial)
{
	struct dump *dump = NULL;
	char *why = NULL;
	int err = dump_open_bytes(trial->bytes, trial->length, &dump, &why);

	if (!err)
		die(trial, "it is taken for a whole dump");
	if (!why)
		die(trial, "refused, and no word why");
	free(why);
	return 1;
}

static int try_standing(struct trial *trial)
{
	const struct standing_times times = { 0 };
	struct standing *standing = standing_new(&times, 1);
	int err;

	put_file(trial, trial->file);
	err = standing_load(standing, trial->file, BOOT);
	if (err && err != -EINVAL)
		die(trial, "an error that is not the file's");
	standing_free(standing);
	return err != 0;
}

static int try_snapshot(struct trial *trial)
{
	struct snapshot *snapshot;
	char *why = NULL;
	int err = source_bytes("file", (const char *)trial->bytes, trial->length, &snapshot, &why);

	if (!err)
		snapshot_free(snapshot);
	else if (!why)
		die(trial, "refused, and no word why");
	free(why);
	return err != 0;
}

/* A flipped bit can make a NUL of a byte: that is no end. */
static char *copy_text(const struct trial *trial)
{
	char *text = malloc(trial->length + 1);

	memcpy(text, trial->bytes, trial->length);
	text[trial->length] = '\0';
	return text;
}

static int try_inventory(struct trial *trial)
{
	struct inventory *inventory;
	char *why = NULL, *text = copy_text(trial);
	int err = inventory_parse("file", text, trial->length, &inventory, &why);

	if (!err)
		inventory_free(inventory);
	else if (!why)
		die(trial, "refused, and no word why");
	free(why);
	free(text);
	return err != 0;
}

static int try_kept(struct trial *trial)
{
	struct inventory *inventory;
	int err;

	put_file(trial, trial->file);
	err = inventory_kept(trial->file, &inventory);
	if (!err)
		inventory_free(inventory);
	return err != 0;
}

static int try_cache(struct trial *trial)
{
	struct contents_cache *cache;
	char *text = copy_text(trial);
	int err = contents_cache_parse(text, trial->length, BOOT, &cache);

	if (!err)
		contents_cache_free(cache);
	free(text);
	return err != 0;
}

static int try_probed(struct trial *trial)
{
	struct probe_record record;
	int err;

	put_file(trial, trial->file);
	err = probe_record_load(trial->file, BOOT, &record);
	if (!err)
		probe_record_clear(&record);
	return err != 0;
}

static const struct kind {
	const char *name;
	int (*try)(struct trial *trial);
	bool cuts_only;
} kinds[] = {
	{ "ledger", try_ledger, false }, { "reopen", try_reopen, true },
	{ "dump", try_dump, false }, { "standing", try_standing, false },
	{ "snapshot", try_snapshot, false }, { "inventory", try_inventory, false },
	{ "kept", try_kept, false }, { "cache", try_cache, false },
	{ "probed", try_probed, false },
};

static int note_entry(uint64_t number, const uint8_t *payload, size_t length, uint64_t lost,
		      void *context)
{
	struct trial *trial = context;
	static const uint8_t zero[CHAIN_HASH_SIZE];
	struct entry_at *entry;
	size_t before = trial->count ? trial->entries[trial->count - 1].end : LEDGER_HEADER_SIZE;

	(void)number;
	(void)lost;
	trial->entries = reallocarray(trial->entries, trial->count + 1, sizeof(*entry));
	entry = &trial->entries[trial->count++];
	entry->length = length;
	entry->end = before + LEDGER_FRAME_SIZE + length + CHAIN_HASH_SIZE;
	entry->payload = trial->whole + before + LEDGER_FRAME_SIZE;
	chain_next(trial->count > 1 ? entry[-1].hash : zero, payload, length, entry->hash);
	return 0;
}

static void learn_ledger(struct trial *trial)
{
	struct ledger_report report;
	char *why = NULL, *head = ledger_head_path(trial->path);

	if (ledger_file_verify(trial->path, &report, &why, note_entry, trial))
		die(trial, why);
	trial->head = (char *)read_whole(head, &trial->head_length);
	free(head);
}

static void print(const char *kind, const char *how, size_t tried, size_t accepted, size_t first)
{
	printf("%s %s %zu %zu %zu", kind, how, tried, tried - accepted, accepted);
	if (accepted)
		printf(" first at %zu", first);
	putchar('\n');
}

static void cut(struct trial *trial, const struct kind *kind, size_t step)
{
	size_t tried = 0, accepted = 0, first = 0;

	trial->bytes = trial->whole;
	for (size_t at = 0; at < trial->size; at += step) {
		trial->length = trial->fault = at;
		tried++;
		if (kind->try(trial))
			continue;
		first = accepted++ ? first : at;
	}
	print(kind->name, "cut", tried, accepted, first);
}

static void flip(struct trial *trial, const struct kind *kind, size_t step)
{
	uint8_t *bytes = malloc(trial->size);
	size_t tried = 0, accepted = 0, first = 0;

	memcpy(bytes, trial->whole, trial->size);
	trial->bytes = bytes;
	trial->length = trial->size;
	for (size_t at = 0; at < trial->size; at += step) {
		bytes[at] ^= 1 << (at / step) % 8;
		trial->fault = at;
		tried++;
		if (!kind->try(trial))
			first = accepted++ ? first : at;
		bytes[at] = trial->whole[at];
	}
	free(bytes);
	print(kind->name, "flipped", tried, accepted, first);
}

int main(int argc, char **argv)
{
	struct trial trial = { .path = argc > 2 ? argv[2] : NULL };
	size_t step = argc > 3 ? strtoul(argv[3], NULL, 10) : 1;
	const struct kind *kind = kinds, *end = kinds + sizeof(kinds) / sizeof(*kinds);

	while (argc > 2 && kind < end && strcmp(kind->name, argv[1]))
		kind++;
	if (argc < 3 || kind == end || !step) {
		fprintf(stderr, "usage: cut KIND FILE [STEP]\n");
		return 2;
	}
	trial.whole = read_whole(trial.path, &trial.size);
	if (!trial.whole) {
		perror(trial.path);
		return 2;
	}
	snprintf(trial.work, sizeof(trial.work), "/dev/shm/muster-cut.XXXXXX");
	if (!mkdtemp(trial.work))
		return 2;
	snprintf(trial.file, sizeof(trial.file), "%s/a.ledger", trial.work);
	if (kind->try == try_ledger || kind->try == try_reopen)
		learn_ledger(&trial);
	cut(&trial, kind, step);
	if (!kind->cuts_only)
		flip(&trial, kind, step);
	free(trial.entries);
	free(trial.head);
	free((void *)trial.whole);
	unlink(trial.file);
	snprintf(trial.file, sizeof(trial.file), "%s/a.head", trial.work);
	unlink(trial.file);
	return rmdir(trial.work) ? 2 : 0;
}
