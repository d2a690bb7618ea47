/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * probe_deny.h: what no probe may touch, by the configuration: addresses
 * ("69", "60-67"), places of adapters ("0000:00/1f.3/i2c"), and places of one
 * address on them ("0000:00/1f.3/i2c/2d"); places may hold "*" and "**".
 */
#ifndef MUSTER_PROBE_DENY_H
#define MUSTER_PROBE_DENY_H

#include <stdbool.h>

#include "probe.h"

struct probe_deny;

/*
 * The default. 10: where the SSIF of a management controller is, which may be in
 * the middle of a message. 61: any device that takes part in SMBus address
 * resolution answers there, so an answer tells nothing. 69: clock generators, some
 * of which lock the bus up.
 */
#define PROBE_DENY_DEFAULT "10, 61, 69"

/**
 * probe_deny_parse() - entries, separated by commas or blanks; none is no error
 * @why: out: on -EINVAL a sentence, to be freed; may be NULL
 * Return: 0 and @deny to be freed, -EINVAL, -ENOMEM.
 */
int probe_deny_parse(const char *text, struct probe_deny **deny, char **why);
void probe_deny_free(struct probe_deny *deny);

/** probe_deny_adapter() - the entry that keeps the adapter at @place whole from a probe, or NULL */
const char *probe_deny_adapter(const struct probe_deny *deny, const char *place);

/** probe_deny_addresses() - which addresses of the adapter at @place */
void probe_deny_addresses(const struct probe_deny *deny, const char *place,
			  bool denied[PROBE_ADDRESSES]);

#endif /* MUSTER_PROBE_DENY_H */
