/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * musterd.h: what the files of the daemon share.
 *
 * Threads: one. It sleeps in sd_event_loop(); what wakes it is the listening
 * socket, one timer for all deadlines, a change of the clocks, and signals.
 * Nothing blocks but the disk.
 */
#ifndef MUSTER_MUSTERD_H
#define MUSTER_MUSTERD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "config.h"
#include "file_sync.h"
#include "finding.h"
#include "netlink.h"
#include "probe_record.h"
#include "standing.h"

struct alert;
struct device;
struct entry;
struct inventory;
struct ledger_file;
struct names;
struct part_child;
struct snapshot;
struct verdict;

#define NEVER UINT64_MAX
#define SECOND UINT64_C(1000000000)	/* ns */

/* What is wrong with the daemon itself; a sentence each, in the status file. */
enum trouble {
	TROUBLE_CONFIG,
	TROUBLE_MODULE,
	TROUBLE_SYSFS,
	TROUBLE_LEDGER,
	TROUBLE_ALERTS,
	TROUBLE_JOURNAL,
	TROUBLE_STANDING,
	TROUBLE_STATUS,
	TROUBLE_JUDGING,
	TROUBLE_PREVIOUS,
	TROUBLE_INVENTORY,
	TROUBLE_PROBE,
	TROUBLE_CONTENTS,
	TROUBLE_RELOAD,
	TROUBLES,
};

/* Options of the command line override the file. */
struct override {
	const char *key, *value;
};

#define OVERRIDES_MAX 16

/* Where a device that left was, what it was, and the number of the entry that says so. */
struct gone {
	char *place, *text;
	uint64_t number;
};

#define GONE_MAX 256

/* What was judged on the way in this batch, and what that came to. */
struct visit {
	char *text;
	char (*ids)[33];	/* of its findings */
	size_t count;
};

/**
 * struct alert_log - findings.jsonl
 * @waiting: lines that could not be written yet, oldest first
 */
struct alert_log {
	char *path;
	int fd;
	uint64_t inode, end;	/* end: bytes that hold whole lines */
	struct file_sync sync;	/* how far it is on the disk */
	bool dirty;		/* since the last sync */
	char **waiting;
	size_t waiting_count;
};

struct musterd {
	struct config config;
	const char *config_path;
	struct override overrides[OVERRIDES_MAX];
	size_t override_count;

	sd_event *loop;
	sd_event_source *timer, *listening, *clocks;
	int clock_fd;
	int64_t suspended;	/* CLOCK_BOOTTIME less CLOCK_MONOTONIC, ns */
	int state_fd;		/* of the state directory, locked */

	/* deadlines, CLOCK_BOOTTIME, ns; NEVER: none */
	uint64_t rescan_at, poll_at, retry_at, sync_at, link_at;
	uint64_t contents_at, contents_until;

	struct finding_host host;
	char hostname[65], machine_id[33], boot_id[37];
	bool virtual_machine;

	/* the module: musterd_module.c */
	struct listener *listener;
	struct netlink *netlink;	/* NULL: sysfs is the source */
	uint8_t load_id[16];
	bool has_load;
	struct ledger_file *ledger;	/* NULL: cannot be kept on disk */
	uint64_t lost;
	bool rescan_wanted;	/* once it has settled */
	bool filing_failed;	/* in this pull */
	bool reloaded;		/* this is not the first load of the boot */
	bool chain_broken;	/* this load is no longer filed */
	bool module_lacked;	/* it could not even be asked, for want of descriptors */

	/* what is present: musterd_live.c */
	struct snapshot *live, *before;	/* before: of the load before this one */
	uint64_t applied;	/* number of the next entry to apply */
	uint64_t judged;	/* number of the first entry not judged yet */
	bool adrift;		/* live must be taken from the roster anew */
	bool walked;		/* the walk of this load has ended */
	bool arrived;		/* something did that was not judged yet */
	struct entry *deferred;	/* departures during the walk */
	size_t deferred_count;
	struct gone gone[GONE_MAX];
	size_t gone_next;
	struct visit *absences, *visits;
	size_t absence_count, visit_count;
	uint64_t judging_at;	/* CLOCK_BOOTTIME of what is being judged, ns; 0: now */

	/* what memories hold: musterd_contents.c */
	struct part_child *contents_child;	/* reads; NULL: nobody does */
	sd_event_source *contents_source;
	bool contents_fresh;	/* the next reading takes nothing from the cache */
	bool contents_anew;	/* so does the one of the child */
	bool contents_asked;	/* since the board settled */
	bool contents_known;	/* read once, or it was tried */
	bool contents_came;	/* devices did, of which the cache may know */
	size_t contents_missed;	/* memories that it did not know */

	/* judging: musterd_judge.c */
	struct inventory *inventory;
	struct inventory *watch;	/* judges where there is no inventory; may be NULL */
	struct finding *inventory_trouble;
	struct names *names;	/* at rest but for comparing; NULL: none yet */
	struct standing *standing;
	char *standing_path;
	bool begun;		/* what stood is known */
	bool unsaved, alerted, settled, replaying;
	size_t unverified;

