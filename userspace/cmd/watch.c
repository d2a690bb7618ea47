// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * watch.c: muster watch: follows the ledger as it grows.
 *
 * Invariant: entries come in order of number, each once, whatever doorbell was
 * lost; what the ring dropped meanwhile is said.
 */
#include "../cmd.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../entry.h"
#include "../names.h"
#include "../netlink.h"
#include "../output.h"
#include "../replay.h"

struct watch {
	struct listener *listener;
	struct netlink *netlink;	/* NULL: the module is gone */
	uint8_t load_id[MUSTER_LOAD_ID_SIZE];
	uint64_t next;		/* the entry wanted next */
	uint64_t since;		/* the first to be shown */
	struct snapshot *live;	/* what entries are about */
	struct names *names;
	struct output output;
	bool json;
};

/* What is no entry goes to standard error, so that --json stays one kind of line. */
static void note(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void note(const char *format, ...)
{
	va_list arguments;

	fflush(stdout);
	fputs("muster: watch: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
}

static void print_json(const struct entry *entry, const struct device *subject)
{
	struct json_object *json = entry_to_json(entry);

	/* an event that names its device by number alone is hard to read */
	if (!entry->device && subject)
		json_object_object_add(json, "device", device_to_json(subject));
	puts(json_object_to_json_string_ext(json, JSON_C_TO_STRING_PLAIN |
					    JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(json);
}

static int show(struct watch *watch, struct entry *entry)
{
	struct device *subject = replay_subject(watch->live, entry);
	int change;

	if (entry->number >= watch->since) {
		if (watch->json)
			print_json(entry, subject);
		else
			output_entry(&watch->output, entry, subject);
	}
	/* REMOVED still speaks of the device that DEL took away */
	if (entry->event == MUSTER_EVENT_DEL)
		return 0;
	change = replay_apply(watch->live, entry, NULL);
	return change < 0 ? change : 0;
}

static int take_entry(const struct netlink_entry *raw, void *context)
{
	struct watch *watch = context;
	struct entry entry;
	int err;

	err = entry_decode(raw->payload, raw->length, &entry);
	if (err)
		return err;
	if (raw->lost && entry.number > watch->since)
		note("%" PRIu64 " entries before #%" PRIu64 " are lost: the ring was full",
		     raw->lost, entry.number);
	watch->next = entry.number + 1;
	err = show(watch, &entry);
	entry_clear(&entry);
	return err;
}

static void lose_module(struct watch *watch)
{
	if (!watch->netlink)
		return;
	netlink_close(watch->netlink);
	watch->netlink = NULL;
	note("the module was unloaded; what happens now is not recorded");
}

/* Return: 0 also where the module is gone again. */
static int pull(struct watch *watch)
{
	int err;

	if (!watch->netlink)
		return 0;
	/* what was received before an overrun is not asked for again */
	do {
		err = netlink_entries(watch->netlink, watch->next, watch->load_id,
				      take_entry, watch);
	} while (err == -ENOBUFS);
	fflush(stdout);
	if (err == -ENOENT || err == -ESTALE || err == -ERANGE) {
		lose_module(watch);
		err = 0;
	}
	return err;
}

/* Another load is another ledger, and another roster. */
static int begin_ledger(struct watch *watch, const struct netlink_info *info)
{
	snapshot_free(watch->live);
	watch->live = snapshot_new(SOURCE_MODULE);
	if (!watch->live)
		return -ENOMEM;
	memcpy(watch->load_id, info->load_id, sizeof(watch->load_id));
	watch->next = 1;
	return 0;
}

/* Return: 0 and netlink NULL where the module is not there. */
static int connect_module(struct watch *watch)
{
	struct netlink_info info;
	int err;

	netlink_close(watch->netlink);
	watch->netlink = NULL;
	err = netlink_open(&watch->netlink);
	if (!err)
		err = netlink_info(watch->netlink, &info);
	if (err == -ENOENT) {
		netlink_close(watch->netlink);
		watch->netlink = NULL;
		return 0;
	}
	if (err)
		return err;
	if (!watch->live) {
		/* the default is what comes; the past only names its devices */
		watch->since = watch->since ? watch->since : info.next;
		return begin_ledger(watch, &info);
	}
	if (!memcmp(watch->load_id, info.load_id, sizeof(watch->load_id)))
		return 0;
	note("the module was loaded again: another ledger begins");
	watch->since = 1;
	return begin_ledger(watch, &info);
}

static int follow(struct watch *watch)
{
	struct pollfd wait = { .fd = listener_fd(watch->listener), .events = POLLIN };
	int heard, err;

	for (;;) {
		err = pull(watch);
		if (err)
			return err;
		if (poll(&wait, 1, -1) < 0 && errno != EINTR)
			return -errno;
		heard = listener_read(watch->listener);
		if (heard < 0)
			return heard;
		if (heard & NETLINK_WENT)
			lose_module(watch);
		if (heard & NETLINK_CAME || (heard && !watch->netlink))
			err = connect_module(watch);
		if (err)
			return err;
	}
}

static int begin(struct watch *watch)
{
	int err;

	/* the doorbell first: what happens from here on rings it */
	err = listener_open(&watch->listener);
	if (!err)
		err = connect_module(watch);
	if (!err && !watch->netlink)
		err = -ENOENT;
	return err;
}

static int report(const struct watch *watch, int err)
{
	const char *why = watch->netlink ? netlink_why(watch->netlink) : "";

	if (err == -ENOENT)
		cmd_error("watch", "the module is not loaded, so nothing is recorded; "
			  "\"modprobe muster\" loads it");
	else if (err == -EPERM)
		cmd_error("watch", "asking the module needs CAP_NET_ADMIN");
	else
		cmd_error("watch", "%s%s%s", strerror(-err), *why ? ": " : "", why);
	return EXIT_TROUBLE;
}

static int parse(int argc, char **argv, struct watch *watch)
{
	static const struct option long_options[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "since", required_argument, NULL, 's' },
		{ 0 }
	};
	int option;
	char *end;

	optind = 0;
	opterr = 0;
	while ((option = getopt_long(argc, argv, ":", long_options, NULL)) != -1) {
		switch (option) {
		case 'j':
			watch->json = true;
			break;
		case 's':
			errno = 0;
			watch->since = strtoull(optarg, &end, 10);
			if (errno || *end || end == optarg || *optarg == '-' || !watch->since)
				return cmd_usage(&cmd_watch, "no number of an entry: %s", optarg);
			break;
		case ':':
			return cmd_usage(&cmd_watch, "%s wants a value", argv[optind - 1]);
		default:
			return cmd_usage(&cmd_watch, "no such option: %s", argv[optind - 1]);
		}
	}
	if (optind < argc)
		return cmd_usage(&cmd_watch, "no such argument: %s", argv[optind]);
	return 0;
}

static int run(int argc, char **argv)
{
	struct watch watch = { 0 };
	int status, err;

	status = parse(argc, argv, &watch);
	if (status)
		return status;
	watch.names = watch.json ? NULL : names_open();
	watch.output = output_begin(watch.names);
	err = begin(&watch);
	if (!err)
		err = follow(&watch);
	status = report(&watch, err);
	names_close(watch.names);
	snapshot_free(watch.live);
	netlink_close(watch.netlink);
	listener_close(watch.listener);
	return status;
}

const struct command cmd_watch = {
	.name = "watch",
	.summary = "what happens on the buses, as it happens",
	.usage =
	"Usage: muster watch [--json] [--since N]\n"
	"\n"
	"Prints each entry of the module's ledger as one line, as soon as it is written.\n"
	"Goes on when the module is unloaded and loaded again. Without the module there\n"
	"is nothing to watch, and it ends with status 4.\n"
	"\n"
	"  --since N   from entry N on; default: only what comes\n"
	"  --json      each entry as one JSON object\n",
	.run = run,
};
