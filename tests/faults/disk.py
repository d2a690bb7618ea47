#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A device that fails under the daemon's file system, in a guest with the module."""
# covers: userspace module tests/faults/guest/disk.sh

import os
import re

import lib

ROUNDS = int(os.environ.get("ROUNDS", "6"))
DRIVERS = ["loop", "dm_mod", "dm_flakey", "ext4", "crc32c_generic"]
PROGRAMS = ["dmsetup", "mke2fs", "e2fsck"]
WAYS = {
    "gives-up": "ext4 that makes itself read-only when its device fails at a random moment (device "
                "mapper: each block, or each that is written), is mended and mounted again, then "
                "the daemon started again; also read-only by hand, and the daemon started meanwhile",
    "goes-on": "ext4 without a journal whose device fails so, then works again; the daemon goes on",
}
FIGURES = {"strangers", "entries", "torn"}


def play(way):
    """One guest. Return: its figures, or None where a claim failed."""
    verdict = lib.guest("disk", "6.1", {"ROUNDS": ROUNDS, "WAY": way}, DRIVERS, PROGRAMS)
    seen = {match[1]: int(match[2]) for line in verdict.lines
            if (match := re.match(r" *figure (\w+) (\d+)$", line))}
    if not lib.claim(f"{way}: failing {ROUNDS} times, nothing is lost",
                     verdict.passed and FIGURES <= set(seen), "; ".join(map(str, verdict.reasons))):
        print("\n".join(verdict.lines[-80:]))
        return None
    return lib.did(way, seen)


def main():
    promise = "while its disk fails the daemon runs on, says so in status and log, and asks the " \
              "module again: on a disk that is mended nothing is missing or told twice"
    for way, words in WAYS.items():
        seen = lib.done(way)
        if seen:
            lib.claim(f"{way}: was played before", True)
        else:
            seen = play(way)
        if seen:
            lib.outcome(promise, f"{words}; looked at on the disk itself; Linux 6.1",
                        f"{ROUNDS}, {seen['strangers']} strangers",
                        f"nothing of {seen['entries']} entries and {2 * seen['strangers']} lines")
            promise = "the same"
    lib.finish()


main()
