# SPDX-License-Identifier: GPL-2.0-or-later
# Virtual functions are accounted for by their physical function, unless its rule says otherwise.
# needs: muster

# Setting: a learned board with an NVMe controller that has none yet.
load nvme
nvme=$(readlink -f /sys/bus/pci/devices/0000:00:1c.3/*:00.0)
echo 0 >"$nvme/sriov_drivers_autoprobe"
load_muster
learn_board
start_musterd --settle 1s --grace 1s
claim "check says yes" exits 0 muster check --wait=30
virtual_functions() {
	jq ".rules |= map(if .place == \"0000:00/1c.3/00.0\" then .virtual_functions = $1 else . end)" \
		"$INVENTORY/board.json" >/run/board.json
	cp /run/board.json "$INVENTORY/board.json"
	kill -HUP "$MUSTERD"
}

# As a rule they may come and go.
echo 3 >"$nvme/sriov_numvfs"
claim "they are there" snapshot_has 'select(.place == "0000:00/1c.3/00.0/vf2")'
claim "check says yes with them" exits 0 muster check

# Two at most: the third is one too many.
virtual_functions 2
claim "the third is unexpected" wait_for 3 raised unexpected 0000:00/1c.3/00.0/vf2 \
	'.expected_count == 2 and .seen_count == 3 and .rule_source == "explicit"'
claim "that is all" equal "$(count_findings .)" 1
claim "check says no" exits 1 muster check

# None at all: each is forbidden, and they are one alert.
virtual_functions '"forbid"'
claim "the first is forbidden" wait_for 3 raised forbidden 0000:00/1c.3/00.0/vf0
claim "so is the last" wait_for 3 raised forbidden 0000:00/1c.3/00.0/vf2
claim "they are one alert" equal "$(findings 'select(.class == "forbidden") | .group' | sort -u)" \
	'"0000:00/1c.3/00"'
claim "check still says no" exits 1 muster check

# They go.
echo 0 >"$nvme/sriov_numvfs"
claim "the last is cleared" wait_for 3 cleared forbidden 0000:00/1c.3/00.0/vf2
claim "check says yes again" exits 0 muster check

# The physical function goes: it is missing, and what it had is told under it.
virtual_functions '"allow"'
echo 2 >"$nvme/sriov_numvfs"
echo 1 >"$nvme/remove"
claim "it is missing" wait_for 5 raised missing 0000:00/1c.3/00.0 '.severity == "critical"'
claim "all of it is one alert" equal "$(findings .group | sort -u)" '"0000:00/1c.3/00"'
stop_musterd
