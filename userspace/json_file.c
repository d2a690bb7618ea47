// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * json_file.c: JSON that a program of ours wrote, from its file.
 */
#include "json_file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <json-c/json.h>

#include "lack.h"

int json_file_read(const char *path, struct json_object **out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err = fd < 0 ? -errno : 0;

	if (err)
		return err == -ENOENT || is_lack(err) ? err : -EINVAL;
	*out = json_object_from_fd(fd);
	close(fd);
	return *out ? 0 : -EINVAL;
}
