/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * alert_group.h: findings with one cause are one alert with a count: pure.
 */
#ifndef MUSTER_ALERT_GROUP_H
#define MUSTER_ALERT_GROUP_H

#include <stddef.h>

struct finding;

/**
 * struct alert - what a person is told once
 * @worst: of the findings that it stands for: the first of the highest severity; borrowed
 * @count: how many it stands for, at least 1
 * @text: the sentence of @worst and, where there are more, how many and where
 */
struct alert {
	const struct finding *worst;
	size_t count;
	char *text;
};

/**
 * alert_group() - one alert for the findings that share a group and a state, in
 * the order of their first; a finding without a group is one of its own
 * @alerts: out: to be freed by alert_free(), with @alert_count
 * Return: 0 or -ENOMEM.
 */
int alert_group(struct finding *const *findings, size_t count,
		struct alert **alerts, size_t *alert_count);
/** alert_prefix() - what the sentence begins with: "cleared: ", "flapping: " or nothing */
const char *alert_prefix(const struct finding *finding);
void alert_free(struct alert *alerts, size_t count);

#endif /* MUSTER_ALERT_GROUP_H */
