# SPDX-License-Identifier: GPL-2.0-or-later
# A stranger among the flaps of a known device is found, while the daemon watches and while it does not.
# needs: muster fakei2c
# timeout: 240

# Setting: an inventory that knows the flapping client, and the daemon.
load_muster
fakei2c adapter fake0
bus=$(fakei2c_bus fake0)
client() { echo "$1 0x$2" >"/sys/bus/i2c/devices/i2c-$bus/new_device"; }
gone() { echo "0x$1" >"/sys/bus/i2c/devices/i2c-$bus/delete_device"; }
flap() {
	for _ in $(seq 1 "$3"); do
		client "$1" "$2"
		gone "$2"
	done
}
client fakechip 51
learn_board
echo "flap_time = 15s" >/etc/muster/musterd.conf
start_musterd --settle 1s --grace 1s
claim "it settles" wait_for 10 says '"settled": *true' cat /run/muster/status.json
folded() { findings 'select(.class == "ledger" and .field == "folded" and .state == "raised")'; }
folded_are() { equal "$(folded | wc -l)" "$1"; }

# The known client flaps; a stranger is there for one of the flaps.
gone 51
flap fakechip 51 60
flap stranger 51 1
flap fakechip 51 60
client fakechip 51
claim "the stranger is found" wait_for 5 findings 'select(.class == "unexpected" or .class == "changed") |
	select(.state == "raised" and .device.name == "stranger")'
claim "and it went" wait_for 5 findings 'select(.state == "cleared" and .device.name == "stranger")'
claim "the flapping is one finding" wait_for 20 folded
claim "with a count" says ' came 1[01][0-9] times' folded
claim "once" folded_are 1
claim "the client that stayed is where it belongs" wait_for 40 says '"critical": *0' cat /run/muster/status.json
stop_musterd

# The same while nobody watches: the record keeps what the daemon did not see.
gone 51
flap fakechip 51 60
flap intruder 51 1
flap fakechip 51 60
client fakechip 51
start_musterd --settle 1s --grace 1s
claim "the intruder is found afterwards" wait_for 10 findings 'select(.state == "raised" and .device.name == "intruder")'
claim "nothing was lost" says '"lost": *0' cat /run/muster/status.json
claim "this flapping is told, too" wait_for 20 folded_are 2
stop_musterd
claim "the ledger is whole" says 'whole' muster log verify
