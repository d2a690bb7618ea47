// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_clients.c: what each I2C memory holds, byte for byte.
 *
 * Invariant: no bus is asked here. The bytes are those that were read for the
 * snapshot that stands beside them, so both are of one reading.
 */
#include "dump_job.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contents.h"
#include "snapshot.h"

#define DEVICES "sys/bus/i2c/devices"

/* By address where it has one: so tools of the host name it. */
static void name_member(const struct device *device, size_t index, char *buffer, size_t size)
{
	const char *address = device_get(device, FIELD_ADDRESS);
	char name[NAME_MAX];

	if (address)
		snprintf(name, sizeof(name), "i2c/%s/eeprom", address);
	else
		snprintf(name, sizeof(name), "i2c/client-%zu/eeprom", index);
	dump_member_name(name, buffer, size);
}

/* What is known from the first byte on is kept: a file has no gaps. */
static int make_part(const struct contents *contents, struct part *part)
{
	size_t length = contents_run(contents), size;
	char why[80];

	size = contents->size > contents->length ? contents->size : contents->length;
	memset(part, 0, sizeof(*part));
	part->bytes = malloc(length + 1);
	if (!part->bytes)
		return -ENOMEM;
	if (length)
		memcpy(part->bytes, contents->bytes, length);
	part->bytes[length] = '\0';
	part->length = length;
	if (length < size) {
		snprintf(why, sizeof(why), "%zu of %zu bytes could be read", length, size);
		part_set(part, PART_TRUNCATED, why);
	}
	return 0;
}

static int take_client(struct dump_job *job, const struct device *device, size_t index)
{
	const char *address = device_get(device, FIELD_ADDRESS);
	char member[NAME_MAX], source[PATH_MAX];
	const struct dump_request request = {
		.name = member, .source = address && job->sysfs.live ? source : NULL,
		.redaction = DUMP_OUT,
	};
	struct part part;
	int err;

	name_member(device, index, member, sizeof(member));
	snprintf(source, sizeof(source), "/" DEVICES "/%s", address ? address : "");
	if (!device->contents)
		return device->reading != READING_UNREADABLE ? 0 :
		       dump_note(job, member, PART_FAILED, "it could not be read");
	err = make_part(device->contents, &part);
	return err ? err : dump_keep(job, &request, &part, NULL);
}

int dump_take_clients(struct dump_job *job, const struct snapshot *snapshot)
{
	size_t i;
	int err = 0;

	for (i = 0; i < snapshot->count && !err; i++)
		if (snapshot->devices[i]->kind == DEVICE_CLIENT)
			err = take_client(job, snapshot->devices[i], i);
	return err;
}
