// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * probe.c: what a probe may ask, in which order, and when it stops; every outcome
 * of a transfer is simulated.
 */
#include "probe.h"

#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "probe_extent.h"

static const bool nowhere[PROBE_ADDRESSES];

/* A bus of which each address has an outcome, and a record of what was asked of it. */
struct bus {
	int outcome[PROBE_ADDRESSES];		/* of a transfer */
	int claim[PROBE_ADDRESSES];
	int able;
	unsigned int asked[PROBE_ADDRESSES];
	enum probe_method how[PROBE_ADDRESSES];
	unsigned int order[PROBE_ADDRESSES], count, told;
};

static struct bus bus;
static struct probe probe;

static int functions(void *context)
{
	return ((struct bus *)context)->able;
}

static int claimed(void *context, unsigned int address)
{
	return ((struct bus *)context)->claim[address];
}

static int transfer(void *context, unsigned int address, enum probe_method method)
{
	struct bus *it = context;

	/* whoever looks at the probe now sees what is under way */
	ck_assert_int_eq(probe.addresses[address].answer, PROBE_ASKING);
	it->asked[address]++;
	it->how[address] = method;
	it->order[it->count++] = address;
	return it->outcome[address];
}

static void progress(void *context, unsigned int address, unsigned int done, unsigned int all)
{
	struct bus *it = context;

	(void)address;
	ck_assert_uint_eq(done, it->told);
	ck_assert_uint_lt(done, all);
	it->told++;
}

static const struct probe_bus calls = {
	.functions = functions, .claimed = claimed, .transfer = transfer, .progress = progress,
	.context = &bus,
};

static void set_up(void)
{
	memset(&bus, 0, sizeof(bus));
	memset(&probe, 0, sizeof(probe));
	for (unsigned int i = 0; i < PROBE_ADDRESSES; i++)
		bus.outcome[i] = -ENXIO;
	bus.able = PROBE_CAN_READ | PROBE_CAN_QUICK;
	strcpy(probe.driver, "i801_smbus");
}

static void run(const bool *clients, const bool *denied, bool quick, unsigned int able)
{
	probe_plan(&probe, clients, denied, quick, able);
	ck_assert_int_eq(probe_run(&probe, &calls), 0);
}

static struct probe_totals totals(void)
{
	struct probe_totals all;

	probe_count(&probe, &all);
	return all;
}

START_TEST(without_quick_only_memories_are_read)
{
	run(nowhere, nowhere, false, bus.able);
	ck_assert_uint_eq(bus.count, 16);
	for (unsigned int i = 0; i < 16; i++) {
		ck_assert_uint_eq(bus.order[i], 0x50 + i);
		ck_assert_int_eq(bus.how[0x50 + i], PROBE_READ_BYTE);
	}
	ck_assert_uint_eq(bus.told, 16);
	ck_assert_int_eq(probe.addresses[0x48].skip, PROBE_QUICK_ONLY);
}
END_TEST

START_TEST(with_quick_all_but_the_forbidden_are_asked_once)
{
	run(nowhere, nowhere, true, bus.able);
	for (unsigned int i = 0; i < PROBE_ADDRESSES; i++) {
		bool never = i < 0x08 || i > 0x77 || i == 0x08 || i == 0x0c || i == 0x28 ||
			     (i >= 0x30 && i <= 0x37);

		ck_assert_uint_eq(bus.asked[i], never ? 0 : 1);
		if (!never)
			ck_assert_int_eq(bus.how[i], i >= 0x50 && i <= 0x5f ?
					 PROBE_READ_BYTE : PROBE_QUICK_WRITE);
	}
}
END_TEST

START_TEST(no_read_follows_a_quick_write)
{
	bool wrote = false;

	run(nowhere, nowhere, true, bus.able);
	for (unsigned int i = 0; i < bus.count; i++) {
		bool writes = bus.how[bus.order[i]] == PROBE_QUICK_WRITE;

		ck_assert(!wrote || writes);
		wrote |= writes;
	}
	ck_assert(wrote);
}
END_TEST

START_TEST(clients_and_denied_addresses_are_left_alone)
{
	bool clients[PROBE_ADDRESSES] = { [0x50] = true, [0x30] = true };
	bool denied[PROBE_ADDRESSES] = { [0x51] = true, [0x50] = true };

	run(clients, denied, false, bus.able);
	ck_assert_uint_eq(bus.count, 14);
	ck_assert_uint_eq(bus.asked[0x50] + bus.asked[0x51], 0);
	ck_assert_int_eq(probe.addresses[0x50].skip, PROBE_CLIENT);
	ck_assert_int_eq(probe.addresses[0x51].skip, PROBE_DENIED);
	ck_assert_int_eq(probe.addresses[0x30].skip, PROBE_COMMAND);
}
END_TEST

