# SPDX-License-Identifier: GPL-2.0-or-later
# Loading and unloading while devices come and go: no gap, nobody twice, nothing leaks.
# needs: module programs fakepci fakei2c
# timeout: 300
# smp: 2

# Setting: storms of functions and clients, one on each bus.
load e1000e
fakepci domain 10000
fakepci add 10000:00:00.0 id=1234:5678 pcie dsn=1000 count=20
fakepci scan 10000
fakei2c adapter fake0
bus=$(fakei2c_bus fake0)
clients() {
	while [ -e /run/storm ]; do
		for address in 80 81 82 83; do
			echo "fakechip $address" >"/sys/bus/i2c/devices/i2c-$bus/new_device"
		done
		for address in 80 81 82 83; do
			echo "$address" >"/sys/bus/i2c/devices/i2c-$bus/delete_device"
		done
	done
}
functions() {
	while [ -e /run/storm ]; do
		echo 1 >/sys/bus/pci/devices/0000:00:1c.2/remove
		echo 1 >/sys/bus/pci/devices/10000:00:00.0/remove
		echo 1 >/sys/bus/pci/rescan
	done
}
: >/run/storm
clients &
first=$!
functions &
second=$!

ended() {
	wait "$1" || {
		cat /run/reader
		return 1
	}
}

# Each load: the walk and the events tell of the same devices, and the chain holds.
round=0
while [ $round -lt 8 ]; do
	load_muster
	: >/run/reading
	nlslow /run/reading busy >/run/reader 2>&1 &
	reader=$!
	wait_for 10 contains /run/reader ready || die "nlslow: $(cat /run/reader)"
	before=$(nlread info | jq .next)
	moved() { [ "$(nlread info | jq .next)" -gt $((before + 20)) ]; }
	wait_for 10 moved || die "the storm is over"
	rm /run/reading
	claim "load $round is without gap or duplicate" ended $reader
	rmmod muster || die "rmmod"
	round=$((round + 1))
done
rm /run/storm
wait $first $second

# When all is quiet: roster and sysfs are the same, whatever came before.
load_muster
claim "the roster is sysfs" roster_is_sysfs
claim "nothing was introduced twice" equal "$(roster .address | sort | uniq -d)" ""
unload_muster

# Nothing is left behind: thirty quiet loads cost the kernel no memory.
unreclaimable() {
	awk '/^(SUnreclaim|VmallocUsed|Percpu):/ { sum += $2 } END { print sum }' /proc/meminfo
}
loads() {
	for _ in $(seq 1 "$1"); do
		load_muster
		nlread events >/dev/null || die "nlread events"
		nlread devices >/dev/null || die "nlread devices"
		unload_muster
	done
}
loads 5
before=$(unreclaimable)
loads 30
after=$(unreclaimable)
say "unreclaimable memory: $before KiB before, $after KiB after"
claim "thirty loads leave less than 512 KiB" test $((after - before)) -lt 512
