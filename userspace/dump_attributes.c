// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_attributes.c: what sysfs tells of I2C, of slots and of IOMMU groups, as
 * text: a line "PATH: VALUE" for each file, "PATH -> TARGET" for each link.
 *
 * Invariant: only files are read that the kernel answers from memory: no bus
 * is touched, no address probed.
 */
#include "dump_job.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dump_redact.h"
#include "placeholder.h"
#include "text.h"

#define VALUE_MAX 4096	/* bytes of one attribute */

/* A directory of directories, and which files and links of each tell something. */
struct attributes {
	const char *name, *directory;
	const char *files[8], *links[8];
	const char *listed;	/* a directory in each whose names are the point */
	bool linked;		/* each is itself a link to where the device is */
	bool secret;		/* its values name the machine */
};

static const struct attributes tables[] = {
	{ .name = "i2c/devices", .directory = "sys/bus/i2c/devices", .linked = true,
	  .files = { "name", "modalias" },
	  .links = { "driver", "of_node", "firmware_node", "mux_device" } },
	{ .name = "pci/links", .directory = "sys/bus/pci/devices", .linked = true,
	  .files = { "power_state", "numa_node", "local_cpulist", "msi_bus", "enable" },
	  .links = { "driver", "iommu_group", "physfn", "firmware_node", "of_node" } },
	{ .name = "pci/slots", .directory = "sys/bus/pci/slots",
	  .files = { "address", "cur_bus_speed", "max_bus_speed", "module" } },
	{ .name = "iommu/groups", .directory = "sys/kernel/iommu_groups",
	  .files = { "type", "reserved_regions" }, .listed = "devices" },
	{ .name = "dmi/id", .directory = "sys/class/dmi",
	  .files = { "bios_vendor", "bios_version", "bios_date", "sys_vendor",
		     "product_name", "board_vendor", "board_name", "chassis_type" } },
	{ .name = "dmi/serials", .directory = "sys/class/dmi", .secret = true,
	  .files = { "product_uuid", "product_serial", "board_serial", "chassis_serial",
		     "board_asset_tag", "chassis_asset_tag" } },
};

#define TABLES (sizeof(tables) / sizeof(*tables))

struct attributes_reading {
	const struct attributes *table;
	const struct sysfs *sysfs;
	const struct dump_redact *redact;
	struct part_pipe *pipe;
};

static int write_line(struct attributes_reading *reading, const char *path,
		      const char *mark, const char *value)
{
	char line[PATH_MAX + 4 * VALUE_MAX + 16], *at = line;
	size_t room = sizeof(line);
	int length;

	length = snprintf(line, room, "%s%s", path, mark);
	if (length < 0 || (size_t)length >= sizeof(line))
		return 0;
	at += length;
	room -= length;
	text_escape(value, at, room - 1);
	strcat(at, "\n");
	return part_write(reading->pipe, line, strlen(line));
}

static int write_value(struct attributes_reading *reading, const char *path,
		       const char *value)
{
	char keyed[REDACT_SIZE];

	if (!reading->redact || !reading->table->secret || placeholder_dmi(value))
		return write_line(reading, path, ": ", value);
	dump_redact_value(reading->redact, value, keyed);
	return write_line(reading, path, ": ", keyed);
}

static int read_device(struct attributes_reading *reading, const char *path)
{
	const struct attributes *table = reading->table;
	char value[VALUE_MAX], name[PATH_MAX + 64];
	int directory = sysfs_directory(reading->sysfs, path);
	int err = 0, i;

	if (directory < 0)
		return 0;	/* gone, or no directory */
	for (i = 0; i < 8 && table->files[i] && !err; i++) {
		if (sysfs_read(reading->sysfs, directory, table->files[i], value,
			       sizeof(value)) < 0)
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, table->files[i]);
		err = write_value(reading, name, value);
	}
	for (i = 0; i < 8 && table->links[i] && !err; i++) {
		if (sysfs_link(directory, table->links[i], value, sizeof(value)) < 0)
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, table->links[i]);
		err = write_line(reading, name, " -> ", value);
	}
	close(directory);
	return err;
}

static int list_device(struct attributes_reading *reading, const char *path)
{
	struct sysfs_names names;
	char directory[PATH_MAX + 32];
	size_t i;
	int err = 0;

	snprintf(directory, sizeof(directory), "%s/%s", path, reading->table->listed);
	if (sysfs_list(reading->sysfs, directory, &names))
		return 0;
	for (i = 0; i < names.count && !err; i++)
		err = write_line(reading, directory, ": ", names.names[i]);
	sysfs_names_clear(&names);
	return err;
}

static int read_entry(struct attributes_reading *reading, int parent, const char *name)
{
	char path[PATH_MAX], target[PATH_MAX];
	int err = 0;

	if (snprintf(path, sizeof(path), "%s/%s", reading->table->directory, name) >=
	    (int)sizeof(path))
		return 0;
	if (reading->table->linked && sysfs_link(parent, name, target, sizeof(target)) >= 0)
		err = write_line(reading, path, " -> ", target);
	if (!err)
		err = read_device(reading, path);
	if (!err && reading->table->listed)
		err = list_device(reading, path);
	return err;
}

static int read_attributes(struct part_pipe *pipe, const void *context)
{
	const struct attributes_reading *given = context;
	struct attributes_reading reading = *given;
	const char *directory = reading.table->directory;
	struct sysfs_names names;
	int parent, err;
	size_t i;

	reading.pipe = pipe;
	parent = sysfs_directory(reading.sysfs, directory);
	if (parent < 0)
		return parent;
	err = sysfs_list(reading.sysfs, directory, &names);
	for (i = 0; !err && i < names.count; i++)
		err = read_entry(&reading, parent, names.names[i]);
	close(parent);
	return err;
}

int dump_take_attributes(struct dump_job *job)
{
	int err = 0;
	size_t i;

	for (i = 0; i < TABLES && !err; i++) {
		const struct attributes_reading reading = {
			.table = &tables[i], .sysfs = &job->sysfs,
			.redact = job->options->redact,
		};
		char source[PATH_MAX];
		const struct dump_request request = {
			.name = tables[i].name, .source = source, .read = read_attributes,
			.context = &reading, .bytes = DUMP_TEXT_MAX,
			.factor = DUMP_WHOLE_FACTOR, .redaction = DUMP_TEXT,
		};

		snprintf(source, sizeof(source), "/%s", tables[i].directory);
		err = dump_take(job, &request);
	}
	return err;
}
