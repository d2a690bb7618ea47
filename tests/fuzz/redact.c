// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact.c: what names a machine, taken out of texts, JSON and registers.
 *
 * about: dump_redact*.c
 */
#include "fuzz.h"

#include <string.h>

#include <json-c/json.h>

#include "dump_redact.h"
#include "snapshot.h"

static struct dump_redact *make_redact(void)
{
	static const char key[] = "a key that is long enough for this";
	struct dump_redact *redact;
	char *why = NULL;

	claim(!dump_redact_new(fuzz_file("key", key, sizeof(key)), &redact, &why));
	claim(!dump_redact_know_snapshot(redact, fuzz_server()));
	return redact;
}

static void check_text(const struct dump_redact *redact, const char *text)
{
	static const char uuid[] = "00000000-0000-0000-0000-3cecef000001";
	char *taken = dump_redact_text(redact, text), *alone;

	claim(taken);
	/* alone between spaces it is gone, whatever is around */
	claim(asprintf(&alone, "%s %s %s", text, uuid, text) >= 0);
	free(taken);
	taken = dump_redact_text(redact, alone);
	claim(taken && !strstr(taken, " 00000000-0000-0000-0000-3cecef000001 "));
	free(taken);
	free(alone);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct dump_redact *redact;
	char *text = fuzz_text(data, size);
	struct json_object *json = json_tokener_parse(text), *taken;

	if (!redact)
		redact = make_redact();
	check_text(redact, text);
	if (json) {
		taken = dump_redact_json(redact, json);
		json_object_put(fuzz_json(taken ? taken : json_object_new_object()));
		json_object_put(json);
	}
	if (size <= 4096)
		claim(!dump_redact_config((uint8_t *)text, size));
	free(text);
	return 0;
}
