// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_redact.c: what names a machine is found in any text, in JSON and in
 * configuration space, and nothing else is.
 */
#include "dump_redact.h"

#include <check.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DUMP FIXTURES "/dump/rack7.tar.gz"

static struct dump_redact *new_redact(void)
{
	struct dump_redact *redact;
	char *why;

	/* any file of 16 bytes is a key */
	ck_assert_int_eq(dump_redact_new(DUMP, &redact, &why), 0);
	ck_assert_int_eq(dump_redact_know(redact, "rack7"), 0);
	ck_assert_int_eq(dump_redact_know(redact, "rack7.example.org"), 0);
	ck_assert_int_eq(dump_redact_know(redact, "To Be Filled By O.E.M."), 0);
	ck_assert_int_eq(dump_redact_know(redact, "1.0"), 0);
	return redact;
}

START_TEST(redact_finds)
{
	/* "<" and ">" stand around what is to be replaced */
	static const char *const cases[] = {
		"nothing to see at 0000:00:1f.3, [8086:10d3] 12:34:56",
		"on <rack7> and <RACK7>, not rack70 or crack7",
		"<rack7.example.org>: up",
		"root=UUID=<12345678-1234-4234-8234-123456789abc> ro",
		"eth0: <52:54:00:12:34:56>, <52-54-00-ff-ff-12-34-56>.",
		"52:54:00:12:34 is too short, 52:54:00-12:34:56 mixed",
		"id <0123456789abcdef0123456789abcdef>",
		"sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
		"To Be Filled By O.E.M. 1.0",
		"",
	};
	struct dump_redact *redact = new_redact();
	char plain[256] = "", expected[1024] = "", value[256], text[REDACT_SIZE], *result;
	const char *at = cases[_i];

	while (*at) {
		size_t length = strcspn(at, "<");

		strncat(plain, at, length);
		strncat(expected, at, length);
		at += length;
		if (!*at)
			break;
		length = strcspn(at, ">");
		snprintf(value, sizeof(value), "%.*s", (int)length - 1, at + 1);
		strcat(plain, value);
		dump_redact_value(redact, value, text);
		strcat(expected, text);
		at += length + 1;
	}
	result = dump_redact_text(redact, plain);
	ck_assert_str_eq(result, expected);
	free(result);
	dump_redact_free(redact);
}
END_TEST

START_TEST(redact_knows_thousands)
{
	struct dump_redact *redact = new_redact();
	char value[32], *text = malloc(1 << 20), *clean;
	unsigned int i;

	for (i = 0; i < 20000; i++) {
		snprintf(value, sizeof(value), "SN%0*u", 3 + i % 7, i * 7919 % 20011);
		ck_assert_int_eq(dump_redact_know(redact, value), 0);
	}
	text[0] = '\0';
	for (i = 0; i < 20000; i++)
		sprintf(text + strlen(text) % (1 << 19), "sn%0*u ", 3 + i % 7, i * 7919 % 20011);
	clean = dump_redact_text(redact, text);
	ck_assert_ptr_null(strstr(clean, "sn0"));
	ck_assert_ptr_null(strstr(clean, "sn1"));
	free(clean);
	free(text);
	dump_redact_free(redact);
}
END_TEST

START_TEST(redact_json)
{
	static const char text[] =
		"{\"serial\":[\"ABC\",null],\"host\":\"other\",\"n\":1,"
		"\"capabilities\":[{\"id\":\"0003\"}],\"hash\":\"0123456789abcdef0123456789abcdef\","
		"\"shape\":\"sha256:11\",\"identity\":\"sha256:00\",\"rack7\":\"at rack7\"}";
	struct dump_redact *redact = new_redact();
	struct json_object *json = json_tokener_parse(text);
	struct json_object *clean = dump_redact_json(redact, json);
	const char *result = json_object_to_json_string(clean);

	ck_assert_ptr_null(strstr(result, "ABC"));
	ck_assert_ptr_null(strstr(result, "other"));
	ck_assert_ptr_null(strstr(result, "rack7"));
	ck_assert_ptr_nonnull(strstr(result, "\"0003\""));
	ck_assert_ptr_nonnull(strstr(result, "0123456789abcdef0123456789abcdef"));
	ck_assert_ptr_nonnull(strstr(result, "\"identity\": \"sha256:"));
	ck_assert_ptr_nonnull(strstr(result, "\"sha256:11\""));
	ck_assert_ptr_null(strstr(result, "\"sha256:00\""));
	json_object_put(clean);
	json_object_put(json);
	dump_redact_free(redact);
}
END_TEST

START_TEST(redact_configuration_space)
{
	uint8_t space[4096] = { 0 };
	size_t i;

	memset(space + 0x104, 0xee, 8);
	space[0x100] = 3;
	space[0x102] = 1;
	ck_assert_int_eq(dump_redact_config(space, 300), 0);
	for (i = 0x104; i < 0x10c; i++)
		ck_assert_uint_eq(space[i], 0);
	memset(space + 0x104, 0xee, 8);
	/* cut within it: what is there of it goes as well */
	ck_assert_int_eq(dump_redact_config(space, 0x108), 0);
	for (i = 0x104; i < 0x108; i++)
		ck_assert_uint_eq(space[i], 0);
	ck_assert_uint_eq(space[0x108], 0xee);
}
END_TEST

Suite *suite_dump_redact(void)
{
	Suite *suite = suite_create("dump_redact");
	TCase *rest = tcase_create("redact");

	tcase_add_loop_test(rest, redact_finds, 0, 10);
	tcase_add_test(rest, redact_knows_thousands);
	tcase_add_test(rest, redact_json);
	tcase_add_test(rest, redact_configuration_space);
	suite_add_tcase(suite, rest);
	return suite;
}
