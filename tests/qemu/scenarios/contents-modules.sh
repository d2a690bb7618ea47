# SPDX-License-Identifier: GPL-2.0-or-later
# Modules that others made: what the kernel's drivers read of them is what the file alone says.
# needs: muster fakei2c
# timeout: 120
# smbios: type=ddr3 size=2048 total=64 speed=1333 locator=DIMM0
# smbios: type=ddr3 size=4096 total=64 speed=1333 locator=DIMM1
# image: made.bin ddr4 type=rdimm ecc=yes ranks=2 part=M393A2K43CB2-CTD serial=bb000001
# corpus: spd/ddr3-kingston-KVR13LS9S6.bin spd/ddr3-original.bin
# corpus: spd/ddr4-hynix_dimm_H5ANAG6NCMR-VKC.hex spd/ddr4-micron_dimm_MT40A512M16LY-075E.hex
# corpus: spd/ddr4-samsung-M471A1G44AB0-CWE.hex

# Setting: what says of a module who made it, which it is, and how it is built.
load_muster
told() { jq -c '.devices[0].spd | [.maker_id, .part, .serial, .size_mib, .identity, .shape]'; }
of_file() { muster show --json --from "$1" | told; }
of_client() { muster show --json "$1" | told; }
is_module() { test "$(of_file "$1" | jq -r '.[5]' | cut -c 1-7)" = sha256:; }

# DDR3 in QEMU's memories on the board's own SMBus, which can be written before at24 is there.
modprobe i2c-i801 disable_features=0x08
load i2c-dev
smbus=$(basename "$(readlink -f /sys/bus/pci/devices/0000:00:1f.3/i2c-*)")
address=50
for image in /lib/testbed/corpus/spd/ddr3-*.bin; do
	[ -e "$image" ] || continue
	write_memory "${smbus#i2c-}" "$address" "$image"
	address=$((address + 1))
done
load at24
address=50
for image in /lib/testbed/corpus/spd/ddr3-*.bin; do
	[ -e "$image" ] || continue
	claim "at24 on the SMBus: ${image##*/}" equal "$(of_client "0000:00/1f.3/i2c/$address")" \
		"$(of_file "$image")"
	claim "it is a module" is_module "$image"
	address=$((address + 1))
done

# DDR4 behind ee1004: QEMU has none, so these are the test bed's.
fakei2c adapter fake0 0000:00:03.0
fake=$(fakei2c_bus fake0)
load ee1004
address=50
for image in /lib/testbed/made.bin /lib/testbed/corpus/spd/ddr4-*.bin; do
	[ -e "$image" ] || continue
	fakei2c memory fake0 "$address" ee1004 "$image"
	new_client "$fake" ee1004 "$address"
	claim "ee1004: ${image##*/}" equal "$(of_client "0000:00/03.0/i2c/$address")" \
		"$(of_file "$image")"
	claim "it is a module" is_module "$image"
	address=$((address + 1))
done
