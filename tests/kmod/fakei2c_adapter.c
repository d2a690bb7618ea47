// SPDX-License-Identifier: GPL-2.0-only
/* Simulated I2C adapters. The list is used under the command mutex of fakei2c_main.c only. */

#include "fakei2c.h"

#include <linux/module.h>
#include <linux/slab.h>

#define SMBUS_BYTES (I2C_FUNC_SMBUS_BYTE | I2C_FUNC_SMBUS_BYTE_DATA)
#define SMBUS_ALL (SMBUS_BYTES | I2C_FUNC_SMBUS_QUICK | I2C_FUNC_SMBUS_WORD_DATA | \
		   I2C_FUNC_SMBUS_I2C_BLOCK)

static const struct {
	const char *name;
	u32 functions;
} kinds[] = {
	{ "smbus", SMBUS_ALL },
	{ "bytes", SMBUS_BYTES | I2C_FUNC_SMBUS_QUICK },
	{ "noquick", SMBUS_ALL & ~I2C_FUNC_SMBUS_QUICK },
	{ "i2c", SMBUS_ALL | I2C_FUNC_I2C },
};

static LIST_HEAD(adapters);

/* What a transaction of SMBus puts on the wire, section 6.5 of its specification. */
static int wire_of(struct fakei2c_wire *wire, u8 *out, char write, u8 command, int size,
		   union i2c_smbus_data *data)
{
	bool read = write == I2C_SMBUS_READ;

	wire->writes = !read || size > I2C_SMBUS_BYTE;
	wire->reads = read;
	wire->sent = size != I2C_SMBUS_QUICK && wire->writes;
	wire->out = out;
	wire->in = data ? data->block : NULL;
	out[0] = command;
	switch (size) {
	case I2C_SMBUS_QUICK:
		return 0;
	case I2C_SMBUS_BYTE:
		wire->asked = read;
		return 0;
	case I2C_SMBUS_BYTE_DATA:
		wire->asked = read;
		wire->sent += !read;
		out[1] = data->byte;
		return 0;
	case I2C_SMBUS_WORD_DATA:
		wire->asked = read ? 2 : 0;
		wire->sent += read ? 0 : 2;
		out[1] = data->word & 0xff;
		out[2] = data->word >> 8;
		return 0;
	case I2C_SMBUS_I2C_BLOCK_DATA:
		if (!data->block[0] || data->block[0] > I2C_SMBUS_BLOCK_MAX)
			return -EINVAL;
		wire->asked = read ? data->block[0] : 0;
		wire->sent += read ? 0 : data->block[0];
		memcpy(out + 1, data->block + 1, data->block[0]);
		wire->in = data->block + 1;
		return 0;
	}
	return -EOPNOTSUPP;
}

static s32 smbus_transfer(struct i2c_adapter *adapter, u16 address, unsigned short flags,
			  char write, u8 command, int size, union i2c_smbus_data *data)
{
	struct fakei2c_adapter *fake = container_of(adapter, struct fakei2c_adapter, adapter);
	struct fakei2c_wire wire = { .address = address };
	u8 out[FAKEI2C_WIRE_MAX], word[2];
	int err;

	err = wire_of(&wire, out, write, command, size, data);
	if (err)
		return err;
	if (size == I2C_SMBUS_WORD_DATA)
		wire.in = word;
	err = fakei2c_bus_transfer(fake, &wire);
	if (!err && size == I2C_SMBUS_WORD_DATA && wire.reads)
		data->word = word[0] | word[1] << 8;
	return err;
}

/* Messages one by one, but a read that follows a write to the same address is one with it. */
static int i2c_transfer_messages(struct i2c_adapter *adapter, struct i2c_msg *messages, int count)
{
	struct fakei2c_adapter *fake = container_of(adapter, struct fakei2c_adapter, adapter);
	int at, err;

	if (!(fake->functions & I2C_FUNC_I2C))
		return -EOPNOTSUPP;
	for (at = 0; at < count; at++) {
		struct i2c_msg *message = &messages[at];
		struct fakei2c_wire wire = { .address = message->addr };

		if (!(message->flags & I2C_M_RD)) {
			wire.writes = true;
			wire.sent = message->len;
			wire.out = message->buf;
			if (at + 1 < count && messages[at + 1].flags & I2C_M_RD &&
			    messages[at + 1].addr == message->addr)
				message = &messages[++at];
		}
		if (message->flags & I2C_M_RD) {
			wire.reads = true;
			wire.asked = message->len;
			wire.in = message->buf;
		}
		err = fakei2c_bus_transfer(fake, &wire);
		if (err)
			return err;
	}
	return count;
}

