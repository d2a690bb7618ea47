# SPDX-License-Identifier: GPL-2.0-or-later
# Hot-plug, drivers and sysfs: each is on record at once, and in the right order.
# needs: module programs fakepci
# timeout: 120

# Setting: drivers loaded, then the module.
load e1000e sdhci-pci
load_muster
mark

# A NIC comes, and a driver takes it.
plug nic9 spare0 52:54:00:00:00:09
claim "arrival" wait_for 5 happens 0000:00/1c.4/00.0 ADD BIND BOUND
claim "identity and origin" roster 'select(.place == "0000:00/1c.4/00.0" and .origin == "ADD"
	and .vendor == "8086" and .device == "10d3" and .driver == "e1000e" and .reading == "ok")'
claim "the ADD entry holds the configuration space" entries 'select(.event == "ADD") |
	.device.extents[0] | select(.offset == 0) | .data | select(startswith("8680d310"))'
claim "no driver was there at ADD" entries 'select(.event == "ADD" and .device.driver == null)'
claim "its driver is named" equal "$(entries 'select(.driver) | .driver' | sort -u)" '"e1000e"'

# It goes: the driver lets go before it leaves the bus.
unplug nic9
claim "departure" wait_for 5 happens 0000:00/1c.4/00.0 \
	ADD BIND BOUND UNBIND UNBOUND DEL REMOVED
claim "it is off the roster" not roster 'select(.place == "0000:00/1c.4/00.0")'

# Under a switch port the same.
plug nic8 down2 52:54:00:00:00:08
claim "arrival under the switch" wait_for 5 happens 0000:00/1c.2/00.0/02.0/00.0 ADD BIND BOUND
unplug nic8
claim "departure under the switch" wait_for 5 happens 0000:00/1c.2/00.0/02.0/00.0 \
	ADD BIND BOUND UNBIND UNBOUND DEL REMOVED

# A driver's probe fails (an SD host without any register bar).
fakepci domain 10000
fakepci add 10000:00:01.0 id=1b36:fa07 class=080501
fakepci scan 10000
claim "a failed bind" happens 10000:00/01.0 ADD BIND NOT_BOUND
claim "it names the driver that failed" entries 'select(.event == "NOT_BOUND" and .driver == "sdhci-pci")'
claim "no driver is bound" roster 'select(.place == "10000:00/01.0" and .driver == null)'

# A driver is unbound and bound by hand.
mark
nic=$(basename "$(readlink -f /sys/bus/pci/devices/0000:00:1c.0/*:00.0)")
echo "$nic" >/sys/bus/pci/drivers/e1000e/unbind
claim "unbind" happens 0000:00/1c.0/00.0 UNBIND UNBOUND
claim "the driver that left is named" entries 'select(.event == "UNBOUND" and .driver == "e1000e")'
claim "the roster knows" roster 'select(.place == "0000:00/1c.0/00.0" and .driver == null)'
echo "$nic" >/sys/bus/pci/drivers/e1000e/bind
claim "bind" happens 0000:00/1c.0/00.0 UNBIND UNBOUND BIND BOUND

# A whole switch leaves and returns: children go first, bridges come first.
mark
echo 1 >"$(readlink -f /sys/bus/pci/devices/0000:00:1c.2/*:00.0)/remove"
claim "six functions leave" equal "$(entries 'select(.event == "REMOVED")' | wc -l)" 6
gone=$(entries 'select(.event == "REMOVED") | .subject' | tail -n 1)
nlread events >/run/record.out
claim "the upstream port goes last" equal "$(jq -r --argjson n "$gone" \
	'.entry | select(.number == $n) | .device.place' /run/record.out)" 0000:00/1c.2/00.0
mark
echo 1 >/sys/bus/pci/rescan
claim "six functions return" equal "$(entries 'select(.event == "ADD")' | wc -l)" 6
claim "a port comes before what is behind it" equal "$(entries 'select(.event == "ADD") |
	.device.place' | head -n 1)" '"0000:00/1c.2/00.0"'
claim "the NIC behind it has its driver" happens 0000:00/1c.2/00.0/00.0/00.0 ADD BIND BOUND

# In the end the roster is what sysfs lists, and the numbers have no gap.
claim "the roster is sysfs" roster_is_sysfs
claim "nothing was lost" equal "$(info .lost)" 0
claim "the chain is whole" nlread events
