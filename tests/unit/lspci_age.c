// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_age.c, source_lspci_vpd.c and the links of lspci 2, over texts written
 * here: what an old lspci, or one with a single -v, tells, and what it does not.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lspci_text.h"

#define SERIAL "00-1b-21-ff-ff-3c-4d-5e"
#define CARD "01:00.0 Ethernet controller [0200]: Card [8086:10d3]\n"

/* The one function of the text, or of several the last. */
static const struct value *value_of(enum field field)
{
	return device_value(snapshot->devices[snapshot->count - 1], field);
}

static void last_is(enum field field, const char *text)
{
	ck_assert_msg(value_of(field)->state == VALUE_KNOWN, "%s is not known",
		      field_table[field].name);
	ck_assert_str_eq(value_of(field)->text, text);
}

static void last_is_state(enum field field, enum value_state state)
{
	ck_assert_msg(value_of(field)->state == state, "%s is in state %d",
		      field_table[field].name, value_of(field)->state);
}

/* What lspci -v has beside a serial number, and whether that shows that it is not old. */
static const struct {
	const char *before, *flags, *capabilities;
	bool known;
} ages[] = {
	{ "", "", "\tCapabilities: [70] MSI: Enable+ Count=1/1 Maskable- 64bit+\n", true },
	{ "", "", "\tCapabilities: [70] MSI-X: Enable+ Count=5 Masked-\n", true },
	{ "", ", IRQ 16, IOMMU group 2", "", true },
	{ "", ", IRQ 16, NUMA node 0", "", true },
	{ "", "", "\tCapabilities: [100] Latency Tolerance Reporting\n", true },
	{ "00:1f.0 ISA bridge [0601]: A [8086:a309]\n\tFlags: medium devsel\n"
	  "\tCapabilities: [60] MSI: Enable- Count=1/2 Maskable- 64bit-\n\n", "", "", true },
	{ "", "", "", false },
	{ "", ", latency 0, IRQ 16", "\tCapabilities: [100] Advanced Error Reporting\n", false },
	{ "", "", "\tCapabilities: [100] #19\n", false },
	{ "", "", "\tCapabilities: [70] MSI-X: Enable- Mask- TabSize=5\n", false },
	{ "", "", "\tCapabilities: [70] MSI: Mask- 64bit+ Count=1/1 Enable-\n", false },
	{ "", "", "\tCapabilities: [70] Message Signalled Interrupts: 64bit+ Queue=0/0 Enable-\n",
	  false },
	{ "00:1f.0 ISA bridge [0601]: A [8086:a309]\n\tFlags: medium devsel\n"
	  "\tCapabilities: [60] MSI: Enable- Count=1/2 Maskable- 64bit-\n\n", "",
	  "\tCapabilities: [60] Express Endpoint IRQ 0\n", false },
};

START_TEST(other_words_tell_how_a_serial_number_is_printed)
{
	char text[1024];

	snprintf(text, sizeof(text), "%s" CARD "\tFlags: fast devsel%s\n"
		 "\tCapabilities: [40] Express Endpoint, MSI 00\n%s"
		 "\tCapabilities: [140] Device Serial Number " SERIAL "\n\n",
		 ages[_i].before, ages[_i].flags, ages[_i].capabilities);
	read_text(text);
	if (ages[_i].known) {
		last_is(FIELD_SERIAL, SERIAL);
		ck_assert_ptr_null(why);
	} else {
		last_is_state(FIELD_SERIAL, VALUE_UNKNOWN);
		ck_assert_ptr_nonnull(strstr(why, "1 serial number left out, the first in the "
					     "function of line "));
	}
}
END_TEST

START_TEST(who_lists_all_but_a_serial_number_has_none)
{
	read_text("01:00.0 0200: 8086:10d3\n\tFlags: fast devsel\n"
		  "\tCapabilities: [40] Express Endpoint, MSI 00\n"
		  "\tCapabilities: [100] Advanced Error Reporting\n\n");
	last_is_state(FIELD_SERIAL, VALUE_NONE);
}
END_TEST

/* What is left of that where a capability is of no known name, or the list is cut. */
static const char *const open_lists[] = {
	"\tCapabilities: [100] Some new thing\n",
	"\tCapabilities: [100] Advanced Error Reporting\n\tCapabilities: [140] <chain broken>\n",
	"\tCapabilities: <access denied>\n",
};

