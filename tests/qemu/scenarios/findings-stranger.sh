# SPDX-License-Identifier: GPL-2.0-or-later
# A rogue NIC in a free slot is an alert at once, in full, until it is unplugged.
# needs: muster programs

# Setting: a board that passes muster, and its daemon.
load_muster
learn_board
start_musterd --settle 1s
claim "it passes muster" exits 0 muster check --wait=30
claim "nothing is told" equal "$(count_findings .)" 0

# Raised at once, long before any grace time: the line says who, where, why, and since when.
mark
plug rogue spare0 52:54:00:66:06:66
claim "it is raised" wait_for 3 raised unexpected 0000:00/1c.4/00.0
claim "once, and nothing else" equal "$(count_findings .)" 1
claim "with all keys" findings '(["schema", "id", "state", "since", "class", "severity", "place",
	"device", "rule", "rule_source", "inventory", "seq", "boot_id", "hostname", "machine_id",
	"time"] - keys) | select(. == [])'
claim "of the schema" findings 'select(.schema == "muster-finding/1" and (.id | test("^[0-9a-f]{16,}$")))'
claim "at the severity of the implicit rule" findings 'select(.severity == "critical" and
	.rule_source == "implicit" and .rule == null)'
claim "with what it is" findings '.device | select(.vendor == "8086" and .device == "10d3" and
	.class == "020000" and .serial == "52-54-00-ff-ff-66-06-66" and (.address | test(":00.0$")))'
claim "with the inventory that does not know it" findings "select(.inventory.path == \"$INVENTORY/board.json\" and
	(.inventory.digest | contains(\"$(sha256sum <"$INVENTORY/board.json" | cut -c 1-64)\")))"
claim "of this boot of this machine" findings "select(.hostname == \"$(hostname)\" and
	.boot_id == \"$(cat /proc/sys/kernel/random/boot_id)\" and .machine_id == \"$(cat /etc/machine-id)\")"
claim "by the number of its arrival in the ledger" equal "$(findings .seq)" \
	"$(entries 'select(.event == "ADD" and .device.place == "0000:00/1c.4/00.0") | .number')"
claim "since it was first told" findings 'select(.since == .time and (.time | test("^20.*T.*Z$")))'

# What a person asks agrees.
claim "check fails" exits 1 muster check
claim "check names it" says '0000:00/1c.4/00.0' muster check
claim "its JSON has the same finding" equal "$(muster check --json | jq -r '.findings[].id')" \
	"$(findings .id | tr -d '"')"
claim "the status counts it" equal "$(jq -c .standing.critical /run/muster/status.json)" 1

# It goes: one line more, with the same id, and the board passes again.
unplug rogue
claim "it is cleared" wait_for 3 cleared unexpected 0000:00/1c.4/00.0
claim "under the same id, since the same time" equal "$(findings '[.id, .since]' | sort -u | wc -l)" 1
claim "and nothing else is told" equal "$(count_findings .)" 2
claim "check passes" exits 0 muster check
stop_musterd
