#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Measure how time and memory grow with the fleet, and write it into docs/BENCHMARKS.md.

usage: scale.py [--print] [--quick]

Machines are made up here, of the shape of real ones, in build/bench/scale. --quick
leaves out the largest. Nothing passes or fails; each step of ten times the work
tells by how much the time grew.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from statistics import median

HERE = os.path.dirname(os.path.abspath(__file__))
TREE = os.path.dirname(os.path.dirname(HERE))
PAGE = os.path.join(TREE, "docs", "BENCHMARKS.md")
WORK = os.path.join(TREE, "build", "bench", "scale")
MUSTER = os.path.join(TREE, "userspace", "muster")
SPEND = os.path.join(WORK, "spend")
TITLE = "## Scale"
ROUNDS = 3  # at least; what is short is run until it took a second in all
LONGEST = 15  # rounds
CHECKS = [1000, 10000, 100000]  # devices, and as many rules
MERGES = [100, 1000, 10000]  # machines
DEVICES = 200  # of each of them

# What the functions of a server are: (vendor, device, class, subsystem, has a serial)
PARTS = [("8086", "1533", "020000", "15d9", True), ("144d", "a808", "010802", "144d", False),
         ("15b3", "1017", "020000", "15b3", True), ("1000", "0097", "010700", "1028", False),
         ("10de", "2330", "030200", "10de", True), ("1b21", "1242", "0c0330", "1b21", False),
         ("8086", "a0a3", "0c0500", "15d9", False), ("1a03", "2000", "030000", "15d9", False)]
PORTS = 28  # root ports of a root
BELOW = 8  # functions below each
DIMMS = 12  # clients of the one adapter of a root


def function(place, address, part, serial):
    vendor, device, kind, subsystem, has_serial = part
    return {"bus": "pci", "kind": "function", "place": place, "address": address,
            "vendor": vendor, "device": device, "subsystem_vendor": subsystem,
            "subsystem_device": "0001" if subsystem else None, "class": kind, "revision": "01",
            "serial": serial if has_serial else None, "driver": None, "virtual": False,
            "reading": "ok", "unknown": []}


PORT = ("8086", "a340", "060400", None, False)


def root(domain, unit):
    """The devices of one root: ports, what is below them, an SMBus and its clients."""
    name = f"{domain:04x}:00"
    for port in range(PORTS):
        above = f"{name}/{port:02x}.0"
        yield function(above, f"{name}:{port:02x}.0", PORT, None)
        for number in range(BELOW):
            serial = f"{unit & 0xff:02x}-{unit >> 8 & 0xff:02x}-{domain >> 8:02x}-{domain & 0xff:02x}-" \
                     f"ff-fe-{port:02x}-{number:02x}"
            yield function(f"{above}/00.{number}", f"{domain:04x}:{port + 1:02x}:00.{number}",
                           PARTS[(port + number) % len(PARTS)], serial)
    smbus = f"{name}/1f.4"
    yield function(smbus, f"{name}:1f.4", PARTS[6], None)
    yield {"bus": "i2c", "kind": "adapter", "place": f"{smbus}/i2c", "address": f"i2c-{domain}",
           "name": "SMBus I801 adapter", "number": domain, "functionality": "1fff0000",
           "mux_channel": False, "unknown": []}
    for dimm in range(DIMMS):
        yield {"bus": "i2c", "kind": "client", "place": f"{smbus}/i2c/{0x50 + dimm:02x}",
               "address": f"{domain}-{0x50 + dimm:04x}", "name": "ee1004", "driver": "ee1004",
               "modalias": "i2c:ee1004", "firmware_path": None, "unknown": []}


def machine(devices, unit=0):
    """A snapshot of so many devices."""
    found, domain = [], 0
    while len(found) < devices:
        found.extend(root(domain, unit))
        domain += 1
    return {"schema": "muster-snapshot/1", "source": {"kind": "sysfs", "path": None},
            "board": {"sys_vendor": "Maker", "product_name": "Server", "board_vendor": "Maker",
                      "board_name": "Board", "product_serial": f"S{unit}", "unknown": []},
            "hostname": f"host{unit}", "boot_id": None, "machine_id": f"{unit:032x}",
            "kernel": "6.1", "time": "2026-11-22T00:00:00.000000000Z", "incomplete": False,
            "devices": found[:devices]}


