// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * chip.c: what the registers of an I2C device say it is.
 */
#include "chip.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "jedec.h"

/* JESD300-5: MR0 and MR1 device type, MR2 revision, MR3 and MR4 maker, MR11 page */
#define HUB_TYPE	0x5118
#define HUB_PAGE	0x0b
#define HUB_PAGE_MASK	0x07
#define HUB_ADDRESSING	0x08	/* two bytes of address: nothing is paged */

/* JC-42.4, sections 4.1 to 4.8: 16 bits each, the high half first on the bus */
#define SENSOR_CAPABILITIES	0x00
#define SENSOR_CONFIGURATION	0x01
#define SENSOR_MAKER		0x06
#define SENSOR_DEVICE		0x07

/* PMBus part II, table 31 */
#define PMBUS_CLEAR_FAULTS	0x03
#define PMBUS_STATUS_BYTE	0x78
#define PMBUS_REVISION		0x98
#define PMBUS_MFR_ID		0x99
#define PMBUS_MFR_REVISION	0x9b
#define PMBUS_BLOCK_MAX		32

static uint8_t low(const struct chip_registers *registers, unsigned int at)
{
	return registers->values[at] & 0xff;
}

/* A register of 16 bits whose high half comes first. */
static uint16_t swapped(const struct chip_registers *registers, unsigned int at)
{
	return registers->values[at] << 8 | registers->values[at] >> 8;
}

static bool all_known(const struct chip_registers *registers, unsigned int first,
		      unsigned int last)
{
	for (; first <= last; first++)
		if (!registers->known[first])
			return false;
	return true;
}

static uint16_t type_of(const struct chip_registers *registers)
{
	return all_known(registers, 0, 4) ? low(registers, 0) << 8 | low(registers, 1) : 0;
}

bool chip_is_hub(const struct chip_registers *registers)
{
	return type_of(registers) == HUB_TYPE;
}

int chip_hub_page(const struct chip_registers *registers)
{
	if (!chip_is_hub(registers) || registers->words || !registers->known[HUB_PAGE] ||
	    low(registers, HUB_PAGE) & HUB_ADDRESSING)
		return -1;
	return low(registers, HUB_PAGE) & HUB_PAGE_MASK;
}

/* The hub of a DDR5 module and the sensors beside it share their first registers. */
static bool describe_ddr5(const struct chip_registers *registers, char *text)
{
	uint8_t id[2] = { low(registers, 3), low(registers, 4) };
	const char *maker, *name;

	switch (type_of(registers)) {
	case HUB_TYPE:
		name = "SPD5118 hub";
		break;
	case 0x5110:
		name = "TS5110 temperature sensor";
		break;
	case 0x5111:
		name = "TS5111 temperature sensor";
		break;
	default:
		return false;
	}
	maker = jedec_maker(id);
	snprintf(text, CHIP_TEXT_SIZE, "%s, %s (%02x%02x)", name, maker ? maker : "maker",
		 id[0], id[1]);
	return true;
}

/* The numbers that PCI-SIG gave the makers (JC-42.4, 4.7). */
static const char *sensor_maker(uint16_t id)
{
	static const struct {
		uint16_t id;
		const char *name;
	} makers[] = {
		{ 0x001f, "Atmel" }, { 0x004d, "Maxim" }, { 0x0054, "Microchip" },
		{ 0x00b3, "IDT" }, { 0x104a, "STMicroelectronics" }, { 0x1114, "Atmel" },
		{ 0x1131, "NXP" }, { 0x11d4, "Analog Devices" }, { 0x132d, "Giantec" },
		{ 0x1b09, "ON Semiconductor" }, { 0x1c68, "Giantec" },
		{ 0x1c85, "Seiko Instruments" },
	};
	size_t i;

	for (i = 0; i < sizeof(makers) / sizeof(*makers); i++)
		if (makers[i].id == id)
			return makers[i].name;
	return NULL;
}

/* By register 7, which each maker counts for itself; the last four bits are revisions. */
static const char *sensor_name(uint16_t maker, uint16_t device)
{
	static const struct {
		uint16_t maker, device, mask;
		const char *name;
	} sensors[] = {
		{ 0x11d4, 0x0801, 0xffff, "ADT7408" },
		{ 0x001f, 0x8201, 0xffff, "AT30TS00" },
		{ 0x1114, 0x2200, 0xffff, "AT30TSE004" },
		{ 0x1c68, 0x2200, 0xff00, "GT30TS00" },
		{ 0x132d, 0x3300, 0xff00, "GT34TS02" },
		{ 0x00b3, 0x2200, 0xff00, "TSE2004" },
		{ 0x00b3, 0x2912, 0xffff, "TSE2002" },
		{ 0x00b3, 0x2900, 0xff00, "TS3000 or TSE2002" },
		{ 0x00b3, 0x3000, 0xff00, "TS3001" },
		{ 0x004d, 0x3e00, 0xffff, "MAX6604" },
		{ 0x0054, 0x0200, 0xfffc, "MCP9804" },
		{ 0x0054, 0x0400, 0xfffc, "MCP9808" },
		{ 0x0054, 0x2000, 0xfffc, "MCP98242" },
		{ 0x0054, 0x2100, 0xfffc, "MCP98243" },
		{ 0x0054, 0x2200, 0xfffc, "MCP98244" },
		{ 0x0054, 0x0000, 0xfffe, "MCP9843 or MCP9805" },
		{ 0x1131, 0xa200, 0xfffc, "SE97" },
		{ 0x1131, 0xa100, 0xfffc, "SE98" },
		{ 0x1b09, 0x0800, 0xffe0, "CAT6095 or CAT34TS02" },
		{ 0x1b09, 0x0a00, 0xfff0, "CAT34TS02C" },
		{ 0x1b09, 0x2200, 0xfff0, "CAT34TS04" },
		{ 0x1b09, 0x2230, 0xfff0, "N34TS04" },
		{ 0x104a, 0x0101, 0xffff, "STTS424" },
		{ 0x104a, 0x0000, 0xfffe, "STTS424E02" },
		{ 0x104a, 0x0300, 0xffff, "STTS2002" },
		{ 0x104a, 0x2201, 0xffff, "STTS2004" },
		{ 0x104a, 0x0200, 0xffff, "STTS3000" },
		{ 0x1c85, 0x2221, 0xffff, "S-34TS04A" },
	};
	size_t i;

	for (i = 0; i < sizeof(sensors) / sizeof(*sensors); i++)
		if (sensors[i].maker == maker && sensors[i].device == (device & sensors[i].mask))
			return sensors[i].name;
	return NULL;
}

