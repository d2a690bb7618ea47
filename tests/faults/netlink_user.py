#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Netlink messages from the kernel, malformed at random by the million."""
# covers: userspace tests/fuzz tests/faults/programs tests/fixtures/netlink.txt

import os
import re
import subprocess

import lib

PROGRAMS = os.path.join(lib.HERE, "programs")
PROGRAM = os.path.join(lib.TREE, "build", "faults", "programs", "netlink_user")
# Sessions of the client that tool and daemon share, and of the daemon's following of the module.
ROUNDS = {"client": (12, 10000), "daemon": (12, 5000)}
FIGURES = (r"(\d+) datagrams altered, (\d+) messages in them; sessions: "
           r"(\d+) whole, (\d+) short, (\d+) none")


def one_round(what, seed, sessions):
    """Run one round, or say that it was run. Return: its five figures."""
    step = f"{what}-{seed}"
    figures = lib.done(step)
    if figures:
        return figures
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else "/tmp"
    job = subprocess.run([PROGRAM, what, str(seed), "0", str(sessions)], text=True, check=False,
                         env=dict(os.environ, TMPDIR=memory), errors="replace",
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    found = re.search(FIGURES, job.stdout)
    whole = lib.claim(f"{what}: {sessions} sessions of seed {seed}", job.returncode == 0 and found,
                      job.stdout[-300:] + job.stderr[-1500:])
    figures = [int(figure) for figure in found.groups()] if found else [0] * 5
    return lib.did(step, figures) if whole else figures


def main():
    subprocess.run(["make", "-s", "-j2", "-C", PROGRAMS, "netlink_user"], check=True)
    sums = {}
    for what, (rounds, sessions) in ROUNDS.items():
        figures = [one_round(what, seed, sessions) for seed in range(1, rounds + 1)]
        sums[what] = [sum(column) for column in zip(*figures)]
    altered = sum(figures[1] for figures in sums.values())
    lib.claim(f"{altered} messages were altered", altered >= 1000000, "fewer than a million")
    way = ("recorded datagrams of the kernel altered in up to four ways (bytes, lengths, types, "
           "values, sequence, sender, order, cut, errors of the socket)")
    lib.outcome("what the kernel sends is refused with an errno where it is malformed, and what is "
                "filed is what the module said", f"{way}; the client under ASan and UBSan",
                f"{sums['client'][1]} messages in {sums['client'][0]} datagrams", "nothing")
    _, messages, whole, short, none = sums["daemon"]
    lib.outcome("the daemon files no entry that the chain does not prove, and says what it lacks",
                f"{way}; the daemon's following of the module under ASan and UBSan",
                f"{messages} messages in {whole + short + none} sessions: {whole} filed all, "
                f"{short} a part, {none} could not ask", "nothing")
    lib.finish()


main()
