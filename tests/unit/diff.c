// SPDX-License-Identifier: GPL-2.0-or-later
/* diff.c: what differs between two boards, whichever of them comes first. */
#include "diff.h"

#include <stdio.h>
#include <time.h>

#include "board.h"
#include "config_image.h"

#define S0 "00-11-22-ff-ff-33-44-55"
#define S1 "00-11-22-ff-ff-33-44-66"
#define S2 "00-11-22-ff-ff-33-44-77"
#define NO "subsystem_vendor= subsystem_device=\n"
#define PORT0 "f 0000:00/1c.0 8086:a111 class=060400 " NO
#define PORT1 "f 0000:00/1d.0 8086:a112 class=060400 " NO
#define CARD0 "f 0000:00/1c.0/00.0 8086:10d3 serial=" S0 "\n"
#define CARD1 "f 0000:00/1d.0/00.0 8086:10d3 serial=" S1 "\n"
#define BUS "f 0000:00/1f.4 8086:a123 driver=i801_smbus\na 0000:00/1f.4/i2c name=smbus number=0\n"
#define SPD "c 0000:00/1f.4/i2c/50 ee1004\n"

static struct snapshot *sides[2];
static struct diff *diff;

static void clear(void)
{
	diff_free(diff);
	diff = NULL;
	for (int k = 0; k < 2; k++) {
		if (sides[k])
			snapshot_free(sides[k]);
		sides[k] = NULL;
	}
}

/* "changed PLACE serial,link_width; ...": what weighs, followers in brackets */
static void describe(char *text, size_t size)
{
	text[0] = '\0';
	for (size_t i = 0; i < diff->count; i++) {
		const struct diff_entry *entry = &diff->entries[i];
		bool follows = entry->leader != i;
		size_t used = strlen(text);

		if (!diff_weighs(entry))
			continue;
		snprintf(text + used, size - used, "%s%s%s %s", used ? "; " : "",
			 follows ? "(" : "", diff_what_name(entry->what), diff_place(entry));
		for (size_t k = 0; k < entry->changes.count; k++) {
			used = strlen(text);
			if (!entry->changes.items[k].context)
				snprintf(text + used, size - used, " %s",
					 entry->changes.items[k].name);
		}
		used = strlen(text);
		snprintf(text + used, size - used, "%s", follows ? ")" : "");
	}
}

static void compare_boards(const char *a, const char *b)
{
	clear();
	sides[0] = board_snapshot(a);
	sides[1] = board_snapshot(b);
	ck_assert_int_eq(diff_new(sides[0], sides[1], &diff), 0);
}

/* What mirrors an entry; places are those of B, so moved ones are told elsewhere. */
static void check_mirror(const char *a, const char *b)
{
	size_t counts[DIFF_WHATS], same = 0;

	compare_boards(a, b);
	memcpy(counts, diff->counts, sizeof(counts));
	same = diff->count;
	compare_boards(b, a);
	ck_assert_uint_eq(counts[DIFF_ARRIVED], diff->counts[DIFF_GONE]);
	ck_assert_uint_eq(counts[DIFF_GONE], diff->counts[DIFF_ARRIVED]);
	ck_assert_uint_eq(counts[DIFF_CHANGED], diff->counts[DIFF_CHANGED]);
	ck_assert_uint_eq(counts[DIFF_MOVED], diff->counts[DIFF_MOVED]);
	ck_assert_uint_eq(counts[DIFF_SWAPPED], diff->counts[DIFF_SWAPPED]);
	ck_assert_uint_eq(same, diff->count);
}

static const char *differences(const char *a, const char *b)
{
	static char text[1024];

	check_mirror(a, b);
	compare_boards(a, b);
	describe(text, sizeof(text));
	ck_assert_int_eq(diff_differs(diff), text[0] != '\0');
	return text;
}

