// SPDX-License-Identifier: GPL-2.0-or-later
/* entry.c, entry_device.c, attributes.c: payloads may come from anyone. */
#include <check.h>
#include <errno.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>

#include "config_image.h"
#include "entry.h"

/* A payload being written, as the module would. */
struct payload {
	uint8_t bytes[8192];
	size_t used;
};

static size_t put(struct payload *payload, unsigned int type, const void *data, size_t length)
{
	struct nlattr header = { .nla_len = NLA_HDRLEN + length, .nla_type = type };
	size_t begin = payload->used;

	memcpy(payload->bytes + begin, &header, sizeof(header));
	if (length)
		memcpy(payload->bytes + begin + NLA_HDRLEN, data, length);
	memset(payload->bytes + begin + NLA_HDRLEN + length, 0, NLA_ALIGN(length) - length);
	payload->used += NLA_HDRLEN + NLA_ALIGN(length);
	return begin;
}

static void put_u32(struct payload *payload, unsigned int type, uint32_t value)
{
	put(payload, type, &value, sizeof(value));
}

static void put_u64(struct payload *payload, unsigned int type, uint64_t value)
{
	put(payload, type, &value, sizeof(value));
}

static void put_text(struct payload *payload, unsigned int type, const char *text)
{
	put(payload, type, text, strlen(text) + 1);
}

static void end_nest(struct payload *payload, size_t begin)
{
	uint16_t length = payload->used - begin;

	memcpy(payload->bytes + begin, &length, sizeof(length));
}

static void put_extent(struct payload *payload, uint32_t offset, const void *data, size_t length)
{
	size_t nest = put(payload, MUSTER_A_DEVICE_EXTENT | NLA_F_NESTED, NULL, 0);

	put_u32(payload, MUSTER_A_EXTENT_OFFSET, offset);
	put(payload, MUSTER_A_EXTENT_DATA, data, length);
	end_nest(payload, nest);
}

static void put_bar(struct payload *payload, uint32_t index, uint64_t size)
{
	size_t nest = put(payload, MUSTER_A_DEVICE_BAR | NLA_F_NESTED, NULL, 0);

	put_u32(payload, MUSTER_A_BAR_INDEX, index);
	put_u64(payload, MUSTER_A_BAR_SIZE, size);
	put_u32(payload, MUSTER_A_BAR_FLAGS, MUSTER_BAR_MEM | MUSTER_BAR_64);
	end_nest(payload, nest);
}

static void put_unread_function(struct payload *payload, uint32_t flags, uint32_t reading)
{
	put_u32(payload, MUSTER_A_DEVICE_KIND, MUSTER_KIND_FUNCTION);
	put_text(payload, MUSTER_A_DEVICE_PLACE, "0000:00/1c.4/00.0");
	put_text(payload, MUSTER_A_DEVICE_ADDRESS, "0000:03:00.0");
	put_u32(payload, MUSTER_A_DEVICE_VENDOR, 0x8086);
	put_u32(payload, MUSTER_A_DEVICE_DEVICE, 0x10d3);
	put_u32(payload, MUSTER_A_DEVICE_CLASS, 0x020000);
	put_u32(payload, MUSTER_A_DEVICE_REVISION, 0);
	put_u32(payload, MUSTER_A_DEVICE_CONFIG_SIZE, 4096);
	put_bar(payload, 0, 131072);
	put_u32(payload, MUSTER_A_DEVICE_FLAGS, flags);
	put_u32(payload, MUSTER_A_DEVICE_READING, reading);
}

static void put_function(struct payload *payload, uint32_t flags, uint32_t reading)
{
	static const uint8_t header[68] = {
		0x86, 0x80, 0xd3, 0x10, [0x06] = 0x10, [0x0e] = 0x80, [0x34] = 0x40,
		[0x40] = 0x10, 0x00, 0x02, 0x00,
	};
	static const uint8_t serial[12] = { 3, 0, 1, 0, 0x55, 0x44, 0x33, 0xff, 0xff, 0x22, 0x11 };

	put_unread_function(payload, flags, reading);
	put_extent(payload, 0, header, sizeof(header));
	put_extent(payload, 0x100, serial, sizeof(serial));
}

static void begin_entry(struct payload *payload, uint64_t number, uint32_t event)
{
	payload->used = 0;
	put_u64(payload, MUSTER_A_ENTRY_NUMBER, number);
	put_u32(payload, MUSTER_A_ENTRY_EVENT, event);
	put_u32(payload, MUSTER_A_ENTRY_FLAGS, 0);
	put_u64(payload, MUSTER_A_ENTRY_BOOTTIME, 5000000000);
	put_u64(payload, MUSTER_A_ENTRY_REALTIME, 1700000000000000000);
}

