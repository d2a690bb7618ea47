# SPDX-License-Identifier: GPL-2.0-or-later
# Another model in a part's place is unexpected, the part is missing, and both are one alert.
# needs: muster

# Setting: a learned board whose NIC is of another model when muster starts. (The kernel
# log still tells of it: that is another finding, and another scenario's.)
plug card spare0 52:54:00:00:00:0a
learn_board
unplug card
host device_add '{"driver":"e1000","id":"other","bus":"spare0"}'
echo 'kernel_log = no' >/etc/muster/musterd.conf
load_muster
start_musterd --settle 1s --grace 1s

# Each names the other.
claim "the newcomer is unexpected" wait_for 3 raised unexpected 0000:00/1c.4/00.0 \
	'.device.vendor == "8086" and .device.device == "100e"'
claim "it names what belongs there" findings 'select(.class == "unexpected" and .rule_source == "explicit" and
	(.message | contains("8086:10d3")))'
claim "the part is missing" wait_for 5 raised missing 0000:00/1c.4/00.0 '.severity == "critical"'
claim "it names what has its place" findings 'select(.class == "missing" and (.message | contains("8086:100e")))'
claim "both are by one rule" equal "$(findings .rule | sort -u | wc -l)" 1
claim "both are one alert" equal "$(findings .group | sort -u)" '"0000:00/1c.4/00"'
claim "that is all" equal "$(findings .class | sort -u)" "$(printf '"missing"\n"unexpected"')"

# The right one returns.
unplug other
claim "the newcomer is gone" wait_for 3 cleared unexpected 0000:00/1c.4/00.0
plug card spare0 52:54:00:00:00:0a
claim "nothing is missing" wait_for 3 cleared missing 0000:00/1c.4/00.0
claim "check says yes" wait_for 3 exits 0 muster check
stop_musterd
