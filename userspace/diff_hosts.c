// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff_hosts.c: whether two snapshots are of one board, and what each could not see.
 */
#include "diff_internal.h"

#include <errno.h>
#include <string.h>

#include "config_image.h"
#include "placeholder.h"

/* Bytes of configuration space that everyone may read. */
#define PUBLIC_BYTES 64

static bool same(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/* Only what both know, and both have. */
static int compare_texts(struct diff_changes *changes, const char *name,
			 const char *a, const char *b)
{
	if (!a || !b || same(a, b))
		return 0;
	return changes_add(changes, name, a, b) ? 0 : -ENOMEM;
}

static const char *board_text(const struct snapshot *snapshot, enum board_field field)
{
	const struct value *value = &snapshot->board.fields[field];

	if (value->state != VALUE_KNOWN || placeholder_dmi(value->text))
		return NULL;
	return value->text;
}

int hosts_compare(struct diff *diff)
{
	const struct snapshot *a = diff->snapshots[DIFF_A], *b = diff->snapshots[DIFF_B];
	int err = 0;

	for (int field = 0; field < BOARD_FIELDS && !err; field++) {
		bool bios = field == BOARD_BIOS_VERSION;

		err = compare_texts(bios ? &diff->context : &diff->board,
				    board_field_names[field],
				    board_text(a, field), board_text(b, field));
	}
	if (!err)
		err = compare_texts(&diff->context, "hostname", a->hostname, b->hostname);
	if (!err)
		err = compare_texts(&diff->context, "kernel", a->kernel, b->kernel);
	return err;
}

/*
 * Text of lspci knows nothing of I2C. Saved as a snapshot it is known by this:
 * whoever looks at a running machine can tell a virtual function.
 */
bool hosts_sees_i2c(const struct snapshot *snapshot)
{
	if (snapshot->source == SOURCE_LSPCI)
		return false;
	if (snapshot->source != SOURCE_SNAPSHOT)
		return true;
	for (size_t i = 0; i < snapshot->count; i++)
		if (snapshot->devices[i]->kind != DEVICE_FUNCTION ||
		    device_value(snapshot->devices[i], FIELD_VIRTUAL)->state != VALUE_UNKNOWN)
			return true;
	return !snapshot->count;
}

/* How many functions have a configuration space here, and how many more than its beginning. */
struct spaces {
	size_t functions, some, more;
};

static bool holds_more(const struct config_image *image)
{
	for (size_t i = PUBLIC_BYTES / 8; i < sizeof(image->known); i++)
		if (image->known[i])
			return true;
	return false;
}

static struct spaces count_spaces(const struct snapshot *snapshot)
{
	struct spaces spaces = { 0 };

	for (size_t i = 0; i < snapshot->count; i++) {
		const struct device *device = snapshot->devices[i];

		spaces.functions += device->kind == DEVICE_FUNCTION;
		spaces.some += !!device->config;
		spaces.more += device->config && holds_more(device->config);
	}
	return spaces;
}

static const char *find_reason(const struct snapshot *snapshot)
{
	const struct spaces spaces = count_spaces(snapshot);

	if (snapshot->incomplete)
		return "is not complete";
	if (snapshot->source == SOURCE_LSPCI)
		return "is text of lspci";
	if (spaces.some && !spaces.more)
		return "was captured without root";
	return spaces.some ? "could not read them" : "does not hold them";
}

void hosts_reasons(struct diff *diff)
{
	for (int k = DIFF_A; k < DIFF_SIDES; k++)
		if (diff->blind_devices[k] || diff->unseen[k] || diff->snapshots[k]->incomplete)
			diff->reasons[k] = find_reason(diff->snapshots[k]);
}
