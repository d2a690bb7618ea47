// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is present now: one item per device, by cookie and by number.
 *
 * Two red-black trees, for they need no memory of their own: nothing is
 * allocated under the mutex, and no size has to be chosen beforehand. The
 * order by number is the order of introduction.
 *
 * Everything but allocating and freeing runs under the order mutex.
 */
#include "internal.h"

#include <linux/list.h>
#include <linux/rbtree.h>
#include <linux/slab.h>
#include <linux/string.h>

static struct {
	struct rb_root by_device;
	struct rb_root by_number;
	u32 generation;
	u32 present[MUSTER_KIND_CLIENT + 1];
	bool incomplete;
	u64 bytes;	/* of what is in it */
} roster = {
	.by_device = RB_ROOT,
	.by_number = RB_ROOT,
	.generation = 1,
};

/**
 * muster_roster_alloc_body() - keep what was seen of a device
 * @sighting: what was seen
 *
 * Context: may sleep; not under the order mutex.
 * Return: the body, to be freed with kfree(), or NULL.
 */
struct muster_body *muster_roster_alloc_body(const struct muster_sighting *sighting)
{
	u32 length = sighting->body.used;
	struct muster_body *body;

	body = kmalloc(struct_size(body, bytes, length), GFP_NOIO);
	if (!body)
		return NULL;

	body->length = length;
	body->place = sighting->place_offset;
	memcpy(body->bytes, sighting->body.bytes, length);
	return body;
}

/**
 * muster_roster_alloc() - an item for a device that was seen
 * @dev: its cookie
 * @sighting: what was seen
 *
 * Context: may sleep; not under the order mutex.
 * Return: the item, or NULL.
 */
struct muster_item *muster_roster_alloc(const struct device *dev,
					const struct muster_sighting *sighting)
{
	struct muster_item *item;

	item = kzalloc(sizeof(*item), GFP_NOIO);
	if (!item)
		return NULL;

	item->body = muster_roster_alloc_body(sighting);
	if (!item->body) {
		kfree(item);
		return NULL;
	}
	item->dev = dev;
	item->kind = sighting->kind;
	item->flags = sighting->flags;
	item->reading = sighting->reading;
	item->bound = sighting->driver[0];
	memcpy(item->driver, sighting->driver, sizeof(item->driver));
	memcpy(item->stable, sighting->stable, sizeof(item->stable));
	RB_CLEAR_NODE(&item->by_device);
	RB_CLEAR_NODE(&item->by_number);
	return item;
}

/**
 * muster_roster_alloc_tomb() - an item for a device that leaves unseen
 * @dev: its cookie
 *
 * The walk may still come to that device, and must not touch it: so this
 * waits for memory rather than fail.
 *
 * Context: may sleep; not under the order mutex.
 * Return: the item.
 */
struct muster_item *muster_roster_alloc_tomb(const struct device *dev)
{
	struct muster_item *item;

	item = kzalloc(sizeof(*item), GFP_NOIO | __GFP_NOFAIL);
	item->dev = dev;
	item->standing = MUSTER_STANDING_TOMB;
	RB_CLEAR_NODE(&item->by_device);
	RB_CLEAR_NODE(&item->by_number);
	return item;
}

/**
 * muster_roster_free() - free an item that is not in the roster
 * @item: the item, or NULL
 */
void muster_roster_free(struct muster_item *item)
{
	if (!item)
		return;
	kfree(item->body);
	kfree(item);
}

static u64 item_bytes(const struct muster_item *item)
{
	u64 bytes = sizeof(*item);

	if (item->body)
		bytes += struct_size(item->body, bytes, item->body->length);
	return bytes;
}

/**
 * muster_roster_insert() - put an item under its cookie
 * @item: the item; no other in the roster has its cookie
 */
void muster_roster_insert(struct muster_item *item)
{
	struct rb_node **link = &roster.by_device.rb_node;
	struct rb_node *parent = NULL;

	while (*link) {
		const struct muster_item *other;

		parent = *link;
		other = rb_entry(parent, struct muster_item, by_device);
		link = item->dev < other->dev ? &parent->rb_left : &parent->rb_right;
	}
	rb_link_node(&item->by_device, parent, link);
	rb_insert_color(&item->by_device, &roster.by_device);
	roster.bytes += item_bytes(item);
}

/**
 * muster_roster_introduce() - an item gets its number
 * @item: in the roster, not yet introduced
 * @number: of the entry that introduces it, higher than any before
 */
void muster_roster_introduce(struct muster_item *item, u64 number)
{
	struct rb_node **link = &roster.by_number.rb_node;
	struct rb_node *parent = NULL;

	item->number = number;
	item->last = number;
	while (*link) {
		parent = *link;
		link = &parent->rb_right;
	}
	rb_link_node(&item->by_number, parent, link);
	rb_insert_color(&item->by_number, &roster.by_number);
	roster.present[item->kind]++;
	muster_roster_changed();
}