def changed(snapshot):
    """The same after one device in ten went, came, or became another."""
    devices = []
    for index, device in enumerate(snapshot["devices"]):
        if index % 30 == 10:
            continue
        if index % 30 == 20 and device["kind"] == "function":
            device = dict(device, device="ffff")
        if index % 30 == 0 and device["serial" if "serial" in device else "name"]:
            key = "serial" if device.get("serial") else "name" if "name" in device else "revision"
            device = dict(device, **{key: "7f"})
        devices.append(device)
    return dict(snapshot, devices=devices)


def anywhere(count):
    """Rules that name no place but what stands there, each another part."""
    return {"schema": "muster-inventory/1", "kind": "model", "name": "anywhere",
            "match": {"board_name": "Board"}, "implicit": {"severity": "warning"},
            "rules": [{"label": f"r{number}", "presence": "optional", "count": {"min": 0, "max": 9999},
                       "identity": {"vendor": "8086", "device": f"{number % 0xffff:04x}",
                                    "subsystem_device": f"{number // 0xffff:04x}"}}
                      for number in range(count)]}


def scattered(count):
    """A machine each of whose devices one of those rules knows."""
    snapshot = machine(count)
    number = 0
    for device in snapshot["devices"]:
        if device["kind"] == "function":
            device.update(vendor="8086", device=f"{number % 0xffff:04x}",
                          subsystem_device=f"{number // 0xffff:04x}")
        number += 1
    return snapshot


def write(name, value):
    path = os.path.join(WORK, name)
    with open(path, "w", encoding="utf-8") as output:
        json.dump(value, output)
    return path


def build_helper():
    subprocess.run([os.environ.get("CC", "cc"), "-O2", "-Wall", "-Wextra", "-D_GNU_SOURCE", "-o",
                    SPEND, os.path.join(HERE, "spend.c")], check=True)


def spend(command):
    """Run a command: seconds it took, seconds of processor, KiB at most."""
    said = subprocess.run([SPEND, *command], check=True, stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE).stdout.split()
    return {"seconds": float(said[0]), "processor": float(said[1]), "kib": int(said[2]),
            "status": int(said[3])}


def measure_one(what, size, command, allowed=(0,)):
    runs = []
    while len(runs) < ROUNDS or (len(runs) < LONGEST and sum(run["seconds"] for run in runs) < 1):
        runs.append(spend(command))
    for result in runs:
        if result["status"] not in allowed:
            print(f"scale: {' '.join(command[:5])} ended with {result['status']}", file=sys.stderr)
            return None
    figure = {"what": what, "size": size, "processor": [run["processor"] for run in runs],
              "seconds": [run["seconds"] for run in runs], "kib": max(run["kib"] for run in runs)}
    print(f"{what} {size}: {median(figure['processor']):.3f} s, {figure['kib']} KiB", file=sys.stderr)
    return figure


YARDSTICK = [sys.executable, "-c", "import json, sys\nfor name in sys.argv[1:]: json.load(open(name))"]


def measure_checks(sizes):
    figures = []
    for size in sizes:
        snapshot = machine(size)
        same, other = write("same.json", snapshot), write("other.json", changed(snapshot))
        for strict in ([], ["--strict"]):
            rules = os.path.join(WORK, f"rules{''.join(strict)}.json")
            spend([MUSTER, "inventory", "generate", *strict, "--from", same, "--force", "-o", rules])
        loose, strict = (os.path.join(WORK, name) for name in ("rules.json", "rules--strict.json"))
        check = [MUSTER, "check", "--json", "--from"]
        figures += [
            measure_one("all in order", size, [*check, same, "--inventory", loose]),
            measure_one("one device in ten differs, --strict rules", size,
                        [*check, other, "--inventory", strict], (1, 2)),
            measure_one("rules without a place", size,
                        [*check, write("scattered.json", scattered(size)), "--inventory",
                         write("anywhere.json", anywhere(size))], (0, 1, 2)),
            measure_one("*inventory generate* of it", size,
                        [MUSTER, "inventory", "generate", "--from", same]),
            measure_one("*diff* of the two machines", size, [MUSTER, "diff", same, other], (1,)),
            measure_one("yardstick: Python's json.load of snapshot and rules", size,
                        [*YARDSTICK, same, loose]),
            measure_one("yardstick: diff(1) of the two, a device per line", size,
                        ["diff", lines(same), lines(other)], (1,))]
    return [figure for figure in figures if figure]


def lines(path):
    """The same with each device on a line of its own."""
    with open(path, encoding="utf-8") as text:
        devices = json.load(text)["devices"]
    with open(path + ".lines", "w", encoding="utf-8") as output:
        output.writelines(json.dumps(device) + "\n" for device in devices)
    return path + ".lines"


