// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * crash_kernel.c: whether this kernel was started to save the memory of one that crashed.
 */
#include "crash_kernel.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The kernel makes /proc/vmcore only where it could read what the crash left. */
bool crash_kernel_running(void)
{
	static const char option[] = "elfcorehdr=";
	char line[4096] = "";
	const char *found;
	FILE *file;

	if (!access("/proc/vmcore", F_OK))
		return true;
	file = fopen("/proc/cmdline", "re");
	if (!file)
		return false;
	if (!fgets(line, sizeof(line), file))
		line[0] = '\0';
	fclose(file);
	found = strstr(line, option);
	return found && (found == line || found[-1] == ' ');
}
