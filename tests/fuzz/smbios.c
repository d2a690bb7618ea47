// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smbios.c: the tables that firmware left, of which a dump shows the slots.
 *
 * about: dump_dmi.c
 */
#include "dump_dmi.c"	/* no other file has use for its parser */

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	json_object_put(fuzz_json(slots_json(data, size)));
	return 0;
}
