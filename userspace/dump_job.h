/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dump_job.h: what the files that make a dump share: dump.c has the order of
 * things, dump_*.c each a noun of what goes in.
 *
 * A function here returns 0, also where the machine did not give what was
 * asked of it, for that is written down; -errno where the dump has failed.
 */
#ifndef MUSTER_DUMP_JOB_H
#define MUSTER_DUMP_JOB_H

#include "config.h"
#include "dump.h"
#include "dump_manifest.h"
#include "part.h"
#include "sysfs.h"

struct dump_writer;
struct json_object;
struct snapshot;

/* Bounds in bytes. */
#define DUMP_TEXT_MAX	(16u << 20)	/* of one text */
#define DUMP_LIST_MAX	(4u << 20)	/* of the names in a directory */
#define DUMP_DMI_MAX	(1u << 20)
#define DUMP_CONFIG_MAX	4096u
#define DUMP_VPD_MAX	(32u << 10)	/* PCI 3.0 appendix I: 15 bits of address */

/* A part that speaks of the whole machine has more time than one of a device. */
#define DUMP_WHOLE_FACTOR 6

/* Which machine it is; "": not known. */
struct dump_host {
	char hostname[256], machine_id[64], boot_id[64], kernel[256];
};

struct dump_job {
	const struct dump_options *options;
	struct dump_writer *writer;
	struct dump_records records;
	struct sysfs sysfs;
	struct config config;		/* where the daemon keeps its things */
	struct dump_host host;
	bool has_module, has_sysfs;	/* a snapshot of it */
	bool has_ledger;
	uint8_t load_id[16];		/* of the module, if it has a ledger */
	struct json_object *differences;	/* of the two; NULL: not compared */
	uint64_t time;			/* CLOCK_REALTIME, ns */
	size_t parts;
};

/* How a part is freed of what names the machine. */
enum dump_redaction {
	DUMP_NOTHING,		/* there is nothing, or the reader does it */
	DUMP_TEXT, DUMP_JSON, DUMP_JSON_LINES,
	DUMP_CONFIG,		/* a configuration space */
	DUMP_OUT,		/* left out as a whole */
};

/* A part to take: where from, and what it is called. */
struct dump_request {
	const char *name;	/* of the member */
	const char *source;	/* for the manifest; NULL: made here */
	part_reader read;
	const void *context;
	size_t bytes;
	unsigned int factor;	/* of the time for a part; 0: 1 */
	enum dump_redaction redaction;
	bool if_there;		/* say nothing where there is none */
};

/* dump_take.c */

/** dump_read() - read without keeping; the part is to be cleared */
int dump_read(struct dump_job *job, const struct dump_request *request, struct part *part);

/**
 * dump_keep() - redact, write and record what was read; clears the part
 * @record: out: its record until the next is added; may be NULL
 */
int dump_keep(struct dump_job *job, const struct dump_request *request, struct part *part,
	      struct dump_record **record);

/** dump_take() - both */
int dump_take(struct dump_job *job, const struct dump_request *request);

/** dump_note() - record what is not there, and why */
int dump_note(struct dump_job *job, const char *name, enum part_status status,
	      const char *why);

/** dump_take_file() - the file @path, from the root on, as the member @name */
int dump_take_file(struct dump_job *job, const char *path, const char *name,
		   size_t bytes, enum dump_redaction redaction);

/**
 * dump_list() - the names in the directory @path, from the root on
 * @names: out: to be cleared with sysfs_names_clear(); none where it cannot be
 * listed, which is recorded
 */
int dump_list(struct dump_job *job, const char *path, struct sysfs_names *names);

/** dump_member_name() - @name made one that a member may have, in @buffer */
const char *dump_member_name(const char *name, char *buffer, size_t size);

/* dump_open_below.c */

/** dump_open_below() - open a file; may hang. Return: a descriptor, or -errno. */
int dump_open_below(const struct sysfs *sysfs, const char *path);

/* What goes in, in the order in which it does. */
int dump_take_snapshots(struct dump_job *job);	/* dump_snapshots.c */
int dump_take_saved(struct dump_job *job);	/* the same, from options->from */
int dump_take_clients(struct dump_job *job,
		      const struct snapshot *snapshot);	/* dump_clients.c */
int dump_take_module_ledger(struct dump_job *job);	/* dump_ledgers.c */
int dump_take_daemon(struct dump_job *job);	/* dump_daemon.c */
int dump_take_ledgers(struct dump_job *job);	/* dump_ledgers.c */
int dump_take_machine(struct dump_job *job);	/* dump_machine.c */
int dump_take_kernel_log(struct dump_job *job);	/* dump_kernel_log.c */
int dump_take_dmi(struct dump_job *job);	/* dump_dmi.c */
int dump_take_attributes(struct dump_job *job);	/* dump_attributes.c */
int dump_take_functions(struct dump_job *job);	/* dump_functions.c */

/* dump_about.c */

/** dump_ask_host() - fill job->host, and tell what names it to who redacts */
int dump_ask_host(struct dump_job *job);

/** dump_about() - the manifest. Return: JSON, or NULL without memory. */
struct json_object *dump_about(const struct dump_job *job, const char *name);

/* dump_agree.c */

/** dump_differences() - where two snapshots of one machine disagree: sentences */
struct json_object *dump_differences(const struct snapshot *module,
				     const struct snapshot *shown);

#endif /* MUSTER_DUMP_JOB_H */
