// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fru.c: any bytes as an IPMI FRU memory.
 *
 * about: fru.c fru_layout.c fru_text.c fru_digest.c latin_text.c digest_lines.c
 *
 * Input: one memory; or two, of which the first two bytes say how long the first is,
 * so that their shapes are compared.
 */
#include "fuzz.h"

#include <errno.h>
#include <string.h>

#include "digest.h"
#include "fru.h"
#include "text.h"

/* In memory of its own size, so that what is behind it is somebody else's. */
static uint8_t *alone(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1);

	memcpy(copy, data, size);
	return copy;
}

/* Return: the shape, to be freed, or NULL. */
static char *decode(const uint8_t *data, size_t size)
{
	uint8_t *bytes = alone(data, size);
	char *identity = NULL, *shape = NULL;
	struct fru fru, again;
	int err, i;

	err = fru_decode(bytes, size, &fru);
	claim(err == 0 || err == -ENOENT || err == -EBADMSG);
	claim(fru_decode(bytes, size, &again) == err);
	for (i = 0; i < FRU_TEXTS; i++) {
		claim(strnlen(fru.texts[i], FRU_TEXT_SIZE) < FRU_TEXT_SIZE);
		claim(text_is_clean(fru.texts[i]) && !strcmp(fru.texts[i], again.texts[i]));
	}
	claim(strlen(fru.board_date) == 0 || strlen(fru.board_date) == 17);
	i = fru_identity_text(bytes, size, &identity);
	claim(i == fru_shape_text(bytes, size, &shape));
	claim(i == err || (!err && i == -ENODATA &&
			   (fru.lost[FRU_CHASSIS] || fru.lost[FRU_BOARD] || fru.lost[FRU_PRODUCT])));
	free(identity);
	free(bytes);
	return shape;
}

static void compare(const char *one, const char *other)
{
	struct digest_difference difference;
	int err = digest_shape_difference(one, other, &difference);

	/* a hostile one may have more lines than are compared */
	claim(err == -EINVAL || err == (strcmp(one, other) ? 0 : -ENOENT));
	claim(err || (difference.count && text_is_clean(difference.sentence)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t first = size < 2 ? size : data[0] | (size_t)data[1] << 8;
	char *shape = decode(data, size), *other = NULL;

	if (size > 2 && first < size - 2) {
		free(shape);
		shape = decode(data + 2, first);
		other = decode(data + 2 + first, size - 2 - first);
	}
	if (shape)
		compare(shape, shape);
	if (shape && other)
		compare(shape, other);
	free(shape);
	free(other);
	return 0;
}
