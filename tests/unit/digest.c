// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * digest.c, digest_shape.c, digest_difference.c, config_capture.c: a digest is of
 * all that counts or is none, whatever bytes there are.
 */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "capabilities.h"
#include "capability_fields.h"
#include "config_capture.h"
#include "config_image.h"
#include "digest.h"
#include "snapshot.h"
#include "source.h"

#define DEVICES 7	/* of the fixture */

static struct snapshot *load(void)
{
	struct snapshot *snapshot = NULL;

	ck_assert_int_eq(source_open(FIXTURES "/config-space/capabilities.txt", &snapshot, NULL), 0);
	ck_assert_uint_eq(snapshot->count, DEVICES);
	return snapshot;
}

static struct device *take(struct snapshot *snapshot, const char *address)
{
	size_t i;

	for (i = 0; i < snapshot->count; i++)
		if (!strcmp(device_get(snapshot->devices[i], FIELD_ADDRESS), address))
			return snapshot->devices[i];
	ck_abort_msg("no %s", address);
}

static char *shape_of(const struct device *device)
{
	char *text = NULL;
	int err = digest_shape_text(device, &text);

	ck_assert_msg(err == 0 || err == -ENODATA, "%d", err);
	ck_assert_int_eq(!text, err != 0);
	return text;
}

START_TEST(the_digest_is_sha256)
{
	char digest[DIGEST_SIZE];

	digest_text("abc", digest);
	ck_assert_str_eq(digest, "sha256:ba7816bf8f01cfea414140de5dae2223"
				 "b00361a396177a9cb410ff61f20015ad");
}
END_TEST

START_TEST(identity_is_of_fields_that_are_all_known)
{
	static const enum field fields[] = {
		FIELD_VENDOR, FIELD_DEVICE, FIELD_SUBSYSTEM_VENDOR,
		FIELD_SUBSYSTEM_DEVICE, FIELD_CLASS, FIELD_REVISION, FIELD_SERIAL,
	};
	struct device *device = device_new(DEVICE_FUNCTION, "0000:00/00.0");
	char *text = NULL;
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		ck_assert_int_eq(digest_identity_text(device, &text), -ENODATA);
		device_set(device, fields[i], i % 2 ? NULL : "0a");
	}
	ck_assert_int_eq(digest_identity_text(device, &text), 0);
	ck_assert_str_eq(text, "muster-identity/1\nvendor 0a\ndevice none\nsubsystem_vendor 0a\n"
			       "subsystem_device none\nclass 0a\nrevision none\nserial 0a\n");
	free(text);
	device_free(device);
}
END_TEST

START_TEST(shape_is_written_as_the_manual_says)
{
	struct snapshot *snapshot = load();
	char *text = shape_of(take(snapshot, "0000:03:01.0"));

	ck_assert_str_eq(text,
		"muster-shape/1\nheader 00 1000\nheader 02 0030\nheader 06 0010\nheader 08 07\n"
		"header 09 010000\nheader 0e 00\nheader 0f 00\nheader 28 00000000\n"
		"header 2c 1028\nheader 2e 018a\nheader 3d 01\nheader 3e 11\nheader 3f 12\n"
		"bar 0 io\nbar 1 memory 64 65536\nbar 3 memory 64 65536\n"
		"capability 07 68\n+04 00030000\ncapability 02 70\ncapability 06 80\n"
		"capability 0c 88\nstandard whole\nextended whole\n");
	free(text);
	snapshot_free(snapshot);
}
END_TEST

/* Both digests of every function, of a part of its bytes. */
static void check_part(struct device *device, const char *whole)
{
	char *text;

	ck_assert_int_eq(device_decode(device), 0);
	text = shape_of(device);
	if (text)
		ck_assert_str_eq(text, whole);
	else
		ck_assert_int_eq(device_value(device, FIELD_SHAPE)->state, VALUE_UNKNOWN);
	free(text);
}

