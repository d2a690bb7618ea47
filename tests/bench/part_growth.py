# SPDX-License-Identifier: GPL-2.0-or-later
"""How what one does grows with the functions of a board."""

from statistics import median

import guests
from table import MILLION, spread, table

ABOUT = "boards of 10, 100 and 1,000 functions"
TITLE = "Growth with the board"
FILES = ["growth.sh", "table.py"]
NATIVE = False  # in a guest


def measure():
    return guests.Guests("growth.sh").run()


def section(figures):
    times, functions, roster = {}, dict(figures["functions"]), dict(figures["roster"])
    for name, size, spent in figures["time"]:
        times.setdefault(name, {}).setdefault(size, []).append(spent / MILLION)
    sizes = sorted(functions)
    pairs = list(zip(sizes, sizes[1:]))
    rows = [[f"`{name}`" if name.startswith("muster") else name,
             *(spread(by[size], 0) for size in sizes),
             *(f"{median(by[b]) / median(by[a]):.1f}" for a, b in pairs)] for name, by in times.items()]
    rows.append(["roster, bytes", *(roster[size] for size in sizes),
                 *(f"{roster[b] / roster[a]:.1f}" for a, b in pairs)])
    most = sizes[-1]
    ours = [name for name in times if not name.startswith("yardstick")]
    worse = [name for name in ours for a, b in pairs
             if median(times[name][b]) / median(times[name][a]) > 1.1 * functions[b] / functions[a]]
    return f"""\
A bare board, filled up with functions that no driver takes; kernel {figures["kernel"][0]}; ms,
the start of each program included, {len(times[ours[0]][most])} rounds.

{table(["", *(f"{functions[size]:,} functions" for size in sizes),
        *(f"{functions[a]:,} to {functions[b]:,}: times" for a, b in pairs)], *rows)}

Ten times the functions cost more than eleven times the time in: {", ".join(worse) or "nothing"}."""
