# SPDX-License-Identifier: GPL-2.0-or-later
# More happens than the ring can hold before it is read: that is a finding, and the roster heals it.
# needs: muster fakepci

# Setting: the smallest head and ring, a settled board.
fakepci domain 10000
load_muster head_slack_kib=0 ring_kib=64
learn_board
# Cards of one model at one place are one finding, which would stand for minutes as flapping.
mkdir -p /etc/muster
echo 'flap_time = 0' >/etc/muster/musterd.conf
start_musterd --settle 1s --grace 1s
claim "it settles" wait_for 10 says '"settled": *true' cat /run/muster/status.json

# The daemon is held while many come and go, and one stays.
kill -STOP "$MUSTERD"
fakepci add 10000:00:01.0 id=10ee:0666 class=058000
fakepci scan 10000
for round in $(seq 1 80); do
	# each with another serial number, or they would be counted as a flapping device
	fakepci add 10000:00:02.0 id=1b36:fa02 class=020000 multi pcie "dsn=$(printf '%012x0000' "$round")" count=8
	fakepci scan 10000
	for function in 7 6 5 4 3 2 1 0; do
		fakepci unplug "10000:00:02.$function"
	done
done
kill -CONT "$MUSTERD"
claim "the gap is a finding" wait_for 5 findings 'select(.class == "ledger" and .field == "lost" and .state == "raised")'
claim "the stranger that stayed is found" wait_for 5 findings 'select(.place == "10000:00/01.0" and .state == "raised")'
claim "nothing that left stands" wait_for 5 says '"critical": *1' cat /run/muster/status.json
claim "the status counts what is lost" says '"lost": *[1-9]' cat /run/muster/status.json
stop_musterd

# The file has the gap, and is whole all the same.
claim "the ledger is whole" says 'whole.* lost in ' muster log verify
claim "the gap is shown" says 'entries are lost here' muster log show

# After a restart the gap is not told again.
start_musterd --settle 1s --grace 1s
claim "told once" equal "$(count_findings 'select(.field == "lost" and .state == "raised")')" 1
stop_musterd
