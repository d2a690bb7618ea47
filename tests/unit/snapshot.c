// SPDX-License-Identifier: GPL-2.0-or-later
/* snapshot.c, snapshot_json.c, snapshot_read.c, source_file.c: what is written is read back. */
#include <check.h>
#include <errno.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config_image.h"
#include "snapshot.h"
#include "source.h"

static struct snapshot *sample(void)
{
	struct snapshot *snapshot = snapshot_new(SOURCE_MODULE);
	struct device *device = device_new(DEVICE_FUNCTION, "0000:00/1c.4/00.0");

	device->reading = READING_OK;
	device->origin = ORIGIN_HOT;
	device->number = 17;
	device->last = UINT64_C(1) << 60;
	device->bars[0] = (struct bar){ 6, UINT64_C(1) << 40, 0xe };
	device->bar_count = 1;
	device_set(device, FIELD_VENDOR, "8086");
	device_set(device, FIELD_SERIAL, NULL);
	device_set(device, FIELD_DRIVER, "a\"b\\c");
	device_set(device, FIELD_IOMMU_GROUP, "12");
	device_set(device, FIELD_VIRTUAL, "true");
	device_set(device, FIELD_REMOVABLE, "false");
	snapshot_add(snapshot, device);
	device = device_new(DEVICE_ADAPTER, "0000:00/1f.3/i2c");
	device_set(device, FIELD_NAME, "SMBus I801 adapter at \xff\n");
	device_set(device, FIELD_NUMBER, "0");
	snapshot_add(snapshot, device);
	board_set(&snapshot->board, BOARD_BOARD_NAME, "X11");
	board_set(&snapshot->board, BOARD_SYS_VENDOR, NULL);
	snapshot->board.virtual_machine = true;
	snapshot->hostname = strdup("host");
	snapshot->time = UINT64_C(1700000000123456789);
	snapshot->has_ledger = true;
	snapshot->next = 4;
	memset(snapshot->hash, 0xab, sizeof(snapshot->hash));
	snapshot_sort(snapshot);
	return snapshot;
}

START_TEST(what_is_written_is_read_back)
{
	struct snapshot *snapshot = sample();
	struct json_object *first = snapshot_to_json(snapshot);
	struct json_object *second;
	struct snapshot *again;
	char *why;

	ck_assert_int_eq(snapshot_from_json(first, &again, &why), 0);
	again->source = SOURCE_MODULE;
	second = snapshot_to_json(again);
	ck_assert_str_eq(json_object_to_json_string(first), json_object_to_json_string(second));
	ck_assert_uint_eq(again->time, snapshot->time);
	ck_assert_uint_eq(again->devices[0]->bars[0].flags, 0xe);
	ck_assert_uint_eq(again->devices[0]->last, UINT64_C(1) << 60);
	ck_assert_int_eq(device_value(again->devices[0], FIELD_SERIAL)->state, VALUE_NONE);
	ck_assert_int_eq(device_value(again->devices[0], FIELD_CLASS)->state, VALUE_UNKNOWN);
	json_object_put(first);
	json_object_put(second);
	snapshot_free(again);
	snapshot_free(snapshot);
}
END_TEST

START_TEST(unknown_is_named_and_absent)
{
	struct snapshot *snapshot = sample();
	struct json_object *json = device_to_json(snapshot->devices[1]);

	ck_assert(!json_object_object_get_ex(json, "mux_channel", NULL));
	ck_assert(strstr(json_object_to_json_string(json), "\"mux_channel\""));
	ck_assert(!json_object_object_get_ex(json, "vendor", NULL));
	json_object_put(json);
	snapshot_free(snapshot);
}
END_TEST

START_TEST(bytes_go_through_json)
{
	struct device *device = device_new(DEVICE_FUNCTION, "0000:00/00.0");
	struct json_object *json;

	ck_assert_ptr_null(device_config_to_json(device));
	device->config = config_image_new(4096);
	config_image_put(device->config, 0, "\x86\x80", 2);
	config_image_put(device->config, 0xffc, "\1\2\3\4", 4);
	json = device_config_to_json(device);
	ck_assert_str_eq(json_object_to_json_string_ext(json, JSON_C_TO_STRING_PLAIN),
			 "[{\"offset\":0,\"data\":\"8680\"},{\"offset\":4092,\"data\":\"01020304\"}]");
	json_object_put(json);
	device_free(device);
}
END_TEST

