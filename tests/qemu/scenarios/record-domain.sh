# SPDX-License-Identifier: GPL-2.0-or-later
# Domains beyond the first: places, many functions at once, and configuration spaces that lie.
# needs: module programs fakepci
# timeout: 120

# shellcheck disable=SC2016 # jq has variables too
# Setting: the module, then a second domain with a bridge.
load_muster
mark
fakepci domain 10000
fakepci add 10000:00:01.0 id=1b36:fa01 class=020000 pcie dsn=0011223344556677
fakepci add 10000:00:02.0 id=1b36:fa02 pcie=4 bridge=01-01
fakepci add 10000:01:00.0 id=1b36:fa03 class=020000 pcie
fakepci scan 10000
claim "a second domain" happens 10000:00/01.0 ADD
claim "behind its bridge" happens 10000:00/02.0/00.0 ADD
claim "the bridge is one" roster 'select(.place == "10000:00/02.0" and .flags / 32 % 2 >= 1)'

# A domain number of 32 bits, and a root below a function, as VMD makes it.
fakepci domain fedcba98
fakepci add fedcba98:00:00.0 id=1b36:fa04
fakepci scan fedcba98
claim "a domain of 32 bits" happens fedcba98:00/00.0 ADD
fakepci domain 10001 0000:00:03.0
fakepci add 10001:00:06.0 id=1b36:fa05 pcie=4 bridge=01-01
fakepci add 10001:01:00.0 id=1b36:fa06
fakepci scan 10001
claim "a root below a function continues its place" roster \
	'select(.place == "0000:00/03.0/pci/06.0" and .address == "10001:00:06.0" and .origin == "ADD")'
claim "and so on" happens 0000:00/03.0/pci/06.0/00.0 ADD

# 256 functions at once: all are there, each once, nothing is lost.
fakepci domain 10002
fakepci add 10002:00:00.0 id=1234:5678 pcie dsn=1000 count=100
fakepci scan 10002
claim "256 functions" equal "$(roster 'select(.place | startswith("10002:00/"))' | wc -l)" 256
claim "each at a place of its own" equal "$(roster .place | sort | uniq -d)" ""
claim "the last has its serial number" roster 'select(.place == "10002:00/1f.7") |
	.extents[] | select(.data | contains("ff10000000000000"))'
claim "nothing was lost" equal "$(info .lost)" 0
claim "the roster is sysfs" roster_is_sysfs

# Capability lists that loop, point nowhere, or are nothing but headers.
list() {
	fakepci domain "$1"
	fakepci add "$1:00:00.0" "id=1b36:fa0f pcie pm dsn=1 vpd=X"
	shift
}
list 20000
fakepci poke 20000:00:00.0 34 40
fakepci poke 20000:00:00.0 41 40
list 20001
fakepci poke 20001:00:00.0 34 04
list 20002
fakepci poke 20002:00:00.0 34 ff
list 20003
fakepci poke 20003:00:00.0 100 10010003
list 20004
fakepci poke 20004:00:00.0 100 fff10003
list 20005
fakepci poke 20005:00:00.0 100 ffffffff
list 20006
for at in 40 44 48 4c 50 54 58 5c 60; do
	fakepci poke 20006:00:00.0 "$at" "$(printf '00%02x09' $((0x$at + 4)))09"
done
list 20007
fakepci poke 20007:00:00.0 100 00410003
mark
for number in 0 1 2 3 4 5 6 7; do fakepci scan "2000$number"; done
claim "each broken one is on record" equal "$(entries 'select(.event == "ADD" and
	(.device.place | startswith("2000")))' | wc -l)" 8
claim "with at least its header" equal "$(entries 'select(.event == "ADD" and
	.device.reading == "ok") | .device.extents[0] | select(.offset == 0 and (.data | length) >= 128)' |
	wc -l)" 8
claim "extents rise, in whole dwords, without overlap" equal "$(roster 'select(.extents) | .place as $place |
	[.extents[] | {o: .offset, e: (.offset + (.data | length) / 2)}] |
	. as $all | [range(1; length)] | map($all[. - 1].e <= $all[.].o) | all |
	select(not) | $place' | wc -l)" 0
claim "none is larger than allowed" equal "$(roster 'select(.extents) |
	[.extents[].data | length / 2 + 16] | add | select(. > 4096)' | wc -l)" 0
claim "a capture never passes the end" equal "$(roster 'select(.extents) | .config_size as $size |
	.extents[-1] | select(.offset + (.data | length) / 2 > $size)' | wc -l)" 0

# A space full of capabilities: 48 of the old list, hundreds of the new.
fakepci domain 30000
fakepci add 30000:00:00.0 id=1b36:fa10 pcie
awk 'BEGIN { for (at = 256; at < 4016; at += 8)
	printf "poke 30000:00:00.0 %x %03x10003\n", at, at + 8 }' >/run/pokes
dd if=/run/pokes of=/dev/fakepci bs=16384 2>/dev/null || die "poke"
fakepci scan 30000
claim "a space full of capabilities" roster 'select(.place == "30000:00/00.0" and .reading == "ok")'

# All of it leaves.
for number in 10000 10001 10002 fedcba98 30000 20000 20001 20002 20003 20004 20005 20006 20007; do
	fakepci nodomain $number
done
claim "all of it leaves" roster_is_sysfs
claim "the chain is whole" nlread events
