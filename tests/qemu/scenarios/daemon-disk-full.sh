# SPDX-License-Identifier: GPL-2.0-or-later
# The disk is full: the daemon stays, says so, and catches up when there is room again.
# needs: muster fakepci

# Setting: ledgers and findings on a small disk of their own, a settled board.
mount -t tmpfs -o size=256k tmpfs /var/lib/muster
mount -t tmpfs -o size=64k tmpfs /var/log/muster
fakepci domain 10000
load_muster
learn_board
start_musterd --settle 1s --grace 1s
claim "it settles" wait_for 10 says '"settled": *true' cat /run/muster/status.json

# Full: strangers come and go.
fill() {
	dd if=/dev/zero of="$1/filler" bs=4k 2>/dev/null
}
fill /var/lib/muster
fill /var/log/muster
for id in $(seq 10 40); do
	fakepci add 10000:00:05.0 id="10ee:00$id" class=058000
	fakepci scan 10000
	fakepci unplug 10000:00:05.0
done
claim "it says that findings wait" wait_for 10 says 'findings cannot be written' cat /run/muster/status.json
claim "and that the ledger is not kept" wait_for 10 says 'the ledger is not kept on disk' cat /run/muster/status.json
claim "it is alive" kill -0 "$MUSTERD"

# Room again: all of it is told, in order, and the ledger has no hole.
rm /var/lib/muster/filler /var/log/muster/filler
mount -o remount,size=4m /var/log/muster
mount -o remount,size=4m /var/lib/muster
claim "no trouble is left" wait_for 20 says '"trouble": *\[ *\]' jq -c . /run/muster/status.json
claim "each was raised" equal "$(count_findings 'select(.class == "unexpected" and .state == "raised")')" 31
claim "and cleared" equal "$(count_findings 'select(.class == "unexpected" and .state == "cleared")')" 31
stop_musterd
claim "the ledger is whole, and as the module has it" says 'whole.*the module agrees' muster log verify
claim "nothing is lost from it" not says 'lost' muster log verify

# Nothing was told twice after a restart.
start_musterd --settle 1s --grace 1s
claim "it has nothing to add" equal "$(count_findings 'select(.class == "unexpected")')" 62
stop_musterd
