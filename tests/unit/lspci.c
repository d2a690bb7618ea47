// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci*.c over texts written here: each form of lspci, and what each does not
 * tell.
 */
#include <check.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capabilities.h"
#include "config_image.h"
#include "lspci_text.h"

/* The first line of a function, in every form; what it tells, NULL: unknown. */
static const struct {
	const char *text, *class, *revision, *subsystem;
} heads[] = {
	{ "00:1f.0 0601: 8086:a309 (rev 10)\n", NULL, "10", NULL },
	{ "00:1f.0 Class 0601: 8086:a309\n", NULL, "00", NULL },
	{ "00:1f.0 Class 0601: Device 8086:a309 (rev 10)\n", NULL, "10", NULL },
	{ "0000:00:1f.0 ISA bridge [0601]: Intel [x] [8086:a309] (rev 10)\n", NULL, "10", NULL },
	{ "00:1f.0 ISA bridge [0601]: Intel Corporation Device [8086:a309] (rev 10) (prog-if 01 [a b])\n",
	  "060101", "10", NULL },
	{ "00:1f.0 ISA bridge [0601]: [8086:a309]\n\tSubsystem: Super Micro Device [15d9:1b9d]\n",
	  NULL, "00", "15d9" },
	{ "00:1f.0 ISA bridge [0601]: [8086:a309]\n\tFlags: bus master\n", "060100", "00", NULL },
	{ "00:1f.0 \"ISA bridge [0601]\" \"Intel \\\"x\\\" [8086]\" \"Device [a309]\" -r10 -p01 "
	  "\"Micro [15d9]\" \"Device [1b9d]\"\n", "060101", "10", "15d9" },
	{ "00:1f.0 \"0601\" \"8086\" \"a309\" -r10 \"15d9\" \"1b9d\"\n", "060100", "10", "15d9" },
	{ "00:1f.0 \"0601\" \"8086\" \"a309\" \"\" \"\"\n", "060100", "00", NULL },
	{ "Slot:\t00:1f.0\nClass:\tISA bridge [0601]\nVendor:\tIntel [8086]\nDevice:\tDevice [a309]\n"
	  "SVendor:\t15d9\nSDevice:\t1b9d\nRev:\t10\nProgIf:\t01\n\n", "060101", "10", "15d9" },
	{ "Device:\t00:1f.0\nClass:\t0601\nVendor:\t8086\nDevice:\ta309\n", "060100", "00", NULL },
};

static void is_known(enum field field, const char *text)
{
	if (text)
		is("0000:00:1f.0", field, text);
	else
		is_state("0000:00:1f.0", field, VALUE_UNKNOWN);
}

START_TEST(heads_are_read_in_every_form)
{
	read_text(heads[_i].text);
	ck_assert_uint_eq(snapshot->count, 1);
	is("0000:00:1f.0", FIELD_VENDOR, "8086");
	is("0000:00:1f.0", FIELD_DEVICE, "a309");
	is_known(FIELD_CLASS, heads[_i].class);
	is_known(FIELD_REVISION, heads[_i].revision);
	is_known(FIELD_SUBSYSTEM_VENDOR, heads[_i].subsystem);
	is_at("0000:00:1f.0", "0000:00/1f.0");
	ck_assert_ptr_null(why);
}
END_TEST

/* What is refused, and what is said of it. */
static const struct {
	const char *text, *why;
} refusals[] = {
	{ "00:1f.0 ISA bridge: Intel Corporation Controller (rev 10)\n", "text:1: this is \"lspci\" without" },
	{ "-[0000:00]-+-00.0\n           \\-1f.0\n", "text: this is the tree" },
	{ "00:1f.0\n", "text: no function in it" },
	{ "00:20.0 0601: 8086:a309\n", "text: no function in it" },
	{ "00:1f.8 0601: 8086:a309\n", "text: no function in it" },
	{ "00:1f.0 0601: 8086:a309\n\n00:1f.0 0601: 8086:a30a\n", "text:3: 0000:00:1f.0 is in line 1" },
	{ "00:1f.0 0601: 8086:a309\n\n00:1f.0 0601: 8086:a309 (rev 01)\n", "another revision" },
	{ "", "text: no function in it" },
};

