#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# No memory and no descriptors, a few places of each verb; tests/faults tries all.
MUSTER_FAULTS_SHORT=1 PYTHONPATH=tests/faults tests/faults/lack.py | grep -v '^outcome: '
