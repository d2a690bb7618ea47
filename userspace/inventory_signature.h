/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inventory_signature.h: whether an inventory may be used: where keys are
 * installed it needs a signature by one of them. Who verifies is a parameter.
 */
#ifndef MUSTER_INVENTORY_SIGNATURE_H
#define MUSTER_INVENTORY_SIGNATURE_H

#include <stdbool.h>
#include <stddef.h>

#define SIGNATURE_KEYS "/etc/muster/keys"
#define SIGNATURE_SUFFIX ".sig"
#define SIGNATURE_FILE_MAX 65536	/* bytes of a key or signature file */

/**
 * struct trust - whose signature counts
 * @keys: directory of public keys, *.pem; NULL: no signature is asked for
 * @verify: whether the signature beside @path is one of theirs over @text.
 * Return: 0, -EKEYREJECTED with a sentence in @why, to be freed, or another -errno.
 */
struct trust {
	const char *keys;
	int (*verify)(const struct trust *trust, const char *path, const char *text,
		      size_t length, char **why);
};

/** signature_is_key() - whether a file of that name is one */
bool signature_is_key(const char *name);
/** signature_keys() - Return: how many keys @directory holds, or -errno; 0 where it is not there. */
int signature_keys(const char *directory);

/** signature_path() - "FILE.sig" of "FILE"; to be freed, NULL: no memory */
char *signature_path(const char *path);

/** signature_read() - a small file as text, to be freed. Return: 0, -EFBIG, -EINVAL, -errno. */
int signature_read(const char *path, char **text);

/**
 * inventory_signature() - whether @text, read from @path, may be used
 * @trust: NULL: anything may
 * @why: out: a sentence that begins with "path:1: ", to be freed; may be NULL
 * Return: 0; -ENOKEY: it is not signed; -EKEYREJECTED: by nobody that counts, or
 * it was changed since; or why it cannot be told.
 */
int inventory_signature(const struct trust *trust, const char *path, const char *text,
			size_t length, char **why);

#endif /* MUSTER_INVENTORY_SIGNATURE_H */
