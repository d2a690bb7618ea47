// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd.c: the daemon: follows the module, or sysfs, and tells what is wrong.
 */
#include "musterd.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>
#include <time.h>
#include <unistd.h>

#include "crash_kernel.h"
#include "inventory.h"
#include "ledger_file.h"
#include "names.h"
#include "snapshot.h"
#include "version.h"

#define LOCK_PAUSE_MS	50
#define LOCK_WAIT_MS	2000

static const char usage[] =
	"usage: musterd [OPTION...]\n"
	"\n"
	"  --config FILE         settings (/etc/muster/musterd.conf)\n"
	"  --inventory-dir DIR   known-good lists (/etc/muster/inventory.d)\n"
	"  --state-dir DIR       ledgers and what stands (/var/lib/muster)\n"
	"  --run-dir DIR         status.json (/run/muster)\n"
	"  --log-dir DIR         findings.jsonl (/var/log/muster)\n"
	"  --settle TIME         a board has settled after so long without an event (30s)\n"
	"  --settle-max TIME     ... and so long after the start at the latest (180s)\n"
	"  --grace TIME          how long a part may be away (10s)\n"
	"  --rescan TIME         how often the module reads all devices again (1h)\n"
	"  --poll TIME           how often to look at sysfs without the module (10s)\n"
	"  --foreground          stay in the foreground, which it always does\n"
	"  --version, --help\n"
	"\n"
	"Times: 500ms, 30s, 10min, 1h. SIGHUP reads settings and inventories again.\n";