static void make_add(struct payload *payload, uint32_t flags)
{
	size_t nest;

	begin_entry(payload, 7, MUSTER_EVENT_ADD);
	nest = put(payload, MUSTER_A_ENTRY_DEVICE | NLA_F_NESTED, NULL, 0);
	put_function(payload, flags, MUSTER_READING_OK);
	end_nest(payload, nest);
}

START_TEST(an_arrival_is_decoded)
{
	struct payload payload;
	struct entry entry;

	make_add(&payload, 0);
	ck_assert_int_eq(entry_decode(payload.bytes, payload.used, &entry), 0);
	ck_assert_uint_eq(entry.number, 7);
	ck_assert_int_eq(entry.event, MUSTER_EVENT_ADD);
	ck_assert_uint_eq(entry.boottime, 5000000000);
	ck_assert_ptr_nonnull(entry.device);
	ck_assert_str_eq(entry.device->place, "0000:00/1c.4/00.0");
	ck_assert_str_eq(device_get(entry.device, FIELD_VENDOR), "8086");
	ck_assert_str_eq(device_get(entry.device, FIELD_CLASS), "020000");
	ck_assert_str_eq(device_get(entry.device, FIELD_REVISION), "00");
	ck_assert_str_eq(device_get(entry.device, FIELD_SERIAL), "00-11-22-ff-ff-33-44-55");
	ck_assert_str_eq(device_get(entry.device, FIELD_MULTIFUNCTION), "true");
	ck_assert_int_eq(device_value(entry.device, FIELD_DRIVER)->state, VALUE_NONE);
	ck_assert_int_eq(device_value(entry.device, FIELD_SUBSYSTEM_VENDOR)->state, VALUE_UNKNOWN);
	ck_assert_uint_eq(entry.device->bar_count, 1);
	ck_assert_uint_eq(entry.device->bars[0].size, 131072);
	ck_assert_uint_eq(entry.device->number, 7);
	ck_assert_uint_eq(entry.device->since, 5000000000);
	entry_clear(&entry);
}
END_TEST

START_TEST(a_driver_in_flux_is_unknown)
{
	struct payload payload;
	struct entry entry;

	make_add(&payload, MUSTER_DEVICE_IN_FLUX);
	ck_assert_int_eq(entry_decode(payload.bytes, payload.used, &entry), 0);
	ck_assert_int_eq(device_value(entry.device, FIELD_DRIVER)->state, VALUE_UNKNOWN);
	entry_clear(&entry);
}
END_TEST

/* A device out of one nest of which the caller wrote the part that matters. */
static int decode_device(const struct payload *payload)
{
	struct device *device = NULL;
	int err = entry_device(payload->bytes, payload->used, &device);

	device_free(device);
	return err;
}

START_TEST(a_sleeping_function_has_no_bytes)
{
	struct payload payload = { .used = 0 };
	struct device *device;

	put_unread_function(&payload, 0, MUSTER_READING_ASLEEP);
	ck_assert_int_eq(entry_device(payload.bytes, payload.used, &device), 0);
	ck_assert_int_eq(device->reading, READING_ASLEEP);
	ck_assert_ptr_null(device->config);
	ck_assert_int_eq(device_value(device, FIELD_SERIAL)->state, VALUE_UNKNOWN);
	ck_assert_str_eq(device_get(device, FIELD_VENDOR), "8086");
	device_free(device);
}
END_TEST

/* One that slept after it was read comes with what was read then. */
START_TEST(a_sleeping_function_keeps_its_earlier_bytes)
{
	struct payload payload = { .used = 0 };
	struct device *device;

	put_function(&payload, 0, MUSTER_READING_ASLEEP);
	ck_assert_int_eq(entry_device(payload.bytes, payload.used, &device), 0);
	ck_assert_int_eq(device->reading, READING_ASLEEP);
	ck_assert_ptr_nonnull(device->config);
	ck_assert_str_eq(device_get(device, FIELD_SERIAL), "00-11-22-ff-ff-33-44-55");
	device_free(device);
}
END_TEST

START_TEST(every_prefix_ends_in_good_order)
{
	struct payload payload;
	struct entry entry;
	size_t length;

	make_add(&payload, 0);
	for (length = 0; length < payload.used; length++) {
		/* on the heap, so that a sanitizer sees each byte beyond */
		uint8_t *copy = malloc(length + !length);
		int err;

		memcpy(copy, payload.bytes, length);
		err = entry_decode(copy, length, &entry);
		ck_assert(!err || err == -EBADMSG);
		if (!err)
			entry_clear(&entry);
		free(copy);
	}
}
END_TEST

