// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_image_map.c: the map that i2cdetect prints, which looks like a table of
 * i2cdump: in each cell stands the address that answered, "--" or "UU".
 *
 * Invariant: a table with a byte that is not its own offset is a map only where both
 * its cells and the command above it say so.
 */
#include "source_image.h"

#define ROW		16	/* cells */
#define FIRST_ADDRESS	0x03	/* that is asked; */
#define FIRST_REGULAR	0x08	/* by i2cdetect 4.2 and later */
#define LAST_ADDRESS	0x77
#define LAST_OF_ALL	0x7f	/* with -a */

void image_map_note(struct image_cells *cells, const struct image_row *row, size_t at)
{
	unsigned int i;

	for (i = 0; i < row->count; i++) {
		size_t where = at + i;

		if (row->state[i] == ' ')
			continue;
		if (!cells->asked++)
			cells->first = where;
		cells->last = where;
		cells->marked |= row->state[i] == '-';
		if (row->state[i] != '.' || row->bytes[i] == where)
			continue;
		/* web pages drop the blanks before the first address: its row moves left */
		if (cells->first || where >= ROW || row->bytes[i] >= ROW || row->bytes[i] < where)
			cells->other = true;
	}
}

bool image_map_is(const struct image_dump *dump)
{
	const struct image_cells *cells = &dump->cells;

	if (!cells->asked || cells->letters || dump->words || cells->last > LAST_OF_ALL)
		return false;
	if (cells->other)
		return cells->marked && cells->told;
	if (cells->marked || cells->told)
		return true;
	/* old ones print XX, as i2cdump does: these are the addresses asked by default */
	return (cells->first == FIRST_ADDRESS || cells->first == FIRST_REGULAR) &&
	       cells->last == LAST_ADDRESS;
}

unsigned int image_drop_maps(struct image_text *text)
{
	unsigned int line = 0;
	size_t i, kept = 0;

	for (i = 0; i < text->count; i++) {
		if (!image_map_is(&text->dumps[i])) {
			text->dumps[kept++] = text->dumps[i];
			continue;
		}
		line = line ? line : text->dumps[i].line;
		contents_free(text->dumps[i].contents);
	}
	text->count = kept;
	return line;
}
