# SPDX-License-Identifier: GPL-2.0-or-later
# The module is unloaded and loaded again under hot-plug; the daemon stays up and says what it could not see.
# needs: muster fakepci

# Setting: a settled board.
fakepci domain 10000
fakepci add 10000:00:01.0 id=1b36:fa01 class=020000
fakepci scan 10000
load_muster
learn_board
start_musterd --settle 1s --grace 1s --poll 1s
claim "it settles" wait_for 10 says '"settled": *true' cat /run/muster/status.json

# Unloaded: sysfs must do, and that is a finding.
unload_muster
claim "it says so" wait_for 5 findings 'select(.class == "ledger" and .field == "source" and .state == "raised")'
claim "its source is sysfs" wait_for 5 says '"source": *"sysfs"' cat /run/muster/status.json
fakepci add 10000:00:02.0 id=10ee:0666 class=058000
fakepci scan 10000
claim "a stranger is found in sysfs" wait_for 5 findings 'select(.class == "unexpected" and .state == "raised" and .place == "10000:00/02.0")'

# Loaded again: it follows, and tells that it was reloaded.
load_muster
claim "its source is the module" wait_for 5 says '"source": *"module"' cat /run/muster/status.json
claim "the reload is told" wait_for 5 findings 'select(.class == "ledger" and .field == "load_id" and .state == "raised")'
claim "sysfs alone is over" wait_for 5 findings 'select(.field == "source" and .state == "cleared")'
claim "the stranger was not told twice" equal "$(count_findings 'select(.class == "unexpected")')" 1

# Unloaded and loaded while devices come and go.
for id in 1 2 3 4 5 6 7 8 9 a; do
	echo "add 10000:00:1$id.0 id=10ee:000$id class=058000" >/dev/fakepci
	echo "scan 10000" >/dev/fakepci
	usleep 50000
	echo "unplug 10000:00:1$id.0" >/dev/fakepci
done &
storm=$!
rmmod muster
usleep 100000
load_muster
wait "$storm"
fakepci add 10000:00:1b.0 id=10ee:000b class=058000
fakepci scan 10000
claim "the daemon is there" kill -0 "$MUSTERD"
claim "what came after is found" wait_for 10 findings 'select(.place == "10000:00/1b.0" and .state == "raised")'
claim "both reloads are told" wait_for 5 equal "$(count_findings 'select(.field == "load_id")')" 2

# Nothing that is gone stands; three loads are on disk, each whole.
claim "the two strangers stand" wait_for 5 says '"critical": *2' cat /run/muster/status.json
stop_musterd
claim "all ledgers are whole" muster log verify
claim "there are three" equal "$(muster log verify | wc -l)" 3

# Restarted it does not tell of the reloads again.
start_musterd --settle 1s --grace 1s
claim "nor anything else" equal "$(count_findings 'select(.field == "load_id")')" 2
stop_musterd

# Reloaded while the daemon is away: what came after the boot is still hot-added, by the older ledgers.
unload_muster
load_muster
start_musterd --settle 1s --grace 1s
claim "that reload is told, too" wait_for 5 equal "$(count_findings 'select(.field == "load_id")')" 3
stop_musterd
origin_of() {
	jq -r ".devices[] | select(.place == \"$1\") | .origin" /var/lib/muster/previous.json
}
claim "what was there at boot is from then" equal "$(origin_of 10000:00/01.0)" boot
claim "what came while no module was loaded is hot" equal "$(origin_of 10000:00/02.0)" hot
claim "what the third load saw come is hot" equal "$(origin_of 10000:00/1b.0)" hot
