// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_merge_memory.c: kernels differ in whether they make clients for memory
 * modules, but not for which: who shows none on a bus says nothing of what is in
 * its sockets. It is the same where one machine is judged (compare_shortage.c).
 */
#include "inventory_merge_internal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "inventory_generate.h"
#include "kernel_client.h"
#include "place.h"
#include "rule.h"

static bool is_module(const struct merge *merge, const struct slot *slot)
{
	if (!rule_may_be_spd(slot->place))
		return false;
	for (size_t i = slot->first; i != NOBODY; i = merge->parts[i].next) {
		const struct device *device = merge->parts[i].device;
		const char *name = device_get(device, FIELD_NAME);

		if (device->kind == DEVICE_CLIENT &&
		    (rule_knows_module(device) || (name && kernel_client_is_spd(name))))
			return true;
	}
	return false;
}

/* Who shows anything on the adapter at @place where modules can be: at 50 to 57. */
static int join_shown(const struct merge *merge, const char *place, struct machine_set *shown)
{
	char key[PLACE_MAX + 8];
	int err = 0;

	for (char number = '0'; number < '8' && !err; number++) {
		size_t found;

		if (snprintf(key, sizeof(key), "%s/5%c\n", place, number) >= (int)sizeof(key))
			return 0;
		found = merge_index_find(merge->slot_index, key);
		if (found != NOBODY)
			err = merge_join_slot(merge, &merge->slots[found], 0, shown);
	}
	return err;
}

int merge_modules_keep(const struct merge *merge, const struct slot *slot,
		       const struct slot *adapter, struct machine_set *know)
{
	struct machine_set shown = { 0 };
	int err;

	if (!adapter || !is_module(merge, slot))
		return 0;
	err = join_shown(merge, adapter->place, &shown);
	if (!err)
		machine_set_keep(know, &shown);
	machine_set_clear(&shown);
	return err;
}

int merge_modules_tell(const struct decision *decision, struct slot *adapter)
{
	const struct merge *merge = decision->merge;
	struct machine_set lack = { 0 }, shown = { 0 };
	size_t of;
	int err;

	if (!adapter || adapter->modules_told || !is_module(merge, decision->slot))
		return 0;
	adapter->modules_told = true;
	err = merge_join_slot(merge, adapter, 0, &lack);
	machine_set_keep(&lack, &merge->whole);
	machine_set_keep(&lack, &merge->i2c);
	of = machine_set_count(&lack);
	if (!err)
		err = join_shown(merge, adapter->place, &shown);
	machine_set_drop(&lack, &shown);
	if (!err && machine_set_count(&lack))
		err = merge_tell(decision->outliers, merge, adapter, "unreadable", &lack, of,
				 "no memory module shows itself on the adapter at %s: the kernel there makes no clients for them, or all were taken out",
				 adapter->place);
	machine_set_clear(&lack);
	machine_set_clear(&shown);
	return err;
}
