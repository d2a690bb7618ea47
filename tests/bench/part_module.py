# SPDX-License-Identifier: GPL-2.0-or-later
"""What the module costs the kernel at work."""

from statistics import median

import guests
from table import MILLION, ratios, spread, table

ABOUT = "what the module costs the kernel at work, with and without in turn"
TITLE = "What the module costs the kernel"
FILES = ["module.sh", "table.py"]
NATIVE = False  # in a guest


def measure():
    return guests.Guests("module.sh").run()


def section(figures):
    times = {}
    for how, what, spent in figures["cost"]:
        times.setdefault(what, {}).setdefault(how, []).append(spent / MILLION)
    rows = []
    for what, spent in times.items():
        ours, bare = spent["with"], spent["without"]
        rows.append([what, spread(bare), spread(ours), ratios(ours, bare, 3),
                     f"{median([a - b for a, b in zip(ours, bare)]):.2f}"])
    first, last = times["scan 256 new functions"], times["remove them all"]
    each = [median(kind["with"]) * 1000 / 256 - median(kind["without"]) * 1000 / 256
            for kind in (first, last)]
    return f"""\
The same work without the module and with it, in turn in one guest ({len(bare)} rounds of each;
the order changes, the module is loaded for its rounds only); nobody listens. Kernel
{figures["kernel"][0]}. The switch has {figures["behind"][0]} functions with what is behind it;
the 256 functions answer at once, as no hardware does, and no driver takes them: the dearest
case for who looks at each.

{table(["", "without, ms", "with, ms", "with / without, round by round", "more, ms"], *rows)}

An arrival costs {each[0]:.0f} us (reading the registers, SHA-256 of them and of the entry), a departure
{each[1]:.0f} us, in the guest's time."""
