// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_alert_journal.c: an alert in the journal, as a sentence with fields.
 */
#include "musterd.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <syslog.h>

#include "alert_group.h"
#include "journal.h"

/* One for all findings: journalctl MESSAGE_ID=... shows them and nothing else. */
#define MESSAGE_ID "5f0c7f1f5a0e4c7b9a4d2e9f6b1c8d37"

static int priority(const struct finding *finding)
{
	if (finding->state == FINDING_CLEARED)
		return LOG_NOTICE;
	switch (finding->severity) {
	case SEVERITY_CRITICAL:
		return LOG_CRIT;
	case SEVERITY_WARNING:
		return LOG_WARNING;
	default:
		return LOG_NOTICE;
	}
}

static void put_format(FILE *entry, const char *name, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void put_format(FILE *entry, const char *name, const char *format, ...)
{
	va_list arguments;
	char *value;

	va_start(arguments, format);
	if (vasprintf(&value, format, arguments) < 0)
		value = NULL;
	va_end(arguments);
	if (value)
		journal_put(entry, name, value);
	free(value);
}

static void put_alert(FILE *entry, const struct alert *alert)
{
	const struct finding *worst = alert->worst;

	journal_put(entry, "MESSAGE_ID", MESSAGE_ID);
	put_format(entry, "PRIORITY", "%d", priority(worst));
	journal_put(entry, "SYSLOG_IDENTIFIER", "musterd");
	put_format(entry, "MESSAGE", "%s%s: %s", alert_prefix(worst),
		   finding_class_name(worst->class), alert->text);
	journal_put(entry, "MUSTER_ID", worst->id);
	journal_put(entry, "MUSTER_STATE", finding_state_name(worst->state));
	journal_put(entry, "MUSTER_CLASS", finding_class_name(worst->class));
	journal_put(entry, "MUSTER_SEVERITY", severity_name(worst->severity));
	journal_put(entry, "MUSTER_PLACE", worst->place ? worst->place : "");
	journal_put(entry, "MUSTER_RULE", worst->rule ? worst->rule : "");
	journal_put(entry, "MUSTER_GROUP", worst->group ? worst->group : "");
	put_format(entry, "MUSTER_COUNT", "%zu", alert->count);
	put_format(entry, "MUSTER_TIMES", "%llu",
		   (unsigned long long)(worst->count ? worst->count : 1));
}

/**
 * journal_send() - tell the journal; the fields are those of the worst finding
 * Return: 0 also where no journal runs, or -errno.
 */
int journal_send(const struct alert *alert)
{
	char *text = NULL;
	size_t length;
	FILE *entry;
	int err;

	entry = open_memstream(&text, &length);
	if (!entry)
		return -errno;
	put_alert(entry, alert);
	err = fclose(entry) ? -errno : journal_submit(JOURNAL_SOCKET, text, length);
	free(text);
	return err;
}
