# SPDX-License-Identifier: GPL-2.0-or-later
# Dumps while devices come and go: what lives throughout is told exactly once, whoever asks.
# needs: module programs fakepci fakei2c
# smp: 2
# timeout: 180

# Setting: a roster of several hundred, three readers, and two storms.
fakepci domain 10000
fakepci add 10000:00:00.0 id=1234:5678 pcie dsn=1000 count=100
fakepci scan 10000
fakei2c adapter fake0
bus=$(fakei2c_bus fake0)
load_muster
clients() {
	for _ in 1 2 3 4; do
		for address in $(seq 64 111); do
			echo "fakechip $address" >"/sys/bus/i2c/devices/i2c-$bus/new_device"
		done
		for address in $(seq 64 111); do
			echo "$address" >"/sys/bus/i2c/devices/i2c-$bus/delete_device"
		done
	done
}
functions() {
	for _ in 1 2 3 4 5 6; do
		echo 1 >/sys/bus/pci/devices/0000:00:1c.2/remove
		echo 1 >/sys/bus/pci/rescan
	done
}
: >/run/storm
for reader in 1 2 3; do
	nlslow /run/storm busy >/run/reader.$reader 2>&1 &
	eval "reader$reader=$!"
done
for reader in 1 2 3; do
	wait_for 20 contains /run/reader.$reader ready || die "reader $reader"
done
clients &
first=$!
functions &
second=$!
wait $first $second
rm /run/storm

# Each reader: no gap, no device twice, the same devices by roster and by entries.
# shellcheck disable=SC2154 # set by eval
claim "the first reader" wait "$reader1"
# shellcheck disable=SC2154
claim "the second reader" wait "$reader2"
# shellcheck disable=SC2154
claim "the third reader" wait "$reader3"
tail -q -n 1 /run/reader.? >/run/results
show /run/results
claim "no entry was lost" equal "$(jq -s 'map(.lost) | add' /run/results)" 0
claim "dumps of the roster were interrupted, and said so" \
	jq -se 'map(.interrupted) | add > 0' /run/results
claim "they end with the same devices" equal "$(jq .devices /run/results | uniq | wc -l)" 1
claim "the roster is sysfs" roster_is_sysfs
