// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump.c: "muster dump": all that an investigator may want to know of this
 * machine's buses, in one file.
 */
#include "dump.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <json-c/json.h>

#include "../archive_library.h"
#include "../chain.h"
#include "../cmd.h"
#include "../dump.h"
#include "../dump_redact.h"
#include "../snapshot.h"
#include "../text.h"

#define TIMEOUT 5000		/* ms for a part, unless told otherwise */
#define TIMEOUT_MAX 3600	/* s */

enum { OPTION_REDACT = 256, OPTION_TIMEOUT, OPTION_FORCE, OPTION_VERIFY, OPTION_LIST,
       OPTION_JSON, OPTION_ROM };

static const char usage[] =
	"Usage: muster dump [-o FILE] [--force] [--timeout S] [--redact[=KEY]]\n"
	"                   [--rom] [--root DIR | --from FILE] [--json]\n"
	"       muster dump --verify FILE [--json]\n"
	"       muster dump --list FILE [--json]\n"
	"\n"
	"Writes one file, a compressed tar, with the devices, the ledgers, every byte of\n"
	"configuration space, VPD, SMBIOS tables, the kernel's log, and a manifest of what\n"
	"is in it, what could not be read, and the digests of all. It is there whole, or it\n"
	"is not there. What hangs is given up on and marked. The other verbs read it:\n"
	"\"muster list --from DUMP\", \"muster log verify DUMP\".\n"
	"  -o FILE          write there; a directory: under its own name in it; \"-\": to\n"
	"                   standard output. Default: muster-dump-HOST-TIME.tar.gz\n"
	"  --force          take the place of a file that is there\n"
	"  --timeout S      seconds for each part (5); six times that for what speaks of\n"
	"                   the whole machine\n"
	"  --redact[=KEY]   without what names this machine: serials, UUIDs, names, MAC\n"
	"                   addresses. With a file KEY, the same value is replaced alike in\n"
	"                   each dump under that key\n"
	"  --rom            also the option ROMs of functions without a driver; writes to\n"
	"                   these devices, see muster(8)\n"
	"  --root DIR       of an unpacked tree with sys/ and proc/ in DIR\n"
	"  --from FILE      of a saved snapshot or what else holds one; nothing else goes in\n"
	"  --verify         prove that FILE is whole, every bit of it\n"
	"  --list           what is in FILE, and what came of each part\n"
	"  --json           one document instead of text\n"
	"\n"
	"Exit status: 0 written, or whole; 1 not whole; 3 wrong call; 4 trouble.\n";

struct options {
	struct dump_options dump;
	const char *key;	/* file of --redact */
	bool redact, verify, list, json;
};

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	stopped = signal;
}

