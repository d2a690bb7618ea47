// SPDX-License-Identifier: GPL-2.0-only
/* Simulated I2C adapters and muxes. All is done under the command mutex of fakei2c_main.c. */

#include "fakei2c.h"

#include <linux/bitmap.h>
#include <linux/i2c-mux.h>
#include <linux/i2c.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "compat.h"

#define ADDRESSES 128

/**
 * struct fake_adapter - one adapter
 * @link: in the list of adapters
 * @adapter: what the I2C core knows
 * @answering: the addresses that acknowledge
 * @transfers: how many were asked for, on the bus itself or a channel of it
 */
struct fake_adapter {
	struct list_head link;
	struct i2c_adapter adapter;
	DECLARE_BITMAP(answering, ADDRESSES);
	atomic_t transfers;
};

/** struct fake_mux - one mux: a client that no driver binds to, and its channels */
struct fake_mux {
	struct list_head link;
	struct i2c_client *client;
	struct i2c_mux_core *core;
};

static LIST_HEAD(adapters);
/* A mux on the channel of another comes after it, so removal goes backwards. */
static LIST_HEAD(muxes);

static s32 transfer(struct i2c_adapter *adapter, u16 address, unsigned short flags, char write,
		    u8 command, int size, union i2c_smbus_data *data)
{
	struct fake_adapter *fake = container_of(adapter, struct fake_adapter, adapter);

	atomic_inc(&fake->transfers);
	if (address >= ADDRESSES || !test_bit(address, fake->answering))
		return -ENXIO;
	if (write == I2C_SMBUS_READ && (size == I2C_SMBUS_BYTE || size == I2C_SMBUS_BYTE_DATA))
		data->byte = size == I2C_SMBUS_BYTE ? address : address ^ command;
	return 0;
}

static u32 functionality(struct i2c_adapter *adapter)
{
	return I2C_FUNC_SMBUS_QUICK | I2C_FUNC_SMBUS_BYTE | I2C_FUNC_SMBUS_BYTE_DATA;
}

static const struct i2c_algorithm algorithm = {
	.smbus_xfer = transfer,
	.functionality = functionality,
};

static struct fake_adapter *find_adapter(const char *name)
{
	struct fake_adapter *fake;

	list_for_each_entry(fake, &adapters, link) {
		if (!strcmp(fake->adapter.name, name))
			return fake;
	}
	return NULL;
}

/**
 * fakei2c_adapter_add() - add an adapter
 * @name: its name, not yet in use
 * @parent: the device it belongs to, or NULL
 *
 * Return: 0 or a negative errno.
 */
int fakei2c_adapter_add(const char *name, struct device *parent)
{
	struct fake_adapter *fake;
	int err;

	if (find_adapter(name))
		return -EEXIST;
	fake = kzalloc(sizeof(*fake), GFP_KERNEL);
	if (!fake)
		return -ENOMEM;
	fake->adapter.owner = THIS_MODULE;
	fake->adapter.algo = &algorithm;
	fake->adapter.dev.parent = parent;
	strscpy(fake->adapter.name, name, sizeof(fake->adapter.name));
	err = i2c_add_adapter(&fake->adapter);
	if (err) {
		kfree(fake);
		return err;
	}
	list_add_tail(&fake->link, &adapters);
	return 0;
}

static void remove_adapter(struct fake_adapter *fake)
{
	list_del(&fake->link);
	i2c_del_adapter(&fake->adapter);
	kfree(fake);
}

/**
 * fakei2c_adapter_remove() - remove an adapter and its clients
 * @name: its name; its muxes are gone already
 *
 * Return: 0, -ENODEV, or -EBUSY while a mux hangs on it.
 */
int fakei2c_adapter_remove(const char *name)
{
	struct fake_adapter *fake = find_adapter(name);
	struct fake_mux *mux;

	if (!fake)
		return -ENODEV;
	list_for_each_entry(mux, &muxes, link) {
		if (i2c_root_adapter(&mux->client->dev) == &fake->adapter)
			return -EBUSY;
	}
	remove_adapter(fake);
	return 0;
}

static int select_channel(struct i2c_mux_core *core, u32 channel)
{
	return 0;
}

static int add_channels(struct fake_mux *mux, u32 channels)
{
	u32 channel;
	int err;

	for (channel = 0; channel < channels; channel++) {
		err = compat_add_channel(mux->core, channel);
		if (err) {
			i2c_mux_del_adapters(mux->core);
			return err;
		}
	}
	return 0;
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
	struct fake_mux *mux = kzalloc(sizeof(*mux), GFP_KERNEL);
	int err = adapter ? -ENOMEM : -ENODEV;

	if (!mux || !adapter)
		goto free_mux;
	mux->client = i2c_new_client_device(adapter, &info);
	if (IS_ERR(mux->client)) {
		err = PTR_ERR(mux->client);
		goto free_mux;
	}
	err = -ENOMEM;
	mux->core = i2c_mux_alloc(adapter, &mux->client->dev, channels, 0, 0, select_channel, NULL);
	if (!mux->core)
		goto remove_client;
	err = add_channels(mux, channels);
	if (err)
		goto remove_client;
	list_add_tail(&mux->link, &muxes);
	i2c_put_adapter(adapter);
	return 0;

remove_client:
	i2c_unregister_device(mux->client);
free_mux:
	kfree(mux);
	if (adapter)
		i2c_put_adapter(adapter);
	return err;
}

static void remove_mux(struct fake_mux *mux)
{
	list_del(&mux->link);
	i2c_mux_del_adapters(mux->core);
	i2c_unregister_device(mux->client);
	kfree(mux);
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

/**
 * fakei2c_answer() - let something answer at an address, or no longer
 * @name: adapter
 * @address: 7 bits
 * @answers: whether it acknowledges
 *
 * Return: 0, -ENODEV or -EINVAL.
 */
int fakei2c_answer(const char *name, u16 address, bool answers)
{
	struct fake_adapter *fake = find_adapter(name);

	if (!fake)
		return -ENODEV;
	if (address >= ADDRESSES)
		return -EINVAL;
	if (answers)
		set_bit(address, fake->answering);
	else
		clear_bit(address, fake->answering);
	return 0;
}

/** fakei2c_remove_all() - remove every mux, then every adapter, the last made first */
void fakei2c_remove_all(void)
{
	struct fake_adapter *fake, *next_fake;
	struct fake_mux *mux, *next_mux;

	list_for_each_entry_safe_reverse(mux, next_mux, &muxes, link)
		remove_mux(mux);
	list_for_each_entry_safe_reverse(fake, next_fake, &adapters, link)
		remove_adapter(fake);
}

/**
 * fakei2c_list() - one line per adapter and channel
 * @text: buffer
 * @size: its size
 *
 * Return: the bytes written; what does not fit is left out.
 */
ssize_t fakei2c_list(char *text, size_t size)
{
	struct fake_adapter *fake;
	struct fake_mux *mux;
	size_t used = 0;
	int channel;

	list_for_each_entry(fake, &adapters, link)
		used += scnprintf(text + used, size - used, "adapter %s %d transfers %d\n",
				  fake->adapter.name, fake->adapter.nr,
				  atomic_read(&fake->transfers));
	list_for_each_entry(mux, &muxes, link) {
		for (channel = 0; channel < mux->core->num_adapters; channel++)
			used += scnprintf(text + used, size - used, "channel %d-%04x/%d %d\n",
					  mux->client->adapter->nr, mux->client->addr, channel,
					  mux->core->adapter[channel]->nr);
	}
	return used;
}
