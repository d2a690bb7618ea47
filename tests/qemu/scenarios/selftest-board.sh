# SPDX-License-Identifier: GPL-2.0-or-later
# The default board: every kind of port takes a card, virtual functions come, udev names things.
# needs: fakepci udev

# Setting: drivers loaded, udevd running.
load e1000e nvme
start_udevd

# The firmware's tables name the board.
claim "DMI" equal "$(cat /sys/class/dmi/id/board_name)" Board-1

# A switch's port and a conventional slot take cards too.
plug nic8 down2 52:54:00:00:00:08
claim "behind the switch" wait_for 5 exists "$(pci_of 0000:00:1c.2)/*/*:02.0/*:00.0/driver"
unplug nic8
plug nic7 slots 52:54:00:00:00:07 ',"addr":"3"'
claim "behind the conventional bridge" wait_for 5 exists "$(pci_of 0000:00:1e.0)/*:03.0/driver"
unplug nic7

# Two functions on one device appear together, when function 0 comes.
plug multi1 spare0 52:54:00:00:00:11 ',"addr":"0.1"'
claim "function 1 alone stays unseen" not exists "$(pci_of 0000:00:1c.4)/*:00.1"
plug multi0 spare0 52:54:00:00:00:10 ',"addr":"0.0","multifunction":true'
claim "both appear" wait_for 5 exists "$(pci_of 0000:00:1c.4)/*:00.1"

# Virtual functions of the NVMe controller.
nvme=$(below 0000:00:1c.3)
echo 0 >"$(pci_of "$nvme")/sriov_drivers_autoprobe"
echo 4 >"$(pci_of "$nvme")/sriov_numvfs"
claim "four virtual functions" test -e "$(pci_of "$nvme")/virtfn3"
echo 0 >"$(pci_of "$nvme")/sriov_numvfs"
claim "and none" not test -e "$(pci_of "$nvme")/virtfn0"

# A NIC behind a port that is removed and rescanned.
switch=$(below 0000:00:1c.2)
echo 1 >"$(pci_of "$switch")/remove"
claim "the switch and all behind it go" not exists "$(pci_of 0000:00:1c.2)/*:00.0"
echo 1 >/sys/bus/pci/rescan
claim "and come back" exists "$(pci_of 0000:00:1c.2)/*/*:00.0/*:00.0"

# i2c-stub makes an adapter.
modprobe i2c-stub chip_addr=0x48,0x49
claim "i2c-stub's adapter" grep -q 'SMBus stub' /sys/bus/i2c/devices/i2c-*/name

# udev hears of a function.
udevadm monitor --udev >/run/monitor 2>&1 &
monitor=$!
wait_for 5 grep -q UDEV /run/monitor
fakepci domain 10000
fakepci add 10000:00:05.0 id=1b36:fa05
fakepci scan 10000
claim "udev's line for it" wait_for 5 grep -q 'UDEV.*add.*10000:00:05.0' /run/monitor
kill "$monitor"

# Many functions, many adapters.
begin=$(now_ms)
fakepci domain 20000
fakepci add 20000:00:00.0 id=1b36:fa06 dsn=1 pcie count=100
fakepci scan 20000
claim "256 functions" equal "$(find /sys/bus/pci/devices/ -name '20000:*' | wc -l)" 256
say "256 functions took $(($(now_ms) - begin)) ms"

# A sleeping bridge hides its child and answers itself.
fakepci domain 30000
fakepci add 30000:00:00.0 id=1b36:fa07 pcie=4 bridge=01-01
fakepci add 30000:01:00.0 id=1b36:fa08 pcie
fakepci scan 30000
fakepci doze 30000:00:00.0
claim "D3hot" equal "$(cat "$(pci_of 30000:00:00.0)"/power_state)" D3hot
claim "the child is hidden" equal "$(od -An -tx1 -N 2 "$(pci_of 30000:01:00.0)"/config)" " ff ff"

# Roots that come in another order.
fakepci nodomain 30000
fakepci nodomain 10000
fakepci nodomain 20000
fakepci domain 20000
fakepci domain 10000
claim "roots are back" exists '/sys/devices/pci10000:00'
