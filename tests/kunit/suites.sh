# SPDX-License-Identifier: GPL-2.0-or-later
# Every case of the suites in the module is a claim, as the kernel told it.
# timeout: 180

mount -t debugfs none /sys/kernel/debug
insmod /lib/testbed/muster_kunit.ko || die "insmod muster_kunit.ko"
passed() {
	echo "$2" | grep -q "^ *ok " || {
		dmesg | grep -B 25 -m 1 "not ok [0-9]* $1"
		return 1
	}
}
for suite in /sys/kernel/debug/kunit/muster-*; do
	grep -E '^ +(not )?ok ' "$suite/results" >/run/results ||
		die "no results of ${suite##*/}"
	while read -r result; do
		name=$(echo "$result" | sed 's/^\(not \)\{0,1\}ok [0-9]* \([a-z0-9_]*\).*/\2/')
		claim "${suite##*/} $name" passed "$name" "$result"
	done </run/results
done
claim "the module goes" rmmod muster_kunit
