# SPDX-License-Identifier: GPL-2.0-or-later
# The daemon reads memories when the board has settled, tells what changes in them, and waits for none.
# needs: muster fakei2c
# timeout: 180
# smbios: type=ddr4 size=16384 total=72 speed=2666 locator=DIMM0
# smbios: type=ddr4 size=16384 total=72 speed=2666 locator=DIMM1
# image: first ddr4 type=rdimm ecc=yes ranks=2 part=M393A2K43CB2-CTD serial=bb000001 date=2112
# image: second ddr4 type=rdimm ecc=yes ranks=2 part=M393A2K43CB2-CTD serial=bb000002 date=2112

# Setting: a board that was learnt with two modules, whose bus counts.
load ee1004
fakei2c adapter fake0 0000:00:03.0
bus=$(fakei2c_bus fake0)
fake=0000:00/03.0/i2c
fakei2c memory fake0 50 ee1004 /lib/testbed/first
fakei2c memory fake0 51 ee1004 /lib/testbed/second
new_client "$bus" ee1004 50
new_client "$bus" ee1004 51
load_muster
learn_board
claim "they were learnt" says 'M393A2K43CB2-CTD' cat "$INVENTORY/board.json"
rm -f /run/muster/contents.json
traffic() {
	fakei2c_total fake0 transfers
}
pss() {
	sed -n 's/^Pss: *\([0-9]*\) kB/\1/p' "/proc/$MUSTERD/smaps_rollup"
}

# Nothing is read while the board still starts; once it has settled, all is.
fakei2c count fake0
start_musterd --settle 6s --grace 1s --rescan 20s
claim "nothing is read at once" equal "$(traffic)" 0
claim "once settled it is" wait_for 30 exists /run/muster/contents.json
claim "once" test "$(traffic)" -lt 72
say "$(traffic) transfers for 2 modules"
claim "into a file for it alone" equal "$(stat -c %a /run/muster/contents.json)" 600
claim "check says yes" exits 0 muster check --wait=30
claim "no finding is told" equal "$(count_findings .)" 0
stop_musterd
start_musterd --settle 1s --grace 1s --rescan 4s

# What changes in a memory is a finding, with both values; what is as before clears it.
density=$(dd if=/lib/testbed/first bs=1 skip=4 count=1 2>/dev/null | od -An -tx1 | tr -d ' \n')
other=$(printf %02x $((0x$density ^ 1)))
fakei2c poke fake0 50 4 "$other"
claim "a changed byte is found at a rescan" wait_for 30 raised changed $fake/50
claim "with both values" findings "select(.class == \"changed\" and .place == \"$fake/50\") |
	tostring | select(test(\"0x$density\") and test(\"0x$other\"))"
say "$(findings 'select(.class == "changed") | [.field, .expected, .seen, .where]')"
claim "of that module alone" not raised changed $fake/51
claim "check says no" exits 1 muster check
fakei2c poke fake0 50 4 "$density"
claim "it is cleared" wait_for 30 cleared changed $fake/50

# A module that is taken out while it runs keeps its client: it is there, and unreadable.
fakei2c nomemory fake0 51
claim "a module that does not answer is found" wait_for 30 raised unreadable $fake/51
fakei2c memory fake0 51 ee1004 /lib/testbed/second
claim "and cleared when it does" wait_for 30 cleared unreadable $fake/51

# Another driver's hold, or another module at its place: read when it is bound.
stop_musterd
start_musterd --settle 1s --grace 1s --rescan 1h
claim "settled again" exits 0 muster check --wait=30
delete_client "$bus" 51
claim "a module that goes is missing" wait_for 20 raised missing $fake/51
fakei2c memory fake0 51 ee1004 /lib/testbed/first
fakei2c poke fake0 51 4 "$other"
new_client "$bus" ee1004 51
claim "another one in its place is read without a rescan" wait_for 20 raised changed $fake/51
delete_client "$bus" 51
fakei2c memory fake0 51 ee1004 /lib/testbed/second
new_client "$bus" ee1004 51
claim "the right one clears that" wait_for 20 cleared changed $fake/51

# A restart tells nothing twice.
fakei2c poke fake0 50 4 "$other"
claim "the tool sees a change by itself" exits 1 muster check --fresh
stop_musterd
start_musterd --settle 1s --grace 1s --rescan 4s
claim "the daemon tells it" wait_for 20 raised changed $fake/50 '.since'
told=$(count_findings .)
kill_musterd
start_musterd --settle 1s --grace 1s --rescan 1h
claim "settled after a kill" wait_for 30 exits 1 muster check --wait=30
claim "nothing is told twice" equal "$(count_findings .)" "$told"

# A memory that hangs holds up nobody: a stranger is told meanwhile.
small=$(pss)
stop_musterd
start_musterd --settle 1s --grace 1s --rescan 3s
claim "settled" wait_for 30 exits 1 muster check --wait=30
fakei2c hang fake0 50 4000
child() {
	grep -qs "^PPid:[[:space:]]*$MUSTERD\$" /proc/[0-9]*/status
}
claim "a child reads" wait_for 20 child
fakei2c adapter fake1 0000:00:04.0
echo stranger 0x6f >"/sys/bus/i2c/devices/i2c-$(fakei2c_bus fake1)/new_device"
start=$(now_ms)
claim "a stranger is told while it waits" wait_for 3 raised unexpected 0000:00/04.0/i2c/6f
say "after $(($(now_ms) - start)) ms"
claim "the one that hangs is unreadable" wait_for 60 raised unreadable $fake/50
claim "its sister is not" not raised unreadable $fake/51 '.seen == null and .since > "9"'
fakei2c hang fake0 50 0
claim "the daemon is as small as before" test "$(pss)" -lt $((small + 300))
say "PSS $small KiB, then $(pss) KiB"
stop_musterd

# Without the module it is the same, from sysfs.
unload_muster
fakei2c poke fake0 50 4 "$density"
start_musterd --settle 1s --grace 1s --rescan 4s --poll 1s
claim "sysfs alone: what changed back is cleared" wait_for 30 cleared changed $fake/50
fakei2c poke fake0 51 4 "$other"
claim "and what changes is told" wait_for 30 raised changed $fake/51 '.source != "module"'
stop_musterd
