# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# How many events a second: without a reader until the ring loses, and with the daemon.
# needs: muster fakepci programs
# timeout: 1200
# memory: 768

cycles=24	# of 128 functions that come and go
pauses='0 100 300'	# ms after each
grep -q bench.quick=1 /proc/cmdline && cycles=6 pauses=0
serial=1

figure() {
	say "figure $*"
}

# Strangers each time, for flaps of one part would be folded.
cycle() {
	poke /dev/fakepci "domain 10001" /dev/fakepci "add 10001:00:00.0 id=1b36:fa02 sub=1af4:1100 class=ff0000 pcie pm dsn=$(printf %x $serial) multi count=80" \
		/dev/fakepci "scan 10001" /dev/fakepci "nodomain 10001" >/dev/null || die "cycle $serial"
	serial=$((serial + 4096))
}

storm() {
	for _ in $(seq "$1"); do
		cycle
		[ "$2" = 0 ] || usleep "${2}000"
	done
}

record() {
	info '[.next, .lost, .oldest, .ring_bytes, .head_bytes]' | jq -c .
}

daemon_is_level() {
	[ "$(jq .ledger.next /run/muster/status.json)" = "$(info .next)" ]
}

# Without a reader: cycle after cycle, with what the record says after each.
load i2c-i801
fakepci domain 10002
figure kernel "\"$(uname -r)\""
load_muster
figure record "[$(now_ms),$(record)]"
lost=0
while [ "$lost" = 0 ]; do
	cycle
	state=$(record)
	figure record "[$(now_ms),$state]"
	lost=$(echo "$state" | jq '.[1]')
done
nlread events >/run/events
claim "the head is whole: entry 1 is there" equal "$(head -n 1 /run/events | jq .entry.number)" 1
unload_muster

# With the daemon, at different rates.
load_muster
learn_board
for pause in $pauses; do
	start_musterd --settle 1s --grace 1s
	wait_for 20 says '"settled": *true' cat /run/muster/status.json
	usleep 1000000
	from=$(info .next)
	begin=$(now_ms)
	storm $cycles "$pause"
	end=$(now_ms)
	next=$(info .next)
	claim "the daemon comes level again" wait_for 60 daemon_is_level
	figure daemon "[$pause,$((next - from)),$((end - begin)),$(($(now_ms) - end)),$(jq .ledger.lost /run/muster/status.json),$(grep '^VmHWM' "/proc/$MUSTERD/status" | tr -dc 0-9)]"
	stop_musterd
	rm -f "$FINDINGS"
	rm -rf /var/lib/muster/*
	unload_muster
	load_muster
done
