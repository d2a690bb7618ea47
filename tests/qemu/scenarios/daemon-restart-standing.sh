# SPDX-License-Identifier: GPL-2.0-or-later
# A restarted daemon tells nothing twice, and nothing less.
# needs: muster fakepci

# Setting: a stranger stands, and a required part is missing for good.
fakepci domain 10000
fakepci add 10000:00:01.0 id=1b36:fa01 class=020000 pcie dsn=1122334455667788
fakepci scan 10000
load_muster
learn_board
start_musterd --settle 1s --grace 1s
claim "it settles" wait_for 10 says '"settled": *true' cat /run/muster/status.json
plug nic9 spare0 52:54:00:00:00:09
claim "the stranger is raised" wait_for 5 findings 'select(.class == "unexpected" and .state == "raised")'
fakepci unplug 10000:00:01.0
claim "the missing part is critical after its grace" wait_for 5 findings 'select(.class == "missing" and .severity == "critical")'
before=$(count_findings .)

# Restarted with TERM.
stop_musterd
start_musterd --settle 1s --grace 1s
claim "it settled before" says '"settled": *true' cat /run/muster/status.json
claim "both stand" says '"critical": *2' cat /run/muster/status.json

# Killed.
kill_musterd
start_musterd --settle 1s --grace 1s
claim "both stand again" says '"critical": *2' cat /run/muster/status.json

# What happened while it was away is told; what stands is not told again.
stop_musterd
fakepci add 10000:00:02.0 id=10ee:0666 class=058000
fakepci scan 10000
fakepci unplug 10000:00:02.0
unplug nic9
start_musterd --settle 1s --grace 1s
claim "a visitor meanwhile was raised" findings 'select(.place == "10000:00/02.0" and .state == "raised")'
claim "and cleared" findings 'select(.place == "10000:00/02.0" and .state == "cleared")'
claim "the stranger's leaving is told" findings 'select(.class == "unexpected" and .state == "cleared" and .device.vendor == "8086")'
claim "and nothing else" equal "$(count_findings .)" "$((before + 3))"

# The part comes back.
fakepci add 10000:00:01.0 id=1b36:fa01 class=020000 pcie dsn=1122334455667788
fakepci scan 10000
claim "its absence is over" wait_for 5 findings 'select(.class == "missing" and .state == "cleared")'
claim "nothing stands" wait_for 5 says '"critical": *0' cat /run/muster/status.json
stop_musterd
claim "the ledger is whole" muster log verify
