// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_redact.c: replace what names the machine by a keyed digest of it.
 */
#include "dump_redact.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <nettle/hmac.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "chain.h"
#include "placeholder.h"
#include "snapshot.h"

#define KEY_MAX 4096	/* bytes of a key file that are taken */
#define KNOWN_MIN 4	/* characters */
#define PAIRS_MIN 6	/* of a MAC address */

struct dump_redact {
	uint8_t key[KEY_MAX];
	size_t key_length;
	char **known;		/* by length, then in order whatever their case */
	size_t count, room;
};

static int read_key(const char *path, struct dump_redact *redact)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got;
	int err;

	if (fd < 0)
		return -errno;
	got = read(fd, redact->key, sizeof(redact->key));
	err = got < 0 ? -errno : 0;
	close(fd);
	redact->key_length = got > 0 ? got : 0;
	return err;
}

int dump_redact_new(const char *path, struct dump_redact **out, char **why)
{
	struct dump_redact *redact = calloc(1, sizeof(*redact));
	int err = 0;

	*why = NULL;
	if (!redact)
		return -ENOMEM;
	if (path) {
		err = read_key(path, redact);
	} else {
		redact->key_length = SHA256_DIGEST_SIZE;
		if (getrandom(redact->key, redact->key_length, 0) != SHA256_DIGEST_SIZE)
			err = -EIO;
	}
	if (!err && redact->key_length < REDACT_KEY_MIN) {
		*why = strdup("a key has 16 bytes at least; \"head -c 32 /dev/urandom\" makes one");
		err = -EINVAL;
	}
	if (err) {
		dump_redact_free(redact);
		return err;
	}
	*out = redact;
	return 0;
}

void dump_redact_free(struct dump_redact *redact)
{
	if (!redact)
		return;
	while (redact->count)
		free(redact->known[--redact->count]);
	free(redact->known);
	explicit_bzero(redact->key, sizeof(redact->key));
	free(redact);
}

void dump_redact_digest(const struct dump_redact *redact, const void *bytes, size_t length,
			uint8_t *digest)
{
	struct hmac_sha256_ctx hmac;

	hmac_sha256_set_key(&hmac, redact->key_length, redact->key);
	hmac_sha256_update(&hmac, length, bytes);
	hmac_sha256_digest(&hmac, SHA256_DIGEST_SIZE, digest);
	explicit_bzero(&hmac, sizeof(hmac));
}

void dump_redact_bytes(const struct dump_redact *redact, const void *bytes, size_t length,
		       char text[REDACT_SIZE])
{
	uint8_t digest[SHA256_DIGEST_SIZE];

	dump_redact_digest(redact, bytes, length, digest);
	strcpy(text, "redacted-");
	chain_hex(digest, 12, text + 9);
}

/* Of the first @length characters of @value, in lower case. */
static void redact_word(const struct dump_redact *redact, const char *value, size_t length,
			char text[REDACT_SIZE])
{
	char lower[256];
	size_t i;

	/* longer ones differ in their beginning or are no identity */
	if (length > sizeof(lower))
		length = sizeof(lower);
	for (i = 0; i < length; i++)
		lower[i] = tolower((unsigned char)value[i]);
	dump_redact_bytes(redact, lower, length, text);
}

void dump_redact_value(const struct dump_redact *redact, const char *value,
		       char text[REDACT_SIZE])
{
	redact_word(redact, value, strlen(value), text);
}

/*
 * There may be thousands, and each word of each text is looked up.
 * Return: where a value of these @length characters stands, or would.
 */
static size_t find_known(const struct dump_redact *redact, const char *value, size_t length,
			 bool *found)
{
	size_t low = 0, high = redact->count;

	*found = false;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		size_t other = strlen(redact->known[middle]);
		int order = other < length ? -1 : other > length;

		if (!order)
			order = strncasecmp(redact->known[middle], value, length);
		*found |= !order;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int make_room(struct dump_redact *redact)
{
	size_t room = redact->room ? 2 * redact->room : 64;
	char **known;

	if (redact->count < redact->room)
		return 0;
	known = reallocarray(redact->known, room, sizeof(*known));
	if (!known)
		return -ENOMEM;
	redact->known = known;
	redact->room = room;
	return 0;
}

int dump_redact_know(struct dump_redact *redact, const char *value)
{
	size_t length = value ? strlen(value) : 0, at;
	char *copy;
	bool found;

	if (length < KNOWN_MIN || placeholder_dmi(value) || placeholder_serial(value))
		return 0;
	at = find_known(redact, value, length, &found);
	if (found)
		return 0;
	copy = strdup(value);
	if (!copy || make_room(redact)) {
		free(copy);
		return -ENOMEM;
	}
	memmove(redact->known + at + 1, redact->known + at,
		(redact->count - at) * sizeof(*redact->known));
	redact->known[at] = copy;
	redact->count++;
	return 0;
}

/* As a dword of configuration space it stands in findings: "ff3c4d5e". */
static int know_serial(struct dump_redact *redact, const char *serial)
{
	unsigned int a, b, c, d;
	char dword[9];
	int err;

	err = dump_redact_know(redact, serial);
	if (err || !serial ||
	    sscanf(serial, "%*2x-%*2x-%*2x-%*2x-%2x-%2x-%2x-%2x", &a, &b, &c, &d) != 4)
		return err;
	snprintf(dword, sizeof(dword), "%02x%02x%02x%02x", a & 0xff, b & 0xff, c & 0xff,
		 d & 0xff);
	return dump_redact_know(redact, dword);
}

/* Its own, and what the memory on it says: firmware's tables tell them too. */
static int know_device(struct dump_redact *redact, const struct device *device)
{
	static const enum field fields[] = {
		FIELD_SPD_SERIAL, FIELD_FRU_CHASSIS_SERIAL, FIELD_FRU_BOARD_SERIAL,
		FIELD_FRU_PRODUCT_SERIAL, FIELD_FRU_PRODUCT_ASSET, FIELD_VPD_SERIAL,
	};
	int err = know_serial(redact, device_get(device, FIELD_SERIAL));
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(*fields) && !err; i++)
		err = dump_redact_know(redact, device_get(device, fields[i]));
	return err;
}

