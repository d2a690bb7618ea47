# SPDX-License-Identifier: GPL-2.0-or-later
# A device that nobody declared is found by a probe, and by nothing else; once a rule knows it, it passes.
# needs: muster fakei2c

# Setting: the board's SMBus with QEMU's eight memories, and a second one of the same host with two
# devices; nobody declared any of them.
load i2c-i801 i2c-dev
fakei2c adapter fake0 0000:00:1f.3
fakei2c memory fake0 52 byte
fakei2c answer fake0 6f
load_muster
learn_board
smbus=0000:00/1f.3/i2c
fake=$smbus#1
claim "the second bus has a place" snapshot_has "select(.kind == \"adapter\" and .place == \"$fake\")"

# Without a probe nobody knows.
claim "no snapshot has it" not snapshot_has 'select(.kind == "answering")'
claim "nobody was asked" equal "$(fakei2c_total fake0 transfers)" 0
claim "the adapter says that it was not probed" snapshot_has "select(.place == \"$fake\" and
	has(\"probed\") and .probed == null)"
claim "check says yes" exits 0 muster check

# A dry run touches nothing and says what would be.
claim "a dry run" exits 0 muster probe --dry-run
claim "says what would be asked" says 'would be asked by read byte: 50-5f' muster probe --dry-run
claim "and what not" says 'left alone, .*with --quick: 09-0b' muster probe --dry-run
claim "it touched nothing" equal "$(fakei2c_total fake0 transfers)" 0
claim "it left no record" not exists /run/muster/probe.json

# Reads find the memories.
claim "a probe" exits 0 muster probe
muster probe --json >/run/probe.json
claim "finds one on the second bus" snapshot_has "select(.kind == \"answering\" and
	.place == \"$fake/52\" and .probed == \"read byte\")"
claim "and those of QEMU" snapshot_has "select(.kind == \"answering\" and .place == \"$smbus/57\")"
claim "and not what only a quick write finds" not snapshot_has "select(.place == \"$fake/6f\")"
claim "it tells each transaction" equal "$(jq ".adapters[] | select(.place == \"$fake\") |
	[.transactions, ([.addresses[].transactions] | add), .answered]" -c /run/probe.json)" '[16,16,1]'
claim "as the bus counts them: two probes" equal "$(fakei2c_total fake0 transfers)" 32
claim "each of them a byte read" equal "$(fakei2c_counts |
	awk '{ for (i = 3; i < NF; i += 2) if ($i != "readbyte") sum += $(i + 1) } END { print sum + 0 }')" 0
claim "the adapter says what was asked" snapshot_has "select(.place == \"$fake\" and
	.probed == \"read byte 50-5f\")"

# They are findings of full severity.
claim "check says no" exits 1 muster check
muster check --json >/run/check.json
finding() {
	jq -ec ".findings[] | select(.place == \"$1\" and .class == \"unexpected\" and
		.severity == \"critical\" and .device.kind == \"answering\")" /run/check.json
}
claim "the stranger is critical" finding "$fake/52"
claim "so is each of QEMU's" finding "$smbus/50"
claim "in words" says 'neither firmware nor a driver' muster check

# A quick write finds the other one, and takes back nothing.
claim "with --quick" exits 0 muster probe --quick --adapter "$fake"
claim "it says before what that may do" says 'empty write' muster probe --quick --adapter "$fake"
claim "the other one is found" snapshot_has "select(.place == \"$fake/6f\" and .probed == \"quick write\")"
claim "the first one stands" snapshot_has "select(.place == \"$fake/52\" and .probed == \"read byte\")"
claim "so do those of the other bus" snapshot_has "select(.place == \"$smbus/57\" and .kind == \"answering\")"

# An inventory that knows them, and one of them gone.
claim "it can be learned" muster inventory generate
muster inventory generate >/run/new.json
claim "as answering" jq -ec ".rules[] | select(.place == \"$fake/6f\" and .kind == \"answering\")" /run/new.json
cp /run/new.json "$INVENTORY/board.json"
claim "then check says yes" exits 0 muster check
jq 'del(.rules[] | select(.kind == "answering").presence)' /run/new.json >"$INVENTORY/board.json"
claim "also where they must be there" exits 0 muster check
fakei2c silent fake0 6f
claim "what is gone is known at the next probe" exits 0 muster probe --quick --adapter "$fake"
claim "check says no" exits 1 muster check
claim "it is missing" says "missing.*$fake/6f|$fake/6f.*missing" muster check

# Declared by now, it is a client as any other, and never asked again.
new_client "$(fakei2c_bus fake0)" 24c02 52
claim "the client is judged by itself" says 'unexpected.*24c02|24c02.*' muster check
claim "what answered is no stranger there" not snapshot_has "select(.place == \"$fake/52\" and
	.kind == \"answering\")"
fakei2c count fake0
claim "a probe passes over it" exits 0 muster probe --quick
claim "nobody spoke to it" equal "$(fakei2c_count "$(fakei2c_bus fake0)" 52 all)" 0

# As a user it says what it takes, and touches nothing.
fakei2c count fake0
claim "users may not" exits 4 as_user muster probe
claim "it says so" says 'takes root' as_user muster probe
claim "a user may look what would be touched" exits 0 as_user muster probe --dry-run
rmmod i2c_dev
claim "without i2c-dev it says what to load" says 'modprobe i2c-dev' muster probe
claim "and touched nothing" equal "$(fakei2c_total fake0 transfers)" 0
