#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The daemon killed, its disk full or failing, its files cut: the short forms of tests/faults.
. tests/cli/lib.sh

for fault in kill-calls disk-calls disk-slow cut-files; do
	tests/faults/$fault.py --short >"$out" 2>&1 || {
		status=$?
		grep -q '^FAIL ' "$out" || echo "FAIL tests/faults/$fault.py --short: status $status"
		failed=1
	}
	grep -v '^outcome: ' "$out"
done
exit $failed
