# SPDX-License-Identifier: GPL-2.0-or-later
# Memory modules by three ways to read them: parts, serials and sizes, as the kernel's drivers give the bytes.
# needs: muster fakei2c
# timeout: 120
# smbios: type=ddr3 size=4096 total=64 speed=1600 locator=DIMM0
# smbios: type=ddr3 size=4096 total=64 speed=1600 locator=DIMM1
# image: dimm0 ddr3 type=udimm density=4 maker=0198 part=KVR16N11S8/4 serial=aa000001
# image: dimm1 ddr3 type=udimm density=4 maker=0198 part=KVR16N11S8/4 serial=aa000002
# image: ddr4 ddr4 type=rdimm ecc=yes ranks=2 part=M393A2K43CB2-CTD serial=bb000001 date=2112
# image: ddr5 ddr5 type=rdimm ecc=yes density=16 maker=80ad part=HMCG78AGBRA190N serial=cc000001
# image: bad ddr4 part=EXAMPLE-BAD spoil=40:55
# image: short ddr4 part=EXAMPLE-SHORT

# Setting: firmware reports two DDR3 modules. QEMU's memories at 50 to 57 of the SMBus hold zeros
# and no option fills them, but they can be written over the bus before anybody reads them. Without
# block reads, whose last but one byte its SMBus gives wrong.
modprobe i2c-i801 disable_features=0x08
load i2c-dev
load_muster
smbus=$(basename "$(readlink -f /sys/bus/pci/devices/0000:00:1f.3/i2c-*)")
bus=${smbus#i2c-}
claim "the kernel itself declares two" exists "/sys/bus/i2c/devices/$bus-005[1]"
write_memory "$bus" 50 /lib/testbed/dimm0
write_memory "$bus" 51 /lib/testbed/dimm1
claim "not read before there is a driver" snapshot_has '.place == "0000:00/1f.3/i2c/50" and
	.spd == null | not'
load at24
claim "the bytes are there" cmp /lib/testbed/dimm0 "$(contents_of "$bus" 50)"

# The board's own memory modules.
first=0000:00/1f.3/i2c/50
claim "the first module" snapshot_has ".place == \"$first\" and .spd.type == \"DDR3\" and
	.spd.module_type == \"UDIMM\" and .spd.maker_id == \"0198\" and .spd.maker == \"Kingston\" and
	.spd.part == \"KVR16N11S8/4\" and .spd.serial == \"aa000001\" and .spd.size_mib == 4096 and
	.spd.ranks == 1 and .spd.date == \"2020-W14\" and .spd.checksums == \"good\""
claim "the second is its sister" snapshot_has '.place == "0000:00/1f.3/i2c/51" and
	.spd.serial == "aa000002" and .spd.part == "KVR16N11S8/4"'
equal_shapes() {
	snapshot | jq -e '[.devices[] | select(.spd.shape? != null) | .spd.shape] | unique | length == 1'
}
claim "with the same shape" equal_shapes
claim "list tells them" says "$first.*KVR16N11S8/4" muster list
claim "show tells all" says 'aa000001' muster show "$first"
claim "and the bytes" says '"contents"' muster show --json "$first"
claim "sysfs alone tells the same" says "$first.*KVR16N11S8/4" muster list --source sysfs

# DDR4 as ee1004 reads it, DDR5 as spd5118 does where the kernel has it: no adapter of QEMU has such.
fakei2c adapter fake0 0000:00:03.0
fake=$(fakei2c_bus fake0)
load ee1004
fakei2c memory fake0 50 ee1004 /lib/testbed/ddr4
new_client "$fake" ee1004 50
claim "DDR4 behind ee1004" snapshot_has '.place == "0000:00/03.0/i2c/50" and .spd.type == "DDR4" and
	.spd.part == "M393A2K43CB2-CTD" and .spd.maker == "Samsung" and .spd.size_mib == 16384 and
	.spd.ranks == 2 and .spd.data_width == 64 and .spd.total_width == 72 and
	.spd.speed_mts == 2666 and .spd.date == "2021-W12"'
fakei2c memory fake0 52 spd5118 /lib/testbed/ddr5
new_client "$fake" spd5118 52
if modprobe -q spd5118; then
	claim "DDR5 behind spd5118" snapshot_has '.place == "0000:00/03.0/i2c/52" and
		.spd.type == "DDR5" and .spd.part == "HMCG78AGBRA190N" and .spd.serial == "cc000001" and
		.spd.size_mib == 16384'
else
	claim "DDR5 without a driver is unknown, not none" snapshot_has '
		.place == "0000:00/03.0/i2c/52" and (has("spd") | not) and (.unknown | index("spd"))'
fi

# i2c-stub, which many tests of others use: bytes put there over the bus.
modprobe i2c-stub chip_addr=0x53 || die "i2c-stub"
stub=$(basename "$(dirname "$(grep -l 'SMBus stub' /sys/bus/i2c/devices/i2c-*/name)")")
write_memory "${stub#i2c-}" 53 /lib/testbed/dimm1
new_client "${stub#i2c-}" spd 53
claim "one on i2c-stub" snapshot_has '.address == "'"${stub#i2c-}-0053"'" and
	.spd.serial == "aa000002"'

# One whose checksum is wrong, one that breaks off, one that is none.
fakei2c memory fake0 54 ee1004 /lib/testbed/bad
new_client "$fake" ee1004 54
claim "wrong checksums are told" snapshot_has '.place == "0000:00/03.0/i2c/54" and
	.spd.part == "EXAMPLE-BAD" and .spd.checksums == "bad"'
fakei2c memory fake0 55 ee1004 /lib/testbed/short
new_client "$fake" ee1004 55	# whole as yet: newer drivers read wherever another has turned the page
fakei2c break fake0 55 100
claim "one that breaks off is unreadable" snapshot_has '.place == "0000:00/03.0/i2c/55" and
	.reading == "unreadable" and (has("spd") | not)'
fakei2c memory fake0 56 byte
new_client "$fake" 24c02 56
claim "one that was never written has no SPD" snapshot_has '.place == "0000:00/03.0/i2c/56" and
	.spd == null and has("spd") and (.contents_digest | startswith("sha256:"))'
