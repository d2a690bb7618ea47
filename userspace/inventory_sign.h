/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inventory_sign.h: Ed25519 signatures over the bytes of a file: FILE.sig holds
 * one in base64. Keys are PEM, as openssl makes them.
 *
 * Only the tool uses this: the library behind it would cost the daemon memory.
 */
#ifndef MUSTER_INVENTORY_SIGN_H
#define MUSTER_INVENTORY_SIGN_H

#include <stdbool.h>
#include <stddef.h>

#include "inventory_signature.h"

#define SIGN_KEY_SIZE 32	/* bytes, RFC 8032 section 5.1.5 */
#define SIGN_SIZE 64		/* bytes, RFC 8032 section 5.1.6 */
#define SIGN_TEXT_SIZE 90	/* base64, a line break and a NUL */

/**
 * struct sign_key - a private key; sign_key_wipe() when done with
 * @shared: others than its owner may read its file
 */
struct sign_key {
	unsigned char seed[SIGN_KEY_SIZE], public[SIGN_KEY_SIZE];
	bool shared;
};

/* inventory_sign_key.c */
/**
 * sign_key_read() - a private key that "openssl genpkey -algorithm ed25519" made
 * @why: a sentence without the path, which says what makes a right one; static
 * Return: 0, -EINVAL, -EFBIG or the error of reading; @why is NULL for the last.
 */
int sign_key_read(const char *path, struct sign_key *key, const char **why);
void sign_key_wipe(struct sign_key *key);

/** sign_public_read() - the same for what "openssl pkey -pubout" made */
int sign_public_read(const char *path, unsigned char public[SIGN_KEY_SIZE], const char **why);

/* inventory_sign.c */
/** sign_public() - fill in the public half of a private key */
void sign_public(struct sign_key *key);

/** sign_text() - the signature of @text, as a file holds it: a line of base64 */
void sign_text(const struct sign_key *key, const char *text, size_t length,
	       char signature[SIGN_TEXT_SIZE]);

/**
 * sign_public_is_weak() - whether it is a point of small order: for such a key there is
 * a signature that is good for every text, or for one in eight, and needs no private key
 */
bool sign_public_is_weak(const unsigned char public[SIGN_KEY_SIZE]);

/**
 * sign_verify() - whether @signature, as a file holds it, is @public's over @text
 * Return: 0, -EINVAL: it is no signature at all, -EKEYREJECTED.
 */
int sign_verify(const unsigned char public[SIGN_KEY_SIZE], const char *text, size_t length,
		const char *signature);

/**
 * sign_find_key() - the key of a directory that signed @text
 * @name: out: its file name without the directory, to be freed
 * @why: out: a sentence where none did, to be freed
 * Return: 0, -EKEYREJECTED, -ENOMEM or the error of reading the directory.
 */
int sign_find_key(const char *keys, const char *text, size_t length, const char *signature,
		  char **name, char **why);

/** sign_trust() - trust->verify of the tool: in this process */
int sign_trust(const struct trust *trust, const char *path, const char *text, size_t length,
	       char **why);

#endif /* MUSTER_INVENTORY_SIGN_H */
