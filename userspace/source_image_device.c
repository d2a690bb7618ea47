// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_image_device.c: the device whose bytes a text or a file shows: a memory, or
 * a chip with registers.
 *
 * Invariant: the contents of a client are those of its memory. Of the hub on a DDR5
 * module that is what it shows in the upper half of its registers, page by page; of
 * a chip without memory they are its registers, and their size is not known.
 */
#include "source_image_device.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "chip.h"
#include "snapshot.h"

#define HUB_MEMORY	1024	/* bytes, in pages of 128 (JESD300-5, 2.6.8) */
#define HUB_PAGE	128
#define HUB_WINDOW	128	/* the register where the page begins */
#define PLAIN_PAGE	256	/* of other memories (EE1004-v, 2.6) */
#define PAIRS_MIN	32	/* words that must go together for them to be bytes */

static void registers_of(const struct image_dump *dump, struct chip_registers *registers)
{
	unsigned int at;
	uint8_t low = 0, high = 0;

	registers->words = dump->words;
	for (at = 0; at < CHIP_REGISTERS; at++) {
		if (dump->words)
			registers->known[at] = contents_u8(dump->contents, 2 * at, &low) &&
					       contents_u8(dump->contents, 2 * at + 1, &high);
		else
			registers->known[at] = contents_u8(dump->contents, at, &low);
		registers->values[at] = !registers->known[at] ? 0 :
					dump->words ? low | high << 8 : low;
	}
}

/* A memory read as words: the second half of each is the first of the next. */
static bool is_bytes(const struct chip_registers *registers)
{
	unsigned int at, pairs = 0;

	for (at = 0; at + 1 < CHIP_REGISTERS; at++) {
		if (!registers->known[at] || !registers->known[at + 1])
			continue;
		if (registers->values[at] >> 8 != (registers->values[at + 1] & 0xff))
			return false;
		pairs++;
	}
	return pairs >= PAIRS_MIN;
}

/* The bytes of such a memory. */
static struct contents *low_halves(const struct chip_registers *registers)
{
	struct contents *contents = contents_new(CHIP_REGISTERS);
	unsigned int at;

	for (at = 0; contents && at < CHIP_REGISTERS; at++) {
		uint8_t byte = registers->values[at];

		if (registers->known[at] && contents_put(contents, at, &byte, 1)) {
			contents_free(contents);
			return NULL;
		}
	}
	return contents;
}

/* Puts into @to what is known of @from, from @at on. */
static int put_page(struct contents *to, size_t to_at, const struct contents *from, size_t at,
		    size_t length)
{
	size_t i, run;
	uint8_t byte;
	int err = 0;

	for (i = 0; i < length && !err; i += run ? run : 1) {
		for (run = 0; i + run < length && contents_u8(from, at + i + run, &byte); run++)
			;
		if (run)
			err = contents_put(to, to_at + i, from->bytes + at + i, run);
	}
	return err;
}

/* The memory behind a hub, as far as one page shows it. */
static struct contents *hub_memory(const struct contents *registers, int page)
{
	struct contents *contents = contents_new(HUB_MEMORY);

	if (contents && put_page(contents, page * HUB_PAGE, registers, HUB_WINDOW, HUB_PAGE)) {
		contents_free(contents);
		return NULL;
	}
	return contents;
}

static bool has_gaps(const struct contents *contents)
{
	size_t length = contents_run(contents);

	return length < contents->size || length < contents->length;
}

static bool is_memory(const struct image_dump *dump, const struct chip_registers *registers)
{
	size_t each;
	enum image_kind kind;

	if (dump->words)
		return is_bytes(registers);
	kind = image_kind(dump->contents->bytes, contents_run(dump->contents), &each);
	return kind == IMAGE_SPD || kind == IMAGE_FRU;
}

/* Which bytes are those of the device's memory, or its registers. */
static struct contents *memory_of(const struct image_dump *dump,
				  const struct chip_registers *registers, bool memory)
{
	int page = chip_hub_page(registers);

	if (dump->memory)
		return contents_copy(dump->memory);
	if (page >= 0)
		return hub_memory(dump->contents, page);
	if (memory && dump->words)
		return low_halves(registers);
	return contents_copy(dump->contents);
}

/* What a text of registers, or the bytes of a memory, tell of the device. */
static int identify(const struct image_dump *dump, struct device *device)
{
	struct chip_registers registers;
	char chip[CHIP_TEXT_SIZE];
	bool memory, known;
	int err;

	registers_of(dump, &registers);
	memory = is_memory(dump, &registers);
	known = (dump->table || dump->words) && !memory && !chip_describe(&registers, chip);
	device->contents = memory_of(dump, &registers, memory);
	if (!device->contents)
		return -ENOMEM;
	/* registers are no memory that could be cut short */
	if (!memory && !dump->memory && !chip_is_hub(&registers) &&
	    (known || dump->words || (dump->table && has_gaps(dump->contents))))
		device->contents->size = 0;
	if (!memory && !dump->table && !dump->words)
		return 0;
	err = device_set(device, FIELD_CHIP, known ? chip : NULL);
	return err;
}

static int set_address(const struct image_dump *dump, struct device *device)
{
	if (dump->address < 0 || dump->bus < 0)
		return 0;
	return device_setf(device, FIELD_ADDRESS, "%d-%04x", dump->bus, dump->address);
}

