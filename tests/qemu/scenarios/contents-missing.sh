# SPDX-License-Identifier: GPL-2.0-or-later
# A memory module that is gone, one that does not answer, and one whose driver is not there are three things.
# needs: muster fakei2c
# timeout: 120
# smbios: type=ddr4 size=8192 locator=DIMM0 serial=BB000001 part=M393A2K43CB2-CTD
# smbios: type=ddr4 size=8192 locator=DIMM1 serial=BB000002 part=M393A2K43CB2-CTD
# image: dimm0 ddr4 type=rdimm ecc=yes part=M393A2K43CB2-CTD serial=bb000001
# image: dimm1 ddr4 type=rdimm ecc=yes part=M393A2K43CB2-CTD serial=bb000002

# Setting: two modules, pinned.
fakei2c adapter fake0 0000:00:03.0
bus=$(fakei2c_bus fake0)
load ee1004
for slot in 0 1; do
	fakei2c memory fake0 "5$slot" ee1004 "/lib/testbed/dimm$slot"
	new_client "$bus" ee1004 "5$slot"
done
load_muster
learn_board --strict
at=0000:00/03.0/i2c
claim "check says yes" exits 0 muster check
class_at() {
	muster check "$@" --json >/run/check.json
	jq -r ".findings[] | select(.place == \"$at/51\") | .class" /run/check.json
}

# Without a driver its contents are not known: that is no finding, and no pass.
driver=/sys/bus/i2c/drivers/ee1004
echo "$bus-0051" >"$driver/unbind"
claim "unbound it is not missing" equal "$(class_at)" ""
claim "nor does it pass unseen" exits 2 muster check
claim "it is named" says "$at/51" muster check
claim "its fields are unknown" snapshot_has ".place == \"$at/51\" and (has(\"spd\") | not) and
	(.unknown | index(\"spd\") != null)"
echo "$bus-0051" >"$driver/bind"
claim "bound it passes" exits 0 muster check

# Pulled out while its client stays: it cannot be read, whatever was read before.
fakei2c nomemory fake0 51
claim "it is unreadable" equal "$(class_at --fresh)" "unreadable"
claim "not missing" equal "$(grep -c '"missing"' /run/check.json)" 0
fakei2c memory fake0 51 ee1004 /lib/testbed/dimm1
claim "put back it passes" exits 0 muster check --fresh

# At the next start the kernel finds one module less.
delete_client "$bus" 51
fakei2c nomemory fake0 51
claim "it is missing" equal "$(class_at)" "missing"
claim "by its part" says 'M393A2K43CB2-CTD' muster check
claim "check says no" exits 1 muster check

# In the other slot it has moved.
delete_client "$bus" 50
fakei2c memory fake0 50 ee1004 /lib/testbed/dimm1
new_client "$bus" ee1004 50
fakei2c memory fake0 51 ee1004 /lib/testbed/dimm0
new_client "$bus" ee1004 51
muster check --fresh --json >/run/check.json
claim "exchanged they are told" exits 1 muster check
claim "as what they are: the other's serial" jq -e '[.findings[] |
	select(.class == "moved" or (.class == "changed" and .field == "spd.serial"))] | length >= 1' \
	/run/check.json
