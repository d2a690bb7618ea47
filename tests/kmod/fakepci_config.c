// SPDX-License-Identifier: GPL-2.0-only
/* Configuration accesses to simulated functions: counted, and answered from memory. */

#include "fakepci.h"

static struct fakepci_domain *domain_of(struct pci_bus *bus)
{
	return container_of((struct pci_sysdata *)bus->sysdata, struct fakepci_domain, sysdata);
}

static bool leads_to(const struct fakepci_function *function, u8 bus)
{
	return (function->config[PCI_HEADER_TYPE] & 0x7f) == PCI_HEADER_TYPE_BRIDGE &&
	       function->config[PCI_SECONDARY_BUS] <= bus &&
	       function->config[PCI_SUBORDINATE_BUS] >= bus;
}

/* One bridge on the way that does not answer hides all that is behind it. */
static bool is_reachable(struct fakepci_domain *domain, u8 bus)
{
	struct fakepci_function *function;
	bool reachable = bus == 0;
	unsigned long key;

	if (reachable)
		return true;
	xa_for_each(&domain->functions, key, function) {
		if (!leads_to(function, bus))
			continue;
		if (function->power != FAKEPCI_ALIVE)
			return false;
		reachable = true;
	}
	return reachable;
}

static bool answers(const struct fakepci_function *function)
{
	return function->power == FAKEPCI_ALIVE || function->power == FAKEPCI_DOZING;
}

static struct fakepci_function *find_function(struct fakepci_domain *domain, u8 bus, u8 devfn)
{
	struct fakepci_function *function;

	function = xa_load(&domain->functions, fakepci_key(bus, devfn));
	if (function && !is_reachable(domain, bus))
		return NULL;
	return function;
}

/* The flag comes after so many looks at it. */
static void look_at_vpd(struct fakepci_function *function, int where)
{
	if (!function->vpd_wait || where != function->vpd_cap + PCI_VPD_ADDR)
		return;
	if (!--function->vpd_wait)
		function->config[where + 1] |= PCI_VPD_ADDR_F >> 8;
}

static int read_config(struct pci_bus *bus, unsigned int devfn, int where, int size, u32 *value)
{
	struct fakepci_domain *domain = domain_of(bus);
	struct fakepci_function *function;
	unsigned long flags;
	u32 answer = ~0;

	spin_lock_irqsave(&domain->lock, flags);
	function = find_function(domain, bus->number, devfn);
	if (function) {
		function->reads++;
		if (answers(function) && where + size <= FAKEPCI_CONFIG_SIZE) {
			look_at_vpd(function, where);
			answer = 0;
			memcpy(&answer, &function->config[where], size);
		}
	}
	spin_unlock_irqrestore(&domain->lock, flags);
	*value = size == 4 ? answer : answer & ((1u << (size * 8)) - 1);
	return function ? PCIBIOS_SUCCESSFUL : PCIBIOS_DEVICE_NOT_FOUND;
}

/* Writing an address with the flag clear asks for four bytes; the flag says they are there. */
static void answer_vpd(struct fakepci_function *function)
{
	u8 *cap = &function->config[function->vpd_cap];
	u16 address = cap[PCI_VPD_ADDR] | cap[PCI_VPD_ADDR + 1] << 8;

	if (address & PCI_VPD_ADDR_F)
		return;
	function->vpd_wait = 0;
	if (address >= function->vpd_mute)
		return;
	if (address + 4 <= FAKEPCI_VPD_SIZE)
		memcpy(&cap[PCI_VPD_DATA], &function->vpd[address], 4);
	else
		memset(&cap[PCI_VPD_DATA], 0, 4);
	function->vpd_wait = function->vpd_looks;
	if (!function->vpd_wait)
		cap[PCI_VPD_ADDR + 1] |= PCI_VPD_ADDR_F >> 8;
}

static void store(struct fakepci_function *function, int where, int size, u32 value)
{
	int byte;

	for (byte = 0; byte < size && where + byte < FAKEPCI_CONFIG_SIZE; byte++) {
		u8 writable = function->writable[where + byte];
		u8 *config = &function->config[where + byte];

		*config = (*config & ~writable) | (value >> (byte * 8) & writable);
	}
	if (function->vpd_cap && where == function->vpd_cap + PCI_VPD_ADDR)
		answer_vpd(function);
}

static int write_config(struct pci_bus *bus, unsigned int devfn, int where, int size, u32 value)
{
	struct fakepci_domain *domain = domain_of(bus);
	struct fakepci_function *function;
	unsigned long flags;

	spin_lock_irqsave(&domain->lock, flags);
	function = find_function(domain, bus->number, devfn);
	if (function) {
		function->writes++;
		if (answers(function))
			store(function, where, size, value);
	}
	spin_unlock_irqrestore(&domain->lock, flags);
	return function ? PCIBIOS_SUCCESSFUL : PCIBIOS_DEVICE_NOT_FOUND;
}

struct pci_ops fakepci_config_ops = {
	.read = read_config,
	.write = write_config,
};
