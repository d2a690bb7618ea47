# SPDX-License-Identifier: GPL-2.0-or-later
# The SMBus of another chipset: QEMU's PIIX4, with a memory module that its own driver reads.
# board: pc
# firmware: seabios
# needs: muster
# timeout: 120
# smbios: type=ddr3 size=4096 total=64 speed=1600
# image: dimm0 ddr3 type=udimm density=4 maker=0198 part=KVR16N11S8/4 serial=aa000001

# Setting: SeaBIOS, for qboot does not set the SMBus up. Kernels before 6.12 declare nothing there.
load i2c-dev i2c-piix4
smbus=$(basename "$(readlink -f /sys/bus/pci/devices/0000:00:01.3/i2c-*)")
bus=${smbus#i2c-}
write_memory "$bus" 50 /lib/testbed/dimm0
[ -e "/sys/bus/i2c/devices/$bus-0050" ] || new_client "$bus" spd 50
load at24
load_muster
claim "the adapter" snapshot_has '.place == "0000:00/01.3/i2c" and .type == "smbus host"'
claim "the memory module" snapshot_has '.place == "0000:00/01.3/i2c/50" and
	.spd.part == "KVR16N11S8/4" and .spd.serial == "aa000001" and .spd.size_mib == 4096'
learn_board --strict
claim "check says yes" exits 0 muster check
