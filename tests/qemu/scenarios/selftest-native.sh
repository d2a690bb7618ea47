# SPDX-License-Identifier: GPL-2.0-or-later
# Native hot-plug: pciehp and shpchp, without ACPI's help.
# board: native
# timeout: 90

# Setting: the NIC's driver.
load e1000e

# A NIC comes and goes on a root port.
plug nic9 spare0 52:54:00:00:00:09
claim "the NIC appears" wait_for 10 exists "$(pci_of 0000:00:1c.4)/*:00.0/driver"
unplug nic9
claim "the NIC disappears" wait_for 10 not exists "$(pci_of 0000:00:1c.4)/*:00.0"
