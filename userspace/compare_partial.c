// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_partial.c: devices whose chain of bridges the source does not hold, and
 * rules learned from such a source: each device finds the free rule that could be
 * of its place and fits it best, so that nobody is missed who may be there.
 *
 * Invariant: who can be in fewest places chooses first. As a partial place is the
 * end of a whole one, what one device can take is all, part or nothing of what
 * another can, and so nobody is left over for the order of choosing.
 */
#include "compare_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "serial.h"

#define KEY_SIZE (PLACE_MAX + 24)

/* Rules that ask for the same part, whatever its serial, in the same last step. */
struct class {
	char key[KEY_SIZE], *text;
	const struct rule *sample;
	bool pins;	/* a serial each */
	size_t first;	/* of its rules; those that are full drop out */
};

struct pool {
	struct comparison *comparison;
	struct judged **devices;
	size_t device_count;
	size_t *rules;
	size_t rule_count;
	bool partial_devices, partial_rules;
	struct class *classes;
	size_t class_count;
	size_t *next;	/* of each rule: the one after it in its class */
	struct text_index *by_key, *by_text, *by_serial;
};

static const char *last_step(const char *place)
{
	const char *slash = strrchr(place, '/');

	return slash ? slash + 1 : place;
}

static size_t depth(const char *place)
{
	size_t steps = 0;

	while ((place = strchr(place, '/'))) {
		place++;
		steps++;
	}
	return steps;
}

static bool is_free(const struct comparison *comparison, const struct rule *rule)
{
	return rule->exact && rule->presence != PRESENCE_FORBIDDEN &&
	       compare_tally(comparison, rule)->seen < rule->max;
}

static bool has_ids(const struct device *device)
{
	return device_get(device, FIELD_VENDOR) && device_get(device, FIELD_DEVICE);
}

/* Whose ids are known, then who is known to sit deepest. */
static int by_choice(const void *a, const void *b)
{
	const struct judged *x = *(struct judged *const *)a, *y = *(struct judged *const *)b;
	size_t deep_x = depth(x->device->place), deep_y = depth(y->device->place);

	if (has_ids(x->device) != has_ids(y->device))
		return has_ids(x->device) ? -1 : 1;
	if (place_rooted(x->device->place) != place_rooted(y->device->place))
		return place_rooted(x->device->place) ? -1 : 1;
	if (deep_x != deep_y)
		return deep_x > deep_y ? -1 : 1;
	return x < y ? -1 : x > y;
}

static int gather_devices(struct pool *pool)
{
	struct comparison *comparison = pool->comparison;
	size_t count = comparison->snapshot->count;

	pool->devices = calloc(count + 1, sizeof(*pool->devices));
	if (!pool->devices)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++) {
		struct judged *judged = &comparison->judged[i];

		if (judged->outcome != OUTCOME_PENDING ||
		    (place_rooted(judged->device->place) && !pool->partial_rules))
			continue;
		pool->devices[pool->device_count++] = judged;
	}
	if (pool->device_count)
		qsort(pool->devices, pool->device_count, sizeof(*pool->devices), by_choice);
	return 0;
}

struct ranked {
	size_t rule, depth;
};

static int by_depth(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->depth != y->depth)
		return x->depth > y->depth ? -1 : 1;
	return x->rule < y->rule ? -1 : x->rule > y->rule;
}

static int gather_rules(struct pool *pool)
{
	const struct comparison *comparison = pool->comparison;
	size_t count = comparison->inventory->rule_count, found = 0;
	struct ranked *ranked = calloc(count + 1, sizeof(*ranked));

	pool->rules = calloc(count + 1, sizeof(*pool->rules));
	if (!ranked || !pool->rules) {
		free(ranked);
		return -ENOMEM;
	}
	for (size_t i = 0; i < count; i++) {
		const struct rule *rule = &comparison->inventory->rules[i];
		const char *place = comparison->tallies[i].place;

		if (!is_free(comparison, rule) ||
		    (!pool->partial_devices && !compare_is_partial(comparison, rule)))
			continue;
		ranked[found++] = (struct ranked){ i, depth(place) };
	}
	if (found)
		qsort(ranked, found, sizeof(*ranked), by_depth);
	for (size_t i = 0; i < found; i++)
		pool->rules[i] = ranked[i].rule;
	pool->rule_count = found;
	free(ranked);
	return 0;
}

