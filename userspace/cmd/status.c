// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * status.c: muster status: whether the module records and the daemon watches.
 */
#include "../cmd.h"

#include <errno.h>
#include <getopt.h>
#include <json-c/json.h>
#include <stdbool.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../container.h"
#include "../crash_kernel.h"
#include "../netlink.h"
#include "../output.h"
#include "../snapshot.h"
#include "../text.h"

#define STATE_SCHEMA "muster-state/1"
#define DAEMON_STATUS "/run/muster/status.json"

struct state {
	int module;		/* 0: answers; or why it does not */
	struct netlink_info info;
	char why[256];
	struct json_object *daemon;	/* its own words; NULL: none */
	bool running;
	bool virtual_machine, container;
};

static void ask_module(struct state *state)
{
	struct netlink *netlink = NULL;

	state->module = netlink_open(&netlink);
	if (!state->module)
		state->module = netlink_info(netlink, &state->info);
	if (state->module && netlink)
		snprintf(state->why, sizeof(state->why), "%s", netlink_why(netlink));
	netlink_close(netlink);
}

/* Where no descriptor is to be had, nothing is known of the daemon. */
static bool lacks(int err)
{
	return err == EMFILE || err == ENFILE;
}

/*
 * The file outlives a daemon that was killed: its process must be there too.
 * Return: 1, 0, or -errno.
 */
static int daemon_runs(struct json_object *daemon)
{
	struct json_object *pid;
	char path[64], name[32] = "";
	FILE *file;

	if (!json_object_object_get_ex(daemon, "pid", &pid))
		return 0;
	snprintf(path, sizeof(path), "/proc/%d/comm", json_object_get_int(pid));
	file = fopen(path, "re");
	if (!file)
		return lacks(errno) ? -errno : 0;
	if (!fgets(name, sizeof(name), file))
		name[0] = '\0';
	fclose(file);
	return !strcmp(name, "musterd\n");
}

static int collect(struct state *state)
{
	struct snapshot *snapshot = snapshot_new(SOURCE_SYSFS);
	int fd, err;

	if (!snapshot)
		return -ENOMEM;
	err = snapshot_identify_host(snapshot, NULL);
	state->virtual_machine = snapshot->board.virtual_machine;
	snapshot_free(snapshot);
	if (err)
		return err;
	state->container = container_inside();
	ask_module(state);
	fd = open(DAEMON_STATUS, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && lacks(errno))
		return -errno;
	state->daemon = fd < 0 ? NULL : json_object_from_fd(fd);
	if (fd >= 0)
		close(fd);
	if (!json_object_is_type(state->daemon, json_type_object)) {
		json_object_put(state->daemon);
		state->daemon = NULL;
	}
	err = daemon_runs(state->daemon);
	state->running = err > 0;
	return err < 0 ? err : 0;
}

static struct json_object *hex(const uint8_t *bytes, size_t length)
{
	char text[65];
	size_t i;

	for (i = 0; i < length && i < 32; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	return json_object_new_string(text);
}

static void add_number(struct json_object *json, const char *key, uint64_t value)
{
	json_object_object_add(json, key, json_object_new_uint64(value));
}

static struct json_object *module_json(const struct netlink_info *info)
{
	struct json_object *json = json_object_new_object();

