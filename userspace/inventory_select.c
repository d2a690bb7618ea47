// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_select.c: the inventory of a directory that is this board's.
 */
#include "inventory.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inventory_signature.h"
#include "lack.h"

/* The good files of a directory in lexical order, and what is wrong with the rest. */
struct shelf {
	const struct trust *trust;
	struct inventory **items;
	size_t count;
	char *bad_path, *bad_why;	/* of the first bad file */
	int bad_err;
	size_t bad_count;
};

static void clear_shelf(struct shelf *shelf)
{
	for (size_t i = 0; i < shelf->count; i++)
		inventory_free(shelf->items[i]);
	free(shelf->items);
	free(shelf->bad_path);
	free(shelf->bad_why);
}

/* Takes @why over. */
static int note_bad(struct shelf *shelf, const char *path, char *why, int err)
{
	if (shelf->bad_count++) {
		free(why);
		return 0;
	}
	if (!why && asprintf(&why, "%s:1: %s", path, strerror(-err)) < 0)
		return -ENOMEM;
	shelf->bad_why = why;
	shelf->bad_err = err;
	shelf->bad_path = strdup(path);
	return shelf->bad_path ? 0 : -ENOMEM;
}

static int parse_file(const char *path, const struct trust *trust, struct inventory **out,
		      char **why)
{
	size_t length;
	char *text;
	int err;

	*why = NULL;
	err = inventory_read(path, &text, &length);
	if (err)
		return err;
	/* What is verified is what is used: the file is read once. */
	err = inventory_signature(trust, path, text, length, why);
	if (!err)
		err = inventory_parse(path, text, length, out, why);
	free(text);
	return err;
}

static int add_file(struct shelf *shelf, const char *path)
{
	struct inventory *inventory;
	char *why;
	int err = parse_file(path, shelf->trust, &inventory, &why);

	if (is_lack(err)) {
		free(why);
		return err;
	}
	if (!err && inventory->kind == INVENTORY_WATCH_LIST) {
		inventory_free(inventory);
		err = -EINVAL;
		if (asprintf(&why, "%s:1: a watch-list is for every board: it belongs in " WATCH_LIST_OWN,
			     path) < 0)
			return -ENOMEM;
	}
	if (err)
		return note_bad(shelf, path, why, err);
	shelf->items[shelf->count++] = inventory;
	return 0;
}

