// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * archive_library.c: find libarchive when it is wanted.
 */
#include "archive_library.h"

#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>

#define LIBRARY "libarchive.so.13"	/* since 3.1, of 2013 */

static const struct {
	const char *name;
	size_t offset;
} functions[] = {
#define FUNCTION(name) { "archive_" #name, offsetof(struct archive_library, name) },
	ARCHIVE_FUNCTIONS(FUNCTION)
#undef FUNCTION
};

int archive_library_load(struct archive_library *library)
{
	void *handle = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	int err = handle ? 0 : -ELIBACC;

	for (size_t i = 0; !err && i < sizeof(functions) / sizeof(functions[0]); i++) {
		void *function = dlsym(handle, functions[i].name);

		memcpy((char *)library + functions[i].offset, &function, sizeof(function));
		if (!function)
			err = -ELIBACC;
	}
	if (handle)
		dlclose(handle);
	return err;
}
