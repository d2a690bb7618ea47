# SPDX-License-Identifier: GPL-2.0-or-later
# What came and went before the module was loaded is told, as far as the kernel log knows.
# needs: muster

# Setting: a card that is plugged and unplugged before muster is loaded.
learn_board
plug visitor spare0 52:54:00:66:06:66
address=$(below 0000:00:1c.4)
unplug visitor
load_muster
start_musterd --settle 1s --grace 1s

# It is a gap of the record: the daemon says which function, and that nothing else is known.
claim "it is told" wait_for 10 findings "select(.class == \"ledger\" and .state == \"raised\" and
	(.message | contains(\"$address\") and contains(\"8086:10d3\")))"
claim "once" equal "$(count_findings .)" 1
claim "check says yes: the board is as it should be" exits 0 muster check --wait=30

# A restarted daemon does not tell it again.
stop_musterd
start_musterd --settle 1s --grace 1s
claim "it still stands" wait_for 5 says '"warning": *1' cat /run/muster/status.json
claim "told once" equal "$(count_findings .)" 1
stop_musterd
