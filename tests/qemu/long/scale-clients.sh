# SPDX-License-Identifier: GPL-2.0-or-later
# A thousand I2C clients behind muxes: there at load, or arriving; all on record, every verb works.
# needs: muster programs fakei2c
# memory: 1024
# timeout: 900

# Setting: two adapters, each with a mux of eight channels, 64 clients on every channel.
fakei2c adapter fake0 0000:00:03.0
fakei2c adapter fake1 0000:00:03.1
channels=
for name in fake0 fake1; do
	bus=$(fakei2c_bus $name)
	fakei2c mux "$bus" 70 8
	for channel in 0 1 2 3 4 5 6 7; do
		channels="$channels $(fakei2c_channel "$bus-0070/$channel")"
	done
done
populate() {
	for bus in $channels; do
		for address in $(seq 16 79); do
			echo "fakechip $address" >"/sys/bus/i2c/devices/i2c-$bus/new_device"
		done
	done
}
depopulate() {
	for bus in $channels; do
		for address in $(seq 16 79); do
			echo "$address" >"/sys/bus/i2c/devices/i2c-$bus/delete_device"
		done
	done
}
populate
started=$(now_ms)
load_muster
took=$(($(now_ms) - started))

# All are on record, in the part of it that is never dropped.
clients=$(info .clients)
claim "there are a thousand" test "$clients" -ge 1026
claim "the roster is sysfs" roster_is_sysfs
nltally >/run/tally
show /run/tally
claim "the walk is in the head, whatever comes" test "$(info .head_end)" -gt "$clients"
claim "nothing is lost" jq -e '.lost == 0 and .arrived == .present' /run/tally
roster=$(info .roster_bytes)
say "loading took $took ms; roster: $((roster / clients)) bytes a client"
claim "the roster takes less than 1 KiB a client" test $((roster / clients)) -lt 1024

# Every verb; module and sysfs agree about each client.
places() { muster list --json --source "$1" | jq -r '.devices[] | "\(.kind) \(.place) \(.name)"' | sort; }
places module >/run/module
places sysfs >/run/sysfs
claim "module and sysfs say the same" same /run/module /run/sysfs
claim "no place is there twice" equal "$(uniq -d /run/module)" ""
learn_board
claim "the board passes muster" exits 0 muster check
claim "a dump is written" muster dump -o /run/dump.tar.gz
claim "it is whole" says '^.*whole' muster dump --verify /run/dump.tar.gz
rm -f /run/dump.tar.gz

# They all leave and come back, with a daemon: nobody is forgotten.
start_musterd --settle 1s --grace 1s
mark
depopulate
claim "none is left" test "$(info .clients)" -lt 10
populate
claim "all are back" equal "$(info .clients)" "$clients"
claim "each in its own entries" equal "$(nltally "$marked" | jq '[.arrived, .left, .lost] | tostring')" '"[1024,1024,0]"'
claim "the roster is sysfs again" roster_is_sysfs
claim "it takes what it took before" equal "$(info .roster_bytes)" "$roster"
calm() { says '"critical": *0' cat /run/muster/status.json; }
claim "nothing stands" wait_for 60 calm
stop_musterd
claim "the ledger is whole" says 'whole.*the module agrees' muster log verify
unload_muster
