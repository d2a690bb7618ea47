// SPDX-License-Identifier: GPL-2.0-only
/* Simulated muxes. They are made and removed under the command mutex of fakei2c_main.c. */

#include "fakei2c.h"

#include <linux/i2c-mux.h>
#include <linux/slab.h>

#include "compat.h"

/**
 * struct fake_mux - one mux: a client that no driver binds to, and its channels
 * @link: in the list of muxes
 * @on_bus: in the list of its segment, where that is ours
 * @client: where it sits
 * @core: what the I2C core knows
 * @selected: the channel that is switched through, or -1
 * @last: the channel that its register names, or -1
 * @above: the segment it sits on, or NULL where that is none of ours
 * @channels: how many there are
 * @buses: the segments behind them; root is NULL where @above is
 */
struct fake_mux {
	struct list_head link;
	struct list_head on_bus;
	struct i2c_client *client;
	struct i2c_mux_core *core;
	int selected;
	int last;
	struct fakei2c_bus *above;
	u32 channels;
	struct fakei2c_bus *buses;
};

/* A mux on the channel of another comes after it, so removal goes backwards. */
static LIST_HEAD(muxes);

/* As a driver does that knows what it wrote last: one byte to the mux where that changes. */
static int select_channel(struct i2c_mux_core *core, u32 channel)
{
	struct fake_mux *mux = *(struct fake_mux **)i2c_mux_priv(core);
	struct fakei2c_wire wire = { .writes = true, .sent = 1 };

	if (!mux->above)
		return 0;
	mutex_lock(&mux->above->root->lock);
	wire.address = mux->client->addr;
	if (mux->last != channel)
		fakei2c_bus_count(mux->above, &wire);
	mux->last = channel;
	mux->selected = channel;
	mutex_unlock(&mux->above->root->lock);
	return 0;
}

static int deselect_channel(struct i2c_mux_core *core, u32 channel)
{
	struct fake_mux *mux = *(struct fake_mux **)i2c_mux_priv(core);

	if (!mux->above)
		return 0;
	mutex_lock(&mux->above->root->lock);
	mux->selected = -1;
	mutex_unlock(&mux->above->root->lock);
	return 0;
}

/**
 * fakei2c_mux_selected() - the segment that is switched through to another
 * @bus: the segment a mux may sit on; its adapter's lock is held
 *
 * Return: the segment behind the channel that is selected, or NULL.
 */
struct fakei2c_bus *fakei2c_mux_selected(struct fakei2c_bus *bus)
{
	struct fake_mux *mux;

	list_for_each_entry(mux, &bus->muxes, on_bus) {
		if (mux->selected >= 0)
			return &mux->buses[mux->selected];
	}
	return NULL;
}

static void join_bus(struct fake_mux *mux, struct fakei2c_bus *above)
{
	mux->above = above;
	INIT_LIST_HEAD(&mux->on_bus);
	if (!above)
		return;
	mutex_lock(&above->root->lock);
	list_add_tail(&mux->on_bus, &above->muxes);
	mutex_unlock(&above->root->lock);
}

static void leave_bus(struct fake_mux *mux)
{
	if (!mux->above)
		return;
	mutex_lock(&mux->above->root->lock);
	list_del_init(&mux->on_bus);
	mutex_unlock(&mux->above->root->lock);
}

/* The segments before the channels: the core may look for chips as soon as one is there. */
static int add_channels(struct fake_mux *mux)
{
	struct fakei2c_adapter *root = mux->above ? mux->above->root : NULL;
	u32 channel;
	int err;

	for (channel = 0; channel < mux->channels; channel++)
		fakei2c_bus_init(&mux->buses[channel], root, NULL, mux->above);
	for (channel = 0; channel < mux->channels; channel++) {
		err = compat_add_channel(mux->core, channel);
		if (err) {
			i2c_mux_del_adapters(mux->core);
			return err;
		}
		mux->buses[channel].adapter = mux->core->adapter[channel];
	}
	return 0;
}

static struct fake_mux *alloc_mux(u32 channels)
{
	struct fake_mux *mux = kzalloc(sizeof(*mux), GFP_KERNEL);

	if (!mux)
		return NULL;
	mux->channels = channels;
	mux->selected = -1;
	mux->last = -1;
	mux->buses = kcalloc(channels, sizeof(*mux->buses), GFP_KERNEL);
	if (mux->buses)
		return mux;
	kfree(mux);
	return NULL;
}

static void free_mux(struct fake_mux *mux)
{
	if (mux)
		kfree(mux->buses);
	kfree(mux);
}

