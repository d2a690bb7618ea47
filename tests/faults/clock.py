#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The clock set back and forth, by years, while devices come and go."""
# covers: module userspace tests/faults/guest/clock.sh

import re

import lib

JUMPS = 60


def main():
    verdict = lib.guest("clock", "6.1", {"JUMPS": JUMPS})
    said = re.search(r"jumps (\d+) raised (\d+) cleared (\d+)", "\n".join(verdict.lines))
    lib.claim(f"{JUMPS} strangers while the clock is set", verdict.passed and said,
              "; ".join(verdict.reasons))
    if said:
        lost = 2 * JUMPS - int(said[2]) - int(said[3])
        lib.outcome("order, grace, standing findings, folding and rotation go by the time since "
                    "boot alone", "CLOCK_REALTIME set to 1970, 2038, 2100, hours and years ahead "
                    "and back, before and after each arrival; then a departure, a restart, a "
                    "rotation and a flapping device", f"{said[1]} settings, {JUMPS} arrivals",
                    "nothing" if not lost else f"{lost} findings")
    lib.finish()


main()
