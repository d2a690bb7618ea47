# SPDX-License-Identifier: GPL-2.0-or-later
# Fifty rounds of 200 hot-plug cycles on both buses while all else goes on: every one is in the books.
# needs: muster programs fakepci fakei2c
# rounds: 50
# smp: 2
# memory: 768
# timeout: 600

# Each round another mixture: who listens, whether the module stays, whether drivers probe, how big the ring is.
ROUND=${ROUND:-1}
case $((ROUND % 4)) in
0) mode=nobody ;; 1) mode=daemon ;; 2) mode=killed ;; 3) mode=reload ;;
esac
ring=16384
if [ $((ROUND % 5)) = 4 ]; then ring=64; fi
if [ $((ROUND % 3)) = 1 ]; then load e1000e; fi
say "round $ROUND: $mode, a ring of $ring KiB"

# Setting: the board, a domain of simulated functions, two adapters; the module, and an inventory.
fakepci domain 10000
fakei2c adapter fake0 0000:00:03.0
fakei2c adapter fake1
bus0=$(fakei2c_bus fake0)
bus1=$(fakei2c_bus fake1)
load_muster ring_kib=$ring head_slack_kib=16
learn_board
adapter_at() { roster 'select(.address == "i2c-'"$1"'") | .place' | tr -d '"'; }
place0=$(adapter_at "$bus0")
place1=$(adapter_at "$bus1")
mark
roster_bytes=$(info .roster_bytes)
: >/run/done
: >/run/cycles
: >/run/storm

pick() { eval "picked=\${$((RANDOM % $# + 1))}"; }
arrived() { printf '%s\n' "$@" >>/run/done; }
cycle() { echo "$1" >>/run/cycles; }
pci=/sys/bus/pci/devices