START_TEST(what_tells_nothing_is_refused)
{
	const char *text = refusals[_i].text;
	int err = strstr(refusals[_i].why, "no function") ? -ENOENT : -EINVAL;

	/* what names no function may be the image of a memory */
	ck_assert_int_eq(source_lspci("text", text, strlen(text), &snapshot, &why), err);
	ck_assert_ptr_nonnull(why);
	ck_assert_msg(strstr(why, refusals[_i].why), "%s", why);
}
END_TEST

static const char card[] =
	"01:00.0 Ethernet controller [0200]: Intel Corporation Card [8086:10d3]\n"
	"\tSubsystem: Intel Corporation Card [8086:a01f]\n"
	"\tControl: I/O+ Mem+ BusMaster+\n"
	"\tStatus: Cap+ 66MHz-\n"
	"\tIOMMU group: 14\n"
	"\tRegion 0: Memory at df200000 (64-bit, prefetchable) [size=2G]\n"
	"\tRegion 2: I/O ports at e000 [size=32]\n"
	"\tExpansion ROM at <ignored> [disabled] [size=256K]\n"
	"\tCapabilities: [c8] Power Management version 2\n"
	"\tCapabilities: [e0] Express (v1) Endpoint, MSI 00\n"
	"\t\tLnkCap:\tPort #0, Speed 2.5GT/s, Width x1, ASPM L0s\n"
	"\t\tLnkSta:\tSpeed 2.5GT/s (ok), Width x1 (ok)\n"
	"\tCapabilities: [100 v1] Advanced Error Reporting\n"
	"\tCapabilities: [140 v2] Device Serial Number 00-1b-21-ff-ff-3c-4d-5e\n"
	"\tKernel driver in use: e1000e\n";

START_TEST(words_become_the_bytes_that_they_were_read_from)
{
	char text[sizeof(card) + 1];
	struct capability_list list;
	const struct device *device;

	snprintf(text, sizeof(text), "%s\n", card);
	read_text(text);
	device = at("0000:01:00.0");
	capabilities_walk(device->config, &list);
	ck_assert_int_eq(list.state, LIST_WHOLE);
	ck_assert_uint_eq(list.count, 2);
	ck_assert_uint_eq(list.items[1].offset, 0xe0);
	ck_assert_uint_eq(list.items[1].id, CAP_EXPRESS);
	capabilities_walk_extended(device->config, &list);
	ck_assert_int_eq(list.state, LIST_WHOLE);
	ck_assert_uint_eq(list.items[1].version, 2);
	is("0000:01:00.0", FIELD_SERIAL, "00-1b-21-ff-ff-3c-4d-5e");
	is("0000:01:00.0", FIELD_MAX_LINK_SPEED, "2.5 GT/s");
	is("0000:01:00.0", FIELD_LINK_WIDTH, "1");
	is("0000:01:00.0", FIELD_DRIVER, "e1000e");
	is("0000:01:00.0", FIELD_IOMMU_GROUP, "14");
	is("0000:01:00.0", FIELD_CLASS, "020000");
	ck_assert(device->bars_known);
	ck_assert_uint_eq(device->bar_count, 3);
	ck_assert_uint_eq(device->bars[0].size, 2ull << 30);
	ck_assert_uint_eq(device->bars[2].index, 6);
}
END_TEST

START_TEST(a_text_that_ends_in_a_function_leaves_its_lists_open)
{
	struct capability_list list;

	read_text(card);
	capabilities_walk(at("0000:01:00.0")->config, &list);
	ck_assert_int_eq(list.state, LIST_WHOLE);
	capabilities_walk_extended(at("0000:01:00.0")->config, &list);
	ck_assert_int_eq(list.state, LIST_CUT);
}
END_TEST

