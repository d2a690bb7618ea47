# SPDX-License-Identifier: GPL-2.0-or-later
# The test bed itself: drivers, hot-plug, and both simulators do what scenarios rely on.
# needs: fakepci fakei2c

# Setting: the default board, its drivers loaded.
load e1000e nvme ahci i2c-i801 i2c-dev

# The board is there, and hot-plug has ACPI to work with.
claim "ACPI tables are there" test -d /sys/firmware/acpi/tables
claim "the NIC has its driver" exists '/sys/bus/pci/devices/0000:00:1c.0/*:00.0/driver'
claim "the SMBus answers at 50" i2cget -y 0 0x50

# A NIC comes and goes.
plug nic9 spare0 52:54:00:00:00:09
claim "the NIC appears" wait_for 5 exists '/sys/bus/pci/devices/0000:00:1c.4/*:00.0/driver'
unplug nic9
claim "the NIC disappears" wait_for 5 not exists '/sys/bus/pci/devices/0000:00:1c.4/*:00.0'

# A simulated domain: identity, serial number, VPD, a bridge, 64 functions at once.
fakepci domain 10000
fakepci add 10000:00:01.0 id=1b36:fa01 sub=8086:a01f class=020000 rev=2 pcie pm vpd=SN-0001 dsn=0011223344556677 bar0=10000
fakepci add 10000:00:02.0 id=1b36:000c pcie=4 bridge=01-03
fakepci add 10000:01:00.0 id=1b36:fa02 class=020000 pcie dsn=1
fakepci add 10000:00:04.0 id=1234:5678 count=40
claim "nothing is seen before the scan" not test -e "$(pci_of 10000:00:01.0)"
fakepci scan 10000
claim "the function is seen" equal "$(cat "$(pci_of 10000:00:01.0)"/device)" 0xfa01
claim "behind the bridge too" equal "$(cat "$(pci_of 10000:01:00.0)"/vendor)" 0x1b36
claim "64 functions are seen" equal "$(grep -l 0x5678 /sys/bus/pci/devices/10000:00:*/device | wc -l)" 64
claim "its serial number is read" says 'Device Serial Number 00-11-22-33-44-55-66-77' lspci -D -vv -s 10000:00:01.0
claim "its VPD is read" says 'Serial number: SN-0001' lspci -D -vv -s 10000:00:01.0
claim "reads are counted" test "$(fakepci_reads 10000:00:01.0)" -gt 20

# Another card under the kernel's eyes, a sleeping one, a dead one, a broken list.
fakepci become 10000:00:01.0 id=1b36:fa01 pcie dsn=0011223344556688
claim "the serial number is another" says 44-55-66-88 lspci -D -vv -s 10000:00:01.0
fakepci hide 10000:00:01.0
claim "the serial number is hidden" not says 'Serial Number' lspci -D -vv -s 10000:00:01.0
fakepci poke 10000:00:01.0 41 40
claim "a capability list may loop" says 'chain looped' lspci -D -vv -s 10000:00:01.0
fakepci dead 10000:00:02.0
claim "a dead bridge hides its child" equal "$(od -An -tx1 -N 2 "$(pci_of 10000:01:00.0)"/config)" " ff ff"
fakepci alive 10000:00:02.0
claim "and shows it again" equal "$(od -An -tx1 -N 2 "$(pci_of 10000:01:00.0)"/config)" " 36 1b"
fakepci sleep 10000:01:00.0
claim "the kernel believes it sleeps" equal "$(cat "$(pci_of 10000:01:00.0)"/power_state)" D3cold
fakepci wake 10000:01:00.0
fakepci unplug 10000:01:00.0
claim "hot-removed" not test -e "$(pci_of 10000:01:00.0)"

# A root below a function, and a domain number of more than 16 bits.
fakepci domain 12345678 0000:00:03.0
fakepci add 12345678:00:00.0 id=1234:0001
fakepci scan 12345678
claim "a root hangs below the function" test -e "$(pci_of 0000:00:03.0)/pci12345678:00/12345678:00:00.0"

# Adapters, a mux on a mux, clients by hand.
fakei2c adapter fake0 0000:00:03.0
bus=$(fakei2c_bus fake0)
fakei2c mux "$bus" 70 4
channel=$(fakei2c_channel "$bus-0070/2")
fakei2c mux "$channel" 71 2
claim "seven adapters more" equal "$(find /sys/bus/i2c/devices/ -name 'i2c-[0-9]*' | wc -l)" 8
fakei2c answer fake0 48
claim "an address behind both muxes answers" i2cget -y "$(fakei2c_channel "$channel-0071/1")" 0x48
echo fakechip 0x51 >"/sys/bus/i2c/devices/i2c-$channel/new_device"
claim "a client by hand" test -e "/sys/bus/i2c/devices/$channel-0051"

# Users have no rights, and namespaces are there.
claim "a user is a user" equal "$(as_user id -u)" 1000
claim "our cards have links" ip -o link show eth0
claim "another network namespace has its own loopback" other_net ip -o link show lo
claim "and none of our cards" not other_net ip -o link show eth0

# All of it unloads.
claim "fakei2c unloads" rmmod fakei2c
claim "fakepci unloads" rmmod fakepci
