// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * check_text.c: the outcome of a check for people, and in one line for monitoring.
 */
#include "check.h"

#include <stdio.h>

#include "../inventory.h"
#include "../output.h"
#include "../snapshot.h"
#include "../text.h"
#include "../text_index.h"

#define DIGEST_SHOWN 19	/* "sha256:" and 12 digits tell two files apart */

static const char *device_text(const struct finding *finding, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(finding->device, key, &value) ||
	    !json_object_is_type(value, json_type_string))
		return NULL;
	return json_object_get_string(value);
}

static void print_text(const char *before, const char *text, const char *after)
{
	if (!text || !*text)
		return;
	fputs(before, stdout);
	text_print(stdout, text);
	fputs(after, stdout);
}

/* "0000:03:00.0 8086:10d3 subsystem 8086:a01f revision 00 serial 00-11-..." */
static void print_ids(const struct finding *finding)
{
	const char *vendor = device_text(finding, "vendor");
	const char *subsystem = device_text(finding, "subsystem_vendor");

	print_text("  ", device_text(finding, "address"), "");
	print_text("  ", vendor, ":");
	print_text("", vendor ? device_text(finding, "device") : NULL, "");
	print_text("  subsystem ", subsystem, ":");
	print_text("", subsystem ? device_text(finding, "subsystem_device") : NULL, "");
	print_text("  revision ", device_text(finding, "revision"), "");
	print_text("  serial ", device_text(finding, "serial"), "");
	putchar('\n');
}

static void print_names(const struct finding *finding)
{
	struct json_object *names, *name, *class;

	if (!json_object_object_get_ex(finding->device, "names", &names))
		return;
	json_object_object_get_ex(names, "device", &name);
	json_object_object_get_ex(names, "class", &class);
	if (!name || !*json_object_get_string(name))
		return;
	print_text("  ", json_object_get_string(name), "");
	if (class)
		print_text("  (", json_object_get_string(class), ")");
	putchar('\n');
}

static enum output_color color_of(enum severity severity)
{
	if (severity == SEVERITY_CRITICAL)
		return COLOR_RED;
	return severity == SEVERITY_WARNING ? COLOR_YELLOW : COLOR_BOLD;
}

static void print_finding(const struct output *output, const struct check *check,
			  const struct finding *finding)
{
	output_color(output, color_of(finding->severity));
	printf("%s (%s)", finding_class_name(finding->class),
	       severity_name(finding->severity));
	output_color(output, COLOR_NONE);
	print_text(" at ", finding->place, "");
	putchar('\n');
	if (finding->device) {
		print_ids(finding);
		print_names(finding);
	}
	print_text("  ", finding->message, "\n");
	print_text("  what to do: ", finding->advice, "\n");
	print_text("  register: ", finding->location, "\n");
	if (!check->inventory && !finding->rule) {
		putchar('\n');
		return;
	}
	print_text("  rule: ", finding->rule ? finding->rule : "none, so the implicit one", "");
	print_text("; inventory: ", finding->inventory_path, "");
	if (finding->inventory_digest)
		printf(" (%.*s)", DIGEST_SHOWN, finding->inventory_digest);
	fputs("\n\n", stdout);
}

static void print_unverified(const struct check *check)
{
	for (size_t i = 0; i < check->verdict.unverified_count; i++) {
		const struct unverified *unverified = &check->verdict.unverified[i];
		const char *address = device_get(unverified->device, FIELD_ADDRESS);

		print_text("unverified at ", unverified->device->place, "");
		print_text(" (", address, ")");
		print_text(": rule \"", unverified->rule, "\" compares ");
		print_text("", unverified->fields, ", which could not be read\n");
	}
}

static void print_inventory(const struct check *check)
{
	if (!check->inventory)
		return;
	if (check->other_board)
		print_text("note: inventory ", inventory_name(check->inventory),
			   " is for another board; it was named on the command line\n");
	if (!inventory_reviewed(check->inventory))
		print_text("note: inventory ", inventory_name(check->inventory),
			   " was learned from a machine and is not reviewed\n");
}

/* Findings of one group have one cause and are one alert. */
static size_t count_groups(const struct check *check)
{
	struct text_index *seen = text_index_new(check->verdict.count);
	size_t groups = 0;

	for (size_t i = 0; i < check->verdict.count && seen; i++) {
		const struct finding *finding = check->verdict.findings[i];
		const char *group = finding->group ? finding->group : finding->id;

		if (!check_shows(check, finding) ||
		    text_index_first(seen, group) != INDEX_END)
			continue;
		groups++;
		if (text_index_add(seen, group, i))
			break;
	}
	text_index_free(seen);
	return groups;
}

static void print_verdict(const struct output *output, const struct check *check)
{
	size_t findings = check_count_all(check), groups = count_groups(check);
	char buffer[64];
	const char *doubt = check_doubt(check, buffer, sizeof(buffer));

	output_color(output, findings ? COLOR_RED : doubt ? COLOR_YELLOW : COLOR_GREEN);
	if (findings) {
		printf("%zu finding%s", findings, findings == 1 ? "" : "s");
		if (groups != findings)
			printf(" of %zu cause%s", groups, groups == 1 ? "" : "s");
	} else {
		fputs(doubt ? "could not tell" : "passes muster", stdout);
	}
	output_color(output, COLOR_NONE);
	if (check->inventory) {
		printf(": %zu devices, inventory ", check->verdict.judged);
		print_text("", inventory_name(check->inventory), "");
	}
	print_text("; ", doubt, "");
	putchar('\n');
}

int check_print_text(const struct check *check)
{
	struct output output = output_begin(NULL);

	if (check->trouble)
		print_finding(&output, check, check->trouble);
	for (size_t i = 0; i < check->verdict.count; i++)
		if (check_shows(check, check->verdict.findings[i]))
			print_finding(&output, check, check->verdict.findings[i]);
	print_unverified(check);
	print_inventory(check);
	print_verdict(&output, check);
	return 0;
}

/* '|' begins the performance data, so no name may hold it. */
static void print_plain(const char *text)
{
	char clean[128];

	text_escape(text, clean, sizeof(clean));
	for (char *c = clean; *c; c++)
		putchar(*c == '|' ? '/' : *c);
}

int check_print_nagios(const struct check *check)
{
	static const char *const words[] = { "OK", "WARNING", "CRITICAL", "UNKNOWN" };
	size_t findings = check_count_all(check);
	int status = 0, outcome = check_status(check);
	char buffer[64];

	if (outcome == EXIT_UNSURE)
		status = 3;
	else if (outcome == EXIT_FINDINGS)
		status = check_count(check, SEVERITY_CRITICAL) ? 2 : 1;
	printf("MUSTER %s - ", words[status]);
	if (outcome == EXIT_UNSURE)
		fputs(check_doubt(check, buffer, sizeof(buffer)), stdout);
	else if (findings)
		printf("%zu finding%s", findings, findings == 1 ? "" : "s");
	else
		fputs("passes muster", stdout);
	if (check->inventory) {
		fputs(", inventory ", stdout);
		print_plain(inventory_name(check->inventory));
	}
	printf(" | devices=%zu findings=%zu critical=%zu warning=%zu notice=%zu unverified=%zu\n",
	       check->snapshot->count, findings, check_count(check, SEVERITY_CRITICAL),
	       check_count(check, SEVERITY_WARNING), check_count(check, SEVERITY_NOTICE),
	       check->verdict.unverified_count);
	return status;
}
