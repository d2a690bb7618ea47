/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inventory_accept.h: the smallest change of an inventory's file that makes
 * findings pass, proved by judging again.
 */
#ifndef MUSTER_INVENTORY_ACCEPT_H
#define MUSTER_INVENTORY_ACCEPT_H

#include <stdbool.h>
#include <stddef.h>
#include <json-c/json.h>

struct finding;
struct inventory;
struct names;
struct snapshot;

/**
 * struct accept_request
 * @path, @text, @length: the inventory's file
 * @model, @model_text: what it extends; NULL: nothing
 * @watch: the watch-list in force, or NULL
 * @by, @why: who accepts, and why; NULL: nobody says
 * @date: as it is to stand in the file
 * @force: also what a rule forbids
 * @replace: the new value takes the place of the old instead of standing beside it
 */
struct accept_request {
	const struct snapshot *snapshot;
	const char *path, *text;
	size_t length;
	const struct inventory *model;
	const char *model_text;
	const struct inventory *watch;
	struct names *names;
	const char *by, *why, *date;
	bool force, replace;
};

/**
 * struct accept_result - accept_result_clear() when done with
 * @text: the file as it would be; NULL: not all could be accepted
 * @changes: [{"id","class","place","rule","message","lines"}]: one for
 * each finding; no lines where the change for another made it pass
 * @why: why not; NULL: it could
 */
struct accept_result {
	char *text;
	struct json_object *changes;
	char *why;
};

/**
 * accept_refusal() - why findings of that class cannot be accepted
 * Return: a sentence (static), or NULL: they can.
 */
const char *accept_refusal(const struct finding *finding, bool force);

/** accept_judge() - the findings of the snapshot by @text; for verdict_clear() */
struct verdict;
int accept_judge(const struct accept_request *request, const char *text, size_t length,
		 struct verdict *verdict, struct inventory **inventory, char **why);

/**
 * accept_findings() - change the file so that the findings of these ids are gone, and no
 * other has come
 * Return: 0, -EPERM: @result->why says what stands against it, -EINVAL: the file
 * is bad, -ENOMEM.
 */
int accept_findings(const struct accept_request *request, const char *const *ids, size_t count,
		    struct accept_result *result);
void accept_result_clear(struct accept_result *result);

#endif /* MUSTER_INVENTORY_ACCEPT_H */
