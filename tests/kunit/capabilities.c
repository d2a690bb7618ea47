// SPDX-License-Identifier: GPL-2.0-only
/* The walk over capabilities, which a device may arrange as it likes. */
#include "kunit.h"

#include <linux/bitmap.h>

/* What holds whatever a device says: the walk ended, and asked for each dword once at most. */
static void expect_care(struct kunit *test, const struct function *function,
			const struct muster_image *image)
{
	u32 i, dwords = function->pdev.cfg_size / 4;

	KUNIT_EXPECT_EQ(test, image->size, function->pdev.cfg_size);
	KUNIT_EXPECT_EQ(test, function->odd_reads, 0);
	KUNIT_EXPECT_EQ(test, function->writes, 0);
	for (i = 0; i < MUSTER_CONFIG_DWORDS; i++) {
		bool known = test_bit(i, image->known);

		KUNIT_ASSERT_EQ(test, function->reads[i], known);
		KUNIT_ASSERT_FALSE(test, known && i >= dwords);
		KUNIT_ASSERT_FALSE(test, !known && image->value[i]);
		KUNIT_ASSERT_EQ(test, (__force u32)(image->stable[i] & ~image->value[i]), 0);
		KUNIT_ASSERT_FALSE(test, !known && test_bit(i, image->heads));
	}
}

static struct muster_image *walk(struct kunit *test, struct function *function)
{
	struct muster_image *image = kunit_kzalloc(test, sizeof(*image), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, image);
	muster_config_image(&function->pdev, image);
	expect_care(test, function, image);
	return image;
}

static u32 heads_of(const struct muster_image *image)
{
	return bitmap_weight(image->heads, MUSTER_CONFIG_DWORDS);
}

static bool is_known(const struct muster_image *image, u32 offset)
{
	return test_bit(offset / 4, image->known);
}

static void no_list(struct kunit *test)
{
	struct function *function = take_function(test, PCI_CFG_SPACE_SIZE);
	struct muster_image *image;

	/* a pointer, but no bit that says there is a list */
	function->space[PCI_CAPABILITY_LIST] = 0x40;
	image = walk(test, function);
	KUNIT_EXPECT_EQ(test, heads_of(image), 0);
	KUNIT_EXPECT_EQ(test, bitmap_weight(image->known, MUSTER_CONFIG_DWORDS), 16);
}

static void plain_list(struct kunit *test)
{
	struct function *function = take_function(test, PCI_CFG_SPACE_SIZE);
	struct muster_image *image;

	function_capability(function, 0x40, PCI_CAP_ID_PM, 0x60);
	function_capability(function, 0x60, PCI_CAP_ID_MSIX, 0x50);
	function_capability(function, 0x50, PCI_CAP_ID_VNDR, 0);
	image = walk(test, function);
	KUNIT_EXPECT_EQ(test, heads_of(image), 3);
	KUNIT_EXPECT_TRUE(test, is_known(image, 0x44));
	KUNIT_EXPECT_TRUE(test, is_known(image, 0x68));
	/* of a vendor's own the header alone: its length is the device's word */
	KUNIT_EXPECT_FALSE(test, is_known(image, 0x54));
}

static void loop(struct kunit *test)
{
	struct function *function = take_function(test, PCI_CFG_SPACE_SIZE);

	function_capability(function, 0x40, PCI_CAP_ID_PM, 0x50);
	function_capability(function, 0x50, PCI_CAP_ID_MSI, 0x60);
	function_capability(function, 0x60, PCI_CAP_ID_VNDR, 0x40);
	KUNIT_EXPECT_EQ(test, heads_of(walk(test, function)), 3);
}

static void self_pointer(struct kunit *test)
{
	struct function *function = take_function(test, PCI_CFG_SPACE_SIZE);

	function_capability(function, 0x40, PCI_CAP_ID_PM, 0x40);
	KUNIT_EXPECT_EQ(test, heads_of(walk(test, function)), 1);
}

