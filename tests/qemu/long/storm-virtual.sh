# SPDX-License-Identifier: GPL-2.0-or-later
# 254 virtual functions flap: each is recorded eight times and then counted, and the ring stays small.
# board: virtual
# needs: module programs fakepci
# memory: 1024
# timeout: 600

# Setting: two NVMe controllers with their driver; the virtual functions stay without one.
load nvme
# where that takes long, none of them comes so often that it is folded: room for all
load_muster ring_kib=8192
pfs=$(for file in /sys/bus/pci/devices/*/sriov_numvfs; do dirname "$file"; done)
for pf in $pfs; do echo 0 >"$pf/sriov_drivers_autoprobe"; done
set_all() {
	for pf in $pfs; do echo "$1" >"$pf/sriov_numvfs" || die "sriov_numvfs"; done
}
holds() { nltally "$marked" >/run/tally && { jq -e "$1" /run/tally >/dev/null || not cat /run/tally; }; }
virtual() { roster 'select(.flags % 2 == 1) | .place' | wc -l; }
mark

# Twenty times all of them; a stranger passes by meanwhile.
started=$(now_ms)
for turn in $(seq 1 20); do
	set_all 127
	if [ "$turn" = 15 ]; then
		fakepci domain 10000
		fakepci add 10000:00:01.0 id=10ee:0666 class=058000
		fakepci scan 10000
		fakepci unplug 10000:00:01.0
	fi
	set_all 0
done
took=$(($(now_ms) - started))
nltally "$marked" >/run/tally
say "twenty times 254 in $took ms: $(cat /run/tally)"
claim "none is recorded for the ninth time in ten seconds" holds '.crowded == 0'
claim "nothing is lost" holds '.lost == 0'
claim "the stranger is on record" entries 'select(.event == "ADD" and .device.device == "0666")'
if [ $took -lt 20000 ]; then
	claim "the ring has the first eight of each, and no more" holds '.entries < 254 * 5 * 10'
fi

# They stay: all are there, and every one is in the books.
set_all 127
all_virtual() { equal "$(virtual)" 254; }
claim "all 254 are there" wait_for 60 all_virtual
claim "each arrival and departure is in the books" holds '.arrived == 21 * 254 + 1 and .left == 20 * 254 + 1'
claim "the roster is sysfs" roster_is_sysfs
set_all 0
unload_muster
