# SPDX-License-Identifier: GPL-2.0-or-later
# Every allocation made for an event, a rescan or a request fails in turn: the record misses nothing.
# board: bare
# needs: muster programs fakepci fakei2c
# only-on: 6.12-address it can fail an allocation
# timeout: 1200
# cmdline: log_buf_len=4M

# Setting: an adapter, a function that comes and goes, and a daemon that listens, and
# that asks for no rescan of its own meanwhile.
. /lib/testbed/fault.sh
dmesg -n 4
fakei2c adapter fake0 0000:00:1f.0
bus=$(fakei2c_bus fake0)
fakepci domain 10000
fakepci add 10000:00:01.0 id=1b36:fa01 class=020000 pcie dsn=0011223344556677
load_muster
learn_board
start_musterd --settle 600s

# What is tried. No two that come are alike, so none is folded.
tries=1000 refused=0
client_comes() { new_client "$bus" "chip$tries" 50; }
client_leaves() { delete_client "$bus" 50; }
adapter_comes() {
	other=other$tries
	fakei2c adapter $other 0000:00:1f.2
}
adapter_leaves() { fakei2c noadapter "$other"; }
function_comes() {
	fakepci become 10000:00:01.0 id=1b36:fa01 class=020000 pcie "dsn=000000000000$tries"
	fakepci scan 10000
}
function_leaves() { echo 1 >/sys/bus/pci/devices/10000:00:01.0/remove; }
is_rescanned() { ! nlread info | grep -q rescanning; }
function_changes() {
	fakepci poke 10000:00:01.0 8 $((10 + tries % 90))
	if nlread rescan >/dev/null 2>>/run/refusals; then
		wait_for 10 is_rescanned >/dev/null || die "the rescan does not end"
	else
		refused=$((refused + 1))
	fi
}
ask_info() { nlread info >/dev/null 2>>/run/refusals || refused=$((refused + 1)); }
ask_events() { nlread events >/dev/null 2>>/run/refusals || refused=$((refused + 1)); }
ask_devices() { nlread devices >/dev/null 2>>/run/refusals || refused=$((refused + 1)); }
nothing() { :; }

# Each allocation of an action fails in turn; what undoes it follows, with none failing.
in_turn() {
	n=0 hits=0 begun=$tries refused=0
	while [ $n -lt 60 ]; do
		n=$((n + 1)) tries=$((tries + 1))
		fault_next $n
		"$1"
		fault_hit || break
		"$2"
		hits=$((hits + 1))
	done
	fault_total=$((fault_total + hits))
	# then until one fails again, to know how far the kernel has counted
	goal=$((fault_goal - fault_count))
	while [ $goal -gt 1 ]; do
		"$2"
		tries=$((tries + 1))
		fault_next $goal
		"$1"
		if fault_hit; then break; fi
	done
	"$2"
	tried=$((tries - begun))
}

# How often the record says that it happened at a place.
recorded() {
	nlread events "$marked" >/run/record.out || die "nlread events"
	jq -rs --arg place "$1" --arg event "$2" '
		[.[].entry] as $all |
		[$all[] | select(.device.place == $place) | .subject // .number] as $devices |
		[$all[] | select(.event == $event) |
		 select(.device.place == $place or (.subject as $it | $devices | index($it)))] | length
	' /run/record.out
}

arrivals() {
	mark
	in_turn "$2_comes" "$2_leaves"
	claim "$hits allocations failed in turn ($1) as one $2 came: all $tried arrivals are on record" \
		equal "$(recorded "$3" ADD)" "$tried"
	claim "and all departures" equal "$(recorded "$3" REMOVED)" "$tried"
}

changes() {
	tries=$((tries + 1))
	function_comes
	mark
	in_turn function_changes nothing
	claim "$hits allocations failed in turn ($1) in a rescan: all $((tried - refused)) changes are on record, $refused requests refused" \
		equal "$(recorded 10000:00/01.0 CHANGED)" "$((tried - refused))"
	function_leaves
}

requests() {
	in_turn "$2" nothing
	claim "$hits allocations failed in turn ($1, $2): $refused of $tried refused, and the next is answered" \
		nlread info
}

every_allocation() {
	fault_begin "$1"
	fault_only muster
	arrivals "$1" client 0000:00/1f.0/i2c/50
	arrivals "$1" adapter 0000:00/1f.2/i2c
	arrivals "$1" function 10000:00/01.0
	changes "$1"
	fault_only kernel genl_rcv genl_rcv
	for request in ask_info ask_devices ask_events; do
		requests "$1" $request
	done
	echo 0 >"$fault/probability"
}

fault_total=0
: >/run/refusals
every_allocation failslab
every_allocation fail_page_alloc
say "$fault_total allocations failed"
claim "each refusal said why" not grep -vE '^nlread: (ENOMEM|ENOBUFS): ' /run/refusals

# What could not be tracked is told; what is there now is known, and the daemon has it all.
untracked=$(nlread events | jq -c '.entry | select(.flags % 2 == 1)' | wc -l)
claim "$untracked arrivals were not tracked, and so it says" test "$untracked" -gt 0
claim "in INFO, too" equal "$(info .incomplete)" true
claim "the roster is sysfs" roster_is_sysfs
agrees() { muster log verify >/run/verify && grep -q 'whole.*the module agrees' /run/verify; }
claim "the daemon's ledger is whole, and as the module has it" wait_for 20 agrees
claim "nothing is lost from it" not grep lost /run/verify
stop_musterd
unload_muster
claim "the kernel complained of nothing" not fault_splats
fault_leaks >/run/leaks
claim "nothing leaked" not grep -A 20 unreferenced /run/leaks
