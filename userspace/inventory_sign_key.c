// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_sign_key.c: Ed25519 keys in PEM. Their DER (RFC 8410 sections 4 and
 * 7) is a constant followed by the 32 bytes of the key: anything else is refused.
 */
#include "inventory_sign.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <nettle/base64.h>

#define DER_SIZE 64	/* more than either kind has */

static const unsigned char private_prefix[] = {
	0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70,
	0x04, 0x22, 0x04, 0x20,
};

static const unsigned char public_prefix[] = {
	0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
};

struct kind {
	const char *begin, *end;
	const unsigned char *prefix;
	size_t prefix_size;
	const char *other;	/* what to say of anything else */
};

static const struct kind private_kind = {
	"-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----",
	private_prefix, sizeof(private_prefix),
	"it is no Ed25519 private key in PEM; \"openssl genpkey -algorithm ed25519 -out KEY.pem\" makes one",
};

static const struct kind public_kind = {
	"-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----",
	public_prefix, sizeof(public_prefix),
	"it is no Ed25519 public key in PEM; \"openssl pkey -in KEY.pem -pubout -out PUBLIC.pem\" makes one from a private key of \"openssl genpkey -algorithm ed25519\"",
};

/* What people have lying around, and what to do with it. */
static const struct { const char *mark, *why; } strangers[] = {
	{ "-----BEGIN ENCRYPTED PRIVATE KEY-----",
	  "the key is encrypted; \"openssl pkey -in KEY.pem -out PLAIN.pem\" writes one that is not" },
	{ "-----BEGIN OPENSSH PRIVATE KEY-----",
	  "it is a key of OpenSSH; \"openssl genpkey -algorithm ed25519 -out KEY.pem\" makes one that fits" },
};

static const char *name_stranger(const struct kind *kind, const char *text)
{
	for (size_t i = 0; i < sizeof(strangers) / sizeof(strangers[0]); i++)
		if (kind == &private_kind && strstr(text, strangers[i].mark))
			return strangers[i].why;
	if (kind == &public_kind && strstr(text, private_kind.begin))
		return "it is a private key, which has no business there; \"openssl pkey -in KEY.pem -pubout -out PUBLIC.pem\" writes the public one";
	if (kind == &private_kind && strstr(text, public_kind.begin))
		return "it is a public key; signing wants the private one";
	return kind->other;
}

/* The one block of @text. Return: its length, or 0 where it is none. */
static size_t decode(const struct kind *kind, const char *text, unsigned char der[DER_SIZE])
{
	const char *begin = strstr(text, kind->begin), *end;
	struct base64_decode_ctx context;
	size_t length = DER_SIZE;
	bool good;

	if (!begin)
		return 0;
	begin += strlen(kind->begin);
	end = strstr(begin, kind->end);
	if (!end || strstr(end, "-----BEGIN") || (size_t)(end - begin) > BASE64_ENCODE_RAW_LENGTH(DER_SIZE - 4))
		return 0;
	base64_decode_init(&context);
	good = base64_decode_update(&context, &length, der, end - begin, begin) &&
		base64_decode_final(&context);
	explicit_bzero(&context, sizeof(context));
	return good ? length : 0;
}

static int parse(const struct kind *kind, const char *text, unsigned char key[SIGN_KEY_SIZE])
{
	unsigned char der[DER_SIZE];
	size_t length = decode(kind, text, der);
	int err = -EINVAL;

	if (length == kind->prefix_size + SIGN_KEY_SIZE &&
	    memcmp(der, kind->prefix, kind->prefix_size) == 0) {
		memcpy(key, der + kind->prefix_size, SIGN_KEY_SIZE);
		err = 0;
	}
	explicit_bzero(der, sizeof(der));
	return err;
}

static int read_key(const struct kind *kind, const char *path, unsigned char key[SIGN_KEY_SIZE],
		    const char **why)
{
	char *text;
	int err = signature_read(path, &text);

	*why = NULL;
	if (err == -EINVAL || err == -EFBIG)
		*why = kind->other;
	if (err)
		return err;
	err = parse(kind, text, key);
	if (err)
		*why = name_stranger(kind, text);
	explicit_bzero(text, strlen(text));
	free(text);
	return err;
}

int sign_key_read(const char *path, struct sign_key *key, const char **why)
{
	struct stat st;
	int err = read_key(&private_kind, path, key->seed, why);

	if (err)
		return err;
	key->shared = stat(path, &st) == 0 && (st.st_mode & 077);
	sign_public(key);
	return 0;
}

void sign_key_wipe(struct sign_key *key)
{
	explicit_bzero(key, sizeof(*key));
}

int sign_public_read(const char *path, unsigned char public[SIGN_KEY_SIZE], const char **why)
{
	int err = read_key(&public_kind, path, public, why);

	if (err || !sign_public_is_weak(public))
		return err;
	*why = "it is a key of small order, to which anybody can sign: take it away, and ask who put it there";
	return -EINVAL;
}
