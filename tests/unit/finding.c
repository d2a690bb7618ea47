// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * finding.c: a finding's id and its JSON, both ways.
 */
#include "finding.h"

#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct finding *full(void)
{
	struct finding *finding = finding_new(FINDING_CHANGED, SEVERITY_WARNING, "0000:00/1c.0/00.0");

	finding->state = FINDING_STANDING;
	finding->since = UINT64_C(1795302205123456789);
	finding->time = UINT64_C(1795302206000000001);
	finding->seq = UINT64_C(18446744073709551615);
	finding->device = json_tokener_parse("{\"vendor\":\"8086\",\"subsystem_vendor\":null}");
	finding->rule = strdup("nic0");
	finding->rule_explicit = true;
	finding->inventory_path = strdup("/etc/muster/inventory.d/a.json");
	finding->inventory_digest = strdup("sha256:00");
	finding->field = strdup("serial");
	finding->expected = strdup("a");
	finding->location = strdup("08h");
	finding->advice = strdup("look at it");
	finding->other_place = strdup("0000:00/1c.1/00.0");
	finding->group = strdup("0000:00/1c.0/00");
	finding->expected_count = 4;
	finding->message = strdup("A sentence with \xff in it.");
	finding_identify(finding);
	return finding;
}

START_TEST(json_returns_what_it_was_given)
{
	const struct finding_host host = { "h", "m", "b" };
	struct finding *finding = full(), *back;
	struct json_object *json = finding_to_json(finding, &host), *again;

	ck_assert_int_eq(finding_from_json(json, &back), 0);
	ck_assert_str_eq(back->id, finding->id);
	ck_assert_uint_eq(back->since, finding->since);
	ck_assert_uint_eq(back->time, finding->time);
	ck_assert_uint_eq(back->seq, finding->seq);
	ck_assert_ptr_null(back->seen);
	ck_assert_uint_eq(back->expected_count, 4);
	again = finding_to_json(back, &host);
	/* The byte that is no UTF-8 is written out by the first of the two. */
	ck_assert_str_eq(json_object_to_json_string(again), json_object_to_json_string(json));
	json_object_put(again);
	json_object_put(json);
	finding_free(back);
	finding_free(finding);
}
END_TEST

static const char *const bad[] = {
	"null", "[]", "{}", "\"x\"",
	"{\"schema\":\"muster-finding/2\"}",
	"{\"schema\":\"muster-finding/1\",\"id\":\"short\",\"class\":\"missing\",\"severity\":\"notice\",\"state\":\"raised\"}",
#define HEAD "{\"schema\":\"muster-finding/1\",\"id\":\"0123456789abcdef0123456789abcdef\",\"state\":\"raised\",\"severity\":\"notice\","
	HEAD "\"class\":\"odd\"}", HEAD "\"class\":5}",
	HEAD "\"class\":\"missing\",\"place\":5}",
	HEAD "\"class\":\"missing\",\"place\":\"a\\u0000b\"}",
	HEAD "\"class\":\"missing\",\"since\":\"yesterday\"}",
	HEAD "\"class\":\"missing\",\"since\":\"2026-11-21T23:03:25Z\"}",
	HEAD "\"class\":\"missing\",\"inventory\":\"x\"}",
	HEAD "\"class\":\"missing\",\"device\":[]}",
	HEAD "\"class\":\"missing\",\"expected_count\":-1}",
	HEAD "\"class\":\"missing\",\"seq\":\"1\"}",
	HEAD "\"class\":\"missing\",\"count\":\"1\"}",
	HEAD "\"class\":\"missing\",\"last\":1}",
};

/* What came once has no count; what flaps has when, too. */
START_TEST(a_count_returns)
{
	struct finding *finding = full(), *back;
	struct json_object *json, *value;

	finding->state = FINDING_FLAPPING;
	finding->count = 1;
	json = finding_to_json(finding, NULL);
	ck_assert(!json_object_object_get_ex(json, "count", &value));
	ck_assert(!json_object_object_get_ex(json, "first", &value));
	json_object_put(json);
	finding->count = UINT64_C(5000000000);
	finding->first = UINT64_C(1800000000000000001);
	finding->last = UINT64_C(1800000001000000002);
	json = finding_to_json(finding, NULL);
	ck_assert_int_eq(finding_from_json(json, &back), 0);
	ck_assert_int_eq(back->state, FINDING_FLAPPING);
	ck_assert_uint_eq(back->count, finding->count);
	ck_assert_uint_eq(back->first, finding->first);
	ck_assert_uint_eq(back->last, finding->last);
	json_object_put(json);
	finding_free(back);
	finding_free(finding);
}
END_TEST

START_TEST(bad_json_is_refused)
{
	struct json_object *json = json_tokener_parse(bad[_i]);
	struct finding *finding;

	ck_assert_msg(finding_from_json(json, &finding) == -EINVAL, "%s", bad[_i]);
	json_object_put(json);
}
END_TEST

