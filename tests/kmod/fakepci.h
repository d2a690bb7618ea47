/* SPDX-License-Identifier: GPL-2.0-only */
/* A PCI domain that exists only in memory: what the files of fakepci share. */
#ifndef FAKEPCI_H
#define FAKEPCI_H

#include <linux/list.h>
#include <linux/pci.h>
#include <linux/resource_ext.h>
#include <linux/spinlock.h>
#include <linux/xarray.h>

#define FAKEPCI_CONFIG_SIZE 4096
#define FAKEPCI_VPD_SIZE 4096
#define FAKEPCI_VPD_TALKS U16_MAX

enum fakepci_power {
	FAKEPCI_ALIVE,
	FAKEPCI_DOZING,		/* D3hot: answers, but a bridge passes nothing on */
	FAKEPCI_DEAD,		/* answers all ones, the kernel does not know why */
	FAKEPCI_ASLEEP,		/* answers all ones, the kernel believes it powered down */
	FAKEPCI_LOST,		/* answers all ones, the kernel believes it disconnected */
};

/**
 * struct fakepci_function - one function of a simulated domain
 * @config: what a read returns
 * @writable: the bits of @config that a write changes
 * @vpd: vital product data, read through the VPD capability
 * @next_cap: where the next capability goes
 * @last_cap: offset of the byte that points to it
 * @next_ecap: where the next extended capability goes
 * @last_ecap: offset of the extended capability before it, or 0
 * @dsn_cap: offset of the device serial number capability, or 0
 * @vpd_cap: offset of the VPD capability, or 0
 * @vpd_looks: reads of the flag that it takes for four bytes to be there; 0: none
 * @vpd_wait: how many are left of them
 * @vpd_mute: from this address on the flag never comes; FAKEPCI_VPD_TALKS: it does
 * @power: whether it answers
 * @reads: configuration reads seen
 * @writes: configuration writes seen
 */
struct fakepci_function {
	u8 config[FAKEPCI_CONFIG_SIZE];
	u8 writable[FAKEPCI_CONFIG_SIZE];
	u8 vpd[FAKEPCI_VPD_SIZE];
	u16 next_cap;
	u16 last_cap;
	u16 next_ecap;
	u16 last_ecap;
	u16 dsn_cap;
	u16 vpd_cap;
	u16 vpd_looks;
	u16 vpd_wait;
	u16 vpd_mute;
	enum fakepci_power power;
	u64 reads;
	u64 writes;
};

/**
 * struct fakepci_domain - one simulated root
 * @link: in the list of domains
 * @sysdata: what the x86 PCI code finds behind bus->sysdata
 * @parent: the function the root hangs below, or NULL
 * @bus: the root bus
 * @window: addresses that BARs are placed in
 * @busn: bus numbers of the domain
 * @lock: protects @functions and what they point to, taken with interrupts off
 * @functions: by bus << 8 | devfn
 */
struct fakepci_domain {
	struct list_head link;
	struct pci_sysdata sysdata;
	struct pci_dev *parent;
	struct pci_bus *bus;
	struct resource window;
	struct resource busn;
	spinlock_t lock;	/* protects functions and accesses to them */
	struct xarray functions;
};

/** struct fakepci_address - where a command points */
struct fakepci_address {
	u32 domain;
	u8 bus;
	u8 devfn;
};

static inline u16 fakepci_key(u8 bus, u8 devfn)
{
	return bus << 8 | devfn;
}

/* fakepci_function.c */
int fakepci_function_describe(struct fakepci_function *function, char *words);
void fakepci_function_set_serial(struct fakepci_function *function, u64 serial);
u64 fakepci_function_serial(const struct fakepci_function *function);
void fakepci_function_hide_serial(struct fakepci_function *function);
void fakepci_function_set_multifunction(struct fakepci_function *function);

/* fakepci_config.c */
extern struct pci_ops fakepci_config_ops;

/* fakepci_bus.c */
struct fakepci_domain *fakepci_domain_find(u32 number);
int fakepci_domain_create(u32 number, struct pci_dev *parent, u64 window);
int fakepci_domain_destroy(u32 number);
void fakepci_domain_destroy_all(void);
int fakepci_domain_scan(u32 number);
ssize_t fakepci_domain_list(char *text, size_t size);

#endif
