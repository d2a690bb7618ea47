// SPDX-License-Identifier: GPL-2.0-only
/*
 * The generic netlink family: requests, dumps and the doorbell.
 *
 * Invariant: a handler, here or in dump.c, takes the order mutex and no other lock, for requests
 * may run while hotplug waits for netlink. Memory is allocated before it.
 */
#include "internal.h"

#include <linux/errno.h>
#include <linux/module.h>
#include <linux/string.h>
#include <linux/workqueue.h>
#include <net/genetlink.h>

#include "compat.h"

/* Also tells whether the bell may be rung: only while the family is there. */
static bool announcing;		/* under the order mutex */
static struct workqueue_struct *bell;

static int find_device(const struct genl_info *info, struct muster_item **item)
{
	const struct nlattr *number = info->attrs[MUSTER_A_NUMBER];
	const struct nlattr *place = info->attrs[MUSTER_A_PLACE];
	int err;

	if (!number == !place) {
		NL_SET_ERR_MSG(info->extack, "give either the number or the place of a device");
		return -EINVAL;
	}
	if (number) {
		*item = muster_roster_after(nla_get_u64(number) - 1);
		if (*item && (*item)->number == nla_get_u64(number))
			return 0;
		NL_SET_ERR_MSG_ATTR(info->extack, number,
				    "no device that is present was introduced by that entry");
		return -ENOENT;
	}
	err = muster_roster_find_place(nla_data(place), item);
	if (err == -ENOENT)
		NL_SET_ERR_MSG_ATTR(info->extack, place, "no device is present at that place");
	if (err == -ENOTUNIQ)
		NL_SET_ERR_MSG_ATTR(info->extack, place,
				    "more than one device claims that place: ask by number");
	return err;
}

/**
 * muster_request_begin() - take the order mutex for a request, or refuse it
 * @extack: for the sentence
 *
 * Return: 0 under the order mutex, or -ESHUTDOWN without it.
 */
int muster_request_begin(struct netlink_ext_ack *extack)
{
	muster_lock();
	if (!muster_stopping())
		return 0;
	muster_unlock();
	NL_SET_ERR_MSG(extack, "the module is being unloaded");
	return -ESHUTDOWN;
}

/* Begins the reply to a request. */
static struct sk_buff *new_reply(struct genl_info *info, u8 command, void **header)
{
	struct sk_buff *skb = genlmsg_new(MUSTER_MESSAGE_BYTES, GFP_KERNEL);

	if (!skb) {
		NL_SET_ERR_MSG(info->extack, "no memory for a reply");
		return NULL;
	}
	*header = genlmsg_put_reply(skb, info, &muster_family, 0, command);
	return skb;
}

static int send_reply(struct sk_buff *skb, void *header, struct genl_info *info, int err)
{
	if (err) {
		nlmsg_free(skb);
		return err;
	}
	genlmsg_end(skb, header);
	return genlmsg_reply(skb, info);
}

static int do_info_get(struct sk_buff *request, struct genl_info *info)
{
	struct sk_buff *skb;
	void *header;
	int err;

	skb = new_reply(info, MUSTER_CMD_INFO_GET, &header);
	if (!skb)
		return -ENOMEM;
	err = muster_request_begin(info->extack);
	if (!err) {
		err = muster_message_info(skb);
		muster_unlock();
	}
	return send_reply(skb, header, info, err);
}

static int do_device_get(struct sk_buff *request, struct genl_info *info)
{
	struct muster_item *item;
	struct sk_buff *skb;
	void *header;
	int err;

	skb = new_reply(info, MUSTER_CMD_DEVICE_GET, &header);
	if (!skb)
		return -ENOMEM;
	err = muster_request_begin(info->extack);
	if (!err) {
		err = find_device(info, &item);
		if (!err)
			err = muster_message_device(skb, item);
		muster_unlock();
	}
	return send_reply(skb, header, info, err);
}

static int do_rescan(struct sk_buff *request, struct genl_info *info)
{
	struct sk_buff *skb;
	void *header;
	u64 ticket;
	int err;

	skb = new_reply(info, MUSTER_CMD_RESCAN, &header);
	if (!skb)
		return -ENOMEM;
	err = muster_request_begin(info->extack);
	if (!err) {
		err = muster_rescan_start(&ticket);
		muster_unlock();
		if (err)
			NL_SET_ERR_MSG(info->extack, "a rescan is under way");
		else
			err = muster_message_u64(skb, MUSTER_A_TICKET, ticket);
	}
	return send_reply(skb, header, info, err);
}

static int refuse_do(struct sk_buff *request, struct genl_info *info)
{
	NL_SET_ERR_MSG(info->extack, "this command answers dumps only");
	return -EINVAL;
}

static int refuse_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	NL_SET_ERR_MSG(cb->extack, "this command does not answer dumps");
	return -EINVAL;
}

static const struct nla_policy no_policy[MUSTER_A_MAX + 1] = {};

static const struct nla_policy device_policy[MUSTER_A_MAX + 1] = {
	[MUSTER_A_NUMBER] = { .type = NLA_U64 },
	[MUSTER_A_PLACE] = { .type = NLA_NUL_STRING, .len = MUSTER_PLACE_MAX },
};

