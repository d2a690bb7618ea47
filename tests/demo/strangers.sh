# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# A server learns its board, passes muster, and meets two strangers.
# needs: muster
# timeout: 170

# Words as a shell would have to be given them.
quoted() {
	for word; do
		case $word in
		*[!a-zA-Z0-9_./:=-]*) printf "'%s' " "$word" ;;
		*) printf '%s ' "$word" ;;
		esac
	done
}

# A command as a person would type it, with what it prints.
type_in() {
	say ""
	say "\$ $(quoted "$@")"
	status=0
	"$@" >/run/typed.out 2>&1 || status=$?
	show /run/typed.out 80
	return "$status"
}

chapter() {
	say ""
	say "== $*"
}

# The alert of one device, as it stands in findings.jsonl.
show_alert() {
	jq -c "select(.class == \"unexpected\" and $1) | {time, state, class, severity, place,
		device: (.device | with_entries(select(.key | IN(\"address\", \"vendor\", \"device\",
		\"subsystem_vendor\", \"subsystem_device\", \"serial\", \"name\", \"names\", \"driver\")))),
		rule_source, seq}" "$FINDINGS" | tail -n 1 >/run/alert.out
	show /run/alert.out
}

chapter "A server boots: root ports, a switch, NICs, NVMe, SATA, a management controller on the SMBus"
load_muster
load e1000e nvme ahci i2c-i801
start_musterd --settle=1s
type_in uname -r
type_in muster list -t

chapter "Its inventory is learned, a person reviews it, and the board passes muster"
claim "the inventory is learned" \
	type_in muster inventory generate --strict -o "$INVENTORY/board.json"
claim "a person takes responsibility for it" \
	type_in muster inventory review --by "the operator" "$INVENTORY/board.json"
kill -HUP "$MUSTERD"
claim "the board passes muster" type_in muster check --wait=60

chapter "Somebody plugs a network card into a running server"
plug rogue spare1 52:54:00:66:06:66 ',"subsys_ven":4332,"subsys":1638'
claim "the daemon raises an alert for it" wait_for 20 findings \
	'select(.class == "unexpected" and .place == "0000:00/1c.5/00.0" and .state == "raised")'
say "findings.jsonl, from the line that the daemon wrote when the card appeared:"
show_alert '.place == "0000:00/1c.5/00.0"'
say "the journal has the same, in plain words:"
grep unexpected "$DAEMON_LOG" | tail -n 1 >/run/alert.out
show /run/alert.out

chapter "Somebody declares a chip on the SMBus that nobody knows"
smbus=$(echo /sys/bus/pci/devices/0000:00:1f.3/i2c-*)
say "\$ echo stranger 0x6f > $smbus/new_device"
echo stranger 0x6f >"$smbus/new_device"
claim "the daemon raises an alert for that, too" wait_for 20 findings \
	'select(.class == "unexpected" and .place == "0000:00/1f.3/i2c/6f" and .state == "raised")'
show_alert '.place == "0000:00/1f.3/i2c/6f"'

chapter "What an operator sees"
claim "check fails and names both" not type_in muster check
type_in muster status

chapter "What an investigator sees: the record, and the proof that it is whole"
muster log show >/run/log.out
tail -n 12 /run/log.out >/run/typed.out
say ""
say "\$ muster log show | tail -n 12"
show /run/typed.out
claim "the ledger on disk is whole" type_in muster log verify
stop_musterd
