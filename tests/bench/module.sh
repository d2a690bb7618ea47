# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# What the module costs the kernel: the same work without it and with it, in turn.
# needs: muster fakepci programs
# timeout: 900
# memory: 768

rounds=8
grep -q bench.quick=1 /proc/cmdline && rounds=2
SWITCH=/sys/bus/pci/devices/0000:00:1c.2

figure() {
	say "figure $*"
}

# What is timed of a round, told under @1.
work() {
	figure cost "[\"$1\",\"remove a switch with what is behind it\",$(poke "/sys/bus/pci/devices/$switch/remove" 1)]"
	figure cost "[\"$1\",\"rescan: it comes back\",$(poke "/sys/bus/pci/devices/0000:00:1c.2/rescan" 1)]"
	figure cost "[\"$1\",\"load a driver that binds three functions\",$(elapse modprobe e1000e)]"
	figure cost "[\"$1\",\"unload it\",$(elapse rmmod e1000e)]"
	fakepci domain 10001
	fakepci add 10001:00:00.0 id=1b36:fa02 sub=1af4:1100 class=ff0000 pcie pm dsn=1 multi count=100
	figure cost "[\"$1\",\"scan 256 new functions\",$(poke /dev/fakepci 'scan 10001')]"
	figure cost "[\"$1\",\"remove them all\",$(poke /dev/fakepci 'nodomain 10001')]"
}

round() {
	if [ "$1" = with ]; then
		load_muster
		work with
		info '.config_reads' | sed 's/^/text figure config_reads /' >&9
		unload_muster
	else
		work without
	fi
}

# Setting: a switch with a NIC and an xHCI behind it; nothing else runs in the guest.
load i2c-i801
fakepci domain 10002
rmmod e1000e xhci-pci 2>/dev/null
switch=$(basename "$SWITCH"/0*:*:00.0)
figure kernel "\"$(uname -r)\""
figure behind "$(find "$SWITCH/$switch/" -name config | wc -l)"
# the first of all is slower than what follows: it does not count
work warm-up
for i in $(seq $rounds); do
	if [ $((i % 2)) = 1 ]; then
		round without
		round with
	else
		round with
		round without
	fi
done
claim "the switch is back" exists "$SWITCH/$switch/config"
