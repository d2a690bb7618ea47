// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * machine.c: the snapshot that a command line asks for.
 */
#include "../cmd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../container.h"
#include "../netlink.h"
#include "../probe_record.h"
#include "../snapshot.h"
#include "../source.h"
#include "../source_contents.h"
#include "../source_probe.h"

static int read_file(const char *path, struct snapshot **out)
{
	char *why = NULL;
	int err;

	err = source_open(path, out, &why);
	if (err)
		cmd_sentence(path, err, why);
	else if (why)
		cmd_error("note", "%s", why);
	free(why);
	return err;
}

/* What a probe of this boot found belongs to what is known of this machine. */
static int join_probe(struct snapshot *snapshot)
{
	int err = source_probe(snapshot);

	if (!err)
		return 0;
	cmd_error(PROBE_RECORD, "%s", strerror(-err));
	snapshot_free(snapshot);
	return err;
}

static int read_sysfs(const char *root, struct snapshot **out)
{
	int err = source_sysfs(root, out);

	if (err)
		cmd_error(root ? root : "/sys", "%s", err == -ENOENT ?
			  "no sys/bus below it" : strerror(-err));
	return err || root ? err : join_probe(*out);
}

static int read_module(struct snapshot **out)
{
	struct netlink *netlink = NULL;
	int err;

	err = netlink_open(&netlink);
	if (!err)
		err = source_module(netlink, out);
	if (err == -ENOENT)
		cmd_error("module", "not loaded; \"modprobe muster\" loads it");
	else if (err == -EPERM)
		cmd_error("module", "asking it needs CAP_NET_ADMIN");
	else if (err)
		cmd_error("module", "%s: %s", strerror(-err),
			  netlink ? netlink_why(netlink) : "");
	netlink_close(netlink);
	return err ? err : join_probe(*out);
}

static int read_any(struct snapshot **out)
{
	char *why = NULL;
	int err;

	err = source_machine(out, &why);
	if (err)
		cmd_error("/sys", "%s", strerror(-err));
	else if (why)
		cmd_error("note", "from sysfs%s, without the record: %s",
			  container_inside() ? " of the host, seen from a container" : "",
			  why);
	free(why);
	return err;
}

static bool is_this_machine(const struct machine_options *options)
{
	return !options->from && (!options->root || !strcmp(options->root, "/"));
}

static int check_options(const struct machine_options *options)
{
	const char *source = options->source;

	if (options->from && (options->root || source)) {
		cmd_error("--from", "goes with neither --root nor --source");
		return -EINVAL;
	}
	if (source && strcmp(source, "module") && strcmp(source, "sysfs")) {
		cmd_error(source, "no such source; there are module and sysfs");
		return -EINVAL;
	}
	if (options->root && source && strcmp(source, "sysfs")) {
		cmd_error("--root", "goes with --source sysfs only");
		return -EINVAL;
	}
	if (options->fresh && !is_this_machine(options)) {
		cmd_error("--fresh", "is for this machine: it goes with neither --from nor --root");
		return -EINVAL;
	}
	return 0;
}

static int read_contents(const struct machine_options *options, struct snapshot *snapshot)
{
	const struct contents_policy policy = { .fresh = options->fresh };
	int err = source_contents(snapshot, &policy);

	if (err)
		cmd_error("reading memories", "%s", strerror(-err));
	return err;
}

int cmd_machine(const struct machine_options *options, struct snapshot **out)
{
	const char *source = options->source;
	int err = check_options(options);

	if (err)
		return err;
	if (options->from)
		return read_file(options->from, out);
	if (options->root || (source && !strcmp(source, "sysfs")))
		err = read_sysfs(options->root, out);
	else
		err = source ? read_module(out) : read_any(out);
	if (err || options->no_contents || !is_this_machine(options))
		return err;
	err = read_contents(options, *out);
	if (err) {
		snapshot_free(*out);
		*out = NULL;
	}
	return err;
}
