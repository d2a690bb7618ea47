/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * As much of the kernel as the module's pure files ask for, so that they run
 * here: not what the kernel does, but what its documentation promises.
 *
 * The Makefile puts a header of each name that they include in the way, which
 * includes this one.
 */
#ifndef MUSTER_FUZZ_KERNEL_H
#define MUSTER_FUZZ_KERNEL_H

#include <endian.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <linux/netlink.h>
#include <linux/pci_regs.h>
#include <linux/types.h>

#include "sha256.h"

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int64_t s64;

/* numbers */
#define U32_MAX			UINT32_MAX
#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))
#define min(a, b)		((a) < (b) ? (a) : (b))
#define min_t(type, a, b)	min((type)(a), (type)(b))
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define round_up(n, to)		(((n) + (to) - 1) / (to) * (to))
#define round_down(n, to)	((n) / (to) * (to))
#define cpu_to_le32		htole32
#define le32_to_cpu		le32toh
#define WARN_ON_ONCE(wrong)	do { if (wrong) abort(); } while (0)

static inline u64 div_u64(u64 n, u32 divisor)
{
	return n / divisor;
}

static inline u64 div64_u64_rem(u64 n, u64 divisor, u64 *rest)
{
	*rest = n % divisor;
	return n / divisor;
}

/* bits */
#define BITS_PER_LONG		(8 * sizeof(unsigned long))
#define DECLARE_BITMAP(name, bits)	unsigned long name[DIV_ROUND_UP(bits, BITS_PER_LONG)]

static inline bool test_bit(unsigned long bit, const unsigned long *map)
{
	return map[bit / BITS_PER_LONG] >> bit % BITS_PER_LONG & 1;
}

static inline void set_bit(unsigned long bit, unsigned long *map)
{
	map[bit / BITS_PER_LONG] |= 1ul << bit % BITS_PER_LONG;
}

static inline void clear_bit(unsigned long bit, unsigned long *map)
{
	map[bit / BITS_PER_LONG] &= ~(1ul << bit % BITS_PER_LONG);
}

static inline bool test_and_set_bit(unsigned long bit, unsigned long *map)
{
	bool was = test_bit(bit, map);

	set_bit(bit, map);
	return was;
}

static inline unsigned long find_next_bit(const unsigned long *map, unsigned long size,
					  unsigned long bit)
{
	while (bit < size && !test_bit(bit, map))
		bit++;
	return min(bit, size);
}

#define for_each_set_bit(bit, map, size)				\
	for ((bit) = find_next_bit(map, size, 0); (bit) < (size);	\
	     (bit) = find_next_bit(map, size, (bit) + 1))

/* memory */
#define GFP_KERNEL		0
#define __GFP_NOWARN		0
#define kvzalloc(size, flags)	calloc(1, size)
#define kvcalloc(n, size, flags) calloc(n, size)
#define kvfree(memory)		free(memory)

#define sha256(data, length, digest) sha256_of(data, length, digest)

/* counters */
typedef struct { s64 value; } atomic64_t;
#define atomic64_inc(counter)	((counter)->value++)
#define atomic64_read(counter)	((counter)->value)

/* what firmware says of the machine: nothing */
#define __NEW_UTS_LEN		64
#define init_utsname()		(&(const struct { const char *release; }){ "none" })
#define dmi_get_system_info(field) ((field) ? NULL : "")
enum dmi_field {
	DMI_NONE, DMI_BIOS_VERSION, DMI_SYS_VENDOR, DMI_PRODUCT_NAME, DMI_PRODUCT_VERSION,
	DMI_PRODUCT_SKU, DMI_PRODUCT_UUID, DMI_BOARD_VENDOR, DMI_BOARD_NAME, DMI_BOARD_VERSION,
};

/* a function whose registers are in memory */
struct pci_dev {
	int cfg_size;
	const u8 *space;
	u8 *reads;	/* of each dword */
};

int pci_user_read_config_dword(struct pci_dev *pdev, int where, u32 *value);

/* what is named, but not used */
struct rb_node { int unused; };
struct hlist_node { int unused; };
struct netlink_callback;
struct device;
struct genl_dumpit_info { struct nlattr **attrs; };
const struct genl_dumpit_info *genl_dumpit_info(struct netlink_callback *cb);

#endif /* MUSTER_FUZZ_KERNEL_H */
