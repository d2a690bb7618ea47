// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * key.c: keys and signatures as openssl and people write them.
 *
 * about: inventory_sign.c inventory_sign_key.c inventory_signature.c
 */
#include "fuzz.h"

#include <string.h>

#include "inventory_sign.h"

/* A file whose signature the same bytes are, beside a directory that holds them as a key. */
static void ask_for_signature(const uint8_t *data, size_t size, const char *text)
{
	const struct trust trust = { .keys = fuzz_directory(), .verify = sign_trust };
	char *path = strdup(fuzz_path("text"));
	char *why = NULL;

	fuzz_file("text.sig", data, size);
	claim(inventory_signature(&trust, path, text, size, &why));
	free(why);
	free(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned char public[SIGN_KEY_SIZE];
	struct sign_key ours = { .seed = "nobody else has this one" };
	char *path = strdup(fuzz_file("key.pem", data, size));
	char *text = fuzz_text(data, size), signature[SIGN_TEXT_SIZE];
	struct sign_key key;
	const char *why;

	if (!sign_key_read(path, &key, &why)) {
		sign_public(&key);
		sign_text(&key, text, size, signature);
		claim(!sign_verify(key.public, text, size, signature));
		sign_key_wipe(&key);
	}
	sign_public_read(path, public, &why);
	/* nothing that a fuzzer can make is a signature by a key that it has not */
	sign_public(&ours);
	claim(sign_verify(ours.public, "text", 4, text));
	ask_for_signature(data, size, text);
	free(text);
	free(path);
	return 0;
}
