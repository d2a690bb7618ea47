/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd.h: the verbs of the tool; the table is in muster.c, one file per verb
 * in cmd/. A verb prints its own errors through cmd_error().
 */
#ifndef MUSTER_CMD_H
#define MUSTER_CMD_H

#include <stdbool.h>

/* Exit statuses. check: 0 passes muster, 1 findings, 2 could not tell. */
#define EXIT_PASS	0
#define EXIT_FINDINGS	1
#define EXIT_UNSURE	2
#define EXIT_USAGE	3
#define EXIT_TROUBLE	4

struct command {
	const char *name;
	const char *summary;	/* one line for "muster help" */
	const char *usage;	/* whole text of "muster VERB --help" */
	int (*run)(int argc, char **argv);	/* argv[0] is the verb */
};

extern const struct command cmd_list, cmd_show, cmd_watch, cmd_check, cmd_diff, cmd_status,
	cmd_log, cmd_inventory, cmd_import, cmd_dump, cmd_probe;

/** cmd_error() - one line on standard error: "muster: what: why" */
void cmd_error(const char *what, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/** cmd_usage() - a wrong call: one line, and where help is. Return: EXIT_USAGE. */
int cmd_usage(const struct command *command, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/** cmd_sentence() - one line: "muster: @why", or of @path and @err where that is NULL */
void cmd_sentence(const char *path, int err, const char *why);

struct option;
struct snapshot;

/* The options that every verb which reads a machine shares. */
struct machine_options {
	const char *from;	/* --from FILE */
	const char *root;	/* --root DIR */
	const char *source;	/* --source module|sysfs */
	bool fresh;		/* --fresh */
	bool no_contents;	/* no memory is read: that is traffic on a bus */
};

/* What getopt_long() returns for them, above what a verb numbers from 256 on. */
enum { CMD_FROM = 0x1000, CMD_ROOT, CMD_SOURCE, CMD_FRESH };

/* For a verb's table of long options; cmd_parse() takes them. Needs <getopt.h>. */
#define CMD_MACHINE_OPTIONS				\
	{ "source", required_argument, NULL, CMD_SOURCE },	\
	{ "root", required_argument, NULL, CMD_ROOT },	\
	{ "fresh", no_argument, NULL, CMD_FRESH },	\
	{ "from", required_argument, NULL, CMD_FROM }

/* The same for the usage of a verb. */
#define CMD_MACHINE_USAGE						\
	"  --source WHAT    module: the record of the kernel module, or fail;\n"	\
	"                   sysfs: what sysfs shows; default: the module if it is there\n" \
	"  --root DIR       from an unpacked tree with sys/ and proc/ in DIR\n"	\
	"  --from FILE      from a saved snapshot, lspci text, a dump, a tree, archived or\n" \
	"                   not, or the image of a memory; \"-\" is standard input\n"	\
	"  --fresh          read memories anew, not what was read earlier in this boot\n"

/**
 * cmd_parse() - read the options of a verb
 * @shorts: its short options as getopt() has them, with ":" first
 * @options: ends with { 0 }
 * @machine: takes what CMD_MACHINE_OPTIONS names; NULL: they are not in @options
 * @take: called with each other option, its value in optarg. Return: 0 or EXIT_USAGE.
 *
 * Return: 0, optind then being the first argument that is no option; or
 * EXIT_USAGE after an error line.
 */
int cmd_parse(const struct command *command, int argc, char **argv, const char *shorts,
	      const struct option *options, struct machine_options *machine,
	      int (*take)(int option, void *context), void *context);

/**
 * cmd_machine() - the snapshot that the options ask for; prints why not, and on
 * standard error a note when sysfs stands in for the module
 * Return: 0 or -errno, after an error line.
 */
int cmd_machine(const struct machine_options *options, struct snapshot **out);

struct board;
struct finding;
struct inventory;

/* Which inventory, and whose signature counts; each NULL: as installed. */
struct inventory_options {
	const char *path;	/* --inventory FILE|DIRECTORY */
	const char *keys;	/* --keys DIRECTORY, or "none": no signature is asked for */
	const char *watch_list;	/* --watch-list FILE, or "none" */
};

/**
 * cmd_find_inventory() - the inventory that the options ask for, with the
 * watch-list's rules
 * @out: NULL: none, and @trouble says why
 * @trouble: a finding of class inventory, or NULL; it may stand beside @out
 * @other_board: out: a file was named, and it is for another board; may be NULL
 * Return: 0 or -errno, after an error line.
 */
int cmd_find_inventory(const struct inventory_options *options, const struct board *board,
		       struct inventory **out, struct finding **trouble, bool *other_board);

/**
 * cmd_watch_list() - the watch-list that the options ask for; says on standard
 * error which file is bad. Return: NULL: none.
 */
struct inventory *cmd_watch_list(const struct inventory_options *options);

/**
 * cmd_watch_alone() - what a board without an inventory is judged by: the
 * watch-list; NULL where there is none, or in a virtual machine
 */
struct inventory *cmd_watch_alone(const struct inventory_options *options,
				  const struct board *board);

#endif /* MUSTER_CMD_H */
