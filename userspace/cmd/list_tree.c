// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * list_tree.c: the tree of muster list -t, with what an inventory says of it.
 */
#include "list.h"

#include <errno.h>
#include <string.h>

#include "../cmd.h"
#include "../compare.h"
#include "../inventory.h"
#include "../output.h"

/*
 * Who names no inventory sees the verdicts of the board's own, if there is one;
 * whether that is as it should be "muster check" tells.
 */
static int find_inventory(const struct inventory_options *options,
			  const struct snapshot *snapshot, struct inventory **out)
{
	struct finding *trouble = NULL;
	int err = cmd_find_inventory(options, &snapshot->board, out, &trouble, NULL);

	if (!err && !*out && options->path) {
		cmd_error(options->path, "%s", trouble && trouble->message ?
			  trouble->message : "holds no inventory for this board");
		err = -ENOENT;
	}
	finding_free(trouble);
	return err;
}

int list_tree(const struct output *output, const struct snapshot *snapshot,
	      const struct inventory_options *options)
{
	struct inventory *inventory = NULL;
	struct verdict verdict = { 0 };
	int err = find_inventory(options, snapshot, &inventory);

	if (err)
		return EXIT_TROUBLE;
	if (inventory)
		err = compare(snapshot, inventory, output->names, &verdict);
	if (!err)
		err = output_tree(output, snapshot, inventory ? &verdict : NULL);
	verdict_clear(&verdict);
	inventory_free(inventory);
	if (err)
		cmd_error("list", "%s", strerror(-err));
	return err ? EXIT_TROUBLE : 0;
}
