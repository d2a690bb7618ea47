// SPDX-License-Identifier: GPL-2.0-only
/* Functions whose configuration space is an array that counts who reads it. */
#include "kunit.h"

#include <linux/unaligned.h>

static int read_space(struct pci_bus *bus, unsigned int devfn, int where, int size, u32 *value)
{
	struct function *function = container_of(bus, struct function, bus);

	if (size != 4 || where & 3 || where < 0 || where + 4 > function->pdev.cfg_size) {
		function->odd_reads++;
		*value = U32_MAX;
		return PCIBIOS_BAD_REGISTER_NUMBER;
	}
	if (function->reads[where / 4] < U8_MAX)
		function->reads[where / 4]++;
	*value = get_unaligned_le32(function->space + where);
	return PCIBIOS_SUCCESSFUL;
}

static int write_space(struct pci_bus *bus, unsigned int devfn, int where, int size, u32 value)
{
	container_of(bus, struct function, bus)->writes++;
	return PCIBIOS_SUCCESSFUL;
}

struct pci_ops function_ops = {
	.read = read_space,
	.write = write_space,
};

/**
 * take_function() - a function of an all zero space until the test ends
 * @test: the test
 * @size: of its space, 256 or 4096
 *
 * Return: the function.
 */
struct function *take_function(struct kunit *test, u32 size)
{
	struct function *function = kunit_kzalloc(test, sizeof(*function), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, function);
	function->bus.ops = &function_ops;
	function->pdev.bus = &function->bus;
	function->pdev.cfg_size = size;
	function->pdev.dev.bus = &pci_bus_type;
	function_put32(function, PCI_VENDOR_ID, 0xfa011b36);
	return function;
}

void function_put16(struct function *function, u32 offset, u16 value)
{
	put_unaligned_le16(value, function->space + offset);
}

void function_put32(struct function *function, u32 offset, u32 value)
{
	put_unaligned_le32(value, function->space + offset);
}

/* The header of a capability; the first one that is put begins the list. */
void function_capability(struct function *function, u32 offset, u8 id, u8 next)
{
	if (!function->space[PCI_STATUS]) {
		function_put16(function, PCI_STATUS, PCI_STATUS_CAP_LIST);
		function->space[PCI_CAPABILITY_LIST] = offset;
	}
	function->space[offset] = id;
	function->space[offset + 1] = next;
}

void function_extended(struct function *function, u32 offset, u16 id, u16 next)
{
	function_put32(function, offset, id | 1 << 16 | next << 20);
}
