/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * entry.h: one entry of a ledger, decoded from payload(n) of
 * module/uapi/muster.h. Needs no netlink library and no module: the bytes may
 * come from a file, and are hostile.
 */
#ifndef MUSTER_ENTRY_H
#define MUSTER_ENTRY_H

#include <stddef.h>
#include <stdint.h>
#include <json-c/json.h>

#include "../module/uapi/muster.h"
#include "snapshot.h"

struct entry {
	uint64_t number;
	enum muster_event event;	/* may be a number unknown to us */
	uint32_t flags;
	uint64_t boottime, realtime;	/* ns */
	uint64_t subject;	/* 0: none */
	struct device *device;	/* owned; NULL: none */
	char *driver;		/* owned; NULL: none */
	/* LOAD */
	uint8_t load_id[16];
	char *version, *source_digest, *kernel;
	struct board board;
	/* WALKED, RESCANNED */
	uint64_t ticket;
	uint32_t seen, changed, unreadable, bound;
	/* FOLDED */
	char *place;
	uint64_t first, last;	/* CLOCK_BOOTTIME, ns */
	uint64_t times[MUSTER_EVENT_MAX + 1];
};

/**
 * entry_decode() - decode one payload
 * Return: 0, -EBADMSG: malformed, -ENOMEM. On 0 the caller calls entry_clear().
 */
int entry_decode(const uint8_t *payload, size_t length, struct entry *entry);
void entry_clear(struct entry *entry);

/** entry_device() - decode the content of a MUSTER_A_DEVICE nest, same errors */
int entry_device(const uint8_t *nest, size_t length, struct device **out);

/** entry_event_name() - the word of texts and JSON; entry_to_json(): NULL: no memory */
const char *entry_event_name(enum muster_event event);	/* "add", "bound", ... */
struct json_object *entry_to_json(const struct entry *entry);

#endif /* MUSTER_ENTRY_H */