# One function behind a port, one on the root bus, or a whole switch: removed, and found again.
behind_port() {
	for path in "$pci/0000:00:$1"/0*:00.0; do
		echo 1 >"$path/remove"
	done
	for path in "$pci/0000:00:$1"/pci_bus/*; do
		echo 1 >"$path/rescan"
	done
	arrived "0000:00/$1/00.0"
}
on_root() {
	echo 1 >"$pci/0000:00:$1/remove"
	echo 1 >/sys/bus/pci/rescan
	arrived "0000:00/$1"
}
behind_switch() {
	arrived 0000:00/1c.2/00.0/00.0 0000:00/1c.2/00.0/01.0 0000:00/1c.2/00.0/02.0
	arrived 0000:00/1c.2/00.0/00.0/00.0 0000:00/1c.2/00.0/01.0/00.0
}
functions() {
	RANDOM=$((ROUND * 10 + 1))
	for _ in $(seq 1 "$1"); do
		pick 1c.0 1c.0 1c.1 1c.1 1c.3 1c.3 02.0 04.0 1c.2
		case $picked in
		0*) on_root "$picked" ;;
		*) behind_port "$picked" ;;
		esac
		if [ "$picked" = 1c.2 ]; then behind_switch; fi
		cycle sysfs
	done
	say "functions: done after $(($(now_ms) - started)) ms"
}

# A simulated function, or a domain of four: plugged, found, unplugged by the bus or by sysfs.
whole_domain() {
	fakepci domain 10001
	fakepci add 10001:00:02.0 id=1b36:fa02 class=020000 multi count=4
	fakepci scan 10001
	fakepci nodomain 10001
	arrived 10001:00/02.0 10001:00/02.1 10001:00/02.2 10001:00/02.3
}
simulated() {
	RANDOM=$((ROUND * 10 + 2))
	for _ in $(seq 1 "$1"); do
		pick 01 02 03 04 05 06 07 08 09 0a 0b 0c 11 11 11 11 domain
		cycle simulated
		if [ "$picked" = domain ]; then
			whole_domain
			continue
		fi
		slot=$picked
		pick fa01 fa02 fa03
		if [ "$slot" = 11 ]; then picked=fa01; fi
		fakepci add "10000:00:$slot.0" id=1b36:$picked class=020000
		fakepci scan 10000
		if [ $((RANDOM % 2)) = 0 ]; then echo 1 >"$pci/10000:00:$slot.0/remove"; fi
		fakepci unplug "10000:00:$slot.0"
		arrived "10000:00/$slot.0"
	done
	say "simulated: done after $(($(now_ms) - started)) ms"
}

# A client declared and taken back; a mux with a client behind it. Half of them are one that flaps.
behind_mux() {
	fakei2c mux "$1" 70 2
	channel=$(fakei2c_channel "$1-0070/1")
	echo "deep 0x33" >"/sys/bus/i2c/devices/i2c-$channel/new_device"
	fakei2c nomux "$1" 70
	arrived "$2/70" "$2/ch0" "$2/ch1" "$2/ch1/33"
}
clients() {
	RANDOM=$((ROUND * 10 + 3))
	for _ in $(seq 1 "$1"); do
		pick "$bus0" "$bus1"
		if [ "$picked" = "$bus0" ]; then place=$place0; else place=$place1; fi
		client=$((RANDOM % 40 + 16))
		cycle i2c
		case $((RANDOM % 16)) in
		0)
			behind_mux "$picked" "$place"
			continue
			;;
		[1-8]) client=80 ;;
		esac
		echo "fakechip $client" >"/sys/bus/i2c/devices/i2c-$picked/new_device"
		echo "$client" >"/sys/bus/i2c/devices/i2c-$picked/delete_device"
		arrived "$(printf '%s/%02x' "$place" "$client")"
	done
	say "clients: done after $(($(now_ms) - started)) ms"
}

# A card plugged in and pulled out by QEMU. What a root bus is being scanned for at that moment
# the kernel's hot-plug driver now and then leaves alone: then a look at the bus finds it.
is_plugged() { exists "$pci/0000:00:$1/0*:00.0"; }
cards() {
	for nth in $(seq 1 "$1"); do
		picked=$((nth % 3 + 4))
		plug "card$nth" "spare$((picked - 4))" "52:54:00:00:01:0$picked"
		if ! wait_for 5 is_plugged "1c.$picked"; then
			say "a card came by a scan alone"
			echo 1 >/sys/bus/pci/rescan
		fi
		wait_for 20 is_plugged "1c.$picked" || die "the card does not come"
		unplug "card$nth"
		arrived "0000:00/1c.$picked/00.0"
		cycle qmp
	done
	say "cards: done after $(($(now_ms) - started)) ms"
}

# Meanwhile: readers that follow, readers that do not, the tool, looks, and what else the round has.
complain() { echo "$*" >>/run/complaints; }
: >/run/complaints
readers() {
	while [ -e /run/storm ]; do
		nlread events >/dev/null 2>/run/reader.err || complain "events: $(cat /run/reader.err)"
		nlread devices >/dev/null 2>/run/reader.err || complain "devices: $(cat /run/reader.err)"
		nlread rescan >/dev/null 2>/run/reader.err ||
			grep -q EBUSY /run/reader.err || complain "rescan: $(cat /run/reader.err)"
		usleep 400000
	done
}
tools() {
	while [ -e /run/storm ]; do
		muster list --json >/run/tool.out 2>/run/tool.err || complain "list: $(cat /run/tool.err)"
		muster show 0000:00/1c.0 >/run/tool.out 2>/run/tool.err || complain "show: $(cat /run/tool.err)"
		rm -f /run/dump.tar.gz
		muster dump -o /run/dump.tar.gz >/run/tool.out 2>/run/tool.err || complain "dump: $(cat /run/tool.err)"
		usleep 900000
	done
}
killer() {
	while [ -e /run/storm ]; do
		start_musterd --settle 1s --grace 1s
		usleep 700000
		if [ $((RANDOM % 2)) = 0 ]; then kill_musterd; else stop_musterd; fi
	done
}
reloader() {
	loads=0
	while [ -e /run/storm ]; do
		usleep $((RANDOM * 20))
		unload_muster
		load_muster ring_kib=$ring head_slack_kib=16
		loads=$((loads + 1))
	done
	say "loaded $loads times more"
}
slow() {
	nlslow /run/storm "$1" >"/run/slow.$1" 2>&1 9>&- &
	eval "slow_$1=$!"
	wait_for 10 contains "/run/slow.$1" ready || die "nlslow $1"
}

# Who is dead holds his subscription and reads nothing any more.
: >/run/never
slow idle
nlslow /run/never idle >/run/dead.out 2>&1 9>&- &
dead=$!
wait_for 10 contains /run/dead.out ready
kill -STOP $dead
case $mode in
nobody) slow busy ;;
daemon) start_musterd --settle 1s --grace 1s ;;
killed) killer 9>&- & noise=$! ;;
reload)
	start_musterd --settle 1s --grace 1s
	reloader &
	noise=$!
	;;
esac
readers 9>&- &
reading=$!
tools 9>&- &
using=$!

started=$(now_ms)
functions 50 &
first=$!
simulated 60 &
second=$!
clients 80 &
third=$!
cards 10 &
fourth=$!
wait $first $second $third $fourth
took=$(($(now_ms) - started))
rm /run/storm
wait $reading $using ${noise:-}
cycles=$(wc -l </run/cycles)
say "$(sort /run/cycles | uniq -c | tr '\n' ' ' | tr -s ' ') in $took ms"
claim "200 cycles were done" equal "$cycles" 200
kill -KILL $dead

# Who listened badly has everything all the same.
if [ $mode != reload ]; then
	show /run/complaints
	claim "every reader was answered" equal "$(wc -l </run/complaints)" 0
	# shellcheck disable=SC2154 # set by eval
	claim "the slow listener has it all" wait "$slow_idle"
fi
# shellcheck disable=SC2154
if [ $mode = nobody ]; then claim "and the one that asked all the time" wait "$slow_busy"; fi

# All is there that was there before, and on record.
claim "the roster is sysfs once it is quiet" wait_for 60 roster_is_sysfs
nltally >/run/tally || die "nltally"
show /run/tally
claim "what came and did not leave is there" jq -e '.arrived - .left == .present or .lost > 0' /run/tally
claim "what is not there is counted" jq -e '.entries + .lost == .next - 1' /run/tally
claim "nothing was recorded for the ninth time in ten seconds" jq -e '.crowded == 0' /run/tally
claim "the roster takes what it took before" test "$(info .roster_bytes)" -lt $((roster_bytes + 2048))
claim "memory is there" test "$(awk '/MemAvailable/ { print $2 }' /proc/meminfo)" -gt 200000

# Each cycle is in the books of its place, once the flapping ones are told.
book() {
	nltally places "$marked" >/run/recorded || die "nltally places"
	sort /run/done | uniq -c | awk '
		NR == FNR { recorded[$1] = $2; next }
		recorded[$2] != $1 { print $2 ": " $1 " arrivals, on record " recorded[$2]; bad = 1 }
		END { exit bad }' /run/recorded -
}
if [ $mode != reload ] && [ $ring != 64 ]; then
	claim "each arrival was recorded or counted" wait_for 60 book
	claim "the record lost nothing" equal "$(nltally | jq .lost)" 0
fi

# The daemon has it too, or gets it now.
if [ $mode = nobody ] || [ $mode = killed ]; then start_musterd --settle 1s --grace 1s; fi
filed() { equal "$(jq .ledger.next /run/muster/status.json)" "$(info .next)"; }
claim "the daemon has filed it" wait_for 30 filed
stop_musterd
claim "the ledger is whole" says 'whole.*the module agrees' muster log verify
unload_muster
