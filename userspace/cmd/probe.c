// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * probe.c: muster probe: ask addresses whether something answers that nobody declared.
 *
 * Invariant: nothing is touched before all that can be said against it was looked at.
 */
#include "../cmd.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../config.h"
#include "../device.h"
#include "../probe_i2c.h"
#include "../snapshot.h"
#include "probe.h"

/* A transfer that ends takes no longer than its adapter's timeout, mostly 0.2 s or 1 s. */
#define PATIENCE 15000	/* ms, for one adapter */

static const char usage[] =
	"Usage: muster probe [--adapter PLACE]... [--quick] [--yes] [--json]\n"
	"       muster probe --dry-run [--from FILE] ...\n"
	"Ask the SMBus whether something answers that the kernel knows nothing of.\n"
	"This makes transfers on the bus: muster(8) says what that can do.\n\n"
	"  --adapter PLACE  this adapter (a place, or i2c-N), whatever it is; may be given\n"
	"                   several times; default: those of SMBus hosts that are known\n"
	"  --quick          also addresses that only a quick write can ask\n"
	"  --yes            do not ask back, with --quick on a terminal\n"
	"  --dry-run        touch nothing, and say what would be touched\n"
	"  --config FILE    settings, for probe_deny (" CONFIG_PATH ")\n"
	"  --record FILE    where the result is kept until the next boot\n"
	"                   (" PROBE_RECORD ")\n"
	"  --source WHAT    where to look for clients: module or sysfs (default: the module\n"
	"                   if it is there, which knows addresses that sysfs does not tell)\n"
	"  --root DIR       with --dry-run: of a tree with sys/ and proc/ in DIR\n"
	"  --from FILE      with --dry-run: of a saved snapshot, a dump, a tree\n"
	"  --json           schema muster-probe/1\n\n"
	"Exit status: 0 all was asked, 2 an adapter was stopped or may not be probed,\n"
	"3 usage, 4 it could not be done.\n";

enum { ADAPTER = 256, QUICK, YES, DRY_RUN, CONFIG, RECORD, JSON };

static const struct option options[] = {
	{ "source", required_argument, NULL, CMD_SOURCE },
	{ "root", required_argument, NULL, CMD_ROOT },
	{ "from", required_argument, NULL, CMD_FROM },
	{ "adapter", required_argument, NULL, ADAPTER },
	{ "quick", no_argument, NULL, QUICK },
	{ "yes", no_argument, NULL, YES },
	{ "dry-run", no_argument, NULL, DRY_RUN },
	{ "config", required_argument, NULL, CONFIG },
	{ "record", required_argument, NULL, RECORD },
	{ "json", no_argument, NULL, JSON },
	{ NULL, 0, NULL, 0 },
};

static volatile sig_atomic_t stopped;

static void on_signal(int signal)
{
	stopped = signal;
}

static int take(int option, void *context)
{
	struct arguments *arguments = context;

	switch (option) {
	case ADAPTER:
		if (arguments->named_count == PROBE_NAMED_MAX)
			return cmd_usage(&cmd_probe, "too many adapters");
		arguments->named[arguments->named_count++] = optarg;
		return 0;
	case CONFIG:
		arguments->config = optarg;
		return 0;
	case RECORD:
		arguments->record = optarg;
		return 0;
	}
	arguments->quick |= option == QUICK;
	arguments->yes |= option == YES;
	arguments->dry_run |= option == DRY_RUN;
	arguments->json |= option == JSON;
	return 0;
}

static size_t count_allowed(const struct candidates *candidates)
{
	size_t count = 0;

	for (size_t i = 0; i < candidates->count; i++)
		count += candidates->items[i].refusal == PROBE_MAY;
	return count;
}

static int check_device_files(const struct candidates *candidates)
{
	for (size_t i = 0; i < candidates->count; i++) {
		const struct candidate *candidate = &candidates->items[i];
		char path[64];

		if (candidate->refusal != PROBE_MAY)
			continue;
		snprintf(path, sizeof(path), "/dev/i2c-%s",
			 device_get(candidate->adapter, FIELD_NUMBER));
		if (!access(path, R_OK | W_OK))
			continue;
		if (errno == ENOENT)
			cmd_error(path, "not there: load i2c-dev (\"modprobe i2c-dev\") and try again; muster loads no module by itself");
		else
			cmd_error(path, "%s: a probe takes root", strerror(errno));
		return EXIT_TROUBLE;
	}
	return 0;
}

