/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dump_ledger.h: the ledgers that a dump holds, proved from memory.
 */
#ifndef MUSTER_DUMP_LEDGER_H
#define MUSTER_DUMP_LEDGER_H

#include <stdbool.h>
#include <stddef.h>

#include "ledger_judge.h"

struct dump;

/* Where they are in a dump. */
#define DUMP_LEDGERS		"ledger/"
#define DUMP_LEDGER_STORE	DUMP_LEDGERS "stored/"	/* BOOT/LOAD.ledger, as on disk */
#define DUMP_LEDGER_MODULE	DUMP_LEDGERS "module-"	/* LOADID.ledger */

/** dump_ledger_verify() - @report: out, may be NULL */
enum ledger_result dump_ledger_verify(const struct ledger_bytes *bytes,
				      struct ledger_report *report);

/* One ledger of a dump. */
struct dump_ledger {
	const char *name;	/* of the member */
	struct ledger_bytes bytes;
	const char *recorded;	/* what it was when the dump was made, or NULL */
	bool hole;		/* one between the one before and this is gone */
};

/**
 * dump_ledgers() - each of them, the module's last of all
 * @each: non-zero stops
 */
int dump_ledgers(struct dump *dump,
		 int (*each)(const struct dump_ledger *ledger, void *context), void *context);

/**
 * dump_ledgers_changed() - whether one is not what it was when the dump was made
 * @name: out: of its member, to be freed; NULL: none
 * Return: 0 or -errno.
 */
int dump_ledgers_changed(struct dump *dump, char **name);

/**
 * dump_ledger_choose() - the newest ledger of a boot: as stored, or where that
 * load is not stored as the module had it
 * @boot: how its id begins; NULL: any
 * @name: out: of the member, to be freed; NULL: there is none
 * Return: 0 or -errno.
 */
int dump_ledger_choose(struct dump *dump, const char *boot, char **name);

/**
 * dump_ledger_read() - prove one ledger of a dump and hand out its entries, as
 * ledger_file_verify() does
 */
int dump_ledger_read(struct dump *dump, const char *name, struct ledger_report *report,
		     char **why, ledger_each each, void *context);

#endif /* MUSTER_DUMP_LEDGER_H */
