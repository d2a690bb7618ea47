// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_mail.c over texts written here: a mail as it is kept says what it says
 * when it is read; and a text that is none is left as it is.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lspci_text.h"

#define PORT "00:1c.0 PCI bridge [0604]: Intel Corporation Root Port [8086:a338] (rev f0)"
#define CARD "01:00.0 Ethernet controller [0200]: Intel Corporation I210 "

START_TEST(quoted_printable_is_decoded)
{
	read_text("Content-Type: text/plain; charset=utf-8\n"
		  "Content-Transfer-Encoding: quoted-printable\n\n"
		  "> 00:1c.0 PCI bridge [0604]: Intel Corporation Root Port [80=\n86:a338] (rev f0)\n"
		  "> \tControl: I/O- Mem- Step=\r\nping- SERR-\n"
		  "> \tBus: primary=3D00, secondary=3D01, subordinate=3D01, sec-latency=3D0\n>=20\n"
		  "> " CARD "=C2=A0[8086:1533]=\n (rev 03)=20\n> \tControl: I/O-\n"
		  "> \tCapabilities: [a0] Express (v2) Endpoint, MSI 00\n"
		  "> \tCapabilities: [140 v1] Device Serial Number 00-1b-21-ff-ff-3c=\n-4=\nd-5e\n"
		  ">=20\n> lspci.txt:02:00.0 USB controller: A\n");
	ck_assert_uint_eq(snapshot->count, 2);
	ck_assert_str_eq(field("0000:00:1c.0", FIELD_DEVICE), "a338");
	ck_assert_str_eq(field("0000:01:00.0", FIELD_DEVICE), "1533");
	ck_assert_str_eq(field("0000:01:00.0", FIELD_REVISION), "03");
	ck_assert_str_eq(field("0000:01:00.0", FIELD_SERIAL), "00-1b-21-ff-ff-3c-4d-5e");
	ck_assert_str_eq(snapshot->devices[1]->place, "0000:00/1c.0/00.0");
	/* lines have the numbers that they have in the file */
	says("the first is line 18, of 0000:02:00.0");
}
END_TEST

/* What has a sign that quoted-printable has not. */
static const char *const plain[] = {
	PORT "\n\tFlags: bus master\n\tBus: primary=00, secondary=20, subordinate=20, sec-latency=0\n\n",
	PORT "\n\tFlags: bus master\n\tBus: primary=00, secondary=20, subordinate=20, sec-latency=0\n"
	"\tCapabilities: [48] Vital Product Data\n\t\tProduct Name: a=3D\n\n",
};

START_TEST(plain_text_is_not_decoded)
{
	char text[1024];

	snprintf(text, sizeof(text), "%s20:00.0 Ethernet controller [0200]: I210 [8086:1533]\n",
		 plain[_i]);
	read_text(text);
	ck_assert_str_eq(snapshot->devices[1]->place, "0000:00/1c.0/00.0");
}
END_TEST

/* A code at the end of the text, and a line that goes on where nothing is. */
static const char *const ends[] = {
	PORT "=3D", PORT "=3", PORT "=", PORT "=20\n=20\n=", PORT "=3D=00\n=", PORT "=3D=0A=\n=\n=\n",
};

START_TEST(the_end_of_a_text_is_its_end)
{
	read_text(ends[_i]);
	ck_assert_uint_eq(snapshot->count, 1);
	ck_assert_str_eq(field("0000:00:1c.0", FIELD_REVISION), "f0");
}
END_TEST

Suite *suite_lspci_mail(void);

Suite *suite_lspci_mail(void)
{
	Suite *suite = suite_create("lspci_mail");
	TCase *tcase = tcase_create("lspci_mail");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, quoted_printable_is_decoded);
	tcase_add_loop_test(tcase, plain_text_is_not_decoded, 0, sizeof(plain) / sizeof(*plain));
	tcase_add_loop_test(tcase, the_end_of_a_text_is_its_end, 0, sizeof(ends) / sizeof(*ends));
	suite_add_tcase(suite, tcase);
	return suite;
}