int dump_redact_know_snapshot(struct dump_redact *redact, const struct snapshot *snapshot)
{
	static const enum board_field fields[] = {
		BOARD_PRODUCT_UUID, BOARD_PRODUCT_SERIAL, BOARD_BOARD_SERIAL,
	};
	int err = dump_redact_know(redact, snapshot->hostname);
	size_t i;

	if (!err)
		err = dump_redact_know(redact, snapshot->machine_id);
	if (!err)
		err = dump_redact_know(redact, snapshot->boot_id);
	for (i = 0; i < sizeof(fields) / sizeof(*fields) && !err; i++)
		err = dump_redact_know(redact, snapshot->board.fields[fields[i]].text);
	for (i = 0; i < snapshot->count && !err; i++)
		err = know_device(redact, snapshot->devices[i]);
	for (i = 0; i < snapshot->memory.count && !err; i++)
		err = dump_redact_know(redact, snapshot->memory.items[i].serial);
	return err;
}

static bool is_word(char character)
{
	return isalnum((unsigned char)character);
}

static size_t hex_run(const char *text)
{
	size_t length = 0;

	while (isxdigit((unsigned char)text[length]))
		length++;
	return length;
}

/* "8-4-4-4-12" */
static size_t match_uuid(const char *text)
{
	static const size_t groups[] = { 8, 4, 4, 4, 12 };
	size_t at = 0, i;

	for (i = 0; i < 5; i++) {
		if (hex_run(text + at) != groups[i])
			return 0;
		at += groups[i];
		if (i < 4 && text[at++] != '-')
			return 0;
	}
	return at;
}

/* MAC addresses and device serial numbers: pairs with one kind of mark between. */
static size_t match_pairs(const char *text)
{
	size_t at = 0, pairs = 0;
	char mark = text[0] && text[1] ? text[2] : '\0';

	if (mark != ':' && mark != '-')
		return 0;
	while (hex_run(text + at) == 2) {
		at += 2;
		pairs++;
		if (text[at] != mark)
			break;
		at++;
	}
	if (pairs < PAIRS_MIN)
		return 0;
	return text[at - 1] == mark ? at - 1 : at;
}

/* The longest that stands here; lengths are few, whatever the number of values. */
static size_t match_known(const struct dump_redact *redact, const char *text)
{
	size_t end = redact->count;
	bool found;

	while (end) {
		size_t length = strlen(redact->known[end - 1]);

		if (strnlen(text, length) == length && !is_word(text[length])) {
			find_known(redact, text, length, &found);
			if (found)
				return length;
		}
		/* on to those that are shorter: nothing of this length sorts before "" */
		end = find_known(redact, "", length, &found);
	}
	return 0;
}

/* Return: how much of @text, where a word begins, names the machine. */
static size_t match(const struct dump_redact *redact, const char *text)
{
	size_t length = match_known(redact, text);

	if (!length)
		length = match_uuid(text);
	if (!length)
		length = match_pairs(text);
	if (!length && hex_run(text) == 32)
		length = 32;	/* a machine's or a boot's id */
	return length && !is_word(text[length]) ? length : 0;
}

char *dump_redact_text(const struct dump_redact *redact, const char *text)
{
	char replacement[REDACT_SIZE];
	const char *start = text;
	char *result = NULL;
	size_t size;
	FILE *file = open_memstream(&result, &size);

	if (!file)
		return NULL;
	while (*text) {
		size_t length = 0;

		if (text == start || !is_word(text[-1]))
			length = match(redact, text);
		if (!length) {
			putc(*text++, file);
			continue;
		}
		redact_word(redact, text, length, replacement);
		fputs(replacement, file);
		text += length;
	}
	if (fclose(file)) {
		free(result);
		return NULL;
	}
	return result;
}
