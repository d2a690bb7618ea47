/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lspci_text.h: a text of lspci is read, and what came of it.
 */
#ifndef TEST_LSPCI_TEXT_H
#define TEST_LSPCI_TEXT_H

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "snapshot.h"
#include "source.h"

static struct snapshot *snapshot;
static char *why;

static inline void setup(void)
{
	snapshot = NULL;
	why = NULL;
}

static inline void teardown(void)
{
	snapshot_free(snapshot);
	free(why);
}

static inline const char *field(const char *address, enum field field)
{
	size_t i;

	for (i = 0; i < snapshot->count; i++)
		if (!strcmp(device_get(snapshot->devices[i], FIELD_ADDRESS), address))
			return device_get(snapshot->devices[i], field);
	ck_abort_msg("no device at %s", address);
}

static inline void read_text(const char *text)
{
	ck_assert_msg(!source_lspci("text", text, strlen(text), &snapshot, &why), "%s", why);
}

static inline void says(const char *text)
{
	ck_assert_msg(why && strstr(why, text), "%s", why ? why : "nothing is said");
}

#endif /* TEST_LSPCI_TEXT_H */
