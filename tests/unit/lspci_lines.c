// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_lines.c and source_lspci_plain.c over texts written here: lines as forums,
 * editors and mails leave them are read, or told to be lost.
 */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lspci_text.h"

#define PORT "00:1c.0 PCI bridge [0604]: Intel Corporation Root Port [8086:a338] (rev f0)"
#define CARD "01:00.0 Ethernet controller [0200]: Intel Corporation I210 [8086:1533] (rev 03)"
#define SUBSYSTEM "Subsystem: A [1043:85f0]"
#define NBSP "\xc2\xa0"

/* The same listing, as people pass it on. */
static const char *const passed_on[] = {
	"* " PORT "\n\tKernel driver in use: pcieport\n* " CARD "\n\t" SUBSYSTEM "\n"
	"\tKernel driver in use: igb\n",
	"- " PORT "\n  - Kernel driver in use: pcieport\n- " CARD "\n  - " SUBSYSTEM "\n"
	"  - Kernel driver in use: igb\n",
	"* " PORT "\n* \tKernel driver in use: pcieport\n* " CARD "\n* \t" SUBSYSTEM "\n"
	"* \t\tan unknown detail\n* \tKernel driver in use: igb\n*\n",
	"  \xe2\x80\xa2 " PORT "\n    Kernel driver in use: pcieport\n  \xe2\x80\xa2 " CARD "\n"
	"    " SUBSYSTEM "\n    Kernel driver in use: igb\n",
	"[code]" PORT "\n\tKernel driver in use: pcieport\n" CARD "\n\t" SUBSYSTEM "\n"
	"\tKernel driver in use: igb[/code]\n",
	"<pre><code>\n<pre>" PORT "\n  Kernel driver in use: pcieport\n" CARD "\n  " SUBSYSTEM "\n"
	"  Kernel driver in use: igb </code></pre>\n",
	"`" PORT "`\n`\tKernel driver in use: pcieport`\n" PORT "\n\tKernel driver in use: pcieport\n"
	CARD "\n\t" SUBSYSTEM "\n\tKernel driver in use: igb\n",
	"12:" PORT "\n13:\tKernel driver in use: pcieport\n14:" CARD "\n15-\t" SUBSYSTEM "\n"
	"20:\tKernel driver in use: igb\n",
	"998:" PORT "\n999:\tKernel driver in use: pcieport\n1000:" CARD "\n1001-\t" SUBSYSTEM "\n"
	"1002-\tKernel driver in use: igb\n",
	"     1\t" PORT "\n     2\t\tKernel driver in use: pcieport\n     3\t" CARD "\n"
	"     4\t\t" SUBSYSTEM "\n     5\t\tKernel driver in use: igb\n",
	"1. " PORT "\n   Kernel driver in use: pcieport\n2. " CARD "\n   " SUBSYSTEM "\n"
	"   Kernel driver in use: igb\n",
	/* numbers end where a listing has none: a bus is no number */
	"0:" PORT "\n1:\tKernel driver in use: pcieport\n" CARD "\n\t" SUBSYSTEM "\n"
	"\tKernel driver in use: igb\n",
	PORT "\nKernel driver in use: pcieport\n" CARD "\n" SUBSYSTEM "\nKernel driver in use: igb\n",
	PORT "\n\n\tKernel driver in use: pcieport\n\n\n\n" CARD "\n\n\t" SUBSYSTEM "\n\n"
	"\tKernel driver in use: igb\n\n",
	"\xef\xbb\xbf" PORT "\r\n" NBSP NBSP NBSP NBSP "Kernel" NBSP "driver in use: pcieport\r\n" NBSP
	"\r\n\xef\xbb\xbf" CARD "\r\n" NBSP " " NBSP " " SUBSYSTEM "\r\n" NBSP NBSP NBSP NBSP
	"Kernel driver in use:" NBSP "igb\r\n",
	PORT "\n\xa0\xa0Kernel driver in use: pcieport\n" CARD "\n\xa0\xa0" SUBSYSTEM "\n"
	"\xa0\xa0Kernel driver in use: igb\n",
	PORT "\r\tKernel driver in use: pcieport\r\r" CARD "\r\t" SUBSYSTEM "\r"
	"\tKernel driver in use: igb\r",
};

