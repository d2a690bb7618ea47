// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_memory.c: what firmware found in the memory slots when the machine
 * started, against what the modules' own memories say now.
 *
 * This is a contradiction of the board with itself: no rule is needed to find it.
 */
#include "compare_internal.h"

#include <stdio.h>
#include <string.h>

#include "memory_pairs.h"
#include "smbios_memory.h"
#include "text.h"

#define LIST_SIZE 512
#define NAME_SIZE (4 * SMBIOS_TEXT_SIZE)

static struct judged *judged_of(const struct comparison *comparison,
				const struct device *client)
{
	for (size_t i = 0; i < comparison->snapshot->count; i++)
		if (comparison->judged[i].device == client)
			return &comparison->judged[i];
	return NULL;
}

/* A forbidden client's rule, or another part's, says nothing of this one's contents. */
static const struct rule *rule_of(const struct judged *judged)
{
	return judged->outcome == OUTCOME_PASSES || judged->outcome == OUTCOME_CHANGED ?
	       judged->rule : NULL;
}

static const char *name_of(const struct smbios_memory *module, char *buffer)
{
	text_escape(*module->locator ? module->locator : "a slot without a name", buffer,
		    NAME_SIZE);
	return buffer;
}

/* What makes a finding of each: how bad, and why it may be so. */
static const struct trait_words {
	enum severity severity;
	const char *what, *why;
} words[TRAIT_COUNT] = {
	[TRAIT_SIZE] = { SEVERITY_CRITICAL, "MiB",
		"its contents were changed since the machine started, or firmware does not use all of it. Addresses that two cells share can be made this way" },
	[TRAIT_TYPE] = { SEVERITY_WARNING, "generation", "its contents were changed" },
	[TRAIT_SERIAL] = { SEVERITY_WARNING, "serial",
		"another module or another memory answers there than when the machine started" },
	[TRAIT_DATA_WIDTH] = { SEVERITY_WARNING, "bits of data",
		"its contents were changed, or firmware counts otherwise" },
	[TRAIT_TOTAL_WIDTH] = { SEVERITY_NOTICE, "bits in all",
		"its contents were changed, or firmware counts otherwise" },
	[TRAIT_RANKS] = { SEVERITY_NOTICE, "ranks",
		"its contents were changed, or firmware counts otherwise" },
	[TRAIT_MAKER] = { SEVERITY_NOTICE, "as its maker",
		"its contents were changed, or firmware names whoever sold it" },
	[TRAIT_PART] = { SEVERITY_NOTICE, "as its part number",
		"its contents were changed, or firmware has a number of its own for it" },
};

static int report_trait(struct comparison *comparison, const struct memory_pair *pair,
			enum memory_trait trait, const char *firmware, const char *spd)
{
	struct judged *judged = judged_of(comparison, pair->client);
	char field[32], name[NAME_SIZE], said[4 * MEMORY_VALUE_SIZE], says[4 * MEMORY_VALUE_SIZE];
	const struct report report = {
		.class = FINDING_CHANGED,
		.severity = words[trait].severity,
		.place = pair->client->place,
		.judged = judged,
		.rule = rule_of(judged),
		.field = field, .expected = firmware, .seen = spd, .location = "SMBIOS type 17",
		.advice = "Take a dump before anything is restarted, and read the module in another machine; if firmware just counts otherwise, accept it.",
	};

	snprintf(field, sizeof(field), "memory.%s", memory_trait_names[trait]);
	text_escape(firmware, said, sizeof(said));
	text_escape(spd, says, sizeof(says));
	return compare_report(comparison, &report,
			      "The memory module at %s (slot %s) says %s %s, and firmware found %s when the machine started: %s.",
			      report.place, name_of(pair->module, name), says, words[trait].what,
			      said, words[trait].why);
}

