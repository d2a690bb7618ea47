# SPDX-License-Identifier: GPL-2.0-or-later
# Two cards with one serial are a duplicate: one of them is a copy.
# needs: muster

# Setting: a learned board that takes any NIC of a model in its spare slots; two are there.
plug first spare0 52:54:00:00:00:0a
plug second spare1 52:54:00:00:00:0b
load_muster
learn_board
start_musterd --settle 1s --grace 1s
claim "check says yes" exits 0 muster check --wait=30

# The second is exchanged for one that copies the first.
unplug second
plug second spare1 52:54:00:00:00:0a
claim "it is a duplicate" wait_for 5 findings 'select(.class == "duplicate" and .state == "raised" and
	.seen == "52-54-00-ff-ff-00-00-0a")'
claim "both places are named" findings 'select(.class == "duplicate") |
	select(([.place, .other_place] | sort) == ["0000:00/1c.4/00.0", "0000:00/1c.5/00.0"])'
claim "nothing else stands" equal "$(muster check --json | jq -r '.findings[].class')" duplicate
claim "check says no" exits 1 muster check

# The copy is taken out.
unplug second
plug second spare1 52:54:00:00:00:0b
claim "it is cleared" wait_for 5 findings 'select(.class == "duplicate" and .state == "cleared")'
claim "check says yes again" wait_for 5 exits 0 muster check
stop_musterd
