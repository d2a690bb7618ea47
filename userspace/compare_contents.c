// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_contents.c: what is to be said of a memory that holds something else
 * than its rule asks: a memory module's SPD, a FRU memory, vital product data.
 */
#include "compare_internal.h"

#include <stdio.h>
#include <string.h>

#define LOOK_AT_LABEL "Compare the label on the module with what was bought; if it was exchanged on purpose, accept it, otherwise find out who had the machine open."
#define READ_AGAIN "Read it again (--fresh); if it stays so, exchange the part or have its maker write the memory anew."

static bool is_good(const struct judged *judged, enum field checksums)
{
	const char *text = device_get(judged->device, checksums);

	return text && !strcmp(text, "good");
}

/*
 * Firmware and kernel map memory by what the SPD claims. Who rewrites geometry and
 * checksum alike makes addresses that share one cell.
 */
static struct meaning meaning_of_geometry(const struct judged *judged)
{
	if (!is_good(judged, FIELD_SPD_CHECKSUMS))
		return (struct meaning){
			"its checksum is wrong as well, so the SPD is damaged, or was rewritten without care",
			READ_AGAIN,
		};
	return (struct meaning){
		"its checksum is right, so this is no damage: it is another module, or someone rewrote the SPD on purpose; a module that claims more memory than it has lets two addresses share one cell, through which protected memory can be read and changed (BadRAM, CVE-2024-21944)",
		"Do not rely on memory encryption on this machine until it is cleared up. " LOOK_AT_LABEL,
	};
}

static struct meaning meaning_of_spd_shape(const struct judged *judged)
{
	if (!is_good(judged, FIELD_SPD_CHECKSUMS))
		return meaning_of_geometry(judged);
	return (struct meaning){
		"its checksum is right, so this is no damage: it is another module, or someone rewrote the SPD on purpose",
		LOOK_AT_LABEL,
	};
}

static struct meaning meaning_of_spd(const struct judged *judged, enum field field)
{
	switch (field) {
	case FIELD_SPD_SERIAL:
	case FIELD_SPD_DATE:
		return (struct meaning){
			"it is another module of the same model, or its SPD was rewritten",
			"Look for a repair or a swap in the records of this machine; if it was meant, accept the new serial.",
		};
	case FIELD_SPD_IDENTITY:
		return (struct meaning){
			"its serial number is the same, but what else is unique of it (where it was made, its date or its revision) is not: its SPD was rewritten",
			LOOK_AT_LABEL,
		};
	case FIELD_SPD_CHECKSUMS:
		return (struct meaning){
			"its contents are damaged, or were rewritten without care", READ_AGAIN,
		};
	case FIELD_SPD_SHAPE:
		return meaning_of_spd_shape(judged);
	case FIELD_SPD_TYPE:
	case FIELD_SPD_MODULE_TYPE:
	case FIELD_SPD_SIZE_MIB:
	case FIELD_SPD_RANKS:
	case FIELD_SPD_DATA_WIDTH:
	case FIELD_SPD_TOTAL_WIDTH:
		return meaning_of_geometry(judged);
	default:
		return (struct meaning){
			"it is another module, or its SPD was rewritten", LOOK_AT_LABEL,
		};
	}
}

static struct meaning meaning_of_fru(enum field field)
{
	switch (field) {
	case FIELD_FRU_CHECKSUMS:
		return (struct meaning){
			"its contents are damaged, or were rewritten without care", READ_AGAIN,
		};
	case FIELD_FRU_BOARD_SERIAL:
	case FIELD_FRU_PRODUCT_SERIAL:
	case FIELD_FRU_CHASSIS_SERIAL:
		return (struct meaning){
			"it is another part of the same model, or its FRU memory was rewritten",
			"Look for a repair or a swap in the records of this machine; if it was meant, accept the new serial.",
		};
	default:
		return (struct meaning){
			"the part was exchanged, or its FRU memory was rewritten",
			"Compare the label on the part with what was bought; service processors write into this memory, too.",
		};
	}
}

struct meaning compare_contents_meaning(const struct judged *judged, enum field field)
{
	switch (field_table[field].group) {
	case GROUP_SPD:
		return meaning_of_spd(judged, field);
	case GROUP_FRU:
		return meaning_of_fru(field);
	default:
		return (struct meaning){
			"it is another card of the same kind, or what is stored in it was rewritten",
			"Look for a repair, a swap or a firmware update in the records of this machine; if it was meant, accept it.",
		};
	}
}

const char *compare_contents_name(enum field field)
{
	static const char *const names[GROUP_COUNT] = {
		[GROUP_SPD] = "SPD", [GROUP_FRU] = "FRU memory",
		[GROUP_VPD] = "vital product data",
	};

	return field_table[field].group < GROUP_COUNT ? names[field_table[field].group] : NULL;
}

int compare_contents_gone(struct comparison *comparison, struct judged *judged,
			  enum field_group group)
{
	const char *contents = compare_contents_name(group_table[group].first);
	char where[WHERE_SIZE], what[DESCRIPTION_SIZE], expected[DESCRIPTION_SIZE];
	const struct report report = {
		.class = FINDING_CHANGED,
		.severity = judged->rule->severity,
		.place = judged->device->place,
		.judged = judged,
		.rule = judged->rule,
		.field = group_table[group].name,
		.expected = compare_expects(comparison, judged->rule, expected, sizeof(expected)),
		.advice = "Take a dump, which holds the bytes as they are now, before anything is written; then have the contents restored or exchange the part.",
	};

	return compare_report(comparison, &report,
			      "%s at %s answers, but holds no %s any more, and rule \"%s\" expects that of %s: its memory was erased or rewritten, or another chip has its address.",
			      compare_describe(comparison, judged->device, what, sizeof(what)),
			      compare_where(judged->device, where), contents,
			      judged->rule->label, expected);
}

int compare_contents_unreadable(struct comparison *comparison, struct judged *judged)
{
	const struct rule *rule = judged->rule;
	char where[WHERE_SIZE], what[DESCRIPTION_SIZE], expected[DESCRIPTION_SIZE];
	const struct report report = {
		.class = FINDING_UNREADABLE,
		.severity = rule->presence == PRESENCE_REQUIRED ? rule->severity
								: SEVERITY_NOTICE,
		.place = judged->device->place,
		.judged = judged,
		.rule = rule,
		.advice = "Read the kernel log for its adapter and its driver (ee1004, spd5118, at24), and judge again with --fresh; if it stays so, seat the part anew or exchange it.",
	};

	return compare_report(comparison, &report,
			      "%s at %s is there, but its memory cannot be read in full, or is too damaged to be believed: whether it is %s (rule \"%s\") nobody can tell, so it is neither missing nor a match.",
			      compare_describe(comparison, judged->device, what, sizeof(what)),
			      compare_where(judged->device, where),
			      compare_expects(comparison, rule, expected, sizeof(expected)),
			      rule->label);
}
