/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source.h: where a snapshot can come from. Each yields the same snapshot.
 */
#ifndef MUSTER_SOURCE_H
#define MUSTER_SOURCE_H

#include <stddef.h>
#include <stdint.h>

struct netlink;
struct snapshot;

/** source_sysfs() - @root: NULL for "/", else a directory that holds sys/ and proc/ */
int source_sysfs(const char *root, struct snapshot **out);

/** source_module() - the roster of the loaded module, with the host's board */
int source_module(struct netlink *netlink, struct snapshot **out);

/**
 * source_open() - a snapshot from a file or directory, whose kind it tells by itself
 * @path: a saved snapshot, text of lspci, a dump, a directory that holds sys/ and
 * proc/, or an archive of one, the image of a memory or text of i2cdump; "-" reads
 * standard input
 * @why: out: on failure a sentence with file:line where it can; on success a remark
 * on what the file does not tell; or NULL; to be freed. May be NULL.
 *
 * A text has no time of its own: that of the file stands for it.
 * Return: 0; -EINVAL, -EPROTONOSUPPORT with @why; or another -errno.
 */
int source_open(const char *path, struct snapshot **out, char **why);

/** source_bytes() - the same for a file that is in memory; @name: of it. @why: not NULL, of NULL */
int source_bytes(const char *name, const char *bytes, size_t length,
		 struct snapshot **out, char **why);

/**
 * source_load() - the bytes of a file, bounded
 * @time: out: of its last change, CLOCK_REALTIME in ns; of a pipe: now
 * Return: 0, -EISDIR, -EFBIG, or the error of reading; @bytes are to be freed.
 */
int source_load(const char *path, char **bytes, size_t *length, uint64_t *time);

/* source_import.c */
/**
 * source_import() - one snapshot of several files of one machine; text of dmidecode
 * may be among them
 * @at: out: on failure, which file it was; @count: all of them
 * @why: as of source_open(); remarks on several files are lines
 */
int source_import(char *const *paths, size_t count, size_t *at, struct snapshot **out,
		  char **why);

/* source_json.c */
/**
 * source_json() - a saved snapshot, from memory
 * @name: of what @text was read from, for @why and source_path
 */
int source_json(const char *name, const char *text, size_t length,
		struct snapshot **out, char **why);

/* source_lspci.c */
/**
 * source_lspci() - text of lspci, from memory
 * @why: out: a sentence on failure; on success a remark on what the text does not
 * tell, or NULL; to be freed. May be NULL.
 * Return: 0; -ENOENT with @why: no function is in it; -EINVAL with @why; or -ENOMEM.
 */
int source_lspci(const char *name, const char *text, size_t length,
		 struct snapshot **out, char **why);

/**
 * source_machine() - the module if it is there, otherwise sysfs
 * @why: NULL, or out: why not the module, to be freed (a sentence)
 */
int source_machine(struct snapshot **out, char **why);

#endif /* MUSTER_SOURCE_H */
