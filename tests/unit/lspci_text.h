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

static inline const struct device *at(const char *address)
{
	size_t i;

	for (i = 0; i < snapshot->count; i++)
		if (!strcmp(device_get(snapshot->devices[i], FIELD_ADDRESS), address))
			return snapshot->devices[i];
	ck_abort_msg("no device at %s", address);
}

static inline void is(const char *address, enum field field, const char *text)
{
	const struct value *value = device_value(at(address), field);

	ck_assert_msg(value->state == VALUE_KNOWN, "%s of %s is not known",
		      field_table[field].name, address);
	ck_assert_str_eq(value->text, text);
}

static inline void is_state(const char *address, enum field field, enum value_state state)
{
	ck_assert_msg(device_value(at(address), field)->state == state, "%s of %s is in state %d",
		      field_table[field].name, address, device_value(at(address), field)->state);
}

static inline void is_at(const char *address, const char *place)
{
	ck_assert_str_eq(at(address)->place, place);
}

static inline const char *field(const char *address, enum field field)
{
	return device_get(at(address), field);
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
