# SPDX-License-Identifier: GPL-2.0-or-later
# What a rule forbids is forbidden wherever it is, before any other rule has a say.
# needs: muster fakepci

# Setting: a learned board whose inventory forbids one model, and allows its vendor anywhere.
fakepci domain 10000
fakepci add 10000:00:01.0 id=1b36:fa01 class=020000
fakepci scan 10000
load_muster
learn_board
jq '.rules += [{"label": "anything of ours", "place": "10000:00/**", "identity": {"vendor": "1b36"},
		"presence": "optional"},
	{"label": "known bad", "identity": {"vendor": "1b36", "device": "0bad"},
		"presence": "forbidden", "severity": "warning"}]' "$INVENTORY/board.json" >/run/board.json
cp /run/board.json "$INVENTORY/board.json"
start_musterd --settle 1s --grace 1s
claim "check says yes" exits 0 muster check --wait=30

# In a free slot, where a later rule would have let it be.
fakepci add 10000:00:02.0 id=1b36:0bad class=020000
fakepci scan 10000
claim "it is forbidden" wait_for 3 raised forbidden 10000:00/02.0 '.severity == "warning" and
	.rule == "known bad" and .rule_source == "explicit"'
claim "and not unexpected" equal "$(count_findings .)" 1
fakepci add 10000:00:03.0 id=1b36:fa03 class=020000
fakepci scan 10000
claim "another of its vendor may be there" wait_for 3 snapshot_has 'select(.place == "10000:00/03.0")'
claim "check says no, for the one" equal "$(muster check --json | jq -r '.findings[].place')" 10000:00/02.0
claim "who asks for worse is told of none" exits 0 muster check --min-severity critical
fakepci unplug 10000:00:02.0
claim "it is cleared" wait_for 3 cleared forbidden 10000:00/02.0
claim "check says yes again" exits 0 muster check

# In the place of another part: forbidden, and the part is missing.
fakepci unplug 10000:00:01.0
fakepci add 10000:00:01.0 id=1b36:0bad class=020000
fakepci scan 10000
claim "it is forbidden there, too" wait_for 3 raised forbidden 10000:00/01.0
claim "the part is missing" wait_for 5 raised missing 10000:00/01.0 '.severity == "critical"'
claim "nothing was ever unexpected" not findings 'select(.class == "unexpected")'
stop_musterd
