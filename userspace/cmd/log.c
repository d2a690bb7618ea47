// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log.c: "muster log": show the record, or prove it.
 */
#include "log.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "../cmd.h"

static const char usage[] =
	"Usage: muster log show [--json] [--boot ID] [--since N] [FILE]\n"
	"       muster log verify [--json] [FILE|DIRECTORY...]\n"
	"\n"
	"show prints the entries of a ledger: of FILE, of the newest ledger of the boot\n"
	"ID (the beginning of it will do), or else of the newest there is below\n"
	"/var/lib/muster/ledger; where there is none, what the loaded module holds. FILE\n"
	"can be a dump: then its newest ledger, or that of the boot ID.\n"
	"  --boot ID    the boot, by its id\n"
	"  --since N    from entry N on\n"
	"  --json       one document of schema muster-log/1\n"
	"\n"
	"verify proves every byte of each ledger (all below /var/lib/muster/ledger if\n"
	"none is named, all of a dump that is), that none between two others is gone, and, for the load that\n"
	"runs now, that the module has the same record.\n"
	"  --json       one document of schema muster-log-verify/1\n"
	"\n"
	"Exit status of verify: 0 all are whole, 1 one is damaged or cut short,\n"
	"2 it could not be told. Of show: 0, or 4 if the ledger could not be read.\n";

void log_time(unsigned long long realtime, char *buffer, unsigned long size)
{
	time_t seconds = realtime / 1000000000;
	char whole[32] = "";
	struct tm tm;

	if (gmtime_r(&seconds, &tm))
		strftime(whole, sizeof(whole), "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(buffer, size, "%s.%09lluZ", whole, realtime % 1000000000);
}

static int run_log(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "show"))
		return log_show(argc - 1, argv + 1);
	if (argc > 1 && !strcmp(argv[1], "verify"))
		return log_verify(argc - 1, argv + 1);
	if (argc > 1)
		return cmd_usage(&cmd_log, "there is no \"log %s\"", argv[1]);
	return cmd_usage(&cmd_log, "show or verify?");
}

const struct command cmd_log = {
	.name = "log",
	.summary = "show or prove the record of what came and went",
	.usage = usage,
	.run = run_log,
};
