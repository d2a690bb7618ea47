// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_sysfs_i2c_place.c: where adapters and clients sit.
 */
#include "source_sysfs_i2c.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "device.h"
#include "source_sysfs.h"

/* i2c-core: how a client's name holds the kind of its address */
#define TEN_BIT		0xa000
#define HOST_TARGET	0x1000
#define TEN_BIT_MASK	0x3ff

/* The object whose directory is the first @length bytes of @chain, or NULL. */
static struct i2c_object *object_at(const struct i2c_objects *objects,
				    const char *chain, size_t length)
{
	size_t i;

	for (i = 0; i < objects->count; i++)
		if (strlen(objects->items[i].chain) == length &&
		    !memcmp(objects->items[i].chain, chain, length))
			return &objects->items[i];
	return NULL;
}

/* The directory that @chain is in: its first bytes, without the last component. */
static size_t parent_length(const char *chain, size_t length)
{
	while (length && chain[length - 1] != '/')
		length--;
	return length ? length - 1 : 0;
}

/* The nearest ancestor that is a function, if any. */
static struct sysfs_function *function_above(struct sysfs_scan *scan, const char *chain)
{
	size_t length = parent_length(chain, strlen(chain));

	while (length) {
		size_t above = parent_length(chain, length);
		size_t start = above ? above + 1 : 0;

		if (sysfs_is_address(chain + start, length - start))
			return sysfs_scan_function(scan, chain + start, length - start);
		length = above;
	}
	return NULL;
}

/* The nearest ancestor that firmware names. Return: bytes up to it, or 0. */
static size_t firmware_above(struct sysfs_scan *scan, const char *chain,
			     char *path, size_t size)
{
	size_t length = parent_length(chain, strlen(chain));

	for (; length > strlen("sys/devices"); length = parent_length(chain, length)) {
		char above[1024];

		if (length >= sizeof(above))
			continue;
		memcpy(above, chain, length);
		above[length] = '\0';
		if (sysfs_firmware_path(&scan->sysfs, above, path, size))
			return length;
	}
	return 0;
}

/* What an adapter that is not below another hangs below, as text. */
static void adapter_base(struct sysfs_scan *scan, struct i2c_object *object,
			 char *base, size_t size)
{
	const struct sysfs_function *function = function_above(scan, object->chain);
	size_t length = parent_length(object->chain, strlen(object->chain));
	size_t above = parent_length(object->chain, length);
	char path[256];

	if (function) {
		object->root = sysfs_chain_root(object->chain);
		if (function->device)
			snprintf(base, size, "%s", function->device->place);
		else
			sysfs_function_place(function->chain, base, size);
		return;
	}
	object->root = firmware_above(scan, object->chain, path, sizeof(path));
	if (object->root)
		snprintf(base, size, "fw:%s", path);
	else if (length > strlen("sys/devices"))
		snprintf(base, size, "dev:%.*s", (int)(length - above - 1),
			 object->chain + above + 1);
	else
		snprintf(base, size, "dev:none");
}

/* Mux channels carry their number at the end of their adapter's name. */
static int channel_number(struct sysfs_scan *scan, const struct i2c_object *object)
{
	static const char mark[] = "(chan_id ";
	unsigned int channel;
	char text[256];
	char *found;
	int directory, used = 0;
	ssize_t length;

	directory = sysfs_directory(&scan->sysfs, object->chain);
	if (directory < 0)
		return -ENOENT;
	length = sysfs_read(&scan->sysfs, directory, "name", text, sizeof(text));
	close(directory);
	found = length > 0 ? strstr(text, mark) : NULL;
	if (!found || sscanf(found + strlen(mark), "%9u)%n", &channel, &used) != 1 ||
	    !used || found[strlen(mark) + used])
		return -ENOENT;
	return channel;
}

static bool is_taken(const struct i2c_objects *objects, const char *place)
{
	size_t i;

	for (i = 0; i < objects->count; i++)
		if (objects->items[i].place && !strcmp(objects->items[i].place, place))
			return true;
	return false;
}

static int place_adapter(struct sysfs_scan *scan, const struct i2c_objects *objects,
			 struct i2c_object *object)
{
	const struct i2c_object *parent;
	char base[512], place[600];
	int channel = -ENOENT;
	unsigned int k = 0;
	size_t length;

