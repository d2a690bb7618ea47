#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# No memory and no descriptors, a few places of each verb; tests/faults tries all.
. tests/cli/lib.sh

try_fault lack
exit $failed