START_TEST(a_board_does_not_differ_from_itself)
{
	ck_assert_str_eq(differences(PORT0 CARD0 BUS SPD, PORT0 CARD0 BUS SPD), "");
	ck_assert_str_eq(differences("", ""), "");
	ck_assert_uint_eq(diff->count, 0);
}
END_TEST

START_TEST(what_came_and_went)
{
	ck_assert_str_eq(differences(PORT0 PORT1 CARD0, PORT0 PORT1 CARD1),
			 "gone 0000:00/1c.0/00.0; arrived 0000:00/1d.0/00.0");
}
END_TEST

START_TEST(another_part_in_its_place_names_both)
{
	ck_assert_str_eq(differences(PORT0 CARD0, PORT0 "f 0000:00/1c.0/00.0 10ee:0666\n"),
			 "gone 0000:00/1c.0/00.0; arrived 0000:00/1c.0/00.0");
	ck_assert_uint_eq(diff->entries[1].instead, 2);
	ck_assert_uint_eq(diff->entries[2].instead, 1);
}
END_TEST

START_TEST(same_model_with_another_serial_is_changed)
{
	const struct diff_change *change;

	ck_assert_str_eq(differences(PORT0 CARD0,
				     PORT0 "f 0000:00/1c.0/00.0 8086:10d3 serial=" S1 "\n"),
			 "changed 0000:00/1c.0/00.0 serial");
	change = &diff->entries[1].changes.items[0];
	ck_assert_str_eq(change->values[DIFF_A], S0);
	ck_assert_str_eq(change->values[DIFF_B], S1);
	ck_assert_str_eq(differences(PORT0 CARD0, PORT0 "f 0000:00/1c.0/00.0 8086:10d3\n"),
			 "changed 0000:00/1c.0/00.0 serial");
	ck_assert_ptr_null(diff->entries[1].changes.items[0].values[DIFF_B]);
}
END_TEST

START_TEST(a_part_elsewhere_has_moved)
{
	ck_assert_str_eq(differences(PORT0 PORT1 CARD0,
				     PORT0 PORT1 "f 0000:00/1d.0/00.0 8086:10d3 serial=" S0 "\n"),
			 "moved 0000:00/1d.0/00.0");
	/* into the place of another, which is gone */
	ck_assert_str_eq(differences(PORT0 PORT1 CARD0 CARD1,
				     PORT0 PORT1 "f 0000:00/1d.0/00.0 8086:10d3 serial=" S0 "\n"),
			 "gone 0000:00/1d.0/00.0; moved 0000:00/1d.0/00.0");
}
END_TEST

START_TEST(twins_that_changed_places_are_told_once)
{
	ck_assert_str_eq(differences(PORT0 PORT1 CARD0 CARD1,
				     PORT0 PORT1 "f 0000:00/1c.0/00.0 8086:10d3 serial=" S1 "\n"
				     "f 0000:00/1d.0/00.0 8086:10d3 serial=" S0 "\n"),
			 "swapped 0000:00/1c.0/00.0; (swapped 0000:00/1d.0/00.0)");
	ck_assert_uint_eq(diff->counts[DIFF_SWAPPED], 1);
}
END_TEST

START_TEST(a_ring_of_three_has_moved)
{
#define AT(place, serial) "f 0000:00/" place "/00.0 8086:10d3 serial=" serial "\n"
	ck_assert_str_eq(differences(AT("01.0", S0) AT("02.0", S1) AT("03.0", S2),
				     AT("01.0", S2) AT("02.0", S0) AT("03.0", S1)),
			 "moved 0000:00/01.0/00.0; moved 0000:00/02.0/00.0; moved 0000:00/03.0/00.0");
}
END_TEST

/* A switch without serials, with a card that has one. */
#define SWITCH(port)						\
	"f 0000:00/" port "/00.0 10b5:8747 class=060400 " NO	\
	"f 0000:00/" port "/00.0/08.0 10b5:8747 class=060400 " NO	\
	"f 0000:00/" port "/00.0/08.0/00.0 8086:10d3 serial=" S0 "\n"	\
	"f 0000:00/" port "/00.0/08.0/00.1 8086:10d3\n"		\
	"f 0000:00/" port "/00.0/10.0 10b5:8747 class=060400 " NO	\
	"f 0000:00/" port "/00.0/10.0/00.0 144d:a808\n"

