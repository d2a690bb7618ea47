// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * boot_store.c: the ledgers of all boots, one directory per boot.
 */
#include "boot_store.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "chain.h"

#define BOOT_DIGITS 6
#define LOAD_DIGITS 3
#define NAME_SIZE 256	/* NAME_MAX and the final NUL */

/* "NUMBER-REST" with exactly @digits digits. Return: REST, or NULL. */
static const char *parse_name(const char *name, size_t digits, unsigned int *number)
{
	size_t i;

	*number = 0;
	for (i = 0; i < digits; i++) {
		if (name[i] < '0' || name[i] > '9')
			return NULL;
		*number = 10 * *number + name[i] - '0';
	}
	return name[digits] == '-' ? name + digits + 1 : NULL;
}

static int keep_boots(const struct dirent *entry)
{
	unsigned int number;
	const char *rest = parse_name(entry->d_name, BOOT_DIGITS, &number);

	return rest && strlen(rest) == 36;
}

static int keep_ledgers(const struct dirent *entry)
{
	unsigned int number;
	const char *rest = parse_name(entry->d_name, LOAD_DIGITS, &number);

	return rest && strlen(rest) == 39 && !strcmp(rest + 32, ".ledger");
}

static int sort_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* Return: how many names, or -errno; none where there is no such directory. */
static int scan(const char *directory, int (*keep)(const struct dirent *entry),
		struct dirent ***names)
{
	int count = scandir(directory, names, keep, sort_names);

	if (count >= 0)
		return count;
	*names = NULL;
	return errno == ENOENT ? 0 : -errno;
}

static void free_names(struct dirent **names, int count)
{
	while (count > 0)
		free(names[--count]);
	free(names);
}

/* The directory of @boot_id, made where there is none. */
static int find_boot(const char *directory, const char *boot_id, char **out)
{
	unsigned int number = 0;
	struct dirent **names;
	int i, count, err = 0;

	count = scan(directory, keep_boots, &names);
	if (count < 0)
		return count;
	for (i = 0; i < count; i++)
		if (!strcmp(parse_name(names[i]->d_name, BOOT_DIGITS, &number), boot_id))
			break;
	number += i == count;
	if (asprintf(out, "%s/%0*u-%s", directory, BOOT_DIGITS, number, boot_id) < 0)
		err = -ENOMEM;
	free_names(names, count);
	if (err)
		return err;
	if (!mkdir(directory, 0750) || errno == EEXIST)
		if (!mkdir(*out, 0750) || errno == EEXIST)
			return 0;
	err = -errno;
	free(*out);
	return err;
}

static char *ledger_path(const char *boot, unsigned int number, const char *load_id)
{
	char *path;

	if (asprintf(&path, "%s/%0*u-%s.ledger", boot, LOAD_DIGITS, number, load_id) < 0)
		return NULL;
	return path;
}

/*
 * The last file of the load, if there is one. A damaged file is evidence and
 * stays; the module still has what it held, and a file after it takes that.
 */
static int open_existing(const char *path, struct boot_store_opened *opened,
			 ledger_each each, void *context)
{
	char *why;
	int err = ledger_file_open(path, &opened->file, &why, each, context);

	if (err == -EBADMSG || err == -EPROTONOSUPPORT) {
		if (asprintf(&opened->damage, "%s: %s", path,
			     why ? why : "of a form that is not known here") < 0)
			opened->damage = NULL;
		err = 0;
	}
	free(why);
	return err;
}

static int open_ledger(const char *boot, const struct ledger_id *id,
		       struct boot_store_opened *opened, ledger_each each, void *context)
{
	char load_id[33], last[NAME_SIZE] = "";
	unsigned int number = 0;
	struct dirent **names;
	char *path = NULL;
	int i, count, err = 0;

	chain_hex(id->load_id, sizeof(id->load_id), load_id);
	count = scan(boot, keep_ledgers, &names);
	if (count < 0)
		return count;
	for (i = 0; i < count; i++) {
		const char *rest = parse_name(names[i]->d_name, LOAD_DIGITS, &number);

		if (strncmp(rest, load_id, 32))
			opened->reloaded = true;
		else
			snprintf(last, sizeof(last), "%s", names[i]->d_name);
	}
	free_names(names, count);
	if (*last) {
		if (asprintf(&path, "%s/%s", boot, last) < 0)
			return -ENOMEM;
		err = open_existing(path, opened, each, context);
	}
	free(path);
	if (err || opened->file)
		return err;
	opened->created = !*last;
	path = ledger_path(boot, number + 1, load_id);
	if (!path)
		return -ENOMEM;
	err = ledger_file_create(path, id, &opened->file);
	free(path);
	return err;
}

int boot_store_open(const char *directory, const struct ledger_id *id,
		    struct boot_store_opened *opened, ledger_each each, void *context)
{
	char *boot;
	int err;

	memset(opened, 0, sizeof(*opened));
	err = find_boot(directory, id->boot_id, &boot);
	if (err)
		return err;
	err = open_ledger(boot, id, opened, each, context);
	free(boot);
	if (err) {
		free(opened->damage);
		opened->damage = NULL;
	}
	return err;
}

static int list_boot(const char *directory, const char *name, struct boot_store_item *item,
		     int (*each)(const struct boot_store_item *item, void *context),
		     void *context)
{
	struct dirent **names;
	int i, count, err = 0;
	char *boot;

	if (asprintf(&boot, "%s/%s", directory, name) < 0)
		return -ENOMEM;
	count = scan(boot, keep_ledgers, &names);
	item->load = 0;
	for (i = 0; i < count && !err; i++) {
		unsigned int load;
		char *path;

		parse_name(names[i]->d_name, LOAD_DIGITS, &load);
		item->hole |= load != item->load + 1;
		item->load = load;
		if (asprintf(&path, "%s/%s", boot, names[i]->d_name) < 0) {
			err = -ENOMEM;
			break;
		}
		item->path = path;
		err = each(item, context);
		item->hole = false;
		free(path);
	}
	if (count >= 0)
		free_names(names, count);
	free(boot);
	return count < 0 ? count : err;
}

int boot_store_list(const char *directory,
		    int (*each)(const struct boot_store_item *item, void *context),
		    void *context)
{
	struct boot_store_item item = { .boot = 0 };
	struct dirent **names;
	int i, count, err = 0;

	count = scan(directory, keep_boots, &names);
	if (count < 0)
		return count;
	for (i = 0; i < count && !err; i++) {
		unsigned int boot;
		const char *boot_id = parse_name(names[i]->d_name, BOOT_DIGITS, &boot);

		item.hole |= item.boot && boot != item.boot + 1;
		item.boot = boot;
		snprintf(item.boot_id, sizeof(item.boot_id), "%s", boot_id);
		err = list_boot(directory, names[i]->d_name, &item, each, context);
	}
	free_names(names, count);
	return err;
}
