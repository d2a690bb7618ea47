#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Firmware that talks nonsense, a few boards; tests/faults tries hundreds.
MUSTER_FAULTS_SHORT=1 PYTHONPATH=tests/faults tests/faults/firmware.py | grep -v '^outcome: '
