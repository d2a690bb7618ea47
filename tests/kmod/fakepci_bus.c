// SPDX-License-Identifier: GPL-2.0-only
/* Simulated PCI roots: created, scanned and destroyed. */

#include "fakepci.h"

#include <linux/numa.h>
#include <linux/slab.h>

/* Above what QEMU's memory and devices take; BARs here are 64 bits wide. */
#define WINDOW_START 0x6000000000ull
#define WINDOW_SIZE 0x10000000ull

/* Commands are serialized by the caller, so is this list. */
static LIST_HEAD(domains);

/**
 * fakepci_domain_find() - the simulated domain of a number
 * @number: PCI domain number
 *
 * Context: under the command mutex.
 * Return: the domain, or NULL.
 */
struct fakepci_domain *fakepci_domain_find(u32 number)
{
	struct fakepci_domain *domain;

	list_for_each_entry(domain, &domains, link) {
		if (domain->sysdata.domain == (int)number)
			return domain;
	}
	return NULL;
}

static void name_windows(struct fakepci_domain *domain, u64 start)
{
	static u64 windows;

	domain->window.name = "fakepci memory";
	domain->window.flags = IORESOURCE_MEM | IORESOURCE_MEM_64;
	domain->window.start = start ?: WINDOW_START + windows++ * WINDOW_SIZE;
	domain->window.end = domain->window.start + WINDOW_SIZE - 1;
	domain->busn.name = "fakepci busn";
	domain->busn.flags = IORESOURCE_BUS;
	domain->busn.end = 0xff;
}

/* Not pci_create_root_bus(): nobody frees the bridge that it makes. */
static int create_root(struct fakepci_domain *domain)
{
	struct pci_host_bridge *bridge = pci_alloc_host_bridge(0);
	int err;

	if (!bridge)
		return -ENOMEM;
	bridge->dev.parent = domain->parent ? &domain->parent->dev : NULL;
	bridge->ops = &fakepci_config_ops;
	bridge->sysdata = &domain->sysdata;
	pci_add_resource(&bridge->windows, &domain->busn);
	pci_add_resource(&bridge->windows, &domain->window);
	pci_lock_rescan_remove();
	err = pci_scan_root_bus_bridge(bridge);
	pci_unlock_rescan_remove();
	if (err) {
		pci_free_host_bridge(bridge);
		return err;
	}
	domain->bus = bridge->bus;
	return 0;
}

/**
 * fakepci_domain_create() - make an empty root
 * @number: PCI domain number, more than 16 bits if wanted
 * @parent: the function to hang it below, whose reference passes on; or NULL
 * @window: where its BARs are, or 0: where nothing is
 *
 * Context: under the command mutex.
 * Return: 0, -EEXIST, -ENOMEM or what kept the kernel from registering the root.
 */
int fakepci_domain_create(u32 number, struct pci_dev *parent, u64 window)
{
	struct fakepci_domain *domain;
	int err = -EEXIST;

	if (fakepci_domain_find(number) || pci_find_bus(number, 0))
		goto put_parent;
	err = -ENOMEM;
	domain = kzalloc(sizeof(*domain), GFP_KERNEL);
	if (!domain)
		goto put_parent;
	domain->sysdata.domain = number;
	domain->sysdata.node = NUMA_NO_NODE;
	domain->parent = parent;
	spin_lock_init(&domain->lock);
	xa_init(&domain->functions);
	name_windows(domain, window);
	err = create_root(domain);
	if (err)
		goto free_domain;
	list_add_tail(&domain->link, &domains);
	return 0;

free_domain:
	kfree(domain);
put_parent:
	pci_dev_put(parent);
	return err;
}

static void destroy(struct fakepci_domain *domain)
{
	struct pci_host_bridge *bridge = to_pci_host_bridge(domain->bus->bridge);
	struct fakepci_function *function;
	unsigned long key;

	pci_lock_rescan_remove();
	pci_stop_root_bus(domain->bus);
	pci_remove_root_bus(domain->bus);
	pci_unlock_rescan_remove();
	pci_free_host_bridge(bridge);
	list_del(&domain->link);
	xa_for_each(&domain->functions, key, function)
		kfree(function);
	xa_destroy(&domain->functions);
	pci_dev_put(domain->parent);
	kfree(domain);
}

/**
 * fakepci_domain_destroy() - remove a root and all that hangs below it
 * @number: PCI domain number
 *
 * Context: under the command mutex.
 * Return: 0 or -ENODEV.
 */
int fakepci_domain_destroy(u32 number)
{
	struct fakepci_domain *domain = fakepci_domain_find(number);

	if (!domain)
		return -ENODEV;
	destroy(domain);
	return 0;
}

/**
 * fakepci_domain_destroy_all() - remove every root, the last made first
 *
 * Context: under the command mutex, or when no command can come.
 */
void fakepci_domain_destroy_all(void)
{
	struct fakepci_domain *domain, *next;

	list_for_each_entry_safe_reverse(domain, next, &domains, link)
		destroy(domain);
}

/**
 * fakepci_domain_scan() - let the kernel find what was added
 * @number: PCI domain number
 *
 * Context: under the command mutex.
 * Return: 0 or -ENODEV.
 */
int fakepci_domain_scan(u32 number)
{
	struct fakepci_domain *domain = fakepci_domain_find(number);

	if (!domain)
		return -ENODEV;
	pci_lock_rescan_remove();
	pci_rescan_bus(domain->bus);
	pci_unlock_rescan_remove();
	return 0;
}

static size_t list_function(char *text, size_t size, struct fakepci_domain *domain,
			    unsigned long key, const struct fakepci_function *function)
{
	static const char * const states[] = { "alive", "dozing", "dead", "asleep", "lost" };
	const u8 *config = function->config;

	return scnprintf(text, size, "%04x:%02lx:%02lx.%lx %04x:%04x reads %llu writes %llu %s\n",
			 (u32)domain->sysdata.domain, key >> 8, PCI_SLOT(key), PCI_FUNC(key),
			 config[1] << 8 | config[0], config[3] << 8 | config[2], function->reads,
			 function->writes, states[function->power]);
}

/**
 * fakepci_domain_list() - one line per function of every domain
 * @text: buffer
 * @size: its size
 *
 * Context: under the command mutex.
 * Return: the bytes written; what does not fit is left out.
 */
ssize_t fakepci_domain_list(char *text, size_t size)
{
	struct fakepci_function *function;
	struct fakepci_domain *domain;
	unsigned long key, flags;
	size_t used = 0;

	list_for_each_entry(domain, &domains, link) {
		xa_for_each(&domain->functions, key, function) {
			spin_lock_irqsave(&domain->lock, flags);
			used += list_function(text + used, size - used, domain, key, function);
			spin_unlock_irqrestore(&domain->lock, flags);
		}
	}
	return used;
}