/* Truncated at every length, and with every single byte unknown. */
START_TEST(a_part_of_the_bytes_has_no_other_shape)
{
	struct snapshot *snapshot = load();
	struct device *device = snapshot->devices[_i];
	char *whole = shape_of(device);
	struct config_image *image = config_image_copy(device->config);
	unsigned int at, claims = 0;

	ck_assert_ptr_nonnull(whole);
	free(device->capabilities);
	device->capabilities = NULL;
	for (at = 0; at < CONFIG_SPACE_MAX; at++) {
		*device->config = *image;
		device->config->known[at / 8] &= ~(1u << at % 8);
		check_part(device, whole);
		claims += device_value(device, FIELD_SHAPE)->state == VALUE_KNOWN;
		memset(device->config->known, 0, sizeof(device->config->known));
		memcpy(device->config->known, image->known, at / 8);
		check_part(device, whole);
		device_set_unknown(device, FIELD_SHAPE);
	}
	ck_assert_uint_gt(claims, 0);
	ck_assert_uint_lt(claims, CONFIG_SPACE_MAX - 20);
	free(whole);
	config_image_free(image);
	snapshot_free(snapshot);
}
END_TEST

START_TEST(random_bits_do_no_harm)
{
	struct capability_field fields[CAPABILITY_FIELDS_MAX];
	struct snapshot *snapshot = load();
	size_t device, i;
	unsigned int round;

	srand(_i);
	for (round = 0; round < 300; round++)
		for (device = 0; device < snapshot->count; device++) {
			struct device *copy = device_copy(snapshot->devices[device]);
			struct json_object *json;

			for (i = 0; i < 1u + _i; i++)
				copy->config->bytes[rand() % (i % 2 ? 4096 : 256)] ^= 1 << rand() % 8;
			ck_assert_int_eq(device_decode(copy), 0);
			for (i = 0; copy->capabilities && i < copy->capabilities->count; i++)
				ck_assert_uint_le(capability_fields(copy->config,
					&copy->capabilities->items[i], 4096, fields),
					CAPABILITY_FIELDS_MAX);
			json = device_to_json_full(copy);
			ck_assert_ptr_nonnull(json_object_to_json_string(json));
			json_object_put(json);
			free(shape_of(copy));
			device_free(copy);
		}
	snapshot_free(snapshot);
}
END_TEST

struct space {
	const struct config_image *image;
	uint8_t read[CONFIG_SPACE_MAX];
};

static long read_space(void *context, unsigned int offset, void *buffer, size_t length)
{
	struct space *space = context;
	size_t i;

	ck_assert_uint_eq(offset % 4 + length % 4, 0);
	ck_assert_uint_le(offset + length, CONFIG_SPACE_MAX);
	for (i = 0; i < length; i++)
		ck_assert_msg(!space->read[offset + i]++, "%03zx is read twice", offset + i);
	memcpy(buffer, space->image->bytes + offset, length);
	return length;
}

START_TEST(a_capture_reads_what_counts_and_nothing_that_does_something)
{
	/* VPD, SATA's index and data, power budget's, DOE's mailbox, MSI-X aside */
	static const unsigned int forbidden[] = { 0x4c, 0xe8, 0xec, 0x184, 0x188, 0x40c, 0x410 };
	struct snapshot *snapshot = load();
	struct device *device = snapshot->devices[_i];
	struct space space = { .image = config_image_copy(device->config) };
	char *whole = shape_of(device), *text;
	size_t i;

	config_image_free(device->config);
	device->config = config_image_new(space.image->size);
	ck_assert_int_eq(config_capture(device->config, read_space, &space), 0);
	ck_assert_int_eq(device_decode(device), 0);
	text = shape_of(device);
	ck_assert_ptr_nonnull(text);
	ck_assert_str_eq(text, whole);
	if (!strcmp(device_get(device, FIELD_ADDRESS), "0000:01:00.0"))
		for (i = 0; i < sizeof(forbidden) / sizeof(*forbidden); i++)
			ck_assert_msg(!space.read[forbidden[i]], "%03x", forbidden[i]);
	free(whole);
	free(text);
	config_image_free((struct config_image *)space.image);
	snapshot_free(snapshot);
}
END_TEST

