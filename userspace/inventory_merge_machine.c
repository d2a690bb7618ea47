// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_merge_machine.c: which machine a snapshot is of, and which board.
 */
#include "inventory_merge_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "placeholder.h"

static const enum board_field matched[] = {
	BOARD_SYS_VENDOR, BOARD_PRODUCT_NAME, BOARD_BOARD_VENDOR, BOARD_BOARD_NAME,
};

#define MATCHED (sizeof(matched) / sizeof(matched[0]))

static const char *real_text(const struct board *board, enum board_field field)
{
	const struct value *value = &board->fields[field];

	return value->state == VALUE_KNOWN && !placeholder_dmi(value->text) ? value->text : NULL;
}

/* What one machine is known by from capture to capture; NULL: by nothing, or no memory. */
static char *key_of(const struct snapshot *snapshot, const char *uuid)
{
	char *key;

	if (!snapshot->hostname && !snapshot->machine_id)
		return NULL;
	if (asprintf(&key, "%s\n%s\n%s", snapshot->hostname ? snapshot->hostname : "",
		     snapshot->machine_id ? snapshot->machine_id : "", uuid ? uuid : "") < 0)
		return NULL;
	return key;
}

/* Machines that were cloned share host name and id, but not the UUID of their board. */
static size_t find_machine(const struct merge *merge, const struct snapshot *snapshot,
			   const char *uuid)
{
	char *key = key_of(snapshot, uuid);
	size_t found = key ? merge_index_find(merge->machine_index, key) : NOBODY;

	free(key);
	if (found != NOBODY)
		return found;
	key = key_of(snapshot, NULL);
	found = key ? merge_index_find(merge->machine_index, key) : NOBODY;
	free(key);
	if (found != NOBODY && uuid && merge->machines[found].uuid &&
	    strcmp(uuid, merge->machines[found].uuid))
		return NOBODY;
	return found;
}

static int index_machine(struct merge *merge, const struct snapshot *snapshot,
			 const char *uuid, size_t machine)
{
	char *key = key_of(snapshot, uuid);
	int err = 0;

	if (key && merge_index_find(merge->machine_index, key) == NOBODY)
		err = merge_index_add(merge->machine_index, key, machine);
	free(key);
	return err;
}

/* Its host name; where another has that, too, with where it was read from. */
static char *name_machine(struct merge *merge, const char *host, const char *source)
{
	char *key, *name;

	if (asprintf(&key, "\n%s", host ? host : source) < 0)
		return NULL;
	if (host && merge_index_find(merge->machine_index, key) != NOBODY) {
		if (asprintf(&name, "%s (%s)", host, source) < 0)
			name = NULL;
	} else {
		name = strdup(key + 1);
		merge_index_add(merge->machine_index, key, merge->machine_count);
	}
	free(key);
	return name;
}

int merge_machine(struct merge *merge, const struct snapshot *snapshot, const char *name,
		  size_t *machine)
{
	const char *uuid = real_text(&snapshot->board, BOARD_PRODUCT_UUID);
	size_t found = find_machine(merge, snapshot, uuid);
	struct machine *new;
	int err;

	if (found == NOBODY) {
		new = reallocarray(merge->machines, merge->machine_count + 1, sizeof(*new));
		if (!new)
			return -ENOMEM;
		merge->machines = new;
		found = merge->machine_count;
		new[found] = (struct machine){ name_machine(merge, snapshot->hostname, name), NULL };
		if (!new[found].name)
			return -ENOMEM;
		merge->machine_count++;
	}
	*machine = found;
	err = index_machine(merge, snapshot, NULL, found);
	if (!err && uuid)
		err = index_machine(merge, snapshot, uuid, found);
	if (!err && uuid && !merge->machines[found].uuid) {
		merge->machines[found].uuid = strdup(uuid);
		err = merge->machines[found].uuid ? 0 : -ENOMEM;
	}
	return err;
}

static bool holds(const struct board_values *values, const char *text)
{
	for (size_t i = 0; i < values->count; i++)
		if (strcmp(values->texts[i], text) == 0)
			return true;
	return false;
}

/* What SMBIOS does not tell speaks for no other board. */
bool merge_board_fits(const struct merge *merge, const struct board *board)
{
	for (size_t i = 0; i < MATCHED; i++) {
		const struct board_values *values = &merge->board[matched[i]];
		const char *text = real_text(board, matched[i]);

		if (text && values->count && !holds(values, text))
			return false;
	}
	return true;
}

int merge_board_add(struct merge *merge, const struct board *board)
{
	for (size_t i = 0; i < MATCHED; i++) {
		struct board_values *values = &merge->board[matched[i]];
		const char *text = real_text(board, matched[i]);
		char **texts;

		values->blank = values->blank ||
			(!text && board->fields[matched[i]].state != VALUE_UNKNOWN);
		if (!text || holds(values, text))
			continue;
		texts = reallocarray(values->texts, values->count + 1, sizeof(*texts));
		if (!texts)
			return -ENOMEM;
		values->texts = texts;
		texts[values->count] = strdup(text);
		if (!texts[values->count])
			return -ENOMEM;
		values->count++;
	}
	merge->virtual_machine = merge->virtual_machine || board->virtual_machine;
	return 0;
}

static const char *first_text(const struct merge *merge, enum board_field field)
{
	return merge->board[field].count ? merge->board[field].texts[0] : NULL;
}

const char *merge_board(const struct merge *merge, char *buffer, size_t size)
{
	const char *vendor = first_text(merge, BOARD_BOARD_VENDOR);
	const char *name = first_text(merge, BOARD_BOARD_NAME);

	if (!name)
		name = first_text(merge, BOARD_PRODUCT_NAME);
	if (!vendor)
		vendor = first_text(merge, BOARD_SYS_VENDOR);
	snprintf(buffer, size, "%s%s%s", vendor ? vendor : "", vendor && name ? " " : "",
		 name ? name : vendor ? "" : "a board without a name");
	return buffer;
}
