// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_sysfs_i2c.c: I2C adapters, mux channels and clients from sysfs.
 *
 * Invariant: no bus is touched. The functionality is what the adapter's
 * driver says of itself.
 */
#include "source_sysfs.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "snapshot.h"
#include "source_sysfs_i2c.h"

#define DEVICES "sys/bus/i2c/devices"

/* i2c-N: Return: N, or -1. */
static long adapter_number(const char *name, size_t length)
{
	if (length < 5 || length > 13 || strncmp(name, "i2c-", 4) ||
	    strspn(name + 4, "0123456789") < length - 4)
		return -1;
	return strtol(name + 4, NULL, 10);
}

/* Deeper devices later, so that parents have their place; then by number. */
static int compare_objects(const void *left, const void *right)
{
	const struct i2c_object *a = left, *b = right;

	if (a->depth != b->depth)
		return a->depth > b->depth ? 1 : -1;
	if (a->number != b->number)
		return a->number > b->number ? 1 : -1;
	return strcmp(a->name, b->name);
}

static int append_object(struct i2c_objects *objects, const char *name, char *chain)
{
	struct i2c_object *object = &objects->items[objects->count++];
	const char *slash;

	object->chain = chain;
	for (slash = chain; (slash = strchr(slash, '/')); slash++)
		object->depth++;
	object->name = strdup(name);
	object->number = adapter_number(name, strlen(name));
	return object->name ? 0 : -ENOMEM;
}

static int list_objects(struct sysfs_scan *scan, const struct sysfs_names *names,
			struct i2c_objects *objects)
{
	int bus = sysfs_directory(&scan->sysfs, DEVICES);
	int err = 0;
	size_t i;

	if (bus < 0)
		return bus;
	objects->items = calloc(names->count + 1, sizeof(*objects->items));
	if (!objects->items)
		err = -ENOMEM;
	for (i = 0; i < names->count && !err; i++) {
		char *chain = sysfs_scan_chain(bus, names->names[i]);

		/* one that went since it was listed has no link any more */
		if (chain)
			err = append_object(objects, names->names[i], chain);
	}
	close(bus);
	if (!err && objects->count)
		qsort(objects->items, objects->count, sizeof(*objects->items),
		      compare_objects);
	return err;
}

static void clear_objects(struct i2c_objects *objects)
{
	while (objects->count) {
		struct i2c_object *object = &objects->items[--objects->count];

		free(object->name);
		free(object->chain);
		free(object->place);
	}
	free(objects->items);
}

/* Reads what a user program may ask of an adapter; no transfer is made. */
static int read_functionality(struct sysfs_scan *scan, const struct i2c_object *object,
			      struct device *device)
{
	unsigned long bits;
	char path[64];
	int fd, err = 0;

	if (!scan->sysfs.live)
		return 0;
	snprintf(path, sizeof(path), "/dev/i2c-%ld", object->number);
	fd = open(path, O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);
	if (fd < 0)
		return 0;
	if (!ioctl(fd, I2C_FUNCS, &bits))
		err = device_setf(device, FIELD_FUNCTIONALITY, "%08x", (unsigned int)bits);
	close(fd);
	return err;
}

static int read_text(struct sysfs_scan *scan, int directory, const char *file,
		     struct device *device, enum field field)
{
	char text[512];
	ssize_t length = sysfs_read(&scan->sysfs, directory, file, text, sizeof(text));

	if (length < 0)
		return 0;
	return device_set(device, field, length ? text : NULL);
}

static int read_adapter(struct sysfs_scan *scan, const struct i2c_object *object,
			int directory, struct device *device)
{
	int err;

	err = read_text(scan, directory, "name", device, FIELD_NAME);
	if (!err)
		err = device_setf(device, FIELD_NUMBER, "%ld", object->number);
	if (!err)
		err = device_set(device, FIELD_MUX_CHANNEL,
				 object->channel ? "true" : "false");
	return err ? err : read_functionality(scan, object, device);
}

static int read_client(struct sysfs_scan *scan, const struct i2c_object *object,
		       int directory, struct device *device)
{
	char text[1024];
	const char *driver;
	int err;

	err = read_text(scan, directory, "name", device, FIELD_NAME);
	if (!err)
		err = read_text(scan, directory, "modalias", device, FIELD_MODALIAS);
	if (err)
		return err;
	driver = sysfs_link_name(directory, "driver", text, sizeof(text));
	if (driver || scan->sysfs.live)
		err = device_set(device, FIELD_DRIVER, driver);
	if (err)
		return err;
	if (sysfs_firmware_path(&scan->sysfs, object->chain, text, sizeof(text)))
		return device_set(device, FIELD_FIRMWARE_PATH, text);
	return scan->sysfs.live ? device_set(device, FIELD_FIRMWARE_PATH, NULL) : 0;
}

static int set_root(struct sysfs_scan *scan, const struct i2c_object *object,
		    struct device *device)
{
	const struct sysfs_root *root = NULL;
	int err = 0;

	if (object->root)
		err = sysfs_scan_root(scan, object->chain, object->root, &root);
	return err ? err : sysfs_set_root(scan, root, device);
}

static int add_object(struct sysfs_scan *scan, struct i2c_object *object)
{
	struct device *device;
	int directory, err;

	directory = sysfs_directory(&scan->sysfs, object->chain);
	if (directory < 0)
		return directory == -ENOENT ? 0 : directory;
	device = device_new(object->number >= 0 ? DEVICE_ADAPTER : DEVICE_CLIENT,
			    object->place);
	if (!device) {
		close(directory);
		return -ENOMEM;
	}
	err = device_set(device, FIELD_ADDRESS, object->name);
	if (!err)
		err = set_root(scan, object, device);
	if (!err && object->number >= 0)
		err = read_adapter(scan, object, directory, device);
	else if (!err)
		err = read_client(scan, object, directory, device);
	close(directory);
	if (err) {
		device_free(device);
		return err;
	}
	return snapshot_add(scan->snapshot, device);
}

/** sysfs_scan_i2c() - add adapters and clients to the snapshot; no I2C is no error */
int sysfs_scan_i2c(struct sysfs_scan *scan)
{
	struct i2c_objects objects = { 0 };
	struct sysfs_names names;
	size_t i;
	int err;

	err = sysfs_list(&scan->sysfs, DEVICES, &names);
	if (err)
		return err == -ENOENT ? 0 : err;
	err = list_objects(scan, &names, &objects);
	sysfs_names_clear(&names);
	if (!err)
		err = sysfs_i2c_places(scan, &objects);
	for (i = 0; i < objects.count && !err; i++)
		err = add_object(scan, &objects.items[i]);
	clear_objects(&objects);
	return err;
}
