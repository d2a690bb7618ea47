// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_alert_journal.c: an alert in the journal, as a sentence with fields.
 */
#include "musterd.h"

#include <stdio.h>
#include <stdlib.h>
#include <syslog.h>
#include <systemd/sd-journal.h>

#include "alert_group.h"

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

/**
 * journal_send() - tell the journal; the fields are those of the worst finding
 * Return: 0 also where no journal runs, or -errno.
 */
int journal_send(const struct alert *alert)
{
	const struct finding *worst = alert->worst;

	return sd_journal_send("MESSAGE_ID=" MESSAGE_ID,
			       "PRIORITY=%i", priority(worst),
			       "SYSLOG_IDENTIFIER=musterd",
			       "MESSAGE=%s%s: %s", alert_prefix(worst),
			       finding_class_name(worst->class), alert->text,
			       "MUSTER_ID=%s", worst->id,
			       "MUSTER_STATE=%s", finding_state_name(worst->state),
			       "MUSTER_CLASS=%s", finding_class_name(worst->class),
			       "MUSTER_SEVERITY=%s", severity_name(worst->severity),
			       "MUSTER_PLACE=%s", worst->place ? worst->place : "",
			       "MUSTER_RULE=%s", worst->rule ? worst->rule : "",
			       "MUSTER_GROUP=%s", worst->group ? worst->group : "",
			       "MUSTER_COUNT=%zu", alert->count,
			       "MUSTER_TIMES=%llu", (unsigned long long)
			       (worst->count ? worst->count : 1),
			       NULL);
}
