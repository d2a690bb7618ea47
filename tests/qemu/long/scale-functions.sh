# SPDX-License-Identifier: GPL-2.0-or-later
# A board of a thousand functions, and a thousand more that arrive: all on record, every verb works, memory is told.
# board: thousand
# needs: muster programs fakepci
# memory: 1024
# timeout: 900

# Setting: four bridges with 256 functions each; what the kernel uses before the module comes.
unreclaimable() { awk '/^(SUnreclaim|VmallocUsed|Percpu):/ { sum += $2 } END { print sum }' /proc/meminfo; }
count_functions() { find /sys/bus/pci/devices/ -type l | wc -l; }
functions=$(count_functions)
claim "the board has a thousand functions" test "$functions" -ge 1000
before=$(unreclaimable)
started=$(now_ms)
load_muster
took=$(($(now_ms) - started))

# All are on record, in the part of it that is never dropped.
claim "all are there" equal "$(info .functions)" "$functions"
claim "the roster is sysfs" roster_is_sysfs
nltally >/run/tally
show /run/tally
claim "the walk is in the head, whatever comes" test "$(info .head_end)" -gt "$functions"
claim "nothing is lost" jq -e '.lost == 0 and .arrived == .present' /run/tally

# What it costs: told here, and bound to the number of functions.
roster=$(info .roster_bytes)
reads=$(info .config_reads)
say "loading took $took ms, $((took * 1000 / functions)) us a function"
say "$((reads / functions)) configuration dwords a function"
say "roster: $((roster / functions)) bytes a function"
say "record: $(($(jq .bytes /run/tally) / functions)) bytes a function"
say "kernel memory: $(($(unreclaimable) - before)) KiB, of these head $(($(info .head_bytes) / 1024)), ring $(($(info .ring_bytes) / 1024))"
claim "the roster takes less than 1 KiB a function" test $((roster / functions)) -lt 1024
claim "less than forty dwords were read of each" test $((reads / functions)) -lt 40

# Every verb; module and sysfs agree about each function.
digests() {
	muster list --json --source "$1" | jq -r '.devices[] | select(.kind == "function") |
		"\(.place) \(.identity) \(.shape)"' | sort
}
digests module >/run/module
digests sysfs >/run/sysfs
claim "the snapshot has them all" equal "$(wc -l </run/module)" "$functions"
claim "module and sysfs say the same" same /run/module /run/sysfs
learn_board
claim "the board passes muster" exits 0 muster check
claim "a dump is written" muster dump -o /run/dump.tar.gz
claim "it is whole" says '^.*whole' muster dump --verify /run/dump.tar.gz
claim "the dump has them all" equal "$(muster list --json --from /run/dump.tar.gz |
	jq '[.devices[] | select(.kind == "function")] | length')" "$functions"
rm -f /run/dump.tar.gz

# A thousand more, in four domains, while the daemon watches.
start_musterd --settle 1s --grace 1s
mark
for domain in 10000 10001 10002 10003; do
	fakepci domain $domain
	fakepci add $domain:00:00.0 id=1b36:fa01 class=020000 pcie dsn=${domain}00000000 count=100
	fakepci scan $domain
done
more=$(($(count_functions) - functions))
claim "a thousand came" equal $more 1024
claim "all are there" equal "$(info .functions)" $((functions + more))
claim "each has its own entry" equal "$(nltally "$marked" | jq '[.arrived, .lost, .folds] | tostring')" '"[1024,0,0]"'
claim "the roster is sysfs again" roster_is_sysfs
found() { equal "$(count_findings 'select(.class == "unexpected" and .state == "raised")')" $more; }
claim "the daemon finds every one" wait_for 60 found
say "roster: $(($(info .roster_bytes) / (functions + more))) bytes a function"

# They go: so does what was kept for them.
for domain in 10000 10001 10002 10003; do fakepci nodomain $domain; done
claim "the roster takes what it took before" equal "$(info .roster_bytes)" "$roster"
claim "the roster is sysfs at the end" roster_is_sysfs
stop_musterd
claim "the ledger is whole" says 'whole.*the module agrees' muster log verify
unload_muster
