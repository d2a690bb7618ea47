// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_news.c: tell what is news: a line for each finding at once, then, at
 * the end of a judging, one alert for those that have one cause.
 */
#include "musterd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "alert_group.h"

static int write_finding(struct musterd *musterd, const struct finding *finding)
{
	struct json_object *json = finding_to_json(finding, &musterd->host);
	const char *text;
	char *line;
	int err;

	text = json_object_to_json_string_ext(json, JSON_C_TO_STRING_PLAIN |
					      JSON_C_TO_STRING_NOSLASHESCAPE);
	err = !text || asprintf(&line, "%s\n", text) < 0 ? -ENOMEM : 0;
	json_object_put(json);
	if (err)
		return err;
	judge_mark(musterd);
	err = alert_write(&musterd->log, line);
	free(line);
	return err;
}

static void say(const struct alert *alert)
{
	const struct finding *worst = alert->worst;

	fprintf(stderr, "musterd: %s%s (%s): %s\n",
		alert_prefix(worst), finding_class_name(worst->class), severity_name(worst->severity), alert->text);
}

static void send_alert(struct musterd *musterd, const struct alert *alert)
{
	int err;

	if (musterd->config.journal) {
		err = journal_send(alert);
		trouble_set(musterd, TROUBLE_JOURNAL, err ? "the journal cannot be told: %s" : NULL,
			    strerror(-err));
	}
	if (musterd->to_stderr)
		say(alert);
}

/* Without memory to wait for others with, it is told alone. */
static void send_alone(struct musterd *musterd, const struct finding *finding)
{
	const struct alert alert = {
		.worst = finding, .count = 1,
		.text = finding->message ? finding->message : (char *)"",
	};

	send_alert(musterd, &alert);
}

static int keep_finding(struct musterd *musterd, const struct finding *finding)
{
	struct finding **news = reallocarray(musterd->news, musterd->news_count + 1,
					     sizeof(*news));

	if (!news)
		return -ENOMEM;
	musterd->news = news;
	news[musterd->news_count] = finding_copy(finding);
	if (!news[musterd->news_count])
		return -ENOMEM;
	musterd->news_count++;
	return 0;
}

int news_take(const struct finding *finding, void *context)
{
	struct musterd *musterd = context;
	int err;

	err = write_finding(musterd, finding);
	if (err)
		return err;
	musterd->unsaved = true;
	if (keep_finding(musterd, finding))
		send_alone(musterd, finding);
	return 0;
}

void news_send(struct musterd *musterd)
{
	struct alert *alerts = NULL;
	size_t count = 0, i;

	if (!musterd->news_count)
		return;
	if (alert_group(musterd->news, musterd->news_count, &alerts, &count))
		for (i = 0; i < musterd->news_count; i++)
			send_alone(musterd, musterd->news[i]);
	for (i = 0; i < count; i++)
		send_alert(musterd, &alerts[i]);
	alert_free(alerts, count);
	while (musterd->news_count)
		finding_free(musterd->news[--musterd->news_count]);
	free(musterd->news);
	musterd->news = NULL;
}
