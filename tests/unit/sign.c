// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sign.c: signatures over files: the vectors of RFC 8032, section 7.1, keys in
 * PEM, and nothing else.
 */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inventory_sign.h"

#define PRIVATE(body) "-----BEGIN PRIVATE KEY-----\n" body "\n-----END PRIVATE KEY-----\n"
#define PUBLIC(body) "-----BEGIN PUBLIC KEY-----\n" body "\n-----END PUBLIC KEY-----\n"
#define SEED "MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7"
#define POINT "MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw="
/* Of the one byte 72h: section 7.1, test 2. */
#define SIGNATURE "kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA=="

static char path[] = "/tmp/muster-sign-XXXXXX";

static const char *put(const char *text)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
	return path;
}

static void begin(void)
{
	int fd;

	strcpy(path + strlen(path) - 6, "XXXXXX");
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	close(fd);
}

static void end(void)
{
	unlink(path);
}

START_TEST(a_key_signs_as_the_standard_says)
{
	static const unsigned char point[SIGN_KEY_SIZE] = {
		0x3d, 0x40, 0x17, 0xc3, 0xe8, 0x43, 0x89, 0x5a, 0x92, 0xb7, 0x0a, 0xa7, 0x4d, 0x1b, 0x7e, 0xbc,
		0x9c, 0x98, 0x2c, 0xcf, 0x2e, 0xc4, 0x96, 0x8c, 0xc0, 0xcd, 0x55, 0xf1, 0x2a, 0xf4, 0x66, 0x0c,
	};
	unsigned char public[SIGN_KEY_SIZE];
	char signature[SIGN_TEXT_SIZE];
	struct sign_key key;
	const char *why;

	ck_assert_int_eq(sign_key_read(put(PRIVATE(SEED)), &key, &why), 0);
	ck_assert_mem_eq(key.public, point, sizeof(point));
	ck_assert_int_eq(sign_public_read(put(PUBLIC(POINT)), public, &why), 0);
	ck_assert_mem_eq(public, point, sizeof(point));
	sign_text(&key, "\x72", 1, signature);
	ck_assert_str_eq(signature, SIGNATURE "\n");
	ck_assert_int_eq(sign_verify(public, "\x72", 1, signature), 0);
	ck_assert_int_eq(sign_verify(public, "\x73", 1, signature), -EKEYREJECTED);
	ck_assert_int_eq(sign_verify(public, "", 0, signature), -EKEYREJECTED);
	sign_key_wipe(&key);
	for (size_t i = 0; i < sizeof(key.seed); i++)
		ck_assert_int_eq(key.seed[i], 0);
}
END_TEST

START_TEST(every_changed_bit_of_a_signature_shows)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char signature[SIGN_TEXT_SIZE];
	struct sign_key key;
	const char *why;

	ck_assert_int_eq(sign_key_read(put(PRIVATE(SEED)), &key, &why), 0);
	sign_text(&key, "text", 4, signature);
	for (size_t i = 0; i < 85; i++) {
		char was = signature[i];

		signature[i] = digits[(strchr(digits, was) - digits + 32) % 64];
		ck_assert_int_eq(sign_verify(key.public, "text", 4, signature), -EKEYREJECTED);
		signature[i] = was;
	}
	ck_assert_int_eq(sign_verify(key.public, "text", 4, signature), 0);
}
END_TEST

START_TEST(what_is_no_signature_is_refused)
{
	static const char *const bad[] = {
		"", "\n", "=", "AAAA", "!" SIGNATURE, SIGNATURE SIGNATURE,
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	};
	const unsigned char public[SIGN_KEY_SIZE] = { 1 };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_int_eq(sign_verify(public, "text", 4, bad[i]), -EINVAL);
}
END_TEST

/* Each point whose order divides 8, by y; and p and p + 1, which stand for 0 and 1. */
static const char *const weak[] = {
	"\x00", "\x01",
	"\xec\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
	"\x26\xe8\x95\x8f\xc2\xb2\x27\xb0\x45\xc3\xf4\x89\xf2\xef\x98\xf0"
	"\xd5\xdf\xac\x05\xd3\xc6\x33\x39\xb1\x38\x02\x88\x6d\x53\xfc\x05",
	"\xc7\x17\x6a\x70\x3d\x4d\xd8\x4f\xba\x3c\x0b\x76\x0d\x10\x67\x0f"
	"\x2a\x20\x53\xfa\x2c\x39\xcc\xc6\x4e\xc7\xfd\x77\x92\xac\x03\x7a",
	"\xed\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
	"\xee\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
};

START_TEST(keys_that_anybody_signs_for_are_refused)
{
	unsigned char public[SIGN_KEY_SIZE] = { 0 };

	/* what has no more than a byte is zero from there on */
	memcpy(public, weak[_i], _i < 2 ? 1 : SIGN_KEY_SIZE);
	ck_assert(sign_public_is_weak(public));
	public[SIGN_KEY_SIZE - 1] |= 0x80;
	ck_assert(sign_public_is_weak(public));
	public[5] ^= 4;
	ck_assert(!sign_public_is_weak(public));
}
END_TEST

