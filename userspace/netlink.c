// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * netlink.c: requests to the module.
 */
#include "netlink.h"

#include <errno.h>
#include <linux/netlink.h>
#include <netlink/msg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../module/uapi/muster.h"
#include "device.h"
#include "entry.h"
#include "netlink_socket.h"

struct netlink {
	struct netlink_socket socket;
	struct netlink_family family;
};

int netlink_open(struct netlink **out)
{
	struct netlink *netlink = calloc(1, sizeof(*netlink));
	struct netlink_info info;
	int err;

	if (!netlink)
		return -ENOMEM;
	err = netlink_socket_open(&netlink->socket);
	if (err)
		goto free_netlink;
	err = netlink_resolve(&netlink->socket, MUSTER_GENL_NAME, MUSTER_MCGRP_EVENTS,
			      &netlink->family);
	/* whether we may ask at all shows with the first request */
	if (!err)
		err = netlink_info(netlink, &info);
	if (err)
		goto close_socket;
	*out = netlink;
	return 0;

close_socket:
	netlink_socket_close(&netlink->socket);
free_netlink:
	free(netlink);
	return err;
}

/** netlink_close() - NULL is none. */
void netlink_close(struct netlink *netlink)
{
	if (!netlink)
		return;
	netlink_socket_close(&netlink->socket);
	free(netlink);
}

const char *netlink_why(const struct netlink *netlink)
{
	return netlink->socket.why;
}

static struct nl_msg *request(const struct netlink *netlink, int flags, uint8_t command)
{
	return netlink_request(netlink->family.id, flags, command, MUSTER_GENL_VERSION);
}

/* While the module unloads it is as good as gone. */
static int exchange(struct netlink *netlink, struct nl_msg *message,
		    int (*each)(uint8_t command, struct attributes attributes,
				void *context),
		    void *context)
{
	int err = netlink_exchange(&netlink->socket, message, each, context);

	return err == -ESHUTDOWN ? -ENOENT : err;
}

static int read_text(const struct attribute *attribute, char *text, size_t size)
{
	const char *found = attribute_text(attribute);

	if (!found)
		return -EBADMSG;
	snprintf(text, size, "%s", found);
	return 0;
}

static int read_info_attribute(struct netlink_info *info, const struct attribute *attribute)
{
	switch (attribute->type) {
	case MUSTER_A_INFO_PROTOCOL:
		return attribute_u32(attribute, &info->protocol);
	case MUSTER_A_INFO_VERSION:
		return read_text(attribute, info->version, sizeof(info->version));
	case MUSTER_A_INFO_SOURCE_DIGEST:
		return read_text(attribute, info->source_digest,
				 sizeof(info->source_digest));
	case MUSTER_A_INFO_LOAD_ID:
		return attribute_bytes(attribute, info->load_id, sizeof(info->load_id));
	case MUSTER_A_INFO_NEXT:
		return attribute_u64(attribute, &info->next);
	case MUSTER_A_INFO_HEAD_END:
		return attribute_u64(attribute, &info->head_end);
	case MUSTER_A_INFO_OLDEST:
		return attribute_u64(attribute, &info->oldest);
	case MUSTER_A_INFO_LOST:
		return attribute_u64(attribute, &info->lost);
	case MUSTER_A_INFO_HASH:
		return attribute_bytes(attribute, info->hash, sizeof(info->hash));
	case MUSTER_A_INFO_FUNCTIONS:
		return attribute_u32(attribute, &info->functions);
	case MUSTER_A_INFO_ADAPTERS:
		return attribute_u32(attribute, &info->adapters);
	case MUSTER_A_INFO_CLIENTS:
		return attribute_u32(attribute, &info->clients);
	case MUSTER_A_INFO_INCOMPLETE:
		info->incomplete = true;
		return 0;
	case MUSTER_A_INFO_HEAD_BYTES:
		return attribute_u64(attribute, &info->head_bytes);
	case MUSTER_A_INFO_RING_BYTES:
		return attribute_u64(attribute, &info->ring_bytes);
	case MUSTER_A_INFO_ROSTER_BYTES:
		return attribute_u64(attribute, &info->roster_bytes);
	case MUSTER_A_INFO_CONFIG_READS:
		return attribute_u64(attribute, &info->config_reads);
	case MUSTER_A_INFO_RESCANNING:
		info->rescanning = true;
		return 0;
	case MUSTER_A_INFO_BOOTTIME:
		return attribute_u64(attribute, &info->boottime);
	case MUSTER_A_INFO_REALTIME:
		return attribute_u64(attribute, &info->realtime);
	}
	return 0;
}

static int read_info(uint8_t command, struct attributes attributes, void *context)
{
	struct attribute attribute, inner;
	int more, err = 0;

	(void)command;
	while (!err && (more = attribute_next(&attributes, &attribute))) {
		struct attributes inside = attribute_inside(&attribute);

		if (more < 0)
			return more;
		if (attribute.type != MUSTER_A_INFO)
			continue;
		while (!err && (more = attribute_next(&inside, &inner)))
			err = more < 0 ? more : read_info_attribute(context, &inner);
	}
	return err;
}