START_TEST(who_does_not_list_all_may_have_one)
{
	char text[512];

	snprintf(text, sizeof(text), CARD "\tFlags: fast devsel\n"
		 "\tCapabilities: [40] Express Endpoint, MSI 00\n%s\n", open_lists[_i]);
	read_text(text);
	last_is_state(FIELD_SERIAL, VALUE_UNKNOWN);
}
END_TEST

START_TEST(links_of_lspci_2_are_read)
{
	read_text("03:00.0 0604: 8086:0329 (rev 09)\n\tControl: I/O+ Mem+\n"
		  "\tCapabilities: [44] Express PCI/PCI-X Bridge IRQ 0\n"
		  "\t\tDevice: Supported: MaxPayload 256 bytes, PhantFunc 0, ExtTag-\n"
		  "\t\tDevice: MaxPayload 128 bytes, MaxReadReq 512 bytes\n"
		  "\t\tLink: Supported Speed 2.5Gb/s, Width x8, ASPM L0s, Port 0\n"
		  "\t\tLink: Latency L0s unlimited, L1 unlimited\n"
		  "\t\tLink: ASPM Disabled CommClk- ExtSynch-\n"
		  "\t\tLink: Speed 2.5Gb/s, Width x4\n"
		  "\tCapabilities: [d8] PCI-X bridge device\n\n");
	last_is(FIELD_PORT_TYPE, "PCIe to PCI bridge");
	last_is(FIELD_MAX_LINK_SPEED, "2.5 GT/s");
	last_is(FIELD_MAX_LINK_WIDTH, "8");
	last_is(FIELD_LINK_SPEED, "2.5 GT/s");
	last_is(FIELD_LINK_WIDTH, "4");
}
END_TEST

START_TEST(what_lspci_2_does_not_know_is_unknown)
{
	read_text("00:1b.0 0403: 8086:27d8 (rev 01)\n\tControl: I/O+ Mem+\n"
		  "\tCapabilities: [70] Express Unknown type IRQ 0\n"
		  "\t\tLink: Supported Speed unknown, Width x0, ASPM unknown, Port 0\n"
		  "\t\tLink: Speed unknown, Width x0\n\n");
	last_is_state(FIELD_PORT_TYPE, VALUE_UNKNOWN);
	last_is_state(FIELD_MAX_LINK_WIDTH, VALUE_UNKNOWN);
	last_is_state(FIELD_LINK_WIDTH, VALUE_UNKNOWN);
}
END_TEST

#define VPD CARD "\tControl: I/O+ Mem+\n\tCapabilities: [e0] Vital Product Data\n"
#define AFTER "\tCapabilities: [a0] MSI-X: Enable+ Count=5 Masked-\n\n"

START_TEST(vital_product_data_in_words_are_read)
{
	read_text(VPD "\t\tProduct Name: Example adapter, 2 ports  \n\t\tRead-only fields:\n"
		  "\t\t\t[PN] Part number: AB-12\\\\3\n\t\t\t[EC] Engineering changes: A5\n"
		  "\t\t\t[SN] Serial number: MT2025K30970   \n\t\t\t[MN] Manufacture ID: 31 30 32 38\n"
		  "\t\t\t[V0] Vendor specific: PCIeGen3 x8\n\t\t\t[SN] Serial number: another\n"
		  "\t\t\t[RV] Reserved: checksum good, 0 byte(s) reserved\n"
		  "\t\tRead/write fields:\n\t\t\t[SN] Serial number: of the owner\n"
		  "\t\t\t[RW] Read-write area: 4 byte(s) free\n\t\tEnd\n" AFTER);
	last_is(FIELD_VPD_NAME, "Example adapter, 2 ports");
	last_is(FIELD_VPD_PART, "AB-12\\3");
	last_is(FIELD_VPD_REVISION, "A5");
	last_is(FIELD_VPD_SERIAL, "MT2025K30970");
	last_is(FIELD_VPD_MAKER, "1028");
	last_is(FIELD_VPD_CHECKSUM, "good");
	last_is_state(FIELD_VPD_IDENTITY, VALUE_UNKNOWN);
	last_is_state(FIELD_VPD_SHAPE, VALUE_UNKNOWN);
}
END_TEST

START_TEST(vital_product_data_without_values_have_none)
{
	read_text(VPD "\t\tProduct Name: Example\n\t\tRead-only fields:\n"
		  "\t\t\t[PN] Part number:\n\t\t\t[SN] Serial number: \n\t\tEnd\n" AFTER);
	last_is(FIELD_VPD_NAME, "Example");
	last_is_state(FIELD_VPD_PART, VALUE_NONE);
	last_is_state(FIELD_VPD_SERIAL, VALUE_NONE);
	last_is_state(FIELD_VPD_CHECKSUM, VALUE_NONE);
}
END_TEST

