// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * random_boards.c: a thousand boards against the inventory of each, and each with
 * one thing otherwise: that is found, at its place, and nothing else.
 */
#include "random_trial.h"
#include "serial.h"

/*
 * Batches of BATCH boards, no two of the same: two hundred as they are, one batch with
 * each change, and MUSTER_TEST_BOARDS times as many.
 */
#define BATCH 25
#define PLAIN 8

typedef void (*mutation)(struct trial *trial);

static void nothing(struct trial *trial)
{
	expect(trial->seed, trial->twin, trial->model, "%s", "");
	expect(trial->seed, trial->twin, trial->strict, "%s", "");
}

static void removed(struct trial *trial)
{
	size_t leaf = pick_leaf(trial);
	char *place = strdup(trial->twin->devices[leaf]->place);

	remove_device(trial->twin, leaf);
	expect(trial->seed, trial->twin, trial->model, "missing %s\n", place);
	expect(trial->seed, trial->twin, trial->strict, "missing %s\n", place);
	free(place);
}

static void added(struct trial *trial)
{
	struct device *device = device_new(DEVICE_FUNCTION, "0000:00/1e.0");

	maker_ids(device, "1234", 0x5678, "ff0000");
	snapshot_add(trial->twin, device);
	expect(trial->seed, trial->twin, trial->model, "unexpected 0000:00/1e.0\n");
	expect(trial->seed, trial->twin, trial->strict, "unexpected 0000:00/1e.0\n");
}

static void replaced(struct trial *trial)
{
	struct device *device = trial->twin->devices[pick_leaf(trial)];

	device_set(device, FIELD_VENDOR, "1234");
	device_set(device, FIELD_SERIAL, NULL);
	expect(trial->seed, trial->twin, trial->model, "unexpected %s\nmissing %s\n",
	       device->place, device->place);
	expect(trial->seed, trial->twin, trial->strict, "unexpected %s\nmissing %s\n",
	       device->place, device->place);
}

static void changed(struct trial *trial)
{
	static const enum field fields[] = {
		FIELD_REVISION, FIELD_CLASS, FIELD_SUBSYSTEM_VENDOR, FIELD_SUBSYSTEM_DEVICE,
	};
	struct device *device = trial->twin->devices[pick_leaf(trial)];
	enum field field = fields[maker_random(&trial->maker, 4)];
	const char *was = device_get(device, field);

	device_set(device, field, strlen(was) == 2 ? "ee" : strlen(was) == 4 ? "eeee" : "eeeeee");
	expect(trial->seed, trial->twin, trial->model, "changed %s %s\n", device->place,
	       field_table[field].name);
	expect(trial->seed, trial->twin, trial->strict, "changed %s %s\n", device->place,
	       field_table[field].name);
}

static void another_shape(struct trial *trial)
{
	struct device *device = trial->twin->devices[pick_leaf(trial)];

	device_setf(device, FIELD_SHAPE, "sha256:%064x", 0xbad);
	expect(trial->seed, trial->twin, trial->model, "%s", "");
	expect(trial->seed, trial->twin, trial->strict, "changed %s shape\n", device->place);
}

static void unreadable_fields(struct trial *trial)
{
	for (size_t i = 0; i < trial->twin->count; i++) {
		device_set_unknown(trial->twin->devices[i], FIELD_SERIAL);
		device_set_unknown(trial->twin->devices[i], FIELD_SHAPE);
	}
	expect(trial->seed, trial->twin, trial->model, "%s", "");
}

/* A fresh serial in the place of a known one. */
static void another_serial(struct trial *trial)
{
	for (size_t i = 0; i < trial->twin->count; i++) {
		struct device *device = trial->twin->devices[i];

		if (!device_get(device, FIELD_SERIAL))
			continue;
		device_set(device, FIELD_SERIAL, "de-ad-be-ef-00-00-00-01");
		expect(trial->seed, trial->twin, trial->model, "%s", "");
		expect(trial->seed, trial->twin, trial->strict, "changed %s serial\n",
		       device->place);
		return;
	}
}

static struct device *twin_of(struct trial *trial, const struct device *one)
{
	const char *serial = device_get(one, FIELD_SERIAL);

	for (size_t i = 0; i < trial->twin->count && serial; i++) {
		struct device *other = trial->twin->devices[i];
		const char *its = device_get(other, FIELD_SERIAL);

		if (its && strcmp(its, serial) != 0 &&
		    strcmp(device_get(other, FIELD_DEVICE), device_get(one, FIELD_DEVICE)) == 0)
			return other;
	}
	return NULL;
}

