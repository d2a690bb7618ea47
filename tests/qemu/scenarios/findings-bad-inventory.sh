# SPDX-License-Identifier: GPL-2.0-or-later
# A new inventory that is refused leaves the last good one in force, and is itself a finding.
# needs: muster

# Setting: a board that passes muster.
load_muster
learn_board
cp "$INVENTORY/board.json" /run/good.json
digest=sha256:$(sha256sum </run/good.json | cut -c 1-64)
start_musterd --settle 1s --grace 1s
claim "check says yes" exits 0 muster check --wait=30
claim "the good one is in force" equal "$(jq -r .inventory.digest /run/muster/status.json)" "$digest"

# A key that nobody knows, in a line of its own.
sed '$d' /run/good.json >"$INVENTORY/board.json"
printf ',\n"severty": "notice"\n}\n' >>"$INVENTORY/board.json"
line=$(grep -n severty "$INVENTORY/board.json" | cut -d : -f 1)
kill -HUP "$MUSTERD"
claim "it is a finding" wait_for 3 findings 'select(.class == "inventory" and .state == "raised" and .severity == "warning")'
claim "with file and line" findings "select(.message | contains(\"$INVENTORY/board.json:$line:\") and contains(\"severty\"))"
claim "check cannot tell" exits 2 muster check
claim "it says why, with file and line" says "board.json:$line:" muster check
claim "lint says the same" says "board.json:$line:" muster inventory lint "$INVENTORY/board.json"
claim "the good one stays in force" equal "$(jq -r .inventory.digest /run/muster/status.json)" "$digest"
plug rogue spare0 52:54:00:66:06:66
claim "a stranger is raised by it" wait_for 3 raised unexpected 0000:00/1c.4/00.0 ".inventory.digest == \"$digest\""
unplug rogue

# Mended; then half a file, as a copy that was cut short leaves it.
cp /run/good.json "$INVENTORY/board.json"
kill -HUP "$MUSTERD"
claim "the finding is cleared" wait_for 3 findings 'select(.class == "inventory" and .state == "cleared" and .seen == "bad file")'
head -c 700 /run/good.json >"$INVENTORY/board.json"
kill -HUP "$MUSTERD"
claim "half a file is refused, too" wait_for 3 findings 'select(.state == "raised" and .seen == "bad file") |
	select(.message | contains("severty") | not)'
claim "the good one is still in force" equal "$(jq -r .inventory.digest /run/muster/status.json)" "$digest"

# Two that fit as well as each other.
cp /run/good.json "$INVENTORY/board.json"
cp /run/good.json "$INVENTORY/twin.json"
kill -HUP "$MUSTERD"
claim "a tie is a finding" wait_for 3 findings 'select(.class == "inventory" and .state == "raised" and .seen == "tie")'
claim "check cannot tell which" exits 2 muster check
claim "the good one holds through that" equal "$(jq -r .inventory.digest /run/muster/status.json)" "$digest"

# Mended.
rm "$INVENTORY/twin.json"
kill -HUP "$MUSTERD"
claim "the tie is cleared" wait_for 3 findings 'select(.class == "inventory" and .state == "cleared" and .seen == "tie")'
claim "nothing stands" equal "$(jq -c '.standing | [.notice, .warning, .critical]' /run/muster/status.json)" '[0,0,0]'
claim "check says yes" exits 0 muster check

# A daemon that starts with a bad file has the last good one, and says so.
head -c 700 /run/good.json >"$INVENTORY/board.json"
stop_musterd
start_musterd --settle 1s --grace 1s
claim "it is a finding after a restart" wait_for 3 findings 'select(.state == "raised" and .seen == "bad file") |
	select(.message | contains("last good one stays in force"))'
claim "the last good one is in force" equal "$(jq -r .inventory.digest /run/muster/status.json)" "$digest"
plug rogue spare0 52:54:00:66:06:67
claim "a stranger is raised by it again" wait_for 3 raised unexpected 0000:00/1c.4/00.0 ".inventory.digest == \"$digest\" and
	.device.serial == \"52-54-00-ff-ff-66-06-67\""
unplug rogue

# A file that was taken away is not a bad one.
rm "$INVENTORY/board.json"
stop_musterd
start_musterd --settle 1s --grace 1s
claim "without its file it is not in force" equal "$(jq -r .inventory /run/muster/status.json)" null
stop_musterd
