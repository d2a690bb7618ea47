# SPDX-License-Identifier: GPL-2.0-or-later
# The clock is set to 1970, to 2100 and back while devices come and go: nothing goes by it.
# needs: muster fakepci fakei2c
# timeout: 180

# shellcheck disable=SC2016 # jq has variables too
# Setting: a learned board with a card and an adapter, settled; $JUMPS times the clock is set.
: "${JUMPS:=6}"
fakepci domain 10000
card() { fakepci add 10000:00:01.0 id=1b36:fa01 class=020000 pcie dsn=1122334455667788; }
card
fakepci scan 10000
fakei2c adapter fake0
bus=$(fakei2c_bus fake0)
load_muster
learn_board
start_musterd --settle 1s --grace 3s
settled() { grep -q '"settled": *true' /run/muster/status.json; }
standing() { jq -c '.standing | [.critical, .warning]' /run/muster/status.json; }
lines() { wc -l <"$FINDINGS"; }
claim "it settles" wait_for 10 settled
place=$(snapshot | jq -r '.devices[] | select(.address == "i2c-'"$bus"'") | .place')
now=$(date +%s)
jump() {
	case $(($1 % 6)) in
	0) date -s @7200 ;;
	1) date -s @4102444800 ;;
	2) date -s "@$((now + 7200 * $1))" ;;
	3) date -s @2147483640 ;;
	4) date -s @86400 ;;
	5) date -s "@$((now - 86400 * 365 * $1))" ;;
	esac >/dev/null || die "date"
}

# Each stranger is found, and cleared, whatever the clock is set to meanwhile.
found=0
cleared=0
for round in $(seq 0 $((JUMPS - 1))); do
	at=$(printf %02x $((16 + round % 80)))
	jump "$round"
	before=$(lines)
	echo "stranger 0x$at" >"/sys/bus/i2c/devices/i2c-$bus/new_device"
	since() { tail -n "+$((before + 1))" "$FINDINGS" | jq -ec "select(.state == \"$1\" and .place == \"$place/$at\")"; }
	wait_for 10 since raised >/dev/null && found=$((found + 1))
	jump $((round + 3))
	echo "0x$at" >"/sys/bus/i2c/devices/i2c-$bus/delete_device"
	wait_for 10 since cleared >/dev/null && cleared=$((cleared + 1))
done
say "jumps $((JUMPS * 2)) raised $found cleared $cleared"
claim "every stranger was found" equal "$found" "$JUMPS"
claim "and its going" equal "$cleared" "$JUMPS"
claim "it is settled as before" settled
claim "nothing stands" equal "$(standing)" "[0,0]"

# The grace time is one of the clock that nobody sets.
jump 1
fakepci unplug 10000:00:01.0
claim "a departure is a notice first" wait_for 10 raised missing 10000:00/01.0 '.severity == "notice"'
jump 0
claim "and an alarm when the grace is over" wait_for 20 raised missing 10000:00/01.0 '.severity == "critical"'
claim "which stands" equal "$(standing)" "[1,0]"

# A restart tells nothing anew, though by the clock it was before all of that.
before=$(lines)
stop_musterd
jump 4
start_musterd --settle 1s --grace 3s
claim "it is settled still" wait_for 10 settled
claim "what stood stands" equal "$(standing)" "[1,0]"
claim "and is not told again" equal "$(lines)" "$before"
jump 3
card
fakepci scan 10000
claim "its return is found" wait_for 10 cleared missing 10000:00/01.0

# Lines go on in a new file after a rotation, with the clock set in between.
mv "$FINDINGS" "$FINDINGS.1"
jump 1
kill -HUP "$MUSTERD"
jump 4
echo "stranger 0x6f" >"/sys/bus/i2c/devices/i2c-$bus/new_device"
claim "a finding goes into the new file" wait_for 10 raised unexpected "$place/6f"

# Flaps are counted by a clock of their own.
flap() {
	for nth in $(seq 1 40); do
		[ $((nth % 10)) -ne 0 ] || jump "$nth"
		echo "flapping 0x6e" >"/sys/bus/i2c/devices/i2c-$bus/new_device"
		echo "0x6e" >"/sys/bus/i2c/devices/i2c-$bus/delete_device"
	done
}
flap
folded() { muster log show --json | jq -ec '[.entries[] | select(.event == "folded")] | length > 0'; }
claim "a device that flaps is folded all the same" wait_for 30 folded

# The record: numbers in order, times since boot in order, the chain whole.
rises() { muster log show --json | jq -ec '[.entries[].boottime_ns] | . == sort'; }
claim "times since boot rise" rises
stop_musterd
claim "the ledger is whole" muster log verify
claim "a snapshot taken in 1970 can be read" sh -c 'date -s @7200 >/dev/null; muster list --json >/run/then.json; muster list --from /run/then.json'
claim "and one of 2100" sh -c 'date -s @4102444800 >/dev/null; muster list --json >/run/then.json; muster list --from /run/then.json'
