// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_contents.c: no byte of a memory can be another unseen: every bit of an
 * image flipped, every length of it, against what was learned of it.
 */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "compare.h"
#include "contents.h"
#include "device.h"
#include "inventory.h"
#include "spd_images.h"

/* How a snapshot of it is learned: by model, to the piece, or as an image by itself. */
enum learning { MODEL, STRICT, PART };

static void fill(struct device *client, const uint8_t *bytes, size_t length, size_t size)
{
	contents_free(client->contents);
	client->contents = contents_new(size);
	ck_assert_int_eq(contents_put(client->contents, 0, bytes, length), 0);
	client->reading = READING_OK;
	ck_assert_int_eq(device_decode(client), 0);
}

static struct snapshot *board_with(const uint8_t *bytes, size_t length, enum learning learning)
{
	struct snapshot *board = snapshot_new(learning == PART ? SOURCE_IMAGE : SOURCE_SYSFS);
	struct device *client = device_new(DEVICE_CLIENT, learning == PART ? "?/i2c/?" :
					   "0000:00/1f.4/i2c/50");

	device_set(client, FIELD_NAME, "ee1004");
	device_set(client, FIELD_MODALIAS, NULL);
	device_set(client, FIELD_FIRMWARE_PATH, NULL);
	fill(client, bytes, length, length);
	ck_assert_int_eq(snapshot_add(board, client), 0);
	return board;
}

static struct inventory *learn(const struct snapshot *board, enum learning learning)
{
	const struct generate_options options = { .strict = learning == STRICT, .name = "t" };
	struct inventory *inventory;
	struct json_object *json;
	char *text, *why = NULL;

	ck_assert_int_eq(inventory_generate(board, &options, &json), 0);
	text = inventory_to_text(json);
	ck_assert_msg(!inventory_parse("t.json", text, strlen(text), &inventory, &why), "%s", why);
	free(text);
	json_object_put(json);
	return inventory;
}

/* What the first finding says: "changed spd.serial", "unreadable", or "passes". */
static void judge(const struct snapshot *board, const struct inventory *inventory,
		  char *text, size_t size)
{
	const struct finding *finding;
	struct verdict verdict;

	ck_assert_int_eq(compare(board, inventory, NULL, &verdict), 0);
	finding = verdict.count ? verdict.findings[0] : NULL;
	snprintf(text, size, "%s%s%s", finding ? finding_class_name(finding->class) :
		 verdict.unverified_count ? "unverified" : "passes",
		 finding && finding->field ? " " : "",
		 finding && finding->field ? finding->field : "");
	verdict_clear(&verdict);
}

static bool is_told(const char *text)
{
	return strncmp(text, "changed", 7) == 0 || strncmp(text, "unreadable", 10) == 0 ||
	       strncmp(text, "unexpected", 10) == 0;
}

/* Whether a bit of @offset may be another without a word, by the learning. */
static bool is_free(const uint8_t *bytes, size_t offset, enum learning learning)
{
	bool ddr4 = bytes[2] == 0x0c;
	size_t own = ddr4 ? 320 : 117, user = ddr4 ? 384 : 176;

	if (learning == PART)
		return false;
	if (offset >= user)
		return true;
	return learning == MODEL && offset >= own;
}

static void flip_all(const struct spd_image *image, enum learning learning)
{
	struct snapshot *board = board_with(image->bytes, image->length, learning);
	struct inventory *inventory = learn(board, learning);
	uint8_t bytes[SPD_BYTES_MAX];
	char text[128];

	judge(board, inventory, text, sizeof(text));
	ck_assert_str_eq(text, "passes");
	memcpy(bytes, image->bytes, image->length);
	for (size_t bit = 0; bit < image->length * 8; bit++) {
		bytes[bit / 8] ^= 1u << bit % 8;
		fill(board->devices[0], bytes, image->length, image->length);
		judge(board, inventory, text, sizeof(text));
		ck_assert_msg(is_told(text) || is_free(bytes, bit / 8, learning),
			      "learning %d, bit %zu of byte %zu: %s", learning, bit % 8, bit / 8,
			      text);
		bytes[bit / 8] ^= 1u << bit % 8;
	}
	inventory_free(inventory);
	snapshot_free(board);
}