def measure_merges(sizes):
    figures = []
    folder = os.path.join(WORK, "machines")
    os.makedirs(folder, exist_ok=True)
    paths = []
    for unit in range(max(sizes)):  # 700 MB where it is ten thousand
        snapshot = machine(DEVICES, unit)
        if unit % 10 == 3:  # now and then one has a card more, or a part from elsewhere
            snapshot["devices"][17]["device"] = "1539"
        if unit % 50 == 7:
            snapshot["devices"].pop(33)
        paths.append(write(os.path.join("machines", f"host{unit:05}.json"), snapshot))
    for size in sizes:
        figures += [
            measure_one(f"merge of machines of {DEVICES} devices", size,
                        [MUSTER, "inventory", "merge", *paths[:size]]),
            measure_one("yardstick: Python's json.load of the same files", size,
                        [*YARDSTICK, *paths[:size]])]
    shutil.rmtree(folder)
    return [figure for figure in figures if figure]


def measure(quick=False):
    os.makedirs(WORK, exist_ok=True)
    build_helper()
    load = os.getloadavg()[0]
    return {"load": load, "check": measure_checks(CHECKS[:-1] if quick else CHECKS),
            "merge": measure_merges(MERGES[:-1] if quick else MERGES)}


def table(figures, unit):
    rows = {}
    for figure in figures:
        rows.setdefault(figure["what"], {})[figure["size"]] = figure
    sizes = sorted({figure["size"] for figure in figures})
    heads = [f"{size:,} {unit}: s, MB" for size in sizes]
    steps = [f"{a:,} to {b:,}: time times" for a, b in zip(sizes, sizes[1:])]
    text = ["| | " + " | ".join(heads + steps) + " |", "|---" * (1 + len(heads + steps)) + "|"]
    for what, row in rows.items():
        cells = [f"{median(row[size]['processor']):.2f}, {row[size]['kib'] / 1024:.0f}"
                 if size in row else "" for size in sizes]
        cells += [f"{median(row[b]['processor']) / max(median(row[a]['processor']), 1e-3):.1f}"
                  if a in row and b in row else "" for a, b in zip(sizes, sizes[1:])]
        text.append(f"| {what} | " + " | ".join(cells) + " |")
    return "\n".join(text)


def verdict(figures):
    """Which of our own rows grew more than elevenfold for ten times the work."""
    rows = {}
    for figure in figures["check"] + figures["merge"]:
        if not figure["what"].startswith("yardstick"):
            rows.setdefault(figure["what"], {})[figure["size"]] = median(figure["processor"])
    missed = [f"{what}, {a:,} to {b:,}: {row[b] / row[a]:.1f}" for what, row in rows.items()
              for a, b in zip(sorted(row), sorted(row)[1:]) if row[b] > 11 * row[a]]
    return "met by all" if not missed else "missed by " + "; ".join(missed)


def section(figures):
    """The part of the page, from its title on."""
    return f"""{TITLE}

On this machine, not in the guest (load {figures["load"]:.1f} before): {ROUNDS} to {LONGEST} rounds
each, the median of the processor's seconds (user and system, start of the program
included), the most memory of any round, and by how much ten times the work multiplies the
time. The machines are made up, of the shape of real ones; the yardsticks read the same
files and judge nothing.

`muster check --json` of so many devices against as many rules:

{table(figures["check"], "devices")}

`muster inventory merge`:

{table(figures["merge"], "machines")}

Aim: ten times the work costs at most eleven times the time ({verdict(figures)}).
"""


def replace_section(figures):
    with open(PAGE, encoding="utf-8") as page:
        text = page.read()
    rest = re.split(rf"^{TITLE}\n", text, flags=re.M)
    after = re.search(r"^## .*", rest[1], re.M | re.S) if len(rest) > 1 else None
    text = rest[0].rstrip("\n") + "\n\n" + section(figures) + ("\n" + after[0] if after else "")
    with open(PAGE + ".new", "w", encoding="utf-8") as output:
        output.write(text)
    os.rename(PAGE + ".new", PAGE)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--print", action="store_true", help="to standard output only")
    parser.add_argument("--quick", action="store_true", help="without the largest")
    arguments = parser.parse_args()
    figures = measure(arguments.quick)
    if arguments.print:
        print(section(figures))
    else:
        replace_section(figures)


if __name__ == "__main__":
    main()
