// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ledger_verify.c: prove a ledger file, every byte of it.
 *
 * Invariant: nothing is handed to the caller before it is proved, and no
 * length is believed before its complement agrees.
 */
#include "ledger_file.h"

#include <endian.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "entry.h"
#include "ledger_format.h"
#include "sha256.h"

struct reader {
	FILE *file;
	struct ledger_report *report;
	char **why;
	ledger_each each;
	void *context;
	uint64_t offset;	/* of the frame being read */
	uint64_t lost;		/* of a LOST frame just read, else 0 */
	struct ledger_head head;	/* what was confirmed; next 0: nothing */
	uint8_t previous[CHAIN_HASH_SIZE];
	uint8_t body[LEDGER_BODY_MAX];
};

static int fault(struct reader *reader, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static int fault(struct reader *reader, const char *format, ...)
{
	char *what = NULL;
	va_list arguments;

	va_start(arguments, format);
	if (vasprintf(&what, format, arguments) < 0)
		what = NULL;
	va_end(arguments);
	free(*reader->why);
	if (!what || asprintf(reader->why, "byte %" PRIu64 ": %s", reader->offset, what) < 0)
		*reader->why = NULL;
	free(what);
	return -EBADMSG;
}

static uint32_t read_u32(const uint8_t *bytes)
{
	uint32_t value;

	memcpy(&value, bytes, sizeof(value));
	return le32toh(value);
}

static int read_header(struct reader *reader)
{
	uint8_t *header = reader->body, digest[CHAIN_HASH_SIZE];
	struct ledger_id *id = &reader->report->id;
	uint32_t order;

	if (fread(header, 1, LEDGER_HEADER_SIZE, reader->file) != LEDGER_HEADER_SIZE)
		return ferror(reader->file) ? -EIO :
			fault(reader, "the file ends within its header");
	if (memcmp(header, LEDGER_MAGIC, LEDGER_MAGIC_SIZE))
		return fault(reader, "this is no ledger file");
	sha256_of(header, LEDGER_AT_DIGEST, digest);
	if (memcmp(header + LEDGER_AT_DIGEST, digest, sizeof(digest)))
		return fault(reader, "the digest of the header does not fit the header");
	if (read_u32(header + LEDGER_AT_VERSION) != LEDGER_VERSION)
		return -EPROTONOSUPPORT;
	memcpy(id->boot_id, header + LEDGER_AT_BOOT_ID, 36);
	memcpy(id->machine_id, header + LEDGER_AT_MACHINE_ID, 32);
	memcpy(id->load_id, header + LEDGER_AT_LOAD_ID, 16);
	memcpy(&order, header + LEDGER_AT_BYTE_ORDER, sizeof(order));
	reader->report->foreign = order != MUSTER_BYTE_ORDER;
	reader->report->good = LEDGER_HEADER_SIZE;
	reader->report->next = 1;
	return 0;
}

int ledger_first_check(const uint8_t *payload, size_t length, const uint8_t *load_id,
		       const char **fault)
{
	struct entry entry;
	int err = entry_decode(payload, length, &entry);

	*fault = err == -EBADMSG ? "entry 1 cannot be decoded" : NULL;
	if (err)
		return err;
	if (entry.event != MUSTER_EVENT_LOAD)
		*fault = "entry 1 is not LOAD";
	else if (memcmp(entry.load_id, load_id, sizeof(entry.load_id)))
		*fault = "entry 1 is of another load than the header";
	entry_clear(&entry);
	return *fault ? -EBADMSG : 0;
}

static int check_binding(struct reader *reader, const uint8_t *payload, size_t length)
{
	const char *why;
	int err;

	if (reader->report->foreign)
		return 0;
	err = ledger_first_check(payload, length, reader->report->id.load_id, &why);
	reader->report->bound = !err;
	return err == -EBADMSG ? fault(reader, "%s", why) : err;
}

static int check_confirmed(struct reader *reader)
{
	struct ledger_report *report = reader->report;

	if (reader->head.next != report->next)
		return 0;
	if (memcmp(reader->head.hash, report->hash, CHAIN_HASH_SIZE))
		return fault(reader, "entry %" PRIu64 " is not the one that the file beside this one confirms",
			     report->next - 1);
	report->confirmed = true;
	return 0;
}

static int take_entry(struct reader *reader, size_t length)
{
	const uint8_t *payload = reader->body, *hash = payload + length - CHAIN_HASH_SIZE;
	struct ledger_report *report = reader->report;
	uint8_t expected[CHAIN_HASH_SIZE];
	uint64_t number, lost = reader->lost;
	int err = 0;

	length -= CHAIN_HASH_SIZE;
	memcpy(&number, payload + 4, sizeof(number));
	if (report->foreign)
		number = __builtin_bswap64(number);
	if (number != report->next + lost)
		return fault(reader, "entry %" PRIu64 " stands where %" PRIu64 " should",
			     number, report->next + lost);
	chain_next(reader->previous, payload, length, expected);
	if (memcmp(expected, hash, sizeof(expected)))
		return fault(reader, "the hash of entry %" PRIu64 " does not follow from the one before it",
			     number);
	if (number == 1)
		err = check_binding(reader, payload, length);
	if (err)
		return err;
	memcpy(reader->previous, hash, CHAIN_HASH_SIZE);
	memcpy(report->hash, hash, CHAIN_HASH_SIZE);
	report->lost += lost;
	report->gaps += lost != 0;
	report->entries++;
	report->next = number + 1;
	reader->lost = 0;
	err = check_confirmed(reader);
	if (err || !reader->each)
		return err;
	return reader->each(number, payload, length, lost, reader->context);
}

static int take_lost(struct reader *reader)
{
	uint64_t lost;

	memcpy(&lost, reader->body, sizeof(lost));
	lost = le64toh(lost);
	if (reader->lost)
		return fault(reader, "two gaps follow each other");
	if (!lost || lost > LEDGER_LOST_MAX)
		return fault(reader, "a gap of %" PRIu64 " entries cannot be", lost);
	reader->lost = lost;
	memcpy(reader->previous, reader->body + 8, CHAIN_HASH_SIZE);
	return 0;
}

static bool length_fits(bool entry, uint32_t length)
{
	if (!entry)
		return length == LEDGER_LOST_SIZE;
	return length >= LEDGER_PAYLOAD_MIN + CHAIN_HASH_SIZE && length <= LEDGER_BODY_MAX;
}

/* Return: 1 after a frame, 0 at the end of the file, or -errno. */
static int read_frame(struct reader *reader)
{
	uint8_t start[LEDGER_FRAME_SIZE];
	size_t got = fread(start, 1, sizeof(start), reader->file);
	uint32_t length;
	bool entry;
	int err;

	if (got != sizeof(start)) {
		reader->report->torn = got || reader->lost;
		return ferror(reader->file) ? -EIO : 0;
	}
	entry = !memcmp(start, LEDGER_ENTRY, 4);
	if (!entry && memcmp(start, LEDGER_LOST, 4))
		return fault(reader, "no frame begins here");
	length = read_u32(start + 4);
	if (length != ~read_u32(start + 8) || !length_fits(entry, length))
		return fault(reader, "the length of the frame cannot be");
	if (fread(reader->body, 1, length, reader->file) != length) {
		reader->report->torn = true;
		return ferror(reader->file) ? -EIO : 0;
	}
	err = entry ? take_entry(reader, length) : take_lost(reader);
	if (err)
		return err;
	reader->offset += LEDGER_FRAME_SIZE + length;
	if (entry)
		reader->report->good = reader->offset;
	if (reader->report->confirmed && !reader->report->sure)
		reader->report->sure = reader->report->good;
	return 1;
}

static int read_all(struct reader *reader)
{
	int err = read_header(reader);

	reader->offset = LEDGER_HEADER_SIZE;
	while (!err) {
		err = read_frame(reader);
		if (!err)
			break;
		err = err == 1 ? 0 : err;
	}
	if (err || !reader->head.next)
		return err;
	if (memcmp(reader->head.load_id, reader->report->id.load_id, 16))
		return fault(reader, "the file beside this one is of another load");
	if (reader->report->next < reader->head.next)
		return fault(reader, "cut short: entries up to %" PRIu64 " were confirmed on disk, the last here is %" PRIu64,
			     reader->head.next - 1, reader->report->next - 1);
	if (!reader->report->confirmed)
		return fault(reader, "no entry is the one that the file beside this one confirms");
	return 0;
}

/* @err: of reading what confirms it, which comes before the ledger: that may be growing. */
static int verify(struct reader *reader, int err)
{
	if (err == -EBADMSG)
		return fault(reader, "the file beside this one, which confirms it, is damaged");
	if (err && err != -ENOENT)
		return err;
	return reader->file ? read_all(reader) : -EIO;
}

static struct reader *new_reader(struct ledger_report *report, char **why,
				 ledger_each each, void *context)
{
	struct reader *reader = calloc(1, sizeof(*reader));

	memset(report, 0, sizeof(*report));
	*why = NULL;
	if (reader)
		*reader = (struct reader){ .report = report, .why = why, .each = each,
					   .context = context };
	return reader;
}

static void free_reader(struct reader *reader)
{
	if (reader->file)
		fclose(reader->file);
	free(reader);
}

int ledger_file_verify(const char *path, struct ledger_report *report, char **why,
		       ledger_each each, void *context)
{
	struct reader *reader = new_reader(report, why, each, context);
	int confirmed, err;

	if (!reader)
		return -ENOMEM;
	confirmed = ledger_head_read(path, &reader->head);
	reader->file = fopen(path, "re");
	err = reader->file || confirmed == -EBADMSG ? verify(reader, confirmed) : -errno;
	free_reader(reader);
	return err;
}

int ledger_bytes_verify(const struct ledger_bytes *bytes, struct ledger_report *report,
			char **why, ledger_each each, void *context)
{
	struct reader *reader = new_reader(report, why, each, context);
	int confirmed = -ENOENT, err;

	if (!reader)
		return -ENOMEM;
	if (bytes->head)
		confirmed = ledger_head_parse(bytes->head, bytes->head_length, &reader->head);
	/* fmemopen() takes no file of nothing */
	if (!bytes->length)
		err = fault(reader, "the file ends within its header");
	else if (!(reader->file = fmemopen((void *)bytes->ledger, bytes->length, "r")))
		err = -errno;
	else
		err = verify(reader, confirmed);
	free_reader(reader);
	return err;
}
