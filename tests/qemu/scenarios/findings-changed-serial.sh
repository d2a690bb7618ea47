# SPDX-License-Identifier: GPL-2.0-or-later
# A card swapped for another of the same model while the power was off is changed.
# needs: muster

# Setting: a learned board, one of whose NICs is another specimen when muster starts.
plug first spare0 52:54:00:00:00:0a
learn_board --strict
unplug first
plug second spare0 52:54:00:00:00:0b
load_muster
start_musterd --settle 1s --grace 1s

# One finding: the serial differs, and both are told.
claim "it is changed" wait_for 3 raised changed 0000:00/1c.4/00.0
claim "its serial is" findings 'select(.field == "serial" and .expected == "52-54-00-ff-ff-00-00-0a" and
	.seen == "52-54-00-ff-ff-00-00-0b")'
claim "a sentence says so" findings 'select(.message | contains("00-0a") and contains("00-0b"))'
claim "by a rule of the inventory" findings 'select(.rule_source == "explicit" and (.rule | length > 0))'
claim "check says no" exits 1 muster check --wait=30
claim "nothing is missing, nothing unexpected" equal "$(findings .class)" '"changed"'

# The first one is put back.
unplug second
plug first spare0 52:54:00:00:00:0a
claim "it is cleared" wait_for 3 cleared changed 0000:00/1c.4/00.0
claim "check says yes" wait_for 3 exits 0 muster check

# An inventory that pins no serial has nothing against another specimen.
stop_musterd
rm "$FINDINGS" /var/lib/muster/standing.json
learn_board
unplug first
plug second spare0 52:54:00:00:00:0b
start_musterd --settle 1s --grace 1s
claim "check says yes to any of the model" exits 0 muster check --wait=30
claim "nothing is told" equal "$(count_findings .)" 0
stop_musterd
