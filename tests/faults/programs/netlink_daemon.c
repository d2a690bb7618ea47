// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * netlink_daemon.c: the daemon's own following of the module, in this process: its files
 * without its main() and its loop.
 */
#include "netlink_daemon.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "boot_store.h"
#include "fuzz.h"
#include "fuzz_netlink.h"
#include "inventory.h"
#include "ledger_file.h"
#include "musterd.h"
#include "snapshot.h"

/* What the ledgers of a session hold, held against what was recorded. */
struct look {
	uint64_t same, lost;
	const char *fault;
};

static int compare_entry(uint64_t number, const uint8_t *payload, size_t length, uint64_t lost,
			 void *context)
{
	struct look *look = context;
	size_t recorded_length = 0;
	const uint8_t *recorded = fuzz_netlink_entry(number, &recorded_length);

	look->lost += lost;
	if (!recorded || recorded_length != length || memcmp(recorded, payload, length))
		look->fault = "an entry on disk is not the one that was recorded";
	else
		look->same++;
	return 0;
}

static int look_at(const struct boot_store_item *item, void *context)
{
	struct ledger_report report;
	struct look *look = context;
	char *why = NULL;

	if (ledger_file_verify(item->path, &report, &why, compare_entry, look) || report.torn) {
		fprintf(stderr, "%s: %s\n", item->path, why ? why : "torn");
		look->fault = "what the daemon filed cannot be proved";
	}
	free(why);
	return 0;
}

static uint64_t recorded_entries(void)
{
	uint64_t number = 0;
	size_t length;

	while (fuzz_netlink_entry(number + 1, &length))
		number++;
	return number;
}

static bool says_something(const struct musterd *musterd)
{
	struct stat status;
	char *path;
	bool told;

	for (unsigned int i = 0; i < TROUBLES; i++)
		if (musterd->trouble[i])
			return true;
	claim(asprintf(&path, "%s/findings.jsonl", musterd->config.log_dir) > 0);
	told = !stat(path, &status) && status.st_size;
	free(path);
	return told;
}

static enum session judge_session(const struct musterd *musterd, const char **fault)
{
	struct look look = { .fault = NULL };
	char *directory;

	claim(asprintf(&directory, "%s/ledger", musterd->config.state_dir) > 0);
	boot_store_list(directory, look_at, &look);
	free(directory);
	*fault = look.fault;
	if (look.same == recorded_entries())
		return SESSION_WHOLE;
	if (!*fault && look.lost && !says_something(musterd))
		*fault = "entries are lost, and nothing says so";
	return look.same ? SESSION_SHORT : SESSION_NONE;
}

static void set(struct config *config, const char *key, const char *name)
{
	char *why = NULL, *path;

	claim(asprintf(&path, "%s/daemon/%s", fuzz_directory(), name) > 0);
	claim(!mkdir(path, 0700) || errno == EEXIST);
	claim(!config_set(config, key, path, &why));
	free(path);
}

static struct musterd *begin(void)
{
	struct musterd *musterd = calloc(1, sizeof(*musterd));
	const struct standing_times times = { .settle = 1, .settle_max = 1, .grace = 1 };
	char *root;

	claim(musterd && !config_init(&musterd->config));
	claim(asprintf(&root, "%s/daemon", fuzz_directory()) > 0);
	claim(!mkdir(root, 0700) || errno == EEXIST);
	free(root);
	set(&musterd->config, "inventory_dir", "inventory");
	set(&musterd->config, "vendor_dir", "vendor");
	set(&musterd->config, "keys", "keys");
	set(&musterd->config, "state_dir", "state");
	set(&musterd->config, "run_dir", "run");
	set(&musterd->config, "log_dir", "log");
	musterd->config.journal = false;
	musterd->config.kernel_log = false;
	musterd->rescan_at = musterd->poll_at = musterd->retry_at = musterd->sync_at = NEVER;
	musterd->link_at = musterd->contents_at = musterd->contents_until = NEVER;
	musterd->state_fd = -1;
	claim(asprintf(&musterd->standing_path, "%s/standing.json", musterd->config.state_dir) > 0);
	claim(asprintf(&musterd->status_path, "%s/status.json", musterd->config.run_dir) > 0);
	claim(!alert_open(&musterd->log, musterd->config.log_dir));
	claim(!live_reset(musterd));
	snprintf(musterd->boot_id, sizeof(musterd->boot_id), "%s",
		 "6d757374-6572-4000-8000-000000000001");
	claim(musterd->standing = standing_new(&times, now_boottime()));
	return musterd;
}

static void end(struct musterd *musterd)
{
	alert_close(&musterd->log);
	ledger_file_close(musterd->ledger);
	netlink_close(musterd->netlink);
	listener_close(musterd->listener);
	live_clear(musterd);
	inventory_free(musterd->inventory);
	finding_free(musterd->inventory_trouble);
	standing_free(musterd->standing);
	for (unsigned int i = 0; i < TROUBLES; i++)
		free(musterd->trouble[i]);
	free(musterd->standing_path);
	free(musterd->status_path);
	free(musterd->status_text);
	config_clear(&musterd->config);
	free(musterd);
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status;
	(void)type;
	(void)where;
	return remove(path);
}

static void clean(void)
{
	char *root;

	claim(asprintf(&root, "%s/daemon", fuzz_directory()) > 0);
	nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(root);
}

static void hear(struct musterd *musterd, const char *kind)
{
	if (!musterd->listener && listener_open(&musterd->listener))
		return;
	fuzz_netlink_notice(kind);
	module_hear(musterd);
}

enum session daemon_follow(const char **fault)
{
	struct musterd *musterd = begin();
	enum session session;

	module_try(musterd);
	hear(musterd, "doorbell");
	module_rescan(musterd);
	hear(musterd, "module");
	module_sync(musterd);
	session = judge_session(musterd, fault);
	end(musterd);
	clean();
	return session;
}
