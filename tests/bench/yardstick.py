# SPDX-License-Identifier: GPL-2.0-or-later
"""Commands run on this machine, with what each took."""

import subprocess
import sys
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
