// SPDX-License-Identifier: GPL-2.0-only
/* The I2C source: adapters, mux channels and clients. Nothing is probed. */
#include "internal.h"

#include <linux/device.h>
#include <linux/i2c.h>
#include <linux/notifier.h>

#include "compat.h"

static void put_firmware(struct muster_sighting *sighting, struct device *dev)
{
	struct muster_writer *body = &sighting->body;

	if (!muster_firmware_path(dev, sighting->path, sizeof(sighting->path)))
		muster_put_string(body, MUSTER_A_DEVICE_FIRMWARE_PATH, sighting->path,
				  MUSTER_PATH_ROOM);
}

static void put_modalias(struct muster_sighting *sighting, struct i2c_client *client)
{
	if (muster_firmware_modalias(&client->dev, sighting->path, sizeof(sighting->path)))
		snprintf(sighting->path, sizeof(sighting->path), "%s%s", I2C_MODULE_PREFIX,
			 client->name);
	muster_put_string(&sighting->body, MUSTER_A_DEVICE_MODALIAS, sighting->path,
			  MUSTER_PATH_ROOM);
}

static void describe_adapter(struct i2c_adapter *adapter, struct muster_sighting *sighting,
			     bool capture)
{
	struct muster_writer *body = &sighting->body;

	sighting->kind = MUSTER_KIND_ADAPTER;
	if (muster_i2c_is_channel(adapter))
		sighting->flags |= MUSTER_DEVICE_MUX_CHANNEL;
	muster_put_u32(body, MUSTER_A_DEVICE_KIND, sighting->kind);
	muster_i2c_place_adapter(adapter, sighting);
	muster_put_string(body, MUSTER_A_DEVICE_ADDRESS, dev_name(&adapter->dev),
			  MUSTER_NAME_ROOM);
	muster_put_u32(body, MUSTER_A_DEVICE_ADAPTER_NUMBER, adapter->nr);
	muster_put_string(body, MUSTER_A_DEVICE_NAME, adapter->name, MUSTER_NAME_ROOM);
	/* asks the driver, which is there as long as the adapter is */
	if (capture)
		muster_put_u32(body, MUSTER_A_DEVICE_FUNCTIONALITY,
			       i2c_get_functionality(adapter));
}

static void describe_client(struct i2c_client *client, struct muster_sighting *sighting)
{
	struct muster_writer *body = &sighting->body;
	/* its driver may set others meanwhile, such as I2C_CLIENT_PEC */
	unsigned short flags = READ_ONCE(client->flags);

	sighting->kind = MUSTER_KIND_CLIENT;
	if (flags & I2C_CLIENT_TEN)
		sighting->flags |= MUSTER_DEVICE_TEN_BIT;
	if (flags & I2C_CLIENT_SLAVE)
		sighting->flags |= MUSTER_DEVICE_HOST_TARGET;
	muster_put_u32(body, MUSTER_A_DEVICE_KIND, sighting->kind);
	muster_i2c_place_client(client, sighting);
	muster_put_string(body, MUSTER_A_DEVICE_ADDRESS, dev_name(&client->dev),
			  MUSTER_NAME_ROOM);
	muster_put_string(body, MUSTER_A_DEVICE_NAME, client->name, MUSTER_NAME_ROOM);
	muster_put_u32(body, MUSTER_A_DEVICE_CLIENT_ADDRESS, client->addr);
	put_modalias(sighting, client);
	put_firmware(sighting, &client->dev);
}

static void describe_i2c(struct device *dev, struct muster_sighting *sighting, bool capture)
{
	struct i2c_client *client = i2c_verify_client(dev);

	if (client)
		describe_client(client, sighting);
	else
		describe_adapter(to_i2c_adapter(dev), sighting, capture);
}

static bool is_ours(struct device *dev)
{
	return i2c_verify_client(dev) || i2c_verify_adapter(dev);
}

static int notice_i2c(struct notifier_block *block, unsigned long action, void *data)
{
	enum muster_event event = muster_observe_event(action);
	struct device *dev = data;

	if (!is_ours(dev))
		return NOTIFY_DONE;
	muster_observe(dev, event, describe_i2c);
	if (event == MUSTER_EVENT_REMOVED)
		muster_i2c_forget(dev);
	return NOTIFY_DONE;
}

static struct notifier_block notifier = {
	.notifier_call = notice_i2c,
};

/**
 * muster_i2c_watch() - hear of every adapter and client from now on
 *
 * Return: 0 or -errno.
 */
int muster_i2c_watch(void)
{
	return bus_register_notifier(&i2c_bus_type, &notifier);
}

/**
 * muster_i2c_unwatch() - hear no more
 *
 * Context: may sleep; waits for callbacks, so not under the order mutex.
 */
void muster_i2c_unwatch(void)
{
	bus_unregister_notifier(&i2c_bus_type, &notifier);
}

static int count_i2c(struct device *dev, void *data)
{
	u32 *count = data;

	(*count)++;
	return 0;
}

/**
 * muster_i2c_count() - how many adapters and clients there are now
 *
 * Return: their number; it may be another one when it is used.
 */
u32 muster_i2c_count(void)
{
	u32 count = 0;

	bus_for_each_dev(&i2c_bus_type, NULL, &count, count_i2c);
	return count;
}

static int visit_i2c(struct device *dev, void *data)
{
	return is_ours(dev) ? muster_observe_visit(dev, describe_i2c, data) : 0;
}

/**
 * muster_i2c_walk() - meet every adapter and client that is there
 * @walk: what to do with each
 *
 * Return: 0, or what ended the walk.
 */
int muster_i2c_walk(struct muster_walk *walk)
{
	return bus_for_each_dev(&i2c_bus_type, NULL, walk, visit_i2c);
}
