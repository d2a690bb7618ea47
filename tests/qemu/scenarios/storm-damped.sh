# SPDX-License-Identifier: GPL-2.0-or-later
# A stranger that comes and goes for ever is told at once, then counted: one finding, whoever watched or not.
# needs: muster programs fakei2c
# timeout: 240

# Setting: a board without the stranger, and the daemon.
load_muster
fakei2c adapter fake0
bus=$(fakei2c_bus fake0)
place=$(roster 'select(.address == "i2c-'"$bus"'") | .place' | tr -d '"')
learn_board
flap_time() {
	printf '%s\n' "flap_time = $1" 'flap_count = 3' >/etc/muster/musterd.conf
	if [ -n "$MUSTERD" ]; then kill -HUP "$MUSTERD"; fi
}
flap_time 10min
start_musterd --settle 1s --grace 1s
claim "it settles" wait_for 10 says '"settled": *true' cat /run/muster/status.json
client() { echo "$1 0x$2" >"/sys/bus/i2c/devices/i2c-$bus/new_device"; }
gone() { echo "0x$1" >"/sys/bus/i2c/devices/i2c-$bus/delete_device"; }
caught_up() { equal "$(jq .ledger.next /run/muster/status.json)" "$(info .next)"; }
look() { wait_for 10 caught_up || die "the daemon does not catch up"; }
flap() {
	for _ in $(seq 1 "$3"); do
		client "$1" "$2"
		gone "$2"
	done
}
# What was told of a client: its states, each with its count.
told() {
	findings "select(.place == \"$place/$1\") | \"\(.state) \(.count // 1)\"" | tr -d '"' | tr '\n' ','
}
told_is() { equal "$(told "$1")" "$2"; }
status_is() { equal "$(jq "$1" /run/muster/status.json)" "$2"; }

# Three times under the daemon's eyes: each of the first two is told, then that it flaps.
for _ in 1 2 3; do
	client stranger 51
	look
	gone 51
	look
done
claim "raised, cleared, raised, cleared, and then it flaps" told_is 51 \
	"raised 1,cleared 1,raised 2,cleared 2,flapping 3,"
claim "it stands though it is not there" status_is .standing.critical 1
claim "as flapping" status_is .standing.flapping 1
claim "muster status says so" says '1 critical.*1 flaps' muster status
claim "with words for people" findings 'select(.state == "flapping") |
	select(.message | test("it came 3 times since .*, last at "))'

# Slowly and fast, 500 times more: not a line, not in the ledger's findings either.
for _ in 1 2 3 4 5; do
	client stranger 51
	look
	gone 51
	look
done
flap stranger 51 495
look
claim "five hundred more are no news" told_is 51 \
	"raised 1,cleared 1,raised 2,cleared 2,flapping 3,"

# A stranger among the flaps is news at once.
client intruder 51
look
claim "another device at that place is raised" findings \
	'select(.state == "raised" and .device.name == "intruder")'
gone 51
look
claim "and cleared" findings 'select(.place == "'"$place/51"'" and .state == "cleared")'

# A restart goes on counting.
stop_musterd
flap stranger 51 10
start_musterd --settle 1s --grace 1s
claim "it flaps still" status_is .standing.flapping 1
kill_musterd
start_musterd --settle 1s --grace 1s
claim "after a kill, too" status_is .standing.flapping 1

# When it has been quiet it is cleared, once, with all of them.
stranger_cleared() {
	findings "select(.place == \"$place/51\" and .state == \"cleared\" and .count == 513) |
		select(.first < .last and .since == .first)"
}
folded_at() { entries 'select(.event == "FOLDED" and .fold.place == "'"$place/$1"'")'; }
marked=1
claim "the module has told what it counted" wait_for 30 folded_at 51
look
flap_time 1s
claim "quiet: cleared with its count" wait_for 60 stranger_cleared
claim "nothing flaps" wait_for 5 status_is .standing.flapping 0
claim "nothing stands" status_is .standing.critical 0
claim "the ledger's counting is no finding of its own" not findings 'select(.field == "folded")'
stop_musterd

# While nobody watches: told once, with its count, when the daemon starts.
flap stranger 52 300
claim "the module has counted it" wait_for 30 folded_at 52
flap_time 10min
start_musterd --settle 1s --grace 1s
claim "told at the start, with its count" told_is 52 "raised 1,flapping 300,"
flap_time 1s
claim "cleared when it has been quiet" wait_for 40 told_is 52 "raised 1,flapping 300,cleared 300,"
stop_musterd

flap_time 10min

# Without the module it is the same, as far as sysfs shows it.
unload_muster
start_musterd --settle 1s --grace 1s --poll 100ms
seen() { status_is .standing.critical "$1"; }
for _ in 1 2; do
	client stranger 53
	claim "it is seen" wait_for 5 seen 1
	gone 53
	claim "it is seen to go" wait_for 5 seen 0
done
client stranger 53
claim "the third time it flaps" wait_for 5 told_is 53 \
	"raised 1,cleared 1,raised 2,cleared 2,flapping 3,"
kill_musterd
start_musterd --settle 1s --grace 1s --poll 100ms
claim "after a kill, too" status_is .standing.flapping 1
flap_time 1s
claim "what stays is raised in the end" wait_for 40 told_is 53 \
	"raised 1,cleared 1,raised 2,cleared 2,flapping 3,raised 3,"
stop_musterd
