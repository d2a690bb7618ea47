// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sysfs_contents.c: which file of a client is its memory, and which is not.
 */
#include "source.h"

#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contents.h"
#include "snapshot.h"

static char root[] = "/tmp/muster-memories-XXXXXX";
static struct snapshot *snapshot;

static void run(const char *format, const char *argument)
{
	char command[512], whole[640];

	snprintf(command, sizeof(command), format, argument);
	snprintf(whole, sizeof(whole), "cd %s && %s", root, command);
	ck_assert_int_eq(system(whole), 0);
}

static void make_client(const char *name)
{
	run("mkdir -p sys/devices/pci0000:00/0000:00:1f.3/i2c-0/%s", name);
	run("ln -s ../../../devices/pci0000:00/0000:00:1f.3/i2c-0/%s sys/bus/i2c/devices/", name);
}

/* In the directory of a client, a file of these contents. */
static void write_file(const char *path, const char *text)
{
	char whole[256];
	FILE *file;

	run("mkdir -p $(dirname sys/devices/pci0000:00/0000:00:1f.3/i2c-0/%s)", path);
	snprintf(whole, sizeof(whole), "%s/sys/devices/pci0000:00/0000:00:1f.3/i2c-0/%s",
		 root, path);
	file = fopen(whole, "w");
	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs(text, file), 0);
	ck_assert_int_eq(fclose(file), 0);
}

static void make_root(void)
{
	strcpy(root + strlen(root) - 6, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(root));
	run("%s", "mkdir -p sys/bus/i2c/devices sys/devices/pci0000:00/0000:00:1f.3/i2c-0");
	run("%s", "ln -s ../../../devices/pci0000:00/0000:00:1f.3/i2c-0 sys/bus/i2c/devices/");
	make_client("0-0050");
	make_client("0-0051");
}

static void remove_root(void)
{
	char command[96];

	snapshot_free(snapshot);
	snapshot = NULL;
	snprintf(command, sizeof(command), "rm -rf %s", root);
	ck_assert_int_eq(system(command), 0);
}

static const struct device *client(const char *address)
{
	size_t i;

	if (!snapshot)
		ck_assert_int_eq(source_sysfs(root, &snapshot), 0);
	for (i = 0; i < snapshot->count; i++)
		if (device_get(snapshot->devices[i], FIELD_ADDRESS) &&
		    !strcmp(device_get(snapshot->devices[i], FIELD_ADDRESS), address))
			return snapshot->devices[i];
	ck_abort_msg("%s is not there", address);
	return NULL;
}

static void expect(const char *address, const char *text)
{
	const struct device *device = client(address);

	ck_assert_ptr_nonnull(device->contents);
	ck_assert_uint_eq(contents_run(device->contents), strlen(text));
	ck_assert(!memcmp(device->contents->bytes, text, strlen(text)));
	ck_assert_int_eq(device->reading, READING_OK);
	ck_assert_ptr_nonnull(device_get(device, FIELD_CONTENTS));
}

static void expect_none(const char *address, enum device_reading reading)
{
	const struct device *device = client(address);

	ck_assert_ptr_null(device->contents);
	ck_assert_int_eq(device->reading, reading);
	ck_assert_ptr_null(device_get(device, FIELD_CONTENTS));
}

START_TEST(takes_the_file_of_the_driver)
{
	write_file("0-0050/eeprom", "an eeprom");
	expect("0-0050", "an eeprom");
	expect_none("0-0051", READING_NONE);
}
END_TEST

START_TEST(takes_the_memory_below)
{
	write_file("0-0050/0-00500/nvmem", "a memory");
	write_file("0-0050/0-00500/type", "EEPROM");
	write_file("0-0051/0-00510/nvmem", "some registers");
	write_file("0-0051/0-00510/type", "Battery backed");
	expect("0-0050", "a memory");
	expect_none("0-0051", READING_NONE);
}
END_TEST

START_TEST(knows_the_drivers_of_memories)
{
	write_file("0-0050/0-00500/nvmem", "a memory");
	run("%s", "cd sys/devices/pci0000:00/0000:00:1f.3/i2c-0/0-0050; ln -s ../x/ee1004 driver");
	write_file("0-0051/0-00510/nvmem", "a memory");
	run("%s", "cd sys/devices/pci0000:00/0000:00:1f.3/i2c-0/0-0051; ln -s ../x/rtc-pcf85363 driver");
	expect("0-0050", "a memory");
	expect_none("0-0051", READING_NONE);
}
END_TEST

START_TEST(leaves_what_is_no_file)
{
	run("%s", "cd sys/devices/pci0000:00/0000:00:1f.3/i2c-0/0-0050; ln -s /etc/passwd eeprom");
	run("%s", "cd sys/devices/pci0000:00/0000:00:1f.3/i2c-0/0-0051; mkfifo eeprom");
	expect_none("0-0050", READING_NONE);
	expect_none("0-0051", READING_NONE);
}
END_TEST

START_TEST(an_empty_file_is_unreadable)
{
	write_file("0-0050/eeprom", "");
	expect_none("0-0050", READING_UNREADABLE);
}
END_TEST

/* Of a memory larger than is taken, the first bytes are. */
START_TEST(large_ones_are_cut)
{
	const struct device *device;

	run("%s", "truncate -s 100000 sys/devices/pci0000:00/0000:00:1f.3/i2c-0/0-0050/eeprom");
	device = client("0-0050");
	ck_assert_ptr_nonnull(device->contents);
	ck_assert_uint_eq(contents_run(device->contents), CONTENTS_MAX);
	ck_assert_int_eq(device->reading, READING_OK);
}
END_TEST

Suite *suite_sysfs_contents(void)
{
	Suite *suite = suite_create("sysfs_contents");
	TCase *tcase = tcase_create("tree");

	tcase_add_checked_fixture(tcase, make_root, remove_root);
	tcase_add_test(tcase, takes_the_file_of_the_driver);
	tcase_add_test(tcase, takes_the_memory_below);
	tcase_add_test(tcase, knows_the_drivers_of_memories);
	tcase_add_test(tcase, leaves_what_is_no_file);
	tcase_add_test(tcase, an_empty_file_is_unreadable);
	tcase_add_test(tcase, large_ones_are_cut);
	suite_add_tcase(suite, tcase);
	return suite;
}
