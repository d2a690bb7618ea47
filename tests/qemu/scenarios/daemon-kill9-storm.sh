# SPDX-License-Identifier: GPL-2.0-or-later
# Killed again and again during a storm: nothing is lost, nothing told twice, the chain whole.
# needs: muster fakepci
# timeout: 120

# Setting: a settled board, and a background that makes strangers come and go.
fakepci domain 10000
load_muster
learn_board
start_musterd --settle 1s --grace 1s
storm() {
	for id in $(seq 1 60); do
		slot=$(printf '%02x' $((id % 30 + 1)))
		echo "add 10000:00:$slot.0 id=10ee:$(printf '%04x' "$id") class=058000" >/dev/fakepci
		echo "scan 10000" >/dev/fakepci
		usleep 20000
		echo "unplug 10000:00:$slot.0" >/dev/fakepci
	done
	touch /run/storm.over
}
storm 9>&- &

# Killed at any moment, ten times.
kills=0
until [ -e /run/storm.over ]; do
	usleep 150000
	kill_musterd
	kills=$((kills + 1))
	start_musterd --settle 1s --grace 1s
done
say "killed $kills times"
claim "killed more than once" test "$kills" -gt 1
settled_down() {
	equal "$(jq .ledger.filed /run/muster/status.json)" "$(($(muster log show --json | jq '.entries | length')))" &&
		says '"critical": *0' cat /run/muster/status.json
}
claim "it catches up" wait_for 20 settled_down
stop_musterd

# Each of the sixty was raised, then cleared, and each once.
told() {
	jq -r 'select(.class == "unexpected") | "\(.device.device) \(.state)"' "$FINDINGS"
}
told >/run/told
for id in $(seq 1 60); do
	printf '%04x raised\n%04x cleared\n' "$id" "$id"
done | sort >/run/expected
sort /run/told >/run/told.sorted
claim "each was raised and cleared once" same /run/told.sorted /run/expected
claim "raised before it was cleared" equal "$(awk '$2 == "raised" { up[$1] = 1 } $2 == "cleared" && !up[$1]' /run/told)" ""
claim "every line is whole" jq -e . "$FINDINGS"
claim "the ledger is whole, and as the module has it" says 'whole.*the module agrees' muster log verify
claim "nothing is lost from it" not says 'lost' muster log verify
