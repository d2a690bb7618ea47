// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_sign.c: Ed25519 (RFC 8032) over the bytes of a file, by libhogweed.
 */
#include "inventory_sign.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <nettle/base64.h>
#include <nettle/eddsa.h>

void sign_public(struct sign_key *key)
{
	ed25519_sha512_public_key(key->public, key->seed);
}

void sign_text(const struct sign_key *key, const char *text, size_t length,
	       char signature[SIGN_TEXT_SIZE])
{
	unsigned char raw[SIGN_SIZE];

	ed25519_sha512_sign(key->public, key->seed, length, (const unsigned char *)text, raw);
	base64_encode_raw(signature, sizeof(raw), raw);
	memcpy(signature + BASE64_ENCODE_RAW_LENGTH(SIGN_SIZE), "\n", 2);
}

bool sign_public_is_weak(const unsigned char public[SIGN_KEY_SIZE])
{
	/*
	 * y of the eight points whose order divides the cofactor (RFC 8032, section
	 * 5.1), little-endian: 0, 1, -1, the two of order 8; and p and p + 1, which
	 * stand for 0 and 1. The sign of x is the highest bit.
	 */
	static const unsigned char weak[][SIGN_KEY_SIZE] = {
		{ 0 },
		{ 1 },
		{ 0xec, [1 ... 30] = 0xff, 0x7f },
		{ 0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89,
		  0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39,
		  0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05 },
		{ 0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76,
		  0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6,
		  0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a },
		{ 0xed, [1 ... 30] = 0xff, 0x7f },
		{ 0xee, [1 ... 30] = 0xff, 0x7f },
	};
	unsigned char y[SIGN_KEY_SIZE];

	memcpy(y, public, sizeof(y));
	y[sizeof(y) - 1] &= 0x7f;
	for (size_t i = 0; i < sizeof(weak) / sizeof(weak[0]); i++)
		if (!memcmp(y, weak[i], sizeof(y)))
			return true;
	return false;
}

int sign_verify(const unsigned char public[SIGN_KEY_SIZE], const char *text, size_t length,
		const char *signature)
{
	struct base64_decode_ctx context;
	size_t size = strlen(signature), raw_size = SIGN_TEXT_SIZE;
	unsigned char raw[SIGN_TEXT_SIZE];

	if (size > SIGN_TEXT_SIZE)	/* room for a line break of two characters */
		return -EINVAL;
	base64_decode_init(&context);
	if (!base64_decode_update(&context, &raw_size, raw, size, signature) ||
	    !base64_decode_final(&context) || raw_size != SIGN_SIZE)
		return -EINVAL;
	return !sign_public_is_weak(public) &&
	       ed25519_sha512_verify(public, length, (const unsigned char *)text, raw) ?
		0 : -EKEYREJECTED;
}

static int is_key(const struct dirent *entry)
{
	return signature_is_key(entry->d_name);
}

/* What came of trying all keys. */
struct search {
	const char *text, *signature;
	size_t length;
	char **name;
	const char *bad_name, *bad_why;	/* a key that could not be tried */
	int err;
};

static void try_key(const char *keys, const char *name, struct search *search)
{
	unsigned char public[SIGN_KEY_SIZE];
	const char *why;
	char *path;
	int err;

	if (asprintf(&path, "%s/%s", keys, name) < 0) {
		search->err = -ENOMEM;
		return;
	}
	err = sign_public_read(path, public, &why);
	free(path);
	if (err) {
		search->bad_name = name;
		search->bad_why = why ? why : strerror(-err);
		return;
	}
	search->err = sign_verify(public, search->text, search->length, search->signature);
	if (!search->err) {
		*search->name = strdup(name);
		search->err = *search->name ? 0 : -ENOMEM;
	}
}

static char *tell(const struct search *search)
{
	const char *what = "the signature is by none of the keys there, or the file was changed since";
	char *why;

	if (search->err == -EINVAL)
		what = "what should be the signature is none";
	if (asprintf(&why, "%s%s%s%s%s", what, search->bad_name ? "; and key " : "",
		     search->bad_name ? search->bad_name : "", search->bad_name ? ": " : "",
		     search->bad_name ? search->bad_why : "") < 0)
		return NULL;
	return why;
}

int sign_find_key(const char *keys, const char *text, size_t length, const char *signature,
		  char **name, char **why)
{
	struct search search = { .text = text, .signature = signature, .length = length,
		.name = name, .err = -EKEYREJECTED };
	struct dirent **entries;
	int count = scandir(keys, &entries, is_key, alphasort);

	*name = NULL;
	*why = NULL;
	if (count < 0)
		return -errno;
	for (int i = 0; i < count && search.err && search.err != -ENOMEM; i++)
		try_key(keys, entries[i]->d_name, &search);
	if (search.err && search.err != -ENOMEM) {
		*why = tell(&search);
		search.err = -EKEYREJECTED;
	}
	for (int i = 0; i < count; i++)
		free(entries[i]);
	free(entries);
	return search.err;
}

int sign_trust(const struct trust *trust, const char *path, const char *text, size_t length,
	       char **why)
{
	char *beside = signature_path(path), *signature = NULL, *name = NULL, *sentence = NULL;
	int err = beside ? signature_read(beside, &signature) : -ENOMEM;

	if (!err)
		err = sign_find_key(trust->keys, text, length, signature, &name, &sentence);
	if (err && err != -ENOMEM && why &&
	    asprintf(why, "%s:1: bad signature (%s): %s", path, beside,
		     sentence ? sentence : strerror(-err)) < 0)
		*why = NULL;
	free(beside);
	free(signature);
	free(name);
	free(sentence);
	return err;
}
