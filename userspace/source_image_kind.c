// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_image_kind.c: whether bytes are a memory's.
 */
#include "source_image.h"

#include <errno.h>
#include <stdlib.h>

#include "fru.h"
#include "spd.h"

#define IMAGE_MIN	16		/* bytes that make an SPD or a FRU memory */
#define MEMORY_MIN	128		/* the smallest serial EEPROM (24C01) */
#define CONFIG_HEADER	64		/* bytes of a configuration space, at least */
#define CONFIG_CAP_LAST	0x16		/* the last capability id that is given out */

static bool is_memory_size(size_t length)
{
	return length >= MEMORY_MIN && length <= CONTENTS_MAX && !(length & (length - 1));
}

static bool is_spd(const uint8_t *bytes, size_t length)
{
	struct spd spd;

	return spd_decode(bytes, length, &spd) != -ENOENT;
}

static bool is_fru(const uint8_t *bytes, size_t length)
{
	struct fru *fru = malloc(sizeof(*fru));
	bool found = fru && fru_decode(bytes, length, fru) != -ENOENT;

	free(fru);
	return found;
}

/* Several SPDs one after the other, as firmware keeps them. Return: the size of one, or 0. */
static size_t find_several(const uint8_t *bytes, size_t length)
{
	static const size_t sizes[] = { 256, 512, 1024 };
	size_t i, at;

	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		if (length % sizes[i] || length == sizes[i])
			continue;
		for (at = sizes[i]; at < length; at += sizes[i])
			if (!is_spd(bytes + at, sizes[i]))
				break;
		if (at == length)
			return sizes[i];
	}
	return 0;
}

/*
 * A configuration space has a memory's size too: its header says where capabilities
 * begin, and there one does (PCI 3.0, 6.1 and 6.7).
 */
static bool is_config(const uint8_t *bytes, size_t length)
{
	uint16_t vendor;
	uint8_t at;

	if (length != 256 && length != 4096)
		return false;
	vendor = bytes[0] | bytes[1] << 8;
	at = bytes[0x34];
	if (!vendor || vendor == 0xffff || (bytes[0x0e] & 0x7f) > 1 || !(bytes[0x06] & 0x10))
		return false;
	return at >= CONFIG_HEADER && !(at & 3) && bytes[at] && bytes[at] <= CONFIG_CAP_LAST &&
	       (!bytes[at + 1] || bytes[at + 1] >= CONFIG_HEADER);
}

enum image_kind image_kind(const uint8_t *bytes, size_t length, size_t *each)
{
	if (length < IMAGE_MIN || length > CONTENTS_MAX)
		return IMAGE_NONE;
	if (is_spd(bytes, length)) {
		*each = find_several(bytes, length);
		return *each ? IMAGE_SEVERAL : IMAGE_SPD;
	}
	if (is_fru(bytes, length))
		return IMAGE_FRU;
	if (is_config(bytes, length))
		return IMAGE_CONFIG;
	return is_memory_size(length) ? IMAGE_MEMORY : IMAGE_NONE;
}