	parent = object_at(objects, object->chain,
			   parent_length(object->chain, strlen(object->chain)));
	if (parent && parent->number >= 0 && parent->place) {
		channel = channel_number(scan, object);
		object->root = parent->root;
		snprintf(base, sizeof(base), "%s", parent->place);
	} else {
		adapter_base(scan, object, base, sizeof(base));
	}
	object->channel = channel >= 0;
	length = object->channel ?
		 snprintf(place, sizeof(place), "%s/ch%d", base, channel) :
		 snprintf(place, sizeof(place), "%s/i2c", base);
	while (is_taken(objects, place))
		snprintf(place + length, sizeof(place) - length, "#%u", ++k);
	place[PLACE_MAX] = '\0';
	object->place = strdup(place);
	return object->place ? 0 : -ENOMEM;
}

/* The step of a client, from its name. Return: false where the name has no address. */
static bool client_step(const char *name, char *step, size_t size)
{
	unsigned int address;
	int used = 0;

	if (sscanf(name, "%*9u-%4x%n", &address, &used) != 1 || !used || name[used])
		return false;
	if ((address & TEN_BIT) == TEN_BIT)
		snprintf(step, size, "%st%03x", address & HOST_TARGET ? "s" : "",
			 address & TEN_BIT_MASK);
	else
		snprintf(step, size, "%s%02x", address & HOST_TARGET ? "s" : "",
			 address & 0xff);
	return true;
}

/* The adapter a client is on: the nearest directory above it that is one. */
static const struct i2c_object *adapter_of(const struct i2c_objects *objects,
					   const struct i2c_object *client)
{
	const char *chain = client->chain;
	size_t length = parent_length(chain, strlen(chain));

	for (; length; length = parent_length(chain, length)) {
		const struct i2c_object *object = object_at(objects, chain, length);

		if (object && object->number >= 0)
			return object;
	}
	return NULL;
}

/*
 * A client that firmware named has no address in sysfs. The kernel tells
 * whether an address is in use by a driver, without a transfer: if exactly one
 * such is not that of a named client, it is this one's.
 */
static bool guess_address(struct sysfs_scan *scan, const struct i2c_objects *objects,
			  const struct i2c_object *adapter, unsigned int *found)
{
	unsigned int address, count = 0, nameless = 0;
	char path[64], taken[128] = { 0 };
	size_t i;
	int fd;

	if (!scan->sysfs.live)
		return false;
	for (i = 0; i < objects->count; i++) {
		const struct i2c_object *client = &objects->items[i];
		unsigned int known;

		if (client->number >= 0)
			continue;
		if (sscanf(client->name, "%*9u-%4x", &known) == 1)
			taken[known & 0x7f] = 1;
		else if (adapter_of(objects, client) == adapter)
			nameless++;
	}
	snprintf(path, sizeof(path), "/dev/i2c-%ld", adapter->number);
	fd = open(path, O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);
	if (fd < 0)
		return false;
	for (address = 1; address < 128; address++) {
		if (taken[address] || !ioctl(fd, I2C_SLAVE, (unsigned long)address) ||
		    errno != EBUSY)
			continue;
		*found = address;
		count++;
	}
	close(fd);
	return nameless == 1 && count == 1;
}

static int place_client(struct sysfs_scan *scan, const struct i2c_objects *objects,
			struct i2c_object *object)
{
	const struct i2c_object *adapter = adapter_of(objects, object);
	char step[16], path[256], place[PLACE_MAX + 1];
	unsigned int address = 0;

	object->root = adapter ? adapter->root : 0;
	if (adapter && client_step(object->name, step, sizeof(step)))
		snprintf(place, sizeof(place), "%s/%s", adapter->place, step);
	else if (adapter && guess_address(scan, objects, adapter, &address))
		snprintf(place, sizeof(place), "%s/%02x", adapter->place, address);
	else if (adapter)
		snprintf(place, sizeof(place), "%s/?", adapter->place);
	else if (sysfs_firmware_path(&scan->sysfs, object->chain, path, sizeof(path)))
		snprintf(place, sizeof(place), "fw:%.250s", path);
	else
		snprintf(place, sizeof(place), "dev:%.250s", object->name);
	object->place = strdup(place);
	return object->place ? 0 : -ENOMEM;
}

int sysfs_i2c_places(struct sysfs_scan *scan, struct i2c_objects *objects)
{
	size_t i;
	int err = 0;

	for (i = 0; i < objects->count && !err; i++)
		if (objects->items[i].number >= 0)
			err = place_adapter(scan, objects, &objects->items[i]);
	for (i = 0; i < objects->count && !err; i++)
		if (objects->items[i].number < 0)
			err = place_client(scan, objects, &objects->items[i]);
	return err;
}
