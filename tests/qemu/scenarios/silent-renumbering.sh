# SPDX-License-Identifier: GPL-2.0-or-later
# A riser in front gives every bus behind it another number: the riser is told, and nothing else.
# board: renumbered
# needs: muster
# files: board-default.json board-default-strict.json

# Setting: the inventory of the board as it was before the riser.
load i2c_i801
load_muster
cp /lib/testbed/board-default-strict.json "$INVENTORY/board.json"
start_musterd --settle 1s --grace 1s
claim "check says no" exits 1 muster check --wait=30
claim "buses have moved" snapshot_has 'select(.place == "0000:00/1c.0/00.0" and .address != "0000:01:00.0")'

# What is told.
riser='["unexpected 0000:00/05.0","unexpected 0000:00/05.0/00.0",'
riser="$riser"'"unexpected 0000:00/05.0/00.0/00.0","unexpected 0000:00/05.0/00.0/00.0/00.0"]'
told() {
	muster check --json "$@" | jq -c '[.findings[] | .class + " " + .place] | sort'
}
claim "the riser and what it carries" equal "$(told)" "$riser"
claim "by model, too" equal "$(told --inventory /lib/testbed/board-default.json)" "$riser"
claim "from sysfs, too" equal "$(told --source sysfs)" "$riser"
claim "as one alert" equal "$(muster check --json | jq -r '.findings[].group' | sort -u | wc -l)" 1
stop_musterd
