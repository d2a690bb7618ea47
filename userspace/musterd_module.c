// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_module.c: follow the module: subscribe, ask, pull by number; put what
 * comes into the ledger file first, then apply it, then judge.
 */
#include "musterd.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "boot_store.h"
#include "lack.h"
#include "ledger_file.h"
#include "snapshot.h"

#define SYNC_DELAY SECOND	/* of entries that raised nothing */

static bool is_gone(int err)
{
	return err == -ENOENT || err == -ESHUTDOWN || err == -ENODEV;
}

/* Entries of this load that are on disk already. */
static int apply_filed(uint64_t number, const uint8_t *payload, size_t length,
		       uint64_t lost, void *context)
{
	struct musterd *musterd = context;
	int err;

	if (number < musterd->applied)
		return 0;
	if (lost) {
		musterd->lost += lost;
		musterd->adrift = true;
	}
	if (lost && number >= musterd->judged)
		judge_note(musterd, ledger_gap(musterd, number - lost, number - 1));
	err = live_apply(musterd, payload, length);
	if (err == -EBADMSG) {
		/* proved, but not understood: the roster will do */
		musterd->adrift = true;
		musterd->applied = number + 1;
		err = 0;
	}
	return err;
}

static void stop_filing(struct musterd *musterd, const char *what, int err)
{
	trouble_set(musterd, TROUBLE_LEDGER, "the ledger is not kept on disk: %s: %s",
		    what, strerror(-err));
	clock_retry(musterd);
}

static int open_ledger(struct musterd *musterd)
{
	struct boot_store_opened opened;
	struct ledger_id id = { .boot_id = "" };
	char *directory;
	int err;

	memcpy(id.boot_id, musterd->boot_id, sizeof(id.boot_id));
	memcpy(id.machine_id, musterd->machine_id, sizeof(id.machine_id));
	memcpy(id.load_id, musterd->load_id, sizeof(id.load_id));
	if (asprintf(&directory, "%s/ledger", musterd->config.state_dir) < 0)
		return -ENOMEM;
	err = boot_store_open(directory, &id, &opened, apply_filed, musterd);
	if (!err) {
		musterd->ledger = opened.file;
		musterd->reloaded = opened.reloaded;
		trouble_set(musterd, TROUBLE_LEDGER, NULL);
		if (opened.damage)
			judge_note(musterd, ledger_damaged(musterd, opened.damage));
		free(opened.damage);
		if (opened.created)
			boot_store_prune(directory, musterd->config.keep_boots,
					 musterd->config.keep_bytes);
	} else {
		stop_filing(musterd, directory, err);
	}
	free(directory);
	return err;
}

/* Another load than the one followed so far, or the first. */
static int begin_load(struct musterd *musterd, const struct netlink_info *info)
{
	struct standing_mark *mark = standing_mark(musterd->standing);
	bool same = mark->has_load && !memcmp(mark->load_id, info->load_id, 16);
	struct snapshot *live;
	uint8_t before[16];
	int err = live_new(&live);

	if (err)
		return err;
	memcpy(before, mark->load_id, sizeof(before));
	memcpy(musterd->load_id, info->load_id, 16);
	if (!same)
		live_set_aside(musterd);
	if (!same && mark->has_load && !musterd->before)
		live_recall(musterd);
	live_replace(musterd, live);
	musterd->has_load = true;
	musterd->walked = false;
	musterd->adrift = false;
	musterd->applied = 1;
	musterd->judged = same ? mark->judged : 1;
	musterd->lost = 0;
	musterd->chain_broken = false;
	musterd->rescan_wanted = true;
	if (mark->has_load && !same)
		judge_note(musterd, ledger_reload(musterd, before));
	open_ledger(musterd);
	return 0;
}

static int attach(struct musterd *musterd)
{
	struct netlink_info info;
	int err;

	err = netlink_open(&musterd->netlink);
	if (err) {
		musterd->netlink = NULL;
		return err;
	}
	err = netlink_info(musterd->netlink, &info);
	if (!err && (!musterd->has_load || memcmp(musterd->load_id, info.load_id, 16) ||
		     musterd->live->source != SOURCE_MODULE)) {
		module_sync(musterd);
		ledger_file_close(musterd->ledger);
		musterd->ledger = NULL;
		err = begin_load(musterd, &info);
	}
	if (!err)
		return 0;
	netlink_close(musterd->netlink);
	musterd->netlink = NULL;
	return err;
}