START_TEST(a_listing_passed_on_says_the_same)
{
	read_text(passed_on[_i]);
	ck_assert_msg(!why, "%s", why);
	ck_assert_uint_eq(snapshot->count, 2);
	ck_assert_str_eq(field("0000:00:1c.0", FIELD_DEVICE), "a338");
	ck_assert_str_eq(field("0000:00:1c.0", FIELD_DRIVER), "pcieport");
	ck_assert_str_eq(field("0000:01:00.0", FIELD_REVISION), "03");
	ck_assert_str_eq(field("0000:01:00.0", FIELD_SUBSYSTEM_DEVICE), "85f0");
	ck_assert_str_eq(field("0000:01:00.0", FIELD_DRIVER), "igb");
}
END_TEST

START_TEST(smart_quotes_are_quotes)
{
	read_text("01:00.0 \xe2\x80\x9c" "0200\xe2\x80\x9d \xe2\x80\x9e" "8086\xe2\x80\x9c \x93" "1533\x94"
		  " -r03 \"\" \"\"\n");
	ck_assert_str_eq(field("0000:01:00.0", FIELD_DEVICE), "1533");
}
END_TEST

START_TEST(stripped_lines_keep_what_is_below_capabilities)
{
	read_text("02:00.0 Ethernet controller [0200]: Intel I350 [8086:1521]\n"
		  "Control: I/O- Mem+\nStatus: Cap+ 66MHz-\n"
		  "Region 0: Memory at 1000 (32-bit, non-prefetchable) [size=1M]\n"
		  "Capabilities: [40] Power Management version 3\n"
		  "Flags: PMEClk- DSI+ D1- D2-\nStatus: D0 NoSoftRst+ PME-Enable-\n"
		  "Capabilities: [a0] Express (v2) Endpoint, MSI 00\n"
		  "DevCap:\tMaxPayload 512 bytes\nExtTag- AttnBtn- AttnInd-\n"
		  "LnkCap:\tPort #0, Speed 5GT/s, Width x4\nLnkSta:\tSpeed 5GT/s, Width x2\n"
		  "Capabilities: [160 v1] Single Root I/O Virtualization (SR-IOV)\n"
		  "Initial VFs: 8, Total VFs: 8, Number of VFs: 0\n"
		  "Region 0: Memory at 2000 (64-bit, prefetchable) [size=16K]\n"
		  "Kernel driver in use: igb\nKernel modules: igb\n\nthat was it\n");
	ck_assert_ptr_null(why);
	ck_assert_str_eq(field("0000:02:00.0", FIELD_MAX_LINK_WIDTH), "4");
	ck_assert_str_eq(field("0000:02:00.0", FIELD_LINK_WIDTH), "2");
	ck_assert_str_eq(field("0000:02:00.0", FIELD_DRIVER), "igb");
	ck_assert_uint_eq(snapshot->devices[0]->bar_count, 1);
	ck_assert_uint_eq(snapshot->devices[0]->bars[0].size, 1 << 20);
}
END_TEST

/* What is not read, beside what is; and the sentence about it. */
static const struct {
	const char *text, *why;
} losses[] = {
	{ PORT "\nlspci.txt:" CARD "\n", "the first is line 2, of 0000:01:00.0" },
	/* which is no end of a line that a mail program broke */
	{ PORT "\n\tKernel driver in use: pcieport\n/var/log/reports/17/host-a/lspci.txt:" CARD "\n",
	  "the first is line 3" },
	{ PORT "\n\t(a) " CARD "\n", "1 line seems to tell of functions" },
	{ "-" CARD "\n+0001:02:00.0 Ethernet controller: A\n\n" PORT "\n",
	  "2 lines seem to tell of functions, in a form that is not known here, and were passed "
	  "over: the first is line 1" },
	{ "\tKernel driver in use: igb\n" CARD "\n", "1 line below no function left out: the first is line 1" },
	{ CARD "\nand so on\n\n\t" SUBSYSTEM "\n\tCapabilities: [40] Null\n",
	  "2 lines below no function left out: the first is line 4" },
};

START_TEST(what_is_lost_is_told)
{
	read_text(losses[_i].text);
	ck_assert_uint_eq(snapshot->count, 1);
	says(losses[_i].why);
}
END_TEST

