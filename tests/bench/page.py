# SPDX-License-Identifier: GPL-2.0-or-later
"""Turns the figures of a run into the page docs/BENCHMARKS.md."""

import datetime
import os
import re
import subprocess
from statistics import median

import scale

MILLION = 1e6


def verdict(met):
    return "met" if met else "missed"


def spread(values, digits=1):
    """The median, and from which to which."""
    return f"{median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def read_plugs(figures, name):
    """Return the hot-plugs of one series: [{add, bound, udev, muster}], ms after the add."""
    plugs = {}
    for event, number, subject, when, _ in figures[f"{name}.ledger"]:
        if event == "ADD":
            plugs[number] = {"add": when / MILLION}
        elif subject in plugs:
            plugs[subject]["bound"] = when / MILLION - plugs[subject]["add"]
    for when, state, finding, seq in figures.get(f"{name}.muster", []):
        if state == "raised" and finding == "unexpected" and seq in plugs:
            plugs[seq]["muster"] = when / MILLION - plugs[seq]["add"]
    lines = [float(re.search(r"\[([0-9.]+)\]", line)[1]) * 1000
             for line in figures.get(f"{name}.udev", [])]
    for plug, seen in zip(plugs.values(), lines):
        if seen < plug["add"]:
            raise ValueError(f"udev saw at {seen} ms what the kernel added at {plug['add']} ms")
        plug["udev"] = seen - plug["add"]
    return list(plugs.values())


def alerts(figures):
    together = read_plugs(figures, "together")
    muster, udev = ([plug[who] for plug in together] for who in ("muster", "udev"))
    early = sum(plug["muster"] < plug["bound"] for plug in together)
    alone = [read_plugs(figures, f"{who}_alone") for who in ("muster", "udev")]
    single = [[plug[who] for plug in plugs] for who, plugs in zip(("muster", "udev"), alone)]
    early_alone = sum(plug["muster"] < plug["bound"] for plug in alone[0])
    ratios = [plug["muster"] / plug["udev"] for plug in together]
    return f"""\
| ms after the kernel's add | both at work, {len(together)} hot-plugs | \
each alone, {len(single[0])} hot-plugs |
|---|---|---|
| muster: the finding in findings.jsonl | {spread(muster)} | {spread(single[0])} |
| udev: the line of `udevadm monitor --udev` | {spread(udev)} | {spread(single[1])} |
| the driver is bound | {spread([plug["bound"] for plug in together])} | \
{spread([plug["bound"] for plug in alone[0]])} (beside muster) |
| muster / udev, pair by pair | {spread(ratios, 2)} | \
{median(single[0]) / median(single[1]):.2f} (of the medians) |
| told before the driver is bound | {early} of {len(together)} | \
{early_alone} of {len(alone[0])} |

Aim: at most half of udev's time ({verdict(median(ratios) <= 0.5)} where both are at work), and
before the driver is bound ({verdict(early == len(together))})."""


def memory(figures):
    rows = {row["name"]: row for row in figures["memory"]}
    before, after = dict(figures["before"]), dict(figures["after"])
    table = ["| | PSS, kB | of it anonymous | RSS, kB | times woken in 30 s idle |",
             "|---|---|---|---|---|"]
    for name in ("musterd", "systemd-udevd", "usbguard-daemon"):
        row = rows[name]
        table.append(f"| {name} | {row['Pss']} | {row['Pss_Anon']} | {row['Rss']} | "
                     f"{after[name] - before[name]} |")
    table.append(f"| musterd / usbguard-daemon | "
                 f"{rows['musterd']['Pss'] / rows['usbguard-daemon']['Pss']:.3f} | | | |")
    small = rows["musterd"]["Pss"] * 4 <= rows["usbguard-daemon"]["Pss"]
    still = before["musterd"] == after["musterd"]
    return "\n".join(table) + (f"\n\nAim: at most a quarter of usbguard's PSS ({verdict(small)}), "
                               f"and no wakeup when idle ({verdict(still)}).")