static void write_identity(FILE *out, const struct identity *identity, bool pins)
{
	for (size_t i = 0; i < identity->count; i++) {
		const struct pattern *pattern = &identity->terms[i].pattern;

		if (pins && serial_is(identity->terms[i].field))
			continue;
		fprintf(out, "\n%d%s", identity->terms[i].field, pattern->none ? " none" : "");
		for (size_t k = 0; k < pattern->count; k++)
			fprintf(out, " %zu:%s", strlen(pattern->texts[k]), pattern->texts[k]);
	}
	fputs("\n;", out);
}

static char *class_text(const struct rule *rule, const char *key, bool pins)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	fprintf(out, "%s %u%s", key, rule->kinds, pins ? " pins" : "");
	for (size_t i = 0; i < rule->identity_count; i++)
		write_identity(out, &rule->identities[i], pins);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

/* Called from the last rule to the first: each becomes the first of its class. */
static int file_rule(struct pool *pool, size_t index)
{
	const struct rule *rule = &pool->comparison->inventory->rules[index];
	struct class *class = &pool->classes[pool->class_count];
	const char *serial = rule_serial(rule);
	char part[16];
	size_t known;

	snprintf(class->key, sizeof(class->key), "%s@%s",
		 rule_part(rule, part, sizeof(part)) ? part : "",
		 last_step(pool->comparison->tallies[index].place));
	class->text = class_text(rule, class->key, serial);
	if (!class->text)
		return -ENOMEM;
	known = text_index_first(pool->by_text, class->text);
	if (known == INDEX_END) {
		known = pool->class_count++;
		class->first = INDEX_END;
		class->pins = serial;
		if (text_index_add(pool->by_text, class->text, known) ||
		    text_index_add(pool->by_key, class->key, known))
			return -ENOMEM;
	} else {
		free(class->text);
		class->text = NULL;
	}
	class = &pool->classes[known];
	class->sample = rule;
	pool->next[index] = class->first;
	class->first = index;
	return serial ? text_index_add(pool->by_serial, serial, index) : 0;
}

static int file_rules(struct pool *pool)
{
	size_t count = pool->comparison->inventory->rule_count;
	int err = 0;

	pool->classes = calloc(pool->rule_count + 1, sizeof(*pool->classes));
	pool->next = calloc(count + 1, sizeof(*pool->next));
	pool->by_key = text_index_new(pool->rule_count);
	pool->by_text = text_index_new(pool->rule_count);
	pool->by_serial = text_index_new(count);
	if (!pool->classes || !pool->next || !pool->by_key || !pool->by_text ||
	    !pool->by_serial)
		return -ENOMEM;
	for (size_t i = pool->rule_count; i > 0 && !err; i--)
		err = file_rule(pool, pool->rules[i - 1]);
	return err;
}

static void pool_clear(struct pool *pool)
{
	for (size_t i = 0; i < pool->class_count; i++)
		free(pool->classes[i].text);
	free(pool->classes);
	free(pool->devices);
	free(pool->rules);
	free(pool->next);
	text_index_free(pool->by_key);
	text_index_free(pool->by_text);
	text_index_free(pool->by_serial);
}

/* The part itself, by its serial. */
static const struct rule *find_by_serial(const struct pool *pool,
					 const struct judged *judged)
{
	const char *serial = serial_real(judged->device);
	size_t i = serial ? text_index_first(pool->by_serial, serial) : INDEX_END;

	for (; i != INDEX_END; i = text_index_next(pool->by_serial, i)) {
		const struct rule *rule = &pool->comparison->inventory->rules[i];

		struct fit fit;

		if (!is_free(pool->comparison, rule) || !rule_concerns(rule, judged->device))
			continue;
		fit = rule_fit(rule, judged->device);
		if (field_set_empty(&fit.differ) &&
		    compare_could_be(pool->comparison, rule, judged->device))
			return rule;
	}
	return NULL;
}

/* The first rule of @class that is free and could be where @device is. */
static const struct rule *find_free(struct pool *pool, struct class *class,
				    const struct device *device)
{
	size_t *link = &class->first;

	while (*link != INDEX_END) {
		const struct rule *rule = &pool->comparison->inventory->rules[*link];

		if (!is_free(pool->comparison, rule)) {
			*link = pool->next[*link];
			continue;
		}
		if (compare_could_be(pool->comparison, rule, device))
			return rule;
		link = &pool->next[*link];
	}
	return NULL;
}

