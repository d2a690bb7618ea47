// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_unwrap.c over texts written here: what people put around lspci's lines
 * changes nothing of what the lines say.
 */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lspci_text.h"

#define BRIDGE "00:1c.0 PCI bridge [0604]: Intel Corporation Root Port [8086:a338] (rev f0)"
#define CARD "01:00.0 Ethernet controller [0200]: Intel Corporation I210 [8086:1533] (rev 03)"

/* The same listing as it is, and as people pass it on. */
static const char *const wrapped[] = {
	BRIDGE "\n\tKernel driver in use: pcieport\n" CARD "\n\tSubsystem: A [1043:85f0]\n"
	"\tKernel driver in use: igb\n",
	"> " BRIDGE "\n> \tKernel driver in use: pcieport\n>\n> " CARD "\n"
	"> \tSubsystem: A [1043:85f0]\n> \tKernel driver in use: igb\n",
	"> > " BRIDGE "\n> >     Kernel driver in use: pcieport\n> > " CARD "\n"
	"> >     Subsystem: A [1043:85f0]\n> >     Kernel driver in use: igb\n",
	"    " BRIDGE "\n      Kernel driver in use: pcieport\n\n    " CARD "\r\n"
	"      Subsystem: A [1043:85f0]\n      Kernel driver in use: igb\n",
	"\t" BRIDGE "\n\t\tKernel driver in use: pcieport\n\t" CARD "\n"
	"\t\tSubsystem: A [1043:85f0]\n\t\tKernel driver in use: igb\n",
	"\033[01;34m00:1c.0\033[m PCI bridge [0604]: Root Port [8086:\033[1ma338\033[0m] (rev f0)\n"
	"\tKernel driver in use: \033[32mpcieport\033[0m\n\033[K" CARD "\033[0m\n"
	"\tSubsystem: A [1043:85f0]\n\tKernel driver in use: igb\n",
	"```\n$ lspci -nnk\n" BRIDGE "\n\tKernel driver in use: pcieport\n" CARD "\n"
	"\tSubsystem: A [1043:85f0]\n\tKernel driver in use: igb\n$ exit\n```\n",
	" [FONT=Serif, Times, serif]" BRIDGE "[/FONT]\n \n\n [FONT=Serif, Times, serif]\tKernel driver "
	"in use: pcieport[/FONT]\n \n\n [FONT=Serif, Times, serif]" CARD "[/FONT]\n \n\n"
	" [FONT=Serif, Times, serif]\tSubsystem: A [1043:85f0][/FONT]\n \n\n"
	" [FONT=Serif, Times, serif]\tKernel driver in use: igb[/FONT]\n \n\n",
	"**" BRIDGE "**\n\tKernel driver in use: pcieport\n[SIZE=2][B]" CARD "[/B][/SIZE]\n"
	"\tSubsystem: A [[COLOR=Red]1043:85f0[/COLOR]]\n\t[b]Kernel driver in use: igb[/b]\n",
	"> 00:1c.0 PCI bridge \\[0604\\]: Intel \\[x\\] Port \\[8086:a338\\] (rev f0)  \n"
	">   Kernel driver in use: pcieport\n> 01:00.0 Ethernet \\[0200\\]: I210 [**8086:1533**] "
	"(rev 03)\n>   Subsystem: A \\[1043:85f0\\]\n>   Kernel driver in use: igb\n",
	"lspci -knn: " BRIDGE "\nlspci -knn: \tKernel driver in use: pcieport\nlspci -knn: " CARD "\n"
	"lspci -knn: \tSubsystem: A [1043:85f0]\nlspci -knn: \tKernel driver in use: igb\n",
	"    \"" BRIDGE "\",\n    \"\\tKernel driver in use: pcieport\",\n    \"" CARD "\",\n"
	"    \"\\tSubsystem: A [1043:85f0]\",\n    \"\\tKernel driver in use: igb\"\n",
	"    '" BRIDGE "',\n    '\tKernel driver in use: pcieport',\n    '" CARD "',\n"
	"    '\tSubsystem: A [1043:85f0]',\n    '\tKernel driver in use: igb'\n",
	"{\n  \"stdout\": \"" BRIDGE "\\n\\tKernel driver in use: pcieport\\n" CARD "\\n"
	"\\tSubsystem: A [1043:85f0]\\n\\tKernel driver in use: igb\",\n}\n",
	"Group:  3   " BRIDGE "   Driver: pcieport\nGroup:  3   " CARD "   Driver: igb\n"
	"\tSubsystem: A [1043:85f0]\n",
	"\tIOMMU Group 3:\n\t\t" BRIDGE "\n\t\tKernel driver in use: pcieport\n\t\t" CARD "\n"
	"\t\tSubsystem: A [1043:85f0]\n\t\tKernel driver in use: igb\n",
};

