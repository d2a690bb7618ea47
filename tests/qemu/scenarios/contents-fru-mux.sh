# SPDX-License-Identifier: GPL-2.0-or-later
# FRU memories behind a mux: what is on the risers, whose is whose, and that one was exchanged.
# needs: muster fakei2c
# timeout: 120
# image: riser0 fru board-maker=Example board-product=Riser-2 board-serial=R0001 board-part=RSR-002 board-date=2020-01-31 product-maker=Example product-name=Server-1 product-serial=SRV0001
# image: riser1 fru board-maker=Example board-product=Riser-2 board-serial=R0002 board-part=RSR-002 board-date=2020-01-31
# image: sister fru board-maker=Example board-product=Riser-2 board-serial=R0003 board-part=RSR-002 board-date=2020-01-31
# image: other fru board-maker=Other board-product=Riser-3 board-serial=R0002 board-part=RSR-003
# image: spoilt fru board-maker=Example board-product=Riser-2 board-serial=R0002 board-part=RSR-002 board-date=2020-01-31 spoil=10:58
# corpus: fru/supermicro-x11scz-f.bin fru/vadatech-utc017.bin

# Setting: an adapter below a function, a mux with two risers behind it, memories of both sorts.
fakei2c adapter fake0 0000:00:03.0
bus=$(fakei2c_bus fake0)
fakei2c mux "$bus" 70 3
first=$(fakei2c_channel "$bus-0070/0")
second=$(fakei2c_channel "$bus-0070/1")
third=$(fakei2c_channel "$bus-0070/2")
fakei2c memory "$first" 57 byte /lib/testbed/riser0
fakei2c memory "$second" 57 word /lib/testbed/riser1
load at24
new_client "$first" 24c02 57
new_client "$second" 24c32 57
load_muster
at=0000:00/03.0/i2c

# Both are told apart by their channels.
claim "the first riser" snapshot_has ".place == \"$at/ch0/57\" and
	.fru.board_maker == \"Example\" and .fru.board_product == \"Riser-2\" and
	.fru.board_serial == \"R0001\" and .fru.board_part == \"RSR-002\" and
	.fru.product_name == \"Server-1\" and .fru.product_serial == \"SRV0001\" and
	(.fru.board_date | startswith(\"2020-01-31\")) and .fru.checksums == \"good\""
claim "the second, in a memory of two bytes of offset" snapshot_has ".place == \"$at/ch1/57\" and
	.fru.board_serial == \"R0002\" and .fru.product_name == null"
claim "list tells them" says "$at/ch1/57.*Riser-2" muster list
claim "show tells all" says 'R0002' muster show "$at/ch1/57"

# What was read is not read again; --fresh reads anew.
fakei2c count fake0
muster list >/dev/null
claim "the bus rests" equal "$(fakei2c_total fake0 transfers)" 0
muster list --fresh >/dev/null
claim "unless it is asked anew" test "$(fakei2c_total fake0 transfers)" -gt 0

# Another specimen in the slot: both serials are told. Another model: it is a stranger, and the
# right one is missing, as one alert.
learn_board --strict
claim "check passes" exits 0 muster check
found() {
	muster check --fresh --json >/run/check.json
	jq -e ".findings[] | select(.place == \"$at/ch1/57\" and $1)" /run/check.json
}
fakei2c memory "$second" 57 word /lib/testbed/sister
claim "another specimen" found '.class == "changed" and .field == "fru.board_serial" and
	.expected == "R0002" and .seen == "R0003"'
claim "check fails" exits 1 muster check
fakei2c memory "$second" 57 word /lib/testbed/other
claim "another model" found '.class == "unexpected" and .device.fru.board_part == "RSR-003" and
	.group == .place'
claim "the right one is missing" found '.class == "missing" and
	.device.fru.board_part == "RSR-002" and .group == .place'
fakei2c memory "$second" 57 word /lib/testbed/spoilt
claim "a damaged one" found '.class == "changed" and .field == "fru.checksums" and
	.expected == "good" and .seen == "bad"'
fakei2c memory "$second" 57 word /lib/testbed/riser1
claim "the right one again" exits 0 muster check --fresh

# Real ones.
for image in supermicro-x11scz-f vadatech-utc017; do
	[ -e "/lib/testbed/corpus/fru/$image.bin" ] || continue
	fakei2c memory "$third" 50 word "/lib/testbed/corpus/fru/$image.bin"
	new_client "$third" 24c64 50
	claim "$image" snapshot_has ".place == \"$at/ch2/50\" and .fru != null and
		.fru.checksums != null"
	delete_client "$third" 50
done