START_TEST(copy_shares_nothing)
{
	struct finding *finding = full(), *copy = finding_copy(finding);
	struct json_object *a = finding_to_json(finding, NULL), *b;

	finding_free(finding);
	b = finding_to_json(copy, NULL);
	ck_assert_str_eq(json_object_to_json_string(a), json_object_to_json_string(b));
	json_object_put(a);
	json_object_put(b);
	finding_free(copy);
}
END_TEST

START_TEST(id_depends_on_what_differs_alone)
{
	struct finding *a = full(), *b = full();

	b->severity = SEVERITY_CRITICAL;
	b->since = 5;
	free(b->message);
	b->message = strdup("other words");
	finding_identify(b);
	ck_assert_str_eq(a->id, b->id);
	b->seen = strdup("b");
	finding_identify(b);
	ck_assert_str_ne(a->id, b->id);
	finding_free(a);
	finding_free(b);
}
END_TEST

static void identify(char *id, const char *place, const char *device)
{
	struct finding *finding = finding_new(FINDING_UNEXPECTED, SEVERITY_NOTICE, place);

	finding->device = json_tokener_parse(device);
	ck_assert_ptr_nonnull(finding->device);
	finding_identify(finding);
	strcpy(id, finding->id);
	finding_free(finding);
}

/* Another kernel's name for a module, or one that cannot read it, raises nothing anew. */
START_TEST(id_of_a_memory_module_is_of_its_place)
{
	static const struct {
		const char *place, *device;
		bool same;
	} cases[] = {
		{ "0000:00/1f.4/i2c/51", "{\"kind\":\"client\",\"name\":\"spd\"}", true },
		{ "0000:00/1f.4/i2c/51", "{\"kind\":\"client\",\"name\":\"spd5118\",\"spd\":{}}", true },
		{ "0000:00/1f.4/i2c/51", "{\"kind\":\"client\",\"name\":\"eeprom\",\"spd\":{}}", true },
		{ "0000:00/1f.4/i2c/52", "{\"kind\":\"client\",\"name\":\"spd\"}", false },
		{ "0000:00/1f.4/i2c/51", "{\"kind\":\"client\",\"name\":\"24c02\",\"spd\":null}", false },
		{ "0000:00/1f.4/i2c/51",
		  "{\"kind\":\"client\",\"name\":\"spd\",\"firmware_path\":\"\\\\_SB\"}", false },
	};
	char module[33], other[33];

	identify(module, "0000:00/1f.4/i2c/51", "{\"kind\":\"client\",\"name\":\"ee1004\"}");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		identify(other, cases[i].place, cases[i].device);
		ck_assert_msg(cases[i].same == !strcmp(module, other), "case %zu", i);
	}
}
END_TEST

/* What every other is called by stays, or all that stands would be told again. */
START_TEST(ids_of_all_others_stay)
{
	char id[33];

	identify(id, "0000:00/1f.4/i2c/2d", "{\"kind\":\"client\",\"name\":\"w83795\"}");
	ck_assert_str_eq(id, "deb5b08a5a79974820362dc55ad29d03");
	identify(id, "0000:00/1c.0/00.0", "{\"kind\":\"function\",\"vendor\":\"8086\",\"device\":\"10d3\"}");
	ck_assert_str_eq(id, "36b80f1dd06107e7009f6230dc77c1e4");
}
END_TEST

/* What may only be late waits; what is there and does not answer does not. */
START_TEST(absence_is_missing_or_behind_what_is_not_there)
{
	struct finding *finding = finding_new(FINDING_MISSING, SEVERITY_NOTICE, "0000:00/01.0");

	ck_assert(finding_is_absence(finding));
	finding->class = FINDING_UNREADABLE;
	ck_assert(!finding_is_absence(finding));
	finding->expected_count = 2;
	ck_assert(finding_is_absence(finding));
	finding->class = FINDING_UNEXPECTED;
	ck_assert(!finding_is_absence(finding));
	finding_free(finding);
}
END_TEST

Suite *suite_finding(void)
{
	Suite *suite = suite_create("finding");
	TCase *cases = tcase_create("finding");

	tcase_add_test(cases, json_returns_what_it_was_given);
	tcase_add_test(cases, a_count_returns);
	tcase_add_loop_test(cases, bad_json_is_refused, 0, sizeof(bad) / sizeof(bad[0]));
	tcase_add_test(cases, copy_shares_nothing);
	tcase_add_test(cases, id_depends_on_what_differs_alone);
	tcase_add_test(cases, id_of_a_memory_module_is_of_its_place);
	tcase_add_test(cases, ids_of_all_others_stay);
	tcase_add_test(cases, absence_is_missing_or_behind_what_is_not_there);
	suite_add_tcase(suite, cases);
	return suite;
}