/* What changes in use: a resized BAR, other numbers, an address, a driver that is bound. */
START_TEST(use_does_not_change_the_shape)
{
	struct snapshot *snapshot = load();
	struct device *device = take(snapshot, "0000:01:00.0");
	struct config_image *image = device->config;
	char *before = shape_of(device), *after;

	config_image_put(image, 0x04, "\x06\x04", 2);		/* Command */
	config_image_put(image, 0x0c, "\x00\x40", 2);		/* cache line, latency */
	config_image_put(image, 0x12, "\x10\xe0", 2);		/* an address */
	config_image_put(image, 0x3c, "\xff", 1);		/* interrupt line */
	config_image_put(image, 0x52, "\x9a\x01", 2);		/* MSI off, one vector */
	config_image_put(image, 0x82, "\x43\x00", 2);		/* the link: 1 wide */
	config_image_put(image, 0xb2, "\x3f\x00", 2);		/* MSI-X off */
	config_image_put(image, 0x1c8, "\x00\x00", 2);		/* no virtual functions */
	config_image_put(image, 0x1d0, "\x00\x00\x00\x00", 4);
	config_image_put(image, 0x259, "\x0c", 1);		/* the BAR's size */
	ck_assert_uint_eq(device->bars[0].index, 0);
	device->bars[0].size *= 16;
	device->bars[2].size *= 2;				/* resizable as well */
	device->bar_count--;					/* the ROM is forgotten */
	after = shape_of(device);
	ck_assert_str_eq(before, after);
	free(after);
	config_image_put(image, 0x1ce, "\x09", 1);		/* another TotalVFs */
	after = shape_of(device);
	ck_assert_str_ne(before, after);
	free(after);
	free(before);
	snapshot_free(snapshot);
}
END_TEST

START_TEST(sizes_that_are_not_known_leave_no_shape)
{
	struct snapshot *snapshot = load();
	struct device *device = take(snapshot, "0000:03:01.0");
	char *text;

	device->bars[1].size *= 2;
	text = shape_of(device);
	ck_assert_ptr_nonnull(strstr(text, "bar 1 memory 64 131072\n"));
	free(text);
	device->bar_count = 2;		/* BAR 3 holds an address, and has no size */
	ck_assert_ptr_null(shape_of(device));
	device->bars_known = false;
	ck_assert_ptr_null(shape_of(device));
	snapshot_free(snapshot);
}
END_TEST

#define HEAD "muster-shape/1\nheader 00 8086\nbar 0 memory 32 4096\n"
#define PCIE "capability 10 40\n+02 0002\n+0c 00000041\n"
#define TAIL "standard whole\ncapability 0003 100 v1\n+04 00000001\nextended whole\n"

static const struct { const char *expected, *seen, *where, *sentence; } differences[] = {
	{ HEAD PCIE TAIL, "muster-shape/1\nheader 00 8087\nbar 0 memory 32 4096\n" PCIE TAIL,
	  "00h (Vendor ID)", "00h (Vendor ID) is 0x8087 instead of 0x8086" },
	{ HEAD PCIE TAIL, "muster-shape/1\nheader 00 8086\nbar 0 io\n" PCIE TAIL,
	  "BAR 0", "BAR 0 is io instead of memory 32 4096" },
	{ HEAD PCIE TAIL, HEAD TAIL, "capability 10 (PCI Express) at 40h",
	  "capability 10 (PCI Express) at 40h is not there" },
	{ HEAD TAIL, HEAD PCIE TAIL, "capability 10 (PCI Express) at 40h",
	  "capability 10 (PCI Express) at 40h is there and should not be" },
	{ HEAD PCIE TAIL, HEAD "capability 10 50\n+02 0002\n+0c 00000041\n" TAIL,
	  "capability 10 (PCI Express) at 40h",
	  "capability 10 (PCI Express) at 40h is at 50h instead" },
	{ HEAD PCIE TAIL, HEAD "capability 10 40\n+02 0002\n+0c 00000042\n" TAIL,
	  "capability 10 (PCI Express) at 40h, offset 0ch (Link Capabilities)",
	  "capability 10 (PCI Express) at 40h, offset 0ch (Link Capabilities) is 0x00000042"
	  " instead of 0x00000041" },
	{ HEAD PCIE "standard whole\ncapability 0003 100 v1\n+04 00000001\nextended whole\n",
	  HEAD PCIE "standard whole\ncapability 0003 100 v2\n+04 00000002\nextended broken\n",
	  "capability 0003 (Device Serial Number) at 100h",
	  "capability 0003 (Device Serial Number) at 100h is version 2 instead of 1 (and 2 more)" },
	{ HEAD PCIE "capability 01 50\nstandard whole\nextended whole\n",
	  HEAD "capability 01 50\n" PCIE "standard whole\nextended whole\n",
	  "the order of the capabilities", "the capabilities are listed in another order" },
	{ HEAD "capability ff 40\nstandard whole\nextended whole\n",
	  HEAD "capability ff 40\n+04 12\x1b\nstandard whole\nextended whole\n",
	  "capability ff at 40h, offset 04h",
	  "capability ff at 40h, offset 04h is there and should not be" },
	{ HEAD "capability ff 40\n+04 11\nstandard whole\nextended whole\n",
	  HEAD "capability ff 40\n+04 12\x1b\nstandard whole\nextended whole\n",
	  "capability ff at 40h, offset 04h",
	  "capability ff at 40h, offset 04h is 0x12\\x1b instead of 0x11" },
};