/* R the neutral point and S zero: with the neutral point as key, good for all texts. */
START_TEST(a_signature_for_every_text_is_none)
{
	const unsigned char public[SIGN_KEY_SIZE] = { 1 };
	const char *why = NULL;
	unsigned char key[SIGN_KEY_SIZE];

	ck_assert_int_eq(sign_verify(public, "text", 4,
		"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n"),
		-EKEYREJECTED);
	ck_assert_int_eq(sign_public_read(put(PUBLIC("MCowBQYDK2VwAyEAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")),
					  key, &why), -EINVAL);
	ck_assert(strstr(why, "small order"));
}
END_TEST

static const char *const no_private_keys[] = {
	"", "-----BEGIN PRIVATE KEY-----", PRIVATE(""), PRIVATE("AAAA"), PUBLIC(POINT),
	PRIVATE(SEED "AAAA"),				/* longer than any */
	PRIVATE("MC4CAQAwBQYDK2VuBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7"),	/* X25519 */
	PRIVATE("MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuK=="),	/* cut */
	PRIVATE(SEED) PRIVATE(SEED),
	"-----BEGIN ENCRYPTED PRIVATE KEY-----\n" SEED "\n-----END ENCRYPTED PRIVATE KEY-----\n",
	"-----BEGIN EC PRIVATE KEY-----\n" SEED "\n-----END EC PRIVATE KEY-----\n",
	"-----BEGIN OPENSSH PRIVATE KEY-----\n" SEED "\n-----END OPENSSH PRIVATE KEY-----\n",
};

START_TEST(other_private_keys_are_refused_with_a_sentence)
{
	struct sign_key key;
	const char *why = NULL;

	ck_assert_int_eq(sign_key_read(put(no_private_keys[_i]), &key, &why), -EINVAL);
	ck_assert_ptr_nonnull(why);
}
END_TEST

START_TEST(only_public_keys_are_public_keys)
{
	unsigned char public[SIGN_KEY_SIZE];
	const char *why = NULL;

	ck_assert_int_eq(sign_public_read(put(PRIVATE(SEED)), public, &why), -EINVAL);
	ck_assert_ptr_nonnull(strstr(why, "private key"));
	ck_assert_int_eq(sign_public_read(put(PUBLIC(SEED)), public, &why), -EINVAL);
	ck_assert_int_eq(sign_public_read("/tmp", public, &why), -EINVAL);
	ck_assert_int_eq(sign_public_read("/nonexistent/key.pem", public, &why), -ENOENT);
	ck_assert_ptr_null(why);
}
END_TEST

static int refuse(const struct trust *trust, const char *name, const char *text, size_t length,
		  char **why)
{
	(void)trust;
	(void)name;
	(void)text;
	(void)length;
	*why = NULL;
	return -EKEYREJECTED;
}

START_TEST(policy_asks_only_where_keys_are)
{
	char directory[] = "/tmp/muster-keys-XXXXXX", key[64], beside[64];
	const struct trust trust = { directory, refuse };
	char *why;

	ck_assert_ptr_nonnull(mkdtemp(directory));
	snprintf(key, sizeof(key), "%s/a.pem", directory);
	snprintf(beside, sizeof(beside), "%s" SIGNATURE_SUFFIX, path);
	ck_assert_int_eq(signature_keys(directory), 0);
	ck_assert_int_eq(signature_keys("/nonexistent"), 0);
	ck_assert_int_eq(inventory_signature(NULL, path, "", 0, &why), 0);
	ck_assert_int_eq(inventory_signature(&trust, path, "", 0, &why), 0);
	fclose(fopen(key, "w"));
	ck_assert_int_eq(signature_keys(directory), 1);
	ck_assert_int_eq(inventory_signature(&trust, path, "", 0, &why), -ENOKEY);
	ck_assert_int_eq(strncmp(why, path, strlen(path)), 0);
	free(why);
	fclose(fopen(beside, "w"));
	ck_assert_int_eq(inventory_signature(&trust, path, "", 0, &why), -EKEYREJECTED);
	unlink(beside);
	unlink(key);
	rmdir(directory);
}
END_TEST

Suite *suite_sign(void)
{
	Suite *suite = suite_create("sign");
	TCase *cases = tcase_create("sign");

	tcase_add_checked_fixture(cases, begin, end);
	tcase_add_test(cases, a_key_signs_as_the_standard_says);
	tcase_add_test(cases, every_changed_bit_of_a_signature_shows);
	tcase_add_test(cases, what_is_no_signature_is_refused);
	tcase_add_loop_test(cases, other_private_keys_are_refused_with_a_sentence, 0,
			    sizeof(no_private_keys) / sizeof(no_private_keys[0]));
	tcase_add_test(cases, only_public_keys_are_public_keys);
	tcase_add_loop_test(cases, keys_that_anybody_signs_for_are_refused, 0,
			    sizeof(weak) / sizeof(weak[0]));
	tcase_add_test(cases, a_signature_for_every_text_is_none);
	tcase_add_test(cases, policy_asks_only_where_keys_are);
	suite_add_tcase(suite, cases);
	return suite;
}
