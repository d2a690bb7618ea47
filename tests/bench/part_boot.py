# SPDX-License-Identifier: GPL-2.0-or-later
"""How much longer a start takes with the module."""

import os
from statistics import median

import guests
from table import ratios, spread, table, verdict

ABOUT = "starts of a board of a thousand functions, with and without the module in turn"
TITLE = "Starting with a thousand functions"
FILES = ["boot.sh", "table.py"]
NATIVE = False  # in a guest
ROUNDS = 3
FUNCTIONS = 100 if os.environ.get(guests.QUICK) else 1000
BRIDGE = 31  # conventional functions behind a bridge


def board():
    """The thousand, behind bridges: QEMU arguments."""
    arguments = []
    for bridge in range((FUNCTIONS + 8 * BRIDGE - 1) // (8 * BRIDGE)):
        arguments += ["-device", f"pci-bridge,id=many{bridge},chassis_nr={100 + bridge}"]
        for number in range(min(8 * BRIDGE, FUNCTIONS - bridge * 8 * BRIDGE)):
            slot, function = divmod(number, 8)
            arguments += ["-device", f"sdhci-pci,bus=many{bridge},"
                          f"addr={slot + 1:x}.{function}" +
                          (",multifunction=on" if not function else "")]
    return arguments


def measure():
    guest = guests.Guests("boot.sh", guests.add_udev_data)
    figures = {"with": [], "without": []}
    for number in range(1 if os.environ.get(guests.QUICK) else ROUNDS):
        order = ["without", "with"] if number % 2 else ["with", "without"]
        for how in order:
            told = guest.run(board(), f"bench.muster={int(how == 'with')} pci=nomsi "
                             f"bench.functions={FUNCTIONS}")
            figures[how].append(told["boot"][0])
            figures.update((key, value[0]) for key, value in told.items() if key != "boot")
    return figures


def section(figures):
    ours, bare = figures["with"], figures["without"]

    def row(what, begin, end):
        a, b = ([times[end] - (times[begin] if begin is not None else 0) for times in kind]
                for kind in (ours, bare))
        return [what, spread(b, 0), spread(a, 0),
                ratios(a, b, 4) if min(b) > 5 else "", f"{median(a) - median(b):.0f}"]

    more = median([a[3] for a in ours]) / median([b[3] for b in bare]) - 1
    loading, binding = (1000 * (median([a[end] - a[begin] for a in ours]) -
                                median([b[end] - b[begin] for b in bare])) / number
                        for begin, end, number in ((0, 1, figures["functions"]),
                                                   (2, 3, figures["bound"])))
    reads = figures["config_reads"] / figures["functions"]
    return f"""\
{len(ours)} starts of each, in turn, of one board of {figures["functions"]} functions; kernel
{figures["kernel"]}. The module is loaded as on a server: by the initial file system, after the
kernel has found the functions and before udev binds the first driver. Then udev handles all
there is, with Debian's rules and hardware database, and `pci-stub`, as cheap a driver as
there is, is bound to {figures["bound"]} of them. A real start does much more than this, and
there each of the {reads:.0f} dwords that the module reads of a function's configuration space
takes about a microsecond, not an instruction.

{table(["ms", "without", "with", "with / without, start by start", "more"],
       row("until the initial file system runs", None, 0), row("the module is loaded", 0, 1),
       row("udev has handled all", 1, 2), row("a driver is bound to each, and udev has handled that", 2, 3),
       row("all", None, 3))}

Aim: under 1 % ({verdict(more < 0.01)}: {100 * more:.2f} % of the medians). It is {loading:.0f} us for each
function when the module is loaded, for its registers are read, hashed, and chained to the entry
before (some of it is loading itself, which "Growth with the board" tells apart: clearing the ring
is an instruction for each byte here), and {binding:.0f} us for each driver that is bound, which are
two entries. A server's start, with services and file systems, is many times this one, and the
functions are as many."""
