# SPDX-License-Identifier: GPL-2.0-or-later
# Unloading and loading: the family goes and comes, a new ledger begins, dumps are not cut off.
# needs: module programs

# Setting: someone watches families come and go.
nlread families >/run/families 2>&1 &
watcher=$!
wait_for 5 contains /run/families watching || die "nlread families"
load_muster
claim "the family comes" wait_for 5 equal "$(tail -n 1 /run/families)" new

# While someone reads, the module cannot be unloaded; the dump is whole.
: >/run/hold
nlread hold /run/hold >/run/held 2>&1 &
holder=$!
wait_for 5 contains /run/held holding || die "nlread hold"
claim "rmmod fails while a dump runs" says 'temporarily unavailable' rmmod muster
claim "requests are still answered" nlread info
rm /run/hold
claim "the dump ends" wait $holder
claim "it was whole" equal "$(tail -n 1 /run/held)" "$(nlread events | wc -l)"

# A listener does not keep it.
: >/run/storm
nlslow /run/storm idle >/run/slow.out 2>&1 &
slow=$!
wait_for 5 contains /run/slow.out ready || die "nlslow"
first=$(info .load_id)
next=$(info .next)
hash=$(info .hash)
claim "its own load id is accepted" nlread load "$first"
claim "rmmod works with a listener" rmmod muster
claim "the family goes" wait_for 5 says gone tail -n 1 /run/families
claim "nobody answers" says ENOENT nlread info
claim "the kernel's log has the last word" says "load $first, next $next, chain $hash" dmesg
rm /run/storm
claim "the listener cannot go on" not wait $slow

# A new ledger: another id, from 1 on; the old one is refused.
load_muster
claim "the family comes again" wait_for 5 says new tail -n 1 /run/families
claim "another load id" not equal "$(info .load_id)" "$first"
claim "the old one is stale" says 'ESTALE: [a-z]' nlread load "$first"
claim "from entry 1 on" equal "$(nlread events | head -n 1 | jq -c '.entry.event')" '"LOAD"'
claim "with its own id in it" equal "$(nlread events | head -n 1 | jq -r .entry.load.load_id)" \
	"$(info .load_id)"
claim "and the byte order mark" equal "$(nlread events | head -n 1 | jq -r .entry.load.byte_order)" 01020304
claim "everything is present again" roster_is_sysfs
claim "all of it was there already" not roster 'select(.origin != "PRESENT")'
kill $watcher
