// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * probe_adapter.c: which adapters may be probed, and which of their addresses
 * belong to a client.
 */
#include "probe_adapter.h"

#include <linux/i2c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "place.h"
#include "probe_deny.h"
#include "snapshot.h"

const char *const probe_refusal_names[PROBE_REFUSALS] = {
	[PROBE_MAY] = "",
	[PROBE_CHANNEL] = "mux channel",
	[PROBE_NO_HOST] = "no smbus host",
	[PROBE_BARRED] = "denied",
	[PROBE_NAMELESS] = "client of unknown address",
	[PROBE_ABSENT] = "absent",
};

const char *probe_refusal_why(enum probe_refusal refusal)
{
	switch (refusal) {
	case PROBE_MAY:
		break;
	case PROBE_CHANNEL:
		return "a channel of a mux, and asking there switches hardware; --adapter names it";
	case PROBE_NO_HOST:
		return "not of an SMBus host that is known (a display's, a BMC's or a GPU's bus does not like being asked); --adapter names it";
	case PROBE_BARRED:
		return "probe_deny in musterd.conf bars it";
	case PROBE_NAMELESS:
		return "a client without a driver is there whose address sysfs does not tell; with the module loaded it is known";
	case PROBE_ABSENT:
		return "the snapshot does not say which adapter of the kernel it is";
	case PROBE_REFUSALS:
		break;
	}
	return "";
}

/* Drivers of SMBus hosts that answer an absent device by an error and no more. */
static bool is_host(const struct device *function)
{
	static const char *const drivers[] = {
		"amd756_smbus", "amd8111_smbus2", "i801_smbus", "ismt_smbus",
		"nForce2_smbus", "piix4_smbus",
	};
	const char *driver = device_get(function, FIELD_DRIVER);
	const char *class = device_get(function, FIELD_CLASS);

	if (function->kind != DEVICE_FUNCTION || !driver || !class || strncmp(class, "0c05", 4))
		return false;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++)
		if (!strcmp(driver, drivers[i]))
			return true;
	return false;
}

/* The device at the first @length bytes of @place, or NULL. */
static const struct device *device_at(const struct probe_map *map, const char *place,
				      size_t length)
{
	char above[PLACE_MAX + 1];

	if (!length || length > PLACE_MAX)
		return NULL;
	memcpy(above, place, length);
	above[length] = '\0';
	return snapshot_find(map->snapshot, above);
}

static const struct device *parent_of(const struct probe_map *map, const char *place)
{
	return device_at(map, place, place_parent(place));
}

static bool is_adapter(const struct device *device)
{
	return device && device->kind == DEVICE_ADAPTER;
}

/* How many bytes of two places are the same steps. */
static size_t common_steps(const char *a, const char *b)
{
	size_t same = 0, i = 0;

	for (;; i++) {
		bool a_ends = !a[i] || a[i] == '/', b_ends = !b[i] || b[i] == '/';

		if (a_ends && b_ends)
			same = i;
		if (a[i] != b[i] || !a[i])
			return same;
	}
}

/* The adapter one step below the first @length bytes of @place, on the way to it. */
static const struct device *step_below(const struct probe_map *map, const char *place,
				       size_t length)
{
	return device_at(map, place, length + 1 + strcspn(place + length + 1, "/"));
}

/*
 * A mux lets its bus through to one channel, and many leave the last one connected.
 * So a bus sees what is above it and what is below it; two channels see each
 * other's devices but where they are of one mux.
 */
bool probe_adapter_sees(const struct probe_map *map, const struct device *adapter,
			const struct device *other)
{
	const char *a = adapter->place, *b = other->place;
	const struct device *left, *right;
	const char *one, *two;
	size_t common;

	if (!strcmp(a, b) || place_below(a, b) || place_below(b, a))
		return true;
	common = common_steps(a, b);
	if (!is_adapter(device_at(map, a, common)))
		return false;
	left = step_below(map, a, common);
	right = step_below(map, b, common);
	one = map->mux_of && left ? map->mux_of(left, map->context) : NULL;
	two = map->mux_of && right ? map->mux_of(right, map->context) : NULL;
	return !one || !two || strcmp(one, two);
}