START_TEST(a_wrapped_listing_says_the_same)
{
	read_text(wrapped[_i]);
	ck_assert_uint_eq(snapshot->count, 2);
	ck_assert_str_eq(field("0000:00:1c.0", FIELD_DEVICE), "a338");
	ck_assert_str_eq(field("0000:00:1c.0", FIELD_REVISION), "f0");
	ck_assert_str_eq(field("0000:00:1c.0", FIELD_DRIVER), "pcieport");
	ck_assert_str_eq(field("0000:01:00.0", FIELD_DEVICE), "1533");
	ck_assert_str_eq(field("0000:01:00.0", FIELD_SUBSYSTEM_DEVICE), "85f0");
	ck_assert_str_eq(field("0000:01:00.0", FIELD_DRIVER), "igb");
}
END_TEST

static const char *const grouped[] = {
	"IOMMU Group 1:\n\t" BRIDGE "\n\t" CARD "\nIOMMU Group 12:\n\t02:00.0 USB controller: A\n",
	"Group:  1   " BRIDGE "\nGroup:  1   " CARD "\nGroup:  12  02:00.0 USB controller: A\n",
	"IOMMU Group 1 " BRIDGE "\nIOMMU Group 1 " CARD "\nIOMMU Group 12 02:00.0 USB controller: A\n",
	"IOMMU group 1:\t[8086:a338] 00:1c.0 PCI bridge: Intel Root Port (rev f0)\n"
	"\t[8086:1533] 01:00.0 Ethernet controller: Intel I210 (rev 03)\n"
	"IOMMU group 12:\t[1b21:1242] [R] 02:00.0 USB controller: A\n",
};

START_TEST(lists_of_iommu_groups_are_read)
{
	read_text(grouped[_i]);
	ck_assert_uint_eq(snapshot->count, 3);
	ck_assert_str_eq(field("0000:00:1c.0", FIELD_IOMMU_GROUP), "1");
	ck_assert_str_eq(field("0000:00:1c.0", FIELD_DEVICE), "a338");
	ck_assert_str_eq(field("0000:01:00.0", FIELD_IOMMU_GROUP), "1");
	ck_assert_str_eq(field("0000:01:00.0", FIELD_DEVICE), "1533");
	ck_assert_str_eq(field("0000:02:00.0", FIELD_IOMMU_GROUP), "12");
}
END_TEST

/* What stands at the end of a line that a mail program broke is no line of its own. */
static const char *const broken[] = {
	"> 03:00.0 Network controller [0280]: Qualcomm Atheros QCA6174 802.11ac\n"
	"> Wireless Network Adapter [168c:003e] (rev 32)\n"
	"> \tSubsystem: Foxconn International, Inc. QCA6174 802.11ac Wireless\n"
	"> Network Adapter [105b:e08e]\n"
	"> \tControl: I/O- Mem+ BusMaster+ SpecCycle- MemWINV- VGASnoop- ParErr-\n"
	"> Stepping- SERR- FastB2B- DisINTx+\n"
	"> \tCapabilities: [168 v1] Device Serial Number that somebody made longer\n"
	"> 00-1b-21-ff-ff-3c-4d-5e\n"
	"> \tKernel driver in use: ath10k_pci\n>\n",
	"03:00.0 Network controller [0280]: Qualcomm Atheros QCA6174 [168c:003e] (rev\r\n"
	"32)\r\n"
	"\tSubsystem: Foxconn International, Inc. QCA6174 802.11ac Wireless Network\r\n"
	"Adapter [105b:e08e]\r\n"
	"\tKernel driver in use: ath10k_pci\r\n",
	"03:00.0 Network controller [0280]: Qualcomm Atheros QCA6174 with a [168c:003e]\n"
	"(rev 32)\n"
	"\tSubsystem: Foxconn International, Inc. QCA6174 802.11ac Wireless Network a\n"
	"and\nAdapter [105b:e08e]\n"
	"\tKernel driver in use: ath10k_pci",
};

START_TEST(lines_that_a_mail_program_broke_are_whole_again)
{
	read_text(broken[_i]);
	ck_assert_uint_eq(snapshot->count, 1);
	ck_assert_str_eq(field("0000:03:00.0", FIELD_DEVICE), "003e");
	ck_assert_str_eq(field("0000:03:00.0", FIELD_REVISION), "32");
	if (_i == 2)	/* a line too short to be what was broken: nothing is guessed */
		return;
	ck_assert_str_eq(field("0000:03:00.0", FIELD_SUBSYSTEM_DEVICE), "e08e");
	ck_assert_str_eq(field("0000:03:00.0", FIELD_DRIVER), "ath10k_pci");
}
END_TEST

