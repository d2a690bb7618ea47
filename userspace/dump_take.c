// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_take.c: take one part into a dump, and write down what came of it.
 */
#include "dump_job.h"

#include <dirent.h>
#include <errno.h>
#include <json-c/json.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dump_file.h"
#include "dump_redact.h"
#include "dump_write.h"

#define COMPONENT_MAX 80	/* bytes of a file's name in a member's */

int dump_read(struct dump_job *job, const struct dump_request *request, struct part *part)
{
	const struct dump_options *options = job->options;
	struct part_limits limits = {
		.bytes = request->bytes,
		.milliseconds = options->timeout * (request->factor ? request->factor : 1),
		.stop = options->stop,
	};

	if (options->progress)
		options->progress(request->name, job->parts, options->context);
	job->parts++;
	return part_run(request->read, request->context, &limits, part);
}

static void replace_bytes(struct part *part, char *text)
{
	free(part->bytes);
	part->bytes = (uint8_t *)text;
	part->length = text ? strlen(text) : 0;
}

/* Without a form that can be read there is no knowing what it holds. */
static char *redact_json(const struct dump_redact *redact, const char *text)
{
	struct json_object *json = json_tokener_parse(text), *clean;
	char *result = NULL;

	if (!json)
		return NULL;
	clean = dump_redact_json(redact, json);
	if (clean)
		result = strdup(json_object_to_json_string_ext(clean, JSON_C_TO_STRING_PLAIN |
							       JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(clean);
	json_object_put(json);
	return result;
}

static char *redact_json_lines(const struct dump_redact *redact, char *text)
{
	char *result = NULL, *line;
	size_t size;
	FILE *file = open_memstream(&result, &size);

	if (!file)
		return NULL;
	while ((line = strsep(&text, "\n"))) {
		char *clean = *line ? redact_json(redact, line) : NULL;

		if (clean)
			fprintf(file, "%s\n", clean);
		else if (*line)
			fputs("{\"redacted\":\"a line that is no JSON\"}\n", file);
		free(clean);
	}
	if (!fclose(file))
		return result;
	free(result);
	return NULL;
}

static int leave_out(const struct dump_redact *redact, struct part *part, char **keyed)
{
	char text[REDACT_SIZE];

	if (part->length) {
		dump_redact_bytes(redact, part->bytes, part->length, text);
		*keyed = strdup(text);
		if (!*keyed)
			return -ENOMEM;
	}
	replace_bytes(part, NULL);
	if (part->status <= PART_TRUNCATED || *keyed)
		part_set(part, PART_REDACTED, "left out: it would name the machine");
	return 0;
}

static int redact_part(const struct dump_redact *redact, enum dump_redaction how,
		       struct part *part, char **keyed)
{
	char *text = NULL;

	if (!part->length && how != DUMP_OUT)
		return 0;
	switch (how) {
	case DUMP_NOTHING:
		return 0;
	case DUMP_CONFIG:
		return dump_redact_config(part->bytes, part->length);
	case DUMP_OUT:
		break;
	case DUMP_TEXT:
		text = dump_redact_text(redact, (char *)part->bytes);
		break;
	case DUMP_JSON:
		text = redact_json(redact, (char *)part->bytes);
		break;
	case DUMP_JSON_LINES:
		text = redact_json_lines(redact, (char *)part->bytes);
		break;
	}
	if (!text)
		return leave_out(redact, part, keyed);
	replace_bytes(part, text);
	return 0;
}

/* A file's name can name the machine as well; what is made of one is a name still. */
static struct dump_record *add_record(struct dump_job *job, const char *name)
{
	const struct dump_redact *redact = job->options->redact;
	char *clean = redact ? dump_redact_text(redact, name) : strdup(name);
	struct dump_record *record;

	record = clean ? dump_records_add(&job->records, clean) : NULL;
	free(clean);
	return record;
}

static int set_source(struct dump_job *job, struct dump_record *record, const char *source)
{
	const struct dump_redact *redact = job->options->redact;

	if (!source)
		return 0;
	record->source = redact ? dump_redact_text(redact, source) : strdup(source);
	return record->source ? 0 : -ENOMEM;
}

static int set_text(char **field, const char *text)
{
	*field = text && *text ? strdup(text) : NULL;
	return text && *text && !*field ? -ENOMEM : 0;
}

/* What was read is kept, however the reading ended; an empty file is one too. */
static int store(struct dump_job *job, struct part *part, struct dump_record *record)
{
	int err;

	record->stored = part->bytes && (part->length || part->status <= PART_TRUNCATED);
	if (!record->stored)
		return 0;
	err = dump_writer_add(job->writer, record->name, part->bytes, part->length);
	if (err == -EFBIG) {
		record->stored = false;
		part_set(part, PART_FAILED, "the dump would be more than one may hold");
		return 0;
	}
	record->size = part->length;
	sha256_of(part->bytes, part->length, record->sha256);
	return err;
}

int dump_keep(struct dump_job *job, const struct dump_request *request, struct part *part,
	      struct dump_record **out)
{
	const struct dump_redact *redact = job->options->redact;
	struct dump_record *record;
	int err = 0;

	if (out)
		*out = NULL;
	if (request->if_there && part->status == PART_ABSENT) {
		part_clear(part);
		return 0;
	}
	record = add_record(job, request->name);
	if (!record)
		err = -ENOMEM;
	if (!err && redact)
		err = redact_part(redact, request->redaction, part, &record->keyed);
	if (!err)
		err = store(job, part, record);
	if (!err)
		err = set_source(job, record, request->source);
	if (!err)
		err = set_text(&record->why, part->why);
	if (!err)
		record->status = part->status;
	part_clear(part);
	if (out)
		*out = record;
	return err;
}

int dump_take(struct dump_job *job, const struct dump_request *request)
{
	struct part part;
	int err = dump_read(job, request, &part);

	return err ? err : dump_keep(job, request, &part, NULL);
}

int dump_note(struct dump_job *job, const char *name, enum part_status status,
	      const char *why)
{
	struct dump_record *record = add_record(job, name);

	if (!record)
		return -ENOMEM;
	record->status = status;
	return set_text(&record->why, why);
}

struct place_of_file {
	const struct sysfs *sysfs;
	const char *path;
};

static int read_file(struct part_pipe *pipe, const void *context)
{
	const struct place_of_file *file = context;
	int fd = dump_open_below(file->sysfs, file->path);

	return fd < 0 ? fd : part_copy(pipe, fd, SIZE_MAX);
}

int dump_take_file(struct dump_job *job, const char *path, const char *name,
		   size_t bytes, enum dump_redaction redaction)
{
	const struct place_of_file file = { .sysfs = &job->sysfs, .path = path };
	char source[PATH_MAX];
	const struct dump_request request = {
		.name = name, .source = source, .read = read_file, .context = &file,
		.bytes = bytes, .redaction = redaction,
	};

	snprintf(source, sizeof(source), "/%s", path);
	return dump_take(job, &request);
}

static int read_names(struct part_pipe *pipe, const void *context)
{
	const struct place_of_file *directory = context;
	struct sysfs_names names;
	size_t i;
	int err;

	err = sysfs_list(directory->sysfs, directory->path, &names);
	/* names end with a NUL, for they may hold anything else */
	for (i = 0; !err && i < names.count; i++)
		err = part_write(pipe, names.names[i], strlen(names.names[i]) + 1);
	return err;
}

static int split_names(const struct part *part, struct sysfs_names *names)
{
	const char *at = (char *)part->bytes, *end = at + part->length;
	size_t count = 0;

	for (; at < end; at += strlen(at) + 1)
		count++;
	names->names = calloc(count + 1, sizeof(*names->names));
	if (!names->names)
		return -ENOMEM;
	for (at = (char *)part->bytes; at < end; at += strlen(at) + 1) {
		names->names[names->count] = strdup(at);
		if (!names->names[names->count])
			return -ENOMEM;
		names->count++;
	}
	return 0;
}

int dump_list(struct dump_job *job, const char *path, struct sysfs_names *names)
{
	const struct place_of_file directory = { .sysfs = &job->sysfs, .path = path };
	const struct dump_request request = {
		.name = path, .read = read_names, .context = &directory,
		.bytes = DUMP_LIST_MAX, .factor = DUMP_WHOLE_FACTOR,
	};
	char name[128];
	struct part part;
	int err;

	memset(names, 0, sizeof(*names));
	err = dump_read(job, &request, &part);
	if (err)
		return err;
	err = split_names(&part, names);
	if (!err && part.status > PART_OK)
		err = dump_note(job, dump_member_name(path, name, sizeof(name)), part.status,
				part.why);
	part_clear(&part);
	if (err)
		sysfs_names_clear(names);
	return err;
}

/* Other characters become "_"; a long component is cut. */
const char *dump_member_name(const char *name, char *buffer, size_t size)
{
	size_t component = 0, at = 0;

	for (; *name && at + 1 < size; name++) {
		char character[2] = { *name, '\0' };

		component = *name == '/' ? 0 : component + 1;
		if (component > COMPONENT_MAX)
			continue;
		buffer[at++] = *name == '/' || dump_name_valid(character) ||
			       (*name == '.' && component > 1) ? *name : '_';
	}
	buffer[at] = '\0';
	return buffer;
}
