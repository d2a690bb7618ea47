# SPDX-License-Identifier: GPL-2.0-or-later
"""What reading and listing a board costs, beside lspci and lshw."""

import guests
from table import MILLION, ratios, spread, table

ABOUT = "reads of configuration space, and listing the board, beside lspci and lshw"
TITLE = "Reading and listing the board"
FILES = ["listing.sh", "table.py"]
NATIVE = False  # in a guest


def measure():
    return guests.Guests("listing.sh", guests.add_lshw).run()


def section(figures):
    times = {}
    for name, spent in figures["list"]:
        times.setdefault(name, []).append(spent / MILLION)
    reads = dict(figures["reads"])
    lspci = times["lspci -vvv"]
    lacking = "" if "lshw -class bus" in times else " lshw was not installed."
    rows = [[name if name not in times else f"`{name}`", count,
             spread(times[name], 0) if name in times else "",
             ratios(times[name], lspci) if name in times else ""] for name, count in reads.items()]
    return f"""\
Reads are those of one function's configuration space, counted by the function itself; times
those of whole commands over {figures["functions"][0]} functions, {len(lspci)} rounds (lshw: one); kernel
{figures["kernel"][0]}. `lspci -vvv` prints names and decoded capabilities, `lshw -class bus`
the tree's buses for which it walks all, `muster list --json` an object per device with
identity, place, serial number, link and driver; what they print is not kept. osquery's
`pci_devices` is not here: Debian does not have osquery.{lacking}

{table(["", "reads of one function", f"ms for {figures['functions'][0]} functions",
        "of lspci -vvv, round by round"], *rows)}

The module reads at the arrival of a device and on rescans only; whoever lists later
reads nothing. `lspci -vvv` reads what it decodes, the module what a comparison can need,
serial number and option capabilities included."""
