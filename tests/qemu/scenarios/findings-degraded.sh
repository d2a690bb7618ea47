# SPDX-License-Identifier: GPL-2.0-or-later
# A link narrower than it should be is degraded at once; a slower one only when a minute later it still is.
# needs: muster fakepci
# timeout: 180

# Setting: two cards whose links run at 8 GT/s and four lanes, and an inventory that asks for both.
fakepci domain 10000
fakepci add 10000:00:01.0 id=1b36:fa01 class=020000 pcie dsn=1122334455667701
fakepci add 10000:00:02.0 id=1b36:fa02 class=030200 pcie dsn=1122334455667702
fakepci scan 10000
load_muster
learn_board
claim "the width is asked for" contains "$INVENTORY/board.json" '"link": . "width": 4 .'
sed -i 's/"link": . "width": 4 ./"link": { "width": 4, "speed": "8.0 GT\/s" }/' "$INVENTORY/board.json"
start_musterd --settle 1s --grace 1s
claim "check says yes" exits 0 muster check --wait=30

# Both come back from a repair: one at half its width, one idle and slow.
fakepci unplug 10000:00:01.0
fakepci unplug 10000:00:02.0
fakepci add 10000:00:01.0 id=1b36:fa01 class=020000 pcie dsn=1122334455667701
fakepci add 10000:00:02.0 id=1b36:fa02 class=030200 pcie dsn=1122334455667702
# Link Status is at 12h of the capability at 40h
fakepci poke 10000:00:01.0 52 0023
fakepci poke 10000:00:02.0 52 0041
fakepci scan 10000
claim "the narrow one is degraded" wait_for 10 raised degraded 10000:00/01.0 \
	'.field == "link_width" and .expected == "4" and .seen == "2"'
claim "the finding names the register" raised degraded 10000:00/01.0 \
	'(.register | startswith("capability 10 "))'
claim "of the slow one nothing is told yet" not raised degraded 10000:00/02.0
claim "check cannot tell of it" says 'link_speed' muster check

# A minute later it is as slow as before.
claim "now it is degraded, too" wait_for 90 raised degraded 10000:00/02.0 \
	'.field == "link_speed" and .expected == "8.0 GT/s" and .seen == "2.5 GT/s"'
claim "nothing else was told" equal "$(findings 'select(.state == "raised" and
	.class != "degraded" and .severity != "notice")')" ""
stop_musterd