/* Put it into the file; what goes wrong there stops neither applying nor judging. */
static void file_entry(struct musterd *musterd, uint64_t number,
		       const struct netlink_entry *entry)
{
	int err;

	if (!musterd->ledger || musterd->filing_failed ||
	    number < ledger_file_next(musterd->ledger))
		return;
	err = ledger_file_append(musterd->ledger, entry->payload, entry->length, entry->hash,
				 entry->previous_hash, entry->lost);
	if (!err)
		return;
	musterd->filing_failed = true;
	if (err == -EBADMSG || err == -ERANGE) {
		judge_note(musterd, ledger_broken(musterd, number, err == -EBADMSG ?
						  "its hash does not follow from the entry before" :
						  "it is not the number that should come next"));
		trouble_set(musterd, TROUBLE_LEDGER, "the ledger ends at entry %" PRIu64 ": the chain is broken",
			    ledger_file_next(musterd->ledger) - 1);
		ledger_file_close(musterd->ledger);
		musterd->ledger = NULL;
		musterd->chain_broken = true;
		return;
	}
	stop_filing(musterd, ledger_file_path(musterd->ledger), err);
}

static int take_entry(const struct netlink_entry *entry, void *context)
{
	struct musterd *musterd = context;
	uint64_t number;
	int err;

	if (entry->length < 12)
		return -EBADMSG;
	memcpy(&number, entry->payload + 4, sizeof(number));
	if (entry->lost && number > musterd->applied) {
		musterd->lost += entry->lost;
		musterd->adrift = true;
		judge_note(musterd, ledger_gap(musterd, number - entry->lost, number - 1));
	}
	file_entry(musterd, number, entry);
	if (number < musterd->applied)
		return 0;
	err = live_apply(musterd, entry->payload, entry->length);
	if (err == -EBADMSG) {
		trouble_set(musterd, TROUBLE_MODULE, "entry %" PRIu64 " cannot be decoded", number);
		musterd->adrift = true;
		musterd->applied = number + 1;
		err = 0;
	}
	return err;
}

static int pull_entries(struct musterd *musterd)
{
	uint64_t from = musterd->applied;

	/* what could not be filed last time comes again */
	if (musterd->ledger && ledger_file_next(musterd->ledger) < from)
		from = ledger_file_next(musterd->ledger);
	musterd->filing_failed = false;
	return netlink_entries(musterd->netlink, from, musterd->load_id, take_entry, musterd);
}

static int pull(struct musterd *musterd)
{
	int err;

	/* it may be that the disk was full */
	if (!musterd->ledger && !musterd->chain_broken)
		open_ledger(musterd);
	err = pull_entries(musterd);
	if (err || !musterd->adrift)
		return err;
	err = live_take_roster(musterd);
	if (err)
		return err;
	musterd->adrift = false;
	return pull_entries(musterd);
}

static void end_pull(struct musterd *musterd)
{
	if (musterd->contents_came)
		contents_recall(musterd, musterd->live);
	musterd->contents_came = false;
	if (musterd->walked)
		judge(musterd);
	live_end_batch(musterd);
	if (musterd->before && musterd->walked) {
		snapshot_free(musterd->before);
		musterd->before = NULL;
	}
	if (musterd->log.dirty)
		module_sync(musterd);
	else if (musterd->sync_at == NEVER)
		musterd->sync_at = now_boottime() + SYNC_DELAY;
}