/* Lists that could not be read, or say so themselves. */
static const struct {
	const char *lines;
	enum list_state state;
} lists[] = {
	{ "\tCapabilities: <access denied>\n", LIST_CUT },
	{ "\tCapabilities: [40] Express (v2) Endpoint, MSI 00\n\tCapabilities: [40] <chain looped>\n",
	  LIST_BROKEN },
	{ "\tCapabilities: [40] Some new thing\n", LIST_CUT },
	{ "\tCapabilities: [40] #13 [0306]\n", LIST_WHOLE },
	{ "\tCapabilities: [10] Express (v2) Endpoint, MSI 00\n", LIST_CUT },
	{ "", LIST_WHOLE },
};

START_TEST(lists_are_no_more_whole_than_they_say)
{
	struct capability_list list;
	char text[512];

	snprintf(text, sizeof(text), "01:00.0 Class [0200]: Device [8086:10d3]\n"
		 "\tFlags: fast devsel\n%s\n", lists[_i].lines);
	read_text(text);
	capabilities_walk(at("0000:01:00.0")->config, &list);
	ck_assert_int_eq(list.state, lists[_i].state);
	is_state("0000:01:00.0", FIELD_PORT_TYPE,
		 lists[_i].state == LIST_WHOLE ? VALUE_NONE :
		 lists[_i].state == LIST_BROKEN ? VALUE_KNOWN : VALUE_UNKNOWN);
}
END_TEST

START_TEST(an_old_lspci_prints_serials_from_the_other_end)
{
	read_text("01:00.0 Class [0200]: Device [8086:10d3]\n\tFlags: fast devsel\n"
		  "\tCapabilities: [40] Express (v1) Endpoint, MSI 00\n"
		  "\tCapabilities: [100] Device Serial Number 5e-4d-3c-ff-ff-21-1b-00\n\n");
	is_state("0000:01:00.0", FIELD_SERIAL, VALUE_UNKNOWN);
}
END_TEST

START_TEST(bytes_count_where_words_disagree)
{
	read_text("01:00.0 Ethernet controller [0200]: Card [8086:10d4]\n"
		  "00: 86 80 d3 10 00 00 10 00 01 00 00 02 00 00 00 00\n");
	is("0000:01:00.0", FIELD_DEVICE, "10d3");
	ck_assert_ptr_nonnull(strstr(why, "words and bytes disagree"));
}
END_TEST

START_TEST(cut_and_unread_bytes_are_unknown)
{
	const struct config_image *image;
	uint8_t byte;

	read_text("01:00.0 Ethernet controller [0200]: Card [8086:10d3]\r\n"
		  "00: 86 80 d3 10 ?? 00 10 00 01 00 00 02 00 00 00 00\r\n"
		  "10: 01 02 0\r\n"
		  "ff0: 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11\r\n"
		  "fff: 01 02\r\n");
	image = at("0000:01:00.0")->config;
	ck_assert(!config_image_u8(image, 4, &byte));
	ck_assert(config_image_u8(image, 0x11, &byte));
	ck_assert(!config_image_u8(image, 0x12, &byte));
	ck_assert(config_image_u8(image, 0xfff, &byte));
	ck_assert_ptr_nonnull(strstr(why, "cut short"));
}
END_TEST

START_TEST(a_function_that_does_not_answer_is_unreadable)
{
	read_text("01:00.0 Ethernet controller [0200]: Card [8086:10d3] (rev ff) (prog-if ff)\n"
		  "\t!!! Unknown header type 7f\n\n"
		  "00:00.0 Host bridge [0600]: Card [8086:3e31]\n\tFlags: fast devsel\n\n");
	ck_assert_int_eq(at("0000:01:00.0")->reading, READING_UNREADABLE);
	is("0000:01:00.0", FIELD_DEVICE, "10d3");
	is_state("0000:01:00.0", FIELD_REVISION, VALUE_UNKNOWN);
	is_state("0000:01:00.0", FIELD_CLASS, VALUE_UNKNOWN);
}
END_TEST

