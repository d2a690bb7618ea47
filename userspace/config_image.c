// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * config_image.c: configuration space as an image with a map of known bytes.
 *
 * Invariant: a byte whose bit is not set in the map is never handed out.
 */
#include "config_image.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/**
 * config_image_new() - an image of which nothing is known yet
 * @size: of the space in bytes, 256 or 4096; 0: not known
 *
 * Return: the image, to be freed by config_image_free(), or NULL.
 */
struct config_image *config_image_new(unsigned int size)
{
	struct config_image *image = calloc(1, sizeof(*image));

	if (image)
		image->size = size < CONFIG_SPACE_MAX ? size : CONFIG_SPACE_MAX;
	return image;
}

/** config_image_copy() - Return: a copy, or NULL without memory or for NULL. */
struct config_image *config_image_copy(const struct config_image *image)
{
	struct config_image *copy;

	if (!image)
		return NULL;
	copy = malloc(sizeof(*copy));
	if (copy)
		*copy = *image;
	return copy;
}

/** config_image_free() - free an image; NULL is none. */
void config_image_free(struct config_image *image)
{
	free(image);
}

/**
 * config_image_put() - make bytes known
 * @offset: in bytes from the start of the space
 *
 * Return: 0, or -ERANGE beyond the space (nothing is changed then).
 */
int config_image_put(struct config_image *image, unsigned int offset,
		     const void *data, size_t length)
{
	size_t room = image->size ? image->size : CONFIG_SPACE_MAX;
	size_t at;

	if (offset > room || length > room - offset)
		return -ERANGE;
	memcpy(image->bytes + offset, data, length);
	for (at = offset; at < offset + length; at++)
		image->known[at / 8] |= 1u << (at % 8);
	return 0;
}

/* Whether @length bytes from @offset on are all known. */
static bool range_known(const struct config_image *image, unsigned int offset,
			unsigned int length)
{
	unsigned int at;

	if (offset > CONFIG_SPACE_MAX || length > CONFIG_SPACE_MAX - offset)
		return false;
	for (at = offset; at < offset + length; at++)
		if (!(image->known[at / 8] & 1u << (at % 8)))
			return false;
	return true;
}

/** config_image_u8() - Return: true and the byte, if it is known. */
bool config_image_u8(const struct config_image *image, unsigned int offset, uint8_t *value)
{
	if (!image || !range_known(image, offset, 1))
		return false;
	*value = image->bytes[offset];
	return true;
}

/** config_image_u16() - Return: true and the little-endian value, if it is known. */
bool config_image_u16(const struct config_image *image, unsigned int offset, uint16_t *value)
{
	if (!image || !range_known(image, offset, 2))
		return false;
	*value = image->bytes[offset] | image->bytes[offset + 1] << 8;
	return true;
}

/** config_image_u32() - Return: true and the little-endian value, if it is known. */
bool config_image_u32(const struct config_image *image, unsigned int offset, uint32_t *value)
{
	if (!image || !range_known(image, offset, 4))
		return false;
	*value = image->bytes[offset] | image->bytes[offset + 1] << 8 |
		 image->bytes[offset + 2] << 16 |
		 (uint32_t)image->bytes[offset + 3] << 24;
	return true;
}
