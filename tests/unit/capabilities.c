// SPDX-License-Identifier: GPL-2.0-or-later
/* capabilities.c and device_decode.c: lists end, whatever the device says. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "capabilities.h"
#include "config_capture.h"
#include "device.h"

/* A function whose bytes are all known, and zero but for the capability bit. */
static struct config_image *blank(unsigned int size)
{
	static const uint8_t zeros[CONFIG_SPACE_MAX];
	struct config_image *image = config_image_new(size);

	config_image_put(image, 0, zeros, size);
	config_image_put(image, 0x06, "\x10", 1);
	return image;
}

static void put8(struct config_image *image, unsigned int offset, uint8_t value)
{
	ck_assert_int_eq(config_image_put(image, offset, &value, 1), 0);
}

static void put32(struct config_image *image, unsigned int offset, uint32_t value)
{
	uint8_t bytes[4] = { value, value >> 8, value >> 16, value >> 24 };

	ck_assert_int_eq(config_image_put(image, offset, bytes, 4), 0);
}

/* The same, with a PCI Express capability: an endpoint. */
static struct config_image *blank_express(void)
{
	struct config_image *image = blank(4096);

	put8(image, 0x34, 0x40);
	put32(image, 0x40, 0x00020010);
	return image;
}

static void forget(struct config_image *image, unsigned int offset)
{
	image->known[offset / 8] &= ~(1u << (offset % 8));
}

START_TEST(no_image_is_cut)
{
	struct capability_list list;

	capabilities_walk(NULL, &list);
	ck_assert_int_eq(list.state, LIST_CUT);
	capabilities_walk_extended(NULL, &list);
	ck_assert_int_eq(list.state, LIST_CUT);
}
END_TEST

START_TEST(without_the_status_bit_there_is_no_list)
{
	struct config_image *image = blank(256);
	struct capability_list list;

	put8(image, 0x06, 0);
	put8(image, 0x34, 0x40);
	put8(image, 0x40, 1);
	capabilities_walk(image, &list);
	ck_assert_int_eq(list.state, LIST_WHOLE);
	ck_assert_uint_eq(list.count, 0);
	config_image_free(image);
}
END_TEST

START_TEST(a_list_is_followed_in_its_order)
{
	struct config_image *image = blank(256);
	struct capability_list list;

	put8(image, 0x34, 0x83);	/* the two lowest bits do not count */
	put8(image, 0x80, 0x01);
	put8(image, 0x81, 0x40);
	put8(image, 0x40, 0x10);
	capabilities_walk(image, &list);
	ck_assert_int_eq(list.state, LIST_WHOLE);
	ck_assert_uint_eq(list.count, 2);
	ck_assert_uint_eq(list.items[0].offset, 0x80);
	ck_assert_uint_eq(list.items[1].id, CAP_EXPRESS);
	ck_assert_ptr_null(capability_find(&list, 0x11));
	config_image_free(image);
}
END_TEST

START_TEST(a_loop_ends_and_is_broken)
{
	struct config_image *image = blank(256);
	struct capability_list list;

	put8(image, 0x34, 0x40);
	put8(image, 0x40, 0x01);
	put8(image, 0x41, 0x50);
	put8(image, 0x50, 0x05);
	put8(image, 0x51, 0x40);
	capabilities_walk(image, &list);
	ck_assert_int_eq(list.state, LIST_BROKEN);
	ck_assert_uint_eq(list.count, 2);
	put8(image, 0x41, 0x40);	/* to itself */
	capabilities_walk(image, &list);
	ck_assert_int_eq(list.state, LIST_BROKEN);
	ck_assert_uint_eq(list.count, 1);
	config_image_free(image);
}
END_TEST

START_TEST(a_pointer_into_the_header_is_broken)
{
	struct config_image *image = blank(256);
	struct capability_list list;

	put8(image, 0x34, 0x3c);
	capabilities_walk(image, &list);
	ck_assert_int_eq(list.state, LIST_BROKEN);
	ck_assert_uint_eq(list.count, 0);
	config_image_free(image);
}
END_TEST

START_TEST(unknown_bytes_cut_a_list)
{
	struct config_image *image = blank(4096);
	struct capability_list list;

	put8(image, 0x34, 0x40);
	put8(image, 0x40, 0x01);
	put8(image, 0x41, 0x50);
	forget(image, 0x51);
	capabilities_walk(image, &list);
	ck_assert_int_eq(list.state, LIST_CUT);
	ck_assert_uint_eq(list.count, 1);
	put32(image, 0x100, 0x14010001);
	forget(image, 0x143);
	capabilities_walk_extended(image, &list);
	ck_assert_int_eq(list.state, LIST_CUT);
	ck_assert_uint_eq(list.count, 1);
	config_image_free(image);
}
END_TEST

