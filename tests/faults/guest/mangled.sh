# SPDX-License-Identifier: GPL-2.0-or-later
# Requests said wrong at random, $MESSAGES of seed $ROUND, while devices come and go.
# needs: module programs fakei2c
# timeout: 1200
# memory: 1024

# Setting: the module, an adapter on which clients come and go all the time.
: "${ROUND:=1}" "${MESSAGES:=1000}"
load_muster
fakei2c adapter fake0
bus=$(fakei2c_bus fake0)
mark
head_hash() { nlread events 1 | head -n "$1" | tail -n 1 | jq -r .hash; }
slab() { sed -n 's/^SUnreclaim: *\([0-9]*\) kB/\1/p' /proc/meminfo; }
come_and_go() {
	while [ ! -e /run/enough ]; do
		echo "fakechip 0x5$((at = (at + 1) % 8))" >"/sys/bus/i2c/devices/i2c-$bus/new_device"
		echo "0x5$at" >"/sys/bus/i2c/devices/i2c-$bus/delete_device"
		usleep 20000
	done
}
nlmangle "$ROUND" 0 1000 >/run/warm.out
last=$((marked - 1))
hash=$(head_hash "$last")
before=$(slab)
come_and_go &
come=$!

# As root, from eight tenths of them; the rest without any capability.
root=$((MESSAGES * 8 / 10))
mangled() {
	nlmangle "$ROUND" "$@" >/run/mangled.out 2>&1
	mangled_status=$?
	while read -r line; do say "$line"; done </run/mangled.out
	return $mangled_status
}
claim "every answer to root is well-formed" mangled 0 "$root"
claim "nobody is told anything" mangled "$root" "$((MESSAGES - root))" nobody
: >/run/enough
wait "$come"

# What was on record is on record, in the same words; what came since is chained to it.
claim "the record before it is what it was" equal "$(head_hash "$last")" "$hash"
claim "the chain is whole" nlread events
claim "the roster is sysfs" wait_for 20 roster_is_sysfs
claim "a rescan still runs" wait_for 20 nlread rescan
after=$(slab)
say "unreclaimable slab before $before kB, after $after kB; ring $(info .ring_bytes) bytes"
claim "no memory is kept" test "$((after - before))" -lt 6144
claim "the module unloads" rmmod muster
