# SPDX-License-Identifier: GPL-2.0-or-later
# The daemon probes once per boot if its settings say so, and tells what any probe found.
# needs: muster fakei2c

# Setting: a bus with a stranger, which nobody declared.
load i2c-i801 i2c-dev
fakei2c adapter fake0 0000:00:1f.3
fake=0000:00/1f.3/i2c#1
fakei2c memory fake0 52 byte
load_muster
muster inventory generate | jq '.rules += [{label: "spd", place: "0000:00/1f.3/i2c/*",
	kind: "answering", presence: "optional"}]' >"$INVENTORY/board.json"

# By itself it touches nothing.
start_musterd --settle 1s --grace 1s
claim "it settles" exits 0 muster check --wait=30
claim "nobody was asked" equal "$(fakei2c_total fake0 transfers)" 0
claim "nothing is found" not raised unexpected "$fake/52"

# A probe by hand becomes a finding at once, and is cleared by the next one.
claim "a probe by hand" exits 0 muster probe
claim "is a finding" wait_for 5 raised unexpected "$fake/52" '.severity == "critical" and
	.device.kind == "answering"'
fakei2c nomemory fake0 52
claim "another probe" exits 0 muster probe
claim "clears it" wait_for 5 cleared unexpected "$fake/52"
claim "check says yes" exits 0 muster check
stop_musterd
rm /run/muster/probe.json "$FINDINGS"
fakei2c memory fake0 52 byte
fakei2c count fake0

# Once settled, if asked to.
mkdir -p /etc/muster
echo 'probe = yes' >/etc/muster/musterd.conf
start_musterd --settle 1s --grace 1s
claim "it finds the stranger" wait_for 20 raised unexpected "$fake/52"
claim "by one read of each address" equal "$(fakei2c_total fake0 transfers)" 16
claim "the status has no trouble" equal "$(jq -c .trouble /run/muster/status.json)" '[]'

# Not again in this boot: not after a reload, nor a restart, nor a crash, nor with the record lost.
kill -HUP "$MUSTERD"
stop_musterd
start_musterd --settle 1s --grace 1s
claim "it still knows" exits 1 muster check --wait=30
kill_musterd
rm /run/muster/probe.json
start_musterd --settle 1s --grace 1s
muster check --wait=30
usleep 2000000
claim "nobody was asked again" equal "$(fakei2c_total fake0 transfers)" 16
stop_musterd

# In another boot, on a bus that is stuck.
echo 00000000-0000-0000-0000-000000000000 >/var/lib/muster/probed
fakei2c stick fake0 EBUSY 3
fakei2c count fake0
start_musterd --settle 1s --grace 1s
claim "it says that the probe was stopped" wait_for 20 says 'stopped: the bus is in use' \
	jq -r '.trouble[]' /run/muster/status.json
claim "at once" equal "$(fakei2c_total fake0 transfers)" 4
stop_musterd

# Where it cannot be, it says so and goes on.
echo 00000000-0000-0000-0000-000000000000 >/var/lib/muster/probed
rm /run/muster/probe.json
rmmod i2c_dev
start_musterd --settle 1s --grace 1s
claim "it says that it could not" wait_for 20 says 'no probe could be made' \
	jq -r '.trouble[]' /run/muster/status.json
claim "with the reason in its log" contains "$DAEMON_LOG" 'modprobe i2c-dev'
stop_musterd
