#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# An inventory replaced while a daemon reads it, a few times; tests/faults does so ten thousand times.
MUSTER_FAULTS_SHORT=1 PYTHONPATH=tests/faults tests/faults/inventory.py | grep -v '^outcome: '
