# SPDX-License-Identifier: GPL-2.0-or-later
# Eighty clients that flap together are folded like one: each counted, none lost, the record small.
# needs: module programs fakei2c
# timeout: 240

# Setting: the module and an adapter.
load_muster
fakei2c adapter fake0
bus=$(fakei2c_bus fake0)
holds() { nltally "$marked" >/run/tally && { jq -e "$1" /run/tally >/dev/null || not cat /run/tally; }; }
all() {
	for address in $(seq 16 95); do
		echo "$1$address" >"/sys/bus/i2c/devices/i2c-$bus/$2"
	done
}
mark

# Thirty times they come and go, all of them in turn.
started=$(now_ms)
for _ in $(seq 1 29); do
	all 'fakechip ' new_device
	all '' delete_device
done
all 'fakechip ' new_device
took=$(($(now_ms) - started))
say "thirty times eighty clients: $took ms"

# This holds however slow the machine is; that they are folded, only where it is not.
claim "none is recorded for the ninth time in ten seconds" holds '.crowded == 0'
if [ $took -lt 30000 ]; then
	claim "most of it is not in the record" holds '.entries < 80 * 3 * 15'
fi

# A stranger in the place of one of them.
echo 48 >"/sys/bus/i2c/devices/i2c-$bus/delete_device"
echo "stranger 48" >"/sys/bus/i2c/devices/i2c-$bus/new_device"
claim "the stranger is on record" entries 'select(.event == "ADD" and .device.name == "stranger")'

# They stay: what was counted is told, and all are there.
introduced() { equal "$(info .clients)" 80; }
claim "all are introduced once it is quiet" wait_for 30 introduced
claim "every arrival and departure is in the books" wait_for 30 holds '.arrived == 2401 and .left == 2321 and .lost == 0'
claim "the roster is sysfs" roster_is_sysfs
nltally "$marked" >/run/books
show /run/books
unload_muster
