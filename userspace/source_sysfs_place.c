// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_sysfs_place.c: the place of a function, by the directories above it.
 */
#include "source_sysfs.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static size_t hex_run(const char *text, size_t length)
{
	size_t n = 0;

	while (n < length && isxdigit((unsigned char)text[n]))
		n++;
	return n;
}

/* dddd:bb, the domain of 4 to 8 digits. */
static bool is_bus(const char *text, size_t length)
{
	size_t domain = hex_run(text, length);

	return domain >= 4 && domain <= 8 && length == domain + 3 &&
	       text[domain] == ':' && hex_run(text + domain + 1, 2) == 2;
}

bool sysfs_is_address(const char *name, size_t length)
{
	return length > 5 && is_bus(name, length - 5) && name[length - 5] == ':' &&
	       hex_run(name + length - 4, 2) == 2 && name[length - 2] == '.' &&
	       name[length - 1] >= '0' && name[length - 1] <= '7';
}

bool sysfs_is_root(const char *name, size_t length)
{
	return length > 3 && !memcmp(name, "pci", 3) && is_bus(name + 3, length - 3);
}

void sysfs_function_place(const char *chain, char *place, size_t size)
{
	size_t used = 0;

	place[0] = '\0';
	while (*chain) {
		size_t length = strcspn(chain, "/");
		int written = 0;

		if (sysfs_is_root(chain, length))
			written = used ? snprintf(place + used, size - used, "/pci") :
				  snprintf(place, size, "%.*s", (int)length - 3, chain + 3);
		else if (used && sysfs_is_address(chain, length))
			written = snprintf(place + used, size - used, "/%.4s",
					   chain + length - 4);
		else if (sysfs_is_address(chain, length))	/* a tree without its root */
			written = snprintf(place, size, "%.*s:?/%.4s", (int)length - 8, chain,
					   chain + length - 4);
		used += written;
		if (used >= size)
			return;
		chain += length;
		chain += *chain == '/';
	}
}

size_t sysfs_chain_root(const char *chain)
{
	size_t start = 0;

	while (chain[start]) {
		size_t length = strcspn(chain + start, "/");

		if (sysfs_is_root(chain + start, length))
			return start + length;
		start += length;
		start += chain[start] == '/';
	}
	return 0;
}
