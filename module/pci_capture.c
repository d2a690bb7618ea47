// SPDX-License-Identifier: GPL-2.0-only
/*
 * A function's registers, read and packed.
 *
 * Invariant: nothing is woken. What does not answer before and after gives no
 * capture at all, only the state it was found in.
 */
#include "internal.h"

#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/pci.h>

#include "compat.h"

/* Class and revision: virtual functions answer all ones at the ids. */
static bool is_alive(struct pci_dev *pdev)
{
	return muster_config_read(pdev, PCI_CLASS_REVISION) != U32_MAX;
}

/* Adjacent dwords are one extent. Returns false where CAPTURE_MAX cuts. */
static bool put_extents(struct muster_writer *body, const struct muster_image *image)
{
	const u32 overhead = 4 + 8 + 4;
	u32 dwords = image->size / 4;
	u32 limit = MUSTER_CAPTURE_MAX;
	u32 begin, end, nest;

	for (begin = find_first_bit(image->known, dwords); begin < dwords;
	     begin = find_next_bit(image->known, dwords, end)) {
		if (limit < overhead + 4)
			return false;
		end = find_next_zero_bit(image->known, dwords, begin);
		end = min(end, begin + (limit - overhead) / 4);
		nest = muster_nest_begin(body, MUSTER_A_DEVICE_EXTENT);
		muster_put_u32(body, MUSTER_A_EXTENT_OFFSET, 4 * begin);
		muster_put(body, MUSTER_A_EXTENT_DATA, &image->value[begin], 4 * (end - begin));
		muster_nest_end(body, nest);
		limit -= overhead + 4 * (end - begin);
	}
	return true;
}

/* Most of a space is never read: to hash it would take longer than all else there is to do. */
static void digest_stable(const struct muster_image *image, u8 *digest)
{
	u32 dwords = MUSTER_CONFIG_DWORDS;

	while (dwords > 0 && !image->stable[dwords - 1])
		dwords--;
	sha256((const u8 *)image->stable, dwords * sizeof(image->stable[0]), digest);
}

/**
 * muster_pci_capture() - read a function's registers into its body
 * @pdev: the function
 * @sighting: of the function
 *
 * Context: may sleep; not under the order mutex.
 * Return: enum muster_reading; unless OK, nothing has been written.
 */
u32 muster_pci_capture(struct pci_dev *pdev, struct muster_sighting *sighting)
{
	struct muster_image *image = &sighting->image;
	u32 reading = muster_pci_reading(pdev);

	if (reading != MUSTER_READING_OK)
		return reading;

	if (is_alive(pdev)) {
		muster_config_image(pdev, image);
		if (is_alive(pdev)) {
			if (!put_extents(&sighting->body, image))
				sighting->flags |= MUSTER_DEVICE_TRUNCATED;
			digest_stable(image, sighting->stable);
			return MUSTER_READING_OK;
		}
	}
	/* it may have fallen asleep or gone since it was asked */
	reading = muster_pci_reading(pdev);
	return reading == MUSTER_READING_OK ? MUSTER_READING_UNREADABLE : reading;
}
