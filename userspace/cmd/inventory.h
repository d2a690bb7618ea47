/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inventory.h: private to cmd/inventory*.c: what "muster inventory" can do.
 */
#ifndef MUSTER_CMD_INVENTORY_H
#define MUSTER_CMD_INVENTORY_H

#include <stdbool.h>
#include <stddef.h>

/* argv[0] is the word after "inventory"; each prints its own errors. */
int inventory_cmd_generate(int argc, char **argv);
int inventory_cmd_review(int argc, char **argv);
int inventory_cmd_lint(int argc, char **argv);
int inventory_cmd_test(int argc, char **argv);
int inventory_cmd_merge(int argc, char **argv);
int inventory_cmd_accept(int argc, char **argv);
int inventory_cmd_sign(int argc, char **argv);
int inventory_cmd_verify(int argc, char **argv);

/* merge_files.c: the names that a command line of "merge" stands for */
struct name_list {
	char **items;
	size_t count, room;
};

/**
 * merge_files() - add what @argument stands for: a file, a directory of files (but
 * not a machine's tree), or "@list", a file of names, one a line
 * Return: 0, or -errno after an error line.
 */
int merge_files(const char *argument, struct name_list *names);
void merge_files_clear(struct name_list *names);

/** inventory_cmd_load() - as inventory_load(), with an error line */
struct inventory;
int inventory_cmd_load(const char *path, struct inventory **out);

/** inventory_cmd_note_keys() - say so where @path, just written, wants a (new) signature */
void inventory_cmd_note_keys(const char *path);

/* inventory_sign.c; each prints its own errors */
struct sign_key;
/** inventory_cmd_read_key() - a private key; a note where others may read it too */
int inventory_cmd_read_key(const char *path, struct sign_key *key);
/**
 * inventory_cmd_write_signature() - @path's signature beside it
 * @keys: directory of public keys: a note where none of them proves it
 */
int inventory_cmd_write_signature(const char *path, const struct sign_key *key,
				  const char *text, size_t length, const char *keys);

#endif /* MUSTER_CMD_INVENTORY_H */
