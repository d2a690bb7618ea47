/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * config_image.h: configuration space as an image with a map of known bytes.
 */
#ifndef MUSTER_CONFIG_IMAGE_H
#define MUSTER_CONFIG_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CONFIG_SPACE_MAX 4096	/* bytes */

struct config_image {
	unsigned int size;	/* of the space: 256 or 4096; 0: unknown */
	uint8_t bytes[CONFIG_SPACE_MAX];
	uint8_t known[CONFIG_SPACE_MAX / 8];
};

/** config_image_new() - of @size bytes, none of them known; NULL: no memory */
struct config_image *config_image_new(unsigned int size);
struct config_image *config_image_copy(const struct config_image *image);
void config_image_free(struct config_image *image);

/** config_image_put() - Return: 0, or -ERANGE beyond the space. */
int config_image_put(struct config_image *image, unsigned int offset,
		     const void *data, size_t length);

/* Return: true and the little-endian value if every byte of it is known. */
bool config_image_u8(const struct config_image *image, unsigned int offset, uint8_t *value);
bool config_image_u16(const struct config_image *image, unsigned int offset, uint16_t *value);
bool config_image_u32(const struct config_image *image, unsigned int offset, uint32_t *value);

#endif /* MUSTER_CONFIG_IMAGE_H */
