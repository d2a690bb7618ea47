#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""No memory, no descriptors: at each allocation and each opening in turn."""
# covers: userspace tests/faults/programs/lack.c tests/fixtures/server.json

import os
import re
import resource
import signal
import subprocess
import sys
import tempfile

import lib

PROGRAMS = os.path.join(lib.HERE, "programs")
SHIM = os.path.join(lib.TREE, "build", "faults", "programs", "lack.so")
MUSTER = os.path.join(lib.TREE, "userspace", "muster")
MUSTERD = os.path.join(lib.TREE, "userspace", "musterd")
SERVER = os.path.join(lib.TREE, "tests", "fixtures", "server.json")
LEDGER = os.path.join(lib.TREE, "tests", "fixtures", "ledger", "small.ledger")
TROUBLE = 4
# Opening pci.ids: names are then numbers, which is what --no-names shows.
NAMES = {"list", "show", "inventory generate", "inventory lint"}
LINE = re.compile(r"(\d+) (-?\d+) (\d+) ([0-9a-f]{16}) (\d+) (.*)")


def verbs(work):
    """Name: (arguments, exit status of trouble). They write nothing that a second run would meet."""
    inventory = os.path.join(work, "board.json")
    with open(inventory, "wb") as output:
        subprocess.run([MUSTER, "inventory", "generate", "--from", SERVER], check=True,
                       stdout=output, stderr=subprocess.DEVNULL)
    check = ["check", "--from", SERVER, "--inventory", inventory]
    return {
        "list": (["list", "--from", SERVER], TROUBLE),
        "list --json": (["list", "--json", "--from", SERVER], TROUBLE),
        "list of this machine": (["list", "--json"], TROUBLE),
        "show": (["show", "--from", SERVER, "0000:00/01.0/00.0"], TROUBLE),
        "check": (check, TROUBLE),
        "check --json": ([*check, "--json"], TROUBLE),
        "check --nagios": ([*check, "--nagios"], 3),
        "diff": (["diff", SERVER, SERVER], 2),
        "status": (["status"], TROUBLE),
        "log verify": (["log", "verify", LEDGER], 2),
        "log show --json": (["log", "show", "--json", LEDGER], TROUBLE),
        "inventory generate": (["inventory", "generate", "--from", SERVER], TROUBLE),
        "inventory lint": (["inventory", "lint", inventory], TROUBLE),
    }


def branch(arguments, what, work, **more):
    """Run it with the shim, which forks at each place. Return: the places, the whole run's end."""
    log, out = os.path.join(work, "log"), os.path.join(work, "out")
    if os.path.exists(log):
        os.unlink(log)
    environment = dict(os.environ, LACK=what, LACK_LOG=log, LD_PRELOAD=SHIM, **more)
    with open(out, "w+b") as output:
        status = subprocess.run([MUSTER, *arguments], stdout=output, stderr=subprocess.DEVNULL,
                                stdin=subprocess.DEVNULL, env=environment, check=False).returncode
    with open(log, encoding="utf-8", errors="replace") as text:
        lines = text.read().splitlines()
    places = [match for line in lines if (match := LINE.match(line))]
    return places, status, lines[-1].split()[1]


def judge(name, place, whole, digest, trouble, what):
    """What is wrong about how it ended, or None."""
    number, status, killed, seen, errors, said = place.groups()
    told = f"place {number}: status {status}, {said or 'nothing said'}"
    if killed != "0":
        return f"place {number}: killed by {signal.Signals(int(killed)).name}"
    if int(status) in (trouble, TROUBLE) and (errors != "0" or seen != digest):
        return None
    # what it could do without, or what it says it did without
    if what == "descriptors" and int(status) == whole and (seen == digest or errors != "0"):
        return None
    # it tells of troubles on standard output
    if what == "descriptors" and name == "status" and seen != digest:
        return None
    return told


def try_verb(name, arguments, trouble, what, work):
    step = f"{what}-{name}".replace(" ", "_")
    kept = lib.done(step)
    if kept is not None:
        return kept
    more = {"LACK_EVERY": "17"} if lib.SHORT and what == "memory" else {}
    places, whole, digest = branch(arguments, what, work, **more)
    faults = [fault for place in places
              if (fault := judge(name, place, whole, digest, trouble, what))]
    if what == "descriptors" and name in NAMES and len(faults) == 1 and "nothing" in faults[0]:
        faults = []
    if not lib.claim(f"{name}: {len(places)} places without {what}", places and not faults,
                     f"{len(faults)} bad: " + "; ".join(faults[:4])):
        return len(places)
    return lib.did(step, len(places))


def try_limits(name, arguments, trouble):
    """The real thing: from four descriptors (the loader needs one) on, until it does without more."""
    for limit in range(4, 24):
        def lower(limit=limit):
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
        job = subprocess.run([MUSTER, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             stdin=subprocess.DEVNULL, preexec_fn=lower, check=False)
        good = job.returncode == trouble and job.stderr or job.returncode in (0, 1, 2)
        if not good:
            return lib.claim(f"{name} with {limit} descriptors", False,
                             f"status {job.returncode}, {job.stderr[-200:]}")
    return lib.claim(f"{name} with 4 to 23 descriptors", True)


def main():
    subprocess.run(["make", "-s", "-C", PROGRAMS, "lack.so"], check=True)
    sums = {"memory": 0, "descriptors": 0}
    with tempfile.TemporaryDirectory(prefix="muster-lack.") as work:
        tried = verbs(work)
        for what in sums:
            for name, (arguments, trouble) in tried.items():
                sums[what] += try_verb(name, arguments, trouble, what, work)
        for name, (arguments, trouble) in tried.items():
            try_limits(name, arguments, trouble)
    lib.outcome("without memory a verb says so in one line and exits as for any trouble; nothing "
                "half made is printed", f"each allocation refused in turn, {len(tried)} verbs",
                f"{sums['memory']} places", "nothing")
    lib.outcome("without descriptors a verb says so and exits as for any trouble, or does without "
                "what it can do without", f"each opening refused in turn, {len(tried)} verbs; "
                "limits of 4 to 23 descriptors", f"{sums['descriptors']} places, "
                f"{20 * len(tried)} runs", "nothing")
    lib.finish()


if __name__ == "__main__":
    sys.exit(main())