static int report_pair(struct comparison *comparison, const struct memory_pairs *pairs,
		       const struct memory_pair *pair)
{
	const struct inventory_memory *known = &comparison->inventory->memory;
	int err = 0;

	for (enum memory_trait trait = 0; trait < TRAIT_COUNT && !err; trait++) {
		char firmware[MEMORY_VALUE_SIZE], spd[MEMORY_VALUE_SIZE];

		if (!known->not_compared[trait] &&
		    memory_pair_differs(pairs, pair, trait, firmware, spd))
			err = report_trait(comparison, pair, trait, firmware, spd);
	}
	return err;
}

static int report_stranger(struct comparison *comparison, const struct device *client)
{
	struct judged *judged = judged_of(comparison, client);
	const struct report report = {
		.class = FINDING_UNEXPECTED,
		.severity = SEVERITY_WARNING,
		.place = client->place,
		.judged = judged,
		.rule = rule_of(judged),
		.field = "memory.module", .expected = "none", .seen = "an SPD",
		.location = "SMBIOS type 17",
		.advice = "Look at the slot: a module that failed its test is left out by firmware, and so is one that came later.",
	};

	return compare_report(comparison, &report,
			      "A memory module answers at %s, and firmware found none that it could be when the machine started.",
			      client->place);
}

/* The bus on which the others were found. */
static void place_of_bus(const struct memory_pairs *pairs, char *place, size_t size)
{
	for (size_t i = 0; i < pairs->count; i++) {
		const struct device *client = pairs->pairs[i].client;
		const char *step = client ? strrchr(client->place, '/') : NULL;

		if (!step)
			continue;
		snprintf(place, size, "%.*s", (int)(step - client->place), client->place);
		return;
	}
}

static void list_modules(const struct memory_pairs *pairs, char *list, size_t size)
{
	size_t used = 0;

	*list = '\0';
	for (size_t i = 0; i < pairs->count && used < size; i++) {
		char name[NAME_SIZE];

		if (!pairs->pairs[i].client)
			used += snprintf(list + used, size - used, "%s%s", used ? ", " : "",
					 name_of(pairs->pairs[i].module, name));
	}
}

static int report_silent(struct comparison *comparison, const struct memory_pairs *pairs)
{
	char place[256] = "", list[LIST_SIZE];
	struct report report = {
		.class = FINDING_MISSING,
		.severity = SEVERITY_WARNING,
		.field = "memory.module", .expected = "an SPD for each module", .seen = list,
		.location = "SMBIOS type 17",
		.expected_count = pairs->read + pairs->modules -
			comparison->inventory->memory.without_spd,
		.seen_count = pairs->read,
		.advice = "Look whether each module is in its slot, and whether the drivers of all SMBus adapters are loaded; if their memories hang elsewhere on this board, accept it.",
	};

	place_of_bus(pairs, place, sizeof(place));
	list_modules(pairs, list, sizeof(list));
	report.place = *place ? place : NULL;
	return compare_report(comparison, &report,
			      "Firmware found %zu memory module%s (%s) whose memory does not answer, though that of %zu other%s does: taken out, silenced, or on a bus that is not seen.",
			      pairs->modules, pairs->modules == 1 ? "" : "s", list,
			      pairs->read - pairs->clients,
			      pairs->read - pairs->clients == 1 ? "" : "s");
}

/* One that cannot be read may be that of any module. */
static bool is_silent(const struct comparison *comparison, const struct memory_pairs *pairs)
{
	return pairs->read > pairs->clients &&
	       pairs->modules > comparison->inventory->memory.without_spd + pairs->unread;
}

int compare_memory(struct comparison *comparison)
{
	const struct inventory_memory *known = &comparison->inventory->memory;
	struct memory_pairs pairs;
	int err;

	err = memory_pairs_find(comparison->snapshot, &pairs);
	for (size_t i = 0; i < pairs.count && !err; i++) {
		const struct memory_pair *pair = &pairs.pairs[i];

		if (pair->module && pair->client)
			err = report_pair(comparison, &pairs, pair);
		else if (pair->client && pairs.clients > known->without_module)
			err = report_stranger(comparison, pair->client);
	}
	if (!err && is_silent(comparison, &pairs))
		err = report_silent(comparison, &pairs);
	memory_pairs_clear(&pairs);
	return err;
}
