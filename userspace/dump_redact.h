/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dump_redact.h: take out of a dump what names the machine.
 *
 * What is taken out is replaced by "redacted-" and 24 hex digits of its
 * HMAC-SHA256 under a key: two dumps under one key can still be compared, and
 * without the key nobody can try values out.
 */
#ifndef MUSTER_DUMP_REDACT_H
#define MUSTER_DUMP_REDACT_H

#include <stddef.h>
#include <stdint.h>

struct dump_redact;
struct json_object;
struct snapshot;

#define REDACT_SIZE 34		/* "redacted-", 24 digits, NUL */
#define REDACT_KEY_MIN 16	/* bytes */

/**
 * dump_redact_new() - @path: a file with the key; NULL: one made up and forgotten
 * @why: out: a sentence on failure, to be freed
 * Return: 0, -EINVAL: a key too short, or the error of reading.
 */
int dump_redact_new(const char *path, struct dump_redact **out, char **why);
void dump_redact_free(struct dump_redact *redact);

/** dump_redact_value() - what stands for @value, whatever its case */
void dump_redact_value(const struct dump_redact *redact, const char *value,
		       char text[REDACT_SIZE]);

/** dump_redact_digest() - the whole HMAC, 32 bytes */
void dump_redact_digest(const struct dump_redact *redact, const void *bytes, size_t length,
			uint8_t *digest);

/** dump_redact_bytes() - what stands for @bytes */
void dump_redact_bytes(const struct dump_redact *redact, const void *bytes, size_t length,
		       char text[REDACT_SIZE]);

/**
 * dump_redact_know() - a value to replace wherever it stands as a word
 *
 * Placeholders and what is shorter than four characters are not taken.
 * Return: 0 or -ENOMEM.
 */
int dump_redact_know(struct dump_redact *redact, const char *value);

/** dump_redact_know_snapshot() - its host, ids and serials; to be done first of all */
int dump_redact_know_snapshot(struct dump_redact *redact, const struct snapshot *snapshot);

/**
 * dump_redact_text() - replace known values, UUIDs, MAC addresses, device serial
 * numbers, and 32 or more hex digits in a row
 * Return: text, to be freed, or NULL without memory.
 */
char *dump_redact_text(const struct dump_redact *redact, const char *text);

/** dump_redact_json() - the same in each string of it, and what its keys name whole */
struct json_object *dump_redact_json(const struct dump_redact *redact, struct json_object *json);

/* dump_redact_snapshot.c */

/**
 * dump_redact_config() - zero the device serial number in a configuration space
 * @bytes: from offset 0 on
 * Return: 0 or -ENOMEM.
 */
int dump_redact_config(uint8_t *bytes, size_t length);

/** dump_redact_snapshot() - a snapshot's JSON without what names the machine */
int dump_redact_snapshot(const struct dump_redact *redact, struct snapshot *snapshot,
			 struct json_object **out);

#endif /* MUSTER_DUMP_REDACT_H */