START_TEST(what_the_adapter_cannot_do_is_not_tried)
{
	bus.able = PROBE_CAN_QUICK;
	run(nowhere, nowhere, true, PROBE_CAN_READ | PROBE_CAN_QUICK);
	ck_assert_uint_eq(bus.asked[0x50], 0);
	ck_assert_uint_eq(bus.asked[0x48], 1);
	ck_assert_int_eq(probe.addresses[0x50].skip, PROBE_UNABLE);
	set_up();
	run(nowhere, nowhere, true, PROBE_CAN_READ);
	ck_assert_uint_eq(bus.asked[0x48], 0);
	ck_assert_uint_eq(bus.asked[0x5f], 1);
}
END_TEST

START_TEST(an_adapter_that_does_not_open_is_not_asked)
{
	bus.able = -EACCES;
	run(nowhere, nowhere, true, PROBE_CAN_READ | PROBE_CAN_QUICK);
	ck_assert_uint_eq(bus.count, 0);
	ck_assert_int_eq(probe.stopped, -EACCES);
	ck_assert_int_eq(probe.stopped_at, -1);
}
END_TEST

START_TEST(a_client_that_came_meanwhile_is_left_alone)
{
	bus.claim[0x52] = 1;
	run(nowhere, nowhere, false, bus.able);
	ck_assert_uint_eq(bus.asked[0x52], 0);
	ck_assert_uint_eq(bus.count, 15);
	ck_assert_int_eq(probe.addresses[0x52].skip, PROBE_CLIENT);
	ck_assert_uint_eq(probe.claimed, 1);
	ck_assert_int_eq(probe.stopped, 0);
}
END_TEST

START_TEST(a_check_that_fails_stops)
{
	bus.claim[0x52] = -ENODEV;
	run(nowhere, nowhere, false, bus.able);
	ck_assert_uint_eq(bus.count, 2);
	ck_assert_int_eq(probe.stopped, -ENODEV);
	ck_assert_int_eq(probe.addresses[0x52].answer, PROBE_NOT_ASKED);
}
END_TEST

START_TEST(answers_are_kept_apart_from_silence)
{
	bus.outcome[0x53] = 0;
	bus.outcome[0x54] = -ENODEV;
	bus.outcome[0x55] = -EREMOTEIO;
	run(nowhere, nowhere, false, bus.able);
	ck_assert_int_eq(probe.stopped, 0);
	ck_assert_int_eq(probe.addresses[0x53].answer, PROBE_ANSWERED);
	ck_assert_int_eq(probe.addresses[0x54].answer, PROBE_SILENT);
	ck_assert_int_eq(probe.addresses[0x55].answer, PROBE_SILENT);
	ck_assert_uint_eq(totals().answered, 1);
	ck_assert_uint_eq(totals().asked, 16);
}
END_TEST

static const int troubles[] = {
	-ETIMEDOUT, -EBUSY, -EAGAIN, -EPROTO, -EBADMSG, -EOPNOTSUPP, -EINVAL, -ENOMEM, -EIO,
	-ESHUTDOWN, -EPERM,
};

START_TEST(the_first_sign_of_trouble_is_the_end)
{
	bus.outcome[0x52] = troubles[_i];
	bus.outcome[0x53] = 0;
	run(nowhere, nowhere, true, bus.able);
	ck_assert_int_eq(probe.stopped, troubles[_i]);
	ck_assert_int_eq(probe.stopped_at, 0x52);
	ck_assert_uint_eq(bus.count, 3);
	ck_assert_int_eq(probe.addresses[0x52].answer, PROBE_TROUBLED);
	ck_assert_int_eq(probe.addresses[0x53].answer, PROBE_NOT_ASKED);
	ck_assert_uint_eq(totals().transactions, 3);
	ck_assert_uint_eq(totals().asked, 2);
	ck_assert(strlen(probe_why(probe.stopped)) > 0);
}
END_TEST

/* Drivers differ in what -EIO is. */
START_TEST(an_error_means_what_the_driver_means_by_it)
{
	ck_assert(!probe_is_silence("piix4_smbus", -EIO));
	ck_assert(!probe_is_silence("ismt_smbus", -EIO));
	ck_assert(probe_is_silence("nForce2_smbus", -EIO));
	ck_assert(probe_is_silence("", -EIO));
	ck_assert(probe_is_silence("i2c_designware", -EREMOTEIO));
	ck_assert(!probe_is_silence("", -EBUSY));
	ck_assert(!probe_is_silence("", 0));
}
END_TEST

