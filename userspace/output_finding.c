// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * output_finding.c: a finding that explains itself, in a few lines.
 */
#include "output.h"

#include <stdlib.h>
#include <string.h>

#include "finding.h"
#include "text.h"

#define LABEL_WIDTH 10
#define INDENT 2
#define ID_SHOWN 12
#define DIGEST_SHOWN 19	/* "sha256:" and 12 digits tell two files apart */

static const char *text_at(struct json_object *json, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(json, key, &value) ||
	    !json_object_is_type(value, json_type_string) || !*json_object_get_string(value))
		return NULL;
	return json_object_get_string(value);
}

static struct json_object *names_of(const struct finding *finding)
{
	struct json_object *names = NULL;

	json_object_object_get_ex(finding->device, "names", &names);
	return names;
}

/* "", or the two with what is between; a missing one hides all of it. */
static const char *join(const char *before, const char *a, const char *between, const char *b,
			char *buffer, size_t size)
{
	if (a)
		snprintf(buffer, size, "%s%s%s%s", before, a, b ? between : "", b ? b : "");
	else
		buffer[0] = '\0';
	return buffer;
}

char *output_finding_part(const struct finding *finding)
{
	const char *vendor = text_at(finding->device, "vendor");
	const char *model = text_at(finding->device, "device");
	const char *name = text_at(names_of(finding), "device");
	char ids[256], *text;

	if (!name)
		name = text_at(finding->device, "name");
	if (!name && vendor)
		name = text_at(names_of(finding), "class");
	join(name ? " [" : "[", vendor, ":", model, ids, sizeof(ids));
	if (asprintf(&text, "%s%s%s", name ? name : "", ids, *ids ? "]" : "") < 0)
		return NULL;
	return text;
}

static void print_label(const struct output *output, const char *label)
{
	output_color(output, COLOR_DIM);
	fprintf(output->file, "%*s%-*s ", INDENT, "", LABEL_WIDTH, label);
	output_color(output, COLOR_NONE);
}

static void print_line(const struct output *output, const char *label, const char *text)
{
	if (!text || !*text)
		return;
	print_label(output, label);
	text_print(output->file, text);
	fputc('\n', output->file);
}

/* "0000:03:00.0  8086:10d3  subsystem 8086:a01f  revision 00  serial 00-11-..." */
static void print_ids(const struct output *output, const struct finding *finding)
{
	struct json_object *device = finding->device;
	char address[128], ids[64], subsystem[64], revision[64], serial[160], text[512];
	const char *at = text_at(device, "address");

	join("", at, "", NULL, address, sizeof(address));
	join(at ? "  " : "", text_at(device, "vendor"), ":", text_at(device, "device"),
	     ids, sizeof(ids));
	join("  subsystem ", text_at(device, "subsystem_vendor"), ":",
	     text_at(device, "subsystem_device"), subsystem, sizeof(subsystem));
	join("  revision ", text_at(device, "revision"), "", NULL, revision, sizeof(revision));
	join("  serial ", text_at(device, "serial"), "", NULL, serial, sizeof(serial));
	snprintf(text, sizeof(text), "%s%s%s%s%s", address, ids, subsystem, revision, serial);
	print_line(output, "ids", text);
}

static void print_what(const struct output *output, const struct finding *finding)
{
	const char *name = text_at(names_of(finding), "device");
	const char *class = text_at(names_of(finding), "class");
	char text[600], kind[300];

	join(name ? " (" : "", class, "", name ? ")" : "", kind, sizeof(kind));
	snprintf(text, sizeof(text), "%s%s", name ? name : "", kind);
	print_line(output, "device", text);
}

/* What differs: the field, where it is kept, and both values below each other. */
static void print_difference(const struct output *output, const struct finding *finding)
{
	char text[64];

	if (finding->field) {
		print_label(output, "field");
		text_print(output->file, finding->field);
		fputc('\n', output->file);
	}
	print_line(output, "register", finding->location);
	if (finding->field && (finding->expected || finding->seen)) {
		if (finding->class != FINDING_DUPLICATE)
			print_line(output, "expected", finding->expected ? finding->expected : "none");
		print_line(output, "seen", finding->seen ? finding->seen : "none");
	}
	if (finding->expected_count || finding->seen_count) {
		snprintf(text, sizeof(text), "%u, expected %u", finding->seen_count,
			 finding->expected_count);
		print_line(output, "count", text);
	}
	print_line(output, finding->class == FINDING_MOVED ? "from" : "see also",
		   finding->other_place);
}

static void print_rule(const struct output *output, const struct finding *finding)
{
	char id[ID_SHOWN + 1];

	if (!finding->inventory_path)
		return;
	snprintf(id, sizeof(id), "%.*s", ID_SHOWN, finding->id);
	/* so much of it will do for "muster inventory accept" */
	print_line(output, "id", id);
	print_line(output, "rule", finding->rule ? finding->rule : "none, so the implicit one");
	print_label(output, "inventory");
	text_print(output->file, finding->inventory_path);
	if (finding->inventory_digest)
		fprintf(output->file, " (%.*s)", DIGEST_SHOWN, finding->inventory_digest);
	fputc('\n', output->file);
}

/* A sentence, on as many lines as it takes. */
static void print_sentence(const struct output *output, const char *text)
{
	unsigned int width = output->width > 2 * INDENT ? output->width - INDENT : 0;
	size_t length = text ? text_escape(text, NULL, 0) : 0;
	char *clean = length ? malloc(length + 1) : NULL, *rest = clean;

	if (!clean)
		return;
	text_escape(text, clean, length + 1);
	while (*rest) {
		size_t bytes = output_break(rest, width);

		fprintf(output->file, "%*s%.*s\n", INDENT, "", (int)bytes, rest);
		rest += bytes;
		rest += strspn(rest, " ");
	}
	free(clean);
}

static enum output_color color_of(enum severity severity)
{
	if (severity == SEVERITY_CRITICAL)
		return COLOR_RED;
	return severity == SEVERITY_WARNING ? COLOR_YELLOW : COLOR_BOLD;
}

void output_finding(const struct output *output, const struct finding *finding)
{
	output_color(output, color_of(finding->severity));
	fprintf(output->file, "%s (%s)", finding_class_name(finding->class),
		severity_name(finding->severity));
	output_color(output, COLOR_NONE);
	if (finding->place) {
		fputs(" at ", output->file);
		text_print(output->file, finding->place);
	}
	fputc('\n', output->file);
	print_sentence(output, finding->message);
	if (finding->device) {
		print_what(output, finding);
		print_ids(output, finding);
	}
	print_difference(output, finding);
	print_rule(output, finding);
	print_sentence(output, finding->advice);
}