START_TEST(the_longest_extended_list_fits)
{
	struct config_image *image = blank(4096);
	struct capability_list list;
	unsigned int offset;

	for (offset = 0x100; offset < 4096; offset += 4)
		put32(image, offset, ((offset + 4) & 0xfff) << 20 | 0x1000b);
	capabilities_walk_extended(image, &list);
	ck_assert_int_eq(list.state, LIST_WHOLE);
	ck_assert_uint_eq(list.count, EXTENDED_MAX);
	put32(image, 0xffc, 0x100u << 20 | 0x1000b);
	capabilities_walk_extended(image, &list);
	ck_assert_int_eq(list.state, LIST_BROKEN);
	ck_assert_uint_eq(list.count, EXTENDED_MAX);
	config_image_free(image);
}
END_TEST

START_TEST(all_ones_are_no_capability)
{
	struct config_image *image = blank(4096);
	struct capability_list list;

	put32(image, 0x100, 0xffffffff);
	capabilities_walk_extended(image, &list);
	ck_assert_int_eq(list.state, LIST_WHOLE);
	ck_assert_uint_eq(list.count, 0);
	put32(image, 0x100, 0x20010001);
	put32(image, 0x200, 0xffffffff);
	capabilities_walk_extended(image, &list);
	ck_assert_int_eq(list.state, LIST_BROKEN);
	config_image_free(image);
}
END_TEST

static struct device *device_of(struct config_image *image)
{
	struct device *device = device_new(DEVICE_FUNCTION, "0000:00/00.0");

	device->config = image;
	device->reading = READING_OK;
	ck_assert_int_eq(device_decode(device), 0);
	return device;
}

START_TEST(a_serial_number_reads_from_its_highest_byte)
{
	struct config_image *image = blank_express();
	struct device *device;

	put32(image, 0x100, 0x00010003);
	put32(image, 0x104, 0xff334455);
	put32(image, 0x108, 0x001122ff);
	device = device_of(image);
	ck_assert_str_eq(device_get(device, FIELD_SERIAL), "00-11-22-ff-ff-33-44-55");
	device_free(device);
}
END_TEST

START_TEST(no_serial_is_none_only_in_a_whole_list)
{
	struct config_image *image = blank_express();
	struct device *device;

	put32(image, 0x100, 0x20010001);
	put32(image, 0x200, 0x0001000d);
	device = device_of(config_image_copy(image));
	ck_assert_int_eq(device_value(device, FIELD_SERIAL)->state, VALUE_NONE);
	device_free(device);
	forget(image, 0x200);
	device = device_of(config_image_copy(image));
	ck_assert_int_eq(device_value(device, FIELD_SERIAL)->state, VALUE_UNKNOWN);
	device_free(device);
	put32(image, 0x200, 0x1001000d);	/* loops */
	device = device_of(image);
	ck_assert_int_eq(device_value(device, FIELD_SERIAL)->state, VALUE_UNKNOWN);
	device_free(device);
}
END_TEST

START_TEST(a_small_space_has_no_serial)
{
	struct device *device = device_of(blank(256));

	ck_assert_int_eq(device_value(device, FIELD_SERIAL)->state, VALUE_NONE);
	device_free(device);
	device = device_of(blank(64));
	ck_assert_int_eq(device_value(device, FIELD_LINK_SPEED)->state, VALUE_NONE);
	device_free(device);
}
END_TEST

START_TEST(a_serial_at_the_end_of_the_space_is_unknown)
{
	struct config_image *image = blank_express();
	struct device *device;

	put32(image, 0x100, 0xffc10001);
	put32(image, 0xffc, 0x00010003);
	device = device_of(image);
	ck_assert_int_eq(device_value(device, FIELD_SERIAL)->state, VALUE_UNKNOWN);
	device_free(device);
}
END_TEST

static struct device *express(unsigned int type, uint32_t can, uint32_t status)
{
	struct config_image *image = blank(4096);

	put8(image, 0x34, 0x40);
	put32(image, 0x40, 0x00020010 | type << 20);
	put32(image, 0x4c, can);
	put32(image, 0x50, status << 16);
	return device_of(image);
}

