/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * finding.h: one difference between a snapshot and an inventory.
 */
#ifndef MUSTER_FINDING_H
#define MUSTER_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <json-c/json.h>

#define FINDING_SCHEMA "muster-finding/1"

enum finding_class {
	FINDING_UNEXPECTED = 1,
	FINDING_MISSING,
	FINDING_CHANGED,
	FINDING_MOVED,
	FINDING_FORBIDDEN,
	FINDING_DUPLICATE,
	FINDING_DEGRADED,
	FINDING_UNREADABLE,
	FINDING_INVENTORY,
	FINDING_LEDGER,
};

enum severity { SEVERITY_NOTICE = 1, SEVERITY_WARNING, SEVERITY_CRITICAL };

enum finding_state {
	FINDING_RAISED = 1,
	FINDING_STANDING,
	FINDING_CLEARED,
	FINDING_FLAPPING,	/* comes and goes: counted, told now and then */
};

/*
 * Strings are owned, NULL where they do not apply. The daemon fills in state,
 * since, time, seq and the host's names as it writes the finding.
 */
struct finding {
	char id[33];		/* hex: finding_identify() */
	enum finding_class class;
	enum severity severity;
	enum finding_state state;
	uint64_t since, time;	/* CLOCK_REALTIME, ns */
	uint64_t first, last;	/* of @count times, likewise */
	uint64_t count;		/* how often it came; 0: not counted */
	uint64_t at;		/* CLOCK_BOOTTIME of what gave rise to it, ns; 0: now;
				 * never written
				 */
	uint64_t seq;		/* the entry that gave rise to it; 0: none */
	char *place;
	struct json_object *device;	/* device_to_json() plus "names"; or what
					 * the rule expects, for a missing one
					 */
	char *rule;		/* label of the rule that made it, or NULL */
	bool rule_explicit;
	char *inventory_path, *inventory_digest;	/* "sha256:..." */
	char *field, *expected, *seen;	/* the differing field; values as text */
	char *location;		/* the register that holds the field: "08h" */
	char *other_place;	/* moved: from where; swapped: the other */
	char *group;		/* findings with one cause share it */
	unsigned int expected_count, seen_count;	/* 0, 0: not about a count */
	char *message;		/* one plain sentence: what, and what it may mean */
	char *advice;		/* one more: what to do next */
};

/** finding_new() - raised, without values; to be freed by finding_free(); NULL: no memory */
struct finding *finding_new(enum finding_class class, enum severity severity,
			    const char *place);
struct finding *finding_copy(const struct finding *finding);
void finding_free(struct finding *finding);
/** finding_strip() - of its texts only place and field remain: enough to know it again by its id */
void finding_strip(struct finding *finding);

/**
 * finding_identify() - set @finding->id: digest of class, place, rule label
 * and the differing field with its value; the same across restarts and reboots
 */
void finding_identify(struct finding *finding);

/**
 * finding_is_absence() - whether it says that something is not there, which may
 * only be late or on its way back: a missing device, or clients whose adapter is
 * not there (unreadable, with a count)
 */
bool finding_is_absence(const struct finding *finding);

/** finding_class_name() - the word of texts and JSON */
const char *finding_class_name(enum finding_class class);
/** finding_class_parse() - Return: the class, or 0 for an unknown name. */
enum finding_class finding_class_parse(const char *name);
const char *severity_name(enum severity severity);
/** severity_parse() - Return: the severity, or 0 for an unknown name. */
enum severity severity_parse(const char *name);
const char *finding_state_name(enum finding_state state);
/** finding_state_parse() - Return: the state, or 0 for an unknown name. */
enum finding_state finding_state_parse(const char *name);

/* Who writes the finding: keys hostname, machine_id, boot_id. NULL: null. */
struct finding_host {
	const char *hostname, *machine_id, *boot_id;
};

/* finding_json.c */
struct json_object *finding_to_json(const struct finding *finding,
				    const struct finding_host *host);
/** finding_from_json() - read what finding_to_json() wrote; -EINVAL, -ENOMEM */
int finding_from_json(struct json_object *json, struct finding **out);

#endif /* MUSTER_FINDING_H */
