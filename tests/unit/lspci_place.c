// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_place.c over texts written here: where functions are, and bus numbers that
 * no machine has.
 */
#include <check.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lspci_text.h"

/* One function of a made-up listing: a line, and 64 bytes. */
struct part {
	const char *address;
	uint16_t vendor;
	uint8_t type;		/* of the header */
	uint8_t buses[3];	/* of a bridge */
	uint8_t express;	/* port type and 0x80, or 0: no capability */
};

/* The bytes of @part at @offset, of a header and a PCI Express capability at 40h. */
static uint8_t byte_of(const struct part *part, unsigned int offset)
{
	switch (offset) {
	case 0x00:
		return part->vendor & 0xff;
	case 0x01:
		return part->vendor >> 8;
	case 0x06:
		return part->express ? 0x10 : 0;
	case 0x0b:
		return part->type ? 6 : 2;
	case 0x0a:
		return part->type ? 4 : 0;
	case 0x0e:
		return part->type;
	case 0x18:
	case 0x19:
	case 0x1a:
		return part->buses[offset - 0x18];
	case 0x34:
		return part->express ? 0x40 : 0;
	case 0x40:
		return 0x10;
	case 0x42:
		return part->express << 4 | 2;
	}
	return 0;
}

static void print_part(FILE *stream, const struct part *part)
{
	unsigned int offset;

	fprintf(stream, "%s Device: Vendor Device", part->address);
	for (offset = 0; offset < 0x80; offset++) {
		if (offset % 16 == 0)
			fprintf(stream, "\n%02x:", offset);
		fprintf(stream, " %02x", byte_of(part, offset));
	}
	fputs("\n\n", stream);
}

/* @parts ends with an address that is NULL. */
static void read_parts(const struct part *parts)
{
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(stream);
	for (; parts->address; parts++)
		print_part(stream, parts);
	fclose(stream);
	read_text(text);
	free(text);
}

START_TEST(places_follow_the_bridges)
{
	static const struct part parts[] = {
		{ "00:00.0", 0x8086, 0, { 0 }, 0 },
		{ "00:1c.0", 0x8086, 1, { 0, 1, 3 }, 0x84 },
		{ "00:1d.0", 0x8086, 1, { 0, 0, 0 }, 0x84 },
		{ "01:00.0", 0x10b5, 1, { 1, 2, 3 }, 0x85 },
		{ "02:04.0", 0x10b5, 0x81, { 2, 3, 3 }, 0x86 },
		{ "03:00.1", 0x8086, 0, { 0 }, 0x80 },
		{ "7f:08.0", 0x8086, 0, { 0 }, 0 },
		{ NULL },
	};

	read_parts(parts);
	is_at("0000:00:1c.0", "0000:00/1c.0");
	is_at("0000:03:00.1", "0000:00/1c.0/00.0/04.0/00.1");
	is_at("0000:7f:08.0", "0000:7f/08.0");
	is("0000:02:04.0", FIELD_MULTIFUNCTION, "true");
}
END_TEST

START_TEST(a_bus_of_the_root_complex_is_a_root)
{
	static const struct part parts[] = {
		{ "0001:40:00.0", 0x1957, 1, { 0x40, 0x41, 0x41 }, 0x84 },
		{ "0001:41:00.0", 0x168c, 0, { 0 }, 0x80 },
		{ "0002:01:00.0", 0x168c, 0, { 0 }, 0x80 },
		{ NULL },
	};

	read_parts(parts);
	is_at("0001:40:00.0", "0001:40/00.0");
	is_at("0001:41:00.0", "0001:40/00.0/00.0");
	is_at("0002:01:00.0", "0002:?/00.0");
}
END_TEST

START_TEST(an_excerpt_has_partial_places)
{
	static const struct part parts[] = {
		{ "05:01.0", 0x10b5, 1, { 5, 6, 7 }, 0x86 },
		{ "06:00.0", 0x8086, 0, { 0 }, 0x80 },
		{ "07:00.0", 0x8086, 0, { 0 }, 0x80 },
		{ NULL },
	};

	read_parts(parts);
	is_at("0000:05:01.0", "0000:?/01.0");
	is_at("0000:06:00.0", "0000:?/01.0/00.0");
	is_at("0000:07:00.0", "0000:?/00.0");
}
END_TEST

START_TEST(a_guest_has_its_virtual_function_as_a_whole_one)
{
	read_text("00:00.0 Host bridge [0600]: Intel Corporation 440FX [8086:1237]\n"
		  "00:05.0 Ethernet controller [0200]: Intel Virtual Function 700 [8086:154c]\n"
		  "c8a4:00:02.0 Ethernet controller [0200]: Mellanox Virtual Function [15b3:1018]\n");
	is_at("0000:00:05.0", "0000:00/05.0");
	is_at("c8a4:00:02.0", "c8a4:00/02.0");
}
END_TEST

