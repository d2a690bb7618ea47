// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * digest.c: the digest of a text, and the text of what a function is.
 */
#include "digest.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "sha256.h"

void digest_bytes(const void *bytes, size_t length, char out[DIGEST_SIZE])
{
	uint8_t digest[SHA256_SIZE];
	size_t i;

	sha256_of(bytes, length, digest);
	memcpy(out, DIGEST_PREFIX, sizeof(DIGEST_PREFIX));
	for (i = 0; i < sizeof(digest); i++)
		snprintf(out + sizeof(DIGEST_PREFIX) - 1 + 2 * i, 3, "%02x", digest[i]);
}

void digest_text(const char *text, char out[DIGEST_SIZE])
{
	digest_bytes(text, strlen(text), out);
}

int digest_identity_text(const struct device *device, char **text)
{
	static const enum field fields[] = {
		FIELD_VENDOR, FIELD_DEVICE, FIELD_SUBSYSTEM_VENDOR,
		FIELD_SUBSYSTEM_DEVICE, FIELD_CLASS, FIELD_REVISION, FIELD_SERIAL,
	};
	char buffer[512] = DIGEST_IDENTITY "\n";
	size_t length = strlen(buffer), i;

	for (i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		const struct value *value = device_value(device, fields[i]);

		if (value->state == VALUE_UNKNOWN)
			return -ENODATA;
		length += snprintf(buffer + length, sizeof(buffer) - length, "%s %.48s\n",
				   field_table[fields[i]].name,
				   value->state == VALUE_KNOWN ? value->text : "none");
	}
	*text = strdup(buffer);
	return *text ? 0 : -ENOMEM;
}