/* Options that set a setting: the key follows from the name. */
static const struct option options[] = {
	{ "inventory-dir", required_argument, NULL, 's' },
	{ "state-dir", required_argument, NULL, 's' },
	{ "run-dir", required_argument, NULL, 's' },
	{ "log-dir", required_argument, NULL, 's' },
	{ "settle", required_argument, NULL, 's' },
	{ "settle-max", required_argument, NULL, 's' },
	{ "grace", required_argument, NULL, 's' },
	{ "rescan", required_argument, NULL, 's' },
	{ "poll", required_argument, NULL, 's' },
	{ "config", required_argument, NULL, 'c' },
	{ "foreground", no_argument, NULL, 'f' },
	{ "version", no_argument, NULL, 'V' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static int complain(const char *what, const char *why)
{
	fprintf(stderr, "musterd: %s: %s\n", what, why);
	return EXIT_FAILURE;
}

static int make_directory(const char *path, mode_t mode)
{
	return mkdir(path, mode) && errno != EEXIST ? -errno : 0;
}

/*
 * Two daemons on one record would each spoil what the other writes. One that was
 * killed holds its lock until the kernel has let go of all it had open, which may be
 * after its parent has heard of its end.
 */
static int lock_directory(int fd)
{
	const struct timespec pause = { .tv_nsec = LOCK_PAUSE_MS * 1000000L };
	unsigned int waited;

	for (waited = 0; flock(fd, LOCK_EX | LOCK_NB); waited += LOCK_PAUSE_MS) {
		if (errno != EWOULDBLOCK || waited >= LOCK_WAIT_MS)
			return -errno;
		nanosleep(&pause, NULL);
	}
	return 0;
}

static int take_directories(struct musterd *musterd)
{
	const struct config *config = &musterd->config;
	int err;

	if (make_directory(config->state_dir, 0750) || make_directory(config->run_dir, 0755) ||
	    make_directory(config->log_dir, 0750))
		return complain("making a directory", strerror(errno));
	musterd->state_fd = open(config->state_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (musterd->state_fd < 0)
		return complain(config->state_dir, strerror(errno));
	err = lock_directory(musterd->state_fd);
	if (err)
		return complain(config->state_dir, err == -EWOULDBLOCK ?
				"another musterd is at work here" : strerror(-err));
	if (asprintf(&musterd->standing_path, "%s/standing.json", config->state_dir) < 0 ||
	    asprintf(&musterd->status_path, "%s/status.json", config->run_dir) < 0)
		return complain("starting", strerror(ENOMEM));
	/* one that was killed cannot have taken its own away */
	unlink(musterd->status_path);
	return 0;
}

static void copy_text(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%s", from ? from : "");
}

static int identify(struct musterd *musterd)
{
	int err = live_reset(musterd);

	if (err)
		return err;
	copy_text(musterd->hostname, sizeof(musterd->hostname), musterd->live->hostname);
	copy_text(musterd->machine_id, sizeof(musterd->machine_id), musterd->live->machine_id);
	copy_text(musterd->boot_id, sizeof(musterd->boot_id), musterd->live->boot_id);
	musterd->virtual_machine = musterd->live->board.virtual_machine;
	musterd->host = (struct finding_host){
		.hostname = *musterd->hostname ? musterd->hostname : NULL,
		.machine_id = *musterd->machine_id ? musterd->machine_id : NULL,
		.boot_id = *musterd->boot_id ? musterd->boot_id : NULL,
	};
	return 0;
}

static int on_stop(sd_event_source *source, const struct signalfd_siginfo *info, void *context)
{
	struct musterd *musterd = context;

	(void)source;
	(void)info;
	sd_notify(0, "STOPPING=1");
	return sd_event_exit(musterd->loop, 0);
}

static int on_reload(sd_event_source *source, const struct signalfd_siginfo *info, void *context)
{
	struct musterd *musterd = context;

	(void)source;
	(void)info;
	sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%llu",
		   (unsigned long long)(now_boottime() - musterd->suspended) / 1000);
	settings_reload(musterd);
	musterd->unsaved = true;
	judge(musterd);
	probe_once(musterd);
	judge_save(musterd);
	status_write(musterd);
	sd_notify(0, "READY=1");
	return clock_arm(musterd);
}

static int make_loop(struct musterd *musterd)
{
	sigset_t signals;
	int err;

	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGHUP);
	sigaddset(&signals, SIGCHLD);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	err = sd_event_new(&musterd->loop);
	if (err >= 0)
		err = sd_event_add_signal(musterd->loop, NULL, SIGTERM, on_stop, musterd);
	if (err >= 0)
		err = sd_event_add_signal(musterd->loop, NULL, SIGINT, on_stop, musterd);
	if (err >= 0)
		err = sd_event_add_signal(musterd->loop, NULL, SIGHUP, on_reload, musterd);
	/* only if the manager asks for it: it wakes up for nothing else */
	if (err >= 0)
		err = sd_event_set_watchdog(musterd->loop, true);
	if (err >= 0)
		err = clock_watch(musterd);
	if (err >= 0)
		err = probe_watch(musterd);
	return err < 0 ? err : module_listen(musterd);
}

static int begin(struct musterd *musterd)
{
	const struct standing_times start = settings_times(&musterd->config);
	int err;

	/* not fatal: it is tried again with each line */
	alert_open(&musterd->log, musterd->config.log_dir);
	err = identify(musterd);
	if (err)
		return err;
	musterd->standing = standing_new(&start, now_boottime());
	if (!musterd->standing)
		return -ENOMEM;
	err = judge_load(musterd);
	if (!err)
		err = inventory_reload(musterd);
	if (!err)
		err = make_loop(musterd);
	if (err)
		return err;
	module_try(musterd);
	if (!musterd->netlink)
		sysfs_poll(musterd);
	err = standing_reconcile(musterd->standing);
	if (err)
		return err;
	musterd->begun = true;
	judge(musterd);
	kmsg_compare(musterd);
	contents_check(musterd, now_boottime());
	previous_check(musterd);
	probe_once(musterd);
	judge_save(musterd);
	status_write(musterd);
	return clock_arm(musterd);
}

/* Return: -errno: what was told or filed may not be on the disk, the next start will see to it. */
static int close_files(struct musterd *musterd)
{
	int err = alert_close(&musterd->log), last;

	if (err)
		complain("findings may not be on the disk", strerror(-err));
	last = ledger_file_close(musterd->ledger);
	if (last)
		complain("the ledger may not be on the disk", strerror(-last));
	return err ? err : last;
}

static int end(struct musterd *musterd)
{
	unsigned int i;
	int err;

	contents_stop(musterd);
	/* one that never came to know what stood is not to write over it */
	if (musterd->begun) {
		module_sync(musterd);
		judge_save(musterd);
		previous_keep(musterd);
		unlink(musterd->status_path);
	}
	probe_end(musterd);
	err = close_files(musterd);
	if (musterd->netlink)
		netlink_close(musterd->netlink);
	if (musterd->listener)
		listener_close(musterd->listener);
	live_clear(musterd);
	if (musterd->inventory)
		inventory_free(musterd->inventory);
	inventory_free(musterd->watch);
	finding_free(musterd->inventory_trouble);
	standing_free(musterd->standing);
	names_close(musterd->names);
	sd_event_source_unref(musterd->timer);
	sd_event_source_unref(musterd->listening);
	sd_event_source_unref(musterd->clocks);
	sd_event_unref(musterd->loop);
	for (i = 0; i < TROUBLES; i++)
		free(musterd->trouble[i]);
	free(musterd->kernel_log);
	free(musterd->standing_path);
	free(musterd->status_path);
	free(musterd->status_text);
	config_clear(&musterd->config);
	return err;
}

/* Return: -1 to go on, or the exit status. */
static int parse_options(struct musterd *musterd, int argc, char **argv)
{
	int option, index;

	while ((option = getopt_long(argc, argv, "", options, &index)) != -1) {
		if (option == 'h' || option == 'V') {
			printf("%s", option == 'h' ? usage : "musterd " MUSTER_VERSION "\n");
			return EXIT_SUCCESS;
		}
		if (option == 'c')
			musterd->config_path = optarg;
		else if (option == 's' && musterd->override_count < OVERRIDES_MAX)
			musterd->overrides[musterd->override_count++] =
				(struct override){ options[index].name, optarg };
		else if (option != 'f')
			return 2;
	}
	if (optind == argc)
		return -1;
	complain(argv[optind], "musterd takes options only");
	return 2;
}

static int run(struct musterd *musterd)
{
	int err;

	/* its memory is for the dump, and most of its devices are left alone */
	if (crash_kernel_running())
		return complain("starting", "this is a crash kernel: nothing is watched");
	if (take_directories(musterd))
		return EXIT_FAILURE;
	err = begin(musterd);
	if (err < 0)
		return complain("starting", strerror(-err));
	sd_notify(0, "READY=1");
	/* what judging for the first time took is not needed again */
	malloc_trim(0);
	err = sd_event_loop(musterd->loop);
	return err < 0 ? complain("waiting", strerror(-err)) : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	struct musterd *musterd = calloc(1, sizeof(*musterd));
	char *why = NULL;
	int status;

	if (!musterd)
		return EXIT_FAILURE;
	musterd->rescan_at = NEVER;
	musterd->poll_at = NEVER;
	musterd->retry_at = NEVER;
	musterd->sync_at = NEVER;
	musterd->link_at = NEVER;
	musterd->contents_at = NEVER;
	musterd->contents_until = NEVER;
	musterd->state_fd = -1;
	musterd->log.fd = -1;
	/* under systemd the journal has it from us already */
	musterd->to_stderr = !getenv("JOURNAL_STREAM");
	privilege_lower();
	status = parse_options(musterd, argc, argv);
	if (status < 0 && settings_read(musterd, &musterd->config, &why))
		status = complain("settings", why ? why : "see above");
	free(why);
	if (status < 0) {
		status = run(musterd);
		if (end(musterd) && status == EXIT_SUCCESS)
			status = EXIT_FAILURE;
	}
	free(musterd);
	return status;
}