/* Words behind a listing are not part of its last line, however long that is. */
static const char *const followed[] = {
	"03:00.0 Network controller [0280]: Qualcomm Atheros QCA6174 it is [168c:003e]\n"
	"root@host:~# exit\n",
	"03:00.0 Network controller [0280]: Qualcomm Atheros QCA6174 [168c:003e] (rev 32)\n"
	"and that was all of it\n",
	"03:00.0 Network controller [0280]: Qualcomm Atheros QCA6174 it is [168c:003e]\n"
	"```\n",
	"03:00.0 Network controller [0280]: Qualcomm Atheros QCA6174 it is [168c:003e]\n"
	"00: 8c 16 3e 00 00 00 10 00 32 00 80 02 00 00 00 00\n",
	"03:00.0 Network controller [0280]: Qualcomm Atheros QCA6174 [168c:003e]\n"
	"\tSubsystem: Foxconn International, Inc. QCA6174 802.11ac card [105b:e08e]\n"
	"root@host:~# exit\n",
};

START_TEST(words_behind_a_listing_are_none_of_it)
{
	read_text(followed[_i]);
	ck_assert_uint_eq(snapshot->count, 1);
	ck_assert_str_eq(field("0000:03:00.0", FIELD_DEVICE), "003e");
	ck_assert_str_eq(field("0000:03:00.0", FIELD_REVISION), _i == 1 || _i == 3 ? "32" : "00");
	if (_i == 4)
		ck_assert_str_eq(field("0000:03:00.0", FIELD_SUBSYSTEM_DEVICE), "e08e");
}
END_TEST

START_TEST(a_group_ends_with_its_list)
{
	read_text("IOMMU Group 1:\n\t" BRIDGE "\n\n" CARD "\n\tSubsystem: A [1043:85f0]\n");
	ck_assert_str_eq(field("0000:00:1c.0", FIELD_IOMMU_GROUP), "1");
	ck_assert_ptr_null(field("0000:01:00.0", FIELD_IOMMU_GROUP));
	ck_assert_str_eq(field("0000:01:00.0", FIELD_SUBSYSTEM_DEVICE), "85f0");
}
END_TEST

/* Capabilities have details of their own: four spaces for a tab keep them below. */
START_TEST(narrow_indentation_keeps_its_depth)
{
	read_text("02:00.0 Ethernet controller [0200]: Intel I350 [8086:1521]\n"
		  "    Control: I/O- Mem+\n    Region 0: Memory at 1000 (32-bit, non-prefetchable) [size=1M]\n"
		  "    Capabilities: [a0] Express (v2) Endpoint, MSI 00\n"
		  "        LnkCap: Port #0, Speed 5GT/s, Width x4\n"
		  "        LnkSta: Speed 5GT/s, Width x2\n"
		  "    Capabilities: [160 v1] Single Root I/O Virtualization (SR-IOV)\n"
		  "        Initial VFs: 8, Total VFs: 8, Number of VFs: 0\n"
		  "        Region 0: Memory at 2000 (64-bit, prefetchable) [size=16K]\n\n");
	ck_assert_str_eq(field("0000:02:00.0", FIELD_MAX_LINK_WIDTH), "4");
	ck_assert_str_eq(field("0000:02:00.0", FIELD_LINK_WIDTH), "2");
	ck_assert_uint_eq(snapshot->devices[0]->bar_count, 1);
	ck_assert_uint_eq(snapshot->devices[0]->bars[0].size, 1 << 20);
}
END_TEST

/* As mails have it: 5, 9 and 13 blanks, or 2, 10 and 18. */
static const char *const steps[][3] = {
	{ "     ", "         ", "             " },
	{ "  ", "          ", "                  " },
	{ " ", "  ", "   " },
};

START_TEST(each_step_has_its_own_indentation)
{
	const char *const *step = steps[_i];
	char text[1024];

	snprintf(text, sizeof(text), "01:00.0 Ethernet controller [0200]: B [14e4:1693]\n"
		 "%sControl: I/O- Mem+\n%sCapabilities: [50] Vital Product Data\n"
		 "%sProduct Name: NetLink\n%sRead-only fields:\n%s[SN] Serial number: 0123\n"
		 "%s[RV] Reserved: checksum good, 29 byte(s) reserved\n%sEnd\n"
		 "%sCapabilities: [d0] Express (v1) Endpoint, MSI 00\n%sLnkSta: Speed 5GT/s, Width x2\n"
		 "%sKernel driver in use: tg3\n\n", step[0], step[0], step[1], step[1], step[2],
		 step[2], step[1], step[0], step[1], step[0]);
	read_text(text);
	ck_assert_str_eq(field("0000:01:00.0", FIELD_VPD_SERIAL), "0123");
	ck_assert_str_eq(field("0000:01:00.0", FIELD_LINK_WIDTH), "2");
	ck_assert_str_eq(field("0000:01:00.0", FIELD_DRIVER), "tg3");
}
END_TEST