static const struct nla_policy event_policy[MUSTER_A_MAX + 1] = {
	[MUSTER_A_NUMBER] = { .type = NLA_U64 },
	/* its length is checked in dump.c: newer kernels would say ERANGE */
	[MUSTER_A_LOAD_ID] = { .type = NLA_BINARY },
};

static const struct genl_ops operations[] = {
	{
		.cmd = MUSTER_CMD_INFO_GET,
		.flags = GENL_ADMIN_PERM,
		.policy = no_policy,
		.maxattr = MUSTER_A_MAX,
		.doit = do_info_get,
		.dumpit = refuse_dump,
	}, {
		.cmd = MUSTER_CMD_DEVICE_GET,
		.flags = GENL_ADMIN_PERM,
		.policy = device_policy,
		.maxattr = MUSTER_A_MAX,
		.doit = do_device_get,
		.start = muster_dump_start,
		.dumpit = muster_dump_devices,
	}, {
		.cmd = MUSTER_CMD_EVENT_GET,
		.flags = GENL_ADMIN_PERM,
		.policy = event_policy,
		.maxattr = MUSTER_A_MAX,
		.doit = refuse_do,
		.start = muster_dump_start,
		.dumpit = muster_dump_events,
	}, {
		.cmd = MUSTER_CMD_RESCAN,
		.flags = GENL_ADMIN_PERM,
		.policy = no_policy,
		.maxattr = MUSTER_A_MAX,
		.doit = do_rescan,
		.dumpit = refuse_dump,
	},
};

static const struct genl_multicast_group groups[] = {
	{ .name = MUSTER_MCGRP_EVENTS, MUSTER_MCAST_FLAGS },
};

struct genl_family muster_family __ro_after_init = {
	.name = MUSTER_GENL_NAME,
	.version = MUSTER_GENL_VERSION,
	.maxattr = MUSTER_A_MAX,
	.netnsok = false,
	.parallel_ops = true,
	.module = THIS_MODULE,
	.ops = operations,
	.n_ops = ARRAY_SIZE(operations),
	.mcgrps = groups,
	.n_mcgrps = ARRAY_SIZE(groups),
};

static void ring_bell(struct work_struct *work);
static DECLARE_DELAYED_WORK(bell_work, ring_bell);

/* There was no memory to ring now; not to ring would hide this event until the next one. */
static void ring_later(void)
{
	muster_lock();
	if (announcing && !muster_stopping())
		queue_delayed_work(bell, &bell_work, HZ / 10);
	muster_unlock();
}

static void ring_bell(struct work_struct *work)
{
	struct muster_ledger_state state;
	struct sk_buff *skb;
	void *header;

	if (!genl_has_listeners(&muster_family, &init_net, 0))
		return;
	skb = genlmsg_new(64, GFP_KERNEL);
	if (!skb) {
		ring_later();
		return;
	}
	header = genlmsg_put(skb, 0, 0, &muster_family, 0, MUSTER_CMD_EVENT_NTF);
	muster_lock();
	muster_ledger_state(&state);
	muster_unlock();
	if (!header ||
	    nla_put(skb, MUSTER_A_LOAD_ID, MUSTER_LOAD_ID_SIZE, muster_load_id()) ||
	    nla_put(skb, MUSTER_A_NEXT, sizeof(state.next), &state.next)) {
		nlmsg_free(skb);
		return;
	}
	genlmsg_end(skb, header);
	genlmsg_multicast(&muster_family, skb, 0, 0, GFP_KERNEL);
}

/**
 * muster_netlink_announce() - something has been recorded: ring the doorbell
 *
 * Once per burst: a bell that is about to ring is not rung again.
 *
 * Context: under the order mutex; does not sleep.
 */
void muster_netlink_announce(void)
{
	if (announcing)
		queue_delayed_work(bell, &bell_work, 0);
}

/**
 * muster_netlink_create() - hang up the doorbell
 *
 * Return: 0 or -ENOMEM.
 */
int muster_netlink_create(void)
{
	bell = alloc_workqueue("muster_bell", WQ_UNBOUND, 1);
	return bell ? 0 : -ENOMEM;
}

/**
 * muster_netlink_destroy() - take the doorbell down
 *
 * Context: may sleep; once muster_stop() has been called, if it can
 *	    have been rung; not under the order mutex.
 */
void muster_netlink_destroy(void)
{
	cancel_delayed_work_sync(&bell_work);
	destroy_workqueue(bell);
}

/**
 * muster_netlink_register() - answer requests from now on
 *
 * Return: 0 or -errno.
 */
int muster_netlink_register(void)
{
	int err = genl_register_family(&muster_family);

	if (err)
		return err;
	muster_lock();
	announcing = true;
	/* who has joined and asked since may have missed what rang no bell until now */
	muster_netlink_announce();
	muster_unlock();
	return 0;
}

/**
 * muster_netlink_unregister() - answer no more
 *
 * Context: may sleep; waits for requests; the doorbell is down.
 */
void muster_netlink_unregister(void)
{
	genl_unregister_family(&muster_family);
}