START_TEST(a_difference_is_told_in_words)
{
	struct digest_difference difference;

	ck_assert_int_eq(digest_shape_difference(differences[_i].expected, differences[_i].seen,
						 &difference), 0);
	ck_assert_str_eq(difference.where, differences[_i].where);
	ck_assert_str_eq(difference.sentence, differences[_i].sentence);
	ck_assert_uint_ge(difference.count, 1);
}
END_TEST

START_TEST(what_is_no_shape_is_refused)
{
	static const char *const bad[] = {
		"", "muster-shape/1", "muster-shape/2\n", "muster-identity/1\n", HEAD "\n",
		HEAD "header\n00 8086\n", HEAD "capability 100000 40\n", HEAD "capability 10 1000\n",
		HEAD "capability 0010 100\n", "muster-shape/1\n+04 12\n", HEAD "bar x io\n",
	};
	struct digest_difference difference;
	size_t i;

	ck_assert_int_eq(digest_shape_difference(HEAD TAIL, HEAD TAIL, &difference), -ENOENT);
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		ck_assert_int_eq(digest_shape_difference(bad[i], HEAD TAIL, &difference), -EINVAL);
		ck_assert_int_eq(digest_shape_difference(HEAD TAIL, bad[i], &difference), -EINVAL);
	}
}
END_TEST

/* Of two functions and of one with a bit flipped: there is always something to tell. */
START_TEST(any_two_shapes_differ_in_something)
{
	struct snapshot *snapshot = load();
	char *shapes[DEVICES];
	size_t i, j;

	for (i = 0; i < DEVICES; i++)
		shapes[i] = shape_of(snapshot->devices[i]);
	for (i = 0; i < DEVICES; i++)
		for (j = 0; j < DEVICES; j++) {
			struct digest_difference difference;
			int err = digest_shape_difference(shapes[i], shapes[j], &difference);

			ck_assert_int_eq(err, i == j ? -ENOENT : 0);
			ck_assert_int_eq(!*difference.sentence, i == j);
		}
	for (i = 0; i < DEVICES; i++)
		free(shapes[i]);
	snapshot_free(snapshot);
}
END_TEST

Suite *suite_digest(void);

Suite *suite_digest(void)
{
	Suite *suite = suite_create("digest");
	TCase *tcase = tcase_create("digest");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, the_digest_is_sha256);
	tcase_add_test(tcase, identity_is_of_fields_that_are_all_known);
	tcase_add_test(tcase, shape_is_written_as_the_manual_says);
	tcase_add_loop_test(tcase, a_part_of_the_bytes_has_no_other_shape, 0, DEVICES);
	tcase_add_loop_test(tcase, random_bits_do_no_harm, 0, 8);
	tcase_add_loop_test(tcase, a_capture_reads_what_counts_and_nothing_that_does_something,
			    0, DEVICES);
	tcase_add_test(tcase, use_does_not_change_the_shape);
	tcase_add_test(tcase, sizes_that_are_not_known_leave_no_shape);
	tcase_add_loop_test(tcase, a_difference_is_told_in_words, 0,
			    sizeof(differences) / sizeof(*differences));
	tcase_add_test(tcase, what_is_no_shape_is_refused);
	tcase_add_test(tcase, any_two_shapes_differ_in_something);
	suite_add_tcase(suite, tcase);
	return suite;
}
