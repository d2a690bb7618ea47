// SPDX-License-Identifier: GPL-2.0-only
/*
 * What goes into messages: one filler for each nest, whoever sends it.
 *
 * 64-bit values are not aligned, as in the record; readers copy them.
 */
#include "internal.h"

#include <linux/errno.h>
#include <net/netlink.h>

/**
 * muster_message_u64() - put a 64-bit value
 * @skb: the message
 * @type: of the attribute
 * @value: its value
 *
 * Return: 0 or -EMSGSIZE.
 */
int muster_message_u64(struct sk_buff *skb, int type, u64 value)
{
	return nla_put(skb, type, sizeof(value), &value);
}

static int put_ledger(struct sk_buff *skb)
{
	struct muster_ledger_state state;

	muster_ledger_state(&state);
	if (nla_put(skb, MUSTER_A_INFO_LOAD_ID, MUSTER_LOAD_ID_SIZE, muster_load_id()) ||
	    muster_message_u64(skb, MUSTER_A_INFO_NEXT, state.next) ||
	    muster_message_u64(skb, MUSTER_A_INFO_HEAD_END, state.head_end) ||
	    muster_message_u64(skb, MUSTER_A_INFO_OLDEST, state.oldest) ||
	    muster_message_u64(skb, MUSTER_A_INFO_LOST, state.lost) ||
	    nla_put(skb, MUSTER_A_INFO_HASH, MUSTER_HASH_SIZE, state.hash) ||
	    muster_message_u64(skb, MUSTER_A_INFO_HEAD_BYTES, state.head_bytes) ||
	    muster_message_u64(skb, MUSTER_A_INFO_RING_BYTES, state.ring_bytes))
		return -EMSGSIZE;
	return 0;
}

static int put_roster(struct sk_buff *skb)
{
	struct muster_roster_state state;

	muster_roster_state(&state);
	if (nla_put_u32(skb, MUSTER_A_INFO_FUNCTIONS, state.present[MUSTER_KIND_FUNCTION]) ||
	    nla_put_u32(skb, MUSTER_A_INFO_ADAPTERS, state.present[MUSTER_KIND_ADAPTER]) ||
	    nla_put_u32(skb, MUSTER_A_INFO_CLIENTS, state.present[MUSTER_KIND_CLIENT]) ||
	    muster_message_u64(skb, MUSTER_A_INFO_ROSTER_BYTES, state.bytes) ||
	    (state.incomplete && nla_put_flag(skb, MUSTER_A_INFO_INCOMPLETE)) ||
	    (muster_rescan_running() && nla_put_flag(skb, MUSTER_A_INFO_RESCANNING)))
		return -EMSGSIZE;
	return 0;
}

/**
 * muster_message_info() - put the nest MUSTER_A_INFO
 * @skb: the message
 *
 * Context: under the order mutex.
 * Return: 0, or -EMSGSIZE with the message to be given up.
 */
int muster_message_info(struct sk_buff *skb)
{
	struct muster_stamp stamp = muster_stamp_now();
	struct nlattr *nest = nla_nest_start(skb, MUSTER_A_INFO);

	if (!nest ||
	    nla_put_u32(skb, MUSTER_A_INFO_PROTOCOL, MUSTER_PROTOCOL) ||
	    nla_put_string(skb, MUSTER_A_INFO_VERSION, MUSTER_VERSION) ||
	    nla_put_string(skb, MUSTER_A_INFO_SOURCE_DIGEST, MUSTER_SOURCE_DIGEST) ||
	    put_ledger(skb) || put_roster(skb) ||
	    muster_message_u64(skb, MUSTER_A_INFO_CONFIG_READS, muster_config_reads()) ||
	    muster_message_u64(skb, MUSTER_A_INFO_BOOTTIME, stamp.boottime) ||
	    muster_message_u64(skb, MUSTER_A_INFO_REALTIME, stamp.realtime))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/**
 * muster_message_device() - put the nest MUSTER_A_DEVICE
 * @skb: the message
 * @item: the device
 *
 * Context: under the order mutex.
 * Return: 0, or -EMSGSIZE with the message to be given up.
 */
int muster_message_device(struct sk_buff *skb, const struct muster_item *item)
{
	struct nlattr *nest = nla_nest_start(skb, MUSTER_A_DEVICE);

	if (!nest ||
	    muster_message_u64(skb, MUSTER_A_DEVICE_NUMBER, item->number) ||
	    muster_message_u64(skb, MUSTER_A_DEVICE_LAST, item->last) ||
	    nla_put_u32(skb, MUSTER_A_DEVICE_ORIGIN, item->origin) ||
	    muster_message_u64(skb, MUSTER_A_DEVICE_SINCE, item->since) ||
	    nla_append(skb, item->body->length, item->body->bytes) ||
	    nla_put_u32(skb, MUSTER_A_DEVICE_FLAGS, item->flags) ||
	    (item->reading && nla_put_u32(skb, MUSTER_A_DEVICE_READING, item->reading)) ||
	    (item->bound && nla_put_string(skb, MUSTER_A_DEVICE_DRIVER, item->driver)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/**
 * muster_message_event() - put an entry and what travels beside it
 * @skb: the message
 * @view: the entry
 * @first: it is the first of its dump
 *
 * Context: under the order mutex.
 * Return: 0, or -EMSGSIZE with the message to be given up.
 */
int muster_message_event(struct sk_buff *skb, const struct muster_view *view, bool first)
{
	u8 previous[MUSTER_HASH_SIZE];

	if (nla_put(skb, MUSTER_A_ENTRY | NLA_F_NESTED, view->length, view->payload) ||
	    nla_put(skb, MUSTER_A_HASH, MUSTER_HASH_SIZE, view->hash))
		return -EMSGSIZE;
	if (view->lost && muster_message_u64(skb, MUSTER_A_LOST, view->lost))
		return -EMSGSIZE;
	if (!first && !view->lost)
		return 0;
	muster_ledger_previous(view->number, previous);
	return nla_put(skb, MUSTER_A_PREVIOUS_HASH, MUSTER_HASH_SIZE, previous);
}