/* A pointer into the header ends the list, however plausible what it points to. */
static void cut_list(struct kunit *test)
{
	struct function *function = take_function(test, PCI_CFG_SPACE_SIZE);

	function_capability(function, 0x40, PCI_CAP_ID_PM, 0x3c);
	KUNIT_EXPECT_EQ(test, heads_of(walk(test, function)), 1);
}

static void all_ones(struct kunit *test)
{
	struct function *function = take_function(test, PCI_CFG_SPACE_EXP_SIZE);
	struct muster_image *image;

	memset(function->space, 0xff, sizeof(function->space));
	image = walk(test, function);
	KUNIT_EXPECT_LE(test, heads_of(image), 1);
	KUNIT_EXPECT_LE(test, bitmap_weight(image->known, MUSTER_CONFIG_DWORDS), 20);
}

/* The two lowest bits of a pointer are to be masked: PCI 3.0, 6.7. */
static void unaligned_pointer(struct kunit *test)
{
	struct function *function = take_function(test, PCI_CFG_SPACE_SIZE);
	struct muster_image *image;

	function_capability(function, 0x40, PCI_CAP_ID_PM, 0x53);
	function->space[PCI_CAPABILITY_LIST] = 0x41;
	function->space[0x50] = PCI_CAP_ID_MSIX;
	image = walk(test, function);
	KUNIT_EXPECT_EQ(test, heads_of(image), 2);
	KUNIT_EXPECT_TRUE(test, test_bit(0x50 / 4, image->heads));
	KUNIT_EXPECT_TRUE(test, is_known(image, 0x58));
}

/* A capability in each dword: as many as there can be, none read beyond the next. */
static void most_capabilities(struct kunit *test)
{
	struct function *function = take_function(test, PCI_CFG_SPACE_SIZE);
	struct muster_image *image;
	u32 at;

	for (at = 0x40; at < 0x100; at += 4)
		function_capability(function, at, PCI_CAP_ID_EXP, (at + 4) & 0xff);
	image = walk(test, function);
	KUNIT_EXPECT_EQ(test, heads_of(image), 48);
	/* backwards, so that each is met before the one after it */
	for (at = 0x40; at < 0x100; at += 4)
		function_capability(function, at, PCI_CAP_ID_EXP, at - 4);
	function->space[PCI_CAPABILITY_LIST] = 0xfc;
	memset(function->reads, 0, sizeof(function->reads));
	image = walk(test, function);
	KUNIT_EXPECT_EQ(test, heads_of(image), 48);
}

/* At the end of the space: what a table says lies beyond is not read. */
static void last_dword(struct kunit *test)
{
	struct function *function = take_function(test, PCI_CFG_SPACE_EXP_SIZE);
	struct muster_image *image;

	function_capability(function, 0xfc, PCI_CAP_ID_EXP, 0);
	function->space[0xfe] = 2;
	function_extended(function, 0x100, PCI_EXT_CAP_ID_DSN, 0xffc);
	function_extended(function, 0xffc, PCI_EXT_CAP_ID_SRIOV, 0);
	image = walk(test, function);
	KUNIT_EXPECT_EQ(test, heads_of(image), 3);
	KUNIT_EXPECT_TRUE(test, is_known(image, 0x108));
	KUNIT_EXPECT_FALSE(test, is_known(image, 0x10c));
}

/* What decodes too few address lines shows its header again at 100. */
static void extended_mirrored(struct kunit *test)
{
	struct function *function = take_function(test, PCI_CFG_SPACE_EXP_SIZE);
	struct muster_image *image;
	u32 at;

	function_capability(function, 0x40, PCI_CAP_ID_PM, 0);
	for (at = 0x100; at < 0x1000; at += 0x100)
		memcpy(function->space + at, function->space, 0x100);
	image = walk(test, function);
	/* ids of 1b36:fa01 say that the next one is at fa0, which is as empty there */
	KUNIT_EXPECT_LE(test, heads_of(image), 3);
}

