// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_roots.c: roots that have another number than when the inventory was
 * made, where no firmware name tells which is which: known by what is on them.
 */
#include "compare_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "root_table.h"

/* No board has nearly as many that are strange at one time. */
#define ROOTS_MAX 64

/* A root, of the rules or of the snapshot, and how much of it found no counterpart. */
struct side {
	char *name;
	unsigned int total, left;
	bool mapped;
};

struct sides {
	struct side *items;
	size_t count;
	struct text_index *by_name;
};

struct root_moves {
	struct sides from, to;
	size_t *origin;		/* of each root in @to: its index in @from, or INDEX_END */
};

static void sides_clear(struct sides *sides)
{
	for (size_t i = 0; i < sides->count; i++)
		free(sides->items[i].name);
	free(sides->items);
	text_index_free(sides->by_name);
}

void root_moves_free(struct root_moves *moves)
{
	if (!moves)
		return;
	sides_clear(&moves->from);
	sides_clear(&moves->to);
	free(moves->origin);
	free(moves);
}

/* Count one that sits on the root of @place. */
static int count_one(struct sides *sides, const char *place, bool left)
{
	char name[PLACE_MAX + 1];
	size_t found;

	snprintf(name, sizeof(name), "%.*s", (int)strcspn(place, "/"), place);
	found = text_index_first(sides->by_name, name);
	if (found == INDEX_END) {
		found = sides->count;
		sides->items[found].name = strdup(name);
		if (!sides->items[found].name)
			return -ENOMEM;
		sides->count++;
		if (text_index_add(sides->by_name, sides->items[found].name, found))
			return -ENOMEM;
	}
	sides->items[found].total++;
	sides->items[found].left += left;
	return 0;
}

static bool is_placed(const struct rule *rule, const struct tally *tally)
{
	return rule->exact && rule->presence != PRESENCE_FORBIDDEN && rule->identity_count &&
	       (rule->kinds & (1u << DEVICE_FUNCTION)) && place_rooted(tally->place);
}

static bool is_function(const struct judged *judged)
{
	return judged->device->kind == DEVICE_FUNCTION && place_rooted(judged->device->place);
}

static bool is_left_over(const struct judged *judged)
{
	return judged->outcome == OUTCOME_UNKNOWN || judged->outcome == OUTCOME_OTHER;
}

static int count_all(const struct comparison *comparison, struct root_moves *moves)
{
	int err = 0;

	for (size_t i = 0; i < comparison->inventory->rule_count && !err; i++) {
		const struct tally *tally = &comparison->tallies[i];

		if (is_placed(&comparison->inventory->rules[i], tally))
			err = count_one(&moves->from, tally->place,
					!tally->seen && !tally->moved);
	}
	for (size_t i = 0; i < comparison->snapshot->count && !err; i++) {
		const struct judged *judged = &comparison->judged[i];

		if (is_function(judged))
			err = count_one(&moves->to, judged->device->place,
					is_left_over(judged));
	}
	return err;
}

/* Most of it has no counterpart. */
static bool is_strange(const struct side *side)
{
	return side->left > side->total / 2;
}

/* Number the strange ones, as many as are considered; the others get INDEX_END. */
static size_t rank_strange(const struct sides *sides, size_t *ranks)
{
	size_t count = 0;

	for (size_t i = 0; i < sides->count; i++) {
		ranks[i] = INDEX_END;
		if (is_strange(&sides->items[i]) && count < ROOTS_MAX)
			ranks[i] = count++;
	}
	return count;
}

/* How many parts of each strange old root each strange new one has. */
struct votes {
	unsigned int counts[ROOTS_MAX][ROOTS_MAX];
	size_t *from_rank, *to_rank;
	struct text_index *by_key;	/* devices, by the rest of their place and part */
	char **keys;
};

static size_t side_of(const struct sides *sides, const char *place)
{
	char name[PLACE_MAX + 1];

	snprintf(name, sizeof(name), "%.*s", (int)strcspn(place, "/"), place);
	return text_index_first(sides->by_name, name);
}

static int index_devices(const struct comparison *comparison, const struct root_moves *moves,
			 struct votes *votes)
{
	for (size_t i = comparison->snapshot->count; i > 0; i--) {
		const struct judged *judged = &comparison->judged[i - 1];
		const char *place = judged->device->place;
		const char *vendor = device_get(judged->device, FIELD_VENDOR);
		const char *model = device_get(judged->device, FIELD_DEVICE);

		if (!is_function(judged) || !is_left_over(judged) || !vendor || !model ||
		    votes->to_rank[side_of(&moves->to, place)] == INDEX_END)
			continue;
		if (asprintf(&votes->keys[i - 1], "%s %s:%s", place + strcspn(place, "/"),
			     vendor, model) < 0) {
			votes->keys[i - 1] = NULL;
			return -ENOMEM;
		}
		if (text_index_add(votes->by_key, votes->keys[i - 1], i - 1))
			return -ENOMEM;
	}
	return 0;
}

static void vote(const struct comparison *comparison, const struct root_moves *moves,
		 struct votes *votes, size_t rule)
{
	const char *place = comparison->tallies[rule].place;
	size_t from = votes->from_rank[side_of(&moves->from, place)], count = 0;
	char key[PLACE_MAX + 24], part[16];

