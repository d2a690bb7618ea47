# SPDX-License-Identifier: GPL-2.0-or-later
# A card put into another slot is moved: neither missing nor a stranger.
# needs: muster

# Setting: a learned board whose NIC is in another slot when muster starts. (The kernel
# log still tells of it: that is another finding, and another scenario's.)
plug card spare0 52:54:00:00:00:0a
learn_board --strict
unplug card
plug card spare2 52:54:00:00:00:0a
echo 'kernel_log = no' >/etc/muster/musterd.conf
load_muster
start_musterd --settle 1s --grace 1s

# It is where it is, belongs where it was, and that is all.
claim "it is moved" wait_for 3 raised moved 0000:00/1c.6/00.0 '.other_place == "0000:00/1c.4/00.0"'
claim "by the rule it belongs to" findings 'select(.rule_source == "explicit" and .severity == "critical")'
claim "check says no" exits 1 muster check --wait=30
claim "that is all" equal "$(findings .class)" '"moved"'

# A specimen without a name cannot prove that it is the one that is missing.
unplug card
plug other spare2 52:54:00:00:00:0b
claim "another specimen there is a stranger" wait_for 3 raised unexpected 0000:00/1c.6/00.0
claim "and the card is missing" wait_for 5 raised missing 0000:00/1c.4/00.0 '.severity == "critical"'
claim "it is moved no longer" cleared moved 0000:00/1c.6/00.0

# It returns to where it belongs.
unplug other
plug card spare0 52:54:00:00:00:0a
claim "nothing is missing" wait_for 3 cleared missing 0000:00/1c.4/00.0
claim "check says yes" wait_for 3 exits 0 muster check
stop_musterd
