# SPDX-License-Identifier: GPL-2.0-or-later
# Adapters of many hosts are recorded alike: by what they belong to, whoever drives them.
# needs: muster fakepci fakei2c
# cmdline: mem=448M
# timeout: 120
#
# i801 is QEMU's. ismt and designware are the kernel's own drivers on simulated functions: they
# write their registers and ask one for a signature, so the registers are memory that the kernel
# was told to leave alone. piix4 is in contents-piix4; Debian has no virtio-i2c. A graphics card's
# adapter is simulated below the board's display.
dd if=/dev/zero of=/dev/mem bs=4096 seek=$((0x1f000)) count=4 2>/dev/null
devmem 0x1f0010f4 32 0x00ffffee
devmem 0x1f0010f8 32 0x3131312a
devmem 0x1f0010fc 32 0x44570140
fakepci domain 10000 - 1f000000
fakepci add 10000:00:01.0 id=8086:1f15 class=0c0500 bar0=1000 pcie pm
fakepci add 10000:00:02.0 id=8086:9c61 class=0c8000 bar0=1000 pcie pm
fakepci poke 10000:00:01.0 3c 0105
fakepci poke 10000:00:02.0 3c 0107
fakepci scan 10000
load_muster
load i2c-i801 i2c-ismt i2c-designware-pci
fakei2c adapter gpu0 0000:00:02.0 i2c AMDGPU DM i2c hw bus 0
fakei2c adapter none0

adapter_is() {
	snapshot_has ".kind == \"adapter\" and .place == \"$1\" and .type == \"$2\""
}
claim "i801" adapter_is 0000:00/1f.3/i2c "smbus host"
claim "ismt" adapter_is 10000:00/01.0/i2c "smbus host"
claim "designware" adapter_is 10000:00/02.0/i2c "i2c host"
claim "a display's DDC" adapter_is 0000:00/02.0/i2c "ddc"
claim "one that hangs on nothing" snapshot_has '.kind == "adapter" and .type == "software"'
claim "each tells what it can" equal "$(snapshot | jq '[.devices[] |
	select(.kind == "adapter" and (.functionality | length) != 8)] | length')" 0
tell_adapters() {
	snapshot "$@" | jq -r '.devices[] | select(.kind == "adapter") |
		"\(.place) \(.type) \(.name)"' | sort
}
tell_adapters >/run/module
tell_adapters --source sysfs >/run/sysfs
claim "module and sysfs agree" same /run/module /run/sysfs

# What a driver makes or removes is no finding; whose function is not accounted for is one.
learn_board
claim "check says yes" exits 0 muster check
rmmod i2c_designware_pci
claim "without its driver too" exits 0 muster check
load i2c-designware-pci
claim "in whatever order they come" exits 0 muster check
fakepci add 10000:00:03.0 id=8086:1f15 class=0c0500 bar0=1000 pcie pm
fakepci poke 10000:00:03.0 3c 0105
fakepci scan 10000
claim "an SMBus on a function nobody knows" exits 1 muster check
