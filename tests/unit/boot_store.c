// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * boot_store.c: one file per boot and load, in order, pruned from the front.
 */
#include "boot_store.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char directory[32], ledgers[48];

static void set_up(void)
{
	strcpy(directory, "/tmp/muster-boots-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(directory));
	snprintf(ledgers, sizeof(ledgers), "%s/ledger", directory);
}

static void tear_down(void)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -r %s", directory);
	ck_assert_int_eq(system(command), 0);
}

static struct ledger_id make_id(unsigned int boot, unsigned char load)
{
	struct ledger_id id = { .load_id = { load } };

	snprintf(id.boot_id, sizeof(id.boot_id), "%08x-0000-4000-8000-000000000000", boot);
	return id;
}

static struct boot_store_opened open_load(unsigned int boot, unsigned char load)
{
	struct ledger_id id = make_id(boot, load);
	struct boot_store_opened opened;

	ck_assert_int_eq(boot_store_open(ledgers, &id, &opened, NULL, NULL), 0);
	ck_assert_ptr_nonnull(opened.file);
	return opened;
}

static void close_load(struct boot_store_opened *opened)
{
	free(opened->damage);
	ck_assert_int_eq(ledger_file_close(opened->file), 0);
}

struct listing {
	unsigned int count, holes, boots[16], loads[16];
	char last[256];
};

static int list(const struct boot_store_item *item, void *context)
{
	struct listing *listing = context;

	listing->boots[listing->count] = item->boot;
	listing->loads[listing->count++] = item->load;
	listing->holes += item->hole;
	snprintf(listing->last, sizeof(listing->last), "%s", item->path);
	return 0;
}

static struct listing list_all(void)
{
	struct listing listing = { .count = 0 };

	ck_assert_int_eq(boot_store_list(ledgers, list, &listing), 0);
	return listing;
}

START_TEST(a_load_has_one_file)
{
	struct boot_store_opened first, again, reload;
	char path[256];

	first = open_load(7, 1);
	ck_assert(first.created && !first.reloaded && !first.damage);
	snprintf(path, sizeof(path), "%s", ledger_file_path(first.file));
	close_load(&first);
	again = open_load(7, 1);
	ck_assert(!again.created && !again.reloaded);
	ck_assert_str_eq(ledger_file_path(again.file), path);
	close_load(&again);
	reload = open_load(7, 2);
	ck_assert(reload.created && reload.reloaded);
	ck_assert_str_ne(ledger_file_path(reload.file), path);
	close_load(&reload);
	ck_assert_uint_eq(list_all().count, 2);
}
END_TEST

START_TEST(names_sort_by_time)
{
	static const unsigned int boots[] = { 0xff, 3, 0x80 };
	struct listing listing;
	unsigned int i;

	for (i = 0; i < 3; i++) {
		struct boot_store_opened opened = open_load(boots[i], 9 - i);

		close_load(&opened);
	}
	listing = list_all();
	ck_assert_uint_eq(listing.count, 3);
	ck_assert_uint_eq(listing.holes, 0);
	for (i = 0; i < 3; i++)
		ck_assert_uint_eq(listing.boots[i], i + 1);
	ck_assert_ptr_nonnull(strstr(listing.last, "/000003-00000080-"));
}
END_TEST

START_TEST(a_damaged_file_stays_and_another_is_begun)
{
	struct boot_store_opened opened;
	char path[256];
	int fd;

	opened = open_load(1, 1);
	snprintf(path, sizeof(path), "%s", ledger_file_path(opened.file));
	close_load(&opened);
	fd = open(path, O_WRONLY);
	ck_assert_int_eq(pwrite(fd, "x", 1, 90), 1);
	close(fd);
	opened = open_load(1, 1);
	ck_assert(!opened.created && !opened.reloaded);
	ck_assert_ptr_nonnull(opened.damage);
	ck_assert_str_ne(ledger_file_path(opened.file), path);
	close_load(&opened);
	ck_assert_int_eq(access(path, F_OK), 0);
	ck_assert_uint_eq(list_all().holes, 0);
}
END_TEST

START_TEST(what_is_taken_away_leaves_a_hole)
{
	struct boot_store_opened opened;
	char command[128];
	unsigned int i;

	for (i = 1; i <= 4; i++) {
		opened = open_load(i, i);
		close_load(&opened);
	}
	snprintf(command, sizeof(command), "rm -r %s/000003-*", ledgers);
	ck_assert_int_eq(system(command), 0);
	ck_assert_uint_eq(list_all().holes, 1);
	opened = open_load(4, 5);
	snprintf(command, sizeof(command), "rm %s/000004-*/001-*", ledgers);
	ck_assert_int_eq(system(command), 0);
	close_load(&opened);
	ck_assert_uint_eq(list_all().holes, 1);
	snprintf(command, sizeof(command), "rm -r %s/000001-* %s/000002-*", ledgers, ledgers);
	ck_assert_int_eq(system(command), 0);
	/* the oldest may have been pruned: but load 2 says there was load 1 */
	ck_assert_uint_eq(list_all().holes, 1);
}
END_TEST

START_TEST(the_oldest_are_pruned)
{
	struct boot_store_opened opened;
	struct listing listing;
	unsigned int i;

	ck_assert_int_eq(boot_store_prune(ledgers, 3, UINT64_MAX), 0);
	for (i = 1; i <= 5; i++) {
		opened = open_load(i, i);
		close_load(&opened);
	}
	ck_assert_int_eq(boot_store_prune(ledgers, 3, UINT64_MAX), 0);
	listing = list_all();
	ck_assert_uint_eq(listing.count, 3);
	ck_assert_uint_eq(listing.boots[0], 3);
	ck_assert_uint_eq(listing.holes, 0);
	ck_assert_int_eq(boot_store_prune(ledgers, 3, 0), 0);
	listing = list_all();
	ck_assert_uint_eq(listing.count, 1);
	ck_assert_uint_eq(listing.boots[0], 5);
	opened = open_load(6, 6);
	close_load(&opened);
	ck_assert_uint_eq(list_all().holes, 0);
}
END_TEST

Suite *suite_boot_store(void)
{
	Suite *suite = suite_create("boot_store");
	TCase *cases = tcase_create("boot_store");

	tcase_add_checked_fixture(cases, set_up, tear_down);
	tcase_add_test(cases, a_load_has_one_file);
	tcase_add_test(cases, names_sort_by_time);
	tcase_add_test(cases, a_damaged_file_stays_and_another_is_begun);
	tcase_add_test(cases, what_is_taken_away_leaves_a_hole);
	tcase_add_test(cases, the_oldest_are_pruned);
	suite_add_tcase(suite, cases);
	return suite;
}