START_TEST(every_flipped_bit_ends_in_good_order)
{
	struct payload payload;
	struct entry entry;
	size_t bit;

	make_add(&payload, 0);
	for (bit = 0; bit < 8 * payload.used; bit++) {
		int err;

		payload.bytes[bit / 8] ^= 1u << bit % 8;
		err = entry_decode(payload.bytes, payload.used, &entry);
		ck_assert(!err || err == -EBADMSG);
		if (!err)
			entry_clear(&entry);
		payload.bytes[bit / 8] ^= 1u << bit % 8;
	}
}
END_TEST

START_TEST(noise_ends_in_good_order)
{
	struct entry entry;
	uint8_t bytes[512];
	unsigned int i;

	srand(_i);
	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = rand() >> 9;
	/* far enough in to matter */
	memcpy(bytes, "\x0c\0\x01\0\x01\0\0\0\0\0\0\0\x08\0\x02\0\x03\0\0\0", 20);
	bytes[21] = 0;
	bytes[22] = MUSTER_A_ENTRY_DEVICE;
	bytes[23] = 0x80;
	if (!entry_decode(bytes, sizeof(bytes), &entry))
		entry_clear(&entry);
}
END_TEST

START_TEST(the_number_comes_first)
{
	struct payload payload = { .used = 0 };
	struct entry entry;

	put_u32(&payload, MUSTER_A_ENTRY_EVENT, MUSTER_EVENT_ADD);
	put_u64(&payload, MUSTER_A_ENTRY_NUMBER, 1);
	ck_assert_int_eq(entry_decode(payload.bytes, payload.used, &entry), -EBADMSG);
	payload.used = 0;
	put_u64(&payload, MUSTER_A_ENTRY_NUMBER, 0);
	put_u32(&payload, MUSTER_A_ENTRY_EVENT, MUSTER_EVENT_ADD);
	ck_assert_int_eq(entry_decode(payload.bytes, payload.used, &entry), -EBADMSG);
	payload.used = 0;
	put_u64(&payload, MUSTER_A_ENTRY_NUMBER, 1);
	ck_assert_int_eq(entry_decode(payload.bytes, payload.used, &entry), -EBADMSG);
	ck_assert_int_eq(entry_decode(NULL, 0, &entry), -EBADMSG);
}
END_TEST

START_TEST(a_new_event_and_new_attributes_are_read_over)
{
	struct payload payload;
	struct entry entry;

	begin_entry(&payload, 9, 4000000000u);
	put_text(&payload, 200, "of a later protocol");
	ck_assert_int_eq(entry_decode(payload.bytes, payload.used, &entry), 0);
	ck_assert_str_eq(entry_event_name(entry.event), "unknown");
	json_object_put(entry_to_json(&entry));
	entry_clear(&entry);
}
END_TEST

START_TEST(wrong_lengths_are_malformed)
{
	struct payload payload;
	struct entry entry;

	begin_entry(&payload, 9, MUSTER_EVENT_BOUND);
	put_u32(&payload, MUSTER_A_ENTRY_SUBJECT, 4);
	ck_assert_int_eq(entry_decode(payload.bytes, payload.used, &entry), -EBADMSG);
	begin_entry(&payload, 9, MUSTER_EVENT_BOUND);
	put(&payload, MUSTER_A_ENTRY_DRIVER, "e1000e", 6);	/* no NUL */
	ck_assert_int_eq(entry_decode(payload.bytes, payload.used, &entry), -EBADMSG);
	begin_entry(&payload, 9, MUSTER_EVENT_BOUND);
	put(&payload, MUSTER_A_ENTRY_DRIVER, "e1\0e", 5);	/* two */
	ck_assert_int_eq(entry_decode(payload.bytes, payload.used, &entry), -EBADMSG);
	begin_entry(&payload, 9, MUSTER_EVENT_BOUND);
	put(&payload, MUSTER_A_ENTRY_DRIVER, "", 0);
	ck_assert_int_eq(entry_decode(payload.bytes, payload.used, &entry), -EBADMSG);
}
END_TEST