long *probe_adapter_seen(const struct probe_map *map, const struct device *adapter,
			 size_t *count)
{
	long *numbers = calloc(map->snapshot->count + 1, sizeof(*numbers));

	*count = 0;
	for (size_t i = 0; numbers && i < map->snapshot->count; i++) {
		const struct device *other = map->snapshot->devices[i];
		const char *number = device_get(other, FIELD_NUMBER);

		if (other->kind == DEVICE_ADAPTER && number &&
		    probe_adapter_sees(map, adapter, other))
			numbers[(*count)++] = strtol(number, NULL, 10);
	}
	return numbers;
}

/* The address of a client by its place: 50, or s52 where the host itself answers. */
static bool client_address(const struct device *client, unsigned int *address)
{
	const char *step = strrchr(client->place, '/');
	char *end;

	if (!step)
		return false;
	step += step[1] == 's' ? 2 : 1;
	*address = strtoul(step, &end, 16);
	return strlen(step) == 2 && !*end && *address < PROBE_ADDRESSES;
}

static bool has_ten_bits(const struct device *client)
{
	const char *step = strrchr(client->place, '/');

	return step && (step[1] == 't' || !strncmp(step + 1, "st", 2));
}

/* The kernel itself keeps us from the address of a client with a driver. */
static bool is_guarded(const struct device *client)
{
	return device_get(client, FIELD_DRIVER);
}

/* A client without a place on an adapter may be on any. */
static bool may_be_seen(const struct probe_map *map, const struct device *adapter,
			const struct device *client)
{
	const struct device *bus = parent_of(map, client->place);

	return !is_adapter(bus) || probe_adapter_sees(map, adapter, bus);
}

bool probe_adapter_clients(const struct probe_map *map, const struct device *adapter,
			   bool clients[PROBE_ADDRESSES])
{
	bool all = true;

	memset(clients, 0, PROBE_ADDRESSES * sizeof(*clients));
	for (size_t i = 0; i < map->snapshot->count; i++) {
		const struct device *client = map->snapshot->devices[i];
		unsigned int address;

		if (client->kind != DEVICE_CLIENT || !may_be_seen(map, adapter, client))
			continue;
		if (client_address(client, &address))
			clients[address] = true;
		else if (!has_ten_bits(client) && !is_guarded(client))
			all = false;
	}
	return all;
}

enum probe_refusal probe_adapter_judge(const struct probe_map *map,
				       const struct device *adapter,
				       const struct probe_deny *deny, bool named)
{
	const struct device *parent = parent_of(map, adapter->place);
	bool clients[PROBE_ADDRESSES];

	if (probe_deny_adapter(deny, adapter->place))
		return PROBE_BARRED;
	if (!device_get(adapter, FIELD_NUMBER))
		return PROBE_ABSENT;
	if (!named && is_adapter(parent))
		return PROBE_CHANNEL;
	if (!named && (!parent || !is_host(parent)))
		return PROBE_NO_HOST;
	return probe_adapter_clients(map, adapter, clients) ? PROBE_MAY : PROBE_NAMELESS;
}

/* What its driver says it can do; both where that is not known. */
static unsigned int abilities(const struct device *adapter)
{
	const char *text = device_get(adapter, FIELD_FUNCTIONALITY);
	unsigned long bits = text ? strtoul(text, NULL, 16) : ~0ul;

	return (bits & I2C_FUNC_SMBUS_READ_BYTE ? PROBE_CAN_READ : 0) |
	       (bits & I2C_FUNC_SMBUS_QUICK ? PROBE_CAN_QUICK : 0);
}

/* The driver of the function that a chain of muxes ends at. */
static const char *driver_of(const struct probe_map *map, const struct device *adapter)
{
	const struct device *parent = parent_of(map, adapter->place);
	const char *driver;

	while (is_adapter(parent))
		parent = parent_of(map, parent->place);
	driver = parent ? device_get(parent, FIELD_DRIVER) : NULL;
	return driver ? driver : "";
}

void probe_adapter_plan(const struct probe_map *map, const struct device *adapter,
			const struct probe_deny *deny, bool quick, struct probe *probe)
{
	bool clients[PROBE_ADDRESSES], denied[PROBE_ADDRESSES];

	probe_adapter_clients(map, adapter, clients);
	probe_deny_addresses(deny, adapter->place, denied);
	snprintf(probe->driver, sizeof(probe->driver), "%s", driver_of(map, adapter));
	probe_plan(probe, clients, denied, quick, abilities(adapter));
}