START_TEST(a_blank_too_many_is_no_step)
{
	read_text(CARD "\n    Flags: fast devsel\n     IOMMU group: 3\n"
		  "      Kernel driver in use: igb\n\n");
	ck_assert_str_eq(field("0000:01:00.0", FIELD_IOMMU_GROUP), "3");
	ck_assert_str_eq(field("0000:01:00.0", FIELD_DRIVER), "igb");
}
END_TEST

START_TEST(pairs_are_read_with_spaces_for_tabs)
{
	read_text("  Slot:   0033:01:00.0\n  Class:  Ethernet controller [0200]\n"
		  "  Vendor: Broadcom [14e4]\n  Device: NetXtreme [1657]\n  PhySlot:        Slot4\n");
	ck_assert_str_eq(field("0033:01:00.0", FIELD_VENDOR), "14e4");
	ck_assert_str_eq(field("0033:01:00.0", FIELD_DEVICE), "1657");
	ck_assert_str_eq(field("0033:01:00.0", FIELD_SLOT), "Slot4");
}
END_TEST

START_TEST(utf16_is_read)
{
	static const char text[] = BRIDGE "\r\n" CARD "\r\n";
	char wide[2 * sizeof(text)];
	size_t i, size = 0;

	for (i = 0; i < sizeof(text); i++) {	/* the mark first, no final NUL */
		wide[size++] = _i ? (i ? 0 : '\xfe') : (i ? text[i - 1] : '\xff');
		wide[size++] = _i ? (i ? text[i - 1] : '\xff') : (i ? 0 : '\xfe');
	}
	ck_assert_int_eq(source_lspci("text", wide, size, &snapshot, &why), 0);
	ck_assert_uint_eq(snapshot->count, 2);
	ck_assert_str_eq(field("0000:01:00.0", FIELD_DEVICE), "1533");
}
END_TEST

START_TEST(paths_are_read_where_they_end_in_an_address)
{
	read_text(BRIDGE "\n00:1c.0/" CARD "\n");
	ck_assert_str_eq(field("0000:01:00.0", FIELD_DEVICE), "1533");
}
END_TEST

START_TEST(paths_without_buses_are_refused)
{
	const char *text = BRIDGE "\n00:1c.0/00.0 Ethernet controller [0200]: A [8086:1533]\n";

	ck_assert_int_eq(source_lspci("text", text, strlen(text), &snapshot, &why), -EINVAL);
	ck_assert_ptr_nonnull(strstr(why, "text:2: "));
	ck_assert_ptr_nonnull(strstr(why, "-PP"));
}
END_TEST

Suite *suite_lspci_unwrap(void);

Suite *suite_lspci_unwrap(void)
{
	Suite *suite = suite_create("lspci_unwrap");
	TCase *tcase = tcase_create("lspci_unwrap");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, a_wrapped_listing_says_the_same, 0,
			    sizeof(wrapped) / sizeof(*wrapped));
	tcase_add_loop_test(tcase, lists_of_iommu_groups_are_read, 0,
			    sizeof(grouped) / sizeof(*grouped));
	tcase_add_loop_test(tcase, lines_that_a_mail_program_broke_are_whole_again, 0,
			    sizeof(broken) / sizeof(*broken));
	tcase_add_loop_test(tcase, words_behind_a_listing_are_none_of_it, 0,
			    sizeof(followed) / sizeof(*followed));
	tcase_add_test(tcase, a_group_ends_with_its_list);
	tcase_add_test(tcase, narrow_indentation_keeps_its_depth);
	tcase_add_loop_test(tcase, each_step_has_its_own_indentation, 0,
			    sizeof(steps) / sizeof(*steps));
	tcase_add_test(tcase, a_blank_too_many_is_no_step);
	tcase_add_test(tcase, pairs_are_read_with_spaces_for_tabs);
	tcase_add_loop_test(tcase, utf16_is_read, 0, 2);
	tcase_add_test(tcase, paths_are_read_where_they_end_in_an_address);
	tcase_add_test(tcase, paths_without_buses_are_refused);
	suite_add_tcase(suite, tcase);
	return suite;
}
