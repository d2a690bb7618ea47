# SPDX-License-Identifier: GPL-2.0-or-later
# The ledger tells the memory modules that the kernel declares from those that somebody declares later.
# needs: muster fakei2c
# timeout: 120
# smbios: type=ddr4 size=8192 locator=DIMM0
# smbios: type=ddr4 size=8192 locator=DIMM1

# Setting: a board learned without its SMBus driver, so that no rule knows a client there.
load_muster
learn_board
smbus=0000:00/1f.3/i2c
bus_of() {
	basename "$(readlink -f /sys/bus/pci/devices/0000:00:1f.3/i2c-*)"
}
told() {
	muster list --json | jq -re ".devices[] | select(.place == \"$smbus/$1\") | .announced // \"not told\""
}
severity() {
	muster check --json | jq -re ".findings[] | select(.place == \"$smbus/$1\") | .severity"
}

# The driver declares the modules that firmware reports while it takes the host over.
start_musterd --settle 1s --grace 1s
load i2c-i801
claim "the kernel declares them" exists "/sys/bus/i2c/devices/$(bus_of | cut -c 5-)-005[01]"
claim "the ledger tells that it was the kernel" equal "$(told 50)" "by host"
claim "that is a notice" equal "$(severity 50)" notice
claim "to the daemon, too" wait_for 3 raised unexpected $smbus/50 '.severity == "notice"'

# Somebody declares one more.
echo ee1004 0x53 >"/sys/bus/i2c/devices/$(bus_of)/new_device"
claim "that it came later, too" equal "$(told 53)" later
claim "that is critical" equal "$(severity 53)" critical
claim "to the daemon, too" wait_for 3 raised unexpected $smbus/53 '.severity == "critical" and
	(.message | test("after the kernel had made its own"))'
muster list --json >/run/saved.json
claim "and in a saved snapshot" says "$smbus/53.*after the kernel had made its own" muster check --from /run/saved.json
claim "the daemon ends well" stop_musterd
start_musterd --settle 1s --grace 1s
claim "and tells it still when it is restarted" exits 1 muster check --wait=30
claim "as critical" equal "$(severity 53)" critical
stop_musterd

# The driver lets go and takes the host over again: the kernel's own are the kernel's own again.
echo 0x53 >"/sys/bus/i2c/devices/$(bus_of)/delete_device"
echo 0000:00:1f.3 >/sys/bus/pci/drivers/i801_smbus/unbind
echo 0000:00:1f.3 >/sys/bus/pci/drivers/i801_smbus/bind
claim "once more the kernel's own" equal "$(told 51)" "by host"

# A module that comes after the driver cannot know of what was there before, but of what comes.
unload_muster
load_muster
echo ee1004 0x53 >"/sys/bus/i2c/devices/$(bus_of)/new_device"
claim "what was there before is not told" equal "$(told 50)" "not told"
claim "which is a notice" equal "$(severity 50)" notice
claim "what came since is" equal "$(told 53)" later