	bool compared;		/* with the previous boot: musterd_previous.c */

	/* what answers though nobody declared it: musterd_probe.c */
	struct probe_record probed;	/* of this boot, by whomever */
	sd_event_source *probe_source, *probe_file;	/* the tool at work; its record */
	bool probe_tried;

	/* telling */
	struct alert_log log;
	struct finding **news;	/* of this judging: musterd_news.c */
	size_t news_count;
	bool to_stderr;
	char *status_path, *status_text;
	char *trouble[TROUBLES];
	char *kernel_log;	/* what comparing it with the ledger came to */
	bool log_compared;
	bool reload_lacked;	/* settings and inventories are to be read again */
};

/* musterd_settings.c */
/**
 * settings_read() - the settings file, then the command line over it
 * @why: a sentence, to be freed, or NULL as it was
 * Return: 0, and @config is to be cleared; -errno.
 */
int settings_read(const struct musterd *musterd, struct config *config, char **why);
/** settings_times() - what of them is for what stands */
struct standing_times settings_times(const struct config *config);
/** settings_reload() - them, the log and the inventories; what is bad stays as it was */
void settings_reload(struct musterd *musterd);
/** settings_retry() - the same again, where descriptors were lacking. Return: whether it was. */
bool settings_retry(struct musterd *musterd);

/* musterd_clock.c */
uint64_t now_boottime(void);
uint64_t now_realtime(void);
int clock_watch(struct musterd *musterd);
/** clock_arm() - set the timer to the next deadline there is */
int clock_arm(struct musterd *musterd);
/** clock_retry() - soon, try again what could not be filed, told or saved */
void clock_retry(struct musterd *musterd);

/* musterd_module.c */
/** module_try() - follow the module that is loaded, or else sysfs */
void module_try(struct musterd *musterd);
/** module_pull() - take, file and judge the entries since the last time */
int module_pull(struct musterd *musterd);
void module_detach(struct musterd *musterd);
/** module_hear() - do what the listener was woken for */
void module_hear(struct musterd *musterd);
int module_listen(struct musterd *musterd);
void module_rescan(struct musterd *musterd);
void module_sync(struct musterd *musterd);

/* musterd_sysfs.c */
/** sysfs_poll() - look at sysfs and judge */
void sysfs_poll(struct musterd *musterd);

/* musterd_live.c */
/** live_new() - of this machine, with nothing known to be present. Return: 0 or -errno. */
int live_new(struct snapshot **out);
/** live_replace() - @live is what is present; takes it over */
void live_replace(struct musterd *musterd, struct snapshot *live);
/** live_reset() - nothing is known to be present; an error leaves what is as it was */
int live_reset(struct musterd *musterd);
/** live_set_aside() - what the module's load until now knew becomes @before */
void live_set_aside(struct musterd *musterd);
/** live_apply() - one entry, in order; what comes and goes is judged on the way */
int live_apply(struct musterd *musterd, const uint8_t *payload, size_t length);
/** live_take_roster() - what the module says is present, after a gap */
int live_take_roster(struct musterd *musterd);
/** live_end_batch() - all there was has been applied */
void live_end_batch(struct musterd *musterd);
/** live_gone() - Return: what left @place last, as far as that is remembered, or NULL. */
const struct gone *live_gone(const struct musterd *musterd, const char *place);
void live_clear(struct musterd *musterd);

/* musterd_visit.c */
/** visit_judge() - @device is about to go, and perhaps no judge() has seen it yet */
int visit_judge(struct musterd *musterd, const struct device *device);
/** visit_judge_absence() - @device arrives; what left its place may not have been missed yet */
int visit_judge_absence(struct musterd *musterd, const struct device *device);
/** visit_describe() - Return: all that a rule may tell two devices at one place apart by. */
char *visit_describe(const struct device *device);
/** visit_fold() - arrivals that the module only counted */
void visit_fold(struct musterd *musterd, const struct entry *entry);
/** visits_clear() - a batch ends */
void visits_clear(struct musterd *musterd);

/* musterd_contents.c */
/** contents_want() - have memories read, @delay ns from now; @fresh: all of them anew */
void contents_want(struct musterd *musterd, bool fresh, uint64_t delay);
/** contents_recall() - what is known of those in @snapshot, of this machine, by now */
int contents_recall(struct musterd *musterd, struct snapshot *snapshot);
/** contents_check() - begin what is due, and give up what takes too long */
void contents_check(struct musterd *musterd, uint64_t now);
/** contents_due() - Return: when contents_check() has something to do; NEVER. */
uint64_t contents_due(const struct musterd *musterd);
/** contents_stop() - at the end */
void contents_stop(struct musterd *musterd);

/* musterd_privilege.c */
/** privilege_lower() - at the start: read nothing that the daemon's user may not */
void privilege_lower(void);
/** privilege_raise() - read what only root may, in a child */
void privilege_raise(void);

/* musterd_recall.c */
/** live_recall() - @before from the ledgers that earlier loads of this boot left */
void live_recall(struct musterd *musterd);

