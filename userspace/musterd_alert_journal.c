// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_alert_journal.c: a finding in the journal, as a sentence with fields.
 */
#include "musterd.h"

#include <stdio.h>
#include <stdlib.h>
#include <syslog.h>
#include <systemd/sd-journal.h>

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
 * journal_send() - tell the journal of a finding
 * Return: 0 also where no journal runs, or -errno.
 */
int journal_send(const struct finding *finding)
{
	return sd_journal_send("MESSAGE_ID=" MESSAGE_ID,
			       "PRIORITY=%i", priority(finding),
			       "SYSLOG_IDENTIFIER=musterd",
			       "MESSAGE=%s%s: %s", finding->state == FINDING_CLEARED ?
			       "cleared: " : "", finding_class_name(finding->class),
			       finding->message ? finding->message : "",
			       "MUSTER_ID=%s", finding->id,
			       "MUSTER_STATE=%s", finding_state_name(finding->state),
			       "MUSTER_CLASS=%s", finding_class_name(finding->class),
			       "MUSTER_SEVERITY=%s", severity_name(finding->severity),
			       "MUSTER_PLACE=%s", finding->place ? finding->place : "",
			       "MUSTER_RULE=%s", finding->rule ? finding->rule : "",
			       NULL);
}
