// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contents_cache.c: what was read is found again, for that very file only; and a
 * file that somebody else could have made, or that is damaged, is not believed.
 */
#include "contents_cache.h"

#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "contents.h"

#define BOOT "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
#define PLACE "0000:00/1f.3/i2c/50"

static const struct contents_key spd = {
	.place = PLACE, .file = "eeprom", .driver = "ee1004", .inode = 4711,
};

static char directory[] = "/tmp/muster-cache-XXXXXX";
static char path[64];

static void make_directory(void)
{
	strcpy(directory + strlen(directory) - 6, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(directory));
	snprintf(path, sizeof(path), "%s/" CONTENTS_CACHE_FILE, directory);
}

static void remove_directory(void)
{
	char command[96];

	snprintf(command, sizeof(command), "rm -rf %s", directory);
	ck_assert_int_eq(system(command), 0);
}

static void put(struct contents_cache *cache, const struct contents_key *key,
		const char *bytes, int failure)
{
	const struct contents_kept kept = {
		.time = 1750000000000000000, .size = 512, .err = failure,
		.bytes = (const uint8_t *)bytes, .length = strlen(bytes),
	};

	ck_assert_int_eq(contents_cache_put(cache, key, &kept), 0);
}

static bool finds(const struct contents_cache *cache, const struct contents_key *key,
		  const char *bytes)
{
	struct contents_kept kept;

	return contents_cache_find(cache, key, &kept) && kept.length == strlen(bytes) &&
	       !memcmp(kept.bytes, bytes, kept.length);
}

START_TEST(finds_that_very_file)
{
	struct contents_cache *cache = contents_cache_new();
	struct contents_key other;

	put(cache, &spd, "abc", 0);
	ck_assert(finds(cache, &spd, "abc"));
	other = spd;
	other.inode++;
	ck_assert(!finds(cache, &other, "abc"));
	other = spd;
	other.driver = NULL;
	ck_assert(!finds(cache, &other, "abc"));
	other.driver = "at24";
	ck_assert(!finds(cache, &other, "abc"));
	other = spd;
	other.file = "nvmem";
	ck_assert(!finds(cache, &other, "abc"));
	other = spd;
	other.place = "0000:00/1f.3/i2c/51";
	ck_assert(!finds(cache, &other, "abc"));
	contents_cache_free(cache);
}
END_TEST

START_TEST(a_later_reading_replaces)
{
	struct contents_cache *cache = contents_cache_new();
	struct contents_key again = spd;

	put(cache, &spd, "abc", 0);
	again.inode = 4712;
	put(cache, &again, "xyz", 0);
	ck_assert(finds(cache, &again, "xyz"));
	ck_assert(!finds(cache, &spd, "abc"));
	contents_cache_free(cache);
}
END_TEST

START_TEST(survives_as_a_file)
{
	struct contents_cache *cache = contents_cache_new(), *again;
	struct contents_key vpd = { .place = "0000:00/01.0", .file = "vpd", .inode = UINT64_MAX };
	struct contents_kept kept;
	struct stat st;

	ck_assert(!contents_cache_changed(cache));
	put(cache, &spd, "\x92\x13\x0b", 0);
	put(cache, &vpd, "\x82", -EIO);
	ck_assert(contents_cache_changed(cache));
	ck_assert_int_eq(contents_cache_save(cache, path, BOOT), 0);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
	ck_assert_int_eq(contents_cache_load(path, BOOT, &again), 0);
	ck_assert(!contents_cache_changed(again));
	ck_assert(finds(again, &spd, "\x92\x13\x0b"));
	ck_assert(contents_cache_find(again, &vpd, &kept));
	ck_assert_int_eq(kept.err, -EIO);
	ck_assert_uint_eq(kept.size, 512);
	ck_assert_uint_eq(kept.time, 1750000000000000000);
	contents_cache_free(again);
	/* another boot's, or one not known, is none */
	ck_assert_int_eq(contents_cache_load(path, "another", &again), 0);
	ck_assert(!finds(again, &spd, "\x92\x13\x0b"));
	contents_cache_free(again);
	ck_assert_int_eq(contents_cache_load(path, NULL, &again), 0);
	ck_assert(!finds(again, &spd, "\x92\x13\x0b"));
	contents_cache_free(again);
	ck_assert_int_eq(contents_cache_save(cache, path, NULL), -ENODATA);
	ck_assert_int_eq(contents_cache_save(cache, "/nowhere/at/all", BOOT), -ENOENT);
	contents_cache_free(cache);
}
END_TEST

