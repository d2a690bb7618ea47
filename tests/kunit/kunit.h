/* SPDX-License-Identifier: GPL-2.0-only */
/* What the suites share: entries to write, and functions whose registers are bytes. */
#ifndef _MUSTER_KUNIT_H
#define _MUSTER_KUNIT_H

#include <kunit/test.h>

#include "module/internal.h"

#include <linux/pci.h>

#include "module/compat.h"

#define ENTRY_ROOM	(MUSTER_ENTRY_MAX - 12 - 4)	/* of what write_entry() adds */

/* record_entries.c */
void take_ledger(struct kunit *test, u64 head_bytes, u64 ring_bytes);
u64 write_entry(u32 length);
u32 entry_u32(const struct muster_view *view, u16 type);
const void *entry_find(const struct muster_view *view, u16 type, u32 *length);
bool read_entry(u64 number, struct muster_view *view);
u64 last_number(void);

/**
 * struct function - a PCI function whose configuration space is an array
 * @pdev: the function
 * @bus: where it is
 * @space: its configuration space
 * @reads: how often each dword was read
 * @odd_reads: reads of something else than a dword of the space
 * @writes: how often anything was written
 */
struct function {
	struct pci_dev pdev;
	struct pci_bus bus;
	u8 space[4096];
	u8 reads[1024];
	u32 odd_reads;
	u32 writes;
};

/* function.c */
extern struct pci_ops function_ops;
struct function *take_function(struct kunit *test, u32 size);
void function_put16(struct function *function, u32 offset, u16 value);
void function_put32(struct function *function, u32 offset, u32 value);
void function_capability(struct function *function, u32 offset, u8 id, u8 next);
void function_extended(struct function *function, u32 offset, u16 id, u16 next);

#endif /* _MUSTER_KUNIT_H */
