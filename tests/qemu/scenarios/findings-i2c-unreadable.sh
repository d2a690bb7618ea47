# SPDX-License-Identifier: GPL-2.0-or-later
# Required chips whose adapter has no driver are one unreadable adapter, not so many missing chips.
# needs: muster

# Setting: a learned board with three chips and the BMC's SSIF on its SMBus, whose driver is not
# loaded when muster starts.
load i2c-i801
for chip in 0x68 0x69 0x6a; do
	echo "fakechip $chip" >"$(echo /sys/bus/pci/devices/0000:00:1f.3/i2c-*)/new_device"
done
load_muster
learn_board
unload_muster
rmmod i2c_i801
load_muster
start_musterd --settle 1s --grace 1s

# One finding for all four.
claim "the adapter is unreadable" wait_for 5 raised unreadable 0000:00/1f.3/i2c '.severity == "critical"'
claim "it says how many are not seen" findings 'select(.expected_count == 4)'
claim "check says no" exits 1 muster check --wait=30
claim "nothing is missing" equal "$(findings .class | sort -u)" '"unreadable"'

# The driver comes: now it can be seen that the chips are not there.
load i2c-i801
claim "the adapter is no longer unreadable" wait_for 3 cleared unreadable 0000:00/1f.3/i2c
for chip in 68 69 6a; do
	claim "$chip is missing" wait_for 5 raised missing "0000:00/1f.3/i2c/$chip" '.severity == "critical"'
done

# They return.
for chip in 0x68 0x69 0x6a; do
	echo "fakechip $chip" >"$(echo /sys/bus/pci/devices/0000:00:1f.3/i2c-*)/new_device"
done
claim "check says yes" wait_for 5 exits 0 muster check

told_times() {
	equal "$(count_findings "$2")" "$1"
}

# Unloaded under the daemon's eyes it is the same, whatever it saw in between.
missed=$(count_findings 'select(.class == "missing" and .severity == "critical")')
rmmod i2c_i801
claim "the adapter is unreadable again" wait_for 5 told_times 2 'select(.class == "unreadable" and
	.state == "raised" and .severity == "critical")'
claim "no chip is called missing" equal \
	"$(count_findings 'select(.class == "missing" and .severity == "critical")')" "$missed"
stop_musterd
