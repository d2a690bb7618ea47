#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# No memory and no descriptors, a few places of each verb and of the daemon; tests/faults
# tries all.
. tests/cli/lib.sh

try_fault lack
try_fault lack_daemon
exit $failed
