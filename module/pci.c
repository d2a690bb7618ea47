// SPDX-License-Identifier: GPL-2.0-only
/* The PCI source: functions as the bus tells of them, and as they are now. */
#include "internal.h"

#include <linux/device.h>
#include <linux/iommu.h>
#include <linux/notifier.h>
#include <linux/pci.h>

#include "compat.h"

static u32 flags_of(struct pci_dev *pdev)
{
	u32 flags = 0;

	if (pdev->is_virtfn)
		flags |= MUSTER_DEVICE_VIRTUAL;
	if (pdev->multifunction)
		flags |= MUSTER_DEVICE_MULTIFUNCTION;
	if (pdev->untrusted)
		flags |= MUSTER_DEVICE_UNTRUSTED;
	if (pdev->external_facing)
		flags |= MUSTER_DEVICE_EXTERNAL_FACING;
	if (dev_is_removable(&pdev->dev))
		flags |= MUSTER_DEVICE_REMOVABLE;
	if (pci_is_bridge(pdev))
		flags |= MUSTER_DEVICE_BRIDGE;
	return flags;
}

static void put_ids(struct muster_writer *body, const struct pci_dev *pdev)
{
	muster_put_u32(body, MUSTER_A_DEVICE_VENDOR, pdev->vendor);
	muster_put_u32(body, MUSTER_A_DEVICE_DEVICE, pdev->device);
	/* a bridge has them only where a capability says so */
	if (pdev->hdr_type == PCI_HEADER_TYPE_NORMAL || pdev->subsystem_vendor ||
	    pdev->subsystem_device) {
		muster_put_u32(body, MUSTER_A_DEVICE_SUBSYSTEM_VENDOR, pdev->subsystem_vendor);
		muster_put_u32(body, MUSTER_A_DEVICE_SUBSYSTEM_DEVICE, pdev->subsystem_device);
	}
	muster_put_u32(body, MUSTER_A_DEVICE_CLASS, pdev->class & 0xffffff);
	muster_put_u32(body, MUSTER_A_DEVICE_REVISION, pdev->revision);
	muster_put_u32(body, MUSTER_A_DEVICE_CONFIG_SIZE, pdev->cfg_size);
}

static void put_bar(struct muster_writer *body, struct pci_dev *pdev, int index)
{
	/* bits that say what it can do stay, others tell how far its assignment is */
	unsigned long resource = data_race(pci_resource_flags(pdev, index));
	/* a rescan may look while it is given another address: it compares no sizes */
	u64 size = data_race(pci_resource_len(pdev, index));
	u32 nest, flags = 0;

	if (!(resource & (IORESOURCE_IO | IORESOURCE_MEM)) || !size)
		return;

	if (resource & IORESOURCE_IO)
		flags |= MUSTER_BAR_IO;
	if (resource & IORESOURCE_MEM)
		flags |= MUSTER_BAR_MEM;
	if (resource & IORESOURCE_MEM_64)
		flags |= MUSTER_BAR_64;
	if (resource & IORESOURCE_PREFETCH)
		flags |= MUSTER_BAR_PREFETCH;
	nest = muster_nest_begin(body, MUSTER_A_DEVICE_BAR);
	muster_put_u32(body, MUSTER_A_BAR_INDEX, index);
	muster_put_u64(body, MUSTER_A_BAR_SIZE, size);
	muster_put_u32(body, MUSTER_A_BAR_FLAGS, flags);
	muster_nest_end(body, nest);
}

/*
 * The slot's name is read without a lock, as hotplug drivers read it: no lock
 * for it is exported. A slot is freed while a card is in it only when someone
 * takes the hotplug driver from its port by hand.
 */
static void put_slot(struct muster_writer *body, const struct pci_dev *pdev)
{
	const struct pci_slot *slot = READ_ONCE(pdev->slot);

	if (slot)
		muster_put_string(body, MUSTER_A_DEVICE_SLOT, pci_slot_name(slot),
				  MUSTER_NAME_ROOM);
}

static void put_group(struct muster_writer *body, struct device *dev)
{
	struct iommu_group *group = iommu_group_get(dev);

	if (!group)
		return;
	muster_put_u32(body, MUSTER_A_DEVICE_IOMMU_GROUP, iommu_group_id(group));
	iommu_group_put(group);
}

static void put_place(struct muster_sighting *sighting, struct pci_dev *pdev)
{
	struct muster_place *place = &sighting->place;
	struct device *root;

	muster_place_begin(place);
	root = muster_pci_place(pdev, place);
	muster_put_place(sighting);
	muster_put_root(sighting, root);
}

static void describe_function(struct device *dev, struct muster_sighting *sighting, bool capture)
{
	struct muster_writer *body = &sighting->body;
	struct pci_dev *pdev = to_pci_dev(dev);
	int i;

	sighting->kind = MUSTER_KIND_FUNCTION;
	/* what is asked stays, but drivers write other bits of the same words meanwhile */
	sighting->flags = data_race(flags_of(pdev));
	muster_put_u32(body, MUSTER_A_DEVICE_KIND, sighting->kind);
	put_place(sighting, pdev);
	muster_put_string(body, MUSTER_A_DEVICE_ADDRESS, dev_name(dev), MUSTER_NAME_ROOM);
	put_ids(body, pdev);
	if (!capture)
		return;

	for (i = 0; i <= PCI_ROM_RESOURCE; i++)
		put_bar(body, pdev, i);
	put_slot(body, pdev);
	put_group(body, dev);
	sighting->reading = muster_pci_capture(pdev, sighting);
}

static int notice_function(struct notifier_block *block, unsigned long action, void *data)
{
	muster_observe(data, muster_observe_event(action), describe_function);
	return NOTIFY_DONE;
}

static struct notifier_block notifier = {
	.notifier_call = notice_function,
};

/**
 * muster_pci_watch() - hear of every function from now on
 *
 * Return: 0 or -errno.
 */
int muster_pci_watch(void)
{
	return bus_register_notifier(&pci_bus_type, &notifier);
}

/**
 * muster_pci_unwatch() - hear no more
 *
 * Context: may sleep; waits for callbacks, so not under the order mutex.
 */
void muster_pci_unwatch(void)
{
	bus_unregister_notifier(&pci_bus_type, &notifier);
}

static int count_function(struct device *dev, void *data)
{
	u32 *count = data;

	(*count)++;
	return 0;
}

/**
 * muster_pci_count() - how many functions there are now
 *
 * Return: their number; it may be another one when it is used.
 */
u32 muster_pci_count(void)
{
	u32 count = 0;

	bus_for_each_dev(&pci_bus_type, NULL, &count, count_function);
	return count;
}

static int visit_function(struct device *dev, void *data)
{
	return muster_observe_visit(dev, describe_function, data);
}

/**
 * muster_pci_walk() - meet every function that is there
 * @walk: what to do with each
 *
 * Return: 0, or what ended the walk.
 */
int muster_pci_walk(struct muster_walk *walk)
{
	return bus_for_each_dev(&pci_bus_type, NULL, walk, visit_function);
}
