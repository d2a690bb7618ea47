#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Firmware that talks nonsense, a few boards; tests/faults tries hundreds.
. tests/cli/lib.sh

try_fault firmware
exit $failed