/* Of bytes, of parts of them, and of none, with what follows from them or was told. */
START_TEST(a_full_snapshot_is_written_again_as_it_was)
{
	struct snapshot *first = NULL, *second = NULL;
	struct json_object *before, *after;
	char *why = NULL;

	ck_assert_int_eq(source_open(FIXTURES "/config-space/capabilities.txt", &first, NULL), 0);
	if (_i == 1)
		memset(first->devices[0]->config->known + 20, 0, 20);
	before = _i == 2 ? snapshot_to_json(first) : snapshot_to_json_full(first);
	ck_assert_int_eq(snapshot_from_json(before, &second, &why), 0);
	after = _i == 2 ? snapshot_to_json(second) : snapshot_to_json_full(second);
	json_object_object_del(before, "source");
	json_object_object_del(after, "source");
	if (_i != 1)
		ck_assert_str_eq(json_object_to_json_string(before),
				 json_object_to_json_string(after));
	else	/* the lists were told before bytes went, the digest is not claimed again */
		ck_assert_ptr_null(device_get(second->devices[0], FIELD_SHAPE));
	json_object_put(before);
	json_object_put(after);
	snapshot_free(first);
	snapshot_free(second);
}
END_TEST

#define HEAD "{\"schema\":\"muster-snapshot/1\",\"devices\":"

static const struct { const char *text; int err; } hostile[] = {
	{ "", -EINVAL },
	{ "nul", -EINVAL },
	{ "null", -EINVAL },
	{ "[]", -EINVAL },
	{ "{}", -EINVAL },
	{ "{\"schema\":1}", -EINVAL },
	{ "{\"schema\":\"muster-snapshot/2\"}", -EPROTONOSUPPORT },
	{ HEAD "{}}", -EINVAL },
	{ HEAD "[]} x", -EINVAL },
	{ HEAD "[]}", 0 },
	{ HEAD "[null]}", -EINVAL },
	{ HEAD "[1]}", -EINVAL },
	{ HEAD "[{\"kind\":\"function\"}]}", -EINVAL },
	{ HEAD "[{\"kind\":\"function\",\"place\":\"\"}]}", -EINVAL },
	{ HEAD "[{\"kind\":\"function\",\"place\":\"0000:00/00.0\"}]}", 0 },
	{ HEAD "[{\"kind\":\"function\",\"place\":\"slot 4\"}]}", -EINVAL },
	{ HEAD "[{\"kind\":\"function\",\"place\":\"0000:00/00.0/\"}]}", -EINVAL },
	{ HEAD "[{\"kind\":\"function\",\"place\":\"0000:00/00.0\",\"vendor\":\"808\"}]}", -EINVAL },
	{ HEAD "[{\"kind\":\"function\",\"place\":\"0000:00/00.0\",\"vendor\":\"80G6\"}]}", -EINVAL },
	{ HEAD "[{\"kind\":\"function\",\"place\":\"0000:00/00.0\",\"driver\":\"a\\u0000b\"}]}", -EINVAL },
	{ HEAD "[{\"kind\":\"function\",\"place\":\"0000:00/00.0\",\"virtual\":1}]}", -EINVAL },
	{ HEAD "[{\"kind\":\"function\",\"place\":\"0000:00/00.0\",\"bars\":[1,2,3,4,5,6,7,8]}]}", -EINVAL },
	{ HEAD "[{\"kind\":\"function\",\"place\":\"0000:00/00.0\",\"bars\":[{\"index\":7,\"type\":\"io\"}]}]}", -EINVAL },
	{ HEAD "[{\"kind\":\"function\",\"place\":\"0000:00/00.0\",\"bars\":[{\"index\":-1,\"type\":\"io\"}]}]}", -EINVAL },
	{ HEAD "[{\"kind\":\"function\",\"place\":\"0000:00/00.0\",\"config\":[{\"offset\":4096,\"data\":\"00\"}]}]}", -EINVAL },
	{ HEAD "[{\"kind\":\"function\",\"place\":\"0000:00/00.0\",\"config\":[{\"offset\":-4,\"data\":\"00\"}]}]}", -EINVAL },
	{ HEAD "[{\"kind\":\"function\",\"place\":\"0000:00/00.0\",\"config\":[{\"offset\":0,\"data\":\"0\"}]}]}", -EINVAL },
	{ HEAD "[{\"kind\":\"function\",\"place\":\"0000:00/00.0\",\"config\":[7]}]}", -EINVAL },
	{ HEAD "[{\"kind\":\"function\",\"place\":\"0000:00/00.0\",\"capabilities\":7}]}", -EINVAL },
	{ HEAD "[{\"kind\":\"function\",\"place\":\"0000:00/00.0\",\"capabilities\":[7]}]}", -EINVAL },
	{ HEAD "[{\"kind\":\"function\",\"place\":\"0000:00/00.0\",\"capabilities\":[]}]}", -EINVAL },
	{ HEAD "[{\"kind\":\"function\",\"place\":\"0000:00/00.0\",\"capabilities\":[],\"capabilities_end\":\"whole\"}]}", 0 },
	{ HEAD "[{\"kind\":\"function\",\"place\":\"0000:00/00.0\",\"capabilities\":[{\"id\":\"10\",\"offset\":\"fff0\"}],\"capabilities_end\":\"whole\"}]}", -EINVAL },
	{ HEAD "[{\"kind\":\"function\",\"place\":\"0000:00/00.0\",\"capabilities\":[{\"id\":\"10\",\"offset\":64}],\"capabilities_end\":\"broken\"}]}", 0 },
	{ HEAD "[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]}", -EINVAL },
	{ HEAD "[\"\xff\"]}", -EINVAL },
};

