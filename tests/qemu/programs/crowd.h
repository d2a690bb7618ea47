/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * crowd.h: which devices are there, by number: as the entries tell it, or as a
 * dump of the roster shows it and the entries after that tell it.
 */
#ifndef TEST_CROWD_H
#define TEST_CROWD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct client;
struct answer;
struct ledger_entry;

#define CROWD_MAX	8192

struct crowd_member {
	uint64_t number;
	uint64_t last;		/* entries up to this one are known already */
};

/* Members in rising order of their number. */
struct crowd {
	size_t count;
	uint64_t next;		/* entries before this one are known already */
	const char *fault;	/* a sentence, once something was wrong */
	struct crowd_member members[CROWD_MAX];
};

/** crowd_tell() - an entry: who comes, who goes */
void crowd_tell(struct crowd *crowd, const struct ledger_entry *entry);

/** crowd_dump() - fill an empty crowd from the roster. Return: 0 or -errno. */
int crowd_dump(struct client *client, struct crowd *crowd, struct answer *answer);

bool crowd_equal(const struct crowd *one, const struct crowd *other);

#endif /* TEST_CROWD_H */
