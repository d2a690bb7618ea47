# SPDX-License-Identifier: GPL-2.0-or-later
# Killed at random moments, of its start and of its work, while strangers come and go.
# needs: muster fakepci
# timeout: 1200

# Setting: a settled board. With each kill three strangers come and go, at random moments.
fakepci domain 10000
load_muster
learn_board
start_musterd --settle 1s --grace 1s
kill_musterd
strangers=0
storm() {
	for id in $(seq $((strangers + 1)) $((strangers + 3))); do
		slot=$(printf '%02x' $((id % 30 + 1)))
		echo "add 10000:00:$slot.0 id=10ee:$(printf '%04x' "$id") class=058000" >/dev/fakepci
		echo "scan 10000" >/dev/fakepci
		usleep $((RANDOM * 4))
		echo "unplug 10000:00:$slot.0" >/dev/fakepci
		usleep $((RANDOM * 4))
	done
}

# What is on disk at this very moment: whole lines, whole ledgers, nothing half in a name.
torn=0
unproved=0
look() {
	[ ! -s "$FINDINGS" ] || [ -z "$(tail -c 1 "$FINDINGS")" ] || torn=$((torn + 1))
	verified=$(muster log verify 2>&1)
	case $verified in
	*damaged* | *lost*) unproved=$((unproved + 1)) && say "$verified" ;;
	*torn*) torn=$((torn + 1)) ;;
	esac
}

# Killed at a random moment of the first one and a half seconds: often it has not yet started.
killed=0
while [ "$killed" -lt "${KILLS:-10}" ]; do
	storm 9>&- &
	musterd --settle 1s --grace 1s >>"$DAEMON_LOG" 2>&1 9>&- &
	MUSTERD=$!
	usleep $((RANDOM * 48))
	kill_musterd
	killed=$((killed + 1))
	look
	wait
	strangers=$((strangers + 3))
done
claim "no killed daemon left a torn file" equal "$torn" 0
claim "nor a ledger that is not proved" equal "$unproved" 0

# The storm is over, and the daemon may finish.
musterd --settle 1s --grace 1s >>"$DAEMON_LOG" 2>&1 9>&- &
MUSTERD=$!
settled_down() {
	equal "$(jq .ledger.filed /run/muster/status.json)" "$(($(muster log show --json | jq '.entries | length')))" &&
		says '"critical": *0' cat /run/muster/status.json
}
claim "it catches up" wait_for 60 settled_down
stop_musterd

# Each stranger was raised, then cleared, and each once; the ledger has what the module has.
told() {
	jq -r 'select(.class == "unexpected") | "\(.device.device) \(.state)"' "$FINDINGS"
}
told >/run/told
for id in $(seq 1 "$strangers"); do
	printf '%04x raised\n%04x cleared\n' "$id" "$id"
done | sort >/run/expected
sort /run/told >/run/told.sorted
claim "each was raised and cleared once" same /run/told.sorted /run/expected
claim "raised before it was cleared" equal "$(awk '$2 == "raised" { up[$1] = 1 } $2 == "cleared" && !up[$1]' /run/told)" ""
claim "every line is whole" jq -e . "$FINDINGS"
claim "the ledger is whole, and as the module has it" says 'whole.*the module agrees' muster log verify
claim "nothing is lost from it" not says 'lost' muster log verify
claim "one ledger, and nothing beside it" equal "$(find /var/lib/muster -name '*.new' -o -name '*.bad' | wc -l)" 0
say "figure killed $killed"
say "figure strangers $strangers"
say "figure lines $(wc -l </run/told)"
say "figure entries $(muster log show --json | jq '.entries | length')"
