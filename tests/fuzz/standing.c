// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * standing.c: the findings kept on disk, and lines of the alert log.
 *
 * about: standing_file.c standing.c standing_replay.c finding_json.c
 */
#include "fuzz.h"

#include <string.h>
#include <unistd.h>

#include <json-c/json.h>

#include "finding.h"
#include "standing.h"

#define BOOT "5a6d4380-02cf-4cb0-a247-2321db4c7d7c"

static struct standing *begin(void)
{
	const struct standing_times times = { 30, 180, 10 };
	struct standing *standing = standing_new(&times, 1);

	claim(standing);
	return standing;
}

/* What was loaded can be saved, and is loaded again. */
static void keep(const struct standing *standing)
{
	struct standing *again = begin();
	char *path = strdup(fuzz_path("saved.json"));

	claim(path && !standing_save(standing, path));
	claim(!standing_load(again, path, BOOT));
	unlink(path);
	free(path);
	standing_free(again);
}

/* The same bytes as lines of the alert log. */
static void replay(struct standing *standing, char *text)
{
	struct json_object *json;
	struct finding *finding;
	char *line, *rest;

	for (line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		json = json_tokener_parse(line);
		if (json && !finding_from_json(json, &finding)) {
			json_object_put(fuzz_json(finding_to_json(finding, NULL)));
			claim(!standing_replay(standing, finding));
		}
		json_object_put(json);
	}
	claim(!standing_reconcile(standing));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = fuzz_file("standing.json", data, size);
	struct standing *standing = begin();
	char *text = fuzz_text(data, size);

	if (!standing_load(standing, path, BOOT))
		keep(standing);
	replay(standing, text);
	standing_due(standing, 1000);
	for (int severity = SEVERITY_NOTICE; severity <= SEVERITY_CRITICAL; severity++)
		standing_count(standing, severity);
	standing_free(standing);
	free(text);
	return 0;
}
