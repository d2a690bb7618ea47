// SPDX-License-Identifier: GPL-2.0-or-later
/* inventory_keep.c: what is kept is what was in force, or nothing. */
#include "inventory_keep.h"

#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "inventory.h"

#define HEAD "{\"schema\":\"muster-inventory/1\",\"match\":{\"board_name\":\"x\"}," \
	     "\"implicit\":{\"severity\":\"critical\"},"
#define RULE(label) "\"rules\":[{\"label\":\"" label "\",\"place\":\"0000:00/1f.3\"}]}\n"

static char directory[64], own[96], model[96], kept[96];

static void set_up(void)
{
	strcpy(directory, "/tmp/muster-keep-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(directory));
	snprintf(own, sizeof(own), "%s/own.json", directory);
	snprintf(model, sizeof(model), "%s/model.json", directory);
	snprintf(kept, sizeof(kept), "%s/kept", directory);
}

static void tear_down(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", directory);
	ck_assert_int_eq(system(command), 0);
}

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	fputs(text, file);
	fclose(file);
}

static struct inventory *load(void)
{
	struct inventory *inventory;
	char *why = NULL;

	ck_assert_msg(!inventory_load(own, &inventory, &why), "%s", why);
	free(why);
	return inventory;
}

START_TEST(what_was_kept_comes_back)
{
	struct inventory *inventory, *again;
	struct stat status;

	put(own, HEAD "\"kind\":\"model\",\"name\":\"a\"," RULE("r"));
	inventory = load();
	ck_assert_int_eq(inventory_keep(inventory, kept), 0);
	ck_assert_int_eq(stat(kept, &status), 0);
	ck_assert_uint_eq(status.st_mode & 0777, 0640);
	put(own, "no inventory any more");
	ck_assert_int_eq(inventory_kept(kept, &again), 0);
	ck_assert_str_eq(inventory_path(again), own);
	ck_assert_str_eq(inventory_digest(again), inventory_digest(inventory));
	ck_assert_uint_eq(inventory_rules(again), 1);
	/* and is not looked for again where it is there already */
	ck_assert_int_eq(inventory_keep(inventory, kept), 0);
	inventory_free(again);
	inventory_free(inventory);
}
END_TEST

START_TEST(a_unit_comes_back_with_its_model)
{
	struct inventory *inventory, *again;

	put(model, HEAD "\"kind\":\"model\",\"name\":\"m\"," RULE("r"));
	put(own, "{\"schema\":\"muster-inventory/1\",\"kind\":\"unit\",\"name\":\"u\",\"extends\":\"m\","
		 "\"match\":{\"board_serial\":\"7\"},\"implicit\":{\"severity\":\"critical\"}," RULE("s"));
	inventory = load();
	ck_assert_str_eq(strrchr(inventory->model_path, '/'), "/model.json");
	ck_assert_int_eq(inventory_keep(inventory, kept), 0);
	unlink(model);
	ck_assert_int_eq(inventory_kept(kept, &again), 0);
	ck_assert_str_eq(inventory_digest(again), inventory_digest(inventory));
	ck_assert_uint_eq(inventory_rules(again), 2);
	inventory_free(again);
	inventory_free(inventory);
}
END_TEST

START_TEST(a_file_that_changed_meanwhile_is_not_kept)
{
	struct inventory *inventory, *again;

	put(own, HEAD "\"kind\":\"model\",\"name\":\"a\"," RULE("r"));
	inventory = load();
	put(own, HEAD "\"kind\":\"model\",\"name\":\"a\"," RULE("s"));
	ck_assert_int_eq(inventory_keep(inventory, kept), -ESTALE);
	put(own, "{");
	ck_assert_int_eq(inventory_keep(inventory, kept), -EINVAL);
	unlink(own);
	ck_assert_int_eq(inventory_keep(inventory, kept), -ENOENT);
	ck_assert_int_eq(inventory_kept(kept, &again), -ENOENT);
	inventory_free(inventory);
}
END_TEST

START_TEST(another_takes_its_place)
{
	struct inventory *inventory, *again;

	put(own, HEAD "\"kind\":\"model\",\"name\":\"a\"," RULE("r"));
	inventory = load();
	ck_assert_int_eq(inventory_keep(inventory, kept), 0);
	inventory_free(inventory);
	put(own, HEAD "\"kind\":\"model\",\"name\":\"b\"," RULE("r"));
	inventory = load();
	ck_assert_int_eq(inventory_keep(inventory, kept), 0);
	inventory_free(inventory);
	ck_assert_int_eq(inventory_kept(kept, &again), 0);
	ck_assert_str_eq(inventory_name(again), "b");
	inventory_free(again);
}
END_TEST

/* Whatever stands in the file: an inventory with the digest it names, or none. */
START_TEST(what_was_tampered_with_is_refused)
{
	static const char *const texts[] = {
		"", "{", "[]", "{}", "7", "{\"schema\":\"muster-kept-inventory/1\"}",
		"{\"schema\":\"muster-kept-inventory/1\",\"digest\":7,\"inventory\":[]}",
		"{\"schema\":\"muster-kept-inventory/1\",\"digest\":\"sha256:0\",\"inventory\":{\"path\":null,\"text\":\"{}\"}}",
		"{\"schema\":\"muster-kept-inventory/1\",\"digest\":\"sha256:0\",\"inventory\":{\"path\":\"a\",\"text\":\"{}\"}}",
	};
	struct inventory *inventory, *again;
	char text[2048];
	FILE *file;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		put(kept, texts[i]);
		ck_assert_int_eq(inventory_kept(kept, &again), -EINVAL);
	}
	put(own, HEAD "\"kind\":\"model\",\"name\":\"a\"," RULE("r"));
	inventory = load();
	ck_assert_int_eq(inventory_keep(inventory, kept), 0);
	inventory_free(inventory);
	file = fopen(kept, "r");
	ck_assert_ptr_nonnull(fgets(text, sizeof(text), file));
	fclose(file);
	memcpy(strstr(text, "critical"), "warning\\", 8);
	put(kept, text);
	ck_assert_int_eq(inventory_kept(kept, &again), -EINVAL);
	memcpy(strstr(text, "1f.3"), "1f.2", 4);
	memcpy(strstr(text, "warning\\"), "critical", 8);
	put(kept, text);
	ck_assert_int_eq(inventory_kept(kept, &again), -EINVAL);
}
END_TEST

Suite *suite_inventory_keep(void);

Suite *suite_inventory_keep(void)
{
	Suite *suite = suite_create("inventory_keep");
	TCase *tcase = tcase_create("inventory_keep");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, what_was_kept_comes_back);
	tcase_add_test(tcase, a_unit_comes_back_with_its_model);
	tcase_add_test(tcase, a_file_that_changed_meanwhile_is_not_kept);
	tcase_add_test(tcase, another_takes_its_place);
	tcase_add_test(tcase, what_was_tampered_with_is_refused);
	suite_add_tcase(suite, tcase);
	return suite;
}