/* Two cards of one model and one function each change places. */
static void swapped(struct trial *trial)
{
	for (size_t i = 0; i < trial->twin->count; i++) {
		struct device *one = trial->twin->devices[i], *other = twin_of(trial, one);
		char *serial;
		const char *first, *second;

		if (!other || strcmp(device_get(one, FIELD_DEVICE), "1001") == 0 ||
		    strcmp(device_get(one, FIELD_DEVICE), "1002") == 0 ||
		    strcmp(device_get(one, FIELD_DEVICE), "1011") >= 0)
			continue;
		serial = strdup(device_get(one, FIELD_SERIAL));
		device_set(one, FIELD_SERIAL, device_get(other, FIELD_SERIAL));
		device_set(other, FIELD_SERIAL, serial);
		free(serial);
		first = place_compare(one->place, other->place) < 0 ? one->place : other->place;
		second = first == one->place ? other->place : one->place;
		expect(trial->seed, trial->twin, trial->model, "%s", "");
		expect(trial->seed, trial->twin, trial->strict, "moved %s %s\nmoved %s %s\n",
		       first, second, second, first);
		return;
	}
}

/* A copy of a part, serial and all, in a slot that was empty. */
static void duplicated(struct trial *trial)
{
	for (size_t i = 0; i < trial->twin->count; i++) {
		struct device *one = trial->twin->devices[i], *copy;
		bool other_first = strncmp(one->place, "0000:00/", 8) != 0;

		if (!device_get(one, FIELD_SERIAL) || other_first ||
		    strcmp(one->place + strlen(one->place) - 2, ".0") != 0 ||
		    strstr(one->place, "/0e.0/pci/"))
			continue;
		copy = device_copy(one);
		set_place(copy, "0000:00/1e.0");
		snapshot_add(trial->twin, copy);
		expect(trial->seed, trial->twin, trial->strict,
		       "unexpected 0000:00/1e.0\nduplicate 0000:00/1e.0 serial %s\n",
		       place_compare(one->place, "0000:00/1e.0") < 0 ? one->place : "?");
		return;
	}
}

static void renumbered(struct trial *trial)
{
	for (size_t i = 0; i < trial->twin->count; i++) {
		struct device *device = trial->twin->devices[i];

		device_setf(device, FIELD_ADDRESS, "0000:%02zx:1f.7", i & 0xff);
		device_set(device, FIELD_DRIVER, "vfio-pci");
		device_set(device, FIELD_IOMMU_GROUP, "77");
		if (device->kind == DEVICE_ADAPTER)
			device_set(device, FIELD_NUMBER, "9");
	}
	nothing(trial);
}

static void roots_renumbered(struct trial *trial)
{
	move_places(trial->twin, "0000:3a", "0000:ff");
	move_places(trial->twin, "0001:00", "0000:3a");
	move_places(trial->twin, "10000:20", "0001:00");
	move_places(trial->twin, "0000:ff", "10000:20");
	nothing(trial);
}

/* Whoever holds one or two steps of each place only. */
static void partial(struct trial *trial)
{
	for (size_t i = 0; i < trial->twin->count; i++)
		forget_chain(trial->twin->devices[i], 0);
	nothing(trial);
}

/* The inventory was learned from such a source, and judges one that sees all. */
static void learned_partial(struct trial *trial)
{
	for (size_t i = 0; i < trial->board->count; i++)
		forget_chain(trial->board->devices[i], 1);
	inventory_free(trial->model);
	inventory_free(trial->strict);
	trial->model = learn(trial->board, false);
	trial->strict = learn(trial->board, true);
	nothing(trial);
	partial(trial);
}

static void partial_with_stranger(struct trial *trial)
{
	struct device *device = device_new(DEVICE_FUNCTION, "0000:?/00.0");

	for (size_t i = 0; i < trial->twin->count; i++)
		forget_chain(trial->twin->devices[i], 1);
	maker_ids(device, "1234", 0x5678, "ff0000");
	snapshot_add(trial->twin, device);
	expect(trial->seed, trial->twin, trial->model, "unexpected 0000:?/00.0\n");
	expect(trial->seed, trial->twin, trial->strict, "unexpected 0000:?/00.0\n");
}

/* One is gone; which of several alike nobody can tell. */
static void partial_with_gap(struct trial *trial)
{
	char *text;

	remove_device(trial->twin, pick_leaf(trial));
	for (size_t i = 0; i < trial->twin->count; i++)
		forget_chain(trial->twin->devices[i], 1);
	text = judge(trial->twin, trial->strict);
	ck_assert_msg(strncmp(text, "missing ", 8) == 0 && strchr(text, '\n')[1] == '\0',
		      "board %u: %s", trial->seed, text);
	free(text);
}

