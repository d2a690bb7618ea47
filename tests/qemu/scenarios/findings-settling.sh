# SPDX-License-Identifier: GPL-2.0-or-later
# While the board settles nothing is called missing, and a stranger is told at once.
# needs: muster fakepci

# Setting: an inventory with two cards; one is there when the daemon starts, one is late.
fakepci domain 10000
fakepci add 10000:00:01.0 id=1b36:fa01 class=020000
fakepci add 10000:00:02.0 id=1b36:fa02 class=020000
fakepci add 10000:00:03.0 id=1b36:fa03 class=020000
fakepci scan 10000
load_muster
learn_board
fakepci unplug 10000:00:02.0
fakepci unplug 10000:00:03.0
unload_muster
load_muster
start_musterd --settle 6s --grace 1s
claim "it is settling" says '"settled": *false' cat /run/muster/status.json

# The late card and a stranger come.
fakepci add 10000:00:02.0 id=1b36:fa02 class=020000
fakepci add 10000:00:09.0 id=10ee:0666 class=058000
fakepci scan 10000
claim "the stranger is told at once" wait_for 3 findings 'select(.class == "unexpected" and .state == "raised")'
claim "nothing is missing yet" not findings 'select(.class == "missing")'
claim "it is settling still" says '"settled": *false' cat /run/muster/status.json

# It settles: what did not come is missing, what was late is not.
claim "it settles" wait_for 15 says '"settled": *true' cat /run/muster/status.json
claim "the part that did not come is missing" wait_for 5 findings 'select(.class == "missing" and .place == "10000:00/03.0" and .severity == "critical")'
claim "the late one is not" not findings 'select(.class == "missing" and .place == "10000:00/02.0")'
stop_musterd
