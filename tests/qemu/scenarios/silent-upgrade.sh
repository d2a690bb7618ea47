# SPDX-License-Identifier: GPL-2.0-or-later
# Another kernel, other drivers, a reboot: the board is the same, and nothing is told.
# needs: muster
# files: board-default.json board-default-strict.json
# timeout: 120

# Setting: inventories of this board that were made on the oldest kernel, the strict one with every
# serial and every shape; the module is there before any other driver than the SMBus'.
load i2c_i801
load_muster
cp /lib/testbed/board-default-strict.json "$INVENTORY/board.json"
start_musterd --settle 1s --grace 1s
claim "check says yes" exits 0 muster check --wait=30
claim "so it does from sysfs" exits 0 muster check --source sysfs
claim "and by model" exits 0 muster check --inventory /lib/testbed/board-default.json
claim "the shape of every function is known" equal "$(muster list --json |
	jq -r '.devices[] | select(.kind == "function" and .shape == null) | .place')" ""
digests() {
	jq -r '.devices[] | select(.kind == "function") | [.place, .identity, .shape] | join(" ")'
}
muster list --json | digests >/run/record
muster list --json --source sysfs | digests >/run/sysfs
claim "record and sysfs see the same identities and shapes" same /run/record /run/sysfs
claim "who is not root only knows less" exits 2 as_user muster check --source sysfs \
	--inventory /lib/testbed/board-default-strict.json
claim "and finds nothing wrong" equal "$(as_user muster check --json --source sysfs \
	--inventory /lib/testbed/board-default-strict.json | jq '.findings | length')" 0

# Drivers come: they enable devices, make interrupts, adapters, clients and names.
load nvme e1000e xhci_pci ahci at24 sdhci_pci
claim "the drivers are bound" wait_for 10 snapshot_has 'select(.driver == "nvme")'
claim "check says yes" wait_for 5 exits 0 muster check
claim "so it does from sysfs" exits 0 muster check --source sysfs

# Virtual functions come and go with their physical function.
echo 4 >"$(pci_of "$(below 0000:00:1c.3)")/sriov_numvfs"
claim "four virtual functions" wait_for 5 snapshot_has 'select(.place == "0000:00/1c.3/00.0/vf3")'
claim "check says yes" exits 0 muster check
echo 0 >"$(pci_of "$(below 0000:00:1c.3)")/sriov_numvfs"

# Drivers go.
for driver in nvme e1000e xhci_hcd ahci; do
	for device in /sys/bus/pci/drivers/"$driver"/0000:*; do
		[ ! -e "$device" ] || echo "${device##*/}" >"/sys/bus/pci/drivers/$driver/unbind"
	done
done
claim "no driver is left on the NVMe" wait_for 5 snapshot_has \
	'select(.place == "0000:00/1c.3/00.0" and .driver == null)'
muster list --json --source sysfs | digests >/run/unbound
claim "identities and shapes are as they were" same /run/sysfs /run/unbound
claim "the daemon told nothing of functions" equal \
	"$(count_findings 'select(.severity != "notice")')" 0
stop_musterd
