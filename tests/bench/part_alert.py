# SPDX-License-Identifier: GPL-2.0-or-later
"""From the kernel's event to an alert, beside udev and a script behind it."""

import os
import re
from statistics import median

import guests
from table import MILLION, ratios, spread, table, verdict

ABOUT = "hot-plugs beside udev and a script, together and alone"
TITLE = "From the kernel's event to an alert"
FILES = ["alert.sh", "table.py"]
NATIVE = False  # in a guest
UNIT = os.path.join(guests.TREE, "userspace", "dist", "musterd.service")


def unit_nice():
    with open(UNIT, encoding="utf-8") as unit:
        match = re.search(r"^Nice=(-?\d+)$", unit.read(), re.M)
    return int(match[1]) if match else 0


def measure():
    guest = guests.Guests("alert.sh", guests.add_usbguard, guests.add_udev_data)
    figures = guest.run(cmdline=f"bench.nice={unit_nice()}")
    figures["nice"] = unit_nice()
    return figures


def read_plugs(figures, name):
    """Return the hot-plugs of one series: [{add, bound, udev, script, muster}], ms after the add."""
    plugs = {}
    for event, number, subject, when, _ in figures[f"{name}.ledger"]:
        if event == "ADD":
            plugs[number] = {"add": when / MILLION}
        elif subject in plugs:
            plugs[subject]["bound"] = when / MILLION - plugs[subject]["add"]
    for when, state, finding, seq in figures.get(f"{name}.muster", []):
        if state == "raised" and finding == "unexpected" and seq in plugs:
            plugs[seq]["muster"] = when / MILLION - plugs[seq]["add"]
    for plug, (seen, own) in zip(plugs.values(), figures.get(f"{name}.script", [])):
        plug["udev"] = own * 1000 - plug["add"]
        plug["script"] = seen / MILLION - plug["add"]
        if plug["udev"] < 0:
            raise ValueError("udev saw what the kernel had not added yet")
    return list(plugs.values())


def column(plugs, key):
    return [plug[key] for plug in plugs if key in plug]


def cells(series, key):
    return [spread(column(plugs, key)) if column(plugs, key) else "" for plugs in series]


def section(figures):
    together, crowd, ours, theirs = (read_plugs(figures, name) for name in (
        "together", "crowd", "muster_alone", "script_alone"))
    series = [together, crowd, ours, theirs]
    early = [f"{sum(plug['muster'] < plug['bound'] for plug in plugs)} of {len(plugs)}"
             if column(plugs, "muster") else "" for plugs in series]

    def by(key):
        both = [ratios(column(plugs, "muster"), column(plugs, key)) for plugs in (together, crowd)]
        alone = median(column(ours, "muster")) / median(column(theirs, key))
        return [*both, f"{alone:.2f} (of the medians of both alone)", ""]

    met = median(column(together, "muster")) * 2 <= median(column(together, "udev"))
    first = all(plug["muster"] < plug["bound"] for plugs in series[:3] for plug in plugs)
    loss = "" if median(column(ours, "muster")) <= median(column(theirs, "udev")) else """
Alone on the machine udev is faster: it judges nothing but matches its rules against one event."""
    beside, without = (median(column(plugs, "udev")) for plugs in (together, theirs))
    heads = [f"{name}, {len(plugs)} hot-plugs" for name, plugs in zip(
        ("all at work", "and usbguard-daemon", "muster without udev", "udev without muster"), series)]
    return f"""\
An e1000e is hot-plugged whose driver is loaded already; kernel {figures["kernel"][0]}. Times
count from the BUS_NOTIFY_ADD_DEVICE of the device, as stamped in the ledger (the kernel's
uevent follows it). A finding, and a line of the script, count when another process has read
the whole line from its file; udev's event when `udevadm monitor --udev` has it, by its own
stamp. The script is `udevadm monitor --udev | while read`, which appends the events to a
file. The module is loaded throughout, for its stamps; udev has Debian's rules and hardware
database; musterd runs at nice {figures["nice"]}, as its unit has it. All clocks tell the time
since boot. The file system is memory, for all.

{table(["ms after the kernel's add", *heads],
       ["muster: the finding in findings.jsonl", *cells(series, "muster")],
       ["udev has processed the event", *cells(series, "udev")],
       ["script: the line in its file", *cells(series, "script")],
       ["the driver is bound", *cells(series, "bound")],
       ["muster / udev, pair by pair", *by("udev")],
       ["muster / script, pair by pair", *by("script")],
       ["told before the driver is bound", *early])}

Aim: at most half of udev's time ({verdict(met)} where all are at work), and before the driver
is bound ({verdict(first)}). udev itself takes {beside:.1f} ms with muster at work on the same
processor and {without:.1f} ms without (medians): what one does the other waits for.

By a trace of its system calls about half of muster's time is judging: the whole board is compared
with every rule, for what comes can explain what is missing elsewhere. The rest is spread over the
module's reading and ringing, asking it, decoding the entry with its digests, and the line of JSON;
no step stands out, and none waits: entry and line are written before anything is synced, and what
stands is saved after.{loss}"""