	if (from == INDEX_END ||
	    !rule_part(&comparison->inventory->rules[rule], part, sizeof(part)))
		return;
	snprintf(key, sizeof(key), "%s %s", place + strcspn(place, "/"), part);
	for (size_t i = text_index_first(votes->by_key, key);
	     i != INDEX_END && count < ROOTS_MAX; i = text_index_next(votes->by_key, i), count++) {
		const char *there = comparison->judged[i].device->place;

		votes->counts[from][votes->to_rank[side_of(&moves->to, there)]]++;
	}
}

/* Where firmware names both, it has told already that they are two. */
static bool may_be_one(const struct comparison *comparison, const struct side *from,
		       const struct side *to)
{
	bool named = strncmp(from->name, "uid:", 4) == 0 ||
		     text_index_first(comparison->learned, from->name) != INDEX_END;

	return !named || !root_table_id(comparison->roots, to->name);
}

/* The pair with most in common, at least half of what the old one lacks. */
static bool map_best(const struct comparison *comparison, struct root_moves *moves,
		     const struct votes *votes)
{
	size_t best_from = INDEX_END, best_to = INDEX_END;
	unsigned int most = 0;

	for (size_t f = 0; f < moves->from.count; f++)
		for (size_t t = 0; t < moves->to.count; t++) {
			const struct side *from = &moves->from.items[f], *to = &moves->to.items[t];
			unsigned int count;

			if (votes->from_rank[f] == INDEX_END || votes->to_rank[t] == INDEX_END ||
			    from->mapped || to->mapped || !may_be_one(comparison, from, to))
				continue;
			count = votes->counts[votes->from_rank[f]][votes->to_rank[t]];
			if (count <= most || count < (from->left + 1) / 2)
				continue;
			most = count;
			best_from = f;
			best_to = t;
		}
	if (best_from == INDEX_END)
		return false;
	moves->from.items[best_from].mapped = moves->to.items[best_to].mapped = true;
	moves->origin[best_to] = best_from;
	return true;
}

static int map_all(const struct comparison *comparison, struct root_moves *moves,
		   struct votes *votes)
{
	size_t count = comparison->snapshot->count;
	int err;

	votes->by_key = text_index_new(count);
	votes->keys = calloc(count + 1, sizeof(*votes->keys));
	if (!votes->by_key || !votes->keys)
		return -ENOMEM;
	err = index_devices(comparison, moves, votes);
	for (size_t i = 0; i < comparison->inventory->rule_count && !err; i++) {
		const struct tally *tally = &comparison->tallies[i];

		if (is_placed(&comparison->inventory->rules[i], tally) && !tally->seen &&
		    !tally->moved)
			vote(comparison, moves, votes, i);
	}
	while (!err && map_best(comparison, moves, votes))
		;
	return err;
}

static int find_moves(const struct comparison *comparison, struct root_moves *moves)
{
	struct votes *votes = calloc(1, sizeof(*votes));
	int err = -ENOMEM;

	if (!votes)
		return -ENOMEM;
	votes->from_rank = calloc(moves->from.count + 1, sizeof(*votes->from_rank));
	votes->to_rank = calloc(moves->to.count + 1, sizeof(*votes->to_rank));
	if (votes->from_rank && votes->to_rank) {
		err = 0;
		if (rank_strange(&moves->from, votes->from_rank) &&
		    rank_strange(&moves->to, votes->to_rank))
			err = map_all(comparison, moves, votes);
	}
	for (size_t i = 0; votes->keys && i < comparison->snapshot->count; i++)
		free(votes->keys[i]);
	free(votes->keys);
	text_index_free(votes->by_key);
	free(votes->from_rank);
	free(votes->to_rank);
	free(votes);
	return err;
}

struct root_moves *root_moves_new(const struct comparison *comparison)
{
	size_t rules = comparison->inventory->rule_count, count = comparison->snapshot->count;
	struct root_moves *moves = calloc(1, sizeof(*moves));
	int err = -ENOMEM;

	if (!moves)
		return NULL;
	moves->from.items = calloc(rules + 1, sizeof(*moves->from.items));
	moves->from.by_name = text_index_new(rules);
	moves->to.items = calloc(count + 1, sizeof(*moves->to.items));
	moves->to.by_name = text_index_new(count);
	moves->origin = calloc(count + 1, sizeof(*moves->origin));
	if (moves->from.items && moves->from.by_name && moves->to.items &&
	    moves->to.by_name && moves->origin) {
		for (size_t i = 0; i <= count; i++)
			moves->origin[i] = INDEX_END;
		err = count_all(comparison, moves);
	}
	if (!err)
		err = find_moves(comparison, moves);
	if (!err)
		return moves;
	root_moves_free(moves);
	return NULL;
}

const char *root_moves_find(const struct root_moves *moves, const char *place)
{
	size_t found = side_of(&moves->to, place);

	if (found == INDEX_END || moves->origin[found] == INDEX_END)
		return NULL;
	return moves->from.items[moves->origin[found]].name;
}
