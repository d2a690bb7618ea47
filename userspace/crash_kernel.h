/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * crash_kernel.h: whether this kernel was started to save the memory of one that crashed.
 */
#ifndef MUSTER_CRASH_KERNEL_H
#define MUSTER_CRASH_KERNEL_H

#include <stdbool.h>

/** crash_kernel_running() - as musterd.service asks, and the module is_kdump_kernel() */
bool crash_kernel_running(void);

#endif /* MUSTER_CRASH_KERNEL_H */
