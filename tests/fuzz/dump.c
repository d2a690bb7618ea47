// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump.c: a dump, which comes from a machine that nobody trusts any more.
 *
 * about: dump_file.c dump_walk.c dump_manifest.c dump_format.c source_dump.c
 *
 * Input: a byte that tells what the rest is: the file as it is; members, as
 * fuzz_tar_text() takes them, of which a dump is made that proves; or the same
 * with the manifest as the first of them, in which "#0" stands for the digest of
 * the first after it.
 */
#include "fuzz.h"

#include <string.h>

#include <json-c/json.h>

#include "chain.h"
#include "dump_file.h"
#include "dump_format.h"
#include "dump_manifest.h"
#include "dump_walk.h"
#include "sha256.h"
#include "snapshot.h"

enum { AS_IT_IS, MADE, MANIFEST };

#define NAME "muster-dump-h-20261122T000000Z/"
#define PART "\n\0\n"

static int record(const struct dump_walk_member *member, void *context)
{
	struct dump_record *record = dump_records_add(context, member->name);

	claim(record);
	record->stored = true;
	record->size = member->length;
	sha256_of(member->bytes, member->length, record->sha256);
	return 0;
}

/* What the archive so far holds, by the reader's own eyes. */
static struct dump_records see(const struct fuzz_tar *tar)
{
	struct dump_records records = { 0 };
	struct fuzz_tar whole = { 0 };
	size_t size;
	uint8_t *bytes;
	char *why = NULL;

	whole.bytes = malloc(tar->length + 1024);
	claim(whole.bytes);
	if (tar->length)
		memcpy(whole.bytes, tar->bytes, tar->length);
	whole.length = whole.room = tar->length + 1024;
	memset(whole.bytes + tar->length, 0, 1024);
	bytes = fuzz_gzip(&whole, &size);
	dump_walk(bytes, size, record, &records, &why);
	free(why);
	free(bytes);
	free(whole.bytes);
	return records;
}

/* The manifest that was given, with digests in the place of numbers. */
static char *fill_in(const char *text, size_t size, const struct dump_records *records)
{
	char *filled, hex[2 * SHA256_SIZE + 1];
	size_t length;
	FILE *file = open_memstream(&filled, &length);

	claim(file);
	for (size_t i = 0; i < size; i++) {
		size_t which = i + 1 < size && text[i] == '#' ? (size_t)(text[i + 1] - '0') : 10;

		if (which > 9 || which >= records->count) {
			putc(text[i], file);
			continue;
		}
		chain_hex(records->records[which].sha256, SHA256_SIZE, hex);
		fputs(hex, file);
		i++;
	}
	claim(!fclose(file));
	return filled;
}

static char *make_manifest(const struct dump_records *records)
{
	struct json_object *json = json_object_new_object();
	char *text;

	json_object_object_add(json, "schema", json_object_new_string(DUMP_SCHEMA));
	json_object_object_add(json, "members", dump_records_to_json(records));
	text = strdup(json_object_to_json_string(json));
	json_object_put(json);
	return text;
}

/* Head, archive and tail. */
static uint8_t *wrap(const struct fuzz_tar *tar, size_t *size)
{
	uint8_t *archive = fuzz_gzip(tar, size), digest[SHA256_SIZE];
	uint8_t *bytes = malloc(DUMP_HEAD_SIZE + *size + DUMP_TAIL_SIZE);

	claim(bytes);
	memcpy(bytes, dump_head, DUMP_HEAD_SIZE);
	memcpy(bytes + DUMP_HEAD_SIZE, archive, *size);
	*size += DUMP_HEAD_SIZE;
	sha256_of(bytes, *size, digest);
	dump_tail_make(digest, bytes + *size);
	*size += DUMP_TAIL_SIZE;
	free(archive);
	return bytes;
}

static uint8_t *make_dump(const char *text, size_t *size, bool given)
{
	const char *next = given ? memmem(text, *size, PART, 3) : NULL, *rest = next ? next + 3 : text;
	struct fuzz_tar tar = { 0 };
	struct dump_records records;
	char *manifest, *sums;
	uint8_t *bytes;

	fuzz_tar_text(&tar, NAME, rest, *size - (rest - text));
	records = see(&tar);
	if (next && memchr(text, '\n', next - text)) {
		const char *line = (const char *)memchr(text, '\n', next - text) + 1;

		manifest = fill_in(line, next - line, &records);
	} else {
		manifest = make_manifest(&records);
	}
	claim(manifest);
	fuzz_tar_put(&tar, NAME DUMP_MANIFEST, '0', manifest, strlen(manifest));
	dump_records_clear(&records);
	records = see(&tar);
	sums = dump_records_sums(&records);
	fuzz_tar_put(&tar, NAME DUMP_SUMS, '0', sums, strlen(sums));
	fuzz_tar_end(&tar);
	bytes = wrap(&tar, size);
	dump_records_clear(&records);
	free(manifest);
	free(sums);
	free(tar.bytes);
	return bytes;
}

static void read_dump(struct dump *dump)
{
	uint8_t *bytes;
	size_t length;

	claim(dump_name(dump) && dump_manifest(dump));
	json_object_put(json_object_get(dump_manifest(dump)));
	claim(!dump_member(dump, DUMP_MANIFEST, &bytes, &length));
	free(bytes);
}

static void open_bytes(const uint8_t *bytes, size_t size)
{
	struct snapshot *snapshot;
	struct dump *dump;
	char *why = NULL;
	int err = dump_open_bytes(bytes, size, &dump, &why);

	claim(!err == !why);
	free(why);
	if (!err) {
		read_dump(dump);
		dump_close(dump);
	}
	why = NULL;
	if (!source_dump_bytes(bytes, size, "dump", &snapshot, &why)) {
		claim(!err);
		fuzz_claim_snapshot(snapshot);
		snapshot_free(snapshot);
	}
	free(why);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text;
	uint8_t *bytes;

	if (!size)
		return 0;
	text = fuzz_text(data + 1, size - 1);
	size--;
	if (data[0] % 3 == AS_IT_IS) {
		open_bytes((uint8_t *)text, size);
	} else {
		bytes = make_dump(text, &size, data[0] % 3 == MANIFEST);
		open_bytes(bytes, size);
		free(bytes);
	}
	free(text);
	return 0;
}
