/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dump.h: make a dump of a machine: all that an investigator may want to know
 * of its buses later, in one file. The file itself is in dump_file.h.
 */
#ifndef MUSTER_DUMP_H
#define MUSTER_DUMP_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dump_redact;

/**
 * struct dump_options - how to make one
 * @from: a file with a snapshot, and nothing else goes in; NULL: a machine
 * @root: NULL: this machine, else a directory that holds sys/, proc/, ...
 * @out: file or directory; "-": standard output; NULL: a file in the current directory
 * @force: take the place of a file that is there
 * @rom: also option ROMs, of functions without a driver (sysfs_rom.h)
 * @redact: takes out what names the machine; NULL: everything stays
 * @timeout: for each part, ms
 * @stop: set by a signal: give up; NULL: none
 * @progress: called before each part; may be NULL
 */
struct dump_options {
	const char *from, *root, *out;
	bool force, rom;
	struct dump_redact *redact;
	unsigned int timeout;
	const volatile sig_atomic_t *stop;
	void (*progress)(const char *part, size_t done, void *context);
	void *context;
};

/* What came of it. */
struct dump_result {
	char *path;		/* "-": standard output */
	char *name;		/* the one directory in it */
	uint8_t digest[32];	/* in its tail */
	unsigned int members;	/* stored */
	unsigned int lacking;	/* truncated, timed out or failed */
	bool has_module;
	bool agree;		/* of module and sysfs; false also without the module */
};

/**
 * dump_make() - collect, write, finish
 * @result: out: after success, to be cleared
 * Return: 0, -EEXIST, -EINTR: stopped, or -errno; then there is no file.
 */
int dump_make(const struct dump_options *options, struct dump_result *result);
void dump_result_clear(struct dump_result *result);

#endif /* MUSTER_DUMP_H */
