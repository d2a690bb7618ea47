// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_machine.c: this machine, by the best source there is.
 */
#include "source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "netlink.h"
#include "snapshot.h"
#include "source_probe.h"

/* Return: a sentence, or NULL without memory. */
static char *explain(int err, const struct netlink *netlink)
{
	const char *sentence = netlink ? netlink_why(netlink) : "";
	char *why;

	switch (err) {
	case -ENOENT:
		return strdup("the module is not loaded");
	case -EPERM:
		return strdup("asking the module needs CAP_NET_ADMIN");
	}
	if (asprintf(&why, "the module: %s%s%s", strerror(-err),
		     *sentence ? ": " : "", sentence) < 0)
		return NULL;
	return why;
}

int source_machine(struct snapshot **out, char **why)
{
	struct netlink *netlink = NULL;
	int err;

	if (why)
		*why = NULL;
	err = netlink_open(&netlink);
	if (!err)
		err = source_module(netlink, out);
	if (err && why)
		*why = explain(err, netlink);
	netlink_close(netlink);
	if (err)
		err = source_sysfs(NULL, out);
	if (err)
		return err;
	err = source_probe(*out);
	if (err) {
		snapshot_free(*out);
		*out = NULL;
	}
	return err;
}
