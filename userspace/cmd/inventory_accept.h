/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inventory_accept.h: private to cmd/inventory_accept*.c.
 */
#ifndef MUSTER_CMD_INVENTORY_ACCEPT_H
#define MUSTER_CMD_INVENTORY_ACCEPT_H

#include <stdbool.h>
#include <json-c/json.h>

struct accept_request;
struct accept_result;
struct snapshot;

/**
 * accept_read_findings() - the findings of a file that stand, as JSON: lines that
 * the daemon wrote, the last of each id counting, or what "check --json" wrote
 * Return: 0 and an array, or -errno after an error line.
 */
int accept_read_findings(const char *path, struct json_object **findings);

/** accept_snapshot_of() - the devices that @findings speak of, and nothing else */
int accept_snapshot_of(const char *path, struct json_object *findings, struct snapshot **out);

/** accept_print() - each finding with the lines of the file that change for it */
void accept_print(const struct accept_result *result);
void accept_print_json(const struct accept_request *request, const struct accept_result *result,
		       const char *path, bool written);

#endif /* MUSTER_CMD_INVENTORY_ACCEPT_H */
