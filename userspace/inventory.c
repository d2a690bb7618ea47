// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory.c: the known-good list of a board: its file, what it extends, and
 * which board it is for.
 */
#include "inventory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "placeholder.h"

static void free_names(struct learned_root *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(items[i].name);
		free(items[i].id);
	}
	free(items);
}

void inventory_free(struct inventory *inventory)
{
	if (!inventory)
		return;
	for (size_t i = 0; i < inventory->match_count; i++)
		pattern_clear(&inventory->match[i].pattern);
	for (size_t i = 0; i < inventory->rule_count; i++)
		rule_clear(&inventory->rules[i]);
	pattern_clear(&inventory->placeholders);
	free_names(inventory->roots, inventory->root_count);
	free_names(inventory->adapters, inventory->adapter_count);
	for (size_t i = 0; i < inventory->shape_count; i++)
		free(inventory->shapes[i].text);
	free(inventory->shapes);
	free(inventory->watch_path);
	free(inventory->match);
	free(inventory->rules);
	free(inventory->path);
	free(inventory->name);
	free(inventory->extends);
	free(inventory->model_path);
	free(inventory);
}

const char *inventory_path(const struct inventory *inventory)
{
	return inventory->path;
}

const char *inventory_digest(const struct inventory *inventory)
{
	return inventory->digest;
}

const char *inventory_name(const struct inventory *inventory)
{
	return inventory->name;
}

bool inventory_reviewed(const struct inventory *inventory)
{
	return inventory->reviewed;
}

size_t inventory_rules(const struct inventory *inventory)
{
	return inventory->rule_count;
}

static int read_all(int fd, char *text, size_t size)
{
	size_t length = 0;

	while (length < size) {
		ssize_t n = read(fd, text + length, size - length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			return -EIO;	/* cut short while we read it */
		length += n;
	}
	return 0;
}

int inventory_read(const char *path, char **text, size_t *length)
{
	struct stat st;
	int fd, err;

	/* A FIFO in the directory must not hang the daemon. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	*text = NULL;
	err = fstat(fd, &st) ? -errno : 0;
	if (!err && !S_ISREG(st.st_mode))
		err = -EINVAL;
	if (!err && st.st_size > INVENTORY_SIZE_MAX)
		err = -EFBIG;
	if (!err) {
		*length = st.st_size;
		*text = calloc(1, *length + 1);
		err = *text ? read_all(fd, *text, *length) : -ENOMEM;
	}
	if (err) {
		free(*text);
		*text = NULL;
	}
	close(fd);
	return err;
}

int inventory_fits(const struct inventory *inventory, const struct board *board)
{
	int score = 0;

	if (inventory->kind == INVENTORY_WATCH_LIST)
		return -1;
	for (size_t i = 0; i < inventory->match_count; i++) {
		const struct board_term *term = &inventory->match[i];
		const struct value *value = &board->fields[term->field];

		if (pattern_match(&term->pattern, value) != MATCH_YES)
			return -1;
		if (value->state != VALUE_KNOWN || !placeholder_dmi(value->text))
			score++;
	}
	return score;
}