START_TEST(hostile_files)
{
	char path[] = "/tmp/muster-test-XXXXXX";
	struct snapshot *snapshot = NULL;
	char *why = NULL;
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, hostile[_i].text, strlen(hostile[_i].text)),
			 (int)strlen(hostile[_i].text));
	close(fd);
	ck_assert_int_eq(source_open(path, &snapshot, &why), hostile[_i].err);
	ck_assert_msg(!hostile[_i].err || why, "no sentence");
	ck_assert_msg(!why || !strncmp(why, path, strlen(path)), "%s", why);
	free(why);
	snapshot_free(snapshot);
	unlink(path);
}
END_TEST

START_TEST(who_asks_for_no_sentence_gets_none)
{
	struct snapshot *snapshot = NULL;

	ck_assert_int_eq(source_json("text", hostile[_i].text, strlen(hostile[_i].text),
				     &snapshot, NULL), hostile[_i].err);
	snapshot_free(snapshot);
}
END_TEST

START_TEST(no_file_is_an_error)
{
	struct snapshot *snapshot;

	ck_assert_int_eq(source_open("/nowhere/at/all", &snapshot, NULL), -ENOENT);
}
END_TEST

Suite *suite_snapshot(void);

Suite *suite_snapshot(void)
{
	Suite *suite = suite_create("snapshot");
	TCase *tcase = tcase_create("snapshot");

	tcase_add_test(tcase, what_is_written_is_read_back);
	tcase_add_test(tcase, unknown_is_named_and_absent);
	tcase_add_test(tcase, bytes_go_through_json);
	tcase_add_loop_test(tcase, a_full_snapshot_is_written_again_as_it_was, 0, 3);
	tcase_add_loop_test(tcase, hostile_files, 0, sizeof(hostile) / sizeof(*hostile));
	tcase_add_loop_test(tcase, who_asks_for_no_sentence_gets_none, 0,
			    sizeof(hostile) / sizeof(*hostile));
	tcase_add_test(tcase, no_file_is_an_error);
	suite_add_tcase(suite, tcase);
	return suite;
}