/* Whatever each of three transfers comes to, nothing is asked twice or after a trouble. */
START_TEST(every_combination_of_outcomes_keeps_the_order)
{
	static const int outcomes[] = { 0, -ENXIO, -ENODEV, -EIO, -ETIMEDOUT, -EBUSY, -EAGAIN };
	const int kinds = sizeof(outcomes) / sizeof(outcomes[0]);

	for (int i = 0; i < kinds * kinds * kinds; i++) {
		const int of[3] = { outcomes[i % kinds], outcomes[i / kinds % kinds],
				    outcomes[i / kinds / kinds] };
		bool trouble = false;

		set_up();
		for (int k = 0; k < 3; k++)
			bus.outcome[0x50 + k] = of[k];
		run(nowhere, nowhere, i % 2, bus.able);
		for (int k = 0; k < 3; k++) {
			ck_assert_uint_eq(bus.asked[0x50 + k], trouble ? 0 : 1);
			trouble |= of[k] && !probe_is_silence(probe.driver, of[k]);
		}
		ck_assert_int_eq(!!probe.stopped, trouble);
		ck_assert_uint_eq(bus.asked[0x20], !trouble && i % 2);
	}
}
END_TEST

START_TEST(the_bus_needs_so_long_at_100_khz)
{
	bus.outcome[0x50] = 0;
	run(nowhere, nowhere, false, bus.able);
	/* 15 times start, 9 clocks, stop; once 9 clocks more; 10 us each */
	ck_assert_uint_eq(totals().transactions, 16);
	ck_assert_uint_eq(totals().bus_ns, (16 * 11 + 9) * UINT64_C(10000));
}
END_TEST

static const struct { const char *text; unsigned int in, out; } extents[] = {
	{ "read byte 50-5f", 0x5f, 0x60 },
	{ "read byte 50-57,5a", 0x5a, 0x58 },
	{ "quick write 09", 0x09, 0x0a },
	{ "read byte 50; quick write 09-0b,77", 0x77, 0x51 },
};

START_TEST(an_extent_says_what_was_asked)
{
	ck_assert(probe_extent_valid(extents[_i].text));
	ck_assert(probe_extent_has(extents[_i].text, extents[_i].in));
	ck_assert(!probe_extent_has(extents[_i].text, extents[_i].out));
}
END_TEST

static const char *const no_extents[] = {
	"", "read byte", "read byte ", "read byte 5", "read byte 50-", "read byte 50,",
	"read byte 57-50", "read byte 80", "read byte 50;quick write 09", "write 50",
	"read byte 50 ", "read byte 5g", "read byte 50-5f; ", "read byte -50",
};

START_TEST(what_is_no_extent_says_nothing)
{
	ck_assert(!probe_extent_valid(no_extents[_i]));
	ck_assert(!probe_extent_has(no_extents[_i], 0x50));
	ck_assert(!probe_extent_has(NULL, 0x50));
}
END_TEST

START_TEST(an_extent_is_written_as_it_is_read)
{
	enum probe_method methods[PROBE_ADDRESSES] = { 0 };
	char *text = probe_extent_text(methods);

	ck_assert_str_eq(text, "");
	free(text);
	for (unsigned int i = 0x50; i < 0x5f; i++)
		methods[i] = PROBE_READ_BYTE;
	methods[0x55] = PROBE_NO_METHOD;
	methods[0x09] = methods[0x77] = PROBE_QUICK_WRITE;
	text = probe_extent_text(methods);
	ck_assert_str_eq(text, "read byte 50-54,56-5e; quick write 09,77");
	for (unsigned int i = 0; i < PROBE_ADDRESSES; i++)
		ck_assert_int_eq(probe_extent_has(text, i), methods[i] != PROBE_NO_METHOD);
	free(text);
}
END_TEST

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

Suite *suite_probe(void)
{
	Suite *suite = suite_create("probe");
	TCase *cases = tcase_create("probe");

	tcase_add_checked_fixture(cases, set_up, NULL);
	tcase_add_test(cases, without_quick_only_memories_are_read);
	tcase_add_test(cases, with_quick_all_but_the_forbidden_are_asked_once);
	tcase_add_test(cases, no_read_follows_a_quick_write);
	tcase_add_test(cases, clients_and_denied_addresses_are_left_alone);
	tcase_add_test(cases, what_the_adapter_cannot_do_is_not_tried);
	tcase_add_test(cases, an_adapter_that_does_not_open_is_not_asked);
	tcase_add_test(cases, a_client_that_came_meanwhile_is_left_alone);
	tcase_add_test(cases, a_check_that_fails_stops);
	tcase_add_test(cases, answers_are_kept_apart_from_silence);
	tcase_add_loop_test(cases, the_first_sign_of_trouble_is_the_end, 0, COUNT(troubles));
	tcase_add_test(cases, an_error_means_what_the_driver_means_by_it);
	tcase_add_test(cases, every_combination_of_outcomes_keeps_the_order);
	tcase_add_test(cases, the_bus_needs_so_long_at_100_khz);
	tcase_add_loop_test(cases, an_extent_says_what_was_asked, 0, COUNT(extents));
	tcase_add_loop_test(cases, what_is_no_extent_says_nothing, 0, COUNT(no_extents));
	tcase_add_test(cases, an_extent_is_written_as_it_is_read);
	suite_add_tcase(suite, cases);
	return suite;
}
