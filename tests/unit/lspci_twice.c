// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_twice.c over texts written here: what is told of one function in two ways,
 * and what only one of two listings has.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lspci_text.h"

#define PORT "00:1c.0 PCI bridge [0604]: Intel Corporation Root Port [8086:a338] (rev f0)"
#define CARD "01:00.0 Ethernet controller [0200]: Intel Corporation I210 [8086:1533] (rev 03)"

#define VERBOSE CARD "\n\tControl: I/O+\n"
#define EXPRESS "\tCapabilities: [a0] Express (v2) Endpoint, MSI 00\n"
#define SERIAL(last) "\tCapabilities: [140 v1] Device Serial Number 00-1b-21-ff-ff-3c-4d-" last "\n"

/* One function, twice. */
static const struct {
	const char *text, *why;
} twice[] = {
	{ CARD "\n\tKernel driver in use: igb\n\n" CARD "\n\tKernel driver in use: vfio-pci\n",
	  "lines 1 and 4 (driver): what comes first counts, in line 1" },
	{ VERBOSE EXPRESS SERIAL("5e") "\n" VERBOSE EXPRESS SERIAL("5f") "\n",
	  "lines 1 and 6 (serial)" },
	{ VERBOSE "\tKernel driver in use: igb\n\n" VERBOSE "\n", "lines 1 and 5 (driver)" },
	{ VERBOSE "\tRegion 0: Memory at 1000 (32-bit, non-prefetchable) [size=1M]\n\n"
	  VERBOSE "\tRegion 0: Memory at 1000 (32-bit, non-prefetchable) [size=2M]\n\n",
	  "lines 1 and 5 (BARs)" },
	{ VERBOSE "\tCapabilities: [40] Null\n\tCapabilities: [50] Null\n\n"
	  VERBOSE "\tCapabilities: [40] Null\n\n", "(capabilities)" },
	{ CARD "\n00: 86 80 33 15 00 00 10 00 03 00 00 02 00 00 00 00\n\n"
	  CARD "\n00: 86 80 33 15 06 00 10 00 03 00 00 02 00 00 00 00\n", "(bytes)" },
};

START_TEST(a_function_told_of_in_two_ways_is_told)
{
	read_text(twice[_i].text);
	ck_assert_uint_eq(snapshot->count, 1);
	says("1 function is told of more than once, and not alike, the first in ");
	says(twice[_i].why);
	if (!_i)
		ck_assert_str_eq(field("0000:01:00.0", FIELD_DRIVER), "igb");
	if (_i == 1)
		ck_assert_str_eq(field("0000:01:00.0", FIELD_SERIAL), "00-1b-21-ff-ff-3c-4d-5e");
}
END_TEST

START_TEST(what_only_one_of_two_listings_has_is_told)
{
	read_text("before:\n" PORT "\n" CARD "\n02:00.0 0200: 8086:10d3\nafter:\n" PORT "\n" CARD "\n");
	ck_assert_uint_eq(snapshot->count, 3);
	says("1 function is of one listing not in another: that of line 4 is not in the listing "
	     "that begins in line 6");
}
END_TEST

START_TEST(an_excerpt_beside_a_listing_is_nothing_to_tell)
{
	read_text(PORT "\n" CARD "\n02:00.0 0200: 8086:10d3\n03:00.0 0200: 8086:10d3\n\n"
		  PORT "\n" CARD "\n\n" CARD "\n");
	ck_assert_ptr_null(why);
}
END_TEST

/* "1502:02:00.0" is as good as a domain. */
START_TEST(numbers_that_may_be_domains_are_told)
{
	read_text("1500:00:1f.0 0601: 8086:a309\n1502:02:00.0 0200: 8086:1533\n");
	says("each function is in a domain of its own, the first in 1500");
	free(why);
	snapshot_free(snapshot);
	snapshot = NULL;
	read_text("1500:00:1f.0 0601: 8086:a309\n150a:02:00.0 0200: 8086:1533\n");
	ck_assert_ptr_null(why);
}
END_TEST

Suite *suite_lspci_twice(void);

Suite *suite_lspci_twice(void)
{
	Suite *suite = suite_create("lspci_twice");
	TCase *tcase = tcase_create("lspci_twice");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, a_function_told_of_in_two_ways_is_told, 0,
			    sizeof(twice) / sizeof(*twice));
	tcase_add_test(tcase, what_only_one_of_two_listings_has_is_told);
	tcase_add_test(tcase, an_excerpt_beside_a_listing_is_nothing_to_tell);
	tcase_add_test(tcase, numbers_that_may_be_domains_are_told);
	suite_add_tcase(suite, tcase);
	return suite;
}