def module(figures):
    reads = {key: value for row in figures["reads"] for key, value in row.items()}
    small, large = figures["module"][0], figures["module_large"][0]
    table = ["| | this board | with 256 functions more |", "|---|---|---|",
             f"| functions | {small['functions']} | {large['functions']} |",
             f"| roster, bytes | {small['roster_bytes']} | {large['roster_bytes']} |",
             f"| configuration dwords read, since loading | {small['config_reads']} | "
             f"{large['config_reads']} (with hot-plugs and rescans) |",
             "",
             f"The head ({small['head_bytes']} bytes) and the ring ({small['ring_bytes']} bytes) "
             f"are allocated at loading, the module itself takes {figures['module_size'][0]} bytes.",
             "",
             "| reads of one function's configuration space, counted by the device | |", "|---|---|"]
    table += [f"| {'module: record it' if key == 'muster' else f'`{key}`'} | {count} |"
              for key, count in reads.items()]
    return "\n".join(table)


def listing(figures):
    times = {}
    for name, spent in figures["list"]:
        times.setdefault(name, []).append(spent / MILLION)
    lspci = times["lspci -vvv"]
    table = [f"| {figures['functions'][0]} functions, {len(lspci)} rounds | ms | "
             "of lspci's, round by round |", "|---|---|---|"]
    for name, values in times.items():
        table.append(f"| `{name}` | {spread(values, 0)} | "
                     f"{spread([ours / peer for ours, peer in zip(values, lspci)], 2)} |")
    return "\n".join(table)


def first_line(*command):
    return subprocess.run(command, check=True, text=True,
                          stdout=subprocess.PIPE).stdout.splitlines()[0]


def machine(figures):
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        model = next((line.split(":")[1].strip() for line in lines
                      if line.startswith("model name")), "unknown")
    versions = subprocess.run(["dpkg-query", "-W", "-f", "${Package} ${Version}, ", "udev",
                               "pciutils"], check=True, text=True, stdout=subprocess.PIPE).stdout
    return (f"{datetime.date.today().isoformat()}, by `make bench`, in {figures['seconds'][0]:.0f} s. "
            f"Host: {model}, {os.cpu_count()} processors, "
            f"load {figures['load'][0][0]:.1f} before and {figures['load'][0][1]:.1f} after. "
            f"{first_line('qemu-system-x86_64', '--version')}, TCG (emulation), one processor. "
            f"Guest: Debian's kernel {figures['kernel'][0]}; {versions}"
            f"USBGuard {figures['usbguard'][0]}.")


def write(figures):
    """Return the page."""
    return f"""\
<!-- SPDX-License-Identifier: GPL-2.0-or-later -->
<!-- Written by tests/bench/run; what is changed here by hand is lost. -->
# Benchmarks

{machine(figures)}

All but the last section in one guest in one run. The times are an emulated machine's: several
to many times those of a server, and longer the busier the host. Ratios are what counts.
Each figure is a median, with the least and the greatest in parentheses.

## From the kernel's event to an alert

An e1000e is hot-plugged whose driver is loaded already. Times count from the
BUS_NOTIFY_ADD_DEVICE of the device, as stamped in the ledger (the kernel's uevent
follows it); the finding is stamped when another process has read its whole line,
the other by `udevadm monitor` itself. The module is loaded throughout; "alone" is without
the other daemon. All three clocks tell the time since boot of
a guest that is never suspended. The file system is memory, for both.

{alerts(figures)}

## Memory and wakeups of the daemons

After {len(figures["together.ledger"]) // 2} hot-plugs, all three running and idle (voluntary
context switches). What a library costs is shared among those that have it loaded.

{memory(figures)}

## The module

{module(figures)}

The module reads at the arrival of a device and on rescans only; whoever lists later
reads nothing. `lspci -vvv` reads what it decodes, the module what a comparison can need,
serial number and option capabilities included.

## Listing the board

`lspci -vvv` prints names and decoded capabilities, `muster list --json` one object per
device with identity, place, serial number, link and driver; neither output is kept.

{listing(figures)}

{scale.section(figures["scale"][0])}"""
