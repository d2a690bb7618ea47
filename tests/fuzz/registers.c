// SPDX-License-Identifier: GPL-2.0-only
/*
 * registers.c: a function's configuration space is what the bytes say, and the
 * module walks it: pci_config.c as it is, compiled here.
 *
 * about: ../module/pci_config.c
 */
#include "fuzz.h"

#include "../../module/pci_config.c"

int pci_user_read_config_dword(struct pci_dev *pdev, int where, u32 *value)
{
	claim(where >= 0 && where % 4 == 0 && where + 4 <= pdev->cfg_size);
	/* a list may lead to the dword that another look is after */
	claim(pdev->reads[where / 4] < 2);
	pdev->reads[where / 4]++;
	memcpy(value, pdev->space + where, sizeof(*value));
	*value = le32toh(*value);
	return 0;
}

/* An image reads each dword once at most, none beyond the space, and nothing claimed of what was not read. */
static void claim_image(const struct pci_dev *pdev, const struct muster_image *image)
{
	u32 i;

	claim(image->size == (u32)pdev->cfg_size);
	for (i = 0; i < MUSTER_CONFIG_DWORDS; i++) {
		bool known = test_bit(i, image->known);

		claim(pdev->reads[i] == known);
		claim(known || (!image->value[i] && !test_bit(i, image->heads)));
		claim(!(image->stable[i] & ~image->value[i]));
		claim(!known || !memcmp(&image->value[i], pdev->space + 4 * i, 4));
	}
}

/* The first byte chooses the size; what is missing of the space is 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct muster_image image, again;
	static u8 space[4096];
	u8 reads[1024] = { 0 };
	struct pci_dev pdev = { .space = space, .reads = reads };
	u16 offset, stride;

	if (!size)
		return 0;
	pdev.cfg_size = data[0] & 1 ? 4096 : 256;
	memset(space, 0, sizeof(space));
	memcpy(space, data + 1, min(size - 1, sizeof(space)));

	muster_config_image(&pdev, &image);
	claim_image(&pdev, &image);
	memset(reads, 0, sizeof(reads));
	muster_config_image(&pdev, &again);
	claim(!memcmp(&image, &again, sizeof(image)));

	if (pdev.cfg_size == 256)
		return 0;
	memset(reads, 0, sizeof(reads));
	claim(muster_config_routing(&pdev, &offset, &stride) <= 0);
	return 0;
}
