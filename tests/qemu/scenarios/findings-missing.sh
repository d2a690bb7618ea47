# SPDX-License-Identifier: GPL-2.0-or-later
# A part that is absent from the start is missing once the board has settled, and not before.
# needs: muster

# Setting: a learned board, one of whose NICs is not there when muster starts. (The kernel
# log still tells of it: that is another finding, and another scenario's.)
plug card spare0 52:54:00:00:00:0a
learn_board
unplug card
printf 'settle = %s\nkernel_log = no\n' 10min >/etc/muster/musterd.conf
load_muster

# Without a daemon nobody waits for late devices.
claim "check alone says no" exits 1 muster check
start_musterd --grace 200ms

# It may be late: nothing is told, and check cannot tell.
claim "check cannot tell yet" exits 2 muster check
claim "it says why" says 'not settled' muster check
claim "so does its JSON" equal "$(muster check --json | jq -c '[.settled, .verdict]')" '[false,"unsure"]'
claim "so does its line for a monitor" exits 3 muster check --nagios
claim "nobody waits for ever" exits 2 muster check --wait=0
claim "nothing is told yet" equal "$(count_findings .)" 0

# It settles, while a check waits.
muster check --wait=60 >/run/waiting 2>&1 &
waiting=$!
printf 'settle = %s\nkernel_log = no\n' 1s >/etc/muster/musterd.conf
kill -HUP "$MUSTERD"
claim "check has waited, and says no" exits 1 wait "$waiting"
claim "it names what is missing" contains /run/waiting '0000:00/1c.4/00.0'
claim "it is missing" wait_for 3 raised missing 0000:00/1c.4/00.0 '.severity == "critical"'
claim "told once" equal "$(count_findings .)" 1
claim "with what should be there" findings '.device | select(.vendor == "8086" and .device == "10d3")'
claim "of no entry in the ledger" findings 'select(.seq == null)'

# Too late is better than never.
plug card spare0 52:54:00:00:00:0a
claim "it is cleared" wait_for 3 cleared missing 0000:00/1c.4/00.0
claim "check says yes" exits 0 muster check
stop_musterd
