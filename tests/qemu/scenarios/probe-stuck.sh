# SPDX-License-Identifier: GPL-2.0-or-later
# A bus in trouble stops the probe of its adapter at the first sign, which is said; a hang is bounded.
# needs: muster fakei2c
# timeout: 150

# Setting: two buses of one host, the first of which can be stuck at will.
load i2c-i801 i2c-dev
fakei2c adapter fake0 0000:00:1f.3
fakei2c adapter fake1 0000:00:1f.3
fake=0000:00/1f.3/i2c#1
next=0000:00/1f.3/i2c#2
fakei2c answer fake0 50
fakei2c answer fake1 50
load_muster
learn_board

# Each sign of trouble: three transfers, then it is over for this adapter, not for the next one.
for error in ETIMEDOUT EBUSY EAGAIN EIO; do
	rm -f /run/muster/probe.json
	fakei2c stick fake0 $error 3
	fakei2c count fake0
	fakei2c count fake1
	claim "$error: the exit status says so" exits 2 muster probe
	claim "$error: nothing was asked after it" equal "$(fakei2c_total fake0 transfers)" 4
	claim "$error: the next adapter was asked" equal "$(fakei2c_total fake1 transfers)" 16
	claim "$error: it is on record" equal "$(jq -c ".adapters[] | select(.place == \"$fake\") |
		[.stopped.name, .stopped.address, .asked, .transactions]" /run/muster/probe.json)" \
		"[\"$error\",\"53\",3,4]"
	claim "$error: what was found before counts" snapshot_has "select(.kind == \"answering\" and
		.place == \"$fake/50\")"
	fakei2c stick fake0 none
done
fakei2c stick fake0 ETIMEDOUT 3
claim "in words" says 'stopped at 53: ETIMEDOUT, .*nothing more was asked' muster probe
fakei2c stick fake0 none

# What it did not come to is unverified, and not missing.
muster inventory generate | jq 'del(.rules[] | select(.kind == "answering")) |
	.rules += [{label: "known", place: "'"$fake"'/5f", kind: "answering"},
		{label: "rest", place: "**", kind: "answering", presence: "optional"}]' \
	>"$INVENTORY/board.json"
claim "a rule about the rest cannot be told" exits 2 muster check
claim "which is said of the adapter" says "$fake.*known|known.*$fake" muster check
claim "a whole probe" exits 0 muster probe
claim "tells that it is missing" exits 1 muster check

# Other words for "nobody is there" are no trouble.
for error in ENODEV EREMOTEIO; do
	fakei2c silence fake0 $error
	claim "$error is silence" exits 0 muster probe --adapter "$fake"
done
fakei2c silence fake0 ENXIO

# A device that jams the bus when it is asked.
fakei2c memory fake0 55 byte
fakei2c trap fake0 55 ETIMEDOUT
fakei2c count fake0
claim "it stops there" says 'stopped at 55: ETIMEDOUT' muster probe --adapter "$fake"
claim "and leaves the jammed bus alone" equal "$(fakei2c_total fake0 transfers)" 6
fakei2c stick fake0 none
fakei2c nomemory fake0 55

# A transfer that hangs in the kernel: the probe ends nevertheless, and says where it hangs.
fakei2c memory fake0 54 byte
fakei2c hang fake0 54 30000
began=$(now_ms)
muster probe --adapter "$fake" >/run/hung 2>&1
equal_status=$?
claim "the exit status says so" equal "$equal_status" 2
claim "it came back" test $(($(now_ms) - began)) -lt 25000
claim "it says where" says 'stopped at 54: ETIME, .*hangs in the kernel' cat /run/hung
claim "that is on record" equal "$(jq -c ".adapters[] | select(.place == \"$fake\") |
	.addresses[] | select(.address == \"54\").answer" /run/muster/probe.json)" '"hung"'
claim "meanwhile there is no second probe" exits 4 muster probe --adapter "$next"
claim "which it says" says 'another probe is at work, or hangs' muster probe --adapter "$next"
fakei2c hang fake0 54 0
claim "once it is over there may be one" wait_for 40 muster probe --adapter "$next"
claim "and on the bus itself" exits 0 muster probe --adapter "$fake"

# Interrupted, it touches nothing more, keeps what it knows and says so.
fakei2c memory fake0 51 byte
two_at_work() {
	[ "$(pidof muster | wc -w)" -ge 2 ]
}
fakei2c hang fake0 51 6000
muster probe --adapter "$fake" >/run/interrupted 2>&1 &
interrupted=$!
claim "a transfer is under way" wait_for 5 two_at_work
kill -INT $interrupted
wait $interrupted
claim "the exit status says so" equal $? 2
claim "so does the text" says 'EINTR, it was interrupted' cat /run/interrupted
