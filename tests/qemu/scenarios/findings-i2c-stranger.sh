# SPDX-License-Identifier: GPL-2.0-or-later
# A chip that somebody declares on the SMBus is a stranger; what the kernel makes itself is a notice.
# needs: muster fakei2c
# smbios: type=ddr3 size=512 total=64

# Setting: a learned board with its SMBus, and another adapter below a function.
load_muster
load i2c-i801
fakei2c adapter fake0 0000:00:03.0
smbus=$(basename "$(readlink -f /sys/bus/pci/devices/0000:00:1f.3/i2c-*)")
learn_board
start_musterd --settle 1s --grace 1s
claim "check says yes" exits 0 muster check --wait=30
fake=i2c-$(fakei2c_bus fake0)
tell_kernel() {
	echo "$2" >"/sys/bus/i2c/devices/$1/new_device"
}

# One that nobody knows.
tell_kernel "$smbus" "stranger 0x6f"
claim "it is raised" wait_for 3 raised unexpected 0000:00/1f.3/i2c/6f '.severity == "critical" and
	.rule_source == "implicit"'
claim "with its name and address" findings ".device | select(.name == \"stranger\" and
	.address == \"${smbus#i2c-}-006f\" and .kind == \"client\")"
claim "check says no" exits 1 muster check
echo 0x6f >"/sys/bus/i2c/devices/$smbus/delete_device"
claim "it is cleared" wait_for 3 cleared unexpected 0000:00/1f.3/i2c/6f
claim "check says yes again" exits 0 muster check

# A memory module's SPD by name, but not made by the kernel's own SMBus code; the same name where no
# SPD can be, and on a bus that is no SMBus of the chipset.
tell_kernel "$smbus" "ee1004 0x51"
claim "one that calls itself an SPD" wait_for 3 raised unexpected 0000:00/1f.3/i2c/51 '.severity == "critical"'
tell_kernel "$smbus" "ee1004 0x6e"
claim "one at another address" wait_for 3 raised unexpected 0000:00/1f.3/i2c/6e '.severity == "critical"'
tell_kernel "$fake" "ee1004 0x51"
claim "one on another adapter" wait_for 3 raised unexpected 0000:00/03.0/i2c/51 '.severity == "critical"'

# A mux is a stranger; the channels behind it are its own, and what sits there is one more.
fakei2c mux "${fake#i2c-}" 70 2
claim "a mux is raised" wait_for 3 raised unexpected 0000:00/03.0/i2c/70 '.severity == "critical"'
tell_kernel "i2c-$(fakei2c_channel "${fake#i2c-}-0070/1")" "stranger 0x48"
claim "so is a chip behind it" wait_for 3 raised unexpected 0000:00/03.0/i2c/ch1/48 '.severity == "critical"'
claim "the channels themselves are not" not findings 'select(.place | test("/ch[0-9]+$"))'
stop_musterd

# What the kernel's own SMBus code makes of firmware's word is worth a notice, for newer kernels make more.
for address in 0x51 0x6e; do
	echo "$address" >"/sys/bus/i2c/devices/$smbus/delete_device"
done
rmmod fakei2c
rm "$FINDINGS" /var/lib/muster/standing.json
jq 'del(.rules[] | select(.place == "0000:00/1f.3/i2c/50"))' "$INVENTORY/board.json" >/run/board.json
cp /run/board.json "$INVENTORY/board.json"
start_musterd --settle 1s --grace 1s
claim "an SPD of the kernel's is a notice" wait_for 3 raised unexpected 0000:00/1f.3/i2c/50 '.severity == "notice"'
stop_musterd
