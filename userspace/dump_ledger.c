// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_ledger.c: the ledgers that a dump holds, proved from memory.
 */
#include "dump_ledger.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dump_file.h"
#include "dump_manifest.h"
#include "dump_walk.h"

struct ledger_walk {
	const struct dump_records *records;
	int (*each)(const struct dump_ledger *ledger, void *context);
	void *context;
	char *head, *head_name;	/* of the file before, where it confirms a ledger */
	size_t head_length;
	unsigned int boot, load;	/* numbers of the stored one before */
};

enum ledger_result dump_ledger_verify(const struct ledger_bytes *bytes,
				      struct ledger_report *report)
{
	struct ledger_report unused;
	enum ledger_result result;
	char *why;
	int err;

	if (!report)
		report = &unused;
	err = ledger_bytes_verify(bytes, report, &why, NULL, NULL);
	result = ledger_judge(err, report, &why);
	free(why);
	return result;
}

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), rest = strlen(end);

	return length >= rest && !strcmp(text + length - rest, end);
}

static int keep_head(struct ledger_walk *walk, const struct dump_walk_member *member)
{
	free(walk->head);
	free(walk->head_name);
	walk->head_name = strdup(member->name);
	walk->head = malloc(member->length + 1);
	walk->head_length = member->length;
	if (!walk->head || !walk->head_name)
		return -ENOMEM;
	memcpy(walk->head, member->bytes, member->length + 1);
	return 0;
}

/* Numbers count boots, and loads within one, from 1 on; the oldest boots may go. */
static bool after_hole(struct ledger_walk *walk, const char *name)
{
	unsigned int boot, load;
	bool hole;

	if (sscanf(name, DUMP_LEDGER_STORE "%6u-%*36[0-9a-f-]/%3u-", &boot, &load) != 2)
		return false;
	hole = walk->boot && boot != walk->boot && boot != walk->boot + 1;
	hole |= load != (boot == walk->boot ? walk->load : 0) + 1;
	walk->boot = boot;
	walk->load = load;
	return hole;
}

static const char *recorded_as(const struct dump_records *records, const char *name)
{
	size_t i;

	for (i = 0; i < records->count; i++)
		if (!strcmp(records->records[i].name, name))
			return records->records[i].ledger;
	return NULL;
}

static bool belongs(const char *head_name, const char *ledger)
{
	size_t length = strlen(ledger) - strlen(".ledger");

	return head_name && !strncmp(head_name, ledger, length) &&
	       !strcmp(head_name + length, ".head");
}

static int see_member(const struct dump_walk_member *member, void *context)
{
	struct ledger_walk *walk = context;
	struct dump_ledger ledger = {
		.name = member->name,
		.bytes = { .ledger = member->bytes, .length = member->length },
	};

	if (strncmp(member->name, DUMP_LEDGERS, strlen(DUMP_LEDGERS)))
		return 0;
	if (ends_with(member->name, ".head"))
		return keep_head(walk, member);
	if (!ends_with(member->name, ".ledger"))
		return 0;
	if (belongs(walk->head_name, member->name)) {
		ledger.bytes.head = walk->head;
		ledger.bytes.head_length = walk->head_length;
	}
	ledger.recorded = recorded_as(walk->records, member->name);
	ledger.hole = after_hole(walk, member->name);
	return walk->each(&ledger, walk->context);
}

int dump_ledgers(struct dump *dump,
		 int (*each)(const struct dump_ledger *ledger, void *context), void *context)
{
	struct ledger_walk walk = {
		.records = dump_records(dump), .each = each, .context = context,
	};
	int err = dump_each(dump, see_member, &walk);

	free(walk.head);
	free(walk.head_name);
	return err;
}

static int find_changed(const struct dump_ledger *ledger, void *context)
{
	struct ledger_report report;
	enum ledger_result result = dump_ledger_verify(&ledger->bytes, &report);
	char **name = context;

	if (ledger->recorded && !strcmp(ledger_result_names[result], ledger->recorded))
		return 0;
	/* a machine of the other byte order proves the chain, and reads no payload */
	if (ledger->recorded && report.foreign && result == LEDGER_UNSURE)
		return 0;
	*name = strdup(ledger->name);
	return *name ? 1 : -ENOMEM;
}

int dump_ledgers_changed(struct dump *dump, char **name)
{
	int err;

	*name = NULL;
	err = dump_ledgers(dump, find_changed, name);
	return err < 0 ? err : 0;
}

struct choice {
	const char *boot;
	char *name;
	uint8_t load_id[16];
};

/* In order of age, the module's last. */
static int choose(const struct dump_ledger *ledger, void *context)
{
	struct choice *choice = context;
	struct ledger_report report;
	bool of_module = !strncmp(ledger->name, DUMP_LEDGER_MODULE, strlen(DUMP_LEDGER_MODULE));

	dump_ledger_verify(&ledger->bytes, &report);
	if (choice->boot && strncmp(report.id.boot_id, choice->boot, strlen(choice->boot)))
		return 0;
	if (of_module && choice->name && !memcmp(choice->load_id, report.id.load_id, 16))
		return 0;
	free(choice->name);
	choice->name = strdup(ledger->name);
	memcpy(choice->load_id, report.id.load_id, sizeof(choice->load_id));
	return choice->name ? 0 : -ENOMEM;
}

int dump_ledger_choose(struct dump *dump, const char *boot, char **name)
{
	struct choice choice = { .boot = boot };
	int err = dump_ledgers(dump, choose, &choice);

	*name = err ? NULL : choice.name;
	if (err)
		free(choice.name);
	return err;
}

struct reading {
	const char *name;
	struct ledger_report *report;
	char **why;
	ledger_each each;
	void *context;
	int err;
};

static int read_ledger(const struct dump_ledger *ledger, void *context)
{
	struct reading *reading = context;

	if (strcmp(ledger->name, reading->name))
		return 0;
	reading->err = ledger_bytes_verify(&ledger->bytes, reading->report, reading->why,
					   reading->each, reading->context);
	return 1;
}

int dump_ledger_read(struct dump *dump, const char *name, struct ledger_report *report,
		     char **why, ledger_each each, void *context)
{
	struct reading reading = {
		.name = name, .report = report, .why = why, .each = each, .context = context,
	};
	int err;

	*why = NULL;
	err = dump_ledgers(dump, read_ledger, &reading);
	if (err < 0)
		return err;
	return err ? reading.err : -ENOENT;
}
