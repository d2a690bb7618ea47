// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log_show.c: "muster log show": the entries of a ledger as a timeline.
 */
#include "log.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "../boot_store.h"
#include "../chain.h"
#include "../cmd.h"
#include "../dump_file.h"
#include "../dump_ledger.h"
#include "../entry.h"
#include "../netlink.h"
#include "../text.h"

/* Who an entry speaks of, kept from the entry that introduced it. */
struct subject {
	uint64_t number;
	char *text;
};

struct viewer {
	const char *boot;	/* --boot */
	uint64_t since;
	bool json;
	char *path;		/* of the ledger to show */
	uint64_t shown;
	struct subject *subjects;	/* in order of number, as entries are */
	size_t count, room;
};

static int compare_subjects(const void *a, const void *b)
{
	const struct subject *left = a, *right = b;

	return left->number < right->number ? -1 : left->number > right->number;
}

static struct subject *find_subject(struct viewer *viewer, uint64_t number)
{
	const struct subject key = { .number = number };

	if (!viewer->count)
		return NULL;
	return bsearch(&key, viewer->subjects, viewer->count, sizeof(key), compare_subjects);
}

static struct subject *add_subject(struct viewer *viewer, uint64_t number)
{
	size_t room = viewer->room ? 2 * viewer->room : 64;
	struct subject *subjects;

	if (viewer->count && viewer->subjects[viewer->count - 1].number >= number)
		return NULL;
	if (viewer->count == viewer->room) {
		subjects = reallocarray(viewer->subjects, room, sizeof(*subjects));
		if (!subjects)
			return NULL;
		viewer->subjects = subjects;
		viewer->room = room;
	}
	viewer->subjects[viewer->count] = (struct subject){ .number = number };
	return &viewer->subjects[viewer->count++];
}

static const char *field(const struct device *device, enum field name)
{
	const char *text = device_get(device, name);

	return text ? text : "?";
}

/* "0000:00/1c.4/00.0 0000:03:00.0 8086:10d3", "0000:00/1f.3/i2c/50 0-0050 spd" */
static char *describe(const struct device *device)
{
	char *text;
	int length;

	if (device->kind == DEVICE_FUNCTION)
		length = asprintf(&text, "%s %s %s:%s", device->place,
				  field(device, FIELD_ADDRESS), field(device, FIELD_VENDOR),
				  field(device, FIELD_DEVICE));
	else
		length = asprintf(&text, "%s %s %s", device->place,
				  field(device, FIELD_ADDRESS), field(device, FIELD_NAME));
	return length < 0 ? NULL : text;
}

static const char *subject_text(struct viewer *viewer, const struct entry *entry)
{
	uint64_t number = entry->subject ? entry->subject : entry->number;
	struct subject *subject = find_subject(viewer, number);

	if (entry->device) {
		/* CHANGED describes anew what is known already */
		if (!subject)
			subject = add_subject(viewer, number);
		if (!subject)
			return "";
		free(subject->text);
		subject->text = describe(entry->device);
	}
	return subject && subject->text ? subject->text : "";
}

static void print_details(const struct entry *entry)
{
	if (entry->driver) {
		printf(" driver ");
		text_print(stdout, entry->driver);
	}
	if (entry->event == MUSTER_EVENT_LOAD) {
		printf("muster ");
		text_print(stdout, entry->version ? entry->version : "?");
		printf(" on ");
		text_print(stdout, entry->kernel ? entry->kernel : "?");
	}
	if (entry->event == MUSTER_EVENT_WALKED)
		printf("%u devices, %u with a driver, %u not readable", entry->seen,
		       entry->bound, entry->unreadable);
	if (entry->event == MUSTER_EVENT_RESCANNED)
		printf("%u devices, %u changed, %u not readable", entry->seen,
		       entry->changed, entry->unreadable);
	if (entry->event == MUSTER_EVENT_FOLDED)
		text_print(stdout, entry->place ? entry->place : "?");
	if (entry->flags & MUSTER_ENTRY_UNTRACKED)
		printf(" (untracked: memory was short)");
	if (entry->flags & MUSTER_ENTRY_UNINTRODUCED)
		printf(" (never introduced)");
}

static void print_text(const struct entry *entry, const char *subject, uint64_t lost)
{
	char time[64];

	if (lost)
		printf("       -- %" PRIu64 " entries are lost here --\n", lost);
	log_time(entry->realtime, time, sizeof(time));
	printf("%8" PRIu64 "  %s  %5" PRIu64 ".%06" PRIu64 "  %-9s  ", entry->number, time,
	       entry->boottime / 1000000000, entry->boottime / 1000 % 1000000,
	       entry_event_name(entry->event));
	text_print(stdout, subject);
	print_details(entry);
	putchar('\n');
}