/** netlink_info() - Return: 0, -ENOENT: the module went away, or -errno. */
int netlink_info(struct netlink *netlink, struct netlink_info *info)
{
	int err;

	memset(info, 0, sizeof(*info));
	err = exchange(netlink, request(netlink, 0, MUSTER_CMD_INFO_GET), read_info, info);
	return !err && !info->next ? -EBADMSG : err;
}

struct roster {
	uint64_t *next;
	int (*each)(struct device *device, void *context);
	void *context;
};

static int read_device(uint8_t command, struct attributes attributes, void *context)
{
	const struct roster *roster = context;
	struct attribute attribute;
	int more, err = 0;

	(void)command;
	while (!err && (more = attribute_next(&attributes, &attribute))) {
		struct device *device;

		if (more < 0)
			return more;
		if (attribute.type == MUSTER_A_NEXT && roster->next)
			err = attribute_u64(&attribute, roster->next);
		if (attribute.type != MUSTER_A_DEVICE)
			continue;
		err = entry_device(attribute.data, attribute.length, &device);
		if (!err)
			err = roster->each(device, roster->context);
	}
	return err;
}

int netlink_devices(struct netlink *netlink, uint64_t *next,
		    int (*each)(struct device *device, void *context), void *context)
{
	struct roster roster = { next, each, context };
	struct netlink_info info;
	int err;

	/* an empty roster sends no message that could tell the number */
	err = netlink_info(netlink, &info);
	if (err)
		return err;
	*next = info.next;
	return exchange(netlink, request(netlink, NLM_F_DUMP, MUSTER_CMD_DEVICE_GET),
			read_device, &roster);
}

static int keep_device(struct device *device, void *context)
{
	struct device **out = context;

	device_free(*out);
	*out = device;
	return 0;
}

int netlink_device(struct netlink *netlink, uint64_t number, const char *place,
		   struct device **out)
{
	struct nl_msg *message = request(netlink, 0, MUSTER_CMD_DEVICE_GET);
	struct roster roster = { NULL, keep_device, out };
	int err;

	*out = NULL;
	if (number)
		err = netlink_put(message, MUSTER_A_NUMBER, &number, sizeof(number));
	else
		err = netlink_put(message, MUSTER_A_PLACE, place, strlen(place) + 1);
	if (err) {
		nlmsg_free(message);
		return err;
	}
	err = exchange(netlink, message, read_device, &roster);
	if (err) {
		device_free(*out);
		*out = NULL;
	}
	return !err && !*out ? -EBADMSG : err;
}

struct pull {
	int (*each)(const struct netlink_entry *entry, void *context);
	void *context;
};

static int read_hash(const struct attribute *attribute, const uint8_t **hash)
{
	if (attribute->length != MUSTER_HASH_SIZE)
		return -EBADMSG;
	*hash = attribute->data;
	return 0;
}

static int read_entry(uint8_t command, struct attributes attributes, void *context)
{
	const struct pull *pull = context;
	struct netlink_entry entry = { 0 };
	struct attribute attribute;
	int more, err = 0;

	(void)command;
	while (!err && (more = attribute_next(&attributes, &attribute))) {
		if (more < 0)
			return more;
		switch (attribute.type) {
		case MUSTER_A_ENTRY:
			entry.payload = attribute.data;
			entry.length = attribute.length;
			break;
		case MUSTER_A_HASH:
			err = read_hash(&attribute, &entry.hash);
			break;
		case MUSTER_A_PREVIOUS_HASH:
			err = read_hash(&attribute, &entry.previous_hash);
			break;
		case MUSTER_A_LOST:
			err = attribute_u64(&attribute, &entry.lost);
			break;
		}
	}
	if (!err && (!entry.payload || !entry.hash))
		err = -EBADMSG;
	return err ? err : pull->each(&entry, pull->context);
}

int netlink_entries(struct netlink *netlink, uint64_t from, const uint8_t *load_id,
		    int (*each)(const struct netlink_entry *entry, void *context),
		    void *context)
{
	struct nl_msg *message = request(netlink, NLM_F_DUMP, MUSTER_CMD_EVENT_GET);
	struct pull pull = { each, context };
	int err;

	err = netlink_put(message, MUSTER_A_NUMBER, &from, sizeof(from));
	if (!err && load_id)
		err = netlink_put(message, MUSTER_A_LOAD_ID, load_id, MUSTER_LOAD_ID_SIZE);
	if (err) {
		nlmsg_free(message);
		return err;
	}
	return exchange(netlink, message, read_entry, &pull);
}

static int read_ticket(uint8_t command, struct attributes attributes, void *context)
{
	struct attribute attribute;
	int more;

	(void)command;
	while ((more = attribute_next(&attributes, &attribute))) {
		if (more < 0)
			return more;
		if (attribute.type == MUSTER_A_TICKET)
			return attribute_u64(&attribute, context);
	}
	return -EBADMSG;
}

int netlink_rescan(struct netlink *netlink, uint64_t *ticket)
{
	return exchange(netlink, request(netlink, 0, MUSTER_CMD_RESCAN),
			read_ticket, ticket);
}
