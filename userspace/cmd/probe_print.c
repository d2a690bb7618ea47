// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * probe_print.c: what a probe would do, does and has done.
 */
#include "probe.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../cmd.h"
#include "../device.h"
#include "../probe_extent.h"
#include "../text.h"

#define MS 1e6	/* ns */

static const char *const skip_words[PROBE_SKIPS] = {
	[PROBE_RESERVED] = "reserved",
	[PROBE_COMMAND] = "being asked is a command there",
	[PROBE_CLIENT] = "with a client",
	[PROBE_DENIED] = "denied by probe_deny",
	[PROBE_QUICK_ONLY] = "only with --quick",
	[PROBE_UNABLE] = "beyond what the adapter can do",
};

static void print_head(const struct candidate *candidate)
{
	const struct probed *probed = &candidate->probed;

	text_print(stdout, probed->place);
	fputs(" (", stdout);
	text_print(stdout, probed->address ? probed->address : "no address");
	if (probed->name) {
		fputs(", ", stdout);
		text_print(stdout, probed->name);
	}
	fputs(")\n", stdout);
}

static void print_set(const char *what, const bool *set)
{
	char *ranges = probe_extent_ranges(set);

	if (ranges && *ranges)
		printf("  %s: %s\n", what, ranges);
	free(ranges);
}

static void print_skipped(const struct probe *probe)
{
	for (enum probe_skip skip = PROBE_RESERVED; skip < PROBE_SKIPS; skip++) {
		bool set[PROBE_ADDRESSES];
		char what[64];

		for (unsigned int i = 0; i < PROBE_ADDRESSES; i++)
			set[i] = probe->addresses[i].skip == skip;
		snprintf(what, sizeof(what), "left alone, %s", skip_words[skip]);
		print_set(what, set);
	}
}

void probe_print_plan(const struct candidate *candidate)
{
	const struct probe *probe = &candidate->probed.probe;
	struct probe_totals totals;

	print_head(candidate);
	for (enum probe_method method = PROBE_READ_BYTE; method < PROBE_METHODS; method++) {
		bool set[PROBE_ADDRESSES];
		char what[64];

		for (unsigned int i = 0; i < PROBE_ADDRESSES; i++)
			set[i] = probe->addresses[i].skip == PROBE_ASK &&
				 probe->addresses[i].method == method;
		snprintf(what, sizeof(what), "would be asked by %s", probe_method_names[method]);
		print_set(what, set);
	}
	print_skipped(probe);
	probe_count(probe, &totals);
	printf("  %u transaction%s\n", totals.planned, totals.planned == 1 ? "" : "s");
}

static void print_answers(const struct probe *probe)
{
	for (unsigned int i = 0; i < PROBE_ADDRESSES; i++)
		if (probe->addresses[i].answer == PROBE_ANSWERED)
			printf("  %02x answers (%s), and the kernel has no client there\n", i,
			       probe_method_names[probe->addresses[i].method]);
}

static void print_stop(const struct probe *probe)
{
	const char *name = probe_error_name(probe->stopped);

	if (!probe->stopped)
		return;
	if (probe->stopped_at >= 0)
		printf("  stopped at %02x: ", probe->stopped_at);
	else
		printf("  not begun: ");
	printf("%s%s%s; nothing more was asked\n", name ? name : "", name ? ", " : "",
	       probe_why(probe->stopped));
}

void probe_print_result(const struct candidate *candidate)
{
	const struct probed *probed = &candidate->probed;
	char *extent = probed_extent(&probed->probe);
	struct probe_totals totals;

	probe_count(&probed->probe, &totals);
	print_head(candidate);
	printf("  asked: %s\n", extent && *extent ? extent : "nothing");
	print_answers(&probed->probe);
	print_stop(&probed->probe);
	printf("  %u transaction%s, one for each address; %u answered; %.1f ms, of which a bus of 100 kHz needs %.1f\n",
	       totals.transactions, totals.transactions == 1 ? "" : "s", totals.answered,
	       probed->elapsed / MS, totals.bus_ns / MS);
	free(extent);
}

void probe_print_refusals(const struct candidates *candidates)
{
	for (size_t i = 0; i < candidates->count; i++) {
		const struct candidate *candidate = &candidates->items[i];

		if (candidate->refusal == PROBE_MAY)
			continue;
		text_print(stdout, candidate->adapter->place);
		printf(": left alone: %s\n", probe_refusal_why(candidate->refusal));
	}
}

static struct json_object *refusal_json(const struct candidate *candidate)
{
	struct json_object *json = json_object_new_object();

	json_object_object_add(json, "place", text_json(candidate->adapter->place));
	json_object_object_add(json, "address",
			       text_json(device_get(candidate->adapter, FIELD_ADDRESS)));
	json_object_object_add(json, "name",
			       text_json(device_get(candidate->adapter, FIELD_NAME)));
	json_object_object_add(json, "reason",
			       text_json(probe_refusal_names[candidate->refusal]));
	json_object_object_add(json, "why", text_json(probe_refusal_why(candidate->refusal)));
	return json;
}

int probe_print_json(const struct candidates *candidates, const char *boot_id, bool dry_run,
		     bool quick)
{
	struct json_object *json = json_object_new_object();
	struct json_object *adapters = json_object_new_array(), *alone = json_object_new_array();
	const char *text;

	json_object_object_add(json, "schema", text_json(PROBE_SCHEMA));
	json_object_object_add(json, "boot_id", text_json(boot_id));
	json_object_object_add(json, "dry_run", json_object_new_boolean(dry_run));
	json_object_object_add(json, "quick", json_object_new_boolean(quick));
	for (size_t i = 0; i < candidates->count; i++) {
		const struct candidate *candidate = &candidates->items[i];

		if (candidate->refusal == PROBE_MAY)
			json_object_array_add(adapters, probed_to_json(&candidate->probed, true));
		else
			json_object_array_add(alone, refusal_json(candidate));
	}
	json_object_object_add(json, "adapters", adapters);
	json_object_object_add(json, "left_alone", alone);
	text = json_object_to_json_string_ext(json, JSON_C_TO_STRING_PRETTY |
					      JSON_C_TO_STRING_NOSLASHESCAPE);
	if (text)
		puts(text);
	json_object_put(json);
	return text ? 0 : EXIT_TROUBLE;
}

/* In one write: it is another process, which may be ended at any moment. */
void probe_print_progress(void *context, unsigned int address, unsigned int done,
			  unsigned int all)
{
	char line[320];
	int length = snprintf(line, sizeof(line), "\r\033[K%.200s: %02x, %u of %u",
			      (const char *)context, address, done + 1, all);

	if (write(STDERR_FILENO, line, length) < 0)
		return;
}
