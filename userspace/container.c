// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * container.c: whether this process sees a host's sysfs from inside a container.
 */
#include "container.h"

#include <stddef.h>
#include <unistd.h>

bool container_inside(void)
{
	static const char *const marks[] = {
		"/run/systemd/container",	/* systemd's container interface */
		"/run/.containerenv",		/* podman */
		"/.dockerenv",
	};
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (!access(marks[i], F_OK))
			return true;
	return false;
}
