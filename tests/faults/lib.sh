# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# What the faults written in shell share: all of tests/cli/lib.sh, and
#
#   outcome PROMISE TRIED TIMES LOST     a row of docs/FAULTS.md
#
# Sourced, from the root of the tree: . tests/faults/lib.sh
. tests/cli/lib.sh

outcome() {
	echo "outcome: $1 | $2 | $3 | $4"
}