/* What grep left of lspci -vv: that it has no serial number is not told. */
START_TEST(capabilities_that_were_cut_out_are_unknown)
{
	read_text("01:00.0 Ethernet controller [0200]: Card [8086:10d3]\n"
		  "\tControl: I/O+ Mem+ BusMaster+\n\tStatus: Cap+ 66MHz- UDF-\n"
		  "\tKernel driver in use: e1000e\n\n"
		  "00:00.0 Host bridge [0600]: A [8086:3e31]\n"
		  "\tControl: I/O+ Mem+ BusMaster+\n\tStatus: Cap- 66MHz- UDF-\n\n");
	is_state("0000:01:00.0", FIELD_PORT_TYPE, VALUE_UNKNOWN);
	is_state("0000:01:00.0", FIELD_MAX_LINK_WIDTH, VALUE_UNKNOWN);
	is_state("0000:00:00.0", FIELD_PORT_TYPE, VALUE_NONE);
}
END_TEST

/* As newer lspci has it: what the kernel remembers, and bytes that are all ones. */
START_TEST(what_the_kernel_remembers_of_a_silent_function_is_kept)
{
	char text[2048] = "01:00.0 PCI bridge [0604]: Port [1002:1478] (rev 11) (prog-if 00 [Normal decode])\n"
			  "\t!!! Unknown header type 7f\n\tKernel driver in use: pcieport\n";
	unsigned int offset, i;

	for (offset = 0; offset < 64; offset += 16) {
		sprintf(text + strlen(text), "%02x:", offset);
		for (i = 0; i < 16; i++)
			strcat(text, " ff");
		strcat(text, "\n");
	}
	read_text(text);
	ck_assert(!why);
	ck_assert_int_eq(at("0000:01:00.0")->reading, READING_UNREADABLE);
	is("0000:01:00.0", FIELD_CLASS, "060400");
	is("0000:01:00.0", FIELD_REVISION, "11");
	is_state("0000:01:00.0", FIELD_VIRTUAL, VALUE_UNKNOWN);
	is_state("0000:01:00.0", FIELD_SUBSYSTEM_VENDOR, VALUE_UNKNOWN);
	is_at("0000:01:00.0", "0000:?/00.0");
}
END_TEST

/* A graphics card that fell asleep between two commands of one report. */
static const char *const naps[] = {
	"01:00.0 VGA compatible controller [0300]: Card [10de:0df4] (rev a1)\n\n"
	"01:00.0 VGA compatible controller [0300]: Card [10de:0df4] (rev ff) (prog-if ff)\n"
	"\t!!! Unknown header type 7f\n",
	"01:00.0 VGA compatible controller [0300]: Card [10de:0df4] (rev ff) (prog-if ff)\n"
	"\t!!! Unknown header type 7f\n\n"
	"01:00.0 VGA compatible controller [0300]: Card [10de:0df4] (rev a1)\n"
	"\tFlags: fast devsel\n\tCapabilities: [60] Power Management version 3\n\n",
	"Slot:\t01:00.0\nClass:\tVGA compatible controller [0300]\nVendor:\tN [10de]\n"
	"Device:\tCard [0df4]\nRev:\tff\nProgIf:\tff\n\n"
	"01:00.0 VGA compatible controller [0300]: Card [10de:0df4] (rev a1)\n",
};

START_TEST(a_function_that_falls_asleep_is_one_function)
{
	read_text(naps[_i]);
	ck_assert_uint_eq(snapshot->count, 1);
	ck_assert_int_eq(at("0000:01:00.0")->reading == READING_UNREADABLE, _i == 0);
	ck_assert_int_eq(at("0000:01:00.0")->reading == READING_OK, _i == 1);
	is("0000:01:00.0", FIELD_REVISION, "a1");
	if (_i == 1)
		is("0000:01:00.0", FIELD_CLASS, "030000");
	else
		is_state("0000:01:00.0", FIELD_CLASS, VALUE_UNKNOWN);
}
END_TEST

