# SPDX-License-Identifier: GPL-2.0-or-later
# What firmware found in the memory slots is held against what the modules' own memories say now.
# needs: muster fakei2c
# timeout: 120
# smbios: type=ddr4 locator=DIMM_A1 size=8192 total=64 part=EXAMPLE-1 serial=00000A01 maker=Samsung
# smbios: type=ddr4 locator=DIMM_B1 size=8192 total=64 part=EXAMPLE-1 serial=00000B01 maker=80CE000080CE
# smbios: type=none locator=DIMM_C1
# smbios: type=ddr4 locator=DIMM_D1 size=8192 total=64 part=EXAMPLE-1 serial=00000D01
# image: a ddr4 part=EXAMPLE-1 serial=00000a01
# image: b ddr4 part=EXAMPLE-1 serial=00000b01
# image: bad ddr4 part=EXAMPLE-1 serial=00000b01 density=16 rows=17
# image: c ddr4 part=EXAMPLE-1 serial=00000c01
# image: d ddr4 part=EXAMPLE-1 serial=00000d01

# Setting: a board with three modules, of which the memory of one hangs on a bus that is not seen.
load i2c-dev ee1004
fakei2c adapter fake0 0000:00:03.0
bus=$(fakei2c_bus fake0)
place=0000:00/03.0/i2c
module() {
	fakei2c memory fake0 "$1" ee1004 "/lib/testbed/$2"
	new_client "$bus" ee1004 "$1"
}
away() {
	delete_client "$bus" "$1"
	fakei2c nomemory fake0 "$1"
}
# judged FILTER: what check says passes it; none of it about firmware: content
judged() {
	muster check --fresh --json 2>/run/check.err >/run/check.json
	jq -ce "[.findings[] | select((.field // \"\") | startswith(\"memory.\"))] | $1" /run/check.json
}
module 50 a
module 51 b
load_muster
snapshot >/run/list.json
claim "firmware's slots are in the snapshot" equal "$(jq -r '[.memory[].locator] | join(" ")' /run/list.json)" \
	"DIMM_A1 DIMM_B1 DIMM_C1 DIMM_D1"
claim "with what it found in them" equal "$(jq -c '.memory[1] | [.type, .size_mib, .serial, .part, .maker, .empty]' /run/list.json)" \
	'["DDR4",8192,"00000B01","EXAMPLE-1","80CE000080CE",false]'
claim "one of them is empty" equal "$(jq -c '.memory[2].empty' /run/list.json)" true
claim "an inventory learned now is content" learn_board
claim "for it knows that the memory of one is not seen" equal "$(jq -c .memory "$INVENTORY"/*.json)" '{"without_spd":1}'
claim "firmware agrees with the rest" judged 'length == 0'

# BadRAM: the SPD says twice what firmware trained, and its CRC is right.
away 51
module 51 bad
claim "the size is found" judged "length == 1 and .[0].class == \"changed\" and .[0].severity == \"critical\" and
	.[0].field == \"memory.size_mib\" and .[0].expected == \"8192\" and .[0].seen == \"16384\" and .[0].place == \"$place/51\""
claim "the checksum is right all the same" equal \
	"$(muster show --json $place/51 | jq -r '.devices[0].spd.checksums')" good

# A memory falls silent.
away 51
claim "a silent one is found" judged 'length == 1 and .[0].class == "missing" and
	(.[0].message | test("DIMM_B1")) and .[0].expected_count == 2 and .[0].seen_count == 1'

# One comes that firmware knows nothing of.
module 51 b
module 52 d
claim "what was not seen may appear" judged 'length == 0'
module 53 c
claim "a stranger among modules is found" judged "length == 1 and .[0].class == \"unexpected\" and .[0].place == \"$place/53\""

# It is accepted as any finding is.
accept_all() {
	jq -r '.findings[].id' /run/check.json | xargs muster inventory accept --yes --by me --why test
}
claim "it can be accepted" accept_all
claim "and is content then" exits 0 muster check