START_TEST(what_sits_around_a_part_moves_with_it)
{
	ck_assert_str_eq(differences(PORT0 PORT1 SWITCH("1c.0"), PORT0 PORT1 SWITCH("1d.0")),
			 "moved 0000:00/1d.0/00.0; (moved 0000:00/1d.0/00.0/08.0); "
			 "(moved 0000:00/1d.0/00.0/08.0/00.0); "
			 "(moved 0000:00/1d.0/00.0/08.0/00.1); "
			 "(moved 0000:00/1d.0/00.0/10.0); (moved 0000:00/1d.0/00.0/10.0/00.0)");
	ck_assert_uint_eq(diff->counts[DIFF_MOVED], 1);
	ck_assert_uint_eq(diff->entries[diff->count - 1].leader, diff->entries[3].leader);
}
END_TEST

START_TEST(a_serial_that_all_carry_moves_nothing)
{
	ck_assert_str_eq(differences(AT("01.0", "00-00-00-00-00-00-00-00"),
				     AT("02.0", "00-00-00-00-00-00-00-00")),
			 "gone 0000:00/01.0/00.0; arrived 0000:00/02.0/00.0");
	/* a copy: which of them is the one that was there before, nobody knows */
	ck_assert_str_eq(differences(AT("01.0", S0), AT("02.0", S0) AT("03.0", S0)),
			 "gone 0000:00/01.0/00.0; arrived 0000:00/02.0/00.0; arrived 0000:00/03.0/00.0");
}
END_TEST

START_TEST(numbers_and_drivers_are_no_difference)
{
	ck_assert_str_eq(differences(
		"f 0000:00/1c.0/00.0 8086:10d3 address=0000:03:00.0 driver=e1000e iommu_group=7 link_speed=2.5 link_width=8\n",
		"f 0000:00/1c.0/00.0 8086:10d3 address=0000:04:00.0 driver= iommu_group=8 link_speed=8.0 link_width=8\n"), "");
	ck_assert_uint_eq(diff->renumbered, 1);
	ck_assert_uint_eq(diff->entries[0].changes.count, 4);
}
END_TEST

START_TEST(a_narrower_link_is_told_at_its_lower_end)
{
	ck_assert_str_eq(differences(
		"f 0000:00/1c.0 8086:a111 class=060400 link_width=8 " NO
		"f 0000:00/1c.0/00.0 8086:10d3 link_width=8\n",
		"f 0000:00/1c.0 8086:a111 class=060400 link_width=4 " NO
		"f 0000:00/1c.0/00.0 8086:10d3 link_width=4\n"),
		"changed 0000:00/1c.0/00.0 link_width");
}
END_TEST

START_TEST(unknown_is_no_difference_and_is_counted)
{
	ck_assert_str_eq(differences(PORT0 CARD0,
				     PORT0 "f 0000:00/1c.0/00.0 8086:10d3 serial=?\n"), "");
	ck_assert_uint_eq(diff->blind[DIFF_B][FIELD_SERIAL], 1);
	ck_assert_uint_eq(diff->blind[DIFF_A][FIELD_SERIAL], 0);
	ck_assert_uint_eq(diff->blind_devices[DIFF_B], 1);
	ck_assert_ptr_nonnull(diff->reasons[DIFF_B]);
	ck_assert_ptr_null(diff->reasons[DIFF_A]);
}
END_TEST

START_TEST(what_no_longer_answers_has_changed)
{
	ck_assert_str_eq(differences("f 0000:00/01.0 8086:10d3\n",
				     "f 0000:00/01.0 8086:10d3 reading=gone\n"),
			 "changed 0000:00/01.0 reading");
	ck_assert_str_eq(differences("f 0000:00/01.0 8086:10d3\n",
				     "f 0000:00/01.0 8086:10d3 reading=asleep\n"), "");
}
END_TEST

