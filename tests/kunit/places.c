// SPDX-License-Identifier: GPL-2.0-only
/* Where PCI functions sit: from made-up bridges up to made-up roots. */
#include "kunit.h"

/**
 * struct root - a root bus and its host bridge
 * @host: the host bridge
 * @bus: the root bus
 * @sysdata: holds the domain
 */
struct root {
	struct pci_host_bridge host;
	struct pci_bus bus;
	struct pci_sysdata sysdata;
};

static struct root *take_root(struct kunit *test, int domain, u8 number)
{
	struct root *root = kunit_kzalloc(test, sizeof(*root), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, root);
	root->sysdata.domain = domain;
	root->bus.sysdata = &root->sysdata;
	root->bus.bridge = &root->host.dev;
	root->bus.number = number;
	root->host.bus = &root->bus;
	return root;
}

/* A function on a bus, or behind a bridge where @bus is NULL. */
static struct function *take_at(struct kunit *test, struct pci_bus *bus,
				struct function *bridge, u32 device, u32 number)
{
	struct function *function = take_function(test, PCI_CFG_SPACE_EXP_SIZE);

	function->pdev.devfn = PCI_DEVFN(device, number);
	/* the bus it is on is its own, so that its space is found: a copy of the other */
	function->bus.self = bridge ? &bridge->pdev : NULL;
	function->bus.parent = bridge ? &bridge->bus : bus->parent;
	if (bus) {
		function->bus.bridge = bus->bridge;
		function->bus.sysdata = bus->sysdata;
		function->bus.number = bus->number;
	} else {
		function->bus.number = bridge->bus.number + 1;
		function->bus.sysdata = bridge->bus.sysdata;
	}
	return function;
}

static struct muster_sighting *place_of(struct kunit *test, struct pci_dev *pdev,
					struct device **root)
{
	struct muster_sighting *sighting = kunit_kzalloc(test, sizeof(*sighting), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, sighting);
	sighting->body.bytes = sighting->bytes;
	sighting->body.size = sizeof(sighting->bytes);
	muster_place_begin(&sighting->place);
	*root = muster_pci_place(pdev, &sighting->place);
	muster_put_place(sighting);
	return sighting;
}

static void expect_place(struct kunit *test, struct function *function, struct root *root,
			 const char *place)
{
	struct muster_sighting *sighting;
	struct device *found;

	sighting = place_of(test, &function->pdev, &found);
	KUNIT_EXPECT_STREQ(test, (char *)sighting->bytes + sighting->place_offset, place);
	KUNIT_EXPECT_PTR_EQ(test, found, &root->host.dev);
	KUNIT_EXPECT_FALSE(test, sighting->flags & MUSTER_DEVICE_PLACE_CUT);
}

static void on_root(struct kunit *test)
{
	struct root *root = take_root(test, 0, 0);

	expect_place(test, take_at(test, &root->bus, NULL, 0x1c, 4), root, "0000:00/1c.4");
	expect_place(test, take_at(test, &root->bus, NULL, 0, 0), root, "0000:00/00.0");
}

/* A second root bus, and a domain of five digits. */
static void roots(struct kunit *test)
{
	struct root *second = take_root(test, 0, 0x80);
	struct root *far = take_root(test, 0x10000, 0xe1);

	expect_place(test, take_at(test, &second->bus, NULL, 1, 0), second, "0000:80/01.0");
	expect_place(test, take_at(test, &far->bus, NULL, 1, 7), far, "10000:e1/01.7");
}

static void behind_bridges(struct kunit *test)
{
	struct root *root = take_root(test, 0, 0);
	struct function *port = take_at(test, &root->bus, NULL, 0x1c, 2);
	struct function *up = take_at(test, NULL, port, 0, 0);
	struct function *down = take_at(test, NULL, up, 3, 0);

	expect_place(test, take_at(test, NULL, down, 0, 1), root, "0000:00/1c.2/00.0/03.0/00.1");
	/* bus numbers are no part of it */
	down->bus.number = 0x77;
	expect_place(test, take_at(test, NULL, down, 0, 1), root, "0000:00/1c.2/00.0/03.0/00.1");
}

/* A host bridge that sits on a function, as a VMD controller's: its place goes on. */
static void host_on_function(struct kunit *test)
{
	struct root *root = take_root(test, 0, 0);
	struct function *controller = take_at(test, &root->bus, NULL, 0x0e, 0);
	struct root *inner = take_root(test, 0x10000, 0);
	struct function *port = take_at(test, &inner->bus, NULL, 6, 0);

	inner->host.dev.parent = &controller->pdev.dev;
	expect_place(test, port, root, "0000:00/0e.0/pci/06.0");
	expect_place(test, take_at(test, NULL, port, 0, 0), root, "0000:00/0e.0/pci/06.0/00.0");
}

static void put_routing(struct function *pf, u16 offset, u16 stride)
{
	function_extended(pf, 0x100, PCI_EXT_CAP_ID_SRIOV, 0);
	function_put32(pf, 0x100 + PCI_SRIOV_VF_OFFSET, offset | stride << 16);
}

static struct function *take_virtual(struct kunit *test, struct function *pf, u32 devfn)
{
	struct function *vf = take_at(test, &pf->bus, NULL, PCI_SLOT(devfn), PCI_FUNC(devfn));

	vf->bus.self = pf->bus.self;
	vf->bus.parent = pf->bus.parent;
	vf->pdev.is_virtfn = 1;
	vf->pdev.physfn = &pf->pdev;
	return vf;
}