struct best {
	const struct rule *rule;
	unsigned int distance;
};

/* A serial that is known and pinned has found its rule before, or differs. */
static void try_class(struct pool *pool, struct class *class, const struct device *device,
		      unsigned int allowed, struct best *best)
{
	enum field serial = class->pins ? rule_serial_field(class->sample) : FIELD_COUNT;
	const struct rule *rule;
	struct fit fit;

	if (class->first == INDEX_END || !rule_concerns(class->sample, device))
		return;
	fit = rule_fit(class->sample, device);
	if (serial != FIELD_COUNT && device_value(device, serial)->state != VALUE_UNKNOWN)
		field_set_put(&fit.differ, serial);
	if (fit_other_part(&fit) || field_set_count(&fit.differ) > allowed ||
	    (best->rule && fit_distance(&fit) >= best->distance))
		return;
	rule = find_free(pool, class, device);
	if (rule)
		*best = (struct best){ rule, fit_distance(&fit) };
}

static void try_key(struct pool *pool, const char *key, const struct device *device,
		    unsigned int allowed, struct best *best)
{
	for (size_t i = text_index_first(pool->by_key, key); i != INDEX_END;
	     i = text_index_next(pool->by_key, i))
		try_class(pool, &pool->classes[i], device, allowed, best);
}

static const struct rule *find_by_class(struct pool *pool, const struct judged *judged,
					int allowed)
{
	const struct device *device = judged->device;
	const char *step = last_step(device->place);
	struct best best = { 0 };
	char key[KEY_SIZE];

	if (has_ids(device)) {
		snprintf(key, sizeof(key), "%s:%s@%s", device_get(device, FIELD_VENDOR),
			 device_get(device, FIELD_DEVICE), step);
		try_key(pool, key, device, allowed, &best);
		snprintf(key, sizeof(key), "@%s", step);
		try_key(pool, key, device, allowed, &best);
		return best.rule;
	}
	/* a client whose address nobody knows may have any */
	for (size_t i = pool->class_count; i > 0; i--)
		if (strcmp(step, "?") == 0 ||
		    strcmp(strchr(pool->classes[i - 1].key, '@') + 1, step) == 0)
			try_class(pool, &pool->classes[i - 1], device, allowed, &best);
	return best.rule;
}

#define BY_SERIAL (-1)

static void choose(struct pool *pool, int allowed)
{
	for (size_t i = 0; i < pool->device_count; i++) {
		struct judged *judged = pool->devices[i];
		const struct rule *rule;
		struct fit fit;

		if (judged->outcome != OUTCOME_PENDING)
			continue;
		rule = allowed == BY_SERIAL ? find_by_serial(pool, judged) :
		       find_by_class(pool, judged, allowed);
		if (!rule)
			continue;
		fit = rule_fit(rule, judged->device);
		compare_take(pool->comparison, judged, rule, &fit);
	}
}

static void look_for_partial(struct pool *pool)
{
	const struct comparison *comparison = pool->comparison;

	for (size_t i = 0; i < comparison->snapshot->count; i++)
		if (comparison->judged[i].outcome == OUTCOME_PENDING &&
		    !place_rooted(comparison->judged[i].device->place))
			pool->partial_devices = true;
	for (size_t i = 0; i < comparison->inventory->rule_count; i++)
		if (is_free(comparison, &comparison->inventory->rules[i]) &&
		    compare_is_partial(comparison, &comparison->inventory->rules[i]))
			pool->partial_rules = true;
}

int compare_partial(struct comparison *comparison)
{
	/* what fits in full, then ever worse, but always the same model */
	static const int rounds[] = { BY_SERIAL, 0, 1, 2, FIELD_COUNT };
	struct pool pool = { .comparison = comparison };
	int err;

	look_for_partial(&pool);
	if (!pool.partial_devices && !pool.partial_rules)
		return 0;
	err = gather_devices(&pool);
	if (!err)
		err = gather_rules(&pool);
	if (!err)
		err = file_rules(&pool);
	for (size_t i = 0; i < sizeof(rounds) / sizeof(rounds[0]) && !err; i++)
		choose(&pool, rounds[i]);
	pool_clear(&pool);
	return err;
}
