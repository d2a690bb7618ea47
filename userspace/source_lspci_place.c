// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_place.c: the places of functions, from the bus numbers of bridges.
 *
 * Invariant: a chain of bridges only goes to lower bus numbers, so it ends.
 */
#include "source_lspci.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capabilities.h"
#include "place.h"

#define BUSES 256
#define CLASS_HOST_BRIDGE 0x0600
#define DOMAIN_MAX 0xffff	/* above: a driver made it, below some function */

/* SR-IOV as bytes: PCIe Base 9.3.3 */
#define SRIOV_CONTROL	0x08
#define SRIOV_ENABLE	0x0001
#define SRIOV_COUNT	0x10
#define SRIOV_FIRST	0x14
#define SRIOV_STRIDE	0x16

/* No file holds as many: it bounds what hostile numbers can cost. */
#define VIRTUALS_MAX 1000000

/* The buses of one domain. */
struct domain {
	uint32_t number;
	const struct lspci_record *bridges[BUSES];	/* above each bus; NULL: none */
	bool contested[BUSES];	/* two bridges claim it */
	/* the functions on each bus that are not virtual: the first, and how many */
	const struct lspci_record *real[BUSES];
	unsigned int real_count[BUSES];
	bool rooted[BUSES];	/* it holds a part of the root complex */
	bool hosted[BUSES];	/* it holds a host bridge */
	bool linked[BUSES];	/* it holds a part that only a port can be above */
	bool begins;		/* there are functions on bus 00 */
	bool bridged;		/* some bridge tells its buses */
	bool numbered;		/* every bridge tells its buses, and they make sense */
};

/* Whether the numbers are what they can be: children are numbered after parents. */
static bool makes_sense(const struct lspci_record *bridge)
{
	return bridge->secondary > bridge->bus && bridge->subordinate >= bridge->secondary;
}

static void note_bridge(struct domain *domain, const struct lspci_record *record)
{
	/* firmware leaves a bridge without buses at 0 */
	if (record->bridge_told && !record->secondary && !record->subordinate)
		return;
	if (!record->bridge_told || !makes_sense(record)) {
		domain->numbered = false;
		return;
	}
	if (domain->bridges[record->secondary]) {
		domain->contested[record->secondary] = true;
		domain->numbered = false;
		return;
	}
	domain->bridges[record->secondary] = record;
	domain->bridged = true;
}

static bool is_of_type(const struct device *device, const char *const *types)
{
	const char *type = device_get(device, FIELD_PORT_TYPE);

	for (; type && *types; types++)
		if (!strcmp(type, *types))
			return true;
	return false;
}

/* PCIe Base 7.5.3.2: what is of the root complex is on a root bus */
static bool is_of_root_complex(const struct device *device)
{
	static const char *const types[] = {
		"root port", "root complex endpoint", "root complex event collector", NULL,
	};

	return is_of_type(device, types);
}

/* What has a link of its own upwards is below a port. */
static bool is_below_port(const struct device *device)
{
	static const char *const types[] = {
		"endpoint", "legacy endpoint", "upstream port", "PCIe to PCI bridge", NULL,
	};

	return is_of_type(device, types);
}

static bool is_virtual(const struct lspci_record *record)
{
	const char *virtual = device_get(record->device, FIELD_VIRTUAL);

	if (virtual)
		return !strcmp(virtual, "true");
	/* a guest has it on its root bus, with no physical function beside it */
	return record->named_virtual && record->bus;
}

/* A tree shows root buses as such. */
static void read_roots(const struct lspci_file *file, struct domain *domain)
{
	size_t i;

	for (i = 0; i < file->root_count; i++)
		if (file->roots[i].domain == domain->number)
			domain->rooted[file->roots[i].bus] = true;
}

static void read_domain(const struct lspci_file *file, size_t first, struct domain *domain)
{
	size_t i;

	memset(domain, 0, sizeof(*domain));
	domain->number = file->records[first].domain;
	domain->numbered = true;
	read_roots(file, domain);
	for (i = first; i < file->count && file->records[i].domain == domain->number; i++) {
		const struct lspci_record *record = &file->records[i];

		domain->begins |= record->bus == 0;
		if (!is_virtual(record) && !domain->real_count[record->bus]++)
			domain->real[record->bus] = record;
		if (is_of_root_complex(record->device))
			domain->rooted[record->bus] = true;
		domain->hosted[record->bus] |= record->class == CLASS_HOST_BRIDGE;
		domain->linked[record->bus] |= is_below_port(record->device);
		if (record->bridge)
			note_bridge(domain, record);
	}
}

/* Whether @bus lies between the bridges of the file, below one that it does not hold. */
static bool is_below(const struct domain *domain, uint8_t bus)
{
	unsigned int i;

	for (i = 0; i < bus; i++)
		if (domain->bridges[i] && domain->bridges[i]->subordinate >= bus)
			return true;
	return false;
}

/*
 * Whether a bus that no bridge leads to is known to be a root bus. Where no bridge tells
 * of its buses the one above may have been left out, as by grep.
 */
static bool is_root(const struct domain *domain, uint8_t bus)
{
	if (!bus || domain->rooted[bus])
		return true;
	if (domain->linked[bus] || is_below(domain, bus))
		return false;
	return domain->hosted[bus] || (domain->begins && domain->bridged && domain->numbered);
}

/* Appends a step. Return: false if the place would be too long. */
static bool step(char *place, const struct lspci_record *record)
{
	size_t used = strlen(place);

	return snprintf(place + used, PLACE_MAX + 1 - used, "/%02x.%x", record->devfn >> 3,
			record->devfn & 7) < (int)(PLACE_MAX + 1 - used);
}