START_TEST(no_bit_of_an_spd_flips_unseen)
{
	const struct spd_image ddr3 = spd_image_ddr3(), ddr4 = spd_image_ddr4();

	flip_all(&ddr3, _i);
	flip_all(&ddr4, _i);
}
END_TEST

/* However short it is cut, it is not the module, and not away. */
START_TEST(a_cut_spd_is_unreadable)
{
	const struct spd_image image = spd_image_ddr4();
	struct snapshot *board = board_with(image.bytes, image.length, _i);
	struct inventory *inventory = learn(board, _i);
	char text[128];

	for (size_t length = 0; length < image.length; length++) {
		fill(board->devices[0], image.bytes, length, image.length);
		judge(board, inventory, text, sizeof(text));
		ck_assert_msg(strcmp(text, "unreadable") == 0, "%zu bytes: %s", length, text);
	}
	inventory_free(inventory);
	snapshot_free(board);
}
END_TEST

/* Bytes 4 and 5, with the checksum made right: both values, the bytes, what it means. */
START_TEST(badram_is_told_in_plain_words)
{
	struct spd_image image = spd_image_ddr4();
	struct snapshot *board = board_with(image.bytes, image.length, MODEL);
	struct inventory *inventory = learn(board, MODEL);
	const struct finding *shape, *size;
	struct verdict verdict;

	image.bytes[4]++;
	image.bytes[5] += 8;
	spd_image_sum(&image);
	fill(board->devices[0], image.bytes, image.length, image.length);
	ck_assert_int_eq(compare(board, inventory, NULL, &verdict), 0);
	ck_assert_uint_eq(verdict.count, 2);
	shape = verdict.findings[strcmp(verdict.findings[0]->field, "spd.shape") != 0];
	size = verdict.findings[shape == verdict.findings[0]];
	ck_assert_str_eq(shape->field, "spd.shape");
	ck_assert_ptr_nonnull(strstr(shape->location, "byte 4"));
	ck_assert_ptr_nonnull(strstr(shape->message, "(and 1 more)"));
	ck_assert_str_eq(size->field, "spd.size_mib");
	ck_assert_int_eq(atoi(size->seen), 2 * atoi(size->expected));
	ck_assert_ptr_nonnull(strstr(size->message, "BadRAM"));
	ck_assert_str_eq(size->group, shape->group);
	verdict_clear(&verdict);
	inventory_free(inventory);
	snapshot_free(board);
}
END_TEST

/* Nothing of it depends on what a kernel calls the client, or which driver it has. */
START_TEST(a_kernel_may_call_it_anything)
{
	static const char *const names[] = { "spd", "ee1004", "eeprom", "spd5118", "24c02" };
	const struct spd_image image = spd_image_ddr4();
	struct snapshot *board = board_with(image.bytes, image.length, _i);
	struct inventory *inventory = learn(board, _i);
	char text[128];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		device_set(board->devices[0], FIELD_NAME, names[i]);
		device_set(board->devices[0], FIELD_DRIVER, names[i]);
		device_setf(board->devices[0], FIELD_MODALIAS, "i2c:%s", names[i]);
		judge(board, inventory, text, sizeof(text));
		ck_assert_str_eq(text, "passes");
	}
	inventory_free(inventory);
	snapshot_free(board);
}
END_TEST

Suite *suite_compare_contents(void);

Suite *suite_compare_contents(void)
{
	Suite *suite = suite_create("compare_contents");
	TCase *tcase = tcase_create("judging");

	tcase_set_timeout(tcase, 300);
	tcase_add_loop_test(tcase, no_bit_of_an_spd_flips_unseen, MODEL, PART + 1);
	tcase_add_loop_test(tcase, a_cut_spd_is_unreadable, MODEL, PART + 1);
	tcase_add_test(tcase, badram_is_told_in_plain_words);
	tcase_add_loop_test(tcase, a_kernel_may_call_it_anything, MODEL, PART + 1);
	suite_add_tcase(suite, tcase);
	return suite;
}
