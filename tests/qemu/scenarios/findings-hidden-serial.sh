# SPDX-License-Identifier: GPL-2.0-or-later
# A device that hides the serial it had is changed: to have none is not to be unknown.
# needs: muster fakepci

# Setting: a card with a pinned serial, and a daemon that has it read again every second.
fakepci domain 10000
fakepci add 10000:00:01.0 id=1b36:fa01 class=020000 pcie dsn=1122334455667788
fakepci scan 10000
load_muster
learn_board --strict
start_musterd --settle 1s --rescan 1s
claim "check says yes" exits 0 muster check --wait=30

# Its serial number capability becomes another one.
fakepci hide 10000:00:01.0
claim "it is changed" wait_for 5 raised changed 10000:00/01.0 '.field == "serial"'
claim "from its serial to none" findings 'select(.expected == "11-22-33-44-55-66-77-88" and
	has("seen") and .seen == null)'
claim "check says no" exits 1 muster check
claim "so is its shape, for a capability is another one" raised changed 10000:00/01.0 \
	'.field == "shape" and (.message | contains("Device Serial Number"))'
claim "that is all" equal "$(count_findings .)" 2
claim "it is one alert" equal "$(findings .group | sort -u | wc -l)" 1

# It shows it again.
fakepci become 10000:00:01.0 id=1b36:fa01 class=020000 pcie dsn=1122334455667788
claim "it is cleared" wait_for 5 cleared changed 10000:00/01.0 '.field == "serial"'
claim "so is its shape" wait_for 5 cleared changed 10000:00/01.0 '.field == "shape"'
claim "check says yes again" exits 0 muster check
stop_musterd
