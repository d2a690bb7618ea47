# SPDX-License-Identifier: GPL-2.0-or-later
# Identity and shape of every function stay: with a driver, virtual functions, another place.
# needs: muster fakepci

# Setting: the board before any driver; the module saw it then.
load_muster
digests() {
	snapshot "$@" | jq -r '.devices[] | select(.kind == "function" and .virtual == false) |
		"\(.place) \(.identity) \(.shape)"' | sort
}
digests --source module >/run/before
cut -d ' ' -f 1,3 /run/before | while read -r place shape; do say "$place $shape"; done
claim "every function has both" not grep null /run/before
claim "there are many" test "$(wc -l </run/before)" -gt 15
digests --source sysfs >/run/sysfs
claim "sysfs says the same" same /run/before /run/sysfs

# Drivers bind, and virtual functions are made.
load e1000e nvme ahci i2c-i801
for file in /sys/bus/pci/devices/*/sriov_numvfs; do echo 2 >"$file"; done
digests --source sysfs >/run/driven
claim "drivers and virtual functions change none" same /run/before /run/driven
vfs() {
	snapshot --source sysfs | jq -r '.devices[] | select(.virtual == true) | .shape' | sort | uniq -c
}
claim "virtual functions are alike" says '^ +2 sha256:[0-9a-f]{64}$' vfs
for file in /sys/bus/pci/devices/*/sriov_numvfs; do echo 0 >"$file"; done

# The module reads them again, now with their drivers.
unload_muster
load_muster
digests --source module >/run/again
claim "the module reads the same" same /run/before /run/again

# The same card behind two ports has one shape, whatever its address became.
plug nic8 spare0 52:54:00:00:00:08
claim "it arrives" wait_for 20 snapshot_has 'select(.place == "0000:00/1c.4/00.0" and .shape)'
shape_at() {
	snapshot --source module | jq -r ".devices[] | select(.place == \"$1\") | .shape"
}
first=$(shape_at 0000:00/1c.4/00.0)
unplug nic8
plug nic9 spare1 52:54:00:00:00:08
claim "it arrives elsewhere" wait_for 20 snapshot_has 'select(.place == "0000:00/1c.5/00.0" and .shape)'
claim "and is built alike" equal "$(shape_at 0000:00/1c.5/00.0)" "$first"
unplug nic9
digests --source module >/run/after
claim "nobody else changed" same /run/before /run/after
unload_muster
