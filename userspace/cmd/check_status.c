// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * check_status.c: what the findings of a check amount to.
 */
#include "check.h"

#include <stdio.h>

#include "../inventory.h"

bool check_shows(const struct check *check, const struct finding *finding)
{
	return finding->severity >= check->min_severity;
}

size_t check_count(const struct check *check, enum severity severity)
{
	size_t count = 0;

	for (size_t i = 0; i < check->verdict.count; i++)
		count += check->verdict.findings[i]->severity == severity &&
			 check_shows(check, check->verdict.findings[i]);
	return count;
}

size_t check_count_all(const struct check *check)
{
	return check_count(check, SEVERITY_NOTICE) + check_count(check, SEVERITY_WARNING) +
	       check_count(check, SEVERITY_CRITICAL);
}

const char *check_doubt(const struct check *check, char *buffer, size_t size)
{
	if (!check->inventory)
		return "there is no inventory to compare with";
	if (!check->settled)
		return "the board has not settled yet; --wait waits";
	if (check->trouble)
		return "not all inventories could be used";
	if (!check->verdict.unverified_count)
		return NULL;
	snprintf(buffer, size, "%zu device%s could not be verified",
		 check->verdict.unverified_count,
		 check->verdict.unverified_count == 1 ? "" : "s");
	return buffer;
}

int check_status(const struct check *check)
{
	char doubt[64];

	/* Before it has settled even a finding may go away by itself. */
	if (!check->settled)
		return EXIT_UNSURE;
	if (check_count_all(check))
		return EXIT_FINDINGS;
	return check_doubt(check, doubt, sizeof(doubt)) ? EXIT_UNSURE : EXIT_PASS;
}
