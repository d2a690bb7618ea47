// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_about.c: what a dump says of itself: of which machine, made by what,
 * when, as whom.
 */
#include "dump_job.h"

#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "container.h"
#include "dump_file.h"
#include "dump_redact.h"
#include "snapshot.h"
#include "source.h"
#include "text.h"
#include "version.h"

#define KEY_LABEL "muster-dump key"	/* its keyed digest tells one key from another */

static int identify(const struct dump_options *options, struct snapshot **out)
{
	if (options->from)
		return source_open(options->from, out, NULL);
	*out = snapshot_new(SOURCE_SYSFS);
	return *out ? snapshot_identify_host(*out, options->root) : -ENOMEM;
}

static int read_host(struct part_pipe *pipe, const void *context)
{
	struct snapshot *snapshot = NULL;
	int err = identify(context, &snapshot);
	int i;

	for (i = 0; !err && i < 4; i++) {
		const char *const texts[] = { snapshot->hostname, snapshot->machine_id,
					      snapshot->boot_id, snapshot->kernel };

		err = part_write(pipe, texts[i] ? texts[i] : "",
				 texts[i] ? strlen(texts[i]) + 1 : 1);
	}
	if (snapshot)
		snapshot_free(snapshot);
	return err;
}

static const char *take_text(const char *at, const char *end, char *text, size_t size)
{
	if (at >= end)
		return end;
	snprintf(text, size, "%s", at);
	return at + strlen(at) + 1;
}

/* It is also known without its domain. */
static int know_hostname(struct dump_redact *redact, const char *hostname)
{
	char first[256];
	int err;

	err = dump_redact_know(redact, hostname);
	if (err)
		return err;
	snprintf(first, sizeof(first), "%.*s", (int)strcspn(hostname, "."), hostname);
	return dump_redact_know(redact, first);
}

int dump_ask_host(struct dump_job *job)
{
	const struct dump_request request = {
		.name = "host", .read = read_host, .context = job->options, .bytes = 4096,
	};
	struct dump_host *host = &job->host;
	const char *at, *end;
	struct part part;
	int err;

	err = dump_read(job, &request, &part);
	if (err)
		return err;
	at = (char *)part.bytes;
	end = at + part.length;
	at = take_text(at, end, host->hostname, sizeof(host->hostname));
	at = take_text(at, end, host->machine_id, sizeof(host->machine_id));
	at = take_text(at, end, host->boot_id, sizeof(host->boot_id));
	take_text(at, end, host->kernel, sizeof(host->kernel));
	part_clear(&part);
	if (!job->options->redact)
		return 0;
	err = know_hostname(job->options->redact, host->hostname);
	if (!err)
		err = dump_redact_know(job->options->redact, host->machine_id);
	return err ? err : dump_redact_know(job->options->redact, host->boot_id);
}

static void add(struct json_object *json, const char *key, struct json_object *value)
{
	json_object_object_add(json, key, value);
}

static struct json_object *optional(const char *text)
{
	return *text ? text_json(text) : NULL;
}

/* Takes @json over. Return: what may stand in the manifest. */
static struct json_object *cleaned(const struct dump_job *job, struct json_object *json)
{
	struct json_object *clean;

	if (!job->options->redact)
		return json;
	clean = dump_redact_json(job->options->redact, json);
	json_object_put(json);
	return clean;
}

static struct json_object *host_json(const struct dump_job *job)
{
	struct json_object *json = json_object_new_object();

	add(json, "hostname", optional(job->host.hostname));
	add(json, "machine_id", optional(job->host.machine_id));
	add(json, "boot_id", optional(job->host.boot_id));
	add(json, "kernel", optional(job->host.kernel));
	return cleaned(job, json);
}

static struct json_object *maker_json(const struct dump_job *job)
{
	struct json_object *json = json_object_new_object();
	struct utsname name;

	add(json, "muster", json_object_new_string(MUSTER_VERSION));
	if (!uname(&name)) {
		add(json, "kernel", text_json(name.release));
		add(json, "architecture", text_json(name.machine));
	}
	add(json, "uid", json_object_new_int64(getuid()));
	add(json, "effective_uid", json_object_new_int64(geteuid()));
	add(json, "container", json_object_new_boolean(container_inside()));
	add(json, "from", job->options->redact ? NULL : text_json(job->options->from));
	add(json, "root", job->options->redact ? NULL : text_json(job->options->root));
	add(json, "timeout_ms", json_object_new_int64(job->options->timeout));
	return json;
}

static struct json_object *snapshots_json(const struct dump_job *job)
{
	struct json_object *json = json_object_new_object();

	add(json, "module", json_object_new_boolean(job->has_module));
	add(json, "sysfs", json_object_new_boolean(job->has_sysfs));
	add(json, "agree", job->differences ?
	    json_object_new_boolean(!json_object_array_length(job->differences)) : NULL);
	add(json, "differences", job->differences ?
	    json_object_get(job->differences) : json_object_new_array());
	return cleaned(job, json);
}

static struct json_object *redaction_json(const struct dump_redact *redact)
{
	struct json_object *json;
	char keyed[REDACT_SIZE];

	if (!redact)
		return NULL;
	json = json_object_new_object();
	dump_redact_value(redact, KEY_LABEL, keyed);
	add(json, "key", json_object_new_string(keyed));
	return json;
}

static struct json_object *time_json(uint64_t nanoseconds)
{
	time_t seconds = nanoseconds / 1000000000;
	char text[64];
	struct tm tm;

	if (!gmtime_r(&seconds, &tm))
		return NULL;
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	return json_object_new_string(text);
}

struct json_object *dump_about(const struct dump_job *job, const char *name)
{
	struct json_object *json = json_object_new_object();
	struct timespec time;

	clock_gettime(CLOCK_REALTIME, &time);
	add(json, "schema", json_object_new_string(DUMP_SCHEMA));
	add(json, "name", text_json(name));
	add(json, "time", time_json(job->time));
	add(json, "ended", time_json(time.tv_sec * UINT64_C(1000000000)));
	add(json, "host", host_json(job));
	add(json, "made_by", maker_json(job));
	add(json, "redacted", redaction_json(job->options->redact));
	add(json, "snapshots", snapshots_json(job));
	add(json, "members", dump_records_to_json(&job->records));
	return json;
}
