# SPDX-License-Identifier: GPL-2.0-or-later
# Firmware's tables of nonsense, as a real kernel passes them on: what the programs say.
# board: bare
# needs: muster
# timeout: 180
# cmdline: rcupdate.rcu_cpu_stall_suppress=1

# Setting: the module. What is said goes to the host byte by byte: that looks at it.
load_muster
tell_of() {
	tell_name=$1
	shift
	"$@" >/run/said.out 2>&1
	tell_status=$?
	base64 /run/said.out | while read -r line; do say "said $tell_name $line"; done
	return $tell_status
}
claim "the board gets an inventory" tell_of generate muster inventory generate -o "$INVENTORY/board.json"
claim "which is fit to be read" tell_of lint muster inventory lint "$INVENTORY/board.json"
claim "and the board is as it says" tell_of check muster check
claim "also in JSON" tell_of check-json muster check --json
claim "and for monitoring" tell_of check-nagios muster check --nagios
claim "it is listed" tell_of list muster list
claim "in JSON" tell_of list-json muster list --json
claim "the record is shown" tell_of log muster log show
claim "in JSON" tell_of log-json muster log show --json

# The daemon takes the inventory for its own, and has nothing to tell.
start_musterd --settle 1s --settle-max 1s
content() {
	jq -e '.settled and .inventory != null and .standing.critical == 0 and .standing.warning == 0' \
		/run/muster/status.json
}
claim "the daemon judges by it" wait_for 20 content
tell_of status muster status
tell_of status-json cat /run/muster/status.json
tell_of daemon cat "$DAEMON_LOG"
claim "and restarts" stop_musterd
tell_of findings cat "$FINDINGS"
claim "no file is where none should be" equal "$(ls "$INVENTORY")" board.json