/* No bridge leads there, yet only a port can be above an endpoint. */
START_TEST(an_endpoint_is_on_no_root_bus)
{
	read_text("00:1f.0 0601: 8086:a303\n\tFlags: medium devsel\n\n"
		  "02:00.0 0200: 8086:1533\n\tFlags: fast devsel\n"
		  "\tCapabilities: [a0] Express Endpoint, MSI 00\n\n"
		  "7f:08.0 0880: 8086:3c80\n\tFlags: fast devsel\n\n");
	is("0000:02:00.0", FIELD_PORT_TYPE, "endpoint");
	is_at("0000:02:00.0", "0000:?/00.0");
	is_at("0000:7f:08.0", "0000:?/08.0");
}
END_TEST

/* What else stands beside "7f:08.0", and whether that shows that its bus is a root bus. */
static const struct {
	const char *text, *place;
} roots[] = {
	{ "", "0000:?/08.0" },
	{ "00:02.0 0300: 8086:5902 (rev 04)\n", "0000:?/08.0" },
	{ "00:01.0 0604: 8086:1901\n", "0000:?/08.0" },
	{ "00:00.0 0600: 8086:591f\n00:01.0 PCI bridge [0604]: A [8086:1901]\n", "0000:?/08.0" },
	{ "00:01.0 0604: 8086:1901\n\tFlags: bus master\n"
	  "\tBus: primary=00, secondary=01, subordinate=01, sec-latency=0\n\n", "0000:7f/08.0" },
	{ "7f:00.0 0600: 8086:3c80\n", "0000:7f/08.0" },
	{ "-+-[0000:7f]-+-08.0\n \\-[0000:00]-+-00.0\n\n", "0000:7f/08.0" },
	{ "-[0000:00]-+-00.0\n           +-01.0-[0000:7f]----08.0\n\n", "0000:?/08.0" },
	{ "-+-[0001:7f]-+-08.0\n\n", "0000:?/08.0" },
};

START_TEST(a_bus_is_a_root_only_if_something_shows_it)
{
	char text[512];

	snprintf(text, sizeof(text), "%s7f:08.0 0880: 8086:3c80\n", roots[_i].text);
	read_text(text);
	is_at("0000:7f:08.0", roots[_i].place);
}
END_TEST

START_TEST(a_driver_s_domain_is_below_something)
{
	static const struct part parts[] = {
		{ "10000:e0:06.0", 0x8086, 1, { 0xe0, 0xe1, 0xe1 }, 0x84 },
		{ "10000:e1:00.0", 0x144d, 0, { 0 }, 0x80 },
		{ "10001:01:00.0", 0x144d, 0, { 0 }, 0x80 },
		{ NULL },
	};

	read_parts(parts);
	is_at("10000:e1:00.0", "?/pci/06.0/00.0");
	is_at("10001:01:00.0", "?/00.0");
}
END_TEST

/* Numbers that no firmware gives: nothing loops, and nothing is guessed. */
static const struct part hostile[][4] = {
	{ { "00:01.0", 0x8086, 1, { 0, 0, 255 }, 0 }, { "05:00.0", 0x8086, 0, { 0 }, 0 } },
	{ { "00:01.0", 0x8086, 1, { 0, 5, 2 }, 0 }, { "05:00.0", 0x8086, 0, { 0 }, 0 } },
	{ { "00:01.0", 0x8086, 1, { 0, 5, 5 }, 0 }, { "00:02.0", 0x8086, 1, { 0, 5, 5 }, 0 },
	  { "05:00.0", 0x8086, 0, { 0 }, 0 } },
	{ { "05:00.0", 0x8086, 1, { 5, 5, 5 }, 0 } },
	{ { "05:00.0", 0x8086, 1, { 5, 4, 5 }, 0 }, { "04:00.0", 0x8086, 1, { 4, 5, 5 }, 0 } },
	{ { "00:01.0", 0x8086, 1, { 0, 1, 9 }, 0 }, { "05:00.0", 0x8086, 0, { 0 }, 0 } },
	{ { "00:01.0", 0x8086, 1, { 0, 0xff, 0xff }, 0 }, { "05:00.0", 0x8086, 1, { 0, 0, 1 }, 0 } },
};

START_TEST(hostile_bus_numbers_make_partial_places)
{
	struct part parts[5] = { 0 };

	memcpy(parts, hostile[_i], sizeof(hostile[_i]));
	read_parts(parts);
	ck_assert_int_eq(strncmp(at("0000:05:00.0")->place, "0000:?/", 7), 0);
}
END_TEST

