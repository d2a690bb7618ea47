// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_sysfs_pci.c: PCI functions from sysfs.
 *
 * Invariant: no function is woken: reading the configuration space of one
 * resumes it, and what is above it, so their power states are looked at first.
 */
#include "source_sysfs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config_capture.h"
#include "config_image.h"
#include "snapshot.h"
#include "source_sysfs_function.h"

#define DEVICES "sys/bus/pci/devices"

static int compare_function(const void *key, const void *element)
{
	const struct sysfs_function *function = element;

	return strcmp(key, function->address);
}

struct sysfs_function *sysfs_scan_function(const struct sysfs_scan *scan,
					   const char *address, size_t length)
{
	char key[24];

	if (length >= sizeof(key) || !scan->function_count)
		return NULL;
	memcpy(key, address, length);
	key[length] = '\0';
	return bsearch(key, scan->functions, scan->function_count,
		       sizeof(*scan->functions), compare_function);
}

void sysfs_scan_pci_clear(struct sysfs_scan *scan)
{
	size_t i;

	for (i = 0; i < scan->function_count; i++) {
		free(scan->functions[i].address);
		free(scan->functions[i].chain);
	}
	while (scan->root_count)
		free(scan->roots[--scan->root_count].chain);
	free(scan->functions);
	free(scan->roots);
	free(scan->slots);
	free(scan->virtuals);
}

/*
 * Return: 'r' for ready, 's' for asleep (D1 and D2 are, to what is below),
 * 'h' for D3hot, 'c' for D3cold, '?' where the kernel does not know either.
 */
static char read_power(const struct sysfs_scan *scan, int directory)
{
	char text[32];

	if (sysfs_read(&scan->sysfs, directory, "power_state", text, sizeof(text)) > 0) {
		if (!strcmp(text, "D3cold"))
			return 'c';
		if (!strcmp(text, "D3hot"))
			return 'h';
		if (!strcmp(text, "D1") || !strcmp(text, "D2"))
			return 's';
		return !strcmp(text, "D0") ? 'r' : '?';
	}
	/* before Linux 5.11: what is suspended may be in D3cold */
	if (sysfs_read(&scan->sysfs, directory, "power/runtime_status",
		       text, sizeof(text)) > 0 && !strcmp(text, "suspended"))
		return 'c';
	return '?';
}

static char power_of(struct sysfs_scan *scan, struct sysfs_function *function)
{
	int directory;

	if (function->power)
		return function->power;
	directory = sysfs_directory(&scan->sysfs, function->chain);
	if (directory < 0)
		return '?';
	function->power = read_power(scan, directory);
	close(directory);
	return function->power;
}

static bool ready(char power)
{
	return power == 'r' || power == '?';
}

/* Whether what reading the device at @chain would wake is awake above it. */
static bool above_awake(struct sysfs_scan *scan, const char *chain)
{
	for (;;) {
		size_t length = strcspn(chain, "/");
		struct sysfs_function *above = NULL;

		if (!chain[length])
			return true;	/* it is the function itself */
		if (sysfs_is_address(chain, length))
			above = sysfs_scan_function(scan, chain, length);
		if (above && !ready(power_of(scan, above)))
			return false;
		chain += length + 1;
	}
}

struct config_file {
	int fd;
};

static long read_config(void *context, unsigned int offset, void *buffer, size_t length)
{
	const struct config_file *file = context;
	ssize_t got;

	do {
		got = pread(file->fd, buffer, length, offset);
	} while (got < 0 && errno == EINTR);
	return got < 0 ? -errno : got;
}

/*
 * The class and revision are the sign of life: virtual functions answer ffff
 * where others have their vendor. Return: 0 or -ENOMEM.
 */
static int capture(struct sysfs_scan *scan, int directory, struct device *device)
{
	struct config_image *image;
	struct config_file file;
	uint32_t sign;
	off_t size;

	file.fd = sysfs_file(&scan->sysfs, directory, "config", &size);
	if (file.fd < 0) {
		device->reading = file.fd == -ENOENT ? READING_NONE : READING_UNREADABLE;
		return 0;
	}
	image = config_image_new(size == 256 || size == CONFIG_SPACE_MAX ? size : 0);
	if (!image) {
		close(file.fd);
		return -ENOMEM;
	}
	device->reading = READING_UNREADABLE;
	if (!config_capture(image, read_config, &file) &&
	    read_config(&file, 8, &sign, sizeof(sign)) == sizeof(sign) &&
	    sign != UINT32_MAX && config_image_u32(image, 8, &sign) &&
	    sign != UINT32_MAX) {
		device->reading = READING_OK;
		device->config = image;
		image = NULL;
	}
	config_image_free(image);
	close(file.fd);
	return 0;
}