/* A riser in front of whatever is behind one port. */
static void riser_added(struct trial *trial)
{
	for (size_t i = 0; i < trial->twin->count; i++) {
		const struct device *port = trial->twin->devices[i];
		char from[PLACE_MAX + 1], to[PLACE_MAX + 1], *text;
		size_t moved, lines = 0;
		struct device *riser;

		if (strcmp(device_get(port, FIELD_DEVICE) ? device_get(port, FIELD_DEVICE) : "",
			   "a190") != 0)
			continue;
		write_place(from, "%s/00.0", port->place);
		write_place(to, "%s/00.0/03.0", port->place);
		/* several functions would sit beside the riser */
		if (!snapshot_find(trial->board, from))
			continue;
		strcpy(from, port->place);
		moved = move_places(trial->twin, from, to) - 1;
		set_place(trial->twin->devices[i], from);
		strcat(from, "/00.0");
		riser = device_new(DEVICE_FUNCTION, from);
		maker_ids(riser, "1b21", 0x1080, "060400");
		snapshot_add(trial->twin, riser);
		riser = device_new(DEVICE_FUNCTION, to);
		maker_ids(riser, "1b21", 0x1080, "060400");
		snapshot_add(trial->twin, riser);
		text = judge(trial->twin, trial->model);
		for (const char *line = text; (line = strstr(line, "moved ")); line++)
			lines++;
		for (size_t k = 0; k < trial->twin->count; k++)
			if (strstr(trial->twin->devices[k]->place, "/vf") &&
			    place_below(trial->twin->devices[k]->place, to))
				moved--;
		ck_assert_msg(lines == moved && !strstr(text, "missing"), "board %u: %s",
			      trial->seed, text);
		free(text);
		return;
	}
}

/* One of several modules is away; or the only one, which nobody can tell from none. */
static void module_gone(struct trial *trial)
{
	struct device *modules[8];
	size_t count = find_modules(trial->twin, modules), which;
	char *place;

	if (!count)
		return;
	which = maker_random(&trial->maker, count);
	place = strdup(modules[which]->place);
	for (size_t i = 0; i < trial->twin->count; i++)
		if (trial->twin->devices[i] == modules[which]) {
			remove_device(trial->twin, i);
			break;
		}
	if (count == 1)
		place[strlen(place) - 3] = '\0';
	for (int strict = 0; strict < 2; strict++)
		expect(trial->seed, trial->twin, strict ? trial->strict : trial->model, "%s %s\n",
		       count == 1 ? "unreadable" : "missing", place);
	free(place);
}

/* Any bit of what says how it is built. */
static void module_flipped(struct trial *trial)
{
	struct device *modules[8];
	size_t count = find_modules(trial->twin, modules);
	uint8_t bytes[SPD_BYTES_MAX];
	size_t length, offset;
	struct device *module;
	char *text, *place;

	if (!count)
		return;
	module = modules[maker_random(&trial->maker, count)];
	length = module->contents->length;
	memcpy(bytes, module->contents->bytes, length);
	offset = 3 + maker_random(&trial->maker, 120);
	bytes[offset] ^= 1u << maker_random(&trial->maker, 8);
	maker_contents(module, bytes, length);
	text = judge(trial->twin, trial->model);
	for (const char *line = text; *line; line = strchr(line, '\n') + 1) {
		place = strchr(line, ' ') + 1;
		ck_assert_msg((!strncmp(line, "changed ", 8) || !strncmp(line, "unreadable ", 11)) &&
			      !strncmp(place, module->place, strlen(module->place)),
			      "board %u, byte %zu: %s", trial->seed, offset, text);
	}
	ck_assert_msg(*text, "board %u: byte %zu flips unseen", trial->seed, offset);
	free(text);
}

/* All serials change places, in a ring. */
static void modules_shuffled(struct trial *trial)
{
	struct device *modules[8];
	size_t count = find_modules(trial->twin, modules), length;
	uint8_t first[SPD_BYTES_MAX];
	bool numbered;
	char *text;

	if (count < 2)
		return;
	numbered = serial_real(modules[0]);
	length = modules[0]->contents->length;
	memcpy(first, modules[0]->contents->bytes, length);
	for (size_t i = 0; i + 1 < count; i++)
		maker_contents(modules[i], modules[i + 1]->contents->bytes, length);
	maker_contents(modules[count - 1], first, length);
	expect(trial->seed, trial->twin, trial->model, "%s", "");
	text = judge(trial->twin, trial->strict);
	for (const char *line = text; *line; line = strchr(line, '\n') + 1)
		count -= !strncmp(line, "moved ", 6);
	ck_assert_msg(numbered ? count == 0 : !*text, "board %u: %s", trial->seed, text);
	free(text);
}

