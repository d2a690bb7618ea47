#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The daemon killed at random moments while devices come and go, in a guest with the module."""
# covers: userspace/musterd*.c userspace/ledger*.c userspace/standing*.c userspace/file_*.c
# covers: userspace/boot_*.c userspace/netlink*.c module tests/faults/guest/kills.sh

import os
import re

import lib

ROUNDS = int(os.environ.get("ROUNDS", "10"))
KILLS = 100
SERIES = "6.1"
FIGURES = ("killed", "strangers", "lines", "entries")


def figures(verdict):
    found = {}
    for line in verdict.lines:
        match = re.match(r" *figure (\w+) (\d+)$", line)
        if match:
            found[match[1]] = int(match[2])
    return found


def play(number):
    """One guest, KILLS times. Return: its figures, or None where a claim failed."""
    verdict = lib.guest("kills", SERIES, {"KILLS": KILLS})
    seen = figures(verdict)
    holds = verdict.passed and set(FIGURES) <= set(seen)
    lib.claim(f"round {number}: killed {seen.get('killed', 0)} times, "
              f"{seen.get('strangers', 0)} strangers, {seen.get('entries', 0)} entries",
              holds, "; ".join(map(str, verdict.reasons)))
    if not holds:
        print("\n".join(verdict.lines[-80:]))
        return None
    return lib.did(f"round-{number}", seen)


def main():
    total = dict.fromkeys(FIGURES, 0)
    for number in range(1, ROUNDS + 1):
        seen = lib.done(f"round-{number}")
        if seen:
            lib.claim(f"round {number}: was played before", True)
        else:
            seen = play(number)
        for name in FIGURES if seen else ():
            total[name] += seen[name]
    if not lib.FAILED:
        tried = (f"musterd killed (SIGKILL) at a random moment of the first second and a half "
                 f"of its run, while {total['strangers']} strangers come and go; Linux {SERIES}")
        lib.outcome("the ledger on disk has every entry of the module, once, and its chain holds",
                    tried, total["killed"], f"nothing of {total['entries']} entries")
        lib.outcome("each finding is told when it is raised and when it is cleared, once each, "
                    "also across restarts", "the same", total["killed"],
                    f"nothing, and nothing told twice, of {total['lines']} lines")
        lib.outcome("findings.jsonl holds whole lines, at any moment", "the same; looked at "
                    "after each kill", total["killed"], "nothing")
    lib.finish()


main()
