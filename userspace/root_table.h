/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * root_table.h: the roots of a snapshot's places, and what firmware calls each:
 * bus and domain numbers of a root can move, its HID:UID does not.
 */
#ifndef MUSTER_ROOT_TABLE_H
#define MUSTER_ROOT_TABLE_H

#include <stddef.h>

struct root_table;
struct snapshot;

/** root_table_new() - Return: NULL without memory. @snapshot must outlive it. */
struct root_table *root_table_new(const struct snapshot *snapshot);
void root_table_free(struct root_table *table);

/** root_table_by_id() - Return: the one root of that HID:UID, "0000:00", or NULL. */
const char *root_table_by_id(const struct root_table *table, const char *id);
/** root_table_by_uid() - the same by the UID alone */
const char *root_table_by_uid(const struct root_table *table, const char *uid);
/** root_table_id() - Return: what firmware calls the root of that name, or NULL. */
const char *root_table_id(const struct root_table *table, const char *name);

/** root_table_count() - of roots in all; root_table_get() takes a number below it */
size_t root_table_count(const struct root_table *table);
/** root_table_get() - Return: root @index; @id: NULL where it is not known, or not its own. */
const char *root_table_get(const struct root_table *table, size_t index, const char **id);

#endif /* MUSTER_ROOT_TABLE_H */
