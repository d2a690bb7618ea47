// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * nltally: the books of a storm: what the record says came and went, entry by entry and folded.
 *
 *   nltally [NUMBER]     a JSON line over the entries from NUMBER on (default: 1); the whole
 *                        chain is checked
 *   nltally places [NUMBER]
 *                        "PLACE ARRIVALS DEPARTURES" of each place, in no order
 *
 * An arrival is a PRESENT, an ADD, or an ADD that a FOLDED entry counts; the ADD right after a
 * FOLDED entry of its place is none: it introduces what was counted. "crowded" tells how often
 * a device was recorded as arriving, described as the nine times before, where the rule of folding
 * says that it must have been counted: nine arrivals in ten seconds. Exit 1 after a line on
 * standard error where the record does not fit together.
 */

#include <errno.h>
#include <inttypes.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client.h"
#include "ledger.h"
#include "message.h"
#include "muster.h"

#define PLACES_MAX	8192
#define RECENT		8			/* as in the module's fold.c */
#define WINDOW_NS	10000000000ull

struct place {
	char text[MUSTER_PLACE_MAX + 1];
	uint64_t arrivals;
	uint64_t departures;
	uint64_t recent[RECENT];		/* CLOCK_BOOTTIME of ADDs in a row, of one look */
	unsigned int row;
	uint64_t look;
};

/* What an entry says, as far as the books need it. */
struct told {
	uint32_t event;
	uint32_t flags;
	uint64_t subject;
	uint64_t when;
	bool described;
	struct attribute device;
	struct attribute fold;
};

struct tally {
	uint64_t from;				/* earlier entries are only followed */
	uint64_t entries;
	uint64_t bytes;
	uint64_t times[__MUSTER_EVENT_MAX];	/* entries, by event */
	uint64_t folded[__MUSTER_EVENT_MAX];	/* counted in FOLDED entries */
	uint64_t again;				/* ADDs of what was counted */
	uint64_t unintroduced;
	uint64_t crowded;
	struct place *after_fold;		/* the last entry was a FOLDED of that place */
	struct place *owners[1 << 20];		/* place of the device that an entry introduced */
	struct place places[PLACES_MAX];
};

static const char *fault;

/* Open addressing: the table is never full, for the test then ends. */
static struct place *find_place(struct tally *tally, const struct attribute *text)
{
	uint32_t hash = 2166136261u;
	size_t nth;

	if (!text->length || text->length > sizeof(tally->places[0].text))
		return NULL;
	for (nth = 0; nth < text->length; nth++)
		hash = (hash ^ text->data[nth]) * 16777619u;
	for (nth = 0; nth < PLACES_MAX; nth++) {
		struct place *place = &tally->places[(hash + nth) % PLACES_MAX];

		if (!place->text[0])
			memcpy(place->text, text->data, text->length);
		if (!memcmp(place->text, text->data, text->length))
			return place;
	}
	return NULL;
}

static bool read_entry(const struct ledger_entry *entry, struct told *told)
{
	memset(told, 0, sizeof(*told));
	told->subject = entry->number;
	attribute_u64(entry->payload, entry->length, MUSTER_A_ENTRY_SUBJECT, &told->subject);
	told->described = attribute_find(entry->payload, entry->length, MUSTER_A_ENTRY_DEVICE,
					 &told->device);
	if (attribute_u32(entry->payload, entry->length, MUSTER_A_ENTRY_EVENT, &told->event) &&
	    told->event == MUSTER_EVENT_FOLDED &&
	    !attribute_find(entry->payload, entry->length, MUSTER_A_ENTRY_FOLD, &told->fold))
		return false;
	return told->event && told->event < __MUSTER_EVENT_MAX &&
	       attribute_u32(entry->payload, entry->length, MUSTER_A_ENTRY_FLAGS, &told->flags) &&
	       attribute_u64(entry->payload, entry->length, MUSTER_A_ENTRY_BOOTTIME, &told->when);
}

static int count_fold(struct tally *tally, const struct told *told)
{
	const uint8_t *at = told->fold.data, *end = at + told->fold.length;
	struct attribute attribute, text;
	struct place *place;
	uint64_t times;
	uint32_t event;

	if (!attribute_find(at, told->fold.length, MUSTER_A_FOLD_PLACE, &text))
		return -EBADMSG;
	place = find_place(tally, &text);
	if (!place)
		return -E2BIG;
	place->row = 0;
	tally->after_fold = place;
	while (attribute_next(&at, end, &attribute) == 1) {
		if (attribute.type != MUSTER_A_FOLD_COUNT)
			continue;
		if (!attribute_u32(attribute.data, attribute.length, MUSTER_A_FOLD_COUNT_EVENT, &event) ||
		    !attribute_u64(attribute.data, attribute.length, MUSTER_A_FOLD_COUNT_TIMES, &times) ||
		    event >= __MUSTER_EVENT_MAX)
			return -EBADMSG;
		tally->folded[event] += times;
		place->arrivals += event == MUSTER_EVENT_ADD ? times : 0;
		place->departures += event == MUSTER_EVENT_REMOVED ? times : 0;
	}
	return 0;
}

/* Of a look: all but what differs from one arrival to the next although nothing has changed. */
static uint64_t look_of(const struct told *told)
{
	const uint8_t *at = told->device.data, *end = at + told->device.length;
	uint64_t hash = 14695981039346656037ull;
	struct attribute attribute;
	size_t nth;

	while (attribute_next(&at, end, &attribute) == 1) {
		for (nth = 0; nth < attribute.length; nth++)
			hash = (hash ^ attribute.data[nth]) * 1099511628211ull;
	}
	return hash;
}

