# SPDX-License-Identifier: GPL-2.0-or-later
"""Commands run on this machine, with what each took."""

import re
import subprocess
import sys
import tempfile
from statistics import median

import guests

ROUNDS = 3  # at least; what is short is run until it took a second in all
LONGEST = 15  # rounds


def spend(command):
    """Run a command: seconds it took, seconds of processor, KiB at most."""
    said = subprocess.run([guests.build_helper("spend"), *command], check=True, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE).stdout.split()
    return {"seconds": float(said[0]), "processor": float(said[1]), "kib": int(said[2]),
            "status": int(said[3])}


def measure(what, size, command, allowed=(0,)):
    """Run it often enough; return {what, size, processor, seconds, kib}, or None where it fails."""
    runs = []
    while len(runs) < ROUNDS or (len(runs) < LONGEST and sum(run["seconds"] for run in runs) < 1):
        runs.append(spend(command))
    for result in runs:
        if result["status"] not in allowed:
            print(f"bench: {' '.join(command[:5])} ended with {result['status']}", file=sys.stderr)
            return None
    figure = {"what": what, "size": size, "processor": [run["processor"] for run in runs],
              "seconds": [run["seconds"] for run in runs], "kib": max(run["kib"] for run in runs)}
    print(f"{what} {size}: {median(figure['processor']):.3f} s, {figure['kib']} KiB", file=sys.stderr)
    return figure


def count_instructions(what, size, command, allowed=(0,)):
    """Run it below valgrind's cachegrind; return {what, size, instructions}, or None where it fails.

    What the kernel does for it is not among them. It takes some ten times as long as without.
    """
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as log:
        status = subprocess.run(["valgrind", "--tool=cachegrind", "--cache-sim=no",
                                 "--cachegrind-out-file=/dev/null", f"--log-file={log.name}", *command],
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL, check=False).returncode
        counted = re.search(r"I +refs: +([\d,]+)", log.read())
    if status not in allowed or not counted:
        print(f"bench: {' '.join(command[:5])} ended with {status} below valgrind", file=sys.stderr)
        return None
    figure = {"what": what, "size": size, "instructions": int(counted[1].replace(",", ""))}
    print(f"{what} {size}: {figure['instructions']} instructions", file=sys.stderr)
    return figure
