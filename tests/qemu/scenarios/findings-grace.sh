# SPDX-License-Identifier: GPL-2.0-or-later
# A part that is back within the grace time raises no alarm; with another serial it does.
# needs: muster fakepci

# Setting: a card whose serial is pinned, behind a board that has settled.
fakepci domain 10000
fakepci add 10000:00:01.0 id=1b36:fa01 class=020000 pcie dsn=1122334455667788
fakepci scan 10000
load_muster
muster inventory generate --strict >"$INVENTORY/board.json" || die "muster inventory generate --strict"
# What flaps has a scenario of its own.
mkdir -p /etc/muster
echo 'flap_time = 0' >/etc/muster/musterd.conf
start_musterd --settle 1s --grace 20s
told_times() {
	equal "$(count_findings "$2")" "$1"
}
claim "it settles" wait_for 10 says '"settled": *true' cat /run/muster/status.json

# Reset: gone and back, the same card.
fakepci unplug 10000:00:01.0
claim "its going is recorded at once" wait_for 5 findings 'select(.class == "missing" and .state == "raised")'
fakepci add 10000:00:01.0 id=1b36:fa01 class=020000 pcie dsn=1122334455667788
fakepci scan 10000
claim "its return, too" wait_for 5 findings 'select(.class == "missing" and .state == "cleared")'
claim "as a notice, and nothing else" equal "$(findings '[.class, .severity, .state] | join(" ")' | tr -d '"' | tr '\n' ';')" \
	"missing notice raised;missing notice cleared;"

# Gone and back so quickly that the daemon sees both at once: the absence stays on record.
kill -STOP "$MUSTERD"
fakepci unplug 10000:00:01.0
fakepci add 10000:00:01.0 id=1b36:fa01 class=020000 pcie dsn=1122334455667788
fakepci scan 10000
kill -CONT "$MUSTERD"
claim "raised and cleared again" wait_for 5 told_times 4 .

# Gone and back as another card of the same model.
fakepci unplug 10000:00:01.0
fakepci add 10000:00:01.0 id=1b36:fa01 class=020000 pcie dsn=1122334455667799
fakepci scan 10000
claim "the other card is found" wait_for 5 findings 'select(.class == "changed" and .field == "serial" and .severity == "critical")'
claim "with both serials" findings 'select(.expected == "11-22-33-44-55-66-77-88" and .seen == "11-22-33-44-55-66-77-99")'
claim "the absence is over" wait_for 5 told_times 3 'select(.class == "missing" and .state == "cleared")'

# Gone for good: the rule's severity when the grace is over.
fakepci unplug 10000:00:01.0
claim "a notice first" wait_for 5 told_times 4 'select(.class == "missing" and .severity == "notice" and .state == "raised")'
claim "no alarm yet" not findings 'select(.class == "missing" and .severity == "critical")'
claim "then an alarm" wait_for 25 findings 'select(.class == "missing" and .severity == "critical" and .state == "raised")'
stop_musterd
claim "the ledger is whole" muster log verify
