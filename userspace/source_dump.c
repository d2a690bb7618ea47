// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_dump.c: the snapshot that a dump holds.
 */
#include "dump_file.h"

#include <errno.h>
#include <string.h>

int source_dump(const char *path, struct snapshot **out, char **why)
{
	(void)path;
	(void)out;
	*why = strdup("dumps cannot be read yet");
	return -EPROTONOSUPPORT;
}

int source_dump_bytes(const void *bytes, size_t length, const char *path,
		      struct snapshot **out, char **why)
{
	(void)bytes;
	(void)length;
	return source_dump(path, out, why);
}