START_TEST(long_chains_are_cut_to_a_partial_place)
{
	static char addresses[201][16];
	struct part parts[202] = { 0 };
	unsigned int bus;

	for (bus = 0; bus < 201; bus++) {
		snprintf(addresses[bus], sizeof(addresses[bus]), "%02x:00.0", bus);
		parts[bus] = (struct part){ addresses[bus], 0x8086, 1,
					    { bus, bus + 1, 0xff }, 0 };
	}
	read_parts(parts);
	is_at("0000:02:00.0", "0000:00/00.0/00.0/00.0");
	is_at("0000:c8:00.0", "0000:?/00.0");
}
END_TEST

START_TEST(virtual_functions_are_below_their_physical_one)
{
	read_text("00:1c.0 PCI bridge [0604]: A [8086:a110] (prog-if 00 [Normal decode])\n"
		  "\tBus: primary=00, secondary=03, subordinate=03, sec-latency=0\n\n"
		  "03:00.0 Ethernet controller [0200]: B [8086:10fb]\n"
		  "\tFlags: fast devsel\n"
		  "\tCapabilities: [160 v1] Single Root I/O Virtualization (SR-IOV)\n"
		  "\t\tIOVCtl:\tEnable+ Migration-\n"
		  "\t\tInitial VFs: 8, Total VFs: 8, Number of VFs: 2, Function Dependency Link: 00\n"
		  "\t\tVF offset: 128, stride: 2, Device ID: 10ed\n\n"
		  "03:10.0 Ethernet controller [0200]: B [8086:10ed]\n\n"
		  "03:10.2 Ethernet controller [0200]: B [8086:10ed]\n\n"
		  "03:10.4 Ethernet controller [0200]: B [8086:10ed]\n\n");
	is_at("0000:03:10.0", "0000:00/1c.0/00.0/vf0");
	is_at("0000:03:10.2", "0000:00/1c.0/00.0/vf1");
	is("0000:03:10.2", FIELD_VIRTUAL, "true");
	/* one too many to be its: pci.ids, where there is one, knows what it is */
	ck_assert_int_eq(strncmp(at("0000:03:10.4")->place, "0000:00/1c.0/", 13), 0);
}
END_TEST

START_TEST(functions_that_answer_ffff_are_virtual)
{
	static const struct part parts[] = {
		{ "00:1c.0", 0x8086, 1, { 0, 3, 3 }, 0x84 },
		{ "00:1c.1", 0x8086, 1, { 0, 4, 4 }, 0x84 },
		{ "03:00.0", 0x8086, 0, { 0 }, 0x80 },
		{ "04:00.0", 0x8086, 0, { 0 }, 0x80 },
		{ "04:00.1", 0x8086, 0, { 0 }, 0x80 },
		{ NULL },
	};
	char *text = NULL;
	size_t size, i;
	FILE *stream = open_memstream(&text, &size);

	for (i = 0; parts[i].address; i++)
		print_part(stream, &parts[i]);
	fputs("03:10.0 0200: 8086:10ed\n00: ff ff ff ff 00 00 10 00 01 00 00 02 00 00 00 00\n\n"
	      "04:10.0 0200: 8086:10ed\n00: ff ff ff ff 00 00 10 00 01 00 00 02 00 00 00 00\n",
	      stream);
	fclose(stream);
	read_text(text);
	free(text);
	is("0000:03:10.0", FIELD_VIRTUAL, "true");
	is("0000:03:10.0", FIELD_DEVICE, "10ed");
	is_at("0000:03:10.0", "0000:00/1c.0/00.0/vf?");
	is_at("0000:04:10.0", "0000:?/vf?");
}
END_TEST

Suite *suite_lspci_place(void);

Suite *suite_lspci_place(void)
{
	Suite *suite = suite_create("lspci_place");
	TCase *tcase = tcase_create("lspci_place");

	tcase_add_checked_fixture(tcase, setup, teardown);
#define LOOP(test, table) tcase_add_loop_test(tcase, test, 0, sizeof(table) / sizeof(*(table)))
	tcase_add_test(tcase, places_follow_the_bridges);
	tcase_add_test(tcase, a_bus_of_the_root_complex_is_a_root);
	tcase_add_test(tcase, an_excerpt_has_partial_places);
	tcase_add_test(tcase, a_guest_has_its_virtual_function_as_a_whole_one);
	tcase_add_test(tcase, an_endpoint_is_on_no_root_bus);
	LOOP(a_bus_is_a_root_only_if_something_shows_it, roots);
	tcase_add_test(tcase, a_driver_s_domain_is_below_something);
	LOOP(hostile_bus_numbers_make_partial_places, hostile);
	tcase_add_test(tcase, long_chains_are_cut_to_a_partial_place);
	tcase_add_test(tcase, virtual_functions_are_below_their_physical_one);
	tcase_add_test(tcase, functions_that_answer_ffff_are_virtual);
	suite_add_tcase(suite, tcase);
	return suite;
}
