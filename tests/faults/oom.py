#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The daemon killed by the kernel for want of memory, and started again, in a guest."""
# covers: userspace module tests/faults/guest/oom.sh

import re

import lib

KILLS = 30
FIGURES = {"killed", "strangers", "entries", "lines", "torn"}


def play():
    """One guest. Return: its figures, or None where a claim failed."""
    verdict = lib.guest("oom", "6.1", {"KILLS": KILLS})
    seen = {match[1]: int(match[2]) for line in verdict.lines
            if (match := re.match(r" *figure (\w+) (\d+)$", line))}
    holds = verdict.passed and FIGURES <= set(seen)
    if not lib.claim(f"killed {seen.get('killed', 0)} times, nothing is lost", holds,
                     "; ".join(map(str, verdict.reasons))):
        print("\n".join(verdict.lines[-80:]))
        return None
    return seen


def main():
    seen = play()
    if seen:
        lib.outcome("killed by the kernel for want of memory and started again, the daemon files "
                    "what the module has, once, and tells each finding once when raised and when "
                    "cleared", "the memory of its control group taken away for up to 0.7 s, again "
                    f"and again, while {seen['strangers']} strangers come and go; Linux 6.1",
                    f"killed {seen['killed']} times",
                    f"nothing of {seen['entries']} entries and {seen['lines']} lines")
    lib.finish()


main()
