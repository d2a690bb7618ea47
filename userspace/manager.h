/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * manager.h: tell the service manager how we are, by the protocol of sd_notify(3).
 */
#ifndef MUSTER_MANAGER_H
#define MUSTER_MANAGER_H

#include <stdint.h>

/** manager_tell() - lines NAME=VALUE, where there is a manager that wants to know */
void manager_tell(const char *format, ...) __attribute__((format(printf, 1, 2)));
/** manager_patience() - Return: ns within which it wants to hear "WATCHDOG=1"; 0: it does not. */
uint64_t manager_patience(void);

#endif /* MUSTER_MANAGER_H */
