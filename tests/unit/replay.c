// SPDX-License-Identifier: GPL-2.0-or-later
/* replay.c: what is present follows from the entries, in whatever overlap. */
#include <check.h>
#include <string.h>

#include "config_image.h"
#include "replay.h"

static struct device *make_device(const char *place, uint64_t number)
{
	struct device *device = device_new(DEVICE_FUNCTION, place);

	device->number = number;
	device->last = number;
	device->reading = READING_OK;
	device_set(device, FIELD_ADDRESS, "0000:03:00.0");
	device_set(device, FIELD_DRIVER, NULL);
	return device;
}

static int apply(struct snapshot *live, uint64_t number, enum muster_event event,
		 uint64_t subject, struct device *device, const char *driver)
{
	struct entry entry = {
		.number = number, .event = event, .subject = subject,
		.device = device, .driver = driver ? strdup(driver) : NULL,
	};
	int change = replay_apply(live, &entry, NULL);

	entry_clear(&entry);
	return change;
}

static int add(struct snapshot *live, uint64_t number, const char *place)
{
	return apply(live, number, MUSTER_EVENT_ADD, 0, make_device(place, number), NULL);
}

START_TEST(a_device_comes_binds_and_goes)
{
	struct snapshot *live = snapshot_new(SOURCE_MODULE);

	ck_assert_int_eq(add(live, 5, "0000:00/1c.0/00.0"), REPLAY_ARRIVED);
	ck_assert_int_eq(apply(live, 6, MUSTER_EVENT_BIND, 5, NULL, "e1000e"), REPLAY_NOTHING);
	ck_assert_int_eq(apply(live, 7, MUSTER_EVENT_BOUND, 5, NULL, "e1000e"), REPLAY_CHANGED);
	ck_assert_str_eq(device_get(live->devices[0], FIELD_DRIVER), "e1000e");
	ck_assert_int_eq(apply(live, 8, MUSTER_EVENT_UNBOUND, 5, NULL, "e1000e"), REPLAY_CHANGED);
	ck_assert_ptr_null(device_get(live->devices[0], FIELD_DRIVER));
	ck_assert_int_eq(apply(live, 9, MUSTER_EVENT_DEL, 5, NULL, NULL), REPLAY_LEFT);
	ck_assert_uint_eq(live->count, 0);
	ck_assert_int_eq(apply(live, 10, MUSTER_EVENT_REMOVED, 5, NULL, NULL), REPLAY_NOTHING);
	snapshot_free(live);
}
END_TEST

START_TEST(order_is_kept)
{
	struct snapshot *live = snapshot_new(SOURCE_MODULE);

	add(live, 1, "0000:00/1f.0");
	add(live, 2, "0000:00/00.0");
	add(live, 3, "0000:00/1c.0/00.0");
	add(live, 4, "0000:00/1c.0");
	ck_assert_str_eq(live->devices[0]->place, "0000:00/00.0");
	ck_assert_str_eq(live->devices[1]->place, "0000:00/1c.0");
	ck_assert_str_eq(live->devices[2]->place, "0000:00/1c.0/00.0");
	ck_assert_ptr_nonnull(snapshot_find(live, "0000:00/1f.0"));
	ck_assert_ptr_null(snapshot_find(live, "0000:00/1f.1"));
	snapshot_free(live);
}
END_TEST

START_TEST(what_the_roster_reflects_is_skipped)
{
	struct snapshot *live = snapshot_new(SOURCE_MODULE);
	struct device *device = make_device("0000:00/1c.0/00.0", 5);

	device->last = 8;
	device_set(device, FIELD_DRIVER, "new");
	snapshot_insert(live, device);
	ck_assert_int_eq(add(live, 5, "0000:00/1c.0/00.0"), REPLAY_NOTHING);
	ck_assert_int_eq(apply(live, 7, MUSTER_EVENT_BOUND, 5, NULL, "old"), REPLAY_NOTHING);
	ck_assert_int_eq(apply(live, 8, MUSTER_EVENT_UNBOUND, 5, NULL, NULL), REPLAY_NOTHING);
	ck_assert_str_eq(device_get(live->devices[0], FIELD_DRIVER), "new");
	ck_assert_int_eq(apply(live, 9, MUSTER_EVENT_UNBOUND, 5, NULL, NULL), REPLAY_CHANGED);
	snapshot_free(live);
}
END_TEST

