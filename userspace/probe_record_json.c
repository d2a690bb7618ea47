// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * probe_record_json.c: what a probe of one adapter came to, as JSON.
 */
#include "probe_record.h"

#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "probe_extent.h"
#include "text.h"

static const char *const answer_names[] = {
	[PROBE_NOT_ASKED] = NULL,
	[PROBE_ASKING] = "hung",
	[PROBE_SILENT] = "silent",
	[PROBE_ANSWERED] = "answered",
	[PROBE_TROUBLED] = "trouble",
};

#define ANSWERS (sizeof(answer_names) / sizeof(answer_names[0]))

char *probed_extent(const struct probe *probe)
{
	enum probe_method methods[PROBE_ADDRESSES];

	for (unsigned int i = 0; i < PROBE_ADDRESSES; i++) {
		const struct probe_address *address = &probe->addresses[i];
		bool asked = address->answer == PROBE_SILENT || address->answer == PROBE_ANSWERED;

		methods[i] = asked ? address->method : PROBE_NO_METHOD;
	}
	return probe_extent_text(methods);
}

static void put_hex(struct json_object *json, const char *key, unsigned int address)
{
	char text[3];

	snprintf(text, sizeof(text), "%02x", address & 0xff);
	json_object_object_add(json, key, json_object_new_string(text));
}

static void put_number(struct json_object *json, const char *key, uint64_t number)
{
	json_object_object_add(json, key, json_object_new_uint64(number));
}

static struct json_object *address_json(unsigned int number, const struct probe_address *address)
{
	struct json_object *json = json_object_new_object();

	put_hex(json, "address", number);
	json_object_object_add(json, "method", address->method ?
			       text_json(probe_method_names[address->method]) : NULL);
	json_object_object_add(json, "answer", text_json(answer_names[address->answer]));
	put_number(json, "transactions", address->transactions);
	if (address->skip != PROBE_ASK)
		json_object_object_add(json, "skipped",
				       text_json(probe_skip_names[address->skip]));
	return json;
}

static struct json_object *addresses_json(const struct probe *probe, bool all)
{
	struct json_object *json = json_object_new_array();

	for (unsigned int i = 0; i < PROBE_ADDRESSES; i++)
		if (all || probe->addresses[i].answer != PROBE_NOT_ASKED)
			json_object_array_add(json, address_json(i, &probe->addresses[i]));
	return json;
}

static struct json_object *stopped_json(const struct probe *probe)
{
	struct json_object *json;

	if (!probe->stopped)
		return NULL;
	json = json_object_new_object();
	if (probe->stopped_at >= 0)
		put_hex(json, "address", probe->stopped_at);
	else
		json_object_object_add(json, "address", NULL);
	put_number(json, "error", -probe->stopped);
	json_object_object_add(json, "name", text_json(probe_error_name(probe->stopped)));
	json_object_object_add(json, "why", text_json(probe_why(probe->stopped)));
	return json;
}

struct json_object *probed_to_json(const struct probed *probed, bool all)
{
	struct json_object *json = json_object_new_object();
	char *extent = probed_extent(&probed->probe);
	struct probe_totals totals;

	probe_count(&probed->probe, &totals);
	json_object_object_add(json, "place", text_json(probed->place));
	json_object_object_add(json, "address", text_json(probed->address));
	json_object_object_add(json, "name", text_json(probed->name));
	put_number(json, "time", probed->time);
	json_object_object_add(json, "probed", extent && *extent ? text_json(extent) : NULL);
	put_number(json, "planned", totals.planned);
	put_number(json, "asked", totals.asked);
	put_number(json, "answered", totals.answered);
	put_number(json, "transactions", totals.transactions);
	put_number(json, "bus_ns", totals.bus_ns);
	put_number(json, "elapsed_ns", probed->elapsed);
	json_object_object_add(json, "driver", text_json(probed->probe.driver));
	json_object_object_add(json, "stopped", stopped_json(&probed->probe));
	json_object_object_add(json, "addresses", addresses_json(&probed->probe, all));
	free(extent);
	return json;
}

static const char *text_of(struct json_object *json, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(json, key, &value) ||
	    !json_object_is_type(value, json_type_string))
		return NULL;
	return json_object_get_string(value);
}

static uint64_t number_of(struct json_object *json, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(json, key, &value) ||
	    !json_object_is_type(value, json_type_int))
		return 0;
	return json_object_get_uint64(value);
}

static bool take_address(const char *text, unsigned int *address)
{
	char *end;

	if (!text || strlen(text) != 2)
		return false;
	*address = strtoul(text, &end, 16);
	return !*end && *address < PROBE_ADDRESSES;
}

static unsigned int index_of(const char *const *names, unsigned int count, const char *name)
{
	unsigned int i = 0;

	while (i < count && (!name || !names[i] || strcmp(names[i], name)))
		i++;
	return i;
}

/* What contradicts the policy is not of ours. */
static int read_address(struct json_object *json, struct probe *probe)
{
	unsigned int number, answer, method;
	struct probe_address *address;

	if (!take_address(text_of(json, "address"), &number))
		return -EINVAL;
	answer = index_of(answer_names, ANSWERS, text_of(json, "answer"));
	method = index_of(probe_method_names, PROBE_METHODS, text_of(json, "method"));
	if (answer == ANSWERS || method != probe_method_of(number) || !method)
		return -EINVAL;
	address = &probe->addresses[number];
	*address = (struct probe_address){ .method = method, .answer = answer,
		.transactions = number_of(json, "transactions") & 0xff };
	return 0;
}

static int read_addresses(struct json_object *json, struct probe *probe)
{
	struct json_object *addresses;
	int err = 0;

	if (!json_object_object_get_ex(json, "addresses", &addresses) ||
	    !json_object_is_type(addresses, json_type_array))
		return -EINVAL;
	for (size_t i = 0; i < json_object_array_length(addresses) && !err; i++)
		err = read_address(json_object_array_get_idx(addresses, i), probe);
	return err;
}

static void read_stopped(struct json_object *json, struct probe *probe)
{
	struct json_object *stopped;
	unsigned int address;

	probe->stopped_at = -1;
	if (!json_object_object_get_ex(json, "stopped", &stopped) || !stopped)
		return;
	probe->stopped = -(int)(number_of(stopped, "error") & 0xfff);
	if (take_address(text_of(stopped, "address"), &address))
		probe->stopped_at = address;
}

static bool copy_text(const char *from, char **to)
{
	*to = from ? strdup(from) : NULL;
	return *to || !from;
}

int probed_from_json(struct json_object *json, struct probed *probed)
{
	const char *place = text_of(json, "place"), *driver = text_of(json, "driver");
	int err;

	*probed = (struct probed){ 0 };
	if (!place || !place_valid(place))
		return -EINVAL;
	for (unsigned int i = 0; i < PROBE_ADDRESSES; i++)
		probed->probe.addresses[i].skip = PROBE_QUICK_ONLY;
	err = read_addresses(json, &probed->probe);
	if (err)
		return err;
	read_stopped(json, &probed->probe);
	snprintf(probed->probe.driver, sizeof(probed->probe.driver), "%s", driver ? driver : "");
	probed->time = number_of(json, "time");
	probed->elapsed = number_of(json, "elapsed_ns");
	if (copy_text(place, &probed->place) &&
	    copy_text(text_of(json, "address"), &probed->address) &&
	    copy_text(text_of(json, "name"), &probed->name))
		return 0;
	probed_clear(probed);
	return -ENOMEM;
}