static u32 functionality(struct i2c_adapter *adapter)
{
	return container_of(adapter, struct fakei2c_adapter, adapter)->functions;
}

static const struct i2c_algorithm algorithm = {
	.master_xfer = i2c_transfer_messages,
	.smbus_xfer = smbus_transfer,
	.functionality = functionality,
};

/* Of those that cannot do plain I2C: no transfer of messages, so that nobody tries. */
static const struct i2c_algorithm smbus_algorithm = {
	.smbus_xfer = smbus_transfer,
	.functionality = functionality,
};

/**
 * fakei2c_adapter_find() - an adapter by the name that commands use
 * @key: that name
 *
 * Return: the adapter or NULL.
 */
struct fakei2c_adapter *fakei2c_adapter_find(const char *key)
{
	struct fakei2c_adapter *fake;

	list_for_each_entry(fake, &adapters, link) {
		if (!strcmp(fake->key, key))
			return fake;
	}
	return NULL;
}

/**
 * fakei2c_adapter_next() - walk the adapters
 * @after: the one before, or NULL for the first
 *
 * Return: the next or NULL.
 */
struct fakei2c_adapter *fakei2c_adapter_next(struct fakei2c_adapter *after)
{
	struct list_head *next = after ? after->link.next : adapters.next;

	return next == &adapters ? NULL : list_entry(next, struct fakei2c_adapter, link);
}

static int set_functions(struct fakei2c_adapter *fake, const char *kind)
{
	size_t at;

	for (at = 0; at < ARRAY_SIZE(kinds); at++) {
		if (strcmp(kinds[at].name, kind))
			continue;
		fake->functions = kinds[at].functions;
		fake->adapter.algo = fake->functions & I2C_FUNC_I2C ? &algorithm : &smbus_algorithm;
		return 0;
	}
	return -EINVAL;
}

/**
 * fakei2c_adapter_add() - add an adapter
 * @key: its name for commands, not yet in use
 * @parent: the device it belongs to, or NULL
 * @kind: what it can do: smbus, bytes, noquick, i2c
 * @title: its name for the kernel
 *
 * Return: 0 or a negative errno.
 */
int fakei2c_adapter_add(const char *key, struct device *parent, const char *kind,
			const char *title)
{
	struct fakei2c_adapter *fake;
	int err;

	if (fakei2c_adapter_find(key) || strlen(key) >= sizeof(fake->key))
		return -EEXIST;
	fake = kzalloc(sizeof(*fake), GFP_KERNEL);
	if (!fake)
		return -ENOMEM;
	err = set_functions(fake, kind);
	if (err)
		goto free_adapter;
	mutex_init(&fake->lock);
	fakei2c_bus_init(&fake->bus, fake, &fake->adapter, NULL);
	fake->trouble.silence = -ENXIO;
	strscpy(fake->key, key, sizeof(fake->key));
	fake->adapter.owner = THIS_MODULE;
	fake->adapter.dev.parent = parent;
	strscpy(fake->adapter.name, title, sizeof(fake->adapter.name));
	err = i2c_add_adapter(&fake->adapter);
	if (err)
		goto free_adapter;
	list_add_tail(&fake->link, &adapters);
	return 0;

free_adapter:
	kfree(fake);
	return err;
}

static void remove_adapter(struct fakei2c_adapter *fake)
{
	list_del(&fake->link);
	i2c_del_adapter(&fake->adapter);
	fakei2c_bus_clear(&fake->bus);
	kfree(fake);
}

/**
 * fakei2c_adapter_remove() - remove an adapter and its clients
 * @key: its name; its muxes are gone already
 *
 * Return: 0, -ENODEV, or -EBUSY while a mux hangs on it.
 */
int fakei2c_adapter_remove(const char *key)
{
	struct fakei2c_adapter *fake = fakei2c_adapter_find(key);

	if (!fake)
		return -ENODEV;
	if (fakei2c_mux_on(&fake->adapter))
		return -EBUSY;
	remove_adapter(fake);
	return 0;
}

/** fakei2c_adapter_remove_all() - remove every adapter, the last made first */
void fakei2c_adapter_remove_all(void)
{
	struct fakei2c_adapter *fake, *next;

	list_for_each_entry_safe_reverse(fake, next, &adapters, link)
		remove_adapter(fake);
}
