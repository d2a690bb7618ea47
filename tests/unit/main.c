// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * main.c: runs every suite; SUITES is the Makefile's list, one per file here.
 *
 * With two numbers, PART and PARTS, every PARTS-th suite from PART on: so many
 * processes share the work.
 */
#include <check.h>
#include <stdlib.h>

#define SUITE(name) Suite *suite_##name(void);
SUITES
#undef SUITE

int main(int argc, char **argv)
{
	unsigned int part = argc == 3 ? strtoul(argv[1], NULL, 10) : 0;
	unsigned int parts = argc == 3 ? strtoul(argv[2], NULL, 10) : 1;
	SRunner *runner = srunner_create(NULL);
	unsigned int index = 0;
	int failed;

	if (!parts)
		return EXIT_FAILURE;
#define SUITE(name) \
	if (index++ % parts == part) \
		srunner_add_suite(runner, suite_##name());
	SUITES
#undef SUITE
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