/* Return: whether to go on. */
static bool agree(const struct arguments *arguments)
{
	char answer[16];

	if (!arguments->quick)
		return true;
	fputs("muster: --quick: an empty write goes to every address that has no client. Most devices\n"
	      "take it for nothing. Some take it for a command, or for the begin of a write that\n"
	      "the next transfer completes: known are memories outside 50-5f that are then changed\n"
	      "or write-protected, and devices that hold the bus until power is taken away. If that\n"
	      "may not happen to this machine now, leave it. --dry-run lists the addresses.\n",
	      stderr);
	if (arguments->yes || !isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return true;
	fputs("Go on? [y/N] ", stderr);
	return fgets(answer, sizeof(answer), stdin) && (*answer == 'y' || *answer == 'Y');
}

static void catch_signals(void)
{
	const struct sigaction action = { .sa_handler = on_signal };

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

static int probe_adapter(struct session *session, struct candidate *candidate)
{
	bool terminal = isatty(STDERR_FILENO);
	struct probed *probed = &candidate->probed;
	struct probe_i2c i2c = {
		.number = strtol(device_get(candidate->adapter, FIELD_NUMBER), NULL, 10),
		.milliseconds = PATIENCE,
		.stop = &stopped,
		.progress = terminal ? probe_print_progress : NULL,
		.context = probed->place,
	};
	struct timespec time;
	long *seen;
	int err;

	seen = probe_adapter_seen(&session->map, candidate->adapter, &i2c.seen_count);
	if (!seen)
		return -ENOMEM;
	i2c.seen = seen;
	clock_gettime(CLOCK_REALTIME, &time);
	probed->time = time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
	err = probe_i2c_run(&probed->probe, &i2c, &probed->elapsed);
	free(seen);
	if (terminal)
		fputs("\r\033[K", stderr);
	return err ? err : probe_record_merge(&session->record, probed);
}

/* What was found is kept after each adapter: the next one may hang. */
static int probe_all(struct session *session, const char *path)
{
	const struct candidates *candidates = &session->candidates;
	int status = 0;

	for (size_t i = 0; i < candidates->count && !stopped; i++) {
		struct candidate *candidate = &candidates->items[i];
		int err;

		if (candidate->refusal != PROBE_MAY)
			continue;
		err = probe_adapter(session, candidate);
		if (err) {
			cmd_error(candidate->probed.place, "%s", strerror(-err));
			return EXIT_TROUBLE;
		}
		if (!session->arguments.json)
			probe_print_result(candidate);
		if (candidate->probed.probe.stopped)
			status = EXIT_UNSURE;
		err = probe_record_save(path, &session->record);
		if (err) {
			cmd_error(path, "what was found cannot be kept: %s", strerror(-err));
			return EXIT_TROUBLE;
		}
	}
	return stopped ? EXIT_UNSURE : status;
}

/* Return: the exit status. */
static int touch(struct session *session)
{
	const char *path = session->arguments.record ? session->arguments.record : PROBE_RECORD;
	const char *boot_id = session->snapshot->boot_id;
	int lock, err, status;

	status = check_device_files(&session->candidates);
	if (status)
		return status;
	if (!agree(&session->arguments)) {
		cmd_error("probe", "nothing was touched");
		return EXIT_UNSURE;
	}
	lock = probe_record_lock(path);
	if (lock < 0) {
		cmd_error(path, "%s", lock == -EWOULDBLOCK ?
			  "another probe is at work, or hangs in the kernel; two at once would disturb each other" :
			  strerror(-lock));
		return EXIT_TROUBLE;
	}
	/* a record that is damaged is replaced: it can be made anew */
	err = probe_record_load(path, boot_id ? boot_id : "", &session->record);
	if (err == -EINVAL)
		snprintf(session->record.boot_id, sizeof(session->record.boot_id), "%s",
			 boot_id ? boot_id : "");
	catch_signals();
	status = probe_all(session, path);
	close(lock);
	return status;
}

/* Return: the exit status. */
static int act(struct session *session)
{
	const struct arguments *arguments = &session->arguments;
	struct candidates *candidates = &session->candidates;
	bool some = count_allowed(candidates);
	int status = probe_check_names(session);

	if (status)
		return status;
	if (some && !arguments->dry_run)
		status = touch(session);
	if (status > EXIT_UNSURE)
		return status;
	if (!some || (arguments->named_count && count_allowed(candidates) < candidates->count))
		status = EXIT_UNSURE;
	if (arguments->json)
		return probe_print_json(candidates, session->snapshot->boot_id,
					arguments->dry_run, arguments->quick) ? EXIT_TROUBLE : status;
	for (size_t i = 0; arguments->dry_run && i < candidates->count; i++)
		if (candidates->items[i].refusal == PROBE_MAY)
			probe_print_plan(&candidates->items[i]);
	probe_print_refusals(candidates);
	if (!some)
		cmd_error("probe", "there is no adapter that may be probed%s",
			  arguments->named_count ? "" : " unless --adapter names it");
	return status;
}

static int run(int argc, char **argv)
{
	/* what a driver would read meanwhile is no part of a probe */
	struct session session = { .arguments.machine.no_contents = true };
	struct arguments *arguments = &session.arguments;
	int status, err;

	status = cmd_parse(&cmd_probe, argc, argv, ":", options, &arguments->machine, take,
			   arguments);
	if (status)
		return status;
	if (optind < argc)
		return cmd_usage(&cmd_probe, "%s: no argument is expected", argv[optind]);
	if (!probe_is_live(arguments) && !arguments->dry_run)
		return cmd_usage(&cmd_probe, "--from and --root go with --dry-run only: a file cannot be asked");
	err = probe_prepare(&session);
	if (err == -ENOMEM)
		cmd_error("probe", "%s", strerror(ENOMEM));
	status = err ? EXIT_TROUBLE : act(&session);
	probe_end(&session);
	return status;
}

const struct command cmd_probe = {
	.name = "probe",
	.summary = "ask the SMBus for devices that nobody declared",
	.usage = usage,
	.run = run,
};
