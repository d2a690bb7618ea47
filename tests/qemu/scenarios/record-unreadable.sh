# SPDX-License-Identifier: GPL-2.0-or-later
# Functions asleep, gone or answering all ones are told apart; none is woken, none is written to.
# needs: module programs fakepci
# timeout: 120

# Setting: a domain of functions in every state, behind bridges in every state.
fakepci domain 10000
fakepci add 10000:00:01.0 id=1b36:fa01 sub=8086:a01f class=020000 rev=3 pcie dsn=0011223344556601
fakepci add 10000:00:02.0 id=1b36:fa02 class=020000 pcie
fakepci add 10000:00:03.0 id=1b36:fa03 class=020000 pcie
fakepci add 10000:00:04.0 id=1b36:fa04 class=020000 pcie dsn=0011223344556604
fakepci add 10000:00:05.0 id=1b36:fa05 pcie=4 bridge=01-01
fakepci add 10000:01:00.0 id=1b36:fa06 class=020000 pcie
fakepci add 10000:00:06.0 id=1b36:fa07 pcie=4 bridge=02-02
fakepci add 10000:02:00.0 id=1b36:fa08 class=020000 pcie
fakepci scan 10000
fakepci sleep 10000:00:01.0
fakepci dead 10000:00:02.0
fakepci lose 10000:00:03.0
fakepci sleep 10000:00:05.0
fakepci doze 10000:00:06.0
for each in 00:01 00:02 00:03 00:04 00:05 01:00 00:06 02:00; do fakepci count "10000:$each.0"; done
load_muster
reading() {
	roster "select(.place == \"$1\") | .reading"
}

# Each is there, with what the kernel knows of it, and says why it was not read.
claim "asleep" equal "$(reading 10000:00/01.0)" '"asleep"'
claim "answering all ones" equal "$(reading 10000:00/02.0)" '"unreadable"'
claim "disconnected" equal "$(reading 10000:00/03.0)" '"gone"'
claim "awake" equal "$(reading 10000:00/04.0)" '"ok"'
claim "behind a sleeping bridge" equal "$(reading 10000:00/05.0/00.0)" '"asleep"'
claim "behind a dozing bridge" equal "$(reading 10000:00/06.0/00.0)" '"asleep"'
claim "a dozing function itself answers" equal "$(reading 10000:00/06.0)" '"ok"'
claim "ids come from the kernel" roster 'select(.place == "10000:00/01.0" and .vendor == "1b36" and
	.device == "fa01" and .subsystem_vendor == "8086" and .subsystem_device == "a01f" and
	.class == "020000" and .revision == "03")'
claim "nothing that was not read is recorded" not roster \
	'select(.reading != null and .reading != "ok" and (.extents | length) > 0)'
claim "the walk counted them" equal "$(nlread events | jq -c \
	'.entry | select(.event == "WALKED") | .counts.unreadable')" 6

# Not one access went to a function that sleeps or is gone, or is behind one.
claim "a sleeping function is left alone" equal "$(fakepci_reads 10000:00:01.0)" 0
claim "a disconnected one, too" equal "$(fakepci_reads 10000:00:03.0)" 0
claim "and what is behind a sleeping bridge" equal "$(fakepci_reads 10000:01:00.0)" 0
claim "and behind a dozing one" equal "$(fakepci_reads 10000:02:00.0)" 0
claim "the others were read" test "$(fakepci_reads 10000:00:04.0)" -gt 16

# Dumps read nothing; a rescan reads, but never one that sleeps.
reads=$(fakepci_reads 10000:00:04.0)
claim "a dump works" roster .
claim "a dump reads nothing" equal "$(fakepci_reads 10000:00:04.0)" "$reads"
rescan() {
	mark
	ticket=$(nlread rescan) || return 1
	wait_for 5 entries "select(.event == \"RESCANNED\" and .counts.ticket == $ticket)"
}
claim "a rescan ends" rescan
claim "nothing has changed" not entries 'select(.event == "CHANGED")'
claim "a rescan reads" test "$(fakepci_reads 10000:00:04.0)" -gt "$reads"
claim "but still no sleeper" equal "$(fakepci_reads 10000:00:01.0)" 0

# One that falls asleep is not missing: what was read of it stays.
before=$(roster 'select(.place == "10000:00/04.0") | .extents')
fakepci sleep 10000:00:04.0
claim "a rescan when it sleeps" rescan
claim "its state is another" entries 'select(.event == "CHANGED" and .device.reading == "asleep" and
	.device.place == "10000:00/04.0")'
claim "it is still on the roster" equal "$(reading 10000:00/04.0)" '"asleep"'
claim "with its earlier capture" equal "$(roster 'select(.place == "10000:00/04.0") | .extents')" "$before"
fakepci wake 10000:00:04.0
fakepci wake 10000:00:01.0
claim "a rescan when it is awake" rescan
claim "it is read again" equal "$(reading 10000:00/04.0)" '"ok"'
claim "one that woke for the first time is read at last" roster 'select(.place == "10000:00/01.0" and
	.reading == "ok" and (.extents | length) > 0)'

# A dead one that leaves is recorded as leaving.
mark
fakepci unplug 10000:00:02.0
claim "it leaves" happens 10000:00/02.0 DEL REMOVED

# Through all of this nothing was ever written.
claim "nothing was written" equal "$(fakepci_writes)" 0
claim "the chain is whole" nlread events
