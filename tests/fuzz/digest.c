// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * digest.c: two texts of shapes, of which an inventory holds one.
 *
 * about: digest_difference.c
 *
 * Input: both, parted by an empty line.
 */
#include "fuzz.h"

#include <string.h>

#include "digest.h"

static void check_bounded(const char *text, size_t size)
{
	claim(strnlen(text, size) < size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *expected = fuzz_text(data, size), *seen = strstr(expected, "\n\n");
	struct digest_difference difference;
	char digest[DIGEST_SIZE];
	int err;

	if (seen) {
		seen[1] = '\0';
		seen = strdup(seen + 2);
	} else {
		seen = strdup("muster-shape/1\n");
	}
	err = digest_shape_difference(expected, seen, &difference);
	if (!err) {
		claim(strcmp(expected, seen) && difference.count);
		check_bounded(difference.where, sizeof(difference.where));
		check_bounded(difference.expected, sizeof(difference.expected));
		check_bounded(difference.seen, sizeof(difference.seen));
		check_bounded(difference.sentence, sizeof(difference.sentence));
	}
	digest_text(expected, digest);
	check_bounded(digest, sizeof(digest));
	free(expected);
	free(seen);
	return 0;
}
