// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where adapters and clients sit, and which of several adapters of one text
 * is which.
 *
 * Invariant: an adapter that has been placed keeps its number among those of
 * the same text until it is forgotten; a new one gets the lowest that is free.
 */
#include "internal.h"

#include <linux/device.h>
#include <linux/i2c.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/string.h>

/**
 * struct sibling - an adapter that has been placed
 * @list: by rising @which
 * @dev: its cookie
 * @which: its number among those with the same @text
 * @text: the place it would have as the only one
 */
struct sibling {
	struct list_head list;
	const struct device *dev;
	unsigned int which;
	char text[];
};

/* Protects the list; taken outside the order mutex, never with it. */
static DEFINE_MUTEX(siblings_lock);
static LIST_HEAD(siblings);

static struct sibling *find_sibling(const struct device *dev)
{
	struct sibling *sibling;

	list_for_each_entry(sibling, &siblings, list)
		if (sibling->dev == dev)
			return sibling;
	return NULL;
}

static void add_sibling(const struct device *dev, const char *text)
{
	size_t length = strlen(text) + 1;
	struct sibling *sibling, *other;

	/* a wrong place cannot be taken back, so this waits for memory rather than fail */
	sibling = kzalloc(struct_size(sibling, text, length), GFP_NOIO | __GFP_NOFAIL);
	sibling->dev = dev;
	memcpy(sibling->text, text, length);
	list_for_each_entry(other, &siblings, list) {
		if (other->which > sibling->which)
			break;
		if (other->which == sibling->which && !strcmp(other->text, text))
			sibling->which++;
	}
	list_add_tail(&sibling->list, &other->list);
}

static struct i2c_adapter *adapter_above(struct i2c_adapter *adapter)
{
	struct device *parent = adapter->dev.parent;

	return parent ? i2c_verify_adapter(parent) : NULL;
}

/* The mux core names its adapters "i2c-N-mux (chan_id N)" on every kernel. */
static bool parse_channel(const struct i2c_adapter *adapter, unsigned int *number)
{
	const char *text = strrchr(adapter->name, '(');

	return text && sscanf(text, "(chan_id %u)", number) == 1;
}

static struct device *place_root(struct device *parent, struct muster_sighting *sighting)
{
	struct muster_place *place = &sighting->place;
	struct muster_step step = { .kind = MUSTER_STEP_FIRMWARE };
	struct device *dev;

	for (dev = parent; dev; dev = dev->parent)
		if (dev_is_pci(dev))
			return muster_pci_place(to_pci_dev(dev), place);

	for (dev = parent; dev; dev = dev->parent) {
		if (muster_firmware_path(dev, sighting->path, sizeof(sighting->path)))
			continue;
		step.name = sighting->path;
		muster_place_above(place, &step);
		return dev;
	}
	step.kind = MUSTER_STEP_NAMED;
	step.name = parent ? dev_name(parent) : "none";
	muster_place_above(place, &step);
	return NULL;
}

/* From an adapter up; it and those above it get the numbers they have. */
static struct device *place_up(struct i2c_adapter *adapter, struct muster_sighting *sighting)
{
	struct i2c_adapter *above;
	struct sibling *sibling;
	struct muster_step step;

	for (;;) {
		above = adapter_above(adapter);
		sibling = find_sibling(&adapter->dev);
		step = (struct muster_step) {
			.kind = MUSTER_STEP_ADAPTER,
			.minor = sibling ? sibling->which : 0,
		};
		if (above && parse_channel(adapter, &step.number))
			step.kind = MUSTER_STEP_CHANNEL;
		muster_place_above(&sighting->place, &step);
		if (!above)
			return place_root(adapter->dev.parent, sighting);
		adapter = above;
	}
}

/* Numbers @adapter and those above it, uppermost first. */
static void number_adapters(struct i2c_adapter *adapter, struct muster_sighting *sighting)
{
	struct i2c_adapter *above, *unnumbered;

	for (;;) {
		unnumbered = NULL;
		for (above = adapter; above; above = adapter_above(above))
			if (!find_sibling(&above->dev))
				unnumbered = above;
		if (!unnumbered)
			return;
		muster_place_begin(&sighting->place);
		place_up(unnumbered, sighting);
		add_sibling(&unnumbered->dev, muster_place_end(&sighting->place));
	}
}

/**
 * muster_i2c_is_channel() - is an adapter a channel of a mux?
 * @adapter: the adapter
 *
 * Return: whether it is.
 */
bool muster_i2c_is_channel(struct i2c_adapter *adapter)
{
	unsigned int number;

	return adapter_above(adapter) && parse_channel(adapter, &number);
}

/**
 * muster_i2c_place_adapter() - write an adapter's place and root
 * @adapter: the adapter
 * @sighting: of the adapter
 *
 * Context: may sleep; not under the order mutex.
 */
void muster_i2c_place_adapter(struct i2c_adapter *adapter, struct muster_sighting *sighting)
{
	struct device *root;

	mutex_lock(&siblings_lock);
	number_adapters(adapter, sighting);
	muster_place_begin(&sighting->place);
	root = place_up(adapter, sighting);
	mutex_unlock(&siblings_lock);

	muster_put_place(sighting);
	if (root)
		muster_put_root(sighting, root);
}

/**
 * muster_i2c_place_client() - write a client's place and root
 * @client: the client
 * @sighting: of the client
 *
 * Context: may sleep; not under the order mutex.
 */
void muster_i2c_place_client(struct i2c_client *client, struct muster_sighting *sighting)
{
	struct muster_step step = {
		.kind = MUSTER_STEP_CLIENT,
		.number = client->addr,
	};
	/* its driver may set others meanwhile, such as I2C_CLIENT_PEC */
	unsigned short flags = READ_ONCE(client->flags);
	struct device *root;

	if (flags & I2C_CLIENT_TEN)
		step.minor |= MUSTER_STEP_TEN_BIT;
	if (flags & I2C_CLIENT_SLAVE)
		step.minor |= MUSTER_STEP_TARGET;

	mutex_lock(&siblings_lock);
	number_adapters(client->adapter, sighting);
	muster_place_begin(&sighting->place);
	muster_place_above(&sighting->place, &step);
	root = place_up(client->adapter, sighting);
	mutex_unlock(&siblings_lock);

	muster_put_place(sighting);
	if (root)
		muster_put_root(sighting, root);
}

/**
 * muster_i2c_forget() - an adapter has left: its number is free again
 * @dev: the adapter's cookie; of a client nothing is known here
 */
void muster_i2c_forget(const struct device *dev)
{
	struct sibling *sibling;

	mutex_lock(&siblings_lock);
	sibling = find_sibling(dev);
	if (sibling)
		list_del(&sibling->list);
	mutex_unlock(&siblings_lock);
	kfree(sibling);
}

/**
 * muster_i2c_forget_all() - free what is known of adapters
 *
 * Context: when nothing is recorded any more.
 */
void muster_i2c_forget_all(void)
{
	struct sibling *sibling, *next;

	list_for_each_entry_safe(sibling, next, &siblings, list)
		kfree(sibling);
	INIT_LIST_HEAD(&siblings);
}