START_TEST(links_are_told)
{
	struct device *device = express(0, 0x43, 0x11);

	ck_assert_str_eq(device_get(device, FIELD_MAX_LINK_SPEED), "8.0 GT/s");
	ck_assert_str_eq(device_get(device, FIELD_MAX_LINK_WIDTH), "4");
	ck_assert_str_eq(device_get(device, FIELD_LINK_SPEED), "2.5 GT/s");
	ck_assert_str_eq(device_get(device, FIELD_LINK_WIDTH), "1");
	device_free(device);
	device = express(9, 0x43, 0x11);	/* integrated: no link */
	ck_assert_int_eq(device_value(device, FIELD_LINK_WIDTH)->state, VALUE_NONE);
	device_free(device);
	device = express(0, 0xffffffff, 0xffff);
	ck_assert_str_eq(device_get(device, FIELD_LINK_SPEED), "code 15");
	device_free(device);
}
END_TEST

START_TEST(a_bridge_names_its_subsystem_by_capability)
{
	struct config_image *image = blank(256);
	struct device *device;

	put8(image, 0x0e, 0x81);
	device = device_of(config_image_copy(image));
	ck_assert_int_eq(device_value(device, FIELD_SUBSYSTEM_VENDOR)->state, VALUE_NONE);
	ck_assert_str_eq(device_get(device, FIELD_MULTIFUNCTION), "true");
	device_free(device);
	put8(image, 0x34, 0x40);
	put32(image, 0x40, 0x0d);
	put32(image, 0x44, 0x02081028);
	device = device_of(image);
	ck_assert_str_eq(device_get(device, FIELD_SUBSYSTEM_VENDOR), "1028");
	ck_assert_str_eq(device_get(device, FIELD_SUBSYSTEM_DEVICE), "0208");
	device_free(device);
}
END_TEST

struct space {
	uint8_t bytes[CONFIG_SPACE_MAX];
	size_t readable;
	unsigned int reads;
	unsigned int highest;
};

static long read_space(void *context, unsigned int offset, void *buffer, size_t length)
{
	struct space *space = context;

	ck_assert_uint_eq(offset % 4, 0);
	ck_assert_uint_eq(length % 4, 0);
	ck_assert_uint_le(offset + length, CONFIG_SPACE_MAX);
	space->reads++;
	if (offset + length > space->highest)
		space->highest = offset + length;
	if (offset >= space->readable)
		return 0;
	if (length > space->readable - offset)
		length = space->readable - offset;
	memcpy(buffer, space->bytes + offset, length);
	return length;
}

START_TEST(only_known_registers_are_read)
{
	struct config_image *image = config_image_new(4096);
	struct space space = { .readable = 4096 };
	uint8_t byte;

	space.bytes[0x06] = 0x10;
	space.bytes[0x34] = 0x40;
	memcpy(space.bytes + 0x40, "\x09\x50\xff\x00", 4);	/* says 255 bytes */
	memcpy(space.bytes + 0x50, "\x11\x00", 2);
	ck_assert_int_eq(config_capture(image, read_space, &space), 0);
	ck_assert(config_image_u8(image, 0x43, &byte));
	ck_assert(!config_image_u8(image, 0x44, &byte));
	ck_assert(config_image_u8(image, 0x5b, &byte));
	ck_assert(!config_image_u8(image, 0x5c, &byte));
	ck_assert_uint_le(space.reads, 5);
	config_image_free(image);
}
END_TEST

START_TEST(a_capture_ends_with_a_hostile_space)
{
	unsigned int seed;

	for (seed = 0; seed < 2000; seed++) {
		struct config_image *image = config_image_new(4096);
		struct space space = { .readable = seed % 3 ? 4096 : 64 + seed % 100 };
		struct device *device;
		unsigned int i;

		srand(seed);
		for (i = 0; i < CONFIG_SPACE_MAX; i++)
			space.bytes[i] = rand() >> 7;
		space.bytes[0x06] |= 0x10;
		ck_assert_int_eq(config_capture(image, read_space, &space), 0);
		ck_assert_uint_le(space.reads, 2 * (48 + 960) + 4);
		device = device_of(image);
		device_free(device);
	}
}
END_TEST

/* What decoding says of the serial number of a function with @image's bytes. */
static enum value_state serial_state(struct config_image *image)
{
	struct device *device = device_new(DEVICE_FUNCTION, "0000:00/01.0");
	enum value_state state;

	device->config = image;
	ck_assert_int_eq(device_decode(device), 0);
	state = device_value(device, FIELD_SERIAL)->state;
	device_free(device);
	return state;
}

