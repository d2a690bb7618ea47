/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * board.h: snapshots for tests, one line of text per device:
 *   f PLACE VENDOR:DEVICE [KEY=VALUE]...   a function; KEY= alone: known to be none,
 *   a PLACE [KEY=VALUE]...                 KEY=?: unknown, reading=gone and the like,
 *                                          ~ for a blank
 *   c PLACE NAME [KEY=VALUE]...            a client
 *   p PLACE [KEY=VALUE]...                 an address that answered a probe
 */
#ifndef MUSTER_TEST_BOARD_H
#define MUSTER_TEST_BOARD_H

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "snapshot.h"

static inline enum device_reading board_reading(const char *name)
{
	for (enum device_reading reading = READING_NONE; reading <= READING_UNREADABLE; reading++)
		if (strcmp(device_reading_name(reading), name) == 0)
			return reading;
	ck_abort_msg("no such reading: %s", name);
}

static inline void board_setting(struct device *device, char *setting)
{
	char *value = strchr(setting, '=');

	ck_assert_msg(value, "no '=' in %s", setting);
	*value++ = '\0';
	for (char *blank = value; (blank = strchr(blank, '~')); )
		*blank = ' ';
	if (strcmp(setting, "reading") == 0)
		device->reading = board_reading(value);
	else if (strcmp(setting, "link_agreed") == 0)
		device->link_agreed = strcmp(value, "true") == 0;
	else if (group_find(setting) != GROUP_COUNT)
		device_set_group(device, group_find(setting),
				 strcmp(value, "?") == 0 ? VALUE_UNKNOWN : VALUE_NONE);
	else if (strcmp(value, "?") == 0)
		device_set_unknown(device, field_find(setting));
	else
		ck_assert_int_eq(device_set(device, field_find(setting), *value ? value : NULL), 0);
}

static inline struct device *board_function(char **words)
{
	struct device *device = device_new(DEVICE_FUNCTION, strtok_r(NULL, " ", words));
	char *ids = strtok_r(NULL, " ", words);

	device->reading = READING_OK;
	ids[4] = '\0';
	device_set(device, FIELD_VENDOR, ids);
	device_set(device, FIELD_DEVICE, ids + 5);
	device_set(device, FIELD_SUBSYSTEM_VENDOR, "1af4");
	device_set(device, FIELD_SUBSYSTEM_DEVICE, "1100");
	device_set(device, FIELD_CLASS, "020000");
	device_set(device, FIELD_REVISION, "00");
	device_set(device, FIELD_SERIAL, NULL);
	device_set(device, FIELD_DRIVER, NULL);
	device_set(device, FIELD_VIRTUAL, "false");
	return device;
}

static inline struct device *board_client(char **words)
{
	struct device *device = device_new(DEVICE_CLIENT, strtok_r(NULL, " ", words));

	device_set(device, FIELD_NAME, strtok_r(NULL, " ", words));
	device_set(device, FIELD_MODALIAS, NULL);
	device_set(device, FIELD_FIRMWARE_PATH, NULL);
	return device;
}

static inline struct device *board_device(char *line)
{
	char *words, *word, *kind = strtok_r(line, " ", &words);
	struct device *device;

	if (*kind == 'f')
		device = board_function(&words);
	else if (*kind == 'a' || *kind == 'p')
		device = device_new(*kind == 'a' ? DEVICE_ADAPTER : DEVICE_ANSWERING,
				    strtok_r(NULL, " ", &words));
	else
		device = board_client(&words);
	while ((word = strtok_r(NULL, " ", &words)))
		board_setting(device, word);
	return device;
}

/* The devices of @text, in any order. */
static inline struct snapshot *board_snapshot(const char *text)
{
	struct snapshot *snapshot = snapshot_new(SOURCE_SYSFS);
	char *copy = strdup(text), *lines, *line;

	for (line = strtok_r(copy, "\n", &lines); line; line = strtok_r(NULL, "\n", &lines))
		ck_assert_int_eq(snapshot_add(snapshot, board_device(line)), 0);
	free(copy);
	return snapshot;
}

#endif /* MUSTER_TEST_BOARD_H */
