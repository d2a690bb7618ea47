// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_inventory.c: which inventory is in force.
 */
#include "musterd.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "inventory.h"
#include "snapshot.h"

struct selection {
	struct inventory *inventory;
	struct finding *trouble;
};

static bool is_kind(const struct finding *trouble, const char *kind)
{
	return trouble && trouble->seen && !strcmp(trouble->seen, kind);
}

static void clear_selection(struct selection *selection)
{
	if (selection->inventory)
		inventory_free(selection->inventory);
	finding_free(selection->trouble);
	selection->inventory = NULL;
	selection->trouble = NULL;
}

/* The machine's own first; what came with a package only where it has none. */
static int select_one(const struct config *config, const struct board *board,
		      struct selection *own)
{
	struct selection vendor = { NULL, NULL };
	int err;

	err = inventory_select(config->inventory_dir, board, &own->inventory, &own->trouble);
	if (err || own->inventory || !is_kind(own->trouble, "none"))
		return err;
	err = inventory_select(config->vendor_dir, board, &vendor.inventory, &vendor.trouble);
	if (err)
		return err;
	if (is_kind(vendor.trouble, "none")) {
		clear_selection(&vendor);
		return 0;
	}
	clear_selection(own);
	*own = vendor;
	return 0;
}

/* What is in force stays, where what should replace it is bad or ambiguous. */
static bool keeps_old(const struct inventory *old, const struct selection *selection)
{
	const struct finding *trouble = selection->trouble;

	if (!old || !trouble || is_kind(trouble, "none"))
		return false;
	return !selection->inventory || (trouble->inventory_path &&
		!strcmp(trouble->inventory_path, inventory_path(old)));
}

int inventory_reload(struct musterd *musterd)
{
	struct selection selection = { NULL, NULL };
	int err;

	err = select_one(&musterd->config, &musterd->live->board, &selection);
	if (err) {
		clear_selection(&selection);
		return err;
	}
	finding_free(musterd->inventory_trouble);
	musterd->inventory_trouble = selection.trouble;
	if (keeps_old(musterd->inventory, &selection)) {
		if (selection.inventory)
			inventory_free(selection.inventory);
		return 0;
	}
	if (musterd->inventory)
		inventory_free(musterd->inventory);
	musterd->inventory = selection.inventory;
	return 0;
}
