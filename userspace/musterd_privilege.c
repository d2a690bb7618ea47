// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_privilege.c: the right to read files that only root may read is in force
 * in the child that reads memories, and nowhere else in the daemon.
 */
#include "musterd.h"

#include <linux/capability.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define READ_ANY (UINT32_C(1) << CAP_DAC_READ_SEARCH)

static bool get(struct __user_cap_header_struct *header,
		struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3])
{
	memset(header, 0, sizeof(*header));
	header->version = _LINUX_CAPABILITY_VERSION_3;
	return !syscall(SYS_capget, header, data);
}

void privilege_lower(void)
{
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
	struct __user_cap_header_struct header;

	/* root has it by being root */
	if (!geteuid() || !get(&header, data))
		return;
	data[0].effective &= ~READ_ANY;
	/* and so not ambient either: no program that we start has it */
	data[0].inheritable &= ~READ_ANY;
	syscall(SYS_capset, &header, data);
}

void privilege_raise(void)
{
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
	struct __user_cap_header_struct header;

	if (!get(&header, data))
		return;
	data[0].effective |= data[0].permitted & READ_ANY;
	syscall(SYS_capset, &header, data);
}