START_TEST(devices_that_cannot_be)
{
	struct payload payload = { .used = 0 };
	uint8_t bytes[8] = { 0 };
	char place[300];
	int i;

	ck_assert_int_eq(decode_device(&payload), -EBADMSG);
	put_u32(&payload, MUSTER_A_DEVICE_KIND, 9);
	put_text(&payload, MUSTER_A_DEVICE_PLACE, "0000:00/00.0");
	ck_assert_int_eq(decode_device(&payload), -EBADMSG);

	payload.used = 0;
	memset(place, 'a', sizeof(place));
	place[sizeof(place) - 1] = '\0';
	put_u32(&payload, MUSTER_A_DEVICE_KIND, MUSTER_KIND_CLIENT);
	put_text(&payload, MUSTER_A_DEVICE_PLACE, place);
	ck_assert_int_eq(decode_device(&payload), -EBADMSG);

	payload.used = 0;
	put_function(&payload, 0, MUSTER_READING_OK);
	put_extent(&payload, 4092, bytes, sizeof(bytes));
	ck_assert_int_eq(decode_device(&payload), -EBADMSG);

	payload.used = 0;
	put_function(&payload, 0, MUSTER_READING_OK);
	put_u32(&payload, MUSTER_A_DEVICE_VENDOR, 0x10000);
	ck_assert_int_eq(decode_device(&payload), -EBADMSG);

	payload.used = 0;
	put_function(&payload, 0, MUSTER_READING_OK);
	for (i = 0; i < DEVICE_BARS; i++)
		put_bar(&payload, i, 16);
	ck_assert_int_eq(decode_device(&payload), -EBADMSG);

	payload.used = 0;
	put_function(&payload, 0, MUSTER_READING_OK);
	put_bar(&payload, 7, 16);
	ck_assert_int_eq(decode_device(&payload), -EBADMSG);

	payload.used = 0;
	put_u32(&payload, MUSTER_A_DEVICE_KIND, MUSTER_KIND_CLIENT);
	put_text(&payload, MUSTER_A_DEVICE_PLACE, "0000:00/1f.3/i2c/50");
	put_extent(&payload, 0, bytes, sizeof(bytes));	/* a client has no space */
	ck_assert_int_eq(decode_device(&payload), -EBADMSG);
}
END_TEST

START_TEST(another_byte_order_is_refused)
{
	struct payload payload;
	struct entry entry;
	size_t nest;

	begin_entry(&payload, 1, MUSTER_EVENT_LOAD);
	nest = put(&payload, MUSTER_A_ENTRY_LOAD | NLA_F_NESTED, NULL, 0);
	put_u32(&payload, MUSTER_A_LOAD_BYTE_ORDER, 0x04030201);
	end_nest(&payload, nest);
	ck_assert_int_eq(entry_decode(payload.bytes, payload.used, &entry), -EBADMSG);
}
END_TEST

START_TEST(a_fold_is_counted)
{
	struct payload payload;
	struct entry entry;
	size_t nest, inner;

	begin_entry(&payload, 1, MUSTER_EVENT_FOLDED);
	nest = put(&payload, MUSTER_A_ENTRY_FOLD | NLA_F_NESTED, NULL, 0);
	put_text(&payload, MUSTER_A_FOLD_PLACE, "0000:00/1c.4/00.0");
	inner = put(&payload, MUSTER_A_FOLD_COUNT | NLA_F_NESTED, NULL, 0);
	put_u32(&payload, MUSTER_A_FOLD_COUNT_EVENT, MUSTER_EVENT_ADD);
	put_u64(&payload, MUSTER_A_FOLD_COUNT_TIMES, 12);
	end_nest(&payload, inner);
	inner = put(&payload, MUSTER_A_FOLD_COUNT | NLA_F_NESTED, NULL, 0);
	put_u32(&payload, MUSTER_A_FOLD_COUNT_EVENT, 0xffffffff);
	put_u64(&payload, MUSTER_A_FOLD_COUNT_TIMES, 12);
	end_nest(&payload, inner);
	end_nest(&payload, nest);
	ck_assert_int_eq(entry_decode(payload.bytes, payload.used, &entry), 0);
	ck_assert_str_eq(entry.place, "0000:00/1c.4/00.0");
	ck_assert_uint_eq(entry.times[MUSTER_EVENT_ADD], 12);
	entry_clear(&entry);
}
END_TEST

Suite *suite_entry(void);

Suite *suite_entry(void)
{
	Suite *suite = suite_create("entry");
	TCase *tcase = tcase_create("entry");

	tcase_add_test(tcase, an_arrival_is_decoded);
	tcase_add_test(tcase, a_driver_in_flux_is_unknown);
	tcase_add_test(tcase, a_sleeping_function_has_no_bytes);
	tcase_add_test(tcase, a_sleeping_function_keeps_its_earlier_bytes);
	tcase_add_test(tcase, every_prefix_ends_in_good_order);
	tcase_add_test(tcase, every_flipped_bit_ends_in_good_order);
	tcase_add_loop_test(tcase, noise_ends_in_good_order, 0, 200);
	tcase_add_test(tcase, the_number_comes_first);
	tcase_add_test(tcase, a_new_event_and_new_attributes_are_read_over);
	tcase_add_test(tcase, wrong_lengths_are_malformed);
	tcase_add_test(tcase, devices_that_cannot_be);
	tcase_add_test(tcase, another_byte_order_is_refused);
	tcase_add_test(tcase, a_fold_is_counted);
	suite_add_tcase(suite, tcase);
	return suite;
}