/* Nobody read a memory: then nothing is found of it, and nothing passes. */
static void modules_unread(struct trial *trial)
{
	struct device *modules[8];
	size_t count = find_modules(trial->twin, modules);
	char *text;

	for (size_t i = 0; i < count; i++) {
		contents_free(modules[i]->contents);
		modules[i]->contents = NULL;
		modules[i]->reading = READING_NONE;
		device_set_group(modules[i], GROUP_SPD, VALUE_UNKNOWN);
		device_set_group(modules[i], GROUP_FRU, VALUE_UNKNOWN);
		device_set_unknown(modules[i], FIELD_CONTENTS);
	}
	text = judge(trial->twin, trial->model);
	for (const char *line = text; *line; line = strchr(line, '\n') + 1)
		count -= !strncmp(line, "unverified ", 11);
	ck_assert_msg(count == 0, "board %u: %s", trial->seed, text);
	free(text);
}

static const mutation mutations[] = {
	removed, added, replaced, changed, another_shape, unreadable_fields,
	another_serial, swapped, duplicated, renumbered, roots_renumbered, partial,
	learned_partial, partial_with_stranger, partial_with_gap, riser_added,
	module_gone, module_flipped, modules_shuffled, modules_unread,
};

#define MUTATIONS (sizeof(mutations) / sizeof(mutations[0]))

static void run_batch(mutation mutate, unsigned int first)
{
	for (unsigned int seed = first; seed < first + BATCH; seed++) {
		struct trial trial;

		trial_begin(&trial, seed, mutate == roots_renumbered || seed % 2);
		snapshot_sort(trial.board);
		mutate(&trial);
		trial_end(&trial);
	}
}

START_TEST(every_board_passes_what_it_taught)
{
	run_batch(nothing, _i * BATCH);
}
END_TEST

START_TEST(only_what_differs_is_found)
{
	run_batch(mutations[_i % MUTATIONS], (unsigned int)_i * BATCH);
}
END_TEST

/* The same devices in any order give the same findings, to the letter. */
START_TEST(order_does_not_matter)
{
	for (unsigned int i = 0; i < BATCH; i++) {
		unsigned int seed = (unsigned int)_i * BATCH + i;
		struct trial trial;
		char *first, *again;

		trial_begin(&trial, seed, seed % 2);
		for (int k = 0; k < 6; k++) {
			struct device *device = trial.twin->devices[pick_leaf(&trial)];

			device_setf(device, k % 2 ? FIELD_VENDOR : FIELD_REVISION,
				    k % 2 ? "%04x" : "%02x", k);
		}
		for (size_t k = 0; k < trial.twin->count; k += 2)
			forget_chain(trial.twin->devices[k], 1);
		first = judge(trial.twin, trial.strict);
		shuffle_board(&trial.maker, trial.twin);
		again = judge(trial.twin, trial.strict);
		ck_assert_msg(!strcmp(first, again), "board %u:\n%s--- and then:\n%s", seed,
			      first, again);
		free(first);
		free(again);
		trial_end(&trial);
	}
}
END_TEST

/* What a snapshot file may claim: places that are none. */
START_TEST(odd_places_do_no_harm)
{
	static const char alphabet[] = "0000::?/?/..11ffvudipc2#*";
	struct trial trial;

	trial_begin(&trial, 1, true);
	for (unsigned int round = 0; round < 200; round++) {
		struct snapshot *board = copy_board(trial.board);

		for (size_t i = 0; i < board->count; i++) {
			unsigned int length = 1 + maker_random(&trial.maker, 24);
			char *place = board->devices[i]->place;

			if (maker_random(&trial.maker, 3))
				continue;
			free(place);
			place = calloc(1, length + 1);
			for (unsigned int k = 0; k < length; k++)
				place[k] = alphabet[maker_random(&trial.maker,
								 sizeof(alphabet) - 1)];
			board->devices[i]->place = place;
		}
		free(judge(board, trial.strict));
		snapshot_free(board);
	}
	trial_end(&trial);
}
END_TEST

Suite *suite_random_boards(void);

Suite *suite_random_boards(void)
{
	Suite *suite = suite_create("random_boards");
	TCase *tcase = tcase_create("judging");

	tcase_set_timeout(tcase, 300);
	tcase_add_loop_test(tcase, every_board_passes_what_it_taught, 0, PLAIN * boards_times());
	tcase_add_loop_test(tcase, only_what_differs_is_found, 0, MUTATIONS * boards_times());
	tcase_add_test(tcase, odd_places_do_no_harm);
	tcase_add_loop_test(tcase, order_does_not_matter, 0, boards_times());
	suite_add_tcase(suite, tcase);
	return suite;
}