static void print_json(struct viewer *viewer, const struct entry *entry,
		       const char *subject, uint64_t lost)
{
	struct json_object *json = entry_to_json(entry);

	if (lost)
		json_object_object_add(json, "lost_before", json_object_new_uint64(lost));
	if (*subject && !entry->device)
		json_object_object_add(json, "subject_text", text_json(subject));
	printf("%s\n  %s", viewer->shown ? "," : "",
	       json_object_to_json_string_ext(json, JSON_C_TO_STRING_PLAIN |
					      JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(json);
}

static int show_entry(uint64_t number, const uint8_t *payload, size_t length,
		      uint64_t lost, void *context)
{
	struct viewer *viewer = context;
	const char *subject;
	struct entry entry;
	int err;

	err = entry_decode(payload, length, &entry);
	if (err)
		return err;
	subject = subject_text(viewer, &entry);
	if (number >= viewer->since) {
		if (viewer->json)
			print_json(viewer, &entry, subject, lost);
		else
			print_text(&entry, subject, lost);
		viewer->shown++;
	}
	entry_clear(&entry);
	return 0;
}

static int show_pulled(const struct netlink_entry *entry, void *context)
{
	uint64_t number;

	if (entry->length < 12)
		return -EBADMSG;
	memcpy(&number, entry->payload + 4, sizeof(number));
	return show_entry(number, entry->payload, entry->length, entry->lost, context);
}

static void begin_json(const struct viewer *viewer)
{
	struct json_object *path = text_json(viewer->path);

	if (viewer->json)
		printf("{\"schema\":\"muster-log/1\",\"path\":%s,\"entries\":[",
		       path ? json_object_to_json_string_ext(path, JSON_C_TO_STRING_NOSLASHESCAPE) :
		       "null");
	json_object_put(path);
}

static void end_json(const struct viewer *viewer)
{
	if (viewer->json)
		puts("\n]}");
}

/* @dump: that holds the ledger @member, which is @viewer->path otherwise */
static int show_ledger(struct viewer *viewer, struct dump *dump, const char *member)
{
	struct ledger_report report;
	char *why;
	int err;

	begin_json(viewer);
	if (dump)
		err = dump_ledger_read(dump, member, &report, &why, show_entry, viewer);
	else
		err = ledger_file_verify(viewer->path, &report, &why, show_entry, viewer);
	end_json(viewer);
	if (err)
		cmd_error(viewer->path, "%s", why ? why : strerror(-err));
	else if (report.torn)
		cmd_error(viewer->path, "cut short after entry %" PRIu64, report.next - 1);
	free(why);
	return err ? EXIT_TROUBLE : EXIT_PASS;
}

static int show_chosen_of(struct viewer *viewer, struct dump *dump)
{
	char *member = NULL, *path = viewer->path;
	int status = EXIT_TROUBLE, err;

	err = dump_ledger_choose(dump, viewer->boot, &member);
	if (err || !member)
		cmd_error(path, "%s", err ? strerror(-err) : viewer->boot ?
			  "it holds no ledger of that boot" : "it holds no ledger");
	else if (asprintf(&viewer->path, "%s:%s", path, member) >= 0) {
		free(path);
		status = show_ledger(viewer, dump, member);
	} else {
		viewer->path = path;
	}
	free(member);
	return status;
}

static int show_dump(struct viewer *viewer)
{
	struct dump *dump;
	int err, status;
	char *why;

	err = dump_open(viewer->path, &dump, &why);
	if (err) {
		cmd_error(viewer->path, "%s", why ? why : strerror(-err));
		free(why);
		return EXIT_TROUBLE;
	}
	status = show_chosen_of(viewer, dump);
	dump_close(dump);
	return status;
}

static int show_module(struct viewer *viewer)
{
	struct netlink *netlink;
	int err;

	err = netlink_open(&netlink);
	if (err) {
		cmd_error("log show", "there is no ledger on disk, and the module cannot be asked: %s",
			  err == -ENOENT ? "it is not loaded" : strerror(-err));
		return EXIT_TROUBLE;
	}
	begin_json(viewer);
	err = netlink_entries(netlink, 1, NULL, show_pulled, viewer);
	end_json(viewer);
	if (err)
		cmd_error("log show", "the module: %s", *netlink_why(netlink) ?
			  netlink_why(netlink) : strerror(-err));
	netlink_close(netlink);
	return err ? EXIT_TROUBLE : EXIT_PASS;
}

/* The last one that fits is the newest. */
static int choose_item(const struct boot_store_item *item, void *context)
{
	struct viewer *viewer = context;

	if (viewer->boot && strncmp(item->boot_id, viewer->boot, strlen(viewer->boot)))
		return 0;
	free(viewer->path);
	viewer->path = strdup(item->path);
	return viewer->path ? 0 : -ENOMEM;
}

static int show_chosen(struct viewer *viewer)
{
	int err = 0;

	if (!viewer->path)
		err = boot_store_list(BOOT_STORE_DIRECTORY, choose_item, viewer);
	if (err) {
		cmd_error(BOOT_STORE_DIRECTORY, "%s", strerror(-err));
		return EXIT_TROUBLE;
	}
	if (!viewer->path && viewer->boot) {
		cmd_error("log show", "there is no ledger of a boot %s", viewer->boot);
		return EXIT_TROUBLE;
	}
	if (!viewer->path)
		return show_module(viewer);
	return dump_is_file(viewer->path) ? show_dump(viewer) : show_ledger(viewer, NULL, NULL);
}

static bool parse_number(const char *text, uint64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 10);
	return *text >= '0' && *text <= '9' && !*end && !errno;
}

int log_show(int argc, char **argv)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "boot", required_argument, NULL, 'b' },
		{ "since", required_argument, NULL, 's' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct viewer viewer = { .since = 1 };
	int option, status;

	optind = 1;
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'h')
			return fputs(cmd_log.usage, stdout) < 0 ? EXIT_TROUBLE : EXIT_PASS;
		if (option == 'j')
			viewer.json = true;
		else if (option == 'b')
			viewer.boot = optarg;
		else if (option != 's')
			return cmd_usage(&cmd_log, "no such option");
		else if (!parse_number(optarg, &viewer.since))
			return cmd_usage(&cmd_log, "--since takes the number of an entry");
	}
	if (optind + 1 < argc)
		return cmd_usage(&cmd_log, "one ledger at a time");
	if (optind < argc)
		viewer.path = strdup(argv[optind]);
	status = show_chosen(&viewer);
	while (viewer.count)
		free(viewer.subjects[--viewer.count].text);
	free(viewer.subjects);
	free(viewer.path);
	return status;
}