/* musterd_judge.c */
/** judge() - compare what is present now, and tell what is news */
int judge(struct musterd *musterd);
/** judge_note() - tell a finding about what is past; takes @finding over */
int judge_note(struct musterd *musterd, struct finding *finding);
/** judge_pass() - the same for one that clears when there is no other like it for long enough */
int judge_pass(struct musterd *musterd, struct finding *finding);
/** judge_notes() - the same for all of a verdict, which are news together */
int judge_notes(struct musterd *musterd, struct verdict *verdict);
/** judge_save() - lines to the disk, then what stands */
void judge_save(struct musterd *musterd);
/** judge_mark() - before a line is told: the mark is of the log that it goes to */
void judge_mark(struct musterd *musterd);
/** judge_load() - what stood, and what the log says was told since */
int judge_load(struct musterd *musterd);

/* musterd_link.c */
/** link_want() - a second look in a minute, where a rule asks for a speed that was not there */
void link_want(struct musterd *musterd, const struct verdict *verdict);
/** link_check() - take that look, and judge where it tells something */
void link_check(struct musterd *musterd);
/** link_carry() - what was seen twice of devices that are still as fast; @now is sorted */
void link_carry(const struct snapshot *before, struct snapshot *now);

/* musterd_previous.c */
/**
 * previous_check() - tell what differs since the previous boot; does its work
 * once, when the board has settled, and then keeps what is there
 */
void previous_check(struct musterd *musterd);
/** previous_keep() - at the end: what is there, for the next boot */
void previous_keep(struct musterd *musterd);

/* musterd_news.c */
/** news_take() - a standing_news: the line is written, the alert waits for news_send() */
int news_take(const struct finding *finding, void *musterd);
/** news_send() - alert of what was taken, once for each cause */
void news_send(struct musterd *musterd);

/* musterd_inventory.c */
/** inventory_reload() - a rejected new inventory leaves the last good one in force */
int inventory_reload(struct musterd *musterd);
/** inventory_retry() - keep the one in force on disk, where that failed */
void inventory_retry(struct musterd *musterd);

/* musterd_probe.c */
/**
 * probe_once() - begin a probe, where the settings ask for one, when the board has
 * settled, and when this boot has seen none from here
 */
void probe_once(struct musterd *musterd);
/** probe_load() - take what probes of this boot found. Return: 0, or a lack: see lack.h. */
int probe_load(struct musterd *musterd);
/** probe_watch() - from now on, too: somebody may run one by hand */
int probe_watch(struct musterd *musterd);
/** probe_join() - put it into @live, for judging; probe_leave() takes it out again */
int probe_join(struct musterd *musterd);
void probe_leave(struct musterd *musterd);
void probe_end(struct musterd *musterd);

/* musterd_verify.c */
struct trust;
/** tool_find() - the tool that came with this daemon. Return: 0, -ENOENT, or -errno. */
int tool_find(char *path, size_t size);
/** verify_by_tool() - trust->verify by another process; see inventory_signature.h */
int verify_by_tool(const struct trust *trust, const char *path, const char *text,
		   size_t length, char **why);

/* musterd_ledger.c: findings of class ledger. Each Return: the finding, or NULL. */
struct finding *ledger_gap(const struct musterd *musterd, uint64_t first, uint64_t last);
struct finding *ledger_folded(const struct musterd *musterd, const struct entry *entry);
struct finding *ledger_reload(const struct musterd *musterd, const uint8_t *before);
struct finding *ledger_broken(const struct musterd *musterd, uint64_t number, const char *why);
struct finding *ledger_damaged(const struct musterd *musterd, const char *why);
struct finding *ledger_absent(const struct musterd *musterd);
struct finding *ledger_unrecorded(const struct musterd *musterd, const char *address,
				  const char *ids);

/* musterd_kmsg.c */
/**
 * kmsg_compare() - functions that the kernel found and the ledger does not have;
 * does its work once, when the board has settled
 */
void kmsg_compare(struct musterd *musterd);

/* musterd_alert_jsonl.c */
int alert_open(struct alert_log *log, const char *directory);
/** alert_close() - after a last sync. Return: 0 or its error. */
int alert_close(struct alert_log *log);
/** alert_write() - a line, now or later. Return: 0, or -errno: not even later. */
int alert_write(struct alert_log *log, const char *line);
/** alert_retry() - what waits. Return: 0: nothing waits any more. */
int alert_retry(struct alert_log *log);
int alert_sync(struct alert_log *log);
/** alert_ready() - open anew what was renamed, removed or cut. Return: 0 or -errno. */
int alert_ready(struct alert_log *log);
/** alert_reopen() - the file may have been renamed */
int alert_reopen(struct alert_log *log);
/** alert_read() - the whole lines after @offset, if the file is still @inode */
int alert_read(struct alert_log *log, uint64_t inode, uint64_t offset,
	       int (*each)(const char *line, void *context), void *context);

/* musterd_alert_journal.c */
int journal_send(const struct alert *alert);

/* musterd_status.c */
/** trouble_set() - @format NULL: it is over */
void trouble_set(struct musterd *musterd, enum trouble kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/** status_write() - the status file and the manager's line, if they changed */
void status_write(struct musterd *musterd);

#endif /* MUSTER_MUSTERD_H */
