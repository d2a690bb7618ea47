/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source_sysfs.h: what the files of the sysfs source know of each other.
 */
#ifndef MUSTER_SOURCE_SYSFS_H
#define MUSTER_SOURCE_SYSFS_H

#include <stdbool.h>
#include <stddef.h>

#include "place.h"
#include "sysfs.h"

struct device;
struct snapshot;

/* What a function was found to be, for who sits below it. */
struct sysfs_function {
	char *address;		/* 0000:03:00.0 */
	char *chain;		/* from the root on: sys/devices/pci0000:00/... */
	char power;		/* first letters of its power state: see pci.c */
	struct device *device;	/* of the snapshot; NULL: skipped */
};

/* Where places begin: a host bridge, or what firmware names above an adapter. */
struct sysfs_root {
	char *chain;		/* its directory */
	char id[64], path[256];	/* "": none */
};

struct sysfs_slot {
	char address[24];	/* 0000:03:00, without a function */
	char name[64];
};

/* Which virtual function of its physical one a function is. */
struct sysfs_virtual {
	char address[24];
	unsigned int index;
};

struct sysfs_scan {
	struct sysfs sysfs;
	struct snapshot *snapshot;
	struct sysfs_function *functions;	/* in order of address */
	size_t function_count;
	struct sysfs_root *roots;
	size_t root_count;
	struct sysfs_slot *slots;
	size_t slot_count;
	bool slots_known, groups_known, removable_known;
	struct sysfs_virtual *virtuals;
	size_t virtual_count;
};

/** sysfs_scan_chain() - where the link @bus/@name points to, from the root on */
char *sysfs_scan_chain(int bus, const char *name);

/* source_sysfs_pci.c */
int sysfs_scan_pci(struct sysfs_scan *scan);
void sysfs_scan_pci_clear(struct sysfs_scan *scan);
/** sysfs_scan_function() - Return: the function of that address, or NULL. */
struct sysfs_function *sysfs_scan_function(const struct sysfs_scan *scan,
					   const char *address, size_t length);

/* source_sysfs_walk.c */
/** sysfs_walk_functions() - find them below sys/devices, of a tree without links */
int sysfs_walk_functions(struct sysfs_scan *scan);

/* source_sysfs_place.c */
/** sysfs_is_address() - whether a directory's name is that of a PCI function */
bool sysfs_is_address(const char *name, size_t length);
/** sysfs_is_root() - whether it is that of a host bridge, pciDDDD:BB */
bool sysfs_is_root(const char *name, size_t length);
/** sysfs_function_place() - by the directories above it; cut at PLACE_MAX */
void sysfs_function_place(const char *chain, char *place, size_t size);
/** sysfs_chain_root() - Return: bytes of @chain up to the outermost host bridge, or 0. */
size_t sysfs_chain_root(const char *chain);

/* source_sysfs_link.c: slots, virtual functions, host bridges */
int sysfs_scan_slots(struct sysfs_scan *scan);
const char *sysfs_scan_slot(const struct sysfs_scan *scan, const char *address);
/** sysfs_scan_virtual() - Return: which virtual function of @physical, or -errno. */
int sysfs_scan_virtual(struct sysfs_scan *scan, const char *physical, const char *address);
/** sysfs_scan_root() - the root whose directory is the first @length bytes of @chain */
int sysfs_scan_root(struct sysfs_scan *scan, const char *chain, size_t length,
		    const struct sysfs_root **out);
/** sysfs_set_root() - the fields of @device; @root NULL: it has none */
int sysfs_set_root(const struct sysfs_scan *scan, const struct sysfs_root *root,
		   struct device *device);
/** sysfs_firmware_path() - firmware node of the directory @chain. Return: whether it has one. */
bool sysfs_firmware_path(const struct sysfs *sysfs, const char *chain,
			 char *path, size_t size);

/* source_sysfs_i2c.c */
int sysfs_scan_i2c(struct sysfs_scan *scan);

#endif /* MUSTER_SOURCE_SYSFS_H */
