// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * find_inventory.c: the inventory that a command line asks for: a file whatever
 * its board, of a directory the one for this board.
 */
#include "../cmd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../inventory.h"
#include "../inventory_sign.h"
#include "../text.h"

static int load_file(const char *path, const struct trust *trust, struct inventory **out,
		     struct finding **trouble)
{
	char *why = NULL;
	int err = inventory_load_trusted(path, trust, out, &why);

	if (err == -ENOKEY || err == -EKEYREJECTED)
		return inventory_trouble(err, path, why, trouble);
	if (err && why) {
		fputs("muster: ", stderr);
		text_print(stderr, why);
		fputc('\n', stderr);
	} else if (err) {
		cmd_error(path, "%s", strerror(-err));
	}
	free(why);
	return err;
}

struct inventory *cmd_watch_list(const struct inventory_options *options)
{
	const char *path = options->watch_list;
	struct inventory *watch = NULL;
	char *why = NULL;
	int err;

	if (path && strcmp(path, "none") == 0)
		return NULL;
	err = inventory_watch_load(path, &watch, &why);
	if (why) {
		fputs("muster: ", stderr);
		text_print(stderr, why);
		fputs(": this watch-list is not used\n", stderr);
	} else if (err || (path && !watch)) {
		cmd_error(path ? path : WATCH_LIST_SHIPPED, "%s: no watch-list is used",
			  strerror(err ? -err : ENOENT));
	}
	free(why);
	return watch;
}

struct inventory *cmd_watch_alone(const struct inventory_options *options,
				  const struct board *board)
{
	struct inventory *watch, *alone = NULL;

	/* nobody wants to hear of what its host made up */
	watch = board->virtual_machine ? NULL : cmd_watch_list(options);
	if (watch && inventory_watch_alone(watch, &alone))
		alone = NULL;
	inventory_free(watch);
	return alone;
}

static int add_watch(const struct inventory_options *options, struct inventory *inventory)
{
	struct inventory *watch;
	int err;

	if (inventory->no_watch)
		return 0;
	watch = cmd_watch_list(options);
	err = inventory_watch(inventory, watch);
	inventory_free(watch);
	return err;
}

/* Without the watch-list. */
static int find_own(const struct inventory_options *options, const struct board *board,
		    struct inventory **out, struct finding **trouble, bool *other_board)
{
	const char *path = options->path ? options->path : INVENTORY_DIRECTORY;
	const char *keys = options->keys ? options->keys : SIGNATURE_KEYS;
	const struct trust trust = { strcmp(keys, "none") ? keys : NULL, sign_trust };
	struct stat st;
	int err;

	*out = NULL;
	*trouble = NULL;
	if (!options->path || (stat(path, &st) == 0 && S_ISDIR(st.st_mode)))
		return inventory_select_trusted(path, board, &trust, out, trouble);
	err = load_file(path, &trust, out, trouble);
	if (!err && *out && (*out)->kind == INVENTORY_WATCH_LIST) {
		cmd_error(path, "is a watch-list: name it with --watch-list");
		inventory_free(*out);
		*out = NULL;
		return -EINVAL;
	}
	if (!err && *out && other_board)
		*other_board = inventory_fits(*out, board) < 0;
	return err;
}

int cmd_find_inventory(const struct inventory_options *options, const struct board *board,
		       struct inventory **out, struct finding **trouble, bool *other_board)
{
	int err = find_own(options, board, out, trouble, other_board);

	if (!err && *out)
		err = add_watch(options, *out);
	if (err == -ENOMEM)
		cmd_error("inventory", "%s", strerror(ENOMEM));
	return err;
}
