// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * merge_files.c: which files a command line of "inventory merge" stands for.
 */
#include "inventory.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../cmd.h"

/* Takes @name over, also on failure; NULL: no memory for it. */
static int add_name(struct name_list *names, char *name)
{
	size_t room = names->room ? 2 * names->room : 64;
	char **items;

	if (name && names->count == names->room) {
		items = reallocarray(names->items, room, sizeof(*items));
		if (items) {
			names->items = items;
			names->room = room;
		}
	}
	if (!name || names->count == names->room) {
		free(name);
		return -ENOMEM;
	}
	names->items[names->count++] = name;
	return 0;
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int add_directory(const char *path, struct name_list *names)
{
	struct dirent **entries;
	int count = scandir(path, &entries, is_visible, alphasort), err = 0;

	if (count < 0) {
		err = -errno;
		cmd_error(path, "%s", strerror(-err));
		return err;
	}
	for (int i = 0; i < count; i++) {
		char *name;

		if (!err && asprintf(&name, "%s/%s", path, entries[i]->d_name) < 0)
			name = NULL;
		if (!err)
			err = add_name(names, name);
		free(entries[i]);
	}
	free(entries);
	return err;
}

static int add_list(const char *path, struct name_list *names)
{
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	char *line = NULL;
	size_t size = 0;
	ssize_t length;
	int err = 0;

	if (!file) {
		err = -errno;
		cmd_error(path, "%s", strerror(-err));
		return err;
	}
	while (!err && (length = getline(&line, &size, file)) >= 0) {
		if (length && line[length - 1] == '\n')
			line[--length] = '\0';
		if (length && *line != '#')
			err = add_name(names, strdup(line));
	}
	free(line);
	if (file != stdin)
		fclose(file);
	return err;
}

/* A tree of one machine holds sys; a directory of machines does not. */
static bool is_collection(const char *path)
{
	struct stat st;
	char *sys;
	bool tree;

	if (stat(path, &st) || !S_ISDIR(st.st_mode) || asprintf(&sys, "%s/sys", path) < 0)
		return false;
	tree = access(sys, F_OK) == 0;
	free(sys);
	return !tree;
}

int merge_files(const char *argument, struct name_list *names)
{
	if (*argument == '@')
		return add_list(argument + 1, names);
	if (is_collection(argument))
		return add_directory(argument, names);
	return add_name(names, strdup(argument));
}

void merge_files_clear(struct name_list *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->items[i]);
	free(names->items);
	*names = (struct name_list){ 0 };
}