static void extended_loop(struct kunit *test)
{
	struct function *function = take_function(test, PCI_CFG_SPACE_EXP_SIZE);

	function_extended(function, 0x100, PCI_EXT_CAP_ID_DSN, 0x140);
	function_extended(function, 0x140, PCI_EXT_CAP_ID_ACS, 0x180);
	function_extended(function, 0x180, PCI_EXT_CAP_ID_VC, 0x140);
	KUNIT_EXPECT_EQ(test, heads_of(walk(test, function)), 3);
}

static void extended_cut(struct kunit *test)
{
	struct function *function = take_function(test, PCI_CFG_SPACE_EXP_SIZE);

	function_extended(function, 0x100, PCI_EXT_CAP_ID_DSN, 0x040);
	function->space[0x40] = PCI_CAP_ID_PM;
	KUNIT_EXPECT_EQ(test, heads_of(walk(test, function)), 1);
}

/* Counts that a device gives end at the next capability. */
static void lying_counts(struct kunit *test)
{
	struct function *function = take_function(test, PCI_CFG_SPACE_EXP_SIZE);
	struct muster_image *image;

	function_capability(function, 0x40, PCI_CAP_ID_EA, 0x50);
	function_put16(function, 0x42, 0x3f);
	function_put32(function, 0x44, 7);
	function_capability(function, 0x50, PCI_CAP_ID_VNDR, 0);
	function_extended(function, 0x100, PCI_EXT_CAP_ID_ACS, 0x110);
	function_put16(function, 0x104, PCI_ACS_EC);	/* a vector of 0, that is 256 bits */
	function_extended(function, 0x110, PCI_EXT_CAP_ID_REBAR, 0x120);
	function_put32(function, 0x118, 7 << 5);
	function_extended(function, 0x120, PCI_EXT_CAP_ID_VC, 0x130);
	function_put32(function, 0x124, 7);
	function_extended(function, 0x130, PCI_EXT_CAP_ID_VNDR, 0);
	image = walk(test, function);
	KUNIT_EXPECT_EQ(test, heads_of(image), 6);
	KUNIT_EXPECT_TRUE(test, is_known(image, 0x4c));
	KUNIT_EXPECT_FALSE(test, is_known(image, 0x54));
	KUNIT_EXPECT_TRUE(test, is_known(image, 0x10c));
	KUNIT_EXPECT_FALSE(test, is_known(image, 0x138));
}

/* Any bytes at all; the same ones each time. */
static void any_bytes(struct kunit *test)
{
	struct muster_image *image = kunit_kzalloc(test, sizeof(*image), GFP_KERNEL);
	struct function *function = take_function(test, PCI_CFG_SPACE_EXP_SIZE);
	u32 random = 7;
	u32 round, i;

	KUNIT_ASSERT_NOT_NULL(test, image);
	for (round = 0; round < 100; round++) {
		for (i = 0; i < sizeof(function->space); i++) {
			random = random * 1664525 + 1013904223;
			function->space[i] = random >> 24;
		}
		function->pdev.cfg_size = round & 1 ? 4096 : 256;
		function->space[PCI_STATUS] |= PCI_STATUS_CAP_LIST;
		memset(function->reads, 0, sizeof(function->reads));
		muster_config_image(&function->pdev, image);
		expect_care(test, function, image);
	}
}

static struct kunit_case cases[] = {
	KUNIT_CASE(no_list),
	KUNIT_CASE(plain_list),
	KUNIT_CASE(loop),
	KUNIT_CASE(self_pointer),
	KUNIT_CASE(cut_list),
	KUNIT_CASE(all_ones),
	KUNIT_CASE(unaligned_pointer),
	KUNIT_CASE(most_capabilities),
	KUNIT_CASE(last_dword),
	KUNIT_CASE(extended_mirrored),
	KUNIT_CASE(extended_loop),
	KUNIT_CASE(extended_cut),
	KUNIT_CASE(lying_counts),
	KUNIT_CASE(any_bytes),
	{}
};

static struct kunit_suite suite = {
	.name = "muster-capabilities",
	.test_cases = cases,
};

kunit_test_suite(suite);