/* PCI Express 6.0, 9.2.1.2: routing id = that of the PF + offset + n * stride. */
static void virtual_functions(struct kunit *test)
{
	struct root *root = take_root(test, 0, 0);
	struct function *port = take_at(test, &root->bus, NULL, 0x1c, 0);
	struct function *pf = take_at(test, NULL, port, 0, 0);

	put_routing(pf, 0x80, 2);
	expect_place(test, take_virtual(test, pf, 0x80), root, "0000:00/1c.0/00.0/vf0");
	expect_place(test, take_virtual(test, pf, 0x84), root, "0000:00/1c.0/00.0/vf2");
	/* between two strides, so it is none of them */
	expect_place(test, take_virtual(test, pf, 0x83), root, "0000:00/1c.0/00.0/vf?");
}

/* What cannot be told is said to be unknown: no stride, no capability, asleep, gone. */
static void virtual_unknown(struct kunit *test)
{
	struct root *root = take_root(test, 0, 0);
	struct function *pf = take_at(test, &root->bus, NULL, 2, 0);

	expect_place(test, take_virtual(test, pf, 0x80), root, "0000:00/02.0/vf?");
	put_routing(pf, 1, 0);
	expect_place(test, take_virtual(test, pf, 0x11), root, "0000:00/02.0/vf0");
	expect_place(test, take_virtual(test, pf, 0x12), root, "0000:00/02.0/vf?");
	put_routing(pf, 1, 1);
	expect_place(test, take_virtual(test, pf, 0x12), root, "0000:00/02.0/vf1");
	pf->pdev.current_state = PCI_D3cold;
	expect_place(test, take_virtual(test, pf, 0x12), root, "0000:00/02.0/vf?");
	pf->pdev.current_state = PCI_D0;
	pf->pdev.error_state = pci_channel_io_perm_failure;
	expect_place(test, take_virtual(test, pf, 0x12), root, "0000:00/02.0/vf?");
}

/* A list of extended capabilities that loops is gone through once. */
static void routing_loop(struct kunit *test)
{
	struct function *pf = take_function(test, PCI_CFG_SPACE_EXP_SIZE);
	u16 offset, stride;

	function_extended(pf, 0x100, PCI_EXT_CAP_ID_DSN, 0x200);
	function_extended(pf, 0x200, PCI_EXT_CAP_ID_ACS, 0x100);
	KUNIT_EXPECT_EQ(test, muster_config_routing(&pf->pdev, &offset, &stride), -ENODATA);
	KUNIT_EXPECT_EQ(test, pf->reads[0x100 / 4], 1);
	KUNIT_EXPECT_EQ(test, pf->reads[0x200 / 4], 1);
	function_extended(pf, 0x200, PCI_EXT_CAP_ID_SRIOV, 0);
	KUNIT_EXPECT_EQ(test, muster_config_routing(&pf->pdev, &offset, &stride), 0);
	/* at the very end, where the field would lie beyond the space */
	function_extended(pf, 0x200, PCI_EXT_CAP_ID_ACS, 0xff0);
	function_extended(pf, 0xff0, PCI_EXT_CAP_ID_SRIOV, 0);
	KUNIT_EXPECT_EQ(test, muster_config_routing(&pf->pdev, &offset, &stride), -ENODATA);
	KUNIT_EXPECT_EQ(test, pf->odd_reads, 0);
}

/* Longer than a place may be: it is cut, and said to be. */
static void too_deep(struct kunit *test)
{
	struct root *root = take_root(test, 0, 0);
	struct function *function = take_at(test, &root->bus, NULL, 1, 0);
	struct muster_sighting *sighting;
	struct device *found;
	u32 depth;

	for (depth = 0; depth < 254; depth++)
		function = take_at(test, NULL, function, 0, 0);
	sighting = place_of(test, &function->pdev, &found);
	KUNIT_EXPECT_TRUE(test, sighting->flags & MUSTER_DEVICE_PLACE_CUT);
	KUNIT_EXPECT_EQ(test, strlen((char *)sighting->bytes + sighting->place_offset),
			MUSTER_PLACE_MAX);
	KUNIT_EXPECT_PTR_EQ(test, found, &root->host.dev);
}

/* Nothing is read that would have to be woken, nor behind what would. */
static void readings(struct kunit *test)
{
	struct root *root = take_root(test, 0, 0);
	struct function *port = take_at(test, &root->bus, NULL, 0x1c, 0);
	struct pci_dev *pdev = &take_at(test, NULL, port, 0, 0)->pdev;

	KUNIT_EXPECT_EQ(test, muster_pci_reading(pdev), MUSTER_READING_OK);
	pdev->current_state = PCI_D3hot;
	KUNIT_EXPECT_EQ(test, muster_pci_reading(pdev), MUSTER_READING_OK);
	pdev->current_state = PCI_D3cold;
	KUNIT_EXPECT_EQ(test, muster_pci_reading(pdev), MUSTER_READING_ASLEEP);
	pdev->current_state = PCI_D0;
	port->pdev.current_state = PCI_D3hot;
	KUNIT_EXPECT_EQ(test, muster_pci_reading(pdev), MUSTER_READING_ASLEEP);
	port->pdev.current_state = PCI_UNKNOWN;
	KUNIT_EXPECT_EQ(test, muster_pci_reading(pdev), MUSTER_READING_OK);
	port->pdev.error_state = pci_channel_io_perm_failure;
	KUNIT_EXPECT_EQ(test, muster_pci_reading(pdev), MUSTER_READING_GONE);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(on_root),
	KUNIT_CASE(roots),
	KUNIT_CASE(behind_bridges),
	KUNIT_CASE(host_on_function),
	KUNIT_CASE(virtual_functions),
	KUNIT_CASE(virtual_unknown),
	KUNIT_CASE(routing_loop),
	KUNIT_CASE(too_deep),
	KUNIT_CASE(readings),
	{}
};

static struct kunit_suite suite = {
	.name = "muster-places",
	.test_cases = cases,
};

kunit_test_suite(suite);
