// SPDX-License-Identifier: GPL-2.0-only
/* Where adapters and clients sit: below functions, behind muxes, beside each other. */
#include "kunit.h"

#include <linux/i2c.h>
#include <linux/string.h>

static void forget_all(void *unused)
{
	muster_i2c_forget_all();
}

static struct device *take_parent(struct kunit *test, const char *name)
{
	struct device *dev = kunit_kzalloc(test, sizeof(*dev), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, dev);
	dev->init_name = name;
	return dev;
}

static struct i2c_adapter *take_adapter(struct kunit *test, struct device *parent,
					const char *name)
{
	struct i2c_adapter *adapter = kunit_kzalloc(test, sizeof(*adapter), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, adapter);
	adapter->dev.type = &i2c_adapter_type;
	adapter->dev.parent = parent;
	strscpy(adapter->name, name, sizeof(adapter->name));
	return adapter;
}

static struct i2c_client *take_client(struct kunit *test, struct i2c_adapter *adapter,
				      u16 address, u16 flags)
{
	struct i2c_client *client = kunit_kzalloc(test, sizeof(*client), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, client);
	client->adapter = adapter;
	client->addr = address;
	client->flags = flags;
	return client;
}

static struct muster_sighting *take_sighting(struct kunit *test)
{
	struct muster_sighting *sighting = kunit_kzalloc(test, sizeof(*sighting), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, sighting);
	sighting->body.bytes = sighting->bytes;
	sighting->body.size = sizeof(sighting->bytes);
	return sighting;
}

static void expect_adapter(struct kunit *test, struct i2c_adapter *adapter, const char *place)
{
	struct muster_sighting *sighting = take_sighting(test);

	muster_i2c_place_adapter(adapter, sighting);
	KUNIT_EXPECT_STREQ(test, (char *)sighting->bytes + sighting->place_offset, place);
}

static void expect_client(struct kunit *test, struct i2c_client *client, const char *place)
{
	struct muster_sighting *sighting = take_sighting(test);

	muster_i2c_place_client(client, sighting);
	KUNIT_EXPECT_STREQ(test, (char *)sighting->bytes + sighting->place_offset, place);
}

/* Adapters of one parent are told apart by the order in which they came. */
static void siblings(struct kunit *test)
{
	struct device *parent = take_parent(test, "soc");
	struct i2c_adapter *first = take_adapter(test, parent, "one");
	struct i2c_adapter *second = take_adapter(test, parent, "two");
	struct i2c_adapter *third = take_adapter(test, parent, "three");

	expect_adapter(test, first, "dev:soc/i2c");
	expect_adapter(test, second, "dev:soc/i2c#1");
	expect_adapter(test, third, "dev:soc/i2c#2");
	/* asked again, each is where it was */
	expect_adapter(test, second, "dev:soc/i2c#1");
	expect_client(test, take_client(test, third, 0x50, 0), "dev:soc/i2c#2/50");
	/* a number that is free again is the next one's */
	muster_i2c_forget(&second->dev);
	expect_adapter(test, take_adapter(test, parent, "four"), "dev:soc/i2c#1");
	muster_i2c_forget(&first->dev);
	expect_adapter(test, second, "dev:soc/i2c");
	expect_adapter(test, third, "dev:soc/i2c#2");
}

static void below_function(struct kunit *test)
{
	struct pci_host_bridge *host = kunit_kzalloc(test, sizeof(*host), GFP_KERNEL);
	struct function *function = take_function(test, PCI_CFG_SPACE_SIZE);
	struct device *between = take_parent(test, "i801");
	struct pci_sysdata sysdata = {};

	KUNIT_ASSERT_NOT_NULL(test, host);
	host->bus = &function->bus;
	function->bus.bridge = &host->dev;
	function->bus.sysdata = &sysdata;
	function->pdev.devfn = PCI_DEVFN(0x1f, 3);
	between->parent = &function->pdev.dev;
	expect_adapter(test, take_adapter(test, between, "smbus"), "0000:00/1f.3/i2c");
	expect_adapter(test, take_adapter(test, &function->pdev.dev, "ddc"),
		       "0000:00/1f.3/i2c#1");
}

/* A mux's channels are adapters of the adapter above, and know their number. */
static void channels(struct kunit *test)
{
	struct i2c_adapter *root = take_adapter(test, take_parent(test, "soc"), "root");
	struct i2c_adapter *one = take_adapter(test, &root->dev, "i2c-0-mux (chan_id 1)");
	struct i2c_adapter *nested = take_adapter(test, &one->dev, "i2c-1-mux (chan_id 7)");
	struct i2c_adapter *other = take_adapter(test, &root->dev, "i2c-0-mux (chan_id 1)");

	/* the one that is deepest is asked first: those above get their numbers on the way */
	expect_client(test, take_client(test, nested, 0x51, 0), "dev:soc/i2c/ch1/ch7/51");
	expect_adapter(test, one, "dev:soc/i2c/ch1");
	expect_adapter(test, other, "dev:soc/i2c/ch1#1");
	KUNIT_EXPECT_TRUE(test, muster_i2c_is_channel(nested));
	KUNIT_EXPECT_FALSE(test, muster_i2c_is_channel(root));
}

/* An adapter below an adapter that says of no channel is one adapter more. */
static void not_channels(struct kunit *test)
{
	struct i2c_adapter *root = take_adapter(test, take_parent(test, "soc"), "root");
	struct i2c_adapter *odd = take_adapter(test, &root->dev, "odd (chan_id x)");
	struct i2c_adapter *alone = take_adapter(test, NULL, "i2c-0-mux (chan_id 3)");

	expect_adapter(test, odd, "dev:soc/i2c/i2c");
	KUNIT_EXPECT_FALSE(test, muster_i2c_is_channel(odd));
	/* a channel's name without an adapter above */
	expect_adapter(test, alone, "dev:none/i2c");
	KUNIT_EXPECT_FALSE(test, muster_i2c_is_channel(alone));
}

static void addresses(struct kunit *test)
{
	struct i2c_adapter *adapter = take_adapter(test, take_parent(test, "soc"), "root");

	expect_client(test, take_client(test, adapter, 0x08, 0), "dev:soc/i2c/08");
	expect_client(test, take_client(test, adapter, 0x08, I2C_CLIENT_TEN), "dev:soc/i2c/t008");
	expect_client(test, take_client(test, adapter, 0x3ff, I2C_CLIENT_TEN), "dev:soc/i2c/t3ff");
	expect_client(test, take_client(test, adapter, 0x64, I2C_CLIENT_SLAVE), "dev:soc/i2c/s64");
	expect_client(test, take_client(test, adapter, 0x123, I2C_CLIENT_TEN | I2C_CLIENT_SLAVE),
		      "dev:soc/i2c/st123");
}

static int begin(struct kunit *test)
{
	return kunit_add_action_or_reset(test, forget_all, NULL);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(siblings),
	KUNIT_CASE(below_function),
	KUNIT_CASE(channels),
	KUNIT_CASE(not_channels),
	KUNIT_CASE(addresses),
	{}
};

static struct kunit_suite suite = {
	.name = "muster-places-i2c",
	.init = begin,
	.test_cases = cases,
};

kunit_test_suite(suite);
