// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_judge.c: compare what is present with the inventory, and tell what is
 * news; what stands is saved after it was told.
 */
#include "musterd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "compare.h"
#include "names.h"
#include "snapshot.h"

static int append(struct verdict *verdict, struct finding *finding)
{
	struct finding **findings;

	if (!finding)
		return -ENOMEM;
	findings = reallocarray(verdict->findings, verdict->count + 1, sizeof(*findings));
	if (!findings) {
		finding_free(finding);
		return -ENOMEM;
	}
	verdict->findings = findings;
	findings[verdict->count++] = finding;
	return 0;
}

static bool is_quiet(const struct musterd *musterd, const struct verdict *verdict)
{
	uint64_t now = now_boottime();
	size_t i;

	for (i = 0; i < verdict->count; i++)
		if (!standing_quiet(musterd->standing, verdict->findings[i], now))
			return false;
	return true;
}

/* Return: whether @verdict, made without names, will do. */
static bool recall(struct musterd *musterd, struct verdict *verdict)
{
	size_t i;

	if (!is_quiet(musterd, verdict))
		return false;
	for (i = 0; i < verdict->count; i++)
		standing_recall(musterd->standing, verdict->findings[i]);
	return true;
}

/*
 * pci.ids is large: it is read only for findings that are to be told. What arrived
 * is mostly to be told, if anything is to be said of it: then once is enough.
 */
static int compare_named(struct musterd *musterd, const struct inventory *by,
			 struct verdict *verdict)
{
	int err;

	if (!musterd->arrived) {
		err = compare(musterd->live, by, NULL, verdict);
		if (err || recall(musterd, verdict))
			return err;
		verdict_clear(verdict);
		memset(verdict, 0, sizeof(*verdict));
	}
	if (!musterd->names)
		musterd->names = names_open();
	err = compare(musterd->live, by, names_wake(musterd->names), verdict);
	names_rest(musterd->names);
	return err;
}

/* Which entry gave rise to it: its arrival, or the departure of what is missing. */
static uint64_t find_entry(const struct musterd *musterd, const struct finding *finding)
{
	const struct device *device = NULL;
	const struct gone *gone;

	if (!musterd->netlink || !finding->place)
		return 0;
	if (finding->class != FINDING_MISSING)
		device = snapshot_find(musterd->live, finding->place);
	if (device)
		return device->number;
	gone = live_gone(musterd, finding->place);
	return gone ? gone->number : 0;
}

/* When what is judged came, where that is not now. */
static void set_cause(const struct musterd *musterd, struct finding *finding)
{
	if (!finding->seq)
		finding->seq = find_entry(musterd, finding);
	finding->at = musterd->judging_at;
}

/* In a virtual machine nothing is told without an inventory that matches. */
static bool is_told(const struct musterd *musterd)
{
	return musterd->inventory || !musterd->virtual_machine;
}

static int make_verdict(struct musterd *musterd, struct verdict *verdict)
{
	const struct inventory *by = musterd->inventory ? musterd->inventory : musterd->watch;
	size_t i;
	int err = 0;

	snapshot_sort(musterd->live);
	if (by)
		err = compare_named(musterd, by, verdict);
	for (i = 0; i < verdict->count && !err; i++)
		set_cause(musterd, verdict->findings[i]);
	if (!err && musterd->inventory_trouble && is_told(musterd))
		err = append(verdict, finding_copy(musterd->inventory_trouble));
	if (!err && !musterd->netlink)
		err = append(verdict, ledger_absent(musterd));
	return err;
}

static void note_judged(struct musterd *musterd)
{
	struct standing_mark *mark = standing_mark(musterd->standing);
	bool settled = standing_settled(musterd->standing, now_boottime());

	musterd->arrived = false;
	if (musterd->has_load && musterd->netlink && musterd->walked) {
		musterd->judged = musterd->applied;
		mark->has_load = true;
		memcpy(mark->load_id, musterd->load_id, sizeof(mark->load_id));
		mark->judged = musterd->judged;
	}
	if (settled && !musterd->settled)
		musterd->unsaved = true;
	musterd->settled = settled;
	if (settled && musterd->rescan_wanted && musterd->netlink) {
		musterd->rescan_wanted = false;
		musterd->rescan_at = now_boottime();
	}
}

/* Before the module or sysfs has told what is there, nothing is missing. */
static bool is_known(const struct musterd *musterd)
{
	return musterd->walked || musterd->live->source == SOURCE_SYSFS;
}