int image_device(const struct image_dump *dump, struct device **out)
{
	char place[sizeof(IMAGE_PLACE) + 2] = IMAGE_PLACE "?";
	struct device *device;
	int err;

	if (dump->address >= 0)
		snprintf(place, sizeof(place), IMAGE_PLACE "%02x", dump->address & 0x7f);
	device = device_new(DEVICE_CLIENT, place);
	err = device ? set_address(dump, device) : -ENOMEM;
	if (!err)
		err = identify(dump, device);
	if (!err)
		err = device_decode(device);
	if (err)
		device_free(device);
	else
		*out = device;
	return err;
}

static bool is_same(const struct contents *a, const struct contents *b)
{
	size_t i;
	uint8_t left, right;

	for (i = 0; i < a->length || i < b->length; i++) {
		bool known = contents_u8(a, i, &left);

		if (known != contents_u8(b, i, &right) || (known && left != right))
			return false;
	}
	return true;
}

/*
 * Whether @dump is a page of the device that @base began. Another memory beside those
 * of modules answers the same, whichever page i2cset asks these for.
 */
static bool is_page_of(const struct image_dump *dump, const struct image_dump *base)
{
	if (base->page < 0 || dump->page <= base->page || dump->words != base->words ||
	    (dump->page < 64 && base->pages >> dump->page & 1))
		return false;
	return !dump->selected || !is_same(dump->contents, base->contents);
}

/* The first of the pages that @dump is one of, among the @kept first; or NULL. */
static struct image_dump *find_base(struct image_text *text, size_t kept,
				    const struct image_dump *dump, struct image_dump *last)
{
	size_t i;

	if (dump->address < 0)
		return last && is_page_of(dump, last) ? last : NULL;
	for (i = kept; i > 0; i--) {
		struct image_dump *base = &text->dumps[i - 1];

		if (base->address == dump->address && base->bus == dump->bus &&
		    is_page_of(dump, base))
			return base;
	}
	return NULL;
}

/* Registers in pages, of which some do not answer, are no memory that is cut short. */
static bool is_of_registers(const struct image_dump *dump, const struct chip_registers *registers)
{
	char chip[CHIP_TEXT_SIZE];

	return dump->words || has_gaps(dump->contents) || !chip_describe(registers, chip);
}

static int join_page(struct image_dump *base, const struct image_dump *dump)
{
	size_t plain = base->words ? 2 * PLAIN_PAGE : PLAIN_PAGE;
	struct chip_registers registers;
	int page, err;

	base->pages |= dump->page < 64 ? 1ull << dump->page : 0;
	registers_of(base, &registers);
	page = chip_hub_page(&registers);
	if (!base->memory)
		base->memory = page < 0 ? contents_copy(base->contents) :
			       hub_memory(base->contents, page);
	if (!base->memory)
		return -ENOMEM;
	if (page >= 0)
		return dump->page >= HUB_MEMORY / HUB_PAGE ? 0 :
		       put_page(base->memory, dump->page * HUB_PAGE, dump->contents, HUB_WINDOW,
				HUB_PAGE);
	err = put_page(base->memory, dump->page * plain, dump->contents, 0, plain);
	base->memory->size = is_of_registers(base, &registers) || has_gaps(dump->contents) ? 0 :
			     base->memory->length;
	return err == -ERANGE ? 0 : err;
}

int image_join_pages(struct image_text *text)
{
	struct image_dump *last = NULL;
	size_t i, kept = 0;
	int err = 0;

	for (i = 0; i < text->count; i++) {
		struct image_dump *dump = &text->dumps[i];
		struct image_dump *base = err ? NULL : find_base(text, kept, dump, last);

		if (base) {
			err = join_page(base, dump);
			contents_free(dump->contents);
			last = base;
			continue;
		}
		last = &text->dumps[kept++];
		if (last != dump)
			*last = *dump;
	}
	text->count = kept;
	return err;
}

static bool says_chip(const struct image_dump *dump)
{
	struct chip_registers registers;
	char chip[CHIP_TEXT_SIZE];

	registers_of(dump, &registers);
	return !chip_describe(&registers, chip);
}

/* Whether @dump tells nothing that is not in @first, of the same address. */
static bool is_other_mode(struct image_dump *first, struct image_dump *dump)
{
	struct image_dump kept = *first;

	if (dump->address < 0 || dump->address != first->address || dump->bus != first->bus ||
	    first->memory || dump->memory)
		return false;
	if (dump->words == first->words)
		return is_same(first->contents, dump->contents);
	/* of the two readings the one that says what was read */
	if (!says_chip(first) && says_chip(dump)) {
		*first = *dump;
		first->line = kept.line;
		*dump = kept;
	}
	return true;
}

void image_join_modes(struct image_text *text)
{
	size_t i, j, kept = 0;

	for (i = 0; i < text->count; i++) {
		for (j = 0; j < kept && !is_other_mode(&text->dumps[j], &text->dumps[i]); j++)
			;
		if (j < kept)
			contents_free(text->dumps[i].contents);
		else
			text->dumps[kept++] = text->dumps[i];
	}
	text->count = kept;
}
