# SPDX-License-Identifier: GPL-2.0-or-later
# In a virtual machine nothing is alerted without an inventory that matches; check cannot tell.
# needs: muster

# Setting: a virtual machine without an inventory.
load_muster
start_musterd --settle 1s --grace 1s
claim "it is one" equal "$(muster list --json | jq -r '.board.platform')" vm

# A stranger is on record, and nobody is woken.
plug rogue spare0 52:54:00:66:06:66
claim "it is recorded" wait_for 3 says 'add .*0000:00/1c.4/00.0' muster log show
claim "check cannot tell" exits 2 muster check --wait=30
claim "it says why" says 'no inventory' muster check
claim "so does the status" equal "$(jq -c .inventory /run/muster/status.json)" null
claim "for a person, too" says '[Nn]o inventory|inventory +none' muster status
claim "nothing is told" equal "$(count_findings .)" 0

# An inventory for another board is none for this one.
muster inventory generate | jq '.match.board_name = "Board-2"' >"$INVENTORY/other.json"
kill -HUP "$MUSTERD"
claim "check still cannot tell" exits 2 muster check
plug rogue2 spare1 52:54:00:66:06:67
claim "the next is recorded" wait_for 3 says 'add .*0000:00/1c.5/00.0' muster log show
claim "nothing is told still" equal "$(count_findings .)" 0

# One that matches: from now on what it does not know is an alert.
muster inventory generate | jq '.rules |= map(select(.place != "0000:00/1c.5/00.0"))' >"$INVENTORY/board.json"
kill -HUP "$MUSTERD"
claim "now it is raised" wait_for 3 raised unexpected 0000:00/1c.5/00.0
claim "and only that" equal "$(count_findings .)" 1
claim "check says no" exits 1 muster check
stop_musterd
