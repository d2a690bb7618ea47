/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inventory_lint.h: what in an inventory does not do what its author thinks.
 */
#ifndef MUSTER_INVENTORY_LINT_H
#define MUSTER_INVENTORY_LINT_H

#include <stdbool.h>

struct inventory;
struct rule;

/**
 * struct lint_remark - one thing said of an inventory
 * @error: it can never pass, or is never used; otherwise it may be meant so
 * @line: in the inventory's own file
 * @rule: its label; NULL: the remark is about the whole
 */
struct lint_remark {
	bool error;
	unsigned int line;
	const char *rule, *text;
};

/**
 * inventory_lint() - say what is wrong with a file that can be used
 * @inventory: with the model that it extends, and with a watch-list if that is
 * to be considered; only its own rules are spoken of
 * Return: 0 or -ENOMEM.
 */
int inventory_lint(const struct inventory *inventory,
		   void (*say)(const struct lint_remark *remark, void *context),
		   void *context);

/** inventory_rivals() - whether two fit the same boards, and so neither would be used */
bool inventory_rivals(const struct inventory *a, const struct inventory *b);

/* rule_cover.c */
/**
 * rule_covers() - whether whatever @narrow describes @wide describes, too; false
 * where that cannot be told
 */
bool rule_covers(const struct rule *wide, const struct rule *narrow);

#endif /* MUSTER_INVENTORY_LINT_H */