START_TEST(what_another_line_tells_is_not_lost)
{
	read_text("pci 0000:01:00.0 eth0: link is up\n" CARD "\n");
	ck_assert_msg(!why, "%s", why);
}
END_TEST

START_TEST(a_text_with_nothing_but_lost_lines_is_refused)
{
	const char *text = "hello\nlspci.txt:" CARD "\n";

	ck_assert_int_eq(source_lspci("text", text, strlen(text), &snapshot, &why), -EINVAL);
	says("text:2: this seems to tell of a function");
}
END_TEST

/* A megabyte of @piece, in lines nearly as long as they may be. */
static int read_many(const char *piece)
{
	size_t length = strlen(piece), size = 1 << 20, i;
	char *text = malloc(size);
	int err;

	for (i = 0; i < size; i++)
		text[i] = i % 60000 ? piece[i % length] : '\n';
	err = source_lspci("text", text, size, &snapshot, &why);
	free(text);
	return err;
}

static const char *const pieces[] = {
	"00:00.0", "00:00.0 ", "00:00.0: ", "00:00.0 \n", "1:00:00.0 a: b\n", "[a] `* - 1. ", "\xc2\xa0",
	"\xe2\x80", "* 00:00.0 a: b\n", "9", "Subsystem: ", "\t\n", "[/a]", "<", "\033[",
};

START_TEST(much_of_anything_ends_soon)
{
	int err = read_many(pieces[_i]);

	ck_assert_msg(!err || why, "nothing is said");
}
END_TEST

START_TEST(odd_lines_are_told_with_the_first)
{
	static const char text[] = CARD "\nab\0cd\n\0\n";

	ck_assert_int_eq(source_lspci("text", text, sizeof(text) - 1, &snapshot, &why), 0);
	says("2 lines passed over that lspci did not write, the first is line 2");
}
END_TEST

static enum value_state state(const char *address, enum field field)
{
	size_t i;

	for (i = 0; i < snapshot->count; i++)
		if (!strcmp(device_get(snapshot->devices[i], FIELD_ADDRESS), address))
			return device_value(snapshot->devices[i], field)->state;
	ck_abort_msg("no device at %s", address);
}

#define DRIVEN PORT "\n\tFlags: fast devsel\n\tCapabilities: [40] Express (v2) Root Port\n" \
	"\tCapabilities: [100 v1] Advanced Error Reporting\n\tKernel driver in use: pcieport\n\n"

/* A function whose lines were cut out, broken or interrupted. */
static const char *const interrupted[] = {
	DRIVEN CARD "\n\t" SUBSYSTEM "\n\tFlags: bus master\n(I cut the capabilities here)\n"
	"\tKernel driver in use: igb\n\n",
	DRIVEN CARD "\n\t" SUBSYSTEM "\n(and so on)\n\tKernel driver in use: igb\n\n",
	DRIVEN CARD "\n\tControl: I/O-\n\tStatus: Cap- 66MHz-\nand so on\n",
	DRIVEN CARD "\n\t" SUBSYSTEM "\n\n\tKernel driver in use: igb\n\n",
	DRIVEN CARD "\n\t" SUBSYSTEM "\n(cut)\n\n\tKernel driver in use: igb\n\n",
	DRIVEN CARD "\n\tStatus: Cap+ 66MHz- <TAbort=\n- <MAbort-\n\tLatency: 0\n"
	"\tKernel driver in use: igb\n\n",
};

START_TEST(what_was_interrupted_is_unknown)
{
	read_text(interrupted[_i]);
	ck_assert_int_eq(state("0000:00:1c.0", FIELD_SERIAL), VALUE_NONE);
	ck_assert_int_eq(state("0000:01:00.0", FIELD_DRIVER), VALUE_UNKNOWN);
	ck_assert_int_eq(state("0000:01:00.0", FIELD_SERIAL), VALUE_UNKNOWN);
	ck_assert_int_eq(state("0000:01:00.0", FIELD_PORT_TYPE), VALUE_UNKNOWN);
	ck_assert_int_eq(state("0000:01:00.0", FIELD_LINK_WIDTH), VALUE_UNKNOWN);
}
END_TEST

