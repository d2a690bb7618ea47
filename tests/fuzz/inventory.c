// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory.c: an inventory file, and a server judged by it.
 *
 * about: json_text.c inventory_parse.c inventory_reader.c inventory_rule.c inventory_identity.c inventory_select.c match.c rule.c compare*.c
 */
#include "fuzz.h"

#include <string.h>

#include <json-c/json.h>

#include "compare.h"
#include "finding.h"
#include "inventory.h"
#include "snapshot.h"

static const char model_text[] =
	"{ \"schema\": \"muster-inventory/1\", \"kind\": \"model\", \"name\": \"m\","
	"\"match\": { \"board_name\": \"*\" }, \"implicit\": { \"severity\": \"notice\" },"
	"\"rules\": [ { \"label\": \"a\", \"identity\": { \"vendor\": \"8086\" } } ] }";

static void check_finding(const struct finding *finding)
{
	struct json_object *json = fuzz_json(finding_to_json(finding, NULL));
	struct finding *copy;

	claim(finding->message && *finding->message);
	claim(!finding_from_json(json, &copy));
	fuzz_same(json, fuzz_json(finding_to_json(copy, NULL)));
	finding_free(copy);
}

static void ignore(const struct rule *rule, const char *why, void *context)
{
	(void)rule;
	(void)why;
	(void)context;
}

static void judge(const struct inventory *inventory)
{
	struct snapshot *server = fuzz_server();
	struct verdict verdict = { 0 };

	inventory_fits(inventory, &server->board);
	claim(!compare(server, inventory, NULL, &verdict));
	for (size_t i = 0; i < verdict.count; i++)
		check_finding(verdict.findings[i]);
	verdict_clear(&verdict);
	claim(!compare_explain(server, inventory, server->devices[1], ignore, NULL));
}

/* What a unit holds itself stands before what it has from its model. */
static void extend(struct inventory *unit, const char *text, size_t length)
{
	struct inventory *model;
	char *why = NULL;

	if (unit->kind == INVENTORY_UNIT) {
		text = model_text;
		length = strlen(model_text);
	}
	if (!inventory_parse("model.json", text, length, &model, &why)) {
		inventory_extend(unit, model);
		judge(unit);
		inventory_free(model);
	}
	free(why);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	struct inventory *inventory;
	char *why = NULL;
	int err = inventory_parse("inventory.json", text, size, &inventory, &why);

	if (!err) {
		claim(!why);
		judge(inventory);
		extend(inventory, text, size);
		inventory_free(inventory);
	} else {
		claim(!why || !strncmp(why, "inventory.json:", 15));
	}
	free(why);
	free(text);
	return 0;
}
