# SPDX-License-Identifier: GPL-2.0-or-later
# Without the module everything works from sysfs, later and with less, and says so.
# needs: muster

# Setting: a learned board, no module.
learn_board --strict
start_musterd --settle 1s --grace 1s --poll 500ms

# It says what it lacks.
claim "that there is no record is a finding" wait_for 3 findings 'select(.class == "ledger" and .state == "raised" and
	.severity == "warning" and .seen == "sysfs")'
claim "in plain words" findings 'select(.message | contains("only sysfs"))'
claim "so says the status" equal "$(jq -r .source /run/muster/status.json)" sysfs
claim "for a person, too" says 'sysfs' muster status
claim "so does a snapshot" equal "$(snapshot | jq -r .source.kind)" sysfs
claim "check says yes" exits 0 muster check --wait=30

# A stranger and a missing part are found by looking.
plug rogue spare0 52:54:00:66:06:66
claim "a stranger is raised" wait_for 5 raised unexpected 0000:00/1c.4/00.0 '.severity == "critical"'
claim "with its serial" findings 'select(.device.serial == "52-54-00-ff-ff-66-06-66")'
claim "of no entry in the ledger" findings 'select(.class == "unexpected" and .seq == null)'
unplug nic0
claim "a part is missing" wait_for 5 raised missing 0000:00/1c.0/00.0 '.severity == "critical"'
claim "check says no" exits 1 muster check

# They leave and return.
unplug rogue
plug nic0 port0 52:54:00:00:00:01 ',"subsys_ven":"0x8086","subsys":"0xa01f"'
claim "the stranger is cleared" wait_for 5 cleared unexpected 0000:00/1c.4/00.0
claim "nothing is missing" wait_for 5 cleared missing 0000:00/1c.0/00.0
claim "check says yes again" exits 0 muster check

# The module is loaded: from now on there is a record, and nothing else changes.
told=$(count_findings .)
load_muster
claim "the daemon follows it" wait_for 10 says '"source": *"module"' cat /run/muster/status.json
claim "there is a record" wait_for 3 findings 'select(.class == "ledger" and .state == "cleared" and .seen == "sysfs")'
claim "both sources see the same board" exits 0 muster check
claim "nothing else is told" equal "$(count_findings 'select(.class != "ledger")')" "$((told - 1))"
claim "the ledger is whole" muster log verify

told_times() {
	equal "$(count_findings "$2")" "$1"
}

# It is unloaded: that is told, and sysfs must do again.
unload_muster
claim "that is told" wait_for 10 told_times 2 'select(.seen == "sysfs" and .state == "raised")'
claim "the board itself is as it was" exits 0 muster check
stop_musterd
