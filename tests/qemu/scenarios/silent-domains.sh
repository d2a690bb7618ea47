# SPDX-License-Identifier: GPL-2.0-or-later
# Domains that drivers make are numbered by who comes first: in either order nothing is told.
# needs: muster fakepci

# Setting: two roots below functions of the board, as VMD makes them, each with a disk behind a port.
two_disks() {
	fakepci domain "$1" 0000:00:03.0
	fakepci add "$1:00:06.0" id=1b36:fa05 pcie=4 bridge=01-01
	fakepci add "$1:01:00.0" id=1b36:fa06 class=010802 pcie dsn=0011223344556601
	fakepci scan "$1"
	fakepci domain "$2" 0000:00:04.0
	fakepci add "$2:00:06.0" id=1b36:fa05 pcie=4 bridge=01-01
	fakepci add "$2:01:00.0" id=1b36:fa06 class=010802 pcie dsn=0011223344556602
	fakepci scan "$2"
}
two_disks 10000 10001
load_muster
learn_board --strict
start_musterd --settle 1s --grace 20s
claim "check says yes" exits 0 muster check --wait=30
claim "each disk is below its function" snapshot_has \
	'select(.place == "0000:00/04.0/pci/06.0/00.0" and .address == "10001:01:00.0")'

# The drivers are probed the other way round.
fakepci nodomain 10000
fakepci nodomain 10001
claim "both are gone" wait_for 5 not snapshot_has 'select(.place == "0000:00/04.0/pci/06.0/00.0")'
two_disks 10001 10000
claim "the same disk has another domain" wait_for 5 snapshot_has \
	'select(.place == "0000:00/04.0/pci/06.0/00.0" and .address == "10000:01:00.0")'
claim "check says yes" wait_for 5 exits 0 muster check
claim "so it does from sysfs" exits 0 muster check --source sysfs
claim "of those who were away no more than a notice was told" equal \
	"$(count_findings 'select(.severity != "notice")')" 0
stop_musterd
