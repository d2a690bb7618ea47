// SPDX-License-Identifier: GPL-2.0-or-later
/* sha256.c: the digests that FIPS 180-4's own examples and sha256sum give. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "chain.h"
#include "sha256.h"

static const struct {
	const char *text;
	unsigned int times;
	const char *digest;
} examples[] = {
	{ "", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
	  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	{ "a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" },
	{ "b", 55, "eb2c86e932179f4ba13fe8715a26124b77d6bad290b9b4c1cc140cf633300c19" },
	{ "b", 56, "a5fc6e203a4c2b657d0d153885932414b2ffc6a93f0f8bf8b3183315e5a7212c" },
	{ "b", 57, "2dd0a6d14520f410e18bd2f443f0ff2e7389dfaf9242bb9257730fc190e8085d" },
	{ "b", 63, "94e419fabac7f930810f9636354042f8c1426d2f834d4ab65c93dc1e69326b13" },
	{ "b", 64, "a0fab1377f49a759b57f63318262ebe89fabfc990e8e93ceac2984561482b9d4" },
	{ "b", 65, "74b128f30cf83de43ddf4aafc40c7b50a7443d3c73a89a7cfca17e15e43d51ab" },
	{ "b", 119, "68297a9eb141ce16bbc0847da1c0c48e2858704feaa13993bde29f87a198a6e1" },
	{ "b", 120, "392add47fbaa8197a874ebe770a947a26dd6f2becce5f64688cc4d18c9da93bd" },
	{ "b", 127, "7bdbefa63b6989e6a15abad9d52c0770bce07182a535b9a1b3d4c0e38c8b0856" },
	{ "b", 128, "70ae1c5307f5250d5cb9e40742ba9613fcdf9b8d9eb6dd393330443b2d5effbd" },
	{ "b", 129, "75c76be2aed2772327536dc2fa8759d16cbe7dc9c535954d7d1e05a11bdd3fc6" },
	{ "b", 6144, "21113e39902b1ca34fc0358ffaae516673eb0fac07b98a6848d755df11180c22" },
};

static void expect(const uint8_t *digest, const char *expected)
{
	char text[2 * SHA256_SIZE + 1];

	chain_hex(digest, SHA256_SIZE, text);
	ck_assert_str_eq(text, expected);
}

/* Added piece by piece, and where it is one piece only also at once. */
START_TEST(examples_hold)
{
	const char *text = examples[_i].text;
	uint8_t digest[SHA256_SIZE];
	struct sha256 sha256;
	unsigned int i;

	sha256_begin(&sha256);
	for (i = 0; i < examples[_i].times; i++)
		sha256_add(&sha256, text, strlen(text));
	sha256_end(&sha256, digest);
	expect(digest, examples[_i].digest);
	if (examples[_i].times > 1)
		return;
	sha256_of(text, strlen(text), digest);
	expect(digest, examples[_i].digest);
}
END_TEST

/* 300 bytes, cut in two anywhere. */
START_TEST(pieces_do_not_matter)
{
	uint8_t data[300], whole[SHA256_SIZE], pieces[SHA256_SIZE];
	struct sha256 sha256;
	size_t cut;

	for (cut = 0; cut < sizeof(data); cut++)
		data[cut] = cut * 7;
	sha256_of(data, sizeof(data), whole);
	for (cut = 0; cut <= sizeof(data); cut++) {
		sha256_begin(&sha256);
		sha256_add(&sha256, data, cut);
		sha256_add(&sha256, data + cut, sizeof(data) - cut);
		sha256_end(&sha256, pieces);
		ck_assert_mem_eq(pieces, whole, SHA256_SIZE);
	}
}
END_TEST

Suite *suite_sha256(void);

Suite *suite_sha256(void)
{
	Suite *suite = suite_create("sha256");
	TCase *cases = tcase_create("sha256");

	tcase_add_loop_test(cases, examples_hold, 0, sizeof(examples) / sizeof(examples[0]));
	tcase_add_test(cases, pieces_do_not_matter);
	suite_add_tcase(suite, cases);
	return suite;
}
