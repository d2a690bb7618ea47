# SPDX-License-Identifier: GPL-2.0-or-later
# muster watch follows the ledger: each entry once, in order, over a reload of the module.
# needs: muster fakepci

# Without the module there is nothing to watch, and it says how to get it.
claim "without the module it ends" not muster watch
claim "and says why" says 'not loaded.*modprobe muster' sh -c 'muster watch 2>&1; true'
claim "status says so too" says '^module +not loaded' muster status
claim "the list stands in" says '^0000:00:00.0 ' muster list
claim "with a note" says 'note: from sysfs.*not loaded' sh -c 'muster list 2>&1 >/dev/null'

load_muster
muster watch >/run/watch 2>/run/watch.notes &
text=$!
muster watch --json --since 1 >/run/watch.json 2>/run/watch.json.notes &
json=$!
claim "the past is shown from entry 1" wait_for 5 says '"event":"walked"' cat /run/watch.json
load e1000e
place=0000:00/1c.4/00.0

plug nic9 spare0 52:54:00:00:00:09
claim "an arrival is a line" wait_for 10 says " add .*$place .*serial 52-54-00-ff-ff-00-00-09" cat /run/watch
claim "so is its driver" wait_for 10 says " bound .*$place .*e1000e" cat /run/watch
unload_muster
claim "that the module went is said" wait_for 5 says 'was unloaded' cat /run/watch.notes
claim "status tells it is gone" says '^module +not loaded' muster status
load_muster
claim "another ledger begins" wait_for 5 says 'another ledger' cat /run/watch.notes
claim "what is there is shown" wait_for 5 says " present .*$place " cat /run/watch
unplug nic9
claim "a departure is a line" wait_for 10 says " del .*$place " cat /run/watch
claim "and names the device" says " del .*$place .*82574L" cat /run/watch
claim "status counts" says '^ledger +next entry [0-9]+, 0 lost' muster status

# A burst: hundreds of functions while the reader is stopped.
kill -STOP "$json"
fakepci domain 10002
fakepci add 10002:00:01.0 id=1b36:fa01 pcie count=80
fakepci scan 10002
fakepci nodomain 10002
kill -CONT "$json"
last=$(muster status --json | jq .module.next)
claim "all of it arrives" wait_for 20 says "\"number\":$((last - 1)),\"event\"" cat /run/watch.json
# in each of the two ledgers from 1 on, without a gap
in_order() {
	jq -s '[range(1; length)] as $i | [.[].number] as $n
		| all($i[]; $n[.] == $n[. - 1] + 1 or $n[.] == 1) and $n[0] == 1
		and ([$n[] | select(. == 1)] | length) == 2' /run/watch.json | grep true
}
claim "each entry once and in order" in_order
claim "both still run" kill -0 "$text" "$json"
kill "$text" "$json"
unload_muster
