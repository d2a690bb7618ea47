# SPDX-License-Identifier: GPL-2.0-or-later
# A flapping device is counted, not recorded a thousand times; a stranger among its flaps is never lost.
# needs: module programs fakepci fakei2c
# timeout: 240

# shellcheck disable=SC2016 # jq has variables too
# Setting: the module, an adapter, and a function in a domain of its own.
load_muster
fakei2c adapter fake0
bus=$(fakei2c_bus fake0)
adapter=$(roster 'select(.address == "i2c-'"$bus"'") | .place' | tr -d '"')
client() { echo "$1 0x$2" >"/sys/bus/i2c/devices/i2c-$bus/new_device"; }
gone() { echo "0x$1" >"/sys/bus/i2c/devices/i2c-$bus/delete_device"; }
flap() {
	for _ in $(seq 1 "$3"); do
		client "$1" "$2"
		gone "$2"
	done
}
fold_of() { entries 'select(.event == "FOLDED" and .fold.place == "'"$1"'") | .fold'; }
counted() { fold_of "$1" | jq -s '[.[].counts[] | select(.event == "'"$2"'") | .times] | add // 0'; }
recorded() { entries 'select(.event == "ADD" and .device.place == "'"$1"'")' | wc -l; }

# 500 flaps: eight are recorded, the rest counted, none is lost.
mark
flap fakechip 51 500
claim "the first eight are recorded in full" equal "$(recorded "$adapter/51")" 8
claim "nothing is said while it flaps" not fold_of "$adapter/51"
claim "once it is quiet it is told" wait_for 20 fold_of "$adapter/51"
claim "once" equal "$(fold_of "$adapter/51" | wc -l)" 1
claim "with every arrival" equal "$(counted "$adapter/51" ADD)" 492
claim "and every departure" equal "$(counted "$adapter/51" REMOVED)" 492
claim "and when" equal "$(fold_of "$adapter/51" | jq '.last > .first')" true
claim "the record stays small" test "$(entries . | wc -l)" -lt 40
claim "the roster is sysfs" roster_is_sysfs

# A stranger at the same place, in the midst of the flaps: on record, in full.
mark
flap fakechip 52 50
flap stranger 52 1
flap fakechip 52 50
claim "the stranger is on record" entries 'select(.event == "ADD" and .device.name == "stranger")'
claim "it left, too" entries 'select(.event == "REMOVED")'
claim "the flaps are told" wait_for 20 fold_of "$adapter/52"
claim "none of them is lost" equal "$(($(counted "$adapter/52" ADD) + $(recorded "$adapter/52")))" 101

# What is there when the flapping ends is introduced, with what has happened to it.
mark
flap fakechip 53 20
client fakechip 53
claim "it is told" wait_for 20 fold_of "$adapter/53"
claim "and it is present" roster 'select(.place == "'"$adapter"'/53")'
claim "its entry follows" equal "$(entries 'select(.event == "FOLDED" or .number > 0)' |
	jq -r '.event' | tail -n 2 | tr '\n' ' ')" "FOLDED ADD "
gone 53
claim "its end is recorded as ever" entries 'select(.event == "REMOVED")'
claim "the roster is sysfs again" roster_is_sysfs

# A function flaps; one with another serial number comes up in its place meanwhile.
fakepci domain 10000
fakepci add 10000:00:01.0 id=1b36:fa01 class=020000 pcie dsn=0011223344556677
fakepci scan 10000
mark
reappear() {
	for _ in $(seq 1 "$1"); do
		echo 1 >/sys/bus/pci/devices/10000:00:01.0/remove
		fakepci scan 10000
	done
}
reappear 40
echo 1 >/sys/bus/pci/devices/10000:00:01.0/remove
fakepci poke 10000:00:01.0 104 44556678
fakepci scan 10000
claim "the impostor is on record" entries 'select(.event == "ADD") | .device.extents[] |
	select(.data | contains("7866554433221100"))'
echo 1 >/sys/bus/pci/devices/10000:00:01.0/remove
fakepci become 10000:00:01.0 id=1b36:fa01 class=020000 pcie dsn=0011223344556677 bar0=1000
fakepci scan 10000
claim "and one with another BAR" entries 'select(.event == "ADD") | .device.bars[]'
claim "the function's flaps are told" wait_for 20 fold_of 10000:00/01.0
claim "none is lost" equal "$(($(counted 10000:00/01.0 ADD) + $(recorded 10000:00/01.0)))" 42
claim "the roster is sysfs at the end" roster_is_sysfs
