// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * probe_deny.c: what no probe may touch, by the configuration.
 */
#include "probe_deny.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"

/* Either a range of addresses or a place. */
struct entry {
	char *place;
	unsigned int first, last;
};

struct probe_deny {
	struct entry *entries;
	size_t count;
};

/* One or two hex digits, "0x" before them or not. Return: what follows, or NULL. */
static const char *take_address(const char *text, unsigned int *address)
{
	char *end;

	if (!strncmp(text, "0x", 2))
		text += 2;
	if (!isxdigit((unsigned char)*text))
		return NULL;
	*address = strtoul(text, &end, 16);
	return end - text > 2 || *address >= PROBE_ADDRESSES ? NULL : end;
}

static bool take_range(const char *text, struct entry *entry)
{
	const char *rest = take_address(text, &entry->first);

	entry->last = entry->first;
	if (rest && *rest == '-')
		rest = take_address(rest + 1, &entry->last);
	return rest && !*rest && entry->first <= entry->last;
}

static bool is_place(const char *text)
{
	if (strlen(text) > PLACE_MAX || *text == '/' || strstr(text, "//") ||
	    text[strlen(text) - 1] == '/')
		return false;
	return strchr(text, '*') || (strchr(text, '/') && place_valid(text));
}

static int take_entry(const char *word, struct probe_deny *deny, char **why)
{
	struct entry *entries = reallocarray(deny->entries, deny->count + 1, sizeof(*entries));
	struct entry *entry;

	if (!entries)
		return -ENOMEM;
	deny->entries = entries;
	entry = &entries[deny->count];
	*entry = (struct entry){ 0 };
	if (is_place(word)) {
		entry->place = strdup(word);
		if (!entry->place)
			return -ENOMEM;
	} else if (!take_range(word, entry)) {
		if (why && asprintf(why, "\"%.64s\" is neither an address (69, 60-67) nor a place (0000:00/1f.3/i2c, 0000:00/1f.3/i2c/2d, **/ch*)",
				    word) < 0)
			*why = NULL;
		return -EINVAL;
	}
	deny->count++;
	return 0;
}

int probe_deny_parse(const char *text, struct probe_deny **deny, char **why)
{
	char *copy = strdup(text), *words, *word;
	int err = 0;

	if (why)
		*why = NULL;
	*deny = calloc(1, sizeof(**deny));
	if (!copy || !*deny)
		err = -ENOMEM;
	for (word = err ? NULL : strtok_r(copy, ", \t", &words); word && !err;
	     word = strtok_r(NULL, ", \t", &words))
		err = take_entry(word, *deny, why);
	free(copy);
	if (!err)
		return 0;
	probe_deny_free(*deny);
	*deny = NULL;
	return err;
}

void probe_deny_free(struct probe_deny *deny)
{
	if (!deny)
		return;
	for (size_t i = 0; i < deny->count; i++)
		free(deny->entries[i].place);
	free(deny->entries);
	free(deny);
}

const char *probe_deny_adapter(const struct probe_deny *deny, const char *place)
{
	for (size_t i = 0; i < deny->count; i++)
		if (deny->entries[i].place && place_match(deny->entries[i].place, place))
			return deny->entries[i].place;
	return NULL;
}

static bool denies(const struct entry *entry, const char *place, unsigned int address)
{
	char whole[PLACE_MAX + 4];

	if (!entry->place)
		return entry->first <= address && address <= entry->last;
	snprintf(whole, sizeof(whole), "%s/%02x", place, address);
	return place_match(entry->place, place) || place_match(entry->place, whole);
}

void probe_deny_addresses(const struct probe_deny *deny, const char *place,
			  bool denied[PROBE_ADDRESSES])
{
	for (unsigned int address = 0; address < PROBE_ADDRESSES; address++) {
		denied[address] = false;
		for (size_t i = 0; i < deny->count && !denied[address]; i++)
			denied[address] = denies(&deny->entries[i], place, address);
	}
}
