// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dumps of the roster and of the ledger, message by message.
 *
 * Invariant: a dump ends. That of the roster goes by rising number, so what
 * is there throughout is sent exactly once; that of the ledger ends where the
 * ledger ended when it began.
 *
 * A dump is refused by the first call for messages, not by .start: there most
 * kernels have no place for the sentence.
 */
#include "internal.h"

#include <linux/build_bug.h>
#include <linux/errno.h>
#include <linux/string.h>
#include <net/genetlink.h>

#include "compat.h"

/**
 * struct device_dump - how far a dump of the roster has come
 * @begun: it has been let in
 * @last: number of the last device sent
 * @next: number the next entry had when the dump began
 */
struct device_dump {
	bool begun;
	u64 last;
	u64 next;
};

/**
 * struct event_dump - how far a dump of the ledger has come
 * @begun: it has been let in
 * @sent: a message has been sent
 * @cursor: at the entry to be sent next
 * @end: number the next entry had when the dump began
 */
struct event_dump {
	bool begun;
	bool sent;
	struct muster_cursor cursor;
	u64 end;
};

/**
 * muster_dump_start() - a dump is asked for
 * @cb: the dump; its state is all zero
 *
 * Return: 0.
 */
int muster_dump_start(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct device_dump) > sizeof(cb->ctx));
	BUILD_BUG_ON(sizeof(struct event_dump) > sizeof(cb->ctx));
	cb->min_dump_alloc = MUSTER_MESSAGE_BYTES;
	return 0;
}

static int begin_devices(struct device_dump *dump, struct nlattr **attrs,
			 struct netlink_ext_ack *extack)
{
	struct muster_ledger_state state;

	if (attrs[MUSTER_A_NUMBER] || attrs[MUSTER_A_PLACE]) {
		NL_SET_ERR_MSG(extack, "a dump of devices takes no attributes");
		return -EINVAL;
	}
	muster_ledger_state(&state);
	dump->next = state.next;
	dump->begun = true;
	return 0;
}

static int send_device(struct sk_buff *skb, struct netlink_callback *cb,
		       const struct muster_item *item, u64 next)
{
	void *header;

	header = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
			     &muster_family, NLM_F_MULTI, MUSTER_CMD_DEVICE_GET);
	if (!header)
		return -EMSGSIZE;
	genl_dump_check_consistent(cb, header);
	if (muster_message_u64(skb, MUSTER_A_NEXT, next) || muster_message_device(skb, item)) {
		genlmsg_cancel(skb, header);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, header);
	return 0;
}

/**
 * muster_dump_devices() - go on with a dump of the roster
 * @skb: room for messages
 * @cb: the dump
 *
 * Return: bytes put, 0 at the end, or -errno.
 */
int muster_dump_devices(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct device_dump *dump = (struct device_dump *)cb->ctx;
	struct muster_roster_state state;
	const struct muster_item *item;
	int err;

	err = muster_request_begin(cb->extack);
	if (err)
		return err;
	if (!dump->begun)
		err = begin_devices(dump, muster_dump_attrs(cb), cb->extack);
	muster_roster_state(&state);
	cb->seq = state.generation;
	while (!err && (item = muster_roster_after(dump->last))) {
		err = send_device(skb, cb, item, dump->next);
		if (!err)
			dump->last = item->number;
	}
	muster_unlock();
	return skb->len ?: err;
}

static int begin_events(struct event_dump *dump, struct nlattr **attrs,
			struct netlink_ext_ack *extack)
{
	u64 number = attrs[MUSTER_A_NUMBER] ? nla_get_u64(attrs[MUSTER_A_NUMBER]) : 1;
	const struct nlattr *load = attrs[MUSTER_A_LOAD_ID];
	struct muster_ledger_state state;

	if (load && nla_len(load) != MUSTER_LOAD_ID_SIZE) {
		NL_SET_ERR_MSG(extack, "a load id is 16 bytes");
		return -EINVAL;
	}
	if (load && memcmp(nla_data(load), muster_load_id(), MUSTER_LOAD_ID_SIZE)) {
		NL_SET_ERR_MSG(extack, "that is the id of another load");
		return -ESTALE;
	}
	if (!number) {
		NL_SET_ERR_MSG(extack, "entries begin at number 1");
		return -EINVAL;
	}
	muster_ledger_state(&state);
	if (number > state.next) {
		NL_SET_ERR_MSG(extack, "that number is beyond the next entry");
		return -ERANGE;
	}
	muster_ledger_seek(&dump->cursor, number);
	dump->end = state.next;
	dump->begun = true;
	return 0;
}

static int send_event(struct sk_buff *skb, const struct netlink_callback *cb,
		      const struct muster_view *view, bool first)
{
	void *header;

	header = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
			     &muster_family, NLM_F_MULTI, MUSTER_CMD_EVENT_GET);
	if (!header)
		return -EMSGSIZE;
	if (muster_message_event(skb, view, first)) {
		genlmsg_cancel(skb, header);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, header);
	return 0;
}

/**
 * muster_dump_events() - go on with a dump of the ledger
 * @skb: room for messages
 * @cb: the dump
 *
 * Return: bytes put, 0 at the end, or -errno.
 */
int muster_dump_events(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct event_dump *dump = (struct event_dump *)cb->ctx;
	struct muster_view view;
	int err;

	err = muster_request_begin(cb->extack);
	if (err)
		return err;
	if (!dump->begun)
		err = begin_events(dump, muster_dump_attrs(cb), cb->extack);
	while (!err && dump->cursor.number < dump->end &&
	       muster_ledger_read(&dump->cursor, &view)) {
		err = send_event(skb, cb, &view, !dump->sent);
		if (err)
			break;
		muster_ledger_advance(&dump->cursor, &view);
		dump->sent = true;
	}
	muster_unlock();
	return skb->len ?: err;
}
