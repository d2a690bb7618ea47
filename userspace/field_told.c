// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * field_told.c: which difference of a field need not be told.
 */
#include "field_told.h"

#include <stddef.h>

#define TELLERS 16

/* What is left of a row is FIELD_ADDRESS, of which nothing is made. */
static const struct { enum field field, tellers[TELLERS]; } rows[] = {
	{ FIELD_IDENTITY,
	  { FIELD_VENDOR, FIELD_DEVICE, FIELD_SUBSYSTEM_VENDOR, FIELD_SUBSYSTEM_DEVICE,
	    FIELD_CLASS, FIELD_REVISION, FIELD_SERIAL } },
	{ FIELD_SPD_MAKER, { FIELD_SPD_MAKER_ID } },
	{ FIELD_SPD_DRAM_MAKER, { FIELD_SPD_DRAM_MAKER_ID } },
	/* another module was made another day */
	{ FIELD_SPD_DATE, { FIELD_SPD_SERIAL } },
	{ FIELD_SPD_IDENTITY,
	  { FIELD_SPD_TYPE, FIELD_SPD_MAKER_ID, FIELD_SPD_PART, FIELD_SPD_SERIAL,
	    FIELD_SPD_DATE, FIELD_SPD_REVISION } },
	{ FIELD_FRU_BOARD_DATE, { FIELD_FRU_BOARD_SERIAL } },
	{ FIELD_FRU_IDENTITY,
	  { FIELD_FRU_CHASSIS_PART, FIELD_FRU_CHASSIS_SERIAL, FIELD_FRU_BOARD_MAKER,
	    FIELD_FRU_BOARD_PRODUCT, FIELD_FRU_BOARD_SERIAL, FIELD_FRU_BOARD_PART,
	    FIELD_FRU_PRODUCT_MAKER, FIELD_FRU_PRODUCT_NAME, FIELD_FRU_PRODUCT_PART,
	    FIELD_FRU_PRODUCT_VERSION, FIELD_FRU_PRODUCT_SERIAL } },
	{ FIELD_FRU_SHAPE,
	  { FIELD_FRU_CHASSIS_PART, FIELD_FRU_BOARD_MAKER, FIELD_FRU_BOARD_PRODUCT,
	    FIELD_FRU_BOARD_PART, FIELD_FRU_PRODUCT_MAKER, FIELD_FRU_PRODUCT_NAME,
	    FIELD_FRU_PRODUCT_PART, FIELD_FRU_PRODUCT_VERSION } },
	{ FIELD_VPD_IDENTITY,
	  { FIELD_VPD_NAME, FIELD_VPD_PART, FIELD_VPD_SERIAL, FIELD_VPD_MAKER,
	    FIELD_VPD_REVISION } },
	{ FIELD_VPD_SHAPE,
	  { FIELD_VPD_NAME, FIELD_VPD_PART, FIELD_VPD_MAKER, FIELD_VPD_REVISION } },
};

/* The digest of a whole memory is told by anything that is read in it. */
static bool told_in_contents(const struct field_set *differ)
{
	for (enum field field = FIELD_OWN; field < FIELD_COUNT; field++)
		if (field_table[field].group != GROUP_VPD && field_set_has(differ, field))
			return true;
	return false;
}

bool field_told(enum field field, const struct field_set *differ)
{
	if (field == FIELD_CONTENTS)
		return told_in_contents(differ);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].field != field)
			continue;
		for (size_t k = 0; k < TELLERS && rows[i].tellers[k] != FIELD_ADDRESS; k++)
			if (field_set_has(differ, rows[i].tellers[k]))
				return true;
	}
	return false;
}
