#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Netlink messages to the module, malformed at random by the million."""
# covers: module tests/kmod tests/qemu/programs tests/faults/guest/mangled.sh

import os
import re

import lib

ROUNDS = 10
MESSAGES = 100000
# The kernel that checks every access is a tenth as fast; it is built by scripts/kernel-debug.
CHECKED = "6.12-address"
CHECKED_MESSAGES = 20000
KERNELS = os.path.join(os.environ.get("MUSTER_CACHE", os.path.expanduser("~/.cache/muster")),
                       "kernel")


def one_round(series, number, messages):
    """Run one round, or say that it was run; return what was sent."""
    step = f"{series}-{number}"
    figures = lib.done(step)
    if figures:
        print(f"-- {step}: done before")
        return figures
    verdict = lib.guest("mangled", series, {"ROUND": number, "MESSAGES": messages})
    said = "\n".join(verdict.lines)
    whole = lib.claim(f"seed {number}, {messages} messages on {series}", verdict.passed,
                      "; ".join(verdict.reasons))
    figures = {"sent": sum(map(int, re.findall(r"(\d+) messages,", said))),
               "answers": sum(map(int, re.findall(r"(\d+) answers,", said)))}
    return lib.did(step, figures) if whole else figures


def main():
    plain = [one_round("6.1", number, MESSAGES) for number in range(1, ROUNDS + 1)]
    sent = sum(figures["sent"] for figures in plain)
    lib.claim(f"{sent} messages were sent", sent == ROUNDS * MESSAGES, "not all")
    lib.outcome("no request breaks kernel or record; who lacks the capability is told nothing",
                "right requests made wrong in up to four ways (lengths, nests, types, flags, "
                "twice, cut, several at once), groups joined, on Linux 6.1, while devices come "
                "and go", f"{sent} messages, {sum(f['answers'] for f in plain)} answers judged",
                "nothing")
    if os.path.isdir(os.path.join(KERNELS, CHECKED)):
        checked = one_round(CHECKED, 1, CHECKED_MESSAGES)
        lib.outcome("the same under KASAN, UBSAN, lockdep and kmemleak",
                    "the same on Linux 6.12 built for finding faults",
                    f"{checked['sent']} messages", "nothing")
    lib.finish()


main()
