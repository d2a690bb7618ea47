// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dmi.c: the strings of the firmware as dmidecode or grep showed them.
 *
 * about: source_dmi.c
 */
#include "fuzz.h"

#include <errno.h>
#include <string.h>

#include "snapshot.h"
#include "source_dmi.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	struct board board;
	int err;

	memset(&board, 0, sizeof(board));
	source_is_dmi(text, size);
	err = source_dmi(text, size, &board);
	claim(!err || err == -ENOENT);
	for (int i = 0; i < BOARD_FIELDS; i++)
		claim((board.fields[i].state == VALUE_KNOWN) == !!board.fields[i].text);
	board_clear(&board);
	free(text);
	return 0;
}
