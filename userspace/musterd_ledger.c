// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_ledger.c: findings of class ledger: what the record does not cover.
 */
#include "musterd.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chain.h"
#include "entry.h"
#include "place.h"
#include "text.h"

static char *format(const char *text, ...) __attribute__((format(printf, 1, 2)));

static char *format(const char *text, ...)
{
	va_list arguments;
	char *out;

	va_start(arguments, text);
	if (vasprintf(&out, text, arguments) < 0)
		out = NULL;
	va_end(arguments);
	return out;
}

/* Takes @seen and @message over; field and seen tell one from another by id. */
static struct finding *make(const struct musterd *musterd, enum severity severity,
			    const char *field, char *seen, char *message)
{
	struct finding *finding;

	/* in a virtual machine nobody asked about, only for the record */
	if (musterd->virtual_machine && !musterd->inventory)
		severity = SEVERITY_NOTICE;
	finding = finding_new(FINDING_LEDGER, severity, NULL);
	if (!finding) {
		free(seen);
		free(message);
		return NULL;
	}
	finding->field = strdup(field);
	finding->seen = seen;
	finding->message = message;
	if (!finding->field || !seen || !message) {
		finding_free(finding);
		return NULL;
	}
	finding_identify(finding);
	return finding;
}

static char *load_text(const uint8_t *load_id)
{
	char text[33];

	chain_hex(load_id, 16, text);
	return strdup(text);
}

/** ledger_gap() - entries @first to @last were dropped before they were pulled */
struct finding *ledger_gap(const struct musterd *musterd, uint64_t first, uint64_t last)
{
	char load_id[33];
	struct finding *finding;

	chain_hex(musterd->load_id, 16, load_id);
	finding = make(musterd, SEVERITY_WARNING, "lost", strdup(load_id),
		       format("entries %" PRIu64 " to %" PRIu64 " of the ledger are lost: more happened than the module's ring could hold before it was read; what came and went in between is not known",
			      first, last));
	if (!finding)
		return NULL;
	finding->seq = last + 1;
	finding->count = last + 1 - first;
	return finding;
}

/**
 * ledger_folded() - a device flaps: its events are counted instead of recorded
 *
 * Of one place it is one finding, however long that goes on.
 */
struct finding *ledger_folded(const struct musterd *musterd, const struct entry *entry)
{
	uint64_t times = entry->times[MUSTER_EVENT_ADD];
	char place[4 * PLACE_MAX + 1];
	struct finding *finding;

	text_escape(entry->place ? entry->place : "?", place, sizeof(place));
	finding = make(musterd, SEVERITY_WARNING, "folded", strdup(place),
		       format("a device flaps at %s: the ledger counts what comes and goes there instead of recording it each time; its first arrivals are recorded in full, and anything else at that place would be",
			      place));
	if (!finding)
		return NULL;
	finding->seq = entry->number;
	finding->count = times;
	return finding;
}

/** ledger_reload() - another load of the same boot: @before is the one before */
struct finding *ledger_reload(const struct musterd *musterd, const uint8_t *before)
{
	char now[33], then[33];
	struct finding *finding;

	chain_hex(musterd->load_id, 16, now);
	chain_hex(before, 16, then);
	finding = make(musterd, SEVERITY_WARNING, "load_id", load_text(musterd->load_id),
		       format("the module was reloaded: between the end of load %s and the start of load %s nothing was observed; what came and went in between is not known",
			      then, now));
	if (finding) {
		finding->expected = load_text(before);
		finding->seq = 1;
	}
	return finding;
}

/** ledger_broken() - the module sent an entry that does not follow */
struct finding *ledger_broken(const struct musterd *musterd, uint64_t number, const char *why)
{
	char load_id[33];
	struct finding *finding;

	chain_hex(musterd->load_id, 16, load_id);
	finding = make(musterd, SEVERITY_CRITICAL, "chain",
		       format("%s:%" PRIu64, load_id, number),
		       format("the chain is broken at entry %" PRIu64 ": %s; the record of this load cannot be trusted from there on",
			      number, why));
	if (finding)
		finding->seq = number;
	return finding;
}

/** ledger_damaged() - a ledger on disk of this load is not what was written */
struct finding *ledger_damaged(const struct musterd *musterd, const char *why)
{
	return make(musterd, SEVERITY_CRITICAL, "file", strdup(why),
		    format("a ledger on disk is damaged and was left as it is: %s", why));
}

/** ledger_absent() - the condition, as long as it lasts, that sysfs must do */
struct finding *ledger_absent(const struct musterd *musterd)
{
	const char *why = musterd->trouble[TROUBLE_MODULE];

	return make(musterd, SEVERITY_WARNING, "source", strdup("sysfs"),
		    format("%s: only sysfs is looked at, every %" PRIu64 " s; what comes and goes between two looks is not seen, and there is no record",
			   why ? why : "the module is not loaded",
			   musterd->config.poll / SECOND));
}

/** ledger_unrecorded() - the kernel logged a function that no entry introduces */
struct finding *ledger_unrecorded(const struct musterd *musterd, const char *address,
				  const char *ids)
{
	return make(musterd, SEVERITY_WARNING, "kernel_log", format("%s %s", address, ids),
		    format("the kernel log has function %s [%s], the ledger does not: it came and went before muster was loaded",
			   address, ids));
}
