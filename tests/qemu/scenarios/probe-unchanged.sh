# SPDX-License-Identifier: GPL-2.0-or-later
# After a probe every byte on the bus is what it was before.
# needs: muster fakei2c

# Setting: QEMU's eight memories with bytes that differ, and chips that a careless probe harms.
load i2c-i801 i2c-dev
bus=$(basename "$(readlink -f /sys/bus/pci/devices/0000:00:1f.3/i2c-*)")
bus=${bus#i2c-}
load_muster
for address in 0 1 2 3 4 5 6 7; do
	for offset in 0 1 2 4 5 8 64 128 255; do
		i2cset -fy "$bus" "0x5$address" "$offset" $((address * 16 + offset % 16 + 1))
	done
done
read_all() {
	for address in 0 1 2 3 4 5 6 7; do
		i2cdump -fy "$bus" "0x5$address" b
	done
}
fakei2c adapter fake0 0000:00:1f.3
for row in $(seq 0 31); do printf 'row %02d of memory\n' "$row"; done | head -c 512 >/run/image
fakei2c memory fake0 50 byte /run/image
fakei2c memory fake0 51 ee1004 /run/image
fakei2c memory fake0 52 spd5118 /run/image
fakei2c memory fake0 53 34c02 /run/image
fakei2c memory fake0 54 fragile /run/image
fakei2c memory fake0 57 word /run/image
fakei2c memory fake0 69 clock
fakei2c mux "$(fakei2c_bus fake0)" 70 2
channel=$(fakei2c_channel "$(fakei2c_bus fake0)-0070/1")
fakei2c memory "$channel" 55 fragile /run/image
read_all >/run/before
fakei2c_chips >/run/chips
claim "there is something to be seen" test "$(sort -u /run/before | wc -l)" -gt 16

# Reads; then quick writes; then twice more; then behind a mux.
claim "a probe" exits 0 muster probe
claim "answers are found" snapshot_has 'select(.place == "0000:00/1f.3/i2c/57" and .kind == "answering")'
read_all >/run/after
claim "QEMU's memories are as before" same /run/before /run/after
fakei2c_chips >/run/chips.after
claim "so are chips that a quick write harms" same /run/chips /run/chips.after
claim "with --quick" exits 0 muster probe --quick
claim "twice" exits 0 muster probe --quick
claim "behind a mux, too" exits 0 muster probe --quick --adapter "i2c-$channel"
claim "which finds what is there" snapshot_has 'select(.kind == "answering" and
	(.place | endswith("/ch1/55")))'
read_all >/run/after
claim "QEMU's memories are still as before" same /run/before /run/after
fakei2c_chips >/run/chips.after
claim "nothing was spoiled or protected" same /run/chips /run/chips.after

# The setting can tell: what a scan by quick writes alone would have done.
i2cdetect -y -q "$(fakei2c_bus fake0)" 0x30 0x57 >/dev/null
fakei2c_chips >/run/chips.after
claim "a scan by quick writes protects one and spoils another" equal \
	"$(diff /run/chips /run/chips.after | grep -c '^+chip')" 2

# And what --quick cannot know: such a chip at an address where no memory should be.
fakei2c memory fake0 44 fragile /run/image
fakei2c_chips >/run/chips
claim "--quick" exits 0 muster probe --quick
fakei2c_chips >/run/chips.after
claim "spoils it, as it says" equal "$(diff /run/chips /run/chips.after | grep '^+chip' |
	grep -c ' 44 fragile ')" 1
echo 'probe_deny = 10, 44, 61, 69' >/run/deny.conf
fakei2c_chips >/run/chips
claim "the deny-list keeps it" exits 0 muster probe --quick --config /run/deny.conf
fakei2c_chips >/run/chips.after
claim "it is as before" same /run/chips /run/chips.after
