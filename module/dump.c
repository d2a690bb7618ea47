// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dumps of the roster and of the ledger, message by message.
 *
 * Invariant: a dump ends. That of the roster goes by rising number, so what
 * is there throughout is sent exactly once; that of the ledger ends where the
 * ledger ended when it began.
 */
#include "internal.h"

#include <linux/errno.h>
#include <linux/string.h>
#include <net/genetlink.h>

#include "compat.h"

/**
 * struct device_dump - how far a dump of the roster has come
 * @last: number of the last device sent
 * @next: number the next entry had when the dump began
 */
struct device_dump {
	u64 last;
	u64 next;
};

/**
 * struct event_dump - how far a dump of the ledger has come
 * @cursor: at the entry to be sent next
 * @end: number the next entry had when the dump began
 * @begun: a message has been sent
 */
struct event_dump {
	struct muster_cursor cursor;
	u64 end;
	bool begun;
};

/**
 * muster_dump_start_devices() - begin a dump of the roster
 * @cb: the dump
 *
 * Return: 0, or -errno with a sentence.
 */
int muster_dump_start_devices(struct netlink_callback *cb)
{
	struct device_dump *dump = (struct device_dump *)cb->ctx;
	struct nlattr **attrs = muster_dump_attrs(cb);
	struct muster_ledger_state state;
	int err;

	BUILD_BUG_ON(sizeof(*dump) > sizeof(cb->ctx));
	if (attrs[MUSTER_A_NUMBER] || attrs[MUSTER_A_PLACE]) {
		NL_SET_ERR_MSG(cb->extack, "a dump of devices takes no attributes");
		return -EINVAL;
	}
	err = muster_request_begin(cb->extack);
	if (err)
		return err;
	muster_ledger_state(&state);
	muster_unlock();

	cb->min_dump_alloc = MUSTER_MESSAGE_BYTES;
	dump->last = 0;
	dump->next = state.next;
	return 0;
}

static int send_device(struct sk_buff *skb, struct netlink_callback *cb,
		       const struct muster_item *item, u64 next)
{
	void *header;

	header = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, &muster_family,
			     NLM_F_MULTI, MUSTER_CMD_DEVICE_GET);
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
	int err = 0;

	muster_lock();
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

	if (load && memcmp(nla_data(load), muster_load_id(), MUSTER_LOAD_ID_SIZE)) {
		NL_SET_ERR_MSG_ATTR(extack, load, "that is the id of another load");
		return -ESTALE;
	}
	if (!number) {
		NL_SET_ERR_MSG_ATTR(extack, attrs[MUSTER_A_NUMBER], "entries begin at number 1");
		return -EINVAL;
	}
	muster_ledger_state(&state);
	if (number > state.next) {
		NL_SET_ERR_MSG_ATTR(extack, attrs[MUSTER_A_NUMBER],
				    "that number is beyond the next entry");
		return -ERANGE;
	}
	muster_ledger_seek(&dump->cursor, number);
	dump->end = state.next;
	dump->begun = false;
	return 0;
}

/**
 * muster_dump_start_events() - begin a dump of the ledger
 * @cb: the dump
 *
 * Return: 0, or -errno with a sentence.
 */
int muster_dump_start_events(struct netlink_callback *cb)
{
	struct event_dump *dump = (struct event_dump *)cb->ctx;
	int err;

	BUILD_BUG_ON(sizeof(*dump) > sizeof(cb->ctx));
	cb->min_dump_alloc = MUSTER_MESSAGE_BYTES;
	err = muster_request_begin(cb->extack);
	if (err)
		return err;
	err = begin_events(dump, muster_dump_attrs(cb), cb->extack);
	muster_unlock();
	return err;
}

static int send_event(struct sk_buff *skb, const struct netlink_callback *cb,
		      const struct muster_view *view, bool first)
{
	void *header;

	header = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, &muster_family,
			     NLM_F_MULTI, MUSTER_CMD_EVENT_GET);
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
	int err = 0;

	muster_lock();
	while (dump->cursor.number < dump->end && muster_ledger_read(&dump->cursor, &view)) {
		err = send_event(skb, cb, &view, !dump->begun);
		if (err)
			break;
		muster_ledger_advance(&dump->cursor, &view);
		dump->begun = true;
	}
	muster_unlock();
	return skb->len ?: err;
}

