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

int cmd_find_inventory(const struct inventory_options *options, const struct board *board,
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
	if (!err && *out && other_board)
		*other_board = inventory_fits(*out, board) < 0;
	return err;
}
