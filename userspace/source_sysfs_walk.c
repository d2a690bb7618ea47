// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_sysfs_walk.c: the functions of a saved tree that lacks the links of the bus.
 */
#include "source_sysfs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 64		/* more directories than a chain of bridges is long */
#define FUNCTIONS_MAX 65536

static int append(struct sysfs_scan *scan, const char *address, const char *chain)
{
	struct sysfs_function *function;

	if (scan->function_count == FUNCTIONS_MAX)
		return -E2BIG;
	/* room for one more each time that the count is a power of two */
	if (!(scan->function_count & (scan->function_count - 1))) {
		function = reallocarray(scan->functions, 2 * scan->function_count + 1,
					sizeof(*function));
		if (!function)
			return -ENOMEM;
		scan->functions = function;
	}
	function = &scan->functions[scan->function_count];
	memset(function, 0, sizeof(*function));
	function->address = strdup(address);
	function->chain = strdup(chain);
	if (!function->address || !function->chain) {
		free(function->address);
		free(function->chain);
		return -ENOMEM;
	}
	scan->function_count++;
	return 0;
}

/* What lies in the directory of a host bridge or function, and is one itself. */
static int walk(struct sysfs_scan *scan, const char *path, unsigned int depth)
{
	struct sysfs_names names;
	char below[2048];
	size_t i;
	int err;

	err = sysfs_list(&scan->sysfs, path, &names);
	if (err)
		return err == -ENOMEM ? err : 0;
	for (i = 0; i < names.count && !err; i++) {
		const char *name = names.names[i];
		bool function = sysfs_is_address(name, strlen(name));

		if (!function && !sysfs_is_root(name, strlen(name)))
			continue;
		if (snprintf(below, sizeof(below), "%s/%s", path, name) >= (int)sizeof(below))
			continue;
		if (function)
			err = append(scan, name, below);
		if (!err && depth < DEPTH_MAX)
			err = walk(scan, below, depth + 1);
	}
	sysfs_names_clear(&names);
	return err;
}

static int compare_addresses(const void *left, const void *right)
{
	const struct sysfs_function *a = left, *b = right;

	return strcmp(a->address, b->address);
}

int sysfs_walk_functions(struct sysfs_scan *scan)
{
	int err = walk(scan, "sys/devices", 0);

	if (scan->function_count)
		qsort(scan->functions, scan->function_count, sizeof(*scan->functions),
		      compare_addresses);
	return err;
}
