# SPDX-License-Identifier: GPL-2.0-or-later
# A listener whose doorbells overflow loses no entry: it pulls by number.
# needs: module programs fakei2c
# timeout: 120

# Setting: a listener with the smallest receive buffer; it does not read.
load_muster
fakei2c adapter fake0
bus=$(fakei2c_bus fake0)
storm() {
	for address in $(seq 80 95) $(seq 64 79) $(seq 32 47); do
		echo "fakechip $address" >"/sys/bus/i2c/devices/i2c-$bus/new_device"
		echo "$address" >"/sys/bus/i2c/devices/i2c-$bus/delete_device"
	done
}
listen() {
	: >/run/storm
	nlslow /run/storm "$1" >/run/slow.out 2>/run/slow.err &
	slow=$!
	wait_for 10 contains /run/slow.out ready || die "nlslow: $(cat /run/slow.err)"
}
ended() {
	rm /run/storm
	wait "$slow" || {
		cat /run/slow.err
		return 1
	}
}
result() {
	tail -n 1 /run/slow.out | jq -e "$1"
}

# It asks for nothing until the storm is over.
listen idle
storm
claim "it catches up" ended
claim "its doorbells overflowed" result '.overruns > 0'
claim "a few were delivered" result '.bells > 0'
claim "no entry was lost" result '.lost == 0 and .gaps == 0'
claim "it has every entry" result ".entries == $(($(info .next) - 1))"

# It asks all the time while the storm goes on.
listen busy
storm
claim "it follows" ended
claim "its doorbells overflowed again" result '.overruns > 0'
claim "no entry was lost again" result '.lost == 0 and .gaps == 0'
claim "roster and entries agreed, many times" result '.rosters > 5'
claim "the roster is sysfs" roster_is_sysfs