static bool describe_sensor(const struct chip_registers *registers, char *text)
{
	uint16_t maker = swapped(registers, SENSOR_MAKER);
	uint16_t device = swapped(registers, SENSOR_DEVICE);
	const char *name = sensor_name(maker, device);

	/* bits that the standard keeps zero: 4.1 and 4.2 */
	if (!registers->words || !all_known(registers, SENSOR_CAPABILITIES, SENSOR_DEVICE) ||
	    swapped(registers, SENSOR_CAPABILITIES) & 0xff00 ||
	    swapped(registers, SENSOR_CONFIGURATION) & 0xf800 || !sensor_maker(maker))
		return false;
	snprintf(text, CHIP_TEXT_SIZE, "JC-42.4 temperature sensor%s%s, %s (%04x, device %04x)",
		 name ? " " : "", name ? name : "", sensor_maker(maker), maker, device);
	return true;
}

/* How many of the three blocks of text begin as one: a length, and its first letter. */
static unsigned int count_blocks(const struct chip_registers *registers)
{
	unsigned int at, count = 0;

	for (at = PMBUS_MFR_ID; at <= PMBUS_MFR_REVISION; at++) {
		uint8_t length = low(registers, at), first = registers->values[at] >> 8;

		count += registers->known[at] && length && length <= PMBUS_BLOCK_MAX &&
			 (isalnum(first) || (!first && length == 1));
	}
	return count;
}

/* "N.." : of a block a read of a word gives its length and one letter. */
static void add_block(FILE *file, const struct chip_registers *registers, unsigned int at,
		      const char *what)
{
	uint8_t length = low(registers, at), first = registers->values[at] >> 8;

	if (!registers->known[at] || !length || length > PMBUS_BLOCK_MAX || !isalnum(first))
		return;
	fprintf(file, ", %s %c", what, first);
	while (--length)
		fputc('.', file);
}

/* The command that clears faults has no data: who asks for some gets no answer, or ones. */
static bool can_clear(const struct chip_registers *registers)
{
	uint16_t ones = registers->words ? 0xffff : 0xff;

	return !registers->known[PMBUS_CLEAR_FAULTS] ||
	       registers->values[PMBUS_CLEAR_FAULTS] == ones;
}

static bool has_revision(const struct chip_registers *registers)
{
	uint8_t revision = low(registers, PMBUS_REVISION);

	return registers->known[PMBUS_REVISION] && registers->known[PMBUS_STATUS_BYTE] &&
	       can_clear(registers) && revision >> 4 <= 5 &&
	       (revision & 0xf) <= 5 && revision;
}

static bool describe_pmbus(const struct chip_registers *registers, char *text)
{
	FILE *file;

	if (!has_revision(registers) && !(registers->words && count_blocks(registers) >= 2 &&
					  can_clear(registers)))
		return false;
	memset(text, 0, CHIP_TEXT_SIZE);
	file = fmemopen(text, CHIP_TEXT_SIZE, "w");
	if (!file)
		return false;
	fputs("PMBus device", file);
	if (has_revision(registers))
		fprintf(file, ", revision 1.%d", low(registers, PMBUS_REVISION) & 0xf);
	if (registers->words) {
		add_block(file, registers, PMBUS_MFR_ID, "MFR_ID");
		add_block(file, registers, PMBUS_MFR_ID + 1, "MFR_MODEL");
		add_block(file, registers, PMBUS_MFR_REVISION, "MFR_REVISION");
	}
	fclose(file);
	text[CHIP_TEXT_SIZE - 1] = '\0';
	return true;
}

int chip_describe(const struct chip_registers *registers, char text[CHIP_TEXT_SIZE])
{
	const char *name;

	if (describe_ddr5(registers, text) || describe_sensor(registers, text) ||
	    describe_pmbus(registers, text))
		return 0;
	name = registers->words ? chip_table_find_words(registers) : NULL;
	if (!name)
		name = chip_table_find(registers);
	if (!name)
		return -ENOENT;
	snprintf(text, CHIP_TEXT_SIZE, "%s", name);
	return 0;
}
