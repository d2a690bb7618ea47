# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# What a kernel that finds faults is asked before and after a scenario. Sourced by init, and by
# fault.sh for scan_leaks.
#
# What it finds goes to the console, as what the kernel itself finds does.
OURS="muster fakepci fakei2c faulty"
LEAKS=/sys/kernel/debug/kmemleak
RACES=/sys/kernel/debug/kcsan

begin_debugging() {
	mount -t debugfs debugfs /sys/kernel/debug 2>/dev/null || return 0
	if [ -e $RACES ]; then echo on >$RACES; fi
	if [ -e $LEAKS ]; then hide_resources; fi
}

# The window of a bridge bears the name of the bus below it, and that is freed before the window
# is (6.12, pci_remove_bus_device()): who reads these two meanwhile reads freed memory, which KASAN
# tells without any module of ours, too, and lockdep is off from then on. A dump reads both.
hide_resources() {
	: >/run/no-resources
	for file in /proc/iomem /proc/ioports; do
		mount -o bind /run/no-resources $file || echo "WARNING: $file is not hidden" >/dev/ttyS0
	done
}

end_debugging() {
	if [ -e $RACES ]; then echo off >$RACES; fi
	if [ -e $LEAKS ]; then find_leaks; fi
	if grep -q ' debug_locks: *0$' /proc/lockdep_stats 2>/dev/null; then
		echo "WARNING: lockdep is off at the end" >/dev/ttyS0
	fi
}

# Nothing that is ours may be left when it is unloaded. The names of its
# functions go with it, so they are kept: the leak is told by them.
find_leaks() {
	killall -q -KILL musterd
	for module in $OURS; do
		grep "\[$module\]" /proc/kallsyms
	done | sort >/run/debug.symbols
	[ -s /run/debug.symbols ] || return 0
	for module in $OURS; do
		rmmod "$module" 2>/dev/null
	done
	scan_leaks
	tell_leaks <$LEAKS
}

# Younger than five seconds is never a leak to it, and a first scan only marks.
scan_leaks() {
	sleep 6
	echo scan >$LEAKS
	echo scan >$LEAKS
}

# What has one of our functions on its stack goes to the console; others are counted.
tell_leaks() {
	awk -v symbols=/run/debug.symbols '
	function owner(address, at) {
		for (at = 1; at <= count && start[at] <= address; at++) { }
		return at > 1 ? name[at - 1] : ""
	}
	function end_report() {
		if (ours)
			print "kmemleak: leak: " report >"/dev/ttyS0"
		else if (report)
			others++
		report = ""
		ours = 0
	}
	BEGIN {
		while ((getline line <symbols) > 0) {
			split(line, field)
			start[++count] = field[1]
			name[count] = field[3] " " field[4]
		}
	}
	/^unreferenced object/ { end_report() }
	{ report = report $0 "\n" }
	/\[(muster|fakepci|fakei2c|faulty)\]/ { ours = 1 }
	/^ +0xffffffff[0-9a-f]+$/ {
		found = owner(substr($1, 3))
		if (found) {
			report = report "      in or after " found "\n"
			ours = 1
		}
	}
	END {
		end_report()
		if (others)
			print "text kmemleak: " others " of others, not ours"
	}' >&9
}
