#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The daemon killed, its disk full or failing, its files cut: the short forms of tests/faults.
. tests/cli/lib.sh

for fault in kill-calls disk-calls disk-slow cut-files; do
	try_fault "$fault"
done
exit $failed
