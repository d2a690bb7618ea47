# SPDX-License-Identifier: GPL-2.0-or-later
# Every allocation of a load fails in turn: it loads and tells, or refuses and leaves nothing.
# board: bare
# needs: module programs fakei2c
# only-on: 6.12-address it can fail an allocation
# timeout: 600
# cmdline: log_buf_len=4M

# Setting: a mux and clients in front of it and behind it.
. /lib/testbed/fault.sh
dmesg -n 4
fakei2c adapter fake0
bus=$(fakei2c_bus fake0)
fakei2c mux "$bus" 70 1
new_client "$bus" fakechip 51
new_client "$(fakei2c_channel "$bus-0070/0")" fakechip 52
list_sysfs >/run/sysfs
devices=$(wc -l </run/sysfs)
refusals=0

# What a load has recorded, one line per entry: the load, the event, its flags, the device.
print_records() {
	jq -r '.entry | "\(input_filename) \(.event) \(.flags) \(.device.address // "-")"' \
		/run/record.*
}

# Loads that lack a device, or tell of none that is not tracked in one place and not the other.
incomplete() {
	print_records | awk -v devices="$devices" '
		$2 == "LOAD" { loads[$1] = 1 }
		$2 == "PRESENT" && !seen[$1, $4]++ { recorded[$1]++ }
		$3 % 2 { untracked[$1]++ }
		END {
			for (load in loads) {
				info = load
				sub("record", "info", info)
				told = 0
				while ((getline line <info) > 0)
					told += line ~ /"incomplete":true/
				if (recorded[load] != devices || !untracked[load] != !told)
					print load, recorded[load], "recorded", untracked[load] + 0, told
			}
		}'
}

# $1: of which kind; $2: so many at least no load does without
every_allocation() {
	rm -f /run/record.* /run/info.*
	fault_begin "$1"
	loadfail "$fault" /lib/testbed/muster.ko "ring_kib=64 head_slack_kib=8" \
		"/sys/bus/i2c/devices/i2c-$bus" \
		"nlread events >/run/record.\$N && nlread info >/run/info.\$N" >/run/loads ||
		die "loadfail: $(tail -n 3 /run/loads)"
	refused=$(grep -c ' refused ' /run/loads)
	loaded=$(grep -c ' loaded$' /run/loads)
	refusals=$((refusals + refused))
	claim "$((refused + loaded)) allocations failed in turn ($1): $refused loads refused, $loaded loaded" \
		test "$refused" -ge "$2"
	claim "each refusal was ENOMEM, and left neither module nor family nor notifier" \
		not grep -vE '^[0-9]+ (refused ENOMEM|loaded|none)$' /run/loads
	claim "with none failing it loads again" says '^[0-9]+ none$' tail -n 1 /run/loads
	[ "$loaded" = 0 ] ||
		claim "each load recorded all $devices devices, and tells of what is not tracked" \
			equal "$(incomplete)" ""
	claim "its roster is sysfs" roster_is_sysfs
	rmmod muster
}

every_allocation failslab 10
# of most pages the kernel makes do with others: of a smaller slab, or one by one for vmalloc()
every_allocation fail_page_alloc 1
claim "each of the $refusals refusals said so in the log" \
	equal "$(dmesg | grep -c 'muster: not loaded, nothing is recorded')" "$refusals"
claim "the kernel complained of nothing" not fault_splats
fault_leaks >/run/leaks
claim "nothing leaked" not grep -A 20 unreferenced /run/leaks