/* Everything of a mux whose client is there. */
static int furnish_mux(struct fake_mux *mux, struct i2c_adapter *adapter)
{
	char number[12];
	int err;

	mux->core = i2c_mux_alloc(adapter, &mux->client->dev, mux->channels, sizeof(mux), 0,
				  select_channel, deselect_channel);
	if (!mux->core)
		return -ENOMEM;
	*(struct fake_mux **)i2c_mux_priv(mux->core) = mux;
	snprintf(number, sizeof(number), "%d", adapter->nr);
	join_bus(mux, fakei2c_bus_find(number));
	err = add_channels(mux);
	if (err)
		leave_bus(mux);
	return err;
}

/**
 * fakei2c_mux_add() - put a mux on a bus
 * @bus: number of any I2C adapter, a channel of a mux too
 * @address: where the mux sits, 7 bits
 * @channels: how many channels it has
 *
 * Return: 0 or a negative errno.
 */
int fakei2c_mux_add(int bus, u16 address, u32 channels)
{
	struct i2c_board_info info = { .type = "fakemux", .addr = address };
	struct i2c_adapter *adapter = i2c_get_adapter(bus);
	struct fake_mux *mux = alloc_mux(channels);
	int err = adapter ? -ENOMEM : -ENODEV;

	if (!mux || !adapter)
		goto put_adapter;
	mux->client = i2c_new_client_device(adapter, &info);
	if (IS_ERR(mux->client)) {
		err = PTR_ERR(mux->client);
		goto put_adapter;
	}
	err = furnish_mux(mux, adapter);
	if (err) {
		i2c_unregister_device(mux->client);
		goto put_adapter;
	}
	list_add_tail(&mux->link, &muxes);
	i2c_put_adapter(adapter);
	return 0;

put_adapter:
	free_mux(mux);
	if (adapter)
		i2c_put_adapter(adapter);
	return err;
}

static void remove_mux(struct fake_mux *mux)
{
	u32 channel;

	list_del(&mux->link);
	i2c_mux_del_adapters(mux->core);
	leave_bus(mux);
	i2c_unregister_device(mux->client);
	for (channel = 0; channel < mux->channels; channel++)
		fakei2c_bus_clear(&mux->buses[channel]);
	free_mux(mux);
}

/**
 * fakei2c_mux_remove() - take a mux off its bus
 * @bus: number of the adapter it sits on
 * @address: where
 *
 * Return: 0 or -ENODEV.
 */
int fakei2c_mux_remove(int bus, u16 address)
{
	struct fake_mux *mux;

	list_for_each_entry(mux, &muxes, link) {
		if (mux->client->adapter->nr == bus && mux->client->addr == address) {
			remove_mux(mux);
			return 0;
		}
	}
	return -ENODEV;
}

/** fakei2c_mux_remove_all() - remove every mux, the last made first */
void fakei2c_mux_remove_all(void)
{
	struct fake_mux *mux, *next;

	list_for_each_entry_safe_reverse(mux, next, &muxes, link)
		remove_mux(mux);
}

/**
 * fakei2c_mux_on() - whether a mux hangs on an adapter
 * @root: adapter
 *
 * Return: true where one does, behind another too.
 */
bool fakei2c_mux_on(const struct i2c_adapter *root)
{
	struct fake_mux *mux;

	list_for_each_entry(mux, &muxes, link) {
		if (i2c_root_adapter(&mux->client->dev) == root)
			return true;
	}
	return false;
}

/**
 * fakei2c_mux_next_bus() - walk the segments behind channels
 * @after: the one before, or NULL for the first
 *
 * Return: the next or NULL.
 */
struct fakei2c_bus *fakei2c_mux_next_bus(struct fakei2c_bus *after)
{
	bool next = !after;
	struct fake_mux *mux;
	u32 channel;

	list_for_each_entry(mux, &muxes, link) {
		for (channel = 0; channel < mux->channels; channel++) {
			if (next)
				return &mux->buses[channel];
			next = &mux->buses[channel] == after;
		}
	}
	return NULL;
}

/**
 * fakei2c_mux_list() - one line per channel
 * @text: buffer
 * @size: its size
 *
 * Return: the bytes written; what does not fit is left out.
 */
size_t fakei2c_mux_list(char *text, size_t size)
{
	struct fake_mux *mux;
	size_t used = 0;
	u32 channel;

	list_for_each_entry(mux, &muxes, link) {
		for (channel = 0; channel < mux->channels; channel++)
			used += scnprintf(text + used, size - used, "channel %d-%04x/%u %d\n",
					  mux->client->adapter->nr, mux->client->addr, channel,
					  mux->buses[channel].adapter->nr);
	}
	return used;
}
