#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# An inventory replaced while a daemon reads it, a few times; tests/faults does so ten thousand times.
. tests/cli/lib.sh

try_fault inventory
exit $failed