	json_object_object_add(json, "version", text_json(info->version));
	json_object_object_add(json, "source_digest", text_json(info->source_digest));
	add_number(json, "protocol", info->protocol);
	json_object_object_add(json, "load_id", hex(info->load_id, sizeof(info->load_id)));
	add_number(json, "next", info->next);
	add_number(json, "head_end", info->head_end);
	add_number(json, "oldest", info->oldest);
	add_number(json, "lost", info->lost);
	json_object_object_add(json, "hash", hex(info->hash, sizeof(info->hash)));
	add_number(json, "functions", info->functions);
	add_number(json, "adapters", info->adapters);
	add_number(json, "clients", info->clients);
	json_object_object_add(json, "incomplete", json_object_new_boolean(info->incomplete));
	json_object_object_add(json, "rescanning", json_object_new_boolean(info->rescanning));
	add_number(json, "head_bytes", info->head_bytes);
	add_number(json, "ring_bytes", info->ring_bytes);
	add_number(json, "roster_bytes", info->roster_bytes);
	add_number(json, "config_reads", info->config_reads);
	return json;
}

static const char *module_trouble(const struct state *state)
{
	if (state->module == -ENOENT)
		return crash_kernel_running() ? "not loaded, for this is a crash kernel" :
						"not loaded";
	if (state->module == -EPERM)
		return "asking it needs CAP_NET_ADMIN";
	return *state->why ? state->why : strerror(-state->module);
}

static int print_json(const struct state *state)
{
	struct json_object *json = json_object_new_object();
	struct json_object *daemon = json_object_get(state->daemon);
	const char *text;

	json_object_object_add(json, "schema", json_object_new_string(STATE_SCHEMA));
	json_object_object_add(json, "module",
			       state->module ? NULL : module_json(&state->info));
	json_object_object_add(json, "module_trouble",
			       state->module ? text_json(module_trouble(state)) : NULL);
	if (daemon)
		json_object_object_add(daemon, "running",
				       json_object_new_boolean(state->running));
	json_object_object_add(json, "daemon", daemon);
	json_object_object_add(json, "platform",
			       json_object_new_string(state->virtual_machine ?
						      "vm" : "hardware"));
	json_object_object_add(json, "container", json_object_new_boolean(state->container));
	text = json_object_to_json_string_ext(json,
		JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE);
	if (text)
		puts(text);
	else
		cmd_error("status", "out of memory");
	json_object_put(json);
	return text ? 0 : EXIT_TROUBLE;
}

static void print_count(unsigned long long count, const char *what, const char *after)
{
	printf("%llu %s%s%s", count, what, count == 1 ? "" : "s", after);
}

static void print_module(const struct output *output, const struct state *state)
{
	const struct netlink_info *info = &state->info;
	size_t i;

	fputs("module     ", stdout);
	output_color(output, state->module ? COLOR_RED : COLOR_GREEN);
	fputs(state->module ? module_trouble(state) : "records", stdout);
	output_color(output, COLOR_NONE);
	if (state->module) {
		fputs("; sysfs stands in, without a record\n", stdout);
		return;
	}
	printf(", version %s, load ", info->version);
	for (i = 0; i < sizeof(info->load_id); i++)
		printf("%02x", info->load_id[i]);
	fputs("\n           ", stdout);
	print_count(info->functions, "function", ", ");
	print_count(info->adapters, "adapter", ", ");
	print_count(info->clients, "client", info->incomplete ?
		    "; not all could be tracked\n" : "\n");
	printf("ledger     next entry %llu, %llu lost, chain ",
	       (unsigned long long)info->next, (unsigned long long)info->lost);
	for (i = 0; i < 8; i++)
		printf("%02x", info->hash[i]);
	puts("...");
}

static const char *text_at(struct json_object *json, const char *key)
{
	struct json_object *value = json_object_object_get(json, key);

	return json_object_is_type(value, json_type_string) ?
	       json_object_get_string(value) : NULL;
}

static unsigned long long number_at(struct json_object *json, const char *key)
{
	return json_object_get_uint64(json_object_object_get(json, key));
}

static void print_inventory(const struct output *output, struct json_object *inventory)
{
	struct json_object *reviewed = json_object_object_get(inventory, "reviewed");

	fputs("inventory  ", stdout);
	if (!json_object_is_type(inventory, json_type_object)) {
		output_color(output, COLOR_YELLOW);
		fputs("none fits this board", stdout);
		output_color(output, COLOR_NONE);
		putchar('\n');
		return;
	}
	text_print(stdout, text_at(inventory, "name") ? text_at(inventory, "name") : "?");
	fputs(" (", stdout);
	text_print(stdout, text_at(inventory, "path") ? text_at(inventory, "path") : "?");
	fputs(")\n", stdout);
	if (!json_object_get_boolean(reviewed)) {
		output_color(output, COLOR_YELLOW);
		puts("           learned from this machine, not reviewed");
		output_color(output, COLOR_NONE);
	}
}

static void print_watch_list(struct json_object *watch)
{
	if (!json_object_is_type(watch, json_type_object)) {
		puts("watch-list none in force");
		return;
	}
	fputs("watch-list ", stdout);
	text_print(stdout, text_at(watch, "path") ? text_at(watch, "path") : "?");
	printf(" (%llu rules)\n", number_at(watch, "rules"));
}

static void print_standing(const struct output *output, struct json_object *standing)
{
	unsigned long long critical = number_at(standing, "critical");
	unsigned long long warning = number_at(standing, "warning");
	unsigned long long notice = number_at(standing, "notice");
	unsigned long long unverified = number_at(standing, "unverified");
	unsigned long long flapping = number_at(standing, "flapping");

	fputs("findings   ", stdout);
	output_color(output, critical ? COLOR_RED : warning ? COLOR_YELLOW : COLOR_GREEN);
	printf("%llu critical, %llu warning, %llu notice %s", critical, warning, notice,
	       critical + warning + notice == 1 ? "stands" : "stand");
	output_color(output, COLOR_NONE);
	if (flapping)
		printf("; %llu flap%s", flapping, flapping == 1 ? "s" : "");
	if (unverified) {
		fputs("; ", stdout);
		print_count(unverified, "device", " not verified");
	}
	putchar('\n');
}

static void print_trouble(const struct output *output, struct json_object *trouble)
{
	size_t i;

	if (!json_object_is_type(trouble, json_type_array))
		return;
	for (i = 0; i < json_object_array_length(trouble); i++) {
		const char *text;

		text = json_object_get_string(json_object_array_get_idx(trouble, i));
		output_color(output, COLOR_YELLOW);
		fputs("           ", stdout);
		text_print(stdout, text ? text : "?");
		output_color(output, COLOR_NONE);
		putchar('\n');
	}
}

static void print_daemon(const struct output *output, const struct state *state)
{
	struct json_object *daemon = state->daemon;
	const char *source = text_at(daemon, "source");
	bool settled = json_object_get_boolean(json_object_object_get(daemon, "settled"));

	fputs("daemon     ", stdout);
	output_color(output, state->running ? COLOR_GREEN : COLOR_RED);
	fputs(state->running ? "watches" : "not running", stdout);
	output_color(output, COLOR_NONE);
	if (!state->running) {
		fputs(daemon ? "; it left its status behind, so it did not end well\n" : "\n",
		      stdout);
		return;
	}
	fputs(source && !strcmp(source, "module") ? ", following the module" :
	      ", from sysfs only", stdout);
	puts(settled ? ", settled" : ", settling");
	print_trouble(output, json_object_object_get(daemon, "trouble"));
	print_inventory(output, json_object_object_get(daemon, "inventory"));
	print_watch_list(json_object_object_get(daemon, "watch_list"));
	print_standing(output, json_object_object_get(daemon, "standing"));
}

/* Which inventory is in force only a daemon can say that runs. */
static bool lacks_inventory(const struct state *state)
{
	return state->running &&
	       !json_object_is_type(json_object_object_get(state->daemon, "inventory"),
				    json_type_object);
}

static void print_text(const struct state *state)
{
	struct output output = output_begin(NULL);

	print_module(&output, state);
	print_daemon(&output, state);
	if (state->virtual_machine)
		printf("platform   virtual machine%s\n", lacks_inventory(state) ?
		       ": without an inventory that fits, nothing is alerted" : "");
	if (state->container)
		puts("container  this is the host's sysfs, seen from inside, without the module");
}

static int run(int argc, char **argv)
{
	static const struct option long_options[] = {
		{ "json", no_argument, NULL, 'j' },
		{ 0 }
	};
	struct state state = { 0 };
	bool json = false;
	int option, err;

	optind = 0;
	opterr = 0;
	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
		if (option != 'j')
			return cmd_usage(&cmd_status, "no such option: %s", argv[optind - 1]);
		json = true;
	}
	if (optind < argc)
		return cmd_usage(&cmd_status, "no such argument: %s", argv[optind]);
	err = collect(&state);
	if (err) {
		cmd_error("status", "%s", strerror(-err));
		return EXIT_TROUBLE;
	}
	err = json ? print_json(&state) : 0;
	if (!json)
		print_text(&state);
	json_object_put(state.daemon);
	return err;
}

const struct command cmd_status = {
	.name = "status",
	.summary = "whether the module records and the daemon watches",
	.usage =
	"Usage: muster status [--json]\n"
	"\n"
	"Tells whether the module is loaded and what it holds, whether the daemon runs,\n"
	"by which inventory it judges, and how many findings stand.\n"
	"\n"
	"  --json   the same, schema muster-state/1\n",
	.run = run,
};
