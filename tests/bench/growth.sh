# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# How what one does grows with the functions of a board.
# board: bare
# needs: muster fakepci programs
# timeout: 1200
# memory: 1024

rounds=2
sizes='10 100 1000'
grep -q bench.quick=1 /proc/cmdline && rounds=1 sizes='10 100'

figure() {
	say "figure $*"
}

time_it() {
	name=$1
	shift
	figure time "[\"$name\",$size,$(elapse -s 2 "$@")]"
}

# Up to 256 in each domain.
grow_to() {
	have=$(find /sys/bus/pci/devices/ -type l | wc -l)
	while [ "$have" -lt "$1" ]; do
		more=$(($1 - have))
		[ $more -le 256 ] || more=256
		fakepci domain $domain
		fakepci add $domain:00:00.0 id=1b36:fa02 sub=1af4:1100 class=ff0000 pcie pm \
			dsn="${domain}0000" multi "count=$(printf %x $more)"
		fakepci scan $domain
		domain=$((domain + 1))
		have=$(find /sys/bus/pci/devices/ -type l | wc -l)
	done
}

dump_once() {
	rm -f /tmp/dump.tar.gz
	time_it 'muster dump' muster dump -o /tmp/dump.tar.gz
}

# Setting: a bare board, and functions that nobody drives.
load i2c-i801
domain=10000
figure kernel "\"$(uname -r)\""
for size in $sizes; do
	grow_to "$size"
	figure functions "[$size,$(find /sys/bus/pci/devices/ -type l | wc -l)]"
	for i in $(seq $rounds); do
		time_it 'load the module' insmod /lib/testbed/muster.ko
		[ "$i" = 1 ] && learn_board 2>/dev/null
		time_it 'muster list --json (module)' muster list --json --source module
		time_it 'muster list --json (sysfs)' muster list --json --source sysfs
		time_it 'muster check' muster check --source module
		dump_once
		time_it 'yardstick: lspci -vvv' lspci -vvv
		[ "$i" = $rounds ] &&
			info '.roster_bytes' | sed "s/^\\(.*\\)/text figure roster [$size,\\1]/" >&9
		unload_muster
	done
done
claim "it grew" test "$(find /sys/bus/pci/devices/ -type l | wc -l)" -ge 100
