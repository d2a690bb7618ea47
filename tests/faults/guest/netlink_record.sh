# SPDX-License-Identifier: GPL-2.0-or-later
# Records what the kernel sends, for tests/fixtures/netlink.txt, which says how.
# board: pc
# needs: module programs fakei2c
# timeout: 120

# Setting: a small board, clients that come and go.
load_muster
fakei2c adapter fake0
bus=$(fakei2c_bus fake0)
come() { echo "$1 0x$2" >"/sys/bus/i2c/devices/i2c-$bus/new_device"; }
go() { echo "0x$1" >"/sys/bus/i2c/devices/i2c-$bus/delete_device"; }
flap() {
	for _ in $(seq 1 "$2"); do
		come fakechip "$1"
		go "$1"
	done
}
tell_file() { while read -r line; do say "record $line"; done <"$1"; }

# What comes without being asked for: a doorbell, that the module goes, that it comes.
nlrecord notices doorbell 1 >/run/doorbell &
wait_for 5 grep -q listening /run/doorbell
come fakechip 50
wait $!
flap 51 12
mark
fold() { nlread events 1 | grep -q FOLDED; }
claim "a fold is on record" wait_for 20 fold
nlread rescan >/run/ticket
claim "and a rescan" wait_for 20 says RESCANNED nlread events "$marked"
nlrecord events events >/run/events || die "nlrecord events"
nlrecord answers >/run/answers || die "nlrecord answers"
nlrecord notices module 2 >/run/module &
wait_for 5 grep -q listening /run/module
unload_muster
load_muster
wait $!
for part in answers events doorbell module; do tell_file "/run/$part"; done