START_TEST(what_drivers_make_follows_its_parent)
{
	ck_assert_str_eq(differences("f 0000:00/01.0 8086:10d3\n",
				     "f 0000:00/01.0 8086:10d3\n"
				     "f 0000:00/01.0/vf0 8086:10ed virtual=true\n"), "");
	ck_assert_uint_eq(diff->hosted[DIFF_B], 1);
	/* without the adapter its clients cannot be seen */
	ck_assert_str_eq(differences(BUS SPD, "f 0000:00/1f.4 8086:a123 driver=\n"), "");
	ck_assert_uint_eq(diff->hosted[DIFF_A], 1);
	ck_assert_uint_eq(diff->unseen[DIFF_B], 1);
	ck_assert_str_eq(differences(BUS SPD, BUS), "gone 0000:00/1f.4/i2c/50");
}
END_TEST

START_TEST(text_of_lspci_knows_no_i2c)
{
	sides[0] = board_snapshot(BUS SPD);
	sides[1] = board_snapshot("f 0000:00/1f.4 8086:a123\n");
	sides[1]->source = SOURCE_LSPCI;
	ck_assert_int_eq(diff_new(sides[0], sides[1], &diff), 0);
	ck_assert(!diff_differs(diff));
	ck_assert_uint_eq(diff->unseen[DIFF_B], 2);
}
END_TEST

START_TEST(roots_that_firmware_renumbered_are_the_same)
{
	ck_assert_str_eq(differences(
		"f 0000:40/01.0 8086:1111 root_id=PNP0A08:1\nf 0000:80/01.0 8086:2222 root_id=PNP0A08:2\n",
		"f 0000:80/01.0 8086:1111 root_id=PNP0A08:1\nf 0000:c0/01.0 8086:2222 root_id=PNP0A08:2\n"), "");
	/* two that changed numbers */
	ck_assert_str_eq(differences(
		"f 0000:40/01.0 8086:1111 root_id=PNP0A08:1\nf 0000:80/01.0 8086:2222 root_id=PNP0A08:2\n",
		"f 0000:80/01.0 8086:1111 root_id=PNP0A08:1\nf 0000:40/01.0 8086:2222 root_id=PNP0A08:2\n"), "");
	/* one that is new at a number that was another's */
	ck_assert_str_eq(differences(
		"f 0000:40/01.0 8086:1111 root_id=PNP0A08:1\n",
		"f 0000:80/01.0 8086:1111 root_id=PNP0A08:1\nf 0000:40/01.0 8086:2222 root_id=PNP0A08:2\n"),
		"arrived 0000:40/01.0");
}
END_TEST

START_TEST(a_place_known_in_part_may_be_the_same)
{
	ck_assert_str_eq(differences(PORT0 CARD0 "f 0000:00/1d.0/00.0 144d:a808\n",
				     PORT0 "f 0000:?/00.0 144d:a808\nf 0000:?/00.0 8086:10d3\n"),
			 "changed 0000:?/00.0 serial");
	ck_assert_str_eq(differences(PORT0 CARD0, PORT0 "f 0000:?/00.0 10ee:0666\n"),
			 "gone 0000:00/1c.0/00.0; arrived 0000:?/00.0");
	ck_assert_str_eq(differences("f 0000:00/0e.0/pci/06.0 8086:a111\n",
				     "f ?/pci/06.0 8086:a111\n"), "");
}
END_TEST

