// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * check_text.c: the outcome of a check for people, and in one line for monitoring.
 */
#include "check.h"

#include <errno.h>
#include <stdio.h>

#include "../inventory.h"
#include "../output.h"
#include "../snapshot.h"
#include "../text.h"
#include "../text_index.h"

#define UNVERIFIED_EACH 8	/* up to so many have a line each */
#define UNVERIFIED_SHOWN 4	/* of more, so many of each kind are named */

static void print_text(const char *before, const char *text, const char *after)
{
	if (!text || !*text)
		return;
	fputs(before, stdout);
	text_print(stdout, text);
	fputs(after, stdout);
}

/*
 * Findings of one group have one cause and are one alert: they are told together,
 * where the first of them is in order.
 */
struct groups {
	struct text_index *by_name;
	size_t count;
};

static const char *group_of(const struct finding *finding)
{
	return finding->group ? finding->group : finding->id;
}

static int find_groups(const struct check *check, struct groups *groups)
{
	const struct verdict *verdict = &check->verdict;

	groups->by_name = text_index_new(verdict->count);
	if (!groups->by_name)
		return -ENOMEM;
	for (size_t i = verdict->count; i > 0; i--) {
		const struct finding *finding = verdict->findings[i - 1];

		if (!check_shows(check, finding))
			continue;
		groups->count += text_index_first(groups->by_name, group_of(finding)) == INDEX_END;
		if (text_index_add(groups->by_name, group_of(finding), i - 1))
			return -ENOMEM;
	}
	return 0;
}

static void print_group(const struct output *output, const struct check *check,
			const struct groups *groups, size_t first)
{
	struct finding **findings = check->verdict.findings;
	size_t i, count = 0;

	for (i = first; i != INDEX_END; i = text_index_next(groups->by_name, i))
		count++;
	if (count > 1) {
		output_color(output, COLOR_BOLD);
		printf("%zu findings of one cause: ", count);
		text_print(stdout, group_of(findings[first]));
		output_color(output, COLOR_NONE);
		putchar('\n');
	}
	for (i = first; i != INDEX_END; i = text_index_next(groups->by_name, i)) {
		output_finding(output, findings[i]);
		putchar('\n');
	}
}

static void print_findings(const struct output *output, const struct check *check,
			   const struct groups *groups)
{
	for (size_t i = 0; i < check->verdict.count; i++) {
		const struct finding *finding = check->verdict.findings[i];

		if (check_shows(check, finding) &&
		    text_index_first(groups->by_name, group_of(finding)) == i)
			print_group(output, check, groups, i);
	}
}

static void print_fields(const char *fields)
{
	for (; *fields; fields++)
		if (*fields == ',')
			fputs(", ", stdout);
		else
			putchar(*fields);
}

static void print_each_unverified(const struct check *check)
{
	for (size_t i = 0; i < check->verdict.unverified_count; i++) {
		const struct unverified *unverified = &check->verdict.unverified[i];
		const char *address = device_get(unverified->device, FIELD_ADDRESS);

		print_text("unverified at ", unverified->device->place, "");
		print_text(" (", address, ")");
		print_text(": rule \"", unverified->rule, "\" compares ");
		print_fields(unverified->fields);
		puts(", which could not be read");
	}
}

/* Those that lack the same fields, in one line. */
static void print_unverified_set(const struct check *check, const struct text_index *sets,
				 size_t first)
{
	const struct unverified *unverified = check->verdict.unverified;
	size_t i, count = 0;

	for (i = first; i != INDEX_END; i = text_index_next(sets, i))
		count++;
	printf("unverified: %zu device%s whose ", count, count == 1 ? "" : "s");
	print_fields(unverified[first].fields);
	fputs(" could not be read: ", stdout);
	for (i = first, count = 0; i != INDEX_END; i = text_index_next(sets, i), count++)
		if (count < UNVERIFIED_SHOWN)
			print_text(count ? ", " : "", unverified[i].device->place, "");
	if (count > UNVERIFIED_SHOWN)
		printf(", and %zu more", count - UNVERIFIED_SHOWN);
	putchar('\n');
}

/* A source that sees less leaves many in doubt for one reason. */
static void print_unverified(const struct check *check)
{
	const struct verdict *verdict = &check->verdict;
	struct text_index *sets;
	int err = 0;

	if (verdict->unverified_count <= UNVERIFIED_EACH) {
		print_each_unverified(check);
		return;
	}
	sets = text_index_new(verdict->unverified_count);
	for (size_t i = verdict->unverified_count; sets && !err && i > 0; i--)
		err = text_index_add(sets, verdict->unverified[i - 1].fields, i - 1);
	for (size_t i = 0; sets && !err && i < verdict->unverified_count; i++)
		if (text_index_first(sets, verdict->unverified[i].fields) == i)
			print_unverified_set(check, sets, i);
	text_index_free(sets);
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

static void print_verdict(const struct output *output, const struct check *check, size_t groups)
{
	size_t findings = check_count_all(check);
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
	struct groups groups = { 0 };
	int err = find_groups(check, &groups);

	if (!err) {
		if (check->trouble) {
			output_finding(&output, check->trouble);
			putchar('\n');
		}
		print_findings(&output, check, &groups);
		print_unverified(check);
		print_inventory(check);
		print_verdict(&output, check, groups.count);
	}
	text_index_free(groups.by_name);
	return err;
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
