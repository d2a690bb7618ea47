# SPDX-License-Identifier: GPL-2.0-or-later
# A memory module that is not the one it was: rewritten, or exchanged; check and the daemon tell both values.
# needs: muster fakei2c
# timeout: 120
# smbios: type=ddr4 size=16384 locator=DIMM0 ranks=2 part=M393A2K43CB2-CTD
# smbios: type=ddr4 size=16384 locator=DIMM1 ranks=2 part=M393A2K43CB2-CTD
# image: right ddr4 type=rdimm ecc=yes ranks=2 part=M393A2K43CB2-CTD serial=bb000001
# image: sister ddr4 type=rdimm ecc=yes ranks=2 part=M393A2K43CB2-CTD serial=bb000002
# image: double ddr4 type=rdimm ecc=yes ranks=2 part=M393A2K43CB2-CTD serial=bb000001 density=16 rows=17
# image: noted ddr4 type=rdimm ecc=yes ranks=2 part=M393A2K43CB2-CTD serial=bb000001 poke=180:4142

# Setting: two modules that the inventory knows by their serials, in a muster that reads every 2 s.
fakei2c adapter fake0 0000:00:03.0
bus=$(fakei2c_bus fake0)
load ee1004
fakei2c memory fake0 50 ee1004 /lib/testbed/right
fakei2c memory fake0 51 ee1004 /lib/testbed/right
fakei2c poke fake0 51 145 bb000003
new_client "$bus" ee1004 50
new_client "$bus" ee1004 51
load_muster
learn_board --strict
start_musterd --settle 1s --grace 1s --rescan 2s
at=0000:00/03.0/i2c/50
claim "check says yes" exits 0 muster check --wait=30 --fresh

says_changed() {
	muster check --fresh --json >/run/check.json
	jq -ec ".findings[] | select(.class == \"changed\" and .place == \"$at\" and
		.field == \"$1\") | [.expected, .seen]" /run/check.json >/run/changed || return
	cat /run/changed
	[ $# -eq 1 ] || grep -qF "[\"$2\",\"$3\"]" /run/changed
}

# Its sister: the same model with another serial.
fakei2c memory fake0 50 ee1004 /lib/testbed/sister
claim "the daemon finds it" wait_for 10 raised changed "$at" '.field == "spd.serial" and
	.expected == "bb000001" and .seen == "bb000002"'
claim "so does check" says_changed spd.serial bb000001 bb000002
fakei2c memory fake0 50 ee1004 /lib/testbed/right
claim "it is cleared when the right one is back" wait_for 10 cleared changed "$at"

# Twice the memory, and its checksum right: what it claims is not what firmware trained.
fakei2c memory fake0 50 ee1004 /lib/testbed/double
claim "the daemon finds the size" wait_for 10 raised changed "$at" '.field == "spd.size_mib" and
	.expected == "16384" and .seen == "32768"'
claim "so does check" says_changed spd.size_mib 16384 32768
claim "and says which bytes differ" says 'density' muster check --fresh
claim "its checksum is right" snapshot_has ".place == \"$at\" and .spd.checksums == \"good\""

# A byte of the half that users may write is nobody's business.
fakei2c memory fake0 50 ee1004 /lib/testbed/noted
claim "it is no change" exits 0 muster check --fresh
claim "the daemon agrees" wait_for 10 cleared changed "$at" '.field == "spd.size_mib"'
stop_musterd
