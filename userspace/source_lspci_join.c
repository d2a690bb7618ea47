// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_join.c: what several listings of one file tell of one function.
 */
#include "source_lspci.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What one part cannot have two of. */
static const enum field lasting[] = {
	FIELD_VENDOR, FIELD_DEVICE, FIELD_SUBSYSTEM_VENDOR, FIELD_SUBSYSTEM_DEVICE,
};

/*
 * Takes what @to does not know. Return: 0, with @what if they differ in something that
 * can change; -EEXIST with @what: in something that cannot; -ENOMEM.
 */
static int join_fields(struct device *to, const struct device *from, const char **what)
{
	enum field field;
	size_t i;
	int err = 0;

	for (i = 0; i < sizeof(lasting) / sizeof(*lasting); i++) {
		const char *a = device_get(to, lasting[i]), *b = device_get(from, lasting[i]);

		if (a && b && strcmp(a, b)) {
			*what = field_table[lasting[i]].name;
			return -EEXIST;
		}
	}
	for (field = 0; field < FIELD_COUNT && !err; field++) {
		const char *a = device_get(to, field), *b = device_get(from, field);

		if (a && b && strcmp(a, b) && !*what)
			*what = field_table[field].name;
		err = device_fill(to, from, field);
	}
	return err;
}

static int join_number(int *to, int from, const char *name, const char **what)
{
	if (*to >= 0 && from >= 0 && *to != from) {
		*what = name;
		return -EEXIST;
	}
	if (*to < 0)
		*to = from;
	return 0;
}

/* The first bytes stay: a later listing may be of a device that went to sleep. */
static int join_bytes(struct config_image **to, const struct config_image *from,
		      const char *name, const char **what)
{
	unsigned int at;
	uint8_t byte, mine;
	int err = 0;

	for (at = 0; at < CONFIG_SPACE_MAX && !err; at++) {
		if (!config_image_u8(from, at, &byte))
			continue;
		if (!config_image_u8(*to, at, &mine))
			err = lspci_put(to, at, &byte, 1);
		else if (byte != mine && !*what)
			*what = name;
	}
	return err;
}

/* The listing that tells of more capabilities serves for all of them. */
static void join_lists(struct lspci_record *to, struct lspci_record *from)
{
	struct lspci_capability *list = to->capabilities;
	size_t count = to->capability_count;

	if (!from->lists || (to->lists && count >= from->capability_count))
		return;
	to->capabilities = from->capabilities;
	to->capability_count = from->capability_count;
	to->list_end = from->list_end;
	to->lists = true;
	from->capabilities = list;
	from->capability_count = count;
}

/* What is no field: BARs, the number of capabilities; and a driver that only one has. */
static void compare_words(const struct lspci_record *to, const struct lspci_record *from,
			  const char **what)
{
	const struct device *a = to->device, *b = from->device;
	bool differ = a->bar_count != b->bar_count;
	unsigned int i;

	if (*what || !to->verbose || !from->verbose)
		return;
	for (i = 0; i < a->bar_count && !differ; i++)
		differ = a->bars[i].index != b->bars[i].index ||
			 a->bars[i].size != b->bars[i].size;
	if (differ && to->very_verbose && from->very_verbose && to->sized == from->sized)
		*what = "BARs";
	else if (to->list_end == LSPCI_LIST_WHOLE && from->list_end == LSPCI_LIST_WHOLE &&
		 to->lists && from->lists && to->capability_count != from->capability_count)
		*what = "capabilities";
	else if (to->driven != from->driven)
		*what = field_table[FIELD_DRIVER].name;
}

/* Whether words or bytes of the function were read from itself. */
static bool answers(const struct lspci_record *record)
{
	return !record->silent && (record->verbose || record->hex);
}

static void join_marks(struct lspci_record *to, const struct lspci_record *from)
{
	if (from->very_verbose && !to->very_verbose) {
		memcpy(to->device->bars, from->device->bars, sizeof(to->device->bars));
		to->device->bar_count = from->device->bar_count;
		to->sized = from->sized;
		to->unsized = from->unsized;
	}
	/* one that is whole tells what the other could not */
	if (from->detailed || from->pairs)
		to->torn = from->torn && (to->torn || (!to->detailed && !to->pairs));
	to->named_bridge |= from->named_bridge;
	to->named_virtual |= from->named_virtual;
	to->pairs |= from->pairs;
	to->detailed |= from->detailed;
	to->driven |= from->driven;
	to->verbose |= from->verbose;
	to->very_verbose |= from->very_verbose;
	if (from->bridge_told && !to->bridge_told) {
		to->secondary = from->secondary;
		to->subordinate = from->subordinate;
		to->bridge_told = true;
	}
	to->bridge |= from->bridge;
	if (from->sriov.told && !to->sriov.told)
		to->sriov = from->sriov;
}

int lspci_join(struct lspci_record *to, struct lspci_record *from, const char **what)
{
	/* one that sleeps in one listing and answers in another is known by what it answered */
	bool silent = (to->silent || from->silent) && !answers(to) && !answers(from);
	int err;

	err = join_fields(to->device, from->device, what);
	if (!err)
		err = join_number(&to->class, from->class, "class", what);
	if (!err)
		err = join_number(&to->revision, from->revision, "revision", what);
	if (!err)
		err = join_number(&to->prog_if, from->prog_if, "programming interface", what);
	if (!err)
		err = join_bytes(&to->hex, from->hex, "bytes", what);
	if (!err)
		err = join_bytes(&to->told, from->told, "capabilities", what);
	if (err)
		return err;
	compare_words(to, from, what);
	join_lists(to, from);
	join_marks(to, from);
	to->silent = silent;
	to->capable |= from->capable;
	return 0;
}
