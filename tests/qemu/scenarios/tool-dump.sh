# SPDX-License-Identifier: GPL-2.0-or-later
# A dump of a machine: whole, module and sysfs agree, nothing is woken or written.
# needs: muster fakepci fakei2c
# timeout: 120

# Setting: the board with its drivers, a function that sleeps, an adapter with a
# client; the module, and a daemon that has stored its record.
load e1000e nvme ahci i2c-i801
fakepci domain 10001 0000:00:03.0
fakepci add 10001:00:01.0 id=1b36:fa01 sub=8086:a01f class=020000 rev=2 pcie pm dsn=0011223344556677
fakepci add 10001:00:02.0 id=1b36:fa02 pcie dsn=1
fakepci add 10001:00:03.0 id=1b36:fa03 pcie dsn=2
fakepci scan 10001
fakei2c adapter fake0 0000:00:03.0
echo fakechip 0x51 >"/sys/bus/i2c/devices/i2c-$(fakei2c_bus fake0)/new_device"
load_muster
start_musterd --settle 1s
claim "it settles" wait_for 15 says '"settled": *true' cat /run/muster/status.json
fakepci sleep 10001:00:03.0
reads=$(fakepci_reads 10001:00:03.0)
writes=$(fakepci_writes)
dump=/run/board.tar.gz
manifest() {
	muster dump --list --json "$dump" | jq -e "$@"
}

claim "a dump is written" muster dump -o $dump
claim "it is whole" says 'whole: .* 2 ledgers as they were' muster dump --verify $dump
claim "for its owner alone" equal "$(stat -c %a $dump)" 600
claim "module and sysfs were asked" manifest '.snapshots | .module and .sysfs'
claim "they agree" equal "$(manifest -r '.snapshots.differences[]')" ""
claim "and it says that" manifest .snapshots.agree
claim "who sleeps was not woken" equal "$(fakepci_reads 10001:00:03.0)" "$reads"
claim "nothing was written" equal "$(fakepci_writes)" "$writes"
claim "and it says so" manifest '.members[] | select(.name == "pci/10001:00:03.0/config") |
	.status == "skipped"'
claim "no part hung, none failed" manifest \
	'[.members[] | select(.status == "timed out" or .status == "failed")] == []'

# What is in it is what is there.
mkdir /run/unpacked
tar xzf $dump -C /run/unpacked
cd /run/unpacked/* || die "nothing was unpacked"
claim "the digests are right" sha256sum -c SHA256SUMS
claim "every byte of configuration space" same pci/0000:00:1c.0/config \
	/sys/bus/pci/devices/0000:00:1c.0/config
claim "4096 of them" equal "$(stat -c %s pci/10001:00:01.0/config)" 4096
claim "SMBIOS tables" same dmi/tables /sys/firmware/dmi/tables/DMI
claim "the lines of enumeration" contains machine/kernel.log 'pci 0000:00:1c.0: \[[0-9a-f:]*\] type'
claim "the client" contains i2c/devices '/name: fakechip$'
claim "the daemon's status" says true jq .settled muster/run/status.json
cd /

# Others read it.
claim "its ledgers are proved" muster log verify $dump
claim "the module agrees with both" equal \
	"$(muster log verify $dump | grep -c 'the module agrees')" 2
claim "its entries are shown" says ' present .*10001:00:01.0' muster log show $dump
snapshot --source module >/run/now.json
snapshot --from $dump >/run/then.json
claim "its devices are those of the module" muster diff /run/now.json /run/then.json
learn_board
claim "it can be checked" says '"schema": *"muster' muster check --json --from $dump

# A function that died since the module saw it.
fakepci dead 10001:00:02.0
dump=/run/dead.tar.gz
claim "another dump" says 'module and sysfs DISAGREE' muster dump -o $dump
claim "says of whom" manifest '.snapshots.differences | length > 0 and
	all(contains("0000:00/03.0/pci/02.0"))'

# Without the module, without root, without space.
stop_musterd
unload_muster
claim "without the module" muster dump -o /run/sysfs.tar.gz
claim "from sysfs" says 'sysfs' muster list --from /run/sysfs.tar.gz --json
mkdir -m 777 /run/open
claim "without root" as_user muster dump -o /run/open/user.tar.gz
claim "whole as well" muster dump --verify /run/open/user.tar.gz
claim "what lacks is told" says 'pci/0000:00:1c.0/config: only the header: more than that takes root' \
	muster dump --list /run/open/user.tar.gz
mkdir /run/small
mount -t tmpfs -o size=8k none /run/small
claim "without space" says 'No space left on device; nothing is left behind' \
	muster dump -o /run/small/a.tar.gz
claim "and nothing is left" equal "$(ls -A /run/small)" ""