static bool is_believed(void)
{
	struct contents_cache *cache;
	bool found;

	ck_assert_int_eq(contents_cache_load(path, BOOT, &cache), 0);
	found = finds(cache, &spd, "abc");
	contents_cache_free(cache);
	return found;
}

static void save_one(void)
{
	struct contents_cache *cache = contents_cache_new();

	put(cache, &spd, "abc", 0);
	ck_assert_int_eq(contents_cache_save(cache, path, BOOT), 0);
	contents_cache_free(cache);
}

START_TEST(believes_its_own_only)
{
	char aside[96];

	save_one();
	ck_assert(is_believed());
	ck_assert_int_eq(chmod(path, 0620), 0);
	ck_assert(!is_believed());
	ck_assert_int_eq(chmod(path, 0602), 0);
	ck_assert(!is_believed());
	ck_assert_int_eq(chmod(path, 0600), 0);
	ck_assert(is_believed());
	if (!geteuid()) {
		ck_assert_int_eq(chown(path, 12345, 12345), 0);
		ck_assert(!is_believed());
		/* but the daemon's directory and file, yes */
		ck_assert_int_eq(chown(directory, 12345, 12345), 0);
		ck_assert(is_believed());
	}
	snprintf(aside, sizeof(aside), "%s/aside", directory);
	ck_assert_int_eq(rename(path, aside), 0);
	ck_assert_int_eq(symlink(aside, path), 0);
	ck_assert(!is_believed());
	/* a link is replaced, not followed */
	save_one();
	ck_assert(is_believed());
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	ck_assert(!is_believed());
}
END_TEST

START_TEST(belongs_to_the_directory)
{
	struct stat st;

	if (geteuid())
		return;
	ck_assert_int_eq(chown(directory, 12345, 23456), 0);
	save_one();
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_uid, 12345);
	ck_assert_uint_eq(st.st_gid, 23456);
	ck_assert(is_believed());
}
END_TEST

/* Each makes a file that is not believed: what to replace, and by what. */
static const struct {
	const char *what, *by;
} damages[] = {
	{ "muster-contents/1", "muster-contents/2" },
	{ "\"place\":\"" PLACE "\"", "\"place\":\"../../etc\"" },
	{ "\"place\":\"" PLACE "\"", "\"place\":null" },
	{ "\"file\":\"eeprom\"", "\"file\":\"../eeprom\"" },
	{ "\"file\":\"eeprom\"", "\"file\":\"\"" },
	{ "\"file\":\"eeprom\"", "\"file\":\"a\\u001b[2Jb\"" },
	{ "\"file\":\"eeprom\"", "\"file\":\"eeprom\\u0000x\"" },
	{ "\"driver\":\"ee1004\"", "\"driver\":7" },
	{ "\"inode\":4711", "\"inode\":-4711" },
	{ "\"inode\":4711", "\"inode\":\"4711\"" },
	{ "\"size\":512", "\"size\":99999999999" },
	{ "\"errno\":0", "\"errno\":4096" },
	{ "\"errno\":0", "\"errno\":-5" },
	{ "\"data\":\"616263\"", "\"data\":\"61626\"" },
	{ "\"data\":\"616263\"", "\"data\":\"61626g\"" },
	{ "\"data\":\"616263\"", "\"data\":[]" },
	{ "\"contents\":[", "\"contents\":[7," },
	{ "\"contents\":[", "\"contents\":7,\"x\":[" },
	{ "}]}", "}" },
	{ "}]}", "}]}}" },
};

#define DAMAGES (sizeof(damages) / sizeof(*damages))

static void write_file(const char *text, size_t length)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(text, 1, length, file), length);
	ck_assert_int_eq(fclose(file), 0);
}