START_TEST(another_board_and_another_kernel_are_told)
{
	compare_boards(PORT0, PORT0);
	sides[0]->kernel = strdup("6.1.0");
	sides[1]->kernel = strdup("6.12.0");
	board_set(&sides[0]->board, BOARD_BOARD_SERIAL, "S1");
	board_set(&sides[1]->board, BOARD_BOARD_SERIAL, "S2");
	board_set(&sides[0]->board, BOARD_PRODUCT_NAME, "Super Server");
	board_set(&sides[1]->board, BOARD_PRODUCT_NAME, "web 2U");
	diff_free(diff);
	ck_assert_int_eq(diff_new(sides[0], sides[1], &diff), 0);
	ck_assert(diff_differs(diff));
	ck_assert_uint_eq(diff->board.count, 1);
	ck_assert_str_eq(diff->board.items[0].name, "board_serial");
	ck_assert_uint_eq(diff->context.count, 1);
	ck_assert_str_eq(diff->context.items[0].name, "kernel");
}
END_TEST

/* Two devices at one place are a broken file's, but they must end somewhere. */
START_TEST(two_devices_at_one_place)
{
	ck_assert_str_eq(differences("f 0000:00/01.0 8086:1111\nf 0000:00/01.0 8086:1111\n",
				     "f 0000:00/01.0 8086:1111\n"), "gone 0000:00/01.0");
}
END_TEST

START_TEST(one_of_a_model_may_have_moved)
{
	ck_assert_str_eq(differences("f 0000:00/01.0 144d:a808\n", "f 0000:00/02.0 144d:a808\n"),
			 "gone 0000:00/01.0; arrived 0000:00/02.0");
	ck_assert_uint_eq(diff->entries[0].like, 1);
	ck_assert_uint_eq(diff->entries[1].like, 0);
	/* with a serial each they are two; and of two nobody knows which */
	differences(AT("01.0", S0), AT("02.0", S1));
	ck_assert_uint_eq(diff->entries[0].like, 0);
	differences("f 0000:00/01.0 144d:a808\n",
		    "f 0000:00/02.0 144d:a808\nf 0000:00/03.0 144d:a808\n");
	ck_assert_uint_eq(diff->entries[0].like, 0);
}
END_TEST

/* A function of which all is known, with a power management capability of that version. */
static struct snapshot *known_function(uint8_t version)
{
	struct snapshot *snapshot = board_snapshot("f 0000:00/01.0 8086:10d3\n");
	struct device *device = snapshot->devices[0];
	uint8_t bytes[256] = { 0x86, 0x80, 0xd3, 0x10, [6] = 0x10, [0x0b] = 0x02, [0x2c] = 0xf4,
			       0x1a, 0x00, 0x11, [0x34] = 0x40, [0x40] = 0x01, 0x00 };

	bytes[0x42] = version;
	device->config = config_image_new(sizeof(bytes));
	ck_assert_int_eq(config_image_put(device->config, 0, bytes, sizeof(bytes)), 0);
	device->bars_known = true;
	ck_assert_int_eq(device_decode(device), 0);
	ck_assert_ptr_nonnull(device_get(device, FIELD_SHAPE));
	return snapshot;
}

/* As a snapshot without the bytes is read. */
static void forget_bytes(struct snapshot *snapshot)
{
	config_image_free(snapshot->devices[0]->config);
	snapshot->devices[0]->config = NULL;
}

START_TEST(another_shape_without_the_bytes_names_the_capability)
{
	const struct diff_change *change;

	sides[0] = known_function(2);
	sides[1] = known_function(3);
	forget_bytes(sides[0]);
	ck_assert_int_eq(diff_new(sides[0], sides[1], &diff), 0);
	change = &diff->entries[0].changes.items[0];
	ck_assert_str_eq(change->name, "shape");
	ck_assert_str_eq(change->part, "capability 1 of the list");
	ck_assert_str_eq(change->values[DIFF_A], "01 at 40h, version 2");
	ck_assert_str_eq(change->values[DIFF_B], "01 at 40h, version 3");
}
END_TEST

