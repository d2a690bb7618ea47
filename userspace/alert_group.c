// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * alert_group.c: findings with one cause are one alert with a count: pure.
 */
#include "alert_group.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "finding.h"

/* What is raised and what is cleared are never one. */
static bool belongs(const struct alert *alert, const struct finding *finding)
{
	return finding->group && alert->worst->group &&
	       !strcmp(finding->group, alert->worst->group) &&
	       finding->state == alert->worst->state;
}

static struct alert *find_alert(struct alert *alerts, size_t count,
				const struct finding *finding)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (belongs(&alerts[i], finding))
			return &alerts[i];
	return NULL;
}

static void add_finding(struct alert *alert, const struct finding *finding)
{
	if (!alert->count++ || finding->severity > alert->worst->severity)
		alert->worst = finding;
}

const char *alert_prefix(const struct finding *finding)
{
	return finding->state == FINDING_CLEARED ? "cleared: " :
	       finding->state == FINDING_FLAPPING ? "flapping: " : "";
}

static char *make_text(const struct alert *alert)
{
	const char *message = alert->worst->message ? alert->worst->message : "";
	size_t length = strlen(message);
	char *text;

	if (alert->count == 1)
		return strdup(message);
	if (length && message[length - 1] == '.')
		length--;
	if (asprintf(&text, "%.*s; and %zu more at %s.", (int)length, message,
		     alert->count - 1, alert->worst->group) < 0)
		return NULL;
	return text;
}

int alert_group(struct finding *const *findings, size_t count,
		struct alert **alerts, size_t *alert_count)
{
	struct alert *made = calloc(count + 1, sizeof(*made));
	size_t i, used = 0;

	if (!made)
		return -ENOMEM;
	for (i = 0; i < count; i++) {
		struct alert *alert = find_alert(made, used, findings[i]);

		add_finding(alert ? alert : &made[used++], findings[i]);
	}
	for (i = 0; i < used; i++) {
		made[i].text = make_text(&made[i]);
		if (made[i].text)
			continue;
		alert_free(made, used);
		return -ENOMEM;
	}
	*alerts = made;
	*alert_count = used;
	return 0;
}

/** alert_free() - NULL and 0 are none. */
void alert_free(struct alert *alerts, size_t count)
{
	while (count > 0)
		free(alerts[--count].text);
	free(alerts);
}