int judge(struct musterd *musterd)
{
	struct verdict verdict = { .count = 0 };
	int err;

	if (!is_known(musterd))
		return 0;
	err = probe_join(musterd);
	if (!err)
		err = make_verdict(musterd, &verdict);
	if (!err) {
		musterd->unverified = verdict.unverified_count;
		link_want(musterd, &verdict);
		err = standing_update(musterd->standing, &verdict, now_boottime(),
				      now_realtime(), news_take, musterd);
	}
	verdict_clear(&verdict);
	probe_leave(musterd);
	news_send(musterd);
	trouble_set(musterd, TROUBLE_JUDGING, err ? "not all could be judged or told: %s" : NULL,
		    strerror(-err));
	if (!err)
		note_judged(musterd);
	/* with the module it is saved with what the ledger holds */
	if (!musterd->netlink && standing_flapping(musterd->standing))
		musterd->unsaved = true;
	return err;
}

static int note(struct musterd *musterd, struct finding *finding)
{
	return standing_note(musterd->standing, finding, now_boottime(), now_realtime(),
			     news_take, musterd);
}

int judge_note(struct musterd *musterd, struct finding *finding)
{
	int err = finding ? note(musterd, finding) : -ENOMEM;

	news_send(musterd);
	return err;
}

int judge_pass(struct musterd *musterd, struct finding *finding)
{
	int err = finding ? standing_pass(musterd->standing, finding, now_boottime(),
					  now_realtime(), news_take, musterd) : -ENOMEM;

	news_send(musterd);
	return err;
}

int judge_notes(struct musterd *musterd, struct verdict *verdict)
{
	int first = 0, err;
	size_t i;

	for (i = 0; i < verdict->count; i++) {
		err = note(musterd, verdict->findings[i]);
		first = first ? first : err;
	}
	verdict->count = 0;
	news_send(musterd);
	return first;
}

static int save_standing(struct musterd *musterd)
{
	struct standing_mark *mark = standing_mark(musterd->standing);
	int err;

	mark->log_inode = musterd->log.inode;
	mark->log_offset = musterd->log.end;
	err = standing_save(musterd->standing, musterd->standing_path);
	trouble_set(musterd, TROUBLE_STANDING, err ? "what stands cannot be saved: %s" : NULL,
		    strerror(-err));
	return err;
}

void judge_save(struct musterd *musterd)
{
	int err;

	if (musterd->log.waiting_count) {
		/* the mark would say that these lines are in the log */
		trouble_set(musterd, TROUBLE_ALERTS, "%zu findings cannot be written to %s yet",
			    musterd->log.waiting_count, musterd->log.path);
		clock_retry(musterd);
		return;
	}
	err = alert_sync(&musterd->log);
	trouble_set(musterd, TROUBLE_ALERTS, err ? "findings may not be on the disk: %s" : NULL,
		    strerror(-err));
	if (err)
		clock_retry(musterd);
	if (!musterd->unsaved)
		return;
	musterd->unsaved = save_standing(musterd);
	if (musterd->unsaved)
		clock_retry(musterd);
}

/*
 * After a crash only the lines of the log that the mark names are read again: so
 * it has to name the log before there are any, or they would be told twice.
 */
void judge_mark(struct musterd *musterd)
{
	if (alert_ready(&musterd->log) || musterd->log.waiting_count ||
	    standing_mark(musterd->standing)->log_inode == musterd->log.inode)
		return;
	save_standing(musterd);
}

static int replay_line(const char *line, void *context)
{
	struct musterd *musterd = context;
	struct json_object *json = json_tokener_parse(line);
	struct finding *finding;
	int err;

	/* a line that is none was cut short by a crash of the host */
	if (!json)
		return 0;
	err = finding_from_json(json, &finding);
	json_object_put(json);
	if (err)
		return err == -EINVAL ? 0 : err;
	return standing_replay(musterd->standing, finding);
}

int judge_load(struct musterd *musterd)
{
	const struct standing_mark *mark = standing_mark(musterd->standing);
	char *aside;
	int err;

	err = standing_load(musterd->standing, musterd->standing_path, musterd->boot_id);
	if (err == -EINVAL) {
		if (asprintf(&aside, "%s.bad", musterd->standing_path) >= 0) {
			rename(musterd->standing_path, aside);
			free(aside);
		}
		trouble_set(musterd, TROUBLE_STANDING, "%s was damaged and is now *.bad: findings that stand are told again",
			    musterd->standing_path);
		return 0;
	}
	if (err)
		return err;
	return alert_read(&musterd->log, mark->log_inode, mark->log_offset, replay_line, musterd);
}
