# SPDX-License-Identifier: GPL-2.0-or-later
# A device that stays for 200 ms is on record and in an alert, and so is its leaving.
# needs: muster fakepci

# Setting: a board that passes muster, and a domain with a free slot.
fakepci domain 10000
load_muster
learn_board
start_musterd --settle 1s --grace 2s

# A stranger comes, stays for 200 ms, and is gone.
fakepci add 10000:00:05.0 id=10ee:0666 class=058000
fakepci scan 10000
usleep 200000
fakepci unplug 10000:00:05.0
claim "it is raised" wait_for 5 findings 'select(.class == "unexpected" and .state == "raised" and .device.vendor == "10ee")'
claim "with its place" findings 'select(.class == "unexpected" and .place == "10000:00/05.0")'
claim "and cleared" wait_for 5 findings 'select(.class == "unexpected" and .state == "cleared" and .place == "10000:00/05.0")'
claim "each once" equal "$(count_findings 'select(.class == "unexpected")')" 2

# One that is gone before the daemon can have looked.
kill -STOP "$MUSTERD"
fakepci add 10000:00:06.0 id=10ee:0667 class=058000
fakepci scan 10000
fakepci unplug 10000:00:06.0
kill -CONT "$MUSTERD"
claim "it is raised, too" wait_for 5 findings 'select(.state == "raised" and .place == "10000:00/06.0")'
claim "and cleared, too" wait_for 5 findings 'select(.state == "cleared" and .place == "10000:00/06.0")'

# Of two that came one after the other at one place, neither hides the other.
kill -STOP "$MUSTERD"
for id in 10ee:0001 10ee:0002; do
	fakepci add 10000:00:07.0 id=$id class=058000
	fakepci scan 10000
	fakepci unplug 10000:00:07.0
done
kill -CONT "$MUSTERD"
claim "the second is raised" wait_for 5 findings 'select(.state == "raised" and .place == "10000:00/07.0" and .device.device == "0002")'
claim "the first was" findings 'select(.state == "raised" and .place == "10000:00/07.0" and .device.device == "0001")'
claim "both are cleared" wait_for 5 equal "$(count_findings 'select(.state == "cleared" and .place == "10000:00/07.0")')" 2

# The record has it all.
stop_musterd
claim "the ledger is whole" muster log verify
claim "and shows the stranger" says 'add .*10000:00/05.0' muster log show
