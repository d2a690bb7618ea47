# SPDX-License-Identifier: GPL-2.0-or-later
# What the ring drops is counted, the head stays, and the chain can be proved across the gap.
# needs: module programs fakei2c
# timeout: 120

# Setting: the smallest ring, no slack in the head, and an adapter.
load_muster ring_kib=1 head_slack_kib=0
fakei2c adapter fake0
bus=$(fakei2c_bus fake0)
storm() {
	for address in $(seq 64 111); do
		echo "fakechip $address" >"/sys/bus/i2c/devices/i2c-$bus/new_device"
		echo "$address" >"/sys/bus/i2c/devices/i2c-$bus/delete_device"
	done
	nlread events >/run/events || die "nlread events"
	jq -r '"\(.entry.number) \(.hash)"' /run/events >>/run/known
}
hash_of() {
	sed -n "s/^$1 //p" /run/known | sort -u
}

# The record is read often enough while the ring fills: every hash is known.
claim "nothing is lost at first" equal "$(info .lost)" 0
claim "the parameter is held to its range" test "$(info .ring_bytes)" -ge 65536
for _ in $(seq 1 8); do storm; done
claim "entries were lost" test "$(info .lost)" -gt 0

# INFO and the dump tell of the same gap.
nlread events >/run/events || die "nlread events"
claim "there is one gap" equal "$(jq -c 'select(.lost > 0) | .lost' /run/events)" "$(info .lost)"
claim "it ends with the oldest entry" equal \
	"$(jq -c 'select(.lost > 0) | .entry.number' /run/events)" "$(info .oldest)"
claim "it begins after the head" equal "$(($(info .oldest) - $(info .lost)))" "$(info .head_end)"
claim "the head is whole" equal "$(jq -s '[.[] | select(.entry.number < '"$(info .head_end)"')] | length' \
	/run/events)" "$(($(info .head_end) - 1))"
claim "it begins with LOAD" equal "$(head -n 1 /run/events | jq -c '.entry.event')" '"LOAD"'
claim "and holds the walk" says '"WALKED"' cat /run/events

# The hash before the oldest entry is the one that entry had.
oldest=$(info .oldest)
claim "the hash before the gap's end is the true one" equal \
	"$(jq -r 'select(.lost > 0) | .previous_hash' /run/events)" "$(hash_of $((oldest - 1)))"
claim "no entry ever had two hashes" equal "$(sort -u /run/known | cut -d ' ' -f 1 | uniq -d)" ""
claim "INFO's hash is the last entry's" equal "$(info .hash)" "$(tail -n 1 /run/events | jq -r .hash)"

# Who asks for what is lost gets what is left, and is told.
nlread events "$(info .head_end)" >/run/part || die "nlread events"
claim "asking for lost entries" equal "$(head -n 1 /run/part | jq -c '[.lost, .entry.number]')" \
	"[$(info .lost),$oldest]"
claim "asking within the gap" equal "$(nlread events $((oldest - 1)) | head -n 1 |
	jq -c '[.lost, .entry.number]')" "[1,$oldest]"
claim "asking for the oldest" equal "$(nlread events "$oldest" | head -n 1 | jq .lost)" 0
claim "asking for the next" equal "$(nlread events "$(info .next)")" ""

# The roster does not suffer.
claim "the roster is sysfs" roster_is_sysfs
