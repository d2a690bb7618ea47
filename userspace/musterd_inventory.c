// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_inventory.c: which inventory is in force.
 */
#include "musterd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inventory.h"
#include "inventory_keep.h"
#include "inventory_signature.h"
#include "lack.h"
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
	const struct trust trust = { config->keys, verify_by_tool };
	struct selection vendor = { NULL, NULL };
	int err;

	err = inventory_select_trusted(config->inventory_dir, board, &trust, &own->inventory,
				       &own->trouble);
	if (err || own->inventory || !is_kind(own->trouble, "none"))
		return err;
	err = inventory_select_trusted(config->vendor_dir, board, &trust, &vendor.inventory,
				       &vendor.trouble);
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

static char *kept_path(const struct musterd *musterd)
{
	char *path;

	return asprintf(&path, "%s/inventory.json", musterd->config.state_dir) < 0 ? NULL : path;
}

/* At a start: the last good one, if the file that it came from is a bad one now. */
static int recall(struct musterd *musterd, const struct selection *selection)
{
	const struct trust trust = { musterd->config.keys, verify_by_tool };
	struct inventory *kept, *now;
	char *path;
	int err;

	if (musterd->inventory || !selection->trouble || is_kind(selection->trouble, "none"))
		return 0;
	path = kept_path(musterd);
	err = path ? inventory_kept(path, &kept) : -ENOMEM;
	free(path);
	if (err)
		return is_lack(err) ? err : 0;
	err = inventory_load_trusted(inventory_path(kept), &trust, &now, NULL);
	if (!err)
		inventory_free(now);
	if (is_lack(err)) {
		inventory_free(kept);
		return err;
	}
	if (!err || err == -ENOENT || inventory_fits(kept, &musterd->live->board) < 0)
		inventory_free(kept);
	else
		musterd->inventory = kept;
	return 0;
}

/* So that a start with a bad file finds it. */
static void keep(struct musterd *musterd)
{
	char *path;
	int err;

	if (!musterd->inventory)
		return;
	path = kept_path(musterd);
	err = path ? inventory_keep(musterd->inventory, path) : -ENOMEM;
	free(path);
	trouble_set(musterd, TROUBLE_INVENTORY, err ? "the inventory cannot be kept for a start at which its file is bad: %s" : NULL,
		    strerror(-err));
	/* files that have changed since they were read are for the next reload */
	if (err && err != -ESTALE)
		clock_retry(musterd);
}

void inventory_retry(struct musterd *musterd)
{
	if (musterd->trouble[TROUBLE_INVENTORY])
		keep(musterd);
}

/* The finding says what is in force instead. */
static void say_kept(const struct musterd *musterd)
{
	struct finding *trouble = musterd->inventory_trouble;
	char *message;

	if (asprintf(&message, "%s The last good one stays in force: \"%s\", %s.",
		     trouble->message ? trouble->message : "",
		     inventory_name(musterd->inventory),
		     inventory_digest(musterd->inventory)) < 0)
		return;
	free(trouble->message);
	trouble->message = message;
}

/* Without an inventory, the watch-list judges alone, but not what a virtual machine's host made up. */
static int put_watch(struct musterd *musterd, const struct inventory *list)
{
	inventory_free(musterd->watch);
	musterd->watch = NULL;
	if (musterd->inventory)
		return inventory_watch(musterd->inventory, list);
	if (!list || musterd->virtual_machine)
		return 0;
	return inventory_watch_alone(list, &musterd->watch);
}

/*
 * A bad file is told of like a bad inventory, unless there is one to be told of.
 * Takes @why over.
 */
static int tell_bad_watch(struct musterd *musterd, char *why)
{
	char *path;
	int err;

	if (!why || musterd->inventory_trouble) {
		free(why);
		return 0;
	}
	path = strndup(why, strcspn(why, ":"));
	err = path ? inventory_trouble(-EINVAL, path, why, &musterd->inventory_trouble) : -ENOMEM;
	free(path);
	return err;
}

static int choose(struct musterd *musterd)
{
	struct selection selection = { NULL, NULL };
	int err;

	err = select_one(&musterd->config, &musterd->live->board, &selection);
	if (!err)
		err = recall(musterd, &selection);
	if (err) {
		clear_selection(&selection);
		return err;
	}
	finding_free(musterd->inventory_trouble);
	musterd->inventory_trouble = selection.trouble;
	if (keeps_old(musterd->inventory, &selection)) {
		if (selection.inventory)
			inventory_free(selection.inventory);
		say_kept(musterd);
		return 0;
	}
	if (musterd->inventory)
		inventory_free(musterd->inventory);
	musterd->inventory = selection.inventory;
	keep(musterd);
	return 0;
}

int inventory_reload(struct musterd *musterd)
{
	struct inventory *list = NULL;
	char *why = NULL;
	int err;

	/* first: the inventory that is chosen is not to be without what goes with it */
	err = inventory_watch_load(NULL, &list, &why);
	if (!err)
		err = choose(musterd);
	if (!err)
		err = put_watch(musterd, list);
	inventory_free(list);
	if (!err)
		return tell_bad_watch(musterd, why);
	free(why);
	return err;
}
