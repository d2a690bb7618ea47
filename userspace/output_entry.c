// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * output_entry.c: an entry of the ledger as one line.
 */
#include "output.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "entry.h"
#include "text.h"

static enum output_color color_of(enum muster_event event)
{
	switch (event) {
	case MUSTER_EVENT_ADD:
		return COLOR_GREEN;
	case MUSTER_EVENT_DEL:
	case MUSTER_EVENT_REMOVED:
		return COLOR_RED;
	case MUSTER_EVENT_CHANGED:
	case MUSTER_EVENT_NOT_BOUND:
	case MUSTER_EVENT_FOLDED:
		return COLOR_YELLOW;
	default:
		return COLOR_NONE;
	}
}

static unsigned int print_head(const struct output *output, const struct entry *entry)
{
	time_t seconds = entry->realtime / 1000000000;
	unsigned int column;
	char text[96];
	struct tm tm;

	if (!localtime_r(&seconds, &tm))
		memset(&tm, 0, sizeof(tm));
	strftime(text, sizeof(text), "%H:%M:%S", &tm);
	snprintf(text + strlen(text), sizeof(text) - strlen(text), ".%06u  #%-5llu ",
		 (unsigned int)(entry->realtime % 1000000000 / 1000),
		 (unsigned long long)entry->number);
	column = output_clip(output, 0, text);
	output_color(output, color_of(entry->event));
	snprintf(text, sizeof(text), "%-9s  ", entry_event_name(entry->event));
	column = output_clip(output, column, text);
	output_color(output, COLOR_NONE);
	return column;
}

/* What the event is about, as far as it is known. */
static void describe_subject(FILE *file, const struct output *output,
			     const struct entry *entry, const struct device *device)
{
	const char *address;
	char *summary;

	if (!device) {
		if (entry->subject)
			fprintf(file, "the device of #%llu", (unsigned long long)entry->subject);
		if (entry->driver)
			fprintf(file, ": %s", entry->driver);
		return;
	}
	address = device_get(device, FIELD_ADDRESS);
	fprintf(file, "%s  %s", device->place, address ? address : "-");
	if (entry->driver) {
		fprintf(file, "  %s", entry->driver);
		return;
	}
	summary = output_summary(output->names, device);
	fprintf(file, "  %s", summary ? summary : "");
	free(summary);
}

static void describe_fold(FILE *file, const struct entry *entry)
{
	unsigned int event;

	fprintf(file, "%s", entry->place ? entry->place : "");
	for (event = 1; event <= MUSTER_EVENT_MAX; event++)
		if (entry->times[event])
			fprintf(file, "  %s %llu times", entry_event_name(event),
				(unsigned long long)entry->times[event]);
}

static void describe(FILE *file, const struct output *output, const struct entry *entry,
		     const struct device *subject)
{
	switch (entry->event) {
	case MUSTER_EVENT_LOAD:
		fprintf(file, "module %s on kernel %s",
			entry->version ? entry->version : "?",
			entry->kernel ? entry->kernel : "?");
		break;
	case MUSTER_EVENT_WALKED:
		fprintf(file, "%u devices, %u had a driver already, %u not readable",
			entry->seen, entry->bound, entry->unreadable);
		break;
	case MUSTER_EVENT_RESCANNED:
		fprintf(file, "%u devices, %u changed, %u not readable",
			entry->seen, entry->changed, entry->unreadable);
		break;
	case MUSTER_EVENT_FOLDED:
		describe_fold(file, entry);
		break;
	default:
		describe_subject(file, output, entry,
				 entry->device ? entry->device : subject);
	}
	if (entry->flags & MUSTER_ENTRY_UNTRACKED)
		fputs(" <untracked>", file);
	if (entry->flags & MUSTER_ENTRY_UNINTRODUCED)
		fputs(" <never introduced>", file);
}

void output_entry(const struct output *output, const struct entry *entry,
		  const struct device *subject)
{
	unsigned int column = print_head(output, entry);
	char *text = NULL;
	size_t length;
	FILE *file;

	file = open_memstream(&text, &length);
	if (file) {
		describe(file, output, entry, subject);
		if (!fclose(file))
			output_clip(output, column, text);
		free(text);
	}
	fputc('\n', output->file);
}
