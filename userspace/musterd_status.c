// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_status.c: how the daemon is, for "muster status" and for systemd.
 */
#include "musterd.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <json-c/json.h>

#include "chain.h"
#include "file_replace.h"
#include "inventory.h"
#include "ledger_file.h"
#include "version.h"

#define STATUS_SCHEMA "muster-status/1"

void trouble_set(struct musterd *musterd, enum trouble kind, const char *format, ...)
{
	char **trouble = &musterd->trouble[kind];
	va_list arguments;
	char *text = NULL;

	if (format) {
		va_start(arguments, format);
		if (vasprintf(&text, format, arguments) < 0)
			text = NULL;
		va_end(arguments);
	}
	/* said once, not each time it is tried again */
	if (text && (!*trouble || strcmp(*trouble, text)))
		fprintf(stderr, "%smusterd: %s\n", musterd->to_stderr ? "" : SD_WARNING, text);
	free(*trouble);
	*trouble = text;
}

static struct json_object *text_or_null(const char *text)
{
	return text ? json_object_new_string(text) : NULL;
}

static void put_u64(struct json_object *json, const char *key, uint64_t value)
{
	json_object_object_add(json, key, json_object_new_uint64(value));
}

static struct json_object *inventory_json(const struct musterd *musterd)
{
	const struct inventory *inventory = musterd->inventory;
	struct json_object *json;

	if (!inventory)
		return NULL;
	json = json_object_new_object();
	json_object_object_add(json, "name", text_or_null(inventory_name(inventory)));
	json_object_object_add(json, "path", text_or_null(inventory_path(inventory)));
	json_object_object_add(json, "digest", text_or_null(inventory_digest(inventory)));
	json_object_object_add(json, "reviewed",
			       json_object_new_boolean(inventory_reviewed(inventory)));
	return json;
}

/* Which ids no board should have, with an inventory or without. */
static struct json_object *watch_json(const struct musterd *musterd)
{
	const struct inventory *by = musterd->inventory ? musterd->inventory : musterd->watch;
	struct json_object *json;
	size_t rules = 0;

	if (!by || !by->watch_path)
		return NULL;
	for (size_t i = 0; i < by->rule_count; i++)
		rules += by->rules[i].origin != NULL;
	json = json_object_new_object();
	json_object_object_add(json, "path", text_or_null(by->watch_path));
	json_object_object_add(json, "digest", text_or_null(by->watch_digest));
	json_object_object_add(json, "rules", json_object_new_uint64(rules));
	return json;
}

static struct json_object *standing_json(const struct musterd *musterd)
{
	struct json_object *json = json_object_new_object();
	enum severity severity;

	for (severity = SEVERITY_NOTICE; severity <= SEVERITY_CRITICAL; severity++)
		put_u64(json, severity_name(severity),
			standing_count(musterd->standing, severity));
	put_u64(json, "flapping", standing_flapping(musterd->standing));
	put_u64(json, "unverified", musterd->unverified);
	return json;
}

static struct json_object *ledger_json(const struct musterd *musterd)
{
	struct json_object *json;
	char load_id[33];

	if (!musterd->netlink)
		return NULL;
	json = json_object_new_object();
	chain_hex(musterd->load_id, sizeof(musterd->load_id), load_id);
	json_object_object_add(json, "load_id", json_object_new_string(load_id));
	put_u64(json, "next", musterd->applied);
	json_object_object_add(json, "path", musterd->ledger ?
			       text_or_null(ledger_file_path(musterd->ledger)) : NULL);
	put_u64(json, "filed", musterd->ledger ? ledger_file_next(musterd->ledger) - 1 : 0);
	put_u64(json, "lost", musterd->lost);
	return json;
}

static struct json_object *trouble_json(const struct musterd *musterd)
{
	struct json_object *json = json_object_new_array();
	unsigned int i;

	for (i = 0; i < TROUBLES; i++)
		if (musterd->trouble[i])
			json_object_array_add(json, json_object_new_string(musterd->trouble[i]));
	return json;
}

static struct json_object *make_status(struct musterd *musterd)
{
	uint64_t settled_at = standing_mark(musterd->standing)->settled_at;
	struct json_object *json = json_object_new_object();

	json_object_object_add(json, "schema", json_object_new_string(STATUS_SCHEMA));
	json_object_object_add(json, "pid", json_object_new_int(getpid()));
	json_object_object_add(json, "version", json_object_new_string(MUSTER_VERSION));
	json_object_object_add(json, "boot_id", json_object_new_string(musterd->boot_id));
	json_object_object_add(json, "source", json_object_new_string(musterd->netlink ?
								      "module" : "sysfs"));
	json_object_object_add(json, "settled", json_object_new_boolean(musterd->settled));
	json_object_object_add(json, "settled_at", settled_at ?
			       json_object_new_uint64(settled_at) : NULL);
	json_object_object_add(json, "inventory", inventory_json(musterd));
	json_object_object_add(json, "watch_list", watch_json(musterd));
	json_object_object_add(json, "standing", standing_json(musterd));
	json_object_object_add(json, "ledger", ledger_json(musterd));
	json_object_object_add(json, "trouble", trouble_json(musterd));
	json_object_object_add(json, "kernel_log", text_or_null(musterd->kernel_log));
	return json;
}

static void notify_manager(const struct musterd *musterd)
{
	const struct standing *standing = musterd->standing;
	unsigned int all = standing_count(standing, SEVERITY_NOTICE) +
			   standing_count(standing, SEVERITY_WARNING) +
			   standing_count(standing, SEVERITY_CRITICAL);

	sd_notifyf(0, "STATUS=%s, %s, %u %s (%u critical)",
		   musterd->netlink ? "following the module" : "only sysfs",
		   musterd->settled ? "settled" : "settling", all,
		   all == 1 ? "finding stands" : "findings stand",
		   standing_count(standing, SEVERITY_CRITICAL));
}

void status_write(struct musterd *musterd)
{
	struct json_object *json = make_status(musterd);
	const char *text = json_object_to_json_string_ext(json, JSON_C_TO_STRING_PRETTY |
							  JSON_C_TO_STRING_NOSLASHESCAPE);
	char *copy;
	int err;

	if (text && (!musterd->status_text || strcmp(text, musterd->status_text))) {
		err = file_replace(musterd->status_path, 0644, text, false);
		trouble_set(musterd, TROUBLE_STATUS, err ? "%s cannot be written: %s" : NULL,
			    musterd->status_path, strerror(-err));
		if (err)
			clock_retry(musterd);
		copy = err ? NULL : strdup(text);
		free(musterd->status_text);
		musterd->status_text = copy;
		notify_manager(musterd);
	}
	json_object_put(json);
}
