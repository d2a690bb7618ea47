// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump.c: make a dump: what goes in, in which order, and what it says of
 * itself.
 */
#include "dump.h"

#include <ctype.h>
#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "dump_file.h"
#include "dump_job.h"
#include "dump_redact.h"
#include "dump_write.h"

#define HOST_MAX 48	/* bytes of it in the name */

static int (*const steps[])(struct dump_job *job) = {
	dump_take_snapshots, dump_take_daemon, dump_take_ledgers, dump_take_module_ledger,
	dump_take_machine, dump_take_kernel_log, dump_take_dmi, dump_take_attributes,
	dump_take_functions,
};

static const char readme[] =
	"This is a dump of a machine's PCI and I2C buses, made by \"muster dump\".\n"
	"\n"
	"manifest.json says of each part where it was read, whether it is whole, and why\n"
	"not; parts that are not here are listed there as well. SHA256SUMS has the digests:\n"
	"\"sha256sum -c SHA256SUMS\" in this directory checks them, \"muster dump --verify\"\n"
	"checks the file as a whole. \"muster list --from FILE\", show, check, diff and\n"
	"\"muster log verify FILE\" read it without unpacking.\n"
	"\n"
	"snapshot.json         the devices, as muster sees them; of the module if it was loaded\n"
	"snapshot-sysfs.json   the same from sysfs, where the other is the module's\n"
	"muster/               settings, inventories, status and findings of the daemon\n"
	"ledger/               the record of what came and went, of this boot and those before\n"
	"machine/              kernel log, command line, modules, address maps\n"
	"dmi/                  SMBIOS tables; the slots in words\n"
	"i2c/, iommu/          adapters and clients, and what memories hold; IOMMU groups\n"
	"pci/ADDRESS/          of each function: configuration space, resources, VPD;\n"
	"                      option ROMs where they were asked for\n";

/* Letters, digits, dots and dashes are left; anything else becomes "_". */
static void name_dump(struct dump_job *job, char *name, size_t size)
{
	const char *hostname = *job->host.hostname ? job->host.hostname : "unknown";
	time_t seconds = job->time / 1000000000;
	char host[HOST_MAX + 1], time[32] = "", keyed[REDACT_SIZE];
	struct tm tm;
	size_t i;

	if (job->options->redact && *job->host.hostname) {
		dump_redact_value(job->options->redact, hostname, keyed);
		hostname = keyed;
	}
	snprintf(host, sizeof(host), "%.*s", HOST_MAX, hostname);
	for (i = 0; host[i]; i++)
		if (!isalnum((unsigned char)host[i]) && host[i] != '-' && host[i] != '.')
			host[i] = '_';
	if (gmtime_r(&seconds, &tm))
		strftime(time, sizeof(time), "%Y%m%dT%H%M%SZ", &tm);
	snprintf(name, size, "muster-dump-%s-%s", host, time);
}

/* What was asked for, or a name of its own there, or in the current directory. */
static char *name_file(const char *out, const char *name)
{
	struct stat status;
	char *path;
	int length;

	if (!out)
		length = asprintf(&path, "%s.tar.gz", name);
	else if (strcmp(out, "-") && !stat(out, &status) && S_ISDIR(status.st_mode))
		length = asprintf(&path, "%s/%s.tar.gz", out, name);
	else
		length = asprintf(&path, "%s", out);
	return length < 0 ? NULL : path;
}

static int add_readme(struct dump_job *job)
{
	const struct dump_request request = { .name = "README" };
	struct part part = { .status = PART_OK, .length = sizeof(readme) - 1 };

	part.bytes = (uint8_t *)strdup(readme);
	return part.bytes ? dump_keep(job, &request, &part, NULL) : -ENOMEM;
}

static int add_text(struct dump_job *job, const char *name, const char *text, bool recorded)
{
	struct dump_record *record;

	if (!recorded)
		return dump_writer_add(job->writer, name, text, strlen(text));
	record = dump_records_add(&job->records, name);
	if (!record)
		return -ENOMEM;
	record->stored = true;
	record->size = strlen(text);
	sha256_of(text, strlen(text), record->sha256);
	return dump_writer_add(job->writer, name, text, strlen(text));
}

/* The manifest does not hold itself; the digests hold the manifest. */
static int add_manifest(struct dump_job *job, const char *name)
{
	struct json_object *json = dump_about(job, name);
	const char *text;
	char *sums;
	int err;

	if (!json)
		return -ENOMEM;
	text = json_object_to_json_string_ext(json, JSON_C_TO_STRING_PRETTY |
					      JSON_C_TO_STRING_NOSLASHESCAPE);
	err = text ? add_text(job, DUMP_MANIFEST, text, true) : -ENOMEM;
	json_object_put(json);
	if (err)
		return err;
	sums = dump_records_sums(&job->records);
	err = sums ? add_text(job, DUMP_SUMS, sums, false) : -ENOMEM;
	free(sums);
	return err;
}

static int collect(struct dump_job *job, const char *name)
{
	size_t i;
	int err;

	err = add_readme(job);
	if (job->options->from) {
		err = err ? err : dump_take_saved(job);
		return err ? err : add_manifest(job, name);
	}
	for (i = 0; i < sizeof(steps) / sizeof(*steps) && !err; i++)
		err = steps[i](job);
	return err ? err : add_manifest(job, name);
}

static void fill_result(const struct dump_job *job, struct dump_result *result)
{
	size_t i;

	for (i = 0; i < job->records.count; i++) {
		enum part_status status = job->records.records[i].status;

		result->members += job->records.records[i].stored;
		result->lacking += status == PART_TRUNCATED || status == PART_TIMED_OUT ||
				   status == PART_FAILED;
	}
	result->members++;	/* the digests, which nothing records */
	result->has_module = job->has_module;
	result->agree = job->differences && !json_object_array_length(job->differences);
}

static int write_dump(struct dump_job *job, struct dump_result *result)
{
	const char *out = job->options->out;
	struct dump_target target = { .force = job->options->force };
	char name[128];
	int err;

	name_dump(job, name, sizeof(name));
	result->name = strdup(name);
	result->path = name_file(out, name);
	if (!result->name || !result->path)
		return -ENOMEM;
	target.name = name;
	target.path = result->path;
	target.time = job->time / 1000000000;
	err = dump_writer_open(&target, &job->writer);
	if (!err)
		err = collect(job, name);
	if (err) {
		dump_writer_abort(job->writer);
		return err;
	}
	fill_result(job, result);
	return dump_writer_commit(job->writer, result->digest);
}

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_REALTIME, &time);
	return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
}

static void clear_job(struct dump_job *job)
{
	dump_records_clear(&job->records);
	config_clear(&job->config);
	json_object_put(job->differences);
	sysfs_close(&job->sysfs);
}

int dump_make(const struct dump_options *options, struct dump_result *result)
{
	struct dump_job job = { .options = options, .time = now() };
	int err;

	memset(result, 0, sizeof(*result));
	err = sysfs_open(&job.sysfs, options->root);
	if (err)
		return err;
	err = config_init(&job.config);
	if (!err)
		err = dump_ask_host(&job);
	if (!err)
		err = write_dump(&job, result);
	clear_job(&job);
	if (err)
		dump_result_clear(result);
	return err;
}

void dump_result_clear(struct dump_result *result)
{
	free(result->path);
	free(result->name);
	result->path = NULL;
	result->name = NULL;
}
