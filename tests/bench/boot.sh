# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# A start with a thousand functions more: with bench.muster=1 with the module.
# needs: muster udev programs
# timeout: 900
# memory: 1536

# The module where the initial file system's script loads it: before udev binds a driver.
since() {
	read -r up _ </proc/uptime
	awk '/^now at/ { printf "%.0f", $3 / 1000000; exit }' /proc/timer_list || echo "$up"
}

at_init=$(since)
if grep -q bench.muster=1 /proc/cmdline; then
	load_muster
fi
loaded=$(since)
start_udevd
settled=$(since)
# What takes the thousand: as cheap a driver as there is, so that others are dwarfed less.
modprobe pci-stub ids=1b36:0007
udevadm settle --timeout=600
say "figure boot [$at_init,$loaded,$settled,$(since)]"
if grep -q bench.muster=1 /proc/cmdline; then
	info .config_reads | sed 's/^/text figure config_reads /' >&9
fi
say "figure functions $(find /sys/bus/pci/devices/ -type l | wc -l)"
say "figure bound $(find /sys/bus/pci/drivers/pci-stub/ -name '0*' | wc -l)"
say "figure kernel \"$(uname -r)\""
claim "all are there" test "$(find /sys/bus/pci/devices/ -type l | wc -l)" -gt \
	"$(sed -n 's/.*bench\.functions=\([0-9]*\).*/\1/p' /proc/cmdline)"
udevadm control --exit