/* Return: 1: it went away meanwhile. */
static int scan_function(struct sysfs_scan *scan, struct sysfs_function *function,
			 struct sysfs_function *physical, int directory,
			 struct device *device)
{
	int err = 0;

	function->power = read_power(scan, directory);
	if (function->power == 'c' || !above_awake(scan, function->chain) ||
	    (physical && !ready(power_of(scan, physical))))
		device->reading = READING_ASLEEP;
	else
		err = capture(scan, directory, device);
	if (!err)
		err = sysfs_function_ids(scan, directory, device);
	if (!err)
		err = device_decode_fields(device);
	if (!err)
		err = sysfs_function_rest(scan, directory, device);
	return err;
}

/* The place of a virtual function follows from that of its physical one. */
static int function_place(struct sysfs_scan *scan, const struct sysfs_function *function,
			  int directory, char *place, struct sysfs_function **physical)
{
	const char *address;
	char target[256];
	int which;

	sysfs_function_place(function->chain, place, PLACE_MAX + 1);
	address = sysfs_link_name(directory, "physfn", target, sizeof(target));
	*physical = address ? sysfs_scan_function(scan, address, strlen(address)) : NULL;
	if (!*physical)
		return 0;
	which = sysfs_scan_virtual(scan, address, function->address);
	if (which == -ENOMEM)
		return which;
	sysfs_function_place((*physical)->chain, place, PLACE_MAX - 14);
	if (which >= 0)
		snprintf(place + strlen(place), 15, "/vf%d", which);
	else
		snprintf(place + strlen(place), 15, "/vf?");
	return 0;
}

static int add_function(struct sysfs_scan *scan, struct sysfs_function *function)
{
	char place[PLACE_MAX + 1];
	struct device *device;
	struct sysfs_function *physical;
	int directory, err;

	directory = sysfs_directory(&scan->sysfs, function->chain);
	if (directory < 0)
		return directory == -ENOENT ? 0 : directory;
	err = function_place(scan, function, directory, place, &physical);
	if (err)
		goto close_directory;
	err = -ENOMEM;
	device = device_new(DEVICE_FUNCTION, place);
	if (!device)
		goto close_directory;
	err = device_set(device, FIELD_ADDRESS, function->address);
	if (!err)
		err = device_set(device, FIELD_VIRTUAL, physical ? "true" : "false");
	if (!err)
		err = sysfs_function_root(scan, function, device);
	if (!err)
		err = scan_function(scan, function, physical, directory, device);
	if (err) {
		device_free(device);
		goto close_directory;
	}
	function->device = device;
	err = snapshot_add(scan->snapshot, device);

close_directory:
	close(directory);
	return err == 1 ? 0 : err;
}

static int list_functions(struct sysfs_scan *scan, const struct sysfs_names *names)
{
	int bus = sysfs_directory(&scan->sysfs, DEVICES);
	size_t i;

	if (bus < 0)
		return bus;
	scan->functions = calloc(names->count + 1, sizeof(*scan->functions));
	for (i = 0; scan->functions && i < names->count; i++) {
		struct sysfs_function *function = &scan->functions[scan->function_count];
		const char *name = names->names[i];
		char *chain;

		if (!sysfs_is_address(name, strlen(name)))
			continue;
		chain = sysfs_scan_chain(bus, name);
		if (!chain)
			continue;	/* gone since it was listed */
		function->chain = chain;
		function->address = strdup(name);
		if (!function->address) {
			free(chain);
			break;
		}
		scan->function_count++;
	}
	close(bus);
	return scan->functions && i == names->count ? 0 : -ENOMEM;
}

/** sysfs_scan_pci() - add the functions to the snapshot; no PCI is no error */
int sysfs_scan_pci(struct sysfs_scan *scan)
{
	struct sysfs_names names;
	size_t i;
	int err;

	err = sysfs_list(&scan->sysfs, DEVICES, &names);
	if (err && err != -ENOENT)
		return err;
	if (!err) {
		err = list_functions(scan, &names);
		sysfs_names_clear(&names);
	} else {
		err = 0;
	}
	/* a copy may have lost the links */
	if (!err && !scan->sysfs.live && !scan->function_count) {
		free(scan->functions);
		scan->functions = NULL;
		err = sysfs_walk_functions(scan);
	}
	if (!err)
		err = sysfs_scan_slots(scan);
	for (i = 0; i < scan->function_count && !err; i++)
		err = add_function(scan, &scan->functions[i]);
	return err;
}