static void withdraw(struct muster_item *item)
{
	if (RB_EMPTY_NODE(&item->by_number))
		return;
	rb_erase(&item->by_number, &roster.by_number);
	RB_CLEAR_NODE(&item->by_number);
	roster.present[item->kind]--;
	muster_roster_changed();
}

/**
 * muster_roster_remove() - take an item out, to be freed
 * @item: in the roster
 */
void muster_roster_remove(struct muster_item *item)
{
	withdraw(item);
	hlist_del_init(&item->by_fold);
	rb_erase(&item->by_device, &roster.by_device);
	roster.bytes -= item_bytes(item);
}

/**
 * muster_roster_entomb() - keep a cookie of what has left, for the walk
 * @item: in the roster
 */
void muster_roster_entomb(struct muster_item *item)
{
	withdraw(item);
	item->number = 0;
	item->standing = MUSTER_STANDING_TOMB;
}

/**
 * muster_roster_replace() - a later capture takes the place of an earlier
 * @item: in the roster
 * @body: the later one
 *
 * Return: the earlier one, to be freed.
 */
struct muster_body *muster_roster_replace(struct muster_item *item, struct muster_body *body)
{
	struct muster_body *earlier = item->body;

	roster.bytes -= item_bytes(item);
	item->body = body;
	roster.bytes += item_bytes(item);
	return earlier;
}

/**
 * muster_roster_find() - the item of a cookie
 * @dev: the cookie
 *
 * Return: the item, which may be a tomb, or NULL.
 */
struct muster_item *muster_roster_find(const struct device *dev)
{
	struct rb_node *node = roster.by_device.rb_node;

	while (node) {
		struct muster_item *item = rb_entry(node, struct muster_item, by_device);

		if (item->dev == dev)
			return item;
		node = dev < item->dev ? node->rb_left : node->rb_right;
	}
	return NULL;
}

/**
 * muster_roster_after() - the first device introduced after a number
 * @number: the number
 *
 * Return: the item, or NULL.
 */
struct muster_item *muster_roster_after(u64 number)
{
	struct rb_node *node = roster.by_number.rb_node;
	struct muster_item *found = NULL;

	while (node) {
		struct muster_item *item = rb_entry(node, struct muster_item, by_number);

		if (item->number > number) {
			found = item;
			node = node->rb_left;
		} else {
			node = node->rb_right;
		}
	}
	return found;
}

/**
 * muster_roster_find_place() - the device at a place
 * @place: the place
 * @found: the item
 *
 * Return: 0, -ENOENT, or -ENOTUNIQ where two devices claim the place.
 */
int muster_roster_find_place(const char *place, struct muster_item **found)
{
	struct rb_node *node;

	*found = NULL;
	for (node = rb_first(&roster.by_number); node; node = rb_next(node)) {
		struct muster_item *item = rb_entry(node, struct muster_item, by_number);

		if (strcmp((const char *)item->body->bytes + item->body->place, place))
			continue;
		if (*found)
			return -ENOTUNIQ;
		*found = item;
	}
	return *found ? 0 : -ENOENT;
}

/**
 * muster_roster_purge_tombs() - forget what left during the walk
 */
void muster_roster_purge_tombs(void)
{
	struct rb_node *node = rb_first(&roster.by_device);

	while (node) {
		struct muster_item *item = rb_entry(node, struct muster_item, by_device);

		node = rb_next(node);
		if (item->standing != MUSTER_STANDING_TOMB)
			continue;
		muster_roster_remove(item);
		muster_roster_free(item);
	}
}

/**
 * muster_roster_mark_incomplete() - a device could not be tracked
 */
void muster_roster_mark_incomplete(void)
{
	roster.incomplete = true;
}

/**
 * muster_roster_changed() - a dump that is under way is no longer of one time
 */
void muster_roster_changed(void)
{
	if (!++roster.generation)
		roster.generation = 1;
}

/**
 * muster_roster_state() - the roster in figures
 * @state: to be filled
 */
void muster_roster_state(struct muster_roster_state *state)
{
	state->generation = roster.generation;
	state->bytes = roster.bytes;
	state->incomplete = roster.incomplete;
	memcpy(state->present, roster.present, sizeof(state->present));
}

/**
 * muster_roster_destroy() - forget everything
 *
 * Context: when nothing is recorded or read any more.
 */
void muster_roster_destroy(void)
{
	struct rb_node *node;

	while ((node = rb_first(&roster.by_device))) {
		struct muster_item *item = rb_entry(node, struct muster_item, by_device);

		muster_roster_remove(item);
		muster_roster_free(item);
	}
}