/* The 64 bytes that anyone may read, of a space of a size nobody told. */
static struct config_image *short_image(unsigned int size, bool list, uint32_t class)
{
	static const uint8_t zeros[64];
	struct config_image *image = config_image_new(size);

	config_image_put(image, 0, zeros, sizeof(zeros));
	put8(image, 0x06, list ? 0x10 : 0);
	put32(image, 0x08, class << 8);
	put8(image, 0x34, list ? 0x40 : 0);
	return image;
}

START_TEST(a_conventional_function_has_no_serial)
{
	struct config_image *image = short_image(0, true, 0x020000);

	ck_assert_int_eq(serial_state(short_image(0, false, 0x020000)), VALUE_NONE);
	ck_assert_int_eq(serial_state(short_image(256, true, 0x020000)), VALUE_NONE);
	/* the list was not readable: it may be PCI Express */
	ck_assert_int_eq(serial_state(short_image(0, true, 0x020000)), VALUE_UNKNOWN);
	ck_assert_int_eq(serial_state(short_image(4096, true, 0x020000)), VALUE_UNKNOWN);
	/* it was, and says neither PCI Express nor PCI-X; then PCI-X; then Express */
	put32(image, 0x40, 0x0005);
	ck_assert_int_eq(serial_state(config_image_copy(image)), VALUE_NONE);
	put32(image, 0x40, 0x0007);
	ck_assert_int_eq(serial_state(config_image_copy(image)), VALUE_UNKNOWN);
	put32(image, 0x40, 0x0010);
	ck_assert_int_eq(serial_state(image), VALUE_UNKNOWN);
}
END_TEST

/* Above 100h of others answers what is at 0 again. */
START_TEST(only_express_and_fast_pcix_extend)
{
	struct config_image *image = blank(4096);
	struct device *device;

	put32(image, 0x100, 0x00010003);
	put8(image, 0x34, 0x40);
	put32(image, 0x40, 0x07);
	device = device_of(config_image_copy(image));
	ck_assert_uint_eq(device->capabilities->count, 1);
	ck_assert_int_eq(capabilities_end(device->capabilities), LIST_WHOLE);
	ck_assert_int_eq(device_value(device, FIELD_SERIAL)->state, VALUE_NONE);
	device_free(device);
	put32(image, 0x44, 0x40000000);
	device = device_of(config_image_copy(image));
	ck_assert_uint_eq(device->capabilities->count, 2);
	ck_assert_int_eq(device_value(device, FIELD_SERIAL)->state, VALUE_KNOWN);
	device_free(device);
	put32(image, 0x40, 0x0001);
	put8(image, 0x41, 0x40);	/* loops: nobody can say what there is */
	device = device_of(image);
	ck_assert_uint_eq(device->capabilities->count, 1);
	ck_assert_int_eq(capabilities_end(device->capabilities), LIST_BROKEN);
	ck_assert_int_eq(device_value(device, FIELD_SERIAL)->state, VALUE_UNKNOWN);
	device_free(device);
}
END_TEST

Suite *suite_capabilities(void);

Suite *suite_capabilities(void)
{
	Suite *suite = suite_create("capabilities");
	TCase *tcase = tcase_create("capabilities");

	tcase_add_test(tcase, no_image_is_cut);
	tcase_add_test(tcase, without_the_status_bit_there_is_no_list);
	tcase_add_test(tcase, a_list_is_followed_in_its_order);
	tcase_add_test(tcase, a_loop_ends_and_is_broken);
	tcase_add_test(tcase, a_pointer_into_the_header_is_broken);
	tcase_add_test(tcase, unknown_bytes_cut_a_list);
	tcase_add_test(tcase, the_longest_extended_list_fits);
	tcase_add_test(tcase, all_ones_are_no_capability);
	tcase_add_test(tcase, a_serial_number_reads_from_its_highest_byte);
	tcase_add_test(tcase, no_serial_is_none_only_in_a_whole_list);
	tcase_add_test(tcase, a_small_space_has_no_serial);
	tcase_add_test(tcase, a_serial_at_the_end_of_the_space_is_unknown);
	tcase_add_test(tcase, links_are_told);
	tcase_add_test(tcase, a_bridge_names_its_subsystem_by_capability);
	tcase_add_test(tcase, only_known_registers_are_read);
	tcase_add_test(tcase, a_capture_ends_with_a_hostile_space);
	tcase_add_test(tcase, a_conventional_function_has_no_serial);
	tcase_add_test(tcase, only_express_and_fast_pcix_extend);
	suite_add_tcase(suite, tcase);
	return suite;
}