static void note_row(struct tally *tally, struct place *place, const struct told *told)
{
	uint64_t look = look_of(told);

	if (look != place->look)
		place->row = 0;
	place->look = look;
	if (place->row >= RECENT && told->when - place->recent[place->row % RECENT] <= WINDOW_NS)
		tally->crowded++;
	place->recent[place->row++ % RECENT] = told->when;
}

static int count_arrival(struct tally *tally, const struct ledger_entry *entry,
			 const struct told *told, struct place *counted)
{
	struct attribute text;
	struct place *place;

	if (!told->described ||
	    !attribute_find(told->device.data, told->device.length, MUSTER_A_DEVICE_PLACE, &text) ||
	    entry->number >= sizeof(tally->owners) / sizeof(tally->owners[0]))
		return -EBADMSG;
	place = find_place(tally, &text);
	if (!place)
		return -E2BIG;
	tally->owners[entry->number] = place;
	if (entry->number < tally->from)
		return 0;
	if (told->event == MUSTER_EVENT_ADD && place == counted) {
		tally->again++;
		return 0;
	}
	place->arrivals++;
	if (told->event == MUSTER_EVENT_ADD)
		note_row(tally, place, told);
	return 0;
}

static int count_departure(struct tally *tally, const struct ledger_entry *entry,
			   const struct told *told)
{
	if (entry->number < tally->from)
		return 0;
	/* its arrival may be among the lost */
	if (tally->owners[told->subject])
		tally->owners[told->subject]->departures++;
	return 0;
}

static int take_entry(void *context, const struct ledger_entry *entry)
{
	struct tally *tally = context;
	struct place *counted = tally->after_fold;
	struct told told;

	tally->after_fold = NULL;
	if (!read_entry(entry, &told))
		return -EBADMSG;
	if (entry->number >= tally->from) {
		tally->entries++;
		tally->bytes += entry->length;
		tally->times[told.event]++;
		tally->unintroduced += told.flags & MUSTER_ENTRY_UNINTRODUCED ? 1 : 0;
	}
	if (told.event == MUSTER_EVENT_PRESENT || told.event == MUSTER_EVENT_ADD)
		return count_arrival(tally, entry, &told, counted);
	if (told.event == MUSTER_EVENT_REMOVED && !(told.flags & MUSTER_ENTRY_UNINTRODUCED))
		return count_departure(tally, entry, &told);
	if (told.event == MUSTER_EVENT_FOLDED && entry->number >= tally->from)
		return count_fold(tally, &told);
	return 0;
}

static void print_places(const struct tally *tally)
{
	size_t nth;

	for (nth = 0; nth < PLACES_MAX; nth++) {
		const struct place *place = &tally->places[nth];

		if (place->text[0])
			printf("%s %" PRIu64 " %" PRIu64 "\n", place->text, place->arrivals,
			       place->departures);
	}
}

static void print_sums(const struct tally *tally, const struct ledger *ledger,
		       const struct ledger_info *info)
{
	uint64_t arrived = tally->times[MUSTER_EVENT_PRESENT] + tally->times[MUSTER_EVENT_ADD] +
			   tally->folded[MUSTER_EVENT_ADD] - tally->again;
	uint64_t left = tally->times[MUSTER_EVENT_REMOVED] + tally->folded[MUSTER_EVENT_REMOVED] -
			tally->unintroduced;

	printf("{\"entries\":%" PRIu64 ",\"bytes\":%" PRIu64 ",\"lost\":%" PRIu64
	       ",\"next\":%" PRIu64 ",\"arrived\":%" PRIu64 ",\"left\":%" PRIu64
	       ",\"present\":%u,\"folds\":%" PRIu64 ",\"folded\":%" PRIu64
	       ",\"unintroduced\":%" PRIu64 ",\"crowded\":%" PRIu64 ",\"rescans\":%" PRIu64 "}\n",
	       tally->entries, tally->bytes, ledger->lost, info->next, arrived, left,
	       info->present, tally->times[MUSTER_EVENT_FOLDED],
	       tally->folded[MUSTER_EVENT_ADD], tally->unintroduced, tally->crowded,
	       tally->times[MUSTER_EVENT_RESCANNED]);
}

static int run(bool places, uint64_t from, struct answer *answer)
{
	static struct client client;
	static struct tally tally;
	struct ledger ledger = { .next = 1, .take = take_entry, .context = &tally };
	struct ledger_info info;
	int err;

	tally.from = from;
	err = client_open(&client, 10);
	if (!err)
		err = client_resolve(&client);
	if (!err)
		err = ledger_pull(&client, &ledger, answer);
	if (!err)
		err = ledger_info(&client, &info);
	fault = ledger.fault;
	if (err)
		return err;
	if (places)
		print_places(&tally);
	else
		print_sums(&tally, &ledger, &info);
	return 0;
}

int main(int argc, char **argv)
{
	bool places = argc > 1 && !strcmp(argv[1], "places");
	const char *from = argv[1 + places];
	struct answer answer = { 0 };
	int err = run(places, from ? strtoull(from, NULL, 10) : 1, &answer);

	if (!err)
		return 0;
	fprintf(stderr, "nltally: %s: %s\n", strerrorname_np(-err),
		fault ? fault : answer.sentence);
	return 1;
}