START_TEST(another_shape_names_the_register)
{
	const struct diff_change *change;

	sides[0] = known_function(2);
	sides[1] = known_function(3);
	ck_assert_int_eq(diff_new(sides[0], sides[1], &diff), 0);
	ck_assert_uint_eq(diff->counts[DIFF_CHANGED], 1);
	ck_assert_uint_eq(diff->entries[0].changes.count, 1);
	change = &diff->entries[0].changes.items[0];
	ck_assert_str_eq(change->name, "shape");
	ck_assert_msg(strstr(change->part, "40h"), "%s", change->part);
	ck_assert_str_ne(change->values[DIFF_A], change->values[DIFF_B]);
	ck_assert_msg(strncmp(change->values[DIFF_A], "sha256", 6), "%s", change->values[DIFF_A]);
}
END_TEST

static double seconds_for(size_t count)
{
	char *a = malloc(count * 80 + 1), *b = malloc(count * 80 + 1);
	size_t used_a = 0, used_b = 0;
	struct timespec start, end;

	for (size_t i = 0; i < count; i++) {
		/* every other one moved, all of one model */
		used_a += sprintf(a + used_a, "f 0000:00/%02zx.0/%02zx.0/%02zx.0 8086:10d3 serial=%08zx\n",
				  i >> 10, i >> 5 & 31, i & 31, i + 1);
		used_b += sprintf(b + used_b, "f 0000:00/%02zx.%zu/%02zx.0/%02zx.0 8086:10d3 serial=%08zx\n",
				  i >> 10, i & 1, i >> 5 & 31, i & 31, i + 1);
	}
	clear();
	sides[0] = board_snapshot(a);
	sides[1] = board_snapshot(b);
	free(a);
	free(b);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
	ck_assert_int_eq(diff_new(sides[0], sides[1], &diff), 0);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
	ck_assert_uint_eq(diff->counts[DIFF_MOVED], count / 2);
	return end.tv_sec - start.tv_sec + (end.tv_nsec - start.tv_nsec) / 1e9;
}

START_TEST(ten_times_the_devices_take_no_more_than_ten_times_the_time)
{
	double one = seconds_for(2000), ten = seconds_for(20000);

	/* generous: what else the processor does disturbs short times, caches above all */
	ck_assert_msg(ten < 30 * one + 0.1, "%f s for 2000, %f s for 20000", one, ten);
}
END_TEST

Suite *suite_diff(void)
{
	Suite *suite = suite_create("diff");
	TCase *tests = tcase_create("diff");

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, NULL, clear);
	tcase_add_test(tests, a_board_does_not_differ_from_itself);
	tcase_add_test(tests, what_came_and_went);
	tcase_add_test(tests, another_part_in_its_place_names_both);
	tcase_add_test(tests, same_model_with_another_serial_is_changed);
	tcase_add_test(tests, a_part_elsewhere_has_moved);
	tcase_add_test(tests, twins_that_changed_places_are_told_once);
	tcase_add_test(tests, a_ring_of_three_has_moved);
	tcase_add_test(tests, what_sits_around_a_part_moves_with_it);
	tcase_add_test(tests, a_serial_that_all_carry_moves_nothing);
	tcase_add_test(tests, numbers_and_drivers_are_no_difference);
	tcase_add_test(tests, a_narrower_link_is_told_at_its_lower_end);
	tcase_add_test(tests, unknown_is_no_difference_and_is_counted);
	tcase_add_test(tests, what_no_longer_answers_has_changed);
	tcase_add_test(tests, what_drivers_make_follows_its_parent);
	tcase_add_test(tests, text_of_lspci_knows_no_i2c);
	tcase_add_test(tests, roots_that_firmware_renumbered_are_the_same);
	tcase_add_test(tests, a_place_known_in_part_may_be_the_same);
	tcase_add_test(tests, another_board_and_another_kernel_are_told);
	tcase_add_test(tests, two_devices_at_one_place);
	tcase_add_test(tests, one_of_a_model_may_have_moved);
	tcase_add_test(tests, another_shape_names_the_register);
	tcase_add_test(tests, another_shape_without_the_bytes_names_the_capability);
	tcase_add_test(tests, ten_times_the_devices_take_no_more_than_ten_times_the_time);
	suite_add_tcase(suite, tests);
	return suite;
}
