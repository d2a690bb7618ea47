/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * spd_images.h: SPD images of our own making, whole and with right checksums.
 */
#ifndef MUSTER_TEST_SPD_IMAGES_H
#define MUSTER_TEST_SPD_IMAGES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "spd.h"
#include "spd_internal.h"

struct spd_image {
	uint8_t bytes[SPD_BYTES_MAX];
	size_t length;
};

static inline void spd_image_put(struct spd_image *image, size_t offset, const void *bytes,
				 size_t length)
{
	memcpy(image->bytes + offset, bytes, length);
}

static inline void spd_image_store(struct spd_image *image, size_t from, size_t length, size_t at)
{
	uint16_t crc = spd_crc(image->bytes + from, length);

	image->bytes[at] = crc;
	image->bytes[at + 1] = crc >> 8;
}

/* Make the checksums right again. */
static inline void spd_image_sum(struct spd_image *image)
{
	switch (image->length) {
	case 256:
		spd_image_store(image, 0, image->bytes[0] & 0x80 ? 117 : 126, 126);
		break;
	case 512:
		spd_image_store(image, 0, 126, 126);
		spd_image_store(image, 128, 126, 254);
		break;
	default:
		spd_image_store(image, 0, 510, 510);
	}
}

/* 8 GiB RDIMM, 2 ranks of 4 Gb x8, ECC, DDR3-1600, Samsung on both. */
static inline struct spd_image spd_image_ddr3(void)
{
	static const uint8_t head[] = {
		0x92, 0x13, 0x0b, 0x01, 0x04, 0x21, 0x02, 0x09, 0x0b, 0x11, 0x01, 0x08, 0x0a,
	};
	struct spd_image image = { .length = 256 };

	spd_image_put(&image, 0, head, sizeof(head));
	spd_image_put(&image, 117, "\x80\xce\x02\x13\x29\x12\x34\xab\xcd", 9);
	spd_image_put(&image, 128, "M393B1G70QH0-YK0  ", 18);
	spd_image_put(&image, 146, "\x00\x51\x80\xce" "lot 17", 10);
	spd_image_put(&image, 176, "owner", 5);
	spd_image_sum(&image);
	return image;
}

/* 16 GiB UDIMM, 2 ranks of 8 Gb x8, DDR4-2666, Kingston with dies of SK hynix. */
static inline struct spd_image spd_image_ddr4(void)
{
	static const uint8_t head[] = {
		0x23, 0x11, 0x0c, 0x02, 0x85, 0x21, 0x00, 0x08, 0x00, 0x60, 0x00, 0x03, 0x09, 0x03,
		0x00, 0x00, 0x00, 0x00, 0x06,
	};
	struct spd_image image = { .length = 512 };

	spd_image_put(&image, 0, head, sizeof(head));
	spd_image_put(&image, 128, "\x11\x11\x20\x01", 4);
	spd_image_put(&image, 320, "\x01\x98\x04\x20\x14\x0a\x0b\x0c\x0d", 9);
	spd_image_put(&image, 329, "9905678-012.A00G    ", 20);
	spd_image_put(&image, 349, "\x31\x80\xad\xff", 4);
	spd_image_put(&image, 384, "\x0c\x4a", 2);
	spd_image_sum(&image);
	return image;
}

/* 32 GiB RDIMM, 2 ranks of 16 Gb x8, two channels of 32 + 8 bits, DDR5-4800, Micron. */
static inline struct spd_image spd_image_ddr5(void)
{
	static const uint8_t head[] = {
		0x30, 0x10, 0x12, 0x01, 0x04, 0x00, 0x20, 0x62, 0x00, 0x00, 0x00, 0x00, 0x60, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xa0, 0x01, 0xf2, 0x03,
	};
	struct spd_image image = { .length = 1024 };

	spd_image_put(&image, 0, head, sizeof(head));
	spd_image_put(&image, 192, "\x10\x00\x86\x32\x80\x15\x80\xb3\x82\x11", 10);
	spd_image_put(&image, 234, "\x08\x32", 2);
	spd_image_put(&image, 512, "\x80\x2c\x0f\x22\x31\xe4\x00\x00\x01", 9);
	spd_image_put(&image, 521, "MTC20F2085S1RC48BA1 QSFF      ", 30);
	spd_image_put(&image, 551, "\x42\x80\x2c\x41", 4);
	spd_image_put(&image, 640, "\x0c\x4a", 2);
	spd_image_sum(&image);
	return image;
}

#define GENERATIONS 3

static struct spd_image (*const makers[GENERATIONS])(void) = {
	spd_image_ddr3, spd_image_ddr4, spd_image_ddr5,
};

/* Where each keeps the number of its maker, its part number and so on. */
static const struct places { size_t maker, part, part_length, serial, date, user; } places[] = {
	{ 117, 128, 18, 122, 120, 176 }, { 320, 329, 20, 325, 323, 384 },
	{ 512, 521, 30, 517, 515, 640 },
};

#endif /* MUSTER_TEST_SPD_IMAGES_H */