/* Cut, or without an end and a right sum; not readable; of -v; and not ASCII. */
static const char *const vague[] = {
	VPD "\t\tProduct Name: Example\n\t\tRead-only fields:\n\t\t\t[SN] Serial number: 1\n",
	VPD "\t\tProduct Name: Example\n\t\tRead-only fields:\n\t\t\t[SN] Serial number: 1\n"
	"\t\t\t[RV] Reserved: checksum bad, 0 byte(s) reserved\n\t\tNo end tag found\n" AFTER,
	VPD "\t\tNot readable\n" AFTER,
	VPD AFTER,
	VPD "\t\tRead-only fields:\n\t\t\t[SN] Serial number: 1\xe9\n\t\tEnd\n" AFTER,
};

START_TEST(vital_product_data_that_nothing_vouches_for_are_unknown)
{
	read_text(vague[_i]);
	last_is_state(FIELD_VPD_SERIAL, VALUE_UNKNOWN);
	if (_i < 4)
		last_is_state(FIELD_VPD_NAME, VALUE_UNKNOWN);
}
END_TEST

START_TEST(values_longer_than_a_field_are_cut)
{
	char text[1024];
	char *name;

	snprintf(text, sizeof(text), VPD "\t\tProduct Name: %0300d\n\t\tEnd\n" AFTER, 1);
	read_text(text);
	name = value_of(FIELD_VPD_NAME)->text;
	ck_assert_uint_eq(strlen(name), 258);
	ck_assert_str_eq(name + 254, "0...");
}
END_TEST

#define VPD_HEAD CARD "\tControl: I/O-\n\tCapabilities: [48] Vital Product Data\n" \
	"\t\tProduct Name: BlueField-2 DPU\n"
#define VPD_REST "\t\tRead-only fields:\n\t\t\t[SN] Serial number: MT2050\n" \
	"\t\t\t[RV] Reserved: checksum good, 1 byte(s) reserved\n"

/* A name with the end of a line in it; behind anything else an empty line ends all. */
static const struct {
	const char *text;
	bool known;
} hollow[] = {
	{ VPD_HEAD "\n" VPD_REST "\t\tEnd\n\tKernel driver in use: mlx5_core\n\n", true },
	{ VPD_HEAD "\n\n" VPD_REST "\t\tEnd\n\tKernel driver in use: mlx5_core\n\n", false },
	{ VPD_HEAD "\nwords\n" VPD_REST "\tKernel driver in use: mlx5_core\n\n", false },
	{ VPD_HEAD VPD_REST "\t\tEnd\n\n\tKernel driver in use: mlx5_core\n", false },
};

START_TEST(an_empty_line_may_be_of_a_name)
{
	read_text(hollow[_i].text);
	if (hollow[_i].known) {
		last_is(FIELD_VPD_SERIAL, "MT2050");
		last_is(FIELD_DRIVER, "mlx5_core");
		ck_assert_ptr_null(why);
	} else {
		last_is_state(FIELD_DRIVER, VALUE_UNKNOWN);
	}
}
END_TEST

Suite *suite_lspci_age(void);

Suite *suite_lspci_age(void)
{
	Suite *suite = suite_create("lspci_age");
	TCase *tcase = tcase_create("lspci_age");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, an_empty_line_may_be_of_a_name, 0,
			    sizeof(hollow) / sizeof(*hollow));
#define LOOP(test, table) tcase_add_loop_test(tcase, test, 0, sizeof(table) / sizeof(*(table)))
	LOOP(other_words_tell_how_a_serial_number_is_printed, ages);
	LOOP(who_does_not_list_all_may_have_one, open_lists);
	LOOP(vital_product_data_that_nothing_vouches_for_are_unknown, vague);
	tcase_add_test(tcase, who_lists_all_but_a_serial_number_has_none);
	tcase_add_test(tcase, links_of_lspci_2_are_read);
	tcase_add_test(tcase, what_lspci_2_does_not_know_is_unknown);
	tcase_add_test(tcase, vital_product_data_in_words_are_read);
	tcase_add_test(tcase, vital_product_data_without_values_have_none);
	tcase_add_test(tcase, values_longer_than_a_field_are_cut);
	suite_add_tcase(suite, tcase);
	return suite;
}
