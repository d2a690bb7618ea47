/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * probe.h: private to cmd/probe*.c.
 */
#ifndef MUSTER_CMD_PROBE_H
#define MUSTER_CMD_PROBE_H

#include <stdbool.h>
#include <stddef.h>

#include "../cmd.h"
#include "../probe_adapter.h"
#include "../probe_record.h"

struct device;
struct probe_deny;
struct probe_muxes;

#define PROBE_NAMED_MAX 64

/* An adapter, and what became of it. */
struct candidate {
	const struct device *adapter;
	enum probe_refusal refusal;	/* PROBE_MAY: then the rest counts */
	struct probed probed;
};

struct candidates {
	struct candidate *items;
	size_t count;
};

/* What the command line asks for. */
struct arguments {
	struct machine_options machine;
	const char *named[PROBE_NAMED_MAX];
	size_t named_count;
	const char *config, *record;
	bool quick, yes, dry_run, json;
};

/* All that a probe needs to know before its first transfer. */
struct session {
	struct arguments arguments;
	struct snapshot *snapshot;
	struct probe_muxes *muxes;
	struct probe_map map;
	struct probe_deny *deny;
	struct candidates candidates;
	struct probe_record record;
};

/* probe_choose.c */
/** probe_prepare() - fill @session. Return: 0 or -errno, after an error line but for -ENOMEM. */
int probe_prepare(struct session *session);
void probe_end(struct session *session);
/** probe_check_names() - Return: 0, or the exit status after an error line. */
int probe_check_names(const struct session *session);
/** probe_is_live() - it is about this machine, not about a file */
bool probe_is_live(const struct arguments *arguments);

/* probe_print.c */
/** probe_print_plan() - what would be touched, and what not */
void probe_print_plan(const struct candidate *candidate);
/** probe_print_result() - what came of it */
void probe_print_result(const struct candidate *candidate);
/** probe_print_refusals() - a line for each adapter that is left alone */
void probe_print_refusals(const struct candidates *candidates);
/** probe_print_json() - all of it, schema muster-probe/1. Return: 0 or EXIT_TROUBLE. */
int probe_print_json(const struct candidates *candidates, const char *boot_id, bool dry_run,
		     bool quick);
/** probe_print_progress() - as in struct probe_bus; @context: the adapter's place */
void probe_print_progress(void *context, unsigned int address, unsigned int done,
			  unsigned int all);

#endif /* MUSTER_CMD_PROBE_H */