int module_pull(struct musterd *musterd)
{
	int err = pull(musterd);

	if (err == -ERANGE) {
		/* the file is ahead of the module that wrote it: not possible */
		judge_note(musterd, ledger_broken(musterd, musterd->applied,
						  "the module does not have the entry before"));
		musterd->applied = 1;
		musterd->adrift = true;
		ledger_file_close(musterd->ledger);
		musterd->ledger = NULL;
		musterd->chain_broken = true;
		err = pull(musterd);
	}
	if (err == -ESTALE) {
		netlink_close(musterd->netlink);
		musterd->netlink = NULL;
		err = attach(musterd);
		if (!err)
			err = pull(musterd);
	}
	if (!err) {
		end_pull(musterd);
		return 0;
	}
	if (is_gone(err)) {
		module_detach(musterd);
		return err;
	}
	trouble_set(musterd, TROUBLE_MODULE, "the module's entries cannot be read: %s",
		    strerror(-err));
	clock_retry(musterd);
	return err;
}

/* From here on sysfs must do; the ledger stays open in case the load goes on. */
void module_detach(struct musterd *musterd)
{
	module_sync(musterd);
	if (musterd->netlink)
		netlink_close(musterd->netlink);
	musterd->netlink = NULL;
	musterd->rescan_at = NEVER;
	musterd->poll_at = now_boottime();
}

void module_sync(struct musterd *musterd)
{
	int err = 0;

	musterd->sync_at = NEVER;
	/* how far judging has come, too */
	musterd->unsaved = true;
	if (musterd->ledger)
		err = ledger_file_sync(musterd->ledger);
	if (err)
		stop_filing(musterd, ledger_file_path(musterd->ledger), err);
	else if (musterd->ledger && !musterd->filing_failed)
		/* not before the disk has confirmed it: trouble that lasts is said once */
		trouble_set(musterd, TROUBLE_LEDGER, NULL);
}

void module_rescan(struct musterd *musterd)
{
	uint64_t ticket, next = musterd->config.rescan;
	int err;

	if (!musterd->netlink || !next)
		return;
	err = netlink_rescan(musterd->netlink, &ticket);
	if (err == -EBUSY)
		next = 10 * SECOND;
	else if (is_gone(err))
		module_detach(musterd);
	else if (!err)
		contents_want(musterd, true, 0);
	/* a tenth of jitter: a fleet that was started at once is not in step */
	musterd->rescan_at = now_boottime() + next - next / 20 +
			     (next / 10 ? now_realtime() % (next / 10) : 0);
}

void module_hear(struct musterd *musterd)
{
	int what = listener_read(musterd->listener);

	/* what cannot be read may have been a doorbell: pulling is never wrong */
	if (what < 0)
		what = NETLINK_RANG;
	if (what & NETLINK_WENT)
		module_detach(musterd);
	if (what & NETLINK_CAME || (what & NETLINK_RANG && !musterd->netlink))
		module_try(musterd);
	else if (what & NETLINK_RANG)
		module_pull(musterd);
}

static int on_listener(sd_event_source *source, int fd, uint32_t events, void *context)
{
	struct musterd *musterd = context;

	(void)source;
	(void)fd;
	(void)events;
	module_hear(musterd);
	judge_save(musterd);
	status_write(musterd);
	return clock_arm(musterd);
}

/* Attach if that can be done, otherwise say why not. */
void module_try(struct musterd *musterd)
{
	int err;

	if (musterd->netlink)
		netlink_close(musterd->netlink);
	err = attach(musterd);
	musterd->module_lacked = is_lack(err);
	if (!err) {
		trouble_set(musterd, TROUBLE_MODULE, NULL);
		/* nobody looks there any more */
		trouble_set(musterd, TROUBLE_SYSFS, NULL);
		musterd->poll_at = NEVER;
		module_pull(musterd);
		return;
	}
	trouble_set(musterd, TROUBLE_MODULE, err == -ENOENT ? "the module is not loaded" :
		    err == -EPERM ? "the module may not be asked (no CAP_NET_ADMIN)" :
		    "the module cannot be asked: %s", strerror(-err));
	musterd->poll_at = now_boottime();
	/* its bell may not ring again for long */
	if (musterd->module_lacked)
		clock_retry(musterd);
}

int module_listen(struct musterd *musterd)
{
	int err;

	err = listener_open(&musterd->listener);
	if (err)
		return err;
	return sd_event_add_io(musterd->loop, &musterd->listening,
			       listener_fd(musterd->listener), EPOLLIN, on_listener, musterd);
}
