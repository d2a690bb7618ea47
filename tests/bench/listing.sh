# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# What reading and listing a board costs beside lspci and lshw.
# needs: muster fakepci programs
# timeout: 900
# memory: 768

rounds=3
grep -q bench.quick=1 /proc/cmdline && rounds=1
ONE=10000:00:01.0

figure() {
	say "figure $*"
}

# Each way to list: its name, then the command.
each_way() {
	"$@" 'lspci -vvv' lspci -vvv
	"$@" 'lspci -n' lspci -n
	# once: it takes far longer than all others
	if [ -n "$lshw" ] && command -v lshw >/dev/null; then
		"$@" 'lshw -class bus' lshw -quiet -class bus
	fi
	"$@" 'muster list (module)' muster list --source module
	"$@" 'muster list --json (module)' muster list --json --source module
	"$@" 'muster list --json (sysfs)' muster list --json --source sysfs
}

count_reads() {
	name=$1
	shift
	fakepci count $ONE
	"$@" >/dev/null 2>&1
	figure reads "[\"$name\",$(fakepci_reads $ONE)]"
}

time_it() {
	name=$1
	shift
	figure list "[\"$name\",$(elapse "$@")]"
}

# Setting: one function that counts who reads it.
load i2c-i801
fakepci domain 10000
fakepci add $ONE id=1b36:fa01 sub=1af4:1100 class=ff0000 pcie pm dsn=0011223344556677
fakepci scan 10000
fakepci count $ONE
load_muster
figure reads "[\"the module, at its arrival\",$(fakepci_reads $ONE)]"
lshw=once
each_way count_reads
figure kernel "\"$(uname -r)\""

# The whole list of a board with 256 functions more.
fakepci domain 10001
fakepci add 10001:00:00.0 id=1b36:fa02 sub=1af4:1100 class=ff0000 pcie pm dsn=1 multi count=100
fakepci scan 10001
usleep 1000000
figure functions "$(lspci | wc -l)"
for _ in $(seq $rounds); do
	each_way time_it
	lshw=
done
claim "all are listed" equal "$(muster list --json | jq '[.devices[] | select(.kind == "function")] | length')" "$(lspci | wc -l)"