static int is_inventory(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return entry->d_name[0] != '.' && length > 5 &&
	       strcmp(entry->d_name + length - 5, ".json") == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* A directory that is not there is an empty one. */
static int fill_shelf(const char *directory, const struct trust *trust, struct shelf *shelf)
{
	struct dirent **entries;
	int count, err = 0;

	*shelf = (struct shelf){ .trust = trust };
	count = scandir(directory, &entries, is_inventory, by_name);
	if (count < 0 && (errno == ENOENT || is_lack(-errno)))
		return errno == ENOENT ? 0 : -errno;
	if (count < 0)
		return note_bad(shelf, directory, NULL, -errno);
	shelf->items = calloc(count + 1, sizeof(*shelf->items));
	if (!shelf->items)
		err = -ENOMEM;
	for (int i = 0; i < count; i++) {
		char *path;

		if (!err && asprintf(&path, "%s/%s", directory, entries[i]->d_name) < 0)
			err = -ENOMEM;
		else if (!err) {
			err = add_file(shelf, path);
			free(path);
		}
		free(entries[i]);
	}
	free(entries);
	return err;
}

/* Return: 0 also where @unit extends nothing; -ENOENT: the model is not there, or twice. */
static int complete_unit(struct inventory *unit, const struct shelf *shelf)
{
	const struct inventory *model = NULL;

	if (!unit->extends)
		return 0;
	for (size_t i = 0; i < shelf->count; i++) {
		const struct inventory *item = shelf->items[i];

		if (item->kind != INVENTORY_MODEL || strcmp(item->name, unit->extends) != 0)
			continue;
		if (model)
			return -ENOENT;
		model = item;
	}
	return model ? inventory_extend(unit, model) : -ENOENT;
}

static char *extends_sentence(const struct inventory *unit)
{
	char *why;

	if (asprintf(&why, "%s:1: it extends \"%s\", but not exactly one model of that name stands beside it",
		     unit->path, unit->extends) < 0)
		return NULL;
	return why;
}

static int load_model(struct inventory *unit, const char *path, const struct trust *trust,
		      char **why)
{
	const char *slash = strrchr(path, '/');
	char *directory = slash ? strndup(path, slash - path + 1) : strdup(".");
	struct shelf shelf = { 0 };
	int err;

	if (!directory)
		return -ENOMEM;
	err = fill_shelf(directory, trust, &shelf);
	if (!err)
		err = complete_unit(unit, &shelf);
	if (err == -ENOENT && (shelf.bad_err == -ENOKEY || shelf.bad_err == -EKEYREJECTED)) {
		err = shelf.bad_err;
		*why = shelf.bad_why;
		shelf.bad_why = NULL;
	} else if (err == -ENOENT) {
		err = -EINVAL;
		*why = extends_sentence(unit);
	}
	clear_shelf(&shelf);
	free(directory);
	return err;
}

int inventory_load(const char *path, struct inventory **out, char **why)
{
	return inventory_load_trusted(path, NULL, out, why);
}

int inventory_load_trusted(const char *path, const struct trust *trust, struct inventory **out,
			   char **why)
{
	struct inventory *inventory;
	char *sentence;
	int err = parse_file(path, trust, &inventory, &sentence);

	if (!err && inventory->extends) {
		err = load_model(inventory, path, trust, &sentence);
		if (err)
			inventory_free(inventory);
	}
	if (!err)
		*out = inventory;
	if (why)
		*why = sentence;
	else
		free(sentence);
	return err;
}

/* What select finds: the best that fits, and whether another fits as well. */
struct choice {
	size_t index;
	bool found, tie;
};

static struct choice choose(const struct shelf *shelf, const struct board *board)
{
	struct choice choice = { 0 };
	int best = 0;

	for (size_t i = 0; i < shelf->count; i++) {
		/* A unit beats any model, whatever the number of fields. */
		int score = inventory_fits(shelf->items[i], board);

		if (score < 0)
			continue;
		if (shelf->items[i]->kind == INVENTORY_UNIT)
			score += BOARD_FIELDS + 1;
		if (!choice.found || score > best) {
			choice = (struct choice){ .index = i, .found = true };
			best = score;
		} else if (score == best) {
			choice.tie = true;
		}
	}
	return choice;
}

static const char *board_text(const struct board *board, enum board_field field)
{
	const struct value *value = &board->fields[field];

	if (value->state == VALUE_UNKNOWN)
		return "unknown";
	return value->state == VALUE_NONE ? "none" : value->text;
}

/*
 * A finding of class inventory; @kind tells one from another in its id.
 * Takes @message over.
 */
static int trouble_new(enum severity severity, const char *kind, const char *path,
		       char *message, struct finding **out)
{
	struct finding *finding = finding_new(FINDING_INVENTORY, severity, NULL);

	if (!finding || !message) {
		free(message);
		finding_free(finding);
		return -ENOMEM;
	}
	finding->message = message;
	finding->field = strdup("inventory");
	finding->seen = strdup(kind);
	finding->inventory_path = path ? strdup(path) : NULL;
	finding_identify(finding);
	*out = finding;
	if (finding->field && finding->seen && (!path || finding->inventory_path))
		return 0;
	finding_free(finding);
	*out = NULL;
	return -ENOMEM;
}

static int report_none(const char *directory, const struct board *board,
		       struct finding **out)
{
	enum severity severity = board->virtual_machine ? SEVERITY_NOTICE : SEVERITY_WARNING;
	char *message;

	if (asprintf(&message, "No inventory in %s is for this board (board_vendor %s, board_name %s, product_name %s): nothing can be compared. 'muster inventory generate -o %s/NAME.json' makes one from what is there now.",
		     directory, board_text(board, BOARD_BOARD_VENDOR),
		     board_text(board, BOARD_BOARD_NAME),
		     board_text(board, BOARD_PRODUCT_NAME), directory) < 0)
		message = NULL;
	return trouble_new(severity, "none", NULL, message, out);
}

static int report_tie(const struct shelf *shelf, const struct choice *choice,
		      struct finding **out)
{
	const struct inventory *inventory = shelf->items[choice->index];
	char *message;

	if (asprintf(&message, "More than one inventory fits this board equally well, %s (%s) among them: none is used until one asks for more fields than the others.",
		     inventory->name, inventory->path) < 0)
		message = NULL;
	return trouble_new(SEVERITY_WARNING, "tie", NULL, message, out);
}

static const char *bad_kind(int err)
{
	if (err == -ENOKEY)
		return "not signed";
	return err == -EKEYREJECTED ? "bad signature" : "bad file";
}

static int report_bad(const struct shelf *shelf, bool used_another, struct finding **out)
{
	char others[48] = "";
	char *message;

	if (shelf->bad_count > 1)
		snprintf(others, sizeof(others), " (and %zu more such files)",
			 shelf->bad_count - 1);
	if (asprintf(&message, "%s%s: this inventory is not used%s.", shelf->bad_why, others,
		     used_another ? "; another one that fits the board is" : "") < 0)
		message = NULL;
	return inventory_trouble(shelf->bad_err, shelf->bad_path, message, out);
}

int inventory_trouble(int err, const char *path, char *why, struct finding **out)
{
	return trouble_new(SEVERITY_WARNING, bad_kind(err), path, why, out);
}

/* The chosen one cannot stand without its model: that is a bad file, too. */
static int complete_choice(struct shelf *shelf, struct choice *choice)
{
	struct inventory *unit = shelf->items[choice->index];
	int err = complete_unit(unit, shelf);

	if (err != -ENOENT)
		return err;
	choice->found = false;
	return note_bad(shelf, unit->path, extends_sentence(unit), -EINVAL);
}

int inventory_select(const char *directory, const struct board *board,
		     struct inventory **out, struct finding **trouble)
{
	return inventory_select_trusted(directory, board, NULL, out, trouble);
}

int inventory_select_trusted(const char *directory, const struct board *board,
			     const struct trust *trust, struct inventory **out,
			     struct finding **trouble)
{
	struct choice choice = { 0 };
	struct shelf shelf;
	int err;

	*out = NULL;
	*trouble = NULL;
	err = fill_shelf(directory, trust, &shelf);
	if (!err) {
		choice = choose(&shelf, board);
		if (choice.found && !choice.tie)
			err = complete_choice(&shelf, &choice);
	}
	if (!err && choice.tie)
		err = report_tie(&shelf, &choice, trouble);
	else if (!err && shelf.bad_count)
		err = report_bad(&shelf, choice.found, trouble);
	else if (!err && !choice.found)
		err = report_none(directory, board, trouble);
	if (!err && choice.found && !choice.tie) {
		*out = shelf.items[choice.index];
		shelf.items[choice.index] = shelf.items[--shelf.count];
	}
	clear_shelf(&shelf);
	return err;
}