/* Where the buses of a domain begin, for a chain that starts at @bus. */
static void begin(const struct domain *domain, uint8_t bus, bool known, char *place)
{
	if (domain->number > DOMAIN_MAX)
		strcpy(place, known ? "?/pci" : "?");
	else if (known)
		sprintf(place, "%04x:%02x", domain->number, bus);
	else
		sprintf(place, "%04x:?", domain->number);
}

static void find_place(const struct domain *domain, const struct lspci_record *record,
		       char *place)
{
	const struct lspci_record *chain[BUSES];
	uint8_t bus = record->bus;
	size_t count = 0;

	while (domain->bridges[bus] && !domain->contested[bus]) {
		chain[count] = domain->bridges[bus];
		bus = chain[count++]->bus;
	}
	begin(domain, bus, !domain->contested[bus] && is_root(domain, bus), place);
	while (count)
		if (!step(place, chain[--count]))
			break;
	if (!step(place, record) || count) {
		begin(domain, bus, false, place);
		step(place, record);
	}
}

static int compare_address(const void *key, const void *element)
{
	const struct lspci_record *a = key, *b = element;

	if (a->domain != b->domain)
		return a->domain < b->domain ? -1 : 1;
	if (a->bus != b->bus)
		return a->bus < b->bus ? -1 : 1;
	return a->devfn - b->devfn;
}

/* From the bytes, if they hold it. */
static void read_sriov(struct lspci_record *record)
{
	const struct config_image *image = record->device->config;
	struct lspci_sriov *sriov = &record->sriov;
	const struct capability *capability;
	struct capability_list list;
	uint16_t control;

	capabilities_walk_extended(image, &list);
	capability = capability_find(&list, EXT_CAP_SRIOV);
	if (!capability ||
	    !config_image_u16(image, capability->offset + SRIOV_CONTROL, &control) ||
	    !config_image_u16(image, capability->offset + SRIOV_COUNT, &sriov->count) ||
	    !config_image_u16(image, capability->offset + SRIOV_FIRST, &sriov->first) ||
	    !config_image_u16(image, capability->offset + SRIOV_STRIDE, &sriov->stride))
		return;
	sriov->told = true;
	sriov->enabled = control & SRIOV_ENABLE;
}

/* PCIe Base 9.2.1.2: the routing ids of virtual functions, counted from their parent's. */
static int find_virtuals(struct lspci_file *file, struct lspci_record *physical,
			 unsigned int *budget)
{
	unsigned int id = physical->bus << 8 | physical->devfn;
	unsigned int i;

	read_sriov(physical);
	if (!physical->sriov.told || !physical->sriov.enabled || !physical->sriov.first)
		return 0;
	id += physical->sriov.first;
	for (i = 0; i < physical->sriov.count && id <= 0xffff && *budget; i++, (*budget)--) {
		struct lspci_record key = {
			.domain = physical->domain, .bus = id >> 8, .devfn = id & 0xff,
		};
		struct lspci_record *found;
		const char *virtual;

		found = bsearch(&key, file->records, file->count, sizeof(key), compare_address);
		virtual = found ? device_get(found->device, FIELD_VIRTUAL) : NULL;
		id += physical->sriov.stride;
		/* its own bytes may say that it is none */
		if (!found || found->bridge || found->physical ||
		    (virtual && !strcmp(virtual, "false")))
			continue;
		found->physical = physical;
		found->virtual_index = i;
		if (device_set(found->device, FIELD_VIRTUAL, "true"))
			return -ENOMEM;
		if (!physical->sriov.stride)
			break;
	}
	return 0;
}

/*
 * A bus with real functions has none of another bus's virtual ones (PCIe Base
 * 9.2.1.2): a single function there is whose they are.
 */
static const struct lspci_record *physical_of(const struct domain *domain,
					      const struct lspci_record *record)
{
	if (record->physical)
		return record->physical->physical ? NULL : record->physical;
	return domain->real_count[record->bus] == 1 ? domain->real[record->bus] : NULL;
}

/* The place of a virtual function is below its physical one's. */
static void find_virtual_place(const struct domain *domain,
			       const struct lspci_record *record, char *place)
{
	const struct lspci_record *physical = physical_of(domain, record);
	char which[16] = "?";

	if (physical)
		find_place(domain, physical, place);
	else
		begin(domain, record->bus, false, place);
	if (record->physical)
		snprintf(which, sizeof(which), "%u", record->virtual_index);
	if (strlen(place) + strlen(which) + 3 <= PLACE_MAX)
		sprintf(place + strlen(place), "/vf%s", which);
}

static int set_place(const struct domain *domain, struct lspci_record *record)
{
	char place[PLACE_MAX + 1], *copy;

	if (is_virtual(record) && device_set(record->device, FIELD_VIRTUAL, "true"))
		return -ENOMEM;
	if (is_virtual(record))
		find_virtual_place(domain, record, place);
	else
		find_place(domain, record, place);
	copy = strdup(place);
	if (!copy)
		return -ENOMEM;
	free(record->device->place);
	record->device->place = copy;
	return 0;
}

int lspci_places(struct lspci_file *file)
{
	struct domain *domain = malloc(sizeof(*domain));
	unsigned int budget = VIRTUALS_MAX;
	size_t i;
	int err = domain ? 0 : -ENOMEM;

	for (i = 0; i < file->count && !err; i++)
		err = find_virtuals(file, &file->records[i], &budget);
	for (i = 0; i < file->count && !err; i++) {
		if (!i || file->records[i].domain != domain->number)
			read_domain(file, i, domain);
		err = set_place(domain, &file->records[i]);
	}
	free(domain);
	return err;
}
