# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2034 # used by the scenarios that source this
# Allocations that fail, one at a time, for kernels that inject faults. Sourced by scenarios.
#
#   fault_begin failslab|fail_page_alloc
#                       which; of those alone that are made under a module's code
#   fault_only MODULE   under that one's code, as it is loaded now
#   fault_only kernel FIRST LAST   under the kernel's, from one function to another
#   fault_next N        the N-th of these from now on fails, and no other
#   fault_hit           ends that, and tells whether it has come to it
#   fault_settle COMMAND...   after one that has not: COMMAND, until it has
#   fault_splats        what the kernel's log says that it should not
#   fault_leaks         what kmemleak finds, after it has looked twice
#
# "interval" counts what it has seen and cannot be asked how far it is: so it is
# always set to the number that is to fail.

# shellcheck source=tests/qemu/debug.sh
. /lib/testbed/debug.sh

fault_begin() {
	fault=/sys/kernel/debug/$1
	[ -d "$fault" ] || mount -t debugfs none /sys/kernel/debug || die "no debugfs"
	[ -d "$fault" ] || die "this kernel has no $1"
	fault_count=0
	fault_modules=0xffffffffa0000000
	echo 0 >"$fault/probability"
	echo 0 >"$fault/times"
	echo 0 >"$fault/verbose"
	echo N >"$fault/ignore-gfp-wait"
	echo "$fault_modules" >"$fault/require-start"
	echo 0xffffffffff000000 >"$fault/require-end"
	# what looks for faults would look no more without memory
	fault_symbol fill_pool
	echo "0x$fault_first" >"$fault/reject-start"
	echo "0x$fault_behind" >"$fault/reject-end"
	if [ "$1" = failslab ]; then
		for cache in /sys/kernel/slab/*/failslab; do
			case $cache in
			*kmemleak* | *debug_objects* | */kmem_cache/*) ;;
			*) echo 1 >"$cache" 2>/dev/null ;;
			esac
		done
		echo Y >"$fault/cache-filter"
	else
		echo N >"$fault/ignore-gfp-highmem"
		echo 0 >"$fault/min-order"
	fi
}

# Where a function of the kernel begins, and where the next one does.
fault_symbol() {
	read -r fault_first fault_behind <<-EOF
		$(sort /proc/kallsyms | awk -v name="$1" '
			found && $1 != found { print found, $1; exit }
			$3 == name && $2 ~ /[tT]/ { found = $1 }')
	EOF
	[ -n "$fault_behind" ] || die "no $1 in /proc/kallsyms"
}

fault_only() {
	if [ "$1" = kernel ]; then
		fault_symbol "$2"
		fault_start=$fault_first
		fault_symbol "$3"
		fault_end=$fault_behind
	else
		read -r fault_start fault_end <<-EOF
			$(awk -v module="[$1]" '$4 == module && $2 ~ /[tT]/ { print $1 }' /proc/kallsyms |
			sort | sed -n '1p; $p' | tr '\n' ' ')
		EOF
		# the last function is shorter than a page
		fault_end=${fault_end%???}fff
	fi
	echo "0x$fault_start" >"$fault/require-start"
	echo "0x$fault_end" >"$fault/require-end"
}

fault_next() {
	fault_goal=$((fault_count + $1))
	echo "$fault_goal" >"$fault/interval"
	echo 1 >"$fault/times"
	echo 100 >"$fault/probability"
}

fault_hit() {
	echo 0 >"$fault/probability"
	read -r fault_left <"$fault/times"
	echo 0 >"$fault/times"
	[ "$fault_left" = 0 ] || return 1
	# an interval of 1 counts nothing
	[ "$fault_goal" = 1 ] || fault_count=$fault_goal
}

fault_settle() {
	fault_until=$fault_goal
	until fault_next $((fault_until - fault_count)) && "$@" && fault_hit; do :; done
}

fault_splats() {
	dmesg | grep -E 'BUG:|WARNING:|Oops|KASAN|UBSAN|general protection|refcount_t|ODEBUG|Invalid notifier'
}

fault_leaks() {
	scan_leaks
	cat "$LEAKS"
}
