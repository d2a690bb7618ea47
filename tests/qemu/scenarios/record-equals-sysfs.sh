# SPDX-License-Identifier: GPL-2.0-or-later
# The record at boot equals sysfs, device for device and field for field.
# needs: muster fakepci fakei2c

# Setting: the board with its drivers, virtual functions, a domain below a
# function, adapters that share a parent, two muxes on one bus; a function that
# is dead, one asleep, one dozing, one whose capability list loops.
load e1000e nvme ahci i2c-i801 i2c-dev
for file in /sys/bus/pci/devices/*/sriov_numvfs; do echo 2 >"$file"; done
fakepci domain 10001 0000:00:03.0
fakepci add 10001:00:01.0 id=1b36:fa01 sub=8086:a01f class=020000 rev=2 pcie pm dsn=0011223344556677 bar0=10000
fakepci add 10001:00:02.0 id=1b36:fa02 pcie dsn=1
fakepci add 10001:00:03.0 id=1b36:fa03 pcie dsn=2
fakepci add 10001:00:04.0 id=1b36:fa04 pcie dsn=3
fakepci add 10001:00:05.0 id=1b36:fa05 pcie dsn=4
fakepci scan 10001
fakepci dead 10001:00:02.0
fakepci sleep 10001:00:03.0
fakepci doze 10001:00:04.0
fakepci poke 10001:00:05.0 41 40
fakei2c adapter fake0 0000:00:03.0
fakei2c adapter fake1 0000:00:03.0
fakei2c adapter free
bus=$(fakei2c_bus fake0)
fakei2c mux "$bus" 70 4
fakei2c mux "$bus" 71 2
echo fakechip 0x51 >"/sys/bus/i2c/devices/i2c-$bus/new_device"

# sysfs before and after the module: nothing moved meanwhile.
reads=$(fakepci_reads 10001:00:03.0)
snapshot --source sysfs >/run/before.json
load_muster
snapshot --source module >/run/module.json
snapshot --source sysfs >/run/after.json

# What is left out: who collected it and when. A field that either source does
# not know is not compared; the lists of unknown fields are looked at below.
# Of a client that firmware named sysfs may have no address: its place is looked at below.
cat >/run/devices.jq <<'JQ'
def named: .kind == "client" and (.address | test("^[0-9]+-[0-9a-f]{4}$") | not);
.devices | map(del(.origin, .entry, .last_entry, .since_boot_ns)
	| if named then del(.place) else . end) | sort_by(.address)
JQ
jq -f /run/devices.jq /run/before.json >/run/before
jq -f /run/devices.jq /run/after.json >/run/after
jq -f /run/devices.jq /run/module.json >/run/module
cat >/run/compare.jq <<'JQ'
def known($u): with_entries(select(.key as $k | $k != "unknown" and ($u | index($k) | not)));
. as $all | range([.[] | length] | max) as $i
| $all[0][$i] as $a | $all[1][$i] as $b
| (($a.unknown // []) + ($b.unknown // [])) as $u
| select(($a // {} | known($u)) != ($b // {} | known($u))) | {sysfs: $a, module: $b}
JQ
differences() {
	jq -s -f /run/compare.jq "$1" "$2" >/run/differences || return 1
	cat /run/differences
	test ! -s /run/differences
}
claim "hot-plug was still: sysfs is the same before and after" same /run/before /run/after
claim "there is something to compare" test "$(jq length /run/module)" -gt 45
claim "the same devices" equal "$(jq -c 'map(.address)' /run/module)" "$(jq -c 'map(.address)' /run/before)"
claim "the same fields" differences /run/before /run/module
jq '.[0].vendor = "dead"' /run/module >/run/forged
claim "a difference would show" not differences /run/before /run/forged

# Such a client is on the same adapter; what sysfs does not tell it does not make up.
bmc() {
	jq -r '.devices[] | select(.address == "i2c-IPI0001:00").place' "$1"
}
claim "the module tells the address of what firmware named" equal "$(bmc /run/module.json)" 0000:00/1f.3/i2c/20
claim "sysfs tells the same, or that it does not know" says '^0000:00/1f\.3/i2c/(20|\?)$' \
	echo "$(bmc /run/before.json)"

# Neither source leaves unknown what it can tell.
unknown_of() {
	jq -r "map(select(.reading == \"ok\").unknown[]) | unique | join(\" \")" "$1"
}
claim "of what was read the module knows all" equal "$(unknown_of /run/module)" ""
claim "sysfs lacks what it does not show" says '^external_facing (removable )?untrusted$' \
	echo "$(unknown_of /run/before)"

# Asleep, dead and dozing are told apart, and nothing was woken.
reading() {
	jq -r ".devices[] | select(.address == \"$2\").reading" "$1"
}
for source in module before; do
	claim "dead is unreadable ($source)" equal "$(reading /run/$source.json 10001:00:02.0)" unreadable
	claim "D3cold is asleep ($source)" equal "$(reading /run/$source.json 10001:00:03.0)" asleep
	claim "D3hot is read ($source)" equal "$(reading /run/$source.json 10001:00:04.0)" ok
done
claim "the sleeping one was not read" equal "$(fakepci_reads 10001:00:03.0)" "$reads"
unload_muster
