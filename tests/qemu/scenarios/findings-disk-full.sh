# SPDX-License-Identifier: GPL-2.0-or-later
# A full disk stops no judging: what could not be written is said, and written when there is room.
# needs: muster fakepci
# timeout: 120

fill() {
	dd if=/dev/zero of="$1/filler" bs=1k count=2048 2>/dev/null
	dd if=/dev/zero of="$1/crumbs" bs=1 count=8192 2>/dev/null
	not sh -c "echo x >>$1/crumbs" 2>/dev/null
}
troubles() {
	equal "$(jq -c .trouble /run/muster/status.json)" "$1"
}

# Setting: small disks for findings and for ledgers, a board that passes muster.
mount -t tmpfs -o size=1m tmpfs /var/log/muster
mount -t tmpfs -o size=1m tmpfs /var/lib/muster
fakepci domain 10000
load_muster
learn_board
start_musterd --settle 1s --grace 1s
claim "check says yes" exits 0 muster check --wait=30
claim "nothing is in trouble" troubles '[]'

# No room for findings.
claim "the log's disk is full" fill /var/log/muster
plug rogue spare0 52:54:00:66:06:66
claim "the stranger is told where there is room" wait_for 5 contains "$DAEMON_LOG" 'unexpected .*0000:00/1c.4/00.0'
claim "the status says what is not written" wait_for 5 says 'findings.jsonl' jq -r '.trouble[]' /run/muster/status.json
claim "so it does to a person" says 'findings.jsonl' muster status
claim "and counts it" equal "$(jq .standing.critical /run/muster/status.json)" 1
claim "check says no" exits 1 muster check

# There is room again.
rm /var/log/muster/filler /var/log/muster/crumbs
claim "the finding is written" wait_for 20 raised unexpected 0000:00/1c.4/00.0
claim "nothing is in trouble any more" wait_for 20 troubles '[]'
unplug rogue
claim "the next one follows" wait_for 5 cleared unexpected 0000:00/1c.4/00.0
claim "every line is whole" jq -e . "$FINDINGS"

# No room for ledger and state: 32 devices come.
claim "the state's disk is full" fill /var/lib/muster
fakepci add 10000:00:01.0 id=1b36:fa01 pcie dsn=1 count=20
fakepci scan 10000
claim "they are raised" wait_for 10 raised unexpected 10000:00/04.7
claim "the status says that the ledger is not written" wait_for 5 says 'ledger' jq -r '.trouble[]' /run/muster/status.json

# There is room again: the record is complete.
rm /var/lib/muster/filler /var/lib/muster/crumbs
claim "nothing is in trouble any more" wait_for 30 troubles '[]'
claim "the ledger is whole" muster log verify
claim "and has all of them" equal "$(muster log show --json | grep -c '"place": *"10000:00/')" 32

# Neither has room, and the daemon is killed: what it had not written, it finds out anew.
claim "both disks are full" fill /var/lib/muster
claim "really both" fill /var/log/muster
plug rogue spare1 52:54:00:66:06:67
claim "the stranger is told where there is room" wait_for 5 contains "$DAEMON_LOG" 'unexpected .*0000:00/1c.5/00.0'
kill_musterd
rm /var/log/muster/filler /var/log/muster/crumbs /var/lib/muster/filler /var/lib/muster/crumbs
start_musterd --settle 1s --grace 1s
claim "the stranger is in the log" wait_for 5 raised unexpected 0000:00/1c.5/00.0
claim "once" equal "$(count_findings 'select(.place == "0000:00/1c.5/00.0")')" 1
claim "the ledger is whole again" muster log verify
stop_musterd