START_TEST(damaged_is_not_believed)
{
	struct contents_cache *cache = contents_cache_new();
	char *text, *at, *damaged;

	save_one();
	put(cache, &spd, "abc", 0);
	text = contents_cache_text(cache, BOOT);
	contents_cache_free(cache);
	at = strstr(text, damages[_i].what);
	ck_assert_msg(at != NULL, "%s is not in %s", damages[_i].what, text);
	ck_assert_int_gt(asprintf(&damaged, "%.*s%s%s", (int)(at - text), text, damages[_i].by,
				  at + strlen(damages[_i].what)), 0);
	write_file(damaged, strlen(damaged));
	ck_assert_msg(!is_believed(), "%s", damaged);
	free(damaged);
	free(text);
}
END_TEST

/* Cut short anywhere it is none; with any byte another it is none, or another. */
START_TEST(cut_short_is_none)
{
	struct contents_cache *cache = contents_cache_new(), *again;
	size_t length, i;
	char *text;

	put(cache, &spd, "abc", 0);
	text = contents_cache_text(cache, BOOT);
	length = strlen(text);
	for (i = 0; i < length; i++)
		ck_assert_int_eq(contents_cache_parse(text, i, BOOT, &again), -EINVAL);
	for (i = 0; i < length; i++) {
		text[i] ^= 1 << i % 8;
		if (!contents_cache_parse(text, length, BOOT, &again))
			contents_cache_free(again);
		text[i] ^= 1 << i % 8;
	}
	free(text);
	contents_cache_free(cache);
}
END_TEST

/* The file that tests/cli/schema.sh holds against the published schema is one of ours. */
START_TEST(the_fixture_is_read_and_written_as_it_is)
{
	static const char boot[] = "5a6d4380-02cf-4cb0-a247-2321db4c7d7c";
	struct contents_cache *cache;
	FILE *file = fopen(FIXTURES "/contents.json", "r");
	char text[4096], *written;
	size_t length;

	ck_assert_ptr_nonnull(file);
	length = fread(text, 1, sizeof(text), file);
	fclose(file);
	ck_assert_int_eq(contents_cache_parse(text, length, boot, &cache), 0);
	written = contents_cache_text(cache, boot);
	ck_assert_uint_eq(strlen(written) + 1, length);
	ck_assert_int_eq(strncmp(written, text, length - 1), 0);
	free(written);
	contents_cache_free(cache);
}
END_TEST

START_TEST(is_bounded)
{
	static char bytes[CONTENTS_MAX + 2];
	struct contents_cache *cache = contents_cache_new(), *again;
	char *text;

	memset(bytes, 'x', CONTENTS_MAX);
	put(cache, &spd, bytes, 0);
	text = contents_cache_text(cache, BOOT);
	ck_assert_int_eq(contents_cache_parse(text, strlen(text), BOOT, &again), 0);
	ck_assert(finds(again, &spd, bytes));
	contents_cache_free(again);
	free(text);
	bytes[CONTENTS_MAX] = 'x';
	put(cache, &spd, bytes, 0);
	text = contents_cache_text(cache, BOOT);
	ck_assert_int_eq(contents_cache_parse(text, strlen(text), BOOT, &again), -EINVAL);
	free(text);
	contents_cache_free(cache);
}
END_TEST

Suite *suite_contents_cache(void)
{
	Suite *suite = suite_create("contents_cache");
	TCase *values = tcase_create("values"), *files = tcase_create("files");

	tcase_add_test(values, finds_that_very_file);
	tcase_add_test(values, a_later_reading_replaces);
	tcase_add_test(values, cut_short_is_none);
	tcase_add_test(values, the_fixture_is_read_and_written_as_it_is);
	tcase_add_test(values, is_bounded);
	suite_add_tcase(suite, values);
	tcase_add_checked_fixture(files, make_directory, remove_directory);
	tcase_add_test(files, survives_as_a_file);
	tcase_add_test(files, believes_its_own_only);
	tcase_add_test(files, belongs_to_the_directory);
	tcase_add_loop_test(files, damaged_is_not_believed, 0, DAMAGES);
	suite_add_tcase(suite, files);
	return suite;
}