/* A dump that is interrupted leaves no file; a full disk is an error, not an end. */
static void catch_signals(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	const struct sigaction ignore = { .sa_handler = SIG_IGN };
	const struct sigaction action = { .sa_handler = stop };
	struct sigaction old;
	size_t i;

	for (i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		if (!sigaction(signals[i], NULL, &old) && old.sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	sigaction(SIGXFSZ, &ignore, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
}

static void show_progress(const char *part, size_t done, void *context)
{
	(void)context;
	fprintf(stderr, "\r\033[Kmuster: dump: part %zu: ", done + 1);
	text_print(stderr, part);
	fflush(stderr);
}

static void clear_progress(const struct dump_options *options)
{
	if (options->progress)
		fputs("\r\033[K", stderr);
}

static int print_json(const struct dump_result *result)
{
	struct json_object *json = json_object_new_object();
	char digest[65];

	chain_hex(result->digest, 32, digest);
	json_object_object_add(json, "schema", json_object_new_string("muster-dump-made/1"));
	json_object_object_add(json, "path", text_json(result->path));
	json_object_object_add(json, "name", text_json(result->name));
	json_object_object_add(json, "sha256", json_object_new_string(digest));
	json_object_object_add(json, "members", json_object_new_int64(result->members));
	json_object_object_add(json, "lacking", json_object_new_int64(result->lacking));
	json_object_object_add(json, "module", json_object_new_boolean(result->has_module));
	json_object_object_add(json, "agree", result->has_module ?
			       json_object_new_boolean(result->agree) : NULL);
	puts(json_object_to_json_string_ext(json, JSON_C_TO_STRING_PRETTY |
					    JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(json);
	return EXIT_PASS;
}

/* On standard error where the dump itself goes to standard output. */
static int print_text(const struct dump_result *result)
{
	FILE *file = strcmp(result->path, "-") ? stdout : stderr;
	char digest[65];

	chain_hex(result->digest, 32, digest);
	text_print(file, strcmp(result->path, "-") ? result->path : "standard output");
	fprintf(file, ": %u members, digest %s\n", result->members, digest);
	if (result->lacking)
		fprintf(file, "%u parts could not be read, or not whole; \"muster dump --list\" names them%s\n",
			result->lacking, geteuid() ? "; as root there are fewer" : "");
	if (result->has_module)
		fprintf(file, "module and sysfs %s\n", result->agree ? "agree" :
			"DISAGREE: \"snapshots\" in manifest.json says where");
	return EXIT_PASS;
}

static int tell_error(const struct options *options, int err)
{
	const char *what = options->dump.out ? options->dump.out : "dump";

	if (err == -EINTR)
		cmd_error("dump", "interrupted; nothing is left behind");
	else if (err == -EEXIST)
		cmd_error(what, "there is a file already; --force takes its place");
	else if (err == -ENOENT && options->dump.root && access(options->dump.root, F_OK))
		cmd_error(options->dump.root, "%s", strerror(-err));
	else if (err == -ELIBACC)
		cmd_error(what, "%s", ARCHIVE_LIBRARY_LACKS);
	else
		cmd_error(what, "%s; nothing is left behind", strerror(-err));
	return EXIT_TROUBLE;
}

static int make(struct options *options)
{
	const char *out = options->dump.out;
	struct dump_result result;
	char *why;
	int err;

	if (out && !strcmp(out, "-") && isatty(STDOUT_FILENO)) {
		cmd_error("standard output", "is a terminal; -o FILE, or a pipe");
		return EXIT_USAGE;
	}
	if (out && !strcmp(out, "-") && options->json)
		return cmd_usage(&cmd_dump, "standard output cannot take the dump and --json");
	if (options->redact) {
		err = dump_redact_new(options->key, &options->dump.redact, &why);
		if (err) {
			cmd_error(options->key ? options->key : "--redact", "%s",
				  why ? why : strerror(-err));
			free(why);
			return EXIT_TROUBLE;
		}
	}
	catch_signals();
	options->dump.stop = &stopped;
	options->dump.progress = isatty(STDERR_FILENO) ? show_progress : NULL;
	err = dump_make(&options->dump, &result);
	clear_progress(&options->dump);
	dump_redact_free(options->dump.redact);
	if (err)
		return tell_error(options, err);
	if (options->json)
		print_json(&result);
	else
		print_text(&result);
	dump_result_clear(&result);
	return EXIT_PASS;
}

/* Whether what is to go in can be read at all; says why not. */
static bool can_read(const struct dump_options *dump)
{
	const struct machine_options machine = { .from = dump->from };
	struct snapshot *snapshot;

	if (!dump->from)
		return true;
	if (cmd_machine(&machine, &snapshot))
		return false;
	snapshot_free(snapshot);
	return true;
}

static bool parse_seconds(const char *text, unsigned int *milliseconds)
{
	char *end;
	double seconds = strtod(text, &end);

	if (end == text || *end || !(seconds >= 0.01) || seconds > TIMEOUT_MAX)
		return false;
	*milliseconds = seconds * 1000;
	return true;
}

static int take_option(int option, void *context)
{
	struct options *options = context;

	switch (option) {
	case 'o':
		options->dump.out = optarg;
		return 0;
	case OPTION_REDACT:
		options->redact = true;
		options->key = optarg;
		return 0;
	case OPTION_TIMEOUT:
		if (!parse_seconds(optarg, &options->dump.timeout))
			return cmd_usage(&cmd_dump, "--timeout takes seconds, 0.01 to 3600");
		return 0;
	case OPTION_FORCE:
		options->dump.force = true;
		return 0;
	case OPTION_ROM:
		options->dump.rom = true;
		return 0;
	case OPTION_VERIFY:
		options->verify = true;
		return 0;
	case OPTION_LIST:
		options->list = true;
		return 0;
	case CMD_FROM:
		options->dump.from = optarg;
		return 0;
	case CMD_ROOT:
		options->dump.root = optarg;
		return 0;
	default:
		options->json = true;
		return 0;
	}
}

static int run_dump(int argc, char **argv)
{
	static const struct option long_options[] = {
		{ "output", required_argument, NULL, 'o' },
		{ "redact", optional_argument, NULL, OPTION_REDACT },
		{ "timeout", required_argument, NULL, OPTION_TIMEOUT },
		{ "force", no_argument, NULL, OPTION_FORCE },
		{ "rom", no_argument, NULL, OPTION_ROM },
		{ "verify", no_argument, NULL, OPTION_VERIFY },
		{ "list", no_argument, NULL, OPTION_LIST },
		{ "root", required_argument, NULL, CMD_ROOT },
		{ "from", required_argument, NULL, CMD_FROM },
		{ "json", no_argument, NULL, OPTION_JSON },
		{ NULL, 0, NULL, 0 },
	};
	struct options options = { .dump = { .timeout = TIMEOUT } };
	int status;

	status = cmd_parse(&cmd_dump, argc, argv, ":o:", long_options, NULL, take_option, &options);
	if (status)
		return status;
	if (options.verify && options.list)
		return cmd_usage(&cmd_dump, "--verify or --list");
	if (options.dump.from && (options.dump.root || !strcmp(options.dump.from, "-")))
		return cmd_usage(&cmd_dump, "--from takes a file, and no --root next to it");
	if (options.dump.rom && (options.dump.from || options.dump.root))
		return cmd_usage(&cmd_dump, "--rom is of this machine: no --from, no --root");
	if (!options.verify && !options.list && optind < argc)
		return cmd_usage(&cmd_dump, "the file is told by -o");
	if (!options.verify && !options.list)
		return can_read(&options.dump) ? make(&options) : EXIT_TROUBLE;
	if (optind + 1 != argc)
		return cmd_usage(&cmd_dump, "which dump? \"-\" is standard input");
	if (options.verify)
		return dump_verify(argv[optind], options.json);
	return dump_show(argv[optind], options.json);
}

const struct command cmd_dump = {
	.name = "dump",
	.summary = "write all there is to know of the buses into one file, or prove one",
	.usage = usage,
	.run = run_dump,
};
