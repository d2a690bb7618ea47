# SPDX-License-Identifier: GPL-2.0-or-later
# Without the module everything works from sysfs, later and with less, and says so.
# needs: muster
# timeout: 400

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

# What is told is told by then: the daemon has judged all that the module has, or it has
# looked into sysfs some times more, beyond --grace (it sleeps in between, and does nothing else).
caught_up() {
	equal "$(jq .ledger.next /run/muster/status.json)" "$(muster status --json | jq .module.next)"
}
slept() {
	awk '/^voluntary_ctxt_switches/ { print $2 }' "/proc/$MUSTERD/status"
}
slept_till() {
	test "$(slept)" -ge "$1"
}

# A BMC's client that ACPI named: sysfs does not show its address, the module does.
load i2c-i801
load_muster
bmc() {
	snapshot --source "$1" | jq -r '.devices[] | select(.address == "i2c-IPI0001:00") | .place'
}
claim "the module tells its address" equal "$(bmc module)" 0000:00/1f.3/i2c/20
claim "sysfs does not" equal "$(bmc sysfs)" "0000:00/1f.3/i2c/?"

# Learned from the module, judged by either; the module goes, comes and goes again.
learn_board --source module
cp "$INVENTORY/board.json" /run/by-module.json
claim "its firmware path is learned" says '"firmware_path": ".*_SB_' cat /run/by-module.json
start_musterd --settle 1s --grace 1s --poll 500ms
told=$(count_findings 'select(.class != "ledger")')
claim "it passes with the module" exits 0 muster check --wait=30
unload_muster
claim "it passes without" wait_for 10 says '"source": *"sysfs"' cat /run/muster/status.json
claim "it looks again" wait_for 20 slept_till $(($(slept) + 12))
claim "so says the daemon" exits 0 muster check
load_muster
claim "the daemon follows it back" wait_for 10 says '"source": *"module"' cat /run/muster/status.json
claim "to its end" wait_for 10 caught_up
unload_muster
claim "and without it again" wait_for 10 says '"source": *"sysfs"' cat /run/muster/status.json
claim "it looks again" wait_for 20 slept_till $(($(slept) + 12))
claim "it passes still" exits 0 muster check
claim "nothing but the ledger was told" equal "$(count_findings 'select(.class != "ledger")')" "$told"
stop_musterd

# Learned from sysfs it passes with the module, too.
learn_board --source sysfs
start_musterd --settle 1s --grace 1s --poll 500ms
claim "what sysfs taught passes" exits 0 muster check --wait=30
load_muster
claim "the daemon follows the module" wait_for 10 says '"source": *"module"' cat /run/muster/status.json
claim "to its end" wait_for 10 caught_up
claim "it passes with the module, too" exits 0 muster check
claim "and nothing was told" equal "$(count_findings 'select(.class != "ledger")')" "$told"

# Where no rule knows it, it is one finding, however often the module comes and goes.
jq '.rules |= map(select(.label | startswith("ipi0001") | not))' "$INVENTORY/board.json" >/run/less.json
stop_musterd
cp /run/less.json "$INVENTORY/board.json"
start_musterd --settle 1s --grace 1s --poll 500ms
claim "a client that no rule knows is told" wait_for 10 raised unexpected 0000:00/1f.3/i2c/20
unload_muster
claim "the daemon turns to sysfs" wait_for 10 says '"source": *"sysfs"' cat /run/muster/status.json
claim "it looks again" wait_for 20 slept_till $(($(slept) + 12))
load_muster
claim "and to the module" wait_for 10 says '"source": *"module"' cat /run/muster/status.json
claim "to its end" wait_for 10 caught_up
claim "it was told once" equal "$(count_findings 'select(.class != "ledger" and .device.address == "i2c-IPI0001:00")')" 1
stop_musterd
unload_muster
