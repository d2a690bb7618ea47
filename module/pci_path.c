// SPDX-License-Identifier: GPL-2.0-only
/*
 * The way from a PCI function up to its root.
 *
 * Each function holds a reference on its bus, each bus on its bridge, and a
 * device on its parent as long as it is on its bus: so the way is there as
 * long as the function may not leave, see muster_observe_visit().
 */
#include "internal.h"

#include <linux/pci.h>

static struct pci_dev *physical_function(struct pci_dev *pdev)
{
	struct pci_dev *physical;

	/* is_virtfn stays, but drivers write other bits of the same word meanwhile */
	physical = data_race(pci_physfn(pdev));
	return physical != pdev ? physical : NULL;
}

/* As pci_find_host_bridge(), which not every kernel exports. */
static struct pci_host_bridge *host_bridge(const struct pci_dev *pdev)
{
	const struct pci_bus *bus = pdev->bus;

	while (bus->parent)
		bus = bus->parent;
	return to_pci_host_bridge(bus->bridge);
}

/* The function a host bridge sits on, such as a VMD controller. */
static struct pci_dev *function_of_host(const struct pci_host_bridge *host)
{
	struct device *dev;

	for (dev = host->dev.parent; dev; dev = dev->parent)
		if (dev_is_pci(dev))
			return to_pci_dev(dev);
	return NULL;
}

static struct pci_dev *function_above(struct pci_dev *pdev)
{
	struct pci_dev *above = physical_function(pdev);

	if (!above)
		above = pdev->bus->self;
	if (!above)
		above = function_of_host(host_bridge(pdev));
	return above;
}

/**
 * muster_pci_reading() - may a function be read without waking anything?
 * @pdev: the function
 *
 * Its own D3hot is no obstacle: configuration space answers there.
 *
 * Return: MUSTER_READING_OK, _ASLEEP or _GONE.
 */
u32 muster_pci_reading(struct pci_dev *pdev)
{
	u32 reading = MUSTER_READING_OK;
	struct pci_dev *above;
	pci_power_t state;

	if (pci_dev_is_disconnected(pdev))
		return MUSTER_READING_GONE;
	/* no lock tells: it may fall asleep, or wake, at any time; see is_alive() */
	if (READ_ONCE(pdev->current_state) == PCI_D3cold)
		reading = MUSTER_READING_ASLEEP;
	for (above = function_above(pdev); above; above = function_above(above)) {
		if (pci_dev_is_disconnected(above))
			return MUSTER_READING_GONE;
		state = READ_ONCE(above->current_state);
		if (state != PCI_D0 && state != PCI_UNKNOWN)
			reading = MUSTER_READING_ASLEEP;
	}
	return reading;
}

/*
 * From routing id, offset and stride, PCI Express SR-IOV, First VF Offset.
 * Not pci_iov_vf_id(): it divides by a stride that a device may give as 0.
 */
static u32 virtual_number(struct pci_dev *vf, struct pci_dev *pf)
{
	u16 offset, stride;
	u16 distance;

	if (muster_pci_reading(pf) != MUSTER_READING_OK ||
	    muster_config_routing(pf, &offset, &stride))
		return MUSTER_STEP_UNKNOWN;

	distance = pci_dev_id(vf) - pci_dev_id(pf) - offset;
	if (!distance)
		return 0;
	if (!stride || distance % stride)
		return MUSTER_STEP_UNKNOWN;
	return distance / stride;
}

static void place_function(struct pci_dev *pdev, struct muster_place *place)
{
	struct muster_step step = {
		.kind = MUSTER_STEP_FUNCTION,
		.number = PCI_SLOT(pdev->devfn),
		.minor = PCI_FUNC(pdev->devfn),
	};
	struct pci_dev *pf = physical_function(pdev);

	if (pf) {
		step.kind = MUSTER_STEP_VIRTUAL;
		step.number = virtual_number(pdev, pf);
	}
	muster_place_above(place, &step);
}

/**
 * muster_pci_place() - write the steps from a function up to its root
 * @pdev: the function
 * @place: what has been written so far, below the function
 *
 * Return: the host bridge at the root.
 */
struct device *muster_pci_place(struct pci_dev *pdev, struct muster_place *place)
{
	struct pci_host_bridge *host;
	struct muster_step step = {};
	struct pci_dev *above;

	for (;;) {
		place_function(pdev, place);
		above = function_above(pdev);
		host = host_bridge(pdev);
		if (!above)
			break;
		if (!physical_function(pdev) && !pdev->bus->self) {
			step.kind = MUSTER_STEP_HOST_BRIDGE;
			muster_place_above(place, &step);
		}
		pdev = above;
	}
	step.kind = MUSTER_STEP_ROOT;
	step.number = pci_domain_nr(host->bus);
	step.minor = host->bus->number;
	muster_place_above(place, &step);
	return &host->dev;
}