START_TEST(a_failed_reading_wipes_nothing_out)
{
	struct snapshot *live = snapshot_new(SOURCE_MODULE);
	struct device *fresh = make_device("0000:00/1c.0/00.0", 0);

	add(live, 5, "0000:00/1c.0/00.0");
	device_set(live->devices[0], FIELD_SERIAL, "00-11");
	fresh->reading = READING_ASLEEP;
	ck_assert_int_eq(apply(live, 6, MUSTER_EVENT_CHANGED, 5, fresh, NULL), REPLAY_CHANGED);
	ck_assert_int_eq(live->devices[0]->reading, READING_ASLEEP);
	ck_assert_str_eq(device_get(live->devices[0], FIELD_SERIAL), "00-11");
	fresh = make_device("0000:00/1c.0/00.0", 0);
	device_set(fresh, FIELD_SERIAL, "00-22");
	ck_assert_int_eq(apply(live, 7, MUSTER_EVENT_CHANGED, 5, fresh, NULL), REPLAY_CHANGED);
	ck_assert_str_eq(device_get(live->devices[0], FIELD_SERIAL), "00-22");
	ck_assert_uint_eq(live->devices[0]->number, 5);
	ck_assert_uint_eq(live->devices[0]->last, 7);
	snapshot_free(live);
}
END_TEST

START_TEST(nonsense_changes_nothing)
{
	struct snapshot *live = snapshot_new(SOURCE_MODULE);

	add(live, 5, "0000:00/1c.0/00.0");
	ck_assert_int_eq(apply(live, 6, MUSTER_EVENT_DEL, 77, NULL, NULL), REPLAY_NOTHING);
	ck_assert_int_eq(apply(live, 6, MUSTER_EVENT_DEL, 0, NULL, NULL), REPLAY_NOTHING);
	ck_assert_int_eq(apply(live, 6, MUSTER_EVENT_ADD, 0, NULL, NULL), REPLAY_NOTHING);
	ck_assert_int_eq(apply(live, 6, 99, 5, NULL, NULL), REPLAY_NOTHING);
	ck_assert_int_lt(apply(live, 7, MUSTER_EVENT_CHANGED, 5,
			       make_device("0000:00/1d.0", 0), NULL), 0);
	ck_assert_uint_eq(live->count, 1);
	snapshot_free(live);
}
END_TEST

START_TEST(an_untracked_device_leaves_by_name)
{
	struct snapshot *live = snapshot_new(SOURCE_MODULE);

	add(live, 5, "0000:00/1c.0/00.0");
	ck_assert_int_eq(apply(live, 6, MUSTER_EVENT_DEL, 0,
			       make_device("0000:00/1c.0/00.0", 0), NULL), REPLAY_LEFT);
	snapshot_free(live);
}
END_TEST

Suite *suite_replay(void);

Suite *suite_replay(void)
{
	Suite *suite = suite_create("replay");
	TCase *tcase = tcase_create("replay");

	tcase_add_test(tcase, a_device_comes_binds_and_goes);
	tcase_add_test(tcase, order_is_kept);
	tcase_add_test(tcase, what_the_roster_reflects_is_skipped);
	tcase_add_test(tcase, a_failed_reading_wipes_nothing_out);
	tcase_add_test(tcase, nonsense_changes_nothing);
	tcase_add_test(tcase, an_untracked_device_leaves_by_name);
	suite_add_tcase(suite, tcase);
	return suite;
}