START_TEST(several_listings_of_one_file_are_one_machine)
{
	read_text("=== lspci ===\n00:1f.3 SMBus: Intel Corporation Controller (rev 10)\n"
		  "=== lspci -nnk ===\n"
		  "00:1f.3 SMBus [0c05]: Intel Corporation Controller [8086:a323] (rev 10)\n"
		  "\tKernel driver in use: i801_smbus\n"
		  "=== lspci -tv ===\n-[0000:00]---1f.3  Intel Corporation Controller\n"
		  "=== lspci -x ===\n00:1f.3 SMBus: Intel Corporation Controller (rev 10)\n"
		  "00: 86 80 23 a3 03 00 80 02 10 00 05 0c 00 00 00 00\n");
	ck_assert_uint_eq(snapshot->count, 1);
	is("0000:00:1f.3", FIELD_DRIVER, "i801_smbus");
	is("0000:00:1f.3", FIELD_CLASS, "0c0500");
}
END_TEST

START_TEST(what_others_are_told_to_have_is_none_not_unknown)
{
	read_text("00:1f.3 SMBus [0c05]: A [8086:a323]\n\tSubsystem: B [15d9:1b9d]\n"
		  "\tKernel driver in use: i801_smbus\n"
		  "00:1f.4 SMBus [0c05]: A [8086:a324]\n\tSubsystem: B [15d9:1b9d]\n");
	is_state("0000:00:1f.4", FIELD_DRIVER, VALUE_NONE);
	is_state("0000:00:1f.4", FIELD_SLOT, VALUE_UNKNOWN);
}
END_TEST

START_TEST(more_functions_than_a_machine_has_are_refused)
{
	const size_t count = 65537, line = 40;
	char *text = malloc(count * line + 1);
	size_t i, used = 0;

	for (i = 0; i < count; i++)
		used += sprintf(text + used, "%08zx:00:00.0 0200: 8086:10d3\n", i);
	ck_assert_int_eq(source_lspci("text", text, used, &snapshot, &why), -EINVAL);
	free(text);
	ck_assert_ptr_nonnull(strstr(why, "more than 65536 functions"));
}
END_TEST

Suite *suite_lspci(void);

Suite *suite_lspci(void)
{
	Suite *suite = suite_create("lspci");
	TCase *tcase = tcase_create("lspci");

	tcase_add_checked_fixture(tcase, setup, teardown);
#define LOOP(test, table) tcase_add_loop_test(tcase, test, 0, sizeof(table) / sizeof(*(table)))
	LOOP(heads_are_read_in_every_form, heads);
	LOOP(what_tells_nothing_is_refused, refusals);
	LOOP(lists_are_no_more_whole_than_they_say, lists);
	tcase_add_test(tcase, words_become_the_bytes_that_they_were_read_from);
	tcase_add_test(tcase, a_text_that_ends_in_a_function_leaves_its_lists_open);
	tcase_add_test(tcase, an_old_lspci_prints_serials_from_the_other_end);
	tcase_add_test(tcase, bytes_count_where_words_disagree);
	tcase_add_test(tcase, cut_and_unread_bytes_are_unknown);
	tcase_add_test(tcase, a_function_that_does_not_answer_is_unreadable);
	tcase_add_test(tcase, capabilities_that_were_cut_out_are_unknown);
	tcase_add_test(tcase, what_the_kernel_remembers_of_a_silent_function_is_kept);
	tcase_add_loop_test(tcase, a_function_that_falls_asleep_is_one_function, 0,
			    sizeof(naps) / sizeof(*naps));
	tcase_add_test(tcase, several_listings_of_one_file_are_one_machine);
	tcase_add_test(tcase, what_others_are_told_to_have_is_none_not_unknown);
	tcase_add_test(tcase, more_functions_than_a_machine_has_are_refused);
	suite_add_tcase(suite, tcase);
	return suite;
}
