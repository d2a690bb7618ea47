# SPDX-License-Identifier: GPL-2.0-or-later
# A rescan records what changed under the kernel's eyes, and nothing that may change in use.
# needs: module programs fakepci
# timeout: 120

# Setting: a card whose configuration space can be exchanged, and 256 more.
fakepci domain 10000
fakepci add 10000:00:01.0 id=1b36:fa01 sub=8086:a01f class=020000 rev=1 pcie pm dsn=0011223344556677 bar0=10000
fakepci scan 10000
load_muster
rescan() {
	mark
	ticket=$(nlread rescan) || return 1
	wait_for 5 entries "select(.event == \"RESCANNED\" and .counts.ticket == $ticket)"
}
changes() {
	rescan >/dev/null || return 1
	entries 'select(.event == "CHANGED") | .device.place'
}
# Offset of a capability, as the test and not the module finds it.
where() {
	lspci -D -vv -s 10000:00:01.0 | sed -n "s/.*Capabilities: \[\([0-9a-f]*\).*$1.*/\1/p"
}

# Nothing changed: one entry, RESCANNED, that counts every device.
claim "a rescan ends with its ticket" rescan
claim "it met every device" entries "select(.event == \"RESCANNED\" and .counts.changed == 0 and
	.counts.unreadable == 0 and .counts.seen == $(list_sysfs | wc -l))"
claim "and wrote nothing else" equal "$(entries . | wc -l)" 1
first=$ticket
claim "another rescan" rescan
claim "has another ticket" test "$ticket" -gt "$first"

# What changes in use is no change: command, interrupt line, power state, device control and status.
fakepci poke 10000:00:01.0 4 0706
fakepci poke 10000:00:01.0 3c 0a
power=$(where 'Power Management')
fakepci poke 10000:00:01.0 "$(printf %x $((0x$power + 4)))" 0103
express=$(where 'Express')
fakepci poke 10000:00:01.0 "$(printf %x $((0x$express + 8)))" 000f1234
fakepci poke 10000:00:01.0 "$(printf %x $((0x$express + 18)))" 1234
claim "both capabilities were found" test -n "$power" -a -n "$express"
claim "registers of state are no change" equal "$(changes)" ""

# Another serial number, another revision, another card: each is one.
fakepci become 10000:00:01.0 id=1b36:fa01 sub=8086:a01f class=020000 rev=1 pcie pm dsn=0011223344556688 bar0=10000
claim "another serial number" equal "$(changes)" '"10000:00/01.0"'
claim "the entry holds what is there now" entries 'select(.event == "CHANGED") |
	.device.extents[] | select(.data | contains("88665544"))'
claim "so does the roster" roster 'select(.place == "10000:00/01.0") |
	.extents[] | select(.data | contains("88665544"))'
claim "a change is told once" equal "$(changes)" ""
fakepci poke 10000:00:01.0 8 02
claim "another revision" equal "$(changes)" '"10000:00/01.0"'
fakepci poke 10000:00:01.0 0 1b36
claim "the same bytes again are no change" equal "$(changes)" ""
fakepci poke 10000:00:01.0 0 8086
claim "another vendor" equal "$(changes)" '"10000:00/01.0"'
claim "the kernel's own ids stay what they were" roster \
	'select(.place == "10000:00/01.0" and .vendor == "1b36")'
fakepci hide 10000:00:01.0
claim "a hidden serial number" equal "$(changes)" '"10000:00/01.0"'

# While one runs, another is refused, with a sentence; afterwards it is not.
fakepci add 10000:00:02.0 id=1234:5678 pcie dsn=1 count=f0
fakepci scan 10000
claim "two at once" says 'EBUSY: [a-z]' nlread rescans
running() { nlread info | jq -e .rescanning; }
claim "INFO says so until it ends" wait_for 5 not running
claim "then one can be asked for" rescan
claim "the chain is whole" nlread events