/* Of -k no empty line ends a function: words behind the last one cut nothing off. */
START_TEST(words_behind_a_function_interrupt_nothing)
{
	read_text(PORT "\n\tKernel driver in use: pcieport\n" CARD "\n\t" SUBSYSTEM "\n"
		  "root@host:~# lscpu\n\tFlags: fpu vme\n(a) 02:00.0 USB controller: A\n"
		  "\tKernel driver in use: xhci_hcd\n");
	ck_assert_int_eq(state("0000:01:00.0", FIELD_DRIVER), VALUE_NONE);
}
END_TEST

/* One listing tells all of what another had interrupted. */
START_TEST(what_is_told_elsewhere_is_known)
{
	read_text(PORT "\n\tKernel driver in use: pcieport\n" CARD "\n\t" SUBSYSTEM "\n\n"
		  PORT "\n\t" SUBSYSTEM "\n" CARD "\n\t" SUBSYSTEM "\n(cut)\n\t" SUBSYSTEM "\n");
	ck_assert_int_eq(state("0000:01:00.0", FIELD_DRIVER), VALUE_NONE);
}
END_TEST

/* What awk or grep left of -vv: no line of flags, or no PCI Express. */
static const struct {
	const char *lines, *serial;
} filtered[] = {
	{ "\tCapabilities: [b0] Vital Product Data\n\t\tProduct Name: SmartNIC\n\t\tEnd\n", NULL },
	{ "\tCapabilities: [40] Power Management version 3\n"
	  "\tCapabilities: [140 v1] Device Serial Number ac-1f-6b-ff-ff-12-34-56\n",
	  "ac-1f-6b-ff-ff-12-34-56" },
	{ "\tFlags: bus master\n\tCapabilities: [40] Power Management version 3\n"
	  "\tCapabilities: [140 v1] Device Serial Number ac-1f-6b-ff-ff-12-34-56\n",
	  "ac-1f-6b-ff-ff-12-34-56" },
	{ "\tFlags: bus master\n\tCapabilities: [40] Power Management version 3\n"
	  "\tCapabilities: [100 v1] Advanced Error Reporting\n", NULL },
};

START_TEST(what_was_filtered_out_is_unknown)
{
	char text[1024];

	snprintf(text, sizeof(text), DRIVEN CARD "\n%s\n" PORT "\n", filtered[_i].lines);
	read_text(text);
	ck_assert_int_eq(state("0000:01:00.0", FIELD_PORT_TYPE), VALUE_UNKNOWN);
	ck_assert_int_eq(state("0000:01:00.0", FIELD_MAX_LINK_SPEED), VALUE_UNKNOWN);
	if (filtered[_i].serial)
		ck_assert_str_eq(field("0000:01:00.0", FIELD_SERIAL), filtered[_i].serial);
	else
		ck_assert_int_eq(state("0000:01:00.0", FIELD_SERIAL), VALUE_UNKNOWN);
}
END_TEST

Suite *suite_lspci_lines(void);

Suite *suite_lspci_lines(void)
{
	Suite *suite = suite_create("lspci_lines");
	TCase *tcase = tcase_create("lspci_lines");

	tcase_add_checked_fixture(tcase, setup, teardown);
#define LOOP(test, table) tcase_add_loop_test(tcase, test, 0, sizeof(table) / sizeof(*(table)))
	LOOP(a_listing_passed_on_says_the_same, passed_on);
	LOOP(what_is_lost_is_told, losses);
	LOOP(what_was_interrupted_is_unknown, interrupted);
	LOOP(what_was_filtered_out_is_unknown, filtered);
	tcase_add_test(tcase, words_behind_a_function_interrupt_nothing);
	tcase_add_test(tcase, what_is_told_elsewhere_is_known);
	LOOP(much_of_anything_ends_soon, pieces);
	tcase_add_test(tcase, smart_quotes_are_quotes);
	tcase_add_test(tcase, stripped_lines_keep_what_is_below_capabilities);
	tcase_add_test(tcase, what_another_line_tells_is_not_lost);
	tcase_add_test(tcase, a_text_with_nothing_but_lost_lines_is_refused);
	tcase_add_test(tcase, odd_lines_are_told_with_the_first);
	suite_add_tcase(suite, tcase);
	return suite;
}
