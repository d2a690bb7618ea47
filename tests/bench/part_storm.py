# SPDX-License-Identifier: GPL-2.0-or-later
"""How many events a second, and how long the ring holds."""

import guests
from table import table

ABOUT = "storms, without a reader until the ring loses and with the daemon"
TITLE = "Storms"
FILES = ["storm.sh", "table.py"]
NATIVE = False  # in a guest


def measure():
    return guests.Guests("storm.sh").run()


def section(figures):
    record = figures["record"]
    begin, (end, (_, _, _, ring, _)) = record[0][0], record[-1]
    whole = [(when, state) for when, state in record if not state[1]]
    held, last = whole[-1][1][0] - record[0][1][0], whole[-1][0]
    rate = (record[-1][1][0] - record[0][1][0]) * 1000 / (end - begin)
    rows = [[f"{pause} ms", f"{events * 1000 / took:.0f}", f"{took / 1000:.1f}", lost, events,
             f"{behind / 1000:.1f}", most]
            for pause, events, took, behind, lost, most in figures["daemon"]]
    level = [events * 1000 / took for _, events, took, _, lost, _ in figures["daemon"] if not lost]
    return f"""\
128 functions come and go at a time, strangers each time (one that flaps would be folded):
three or four entries for each; kernel {figures["kernel"][0]}, in the guest's time, with one
processor that the storm, the module and the daemon share.

Without a reader the ring ({ring} bytes) held {held:,} entries of such a storm beside the head,
{(last - begin) / 1000:.1f} s at {rate:,.0f} entries a second; then it lost, and counted, the oldest. The
head lost nothing. A ring of other size: parameter `ring_kib`, in proportion.

With the daemon, which files, applies and judges all of them:

{table(["pause after each 128", "entries a second", "s", "lost", "entries",
        "level again after, s", "most memory of musterd (VmHWM), kB"], *rows)}

Sustained without a gap: {f"{max(level):.0f} entries a second" if level else "none of these"}. A storm that is faster loses
nothing either while the ring holds what the daemon is behind by."""
