#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""How time and memory grow with the devices and machines that are compared.

Machines are made up here, of the shape of real ones, in build/bench/scale.
"""

import json
import os
import shutil
import sys
from statistics import median

import guests
import yardstick
from table import table as markdown

ABOUT = "up to 100,000 devices compared, up to 10,000 machines merged, on this machine"
TITLE = "Growth with the fleet"
FILES = ["yardstick.py", "table.py"]
NATIVE = True  # on this machine, not in a guest
WORK = os.path.join(guests.BUILD, "scale")
MUSTER = os.path.join(guests.TREE, "userspace", "muster")
CHECKS = [100, 1000, 10000, 100000]  # devices, and as many rules
MERGES = [30, 300, 3000]  # machines
GLOBS = [200, 2000, 20000]  # rules that are patterns
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


def patterns(count):
    """Rules that fix nothing: patterns in vendor and device, for any place."""
    rules = anywhere(count)
    for number, rule in enumerate(rules["rules"]):
        rule["place"] = "**"
        rule["identity"] = {"vendor": "80?6", "device": f"{number % 0xffff:04x}"[:3] + "?",
                            "subsystem_device": f"{number // 0xffff:04x}"}
    return rules


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


YARDSTICK = [sys.executable, "-c", "import json, sys\nfor name in sys.argv[1:]: json.load(open(name))"]


def measure_checks(sizes):
    figures = []
    for size in sizes:
        snapshot = machine(size)
        same, other = write("same.json", snapshot), write("other.json", changed(snapshot))
        for strict in ([], ["--strict"]):
            rules = os.path.join(WORK, f"rules{''.join(strict)}.json")
            yardstick.spend([MUSTER, "inventory", "generate", *strict, "--from", same, "--force", "-o", rules])
        loose, strict = (os.path.join(WORK, name) for name in ("rules.json", "rules--strict.json"))
        check = [MUSTER, "check", "--json", "--from"]
        figures += [
            yardstick.measure("all in order", size, [*check, same, "--inventory", loose]),
            yardstick.measure("one device in ten differs, --strict rules", size,
                        [*check, other, "--inventory", strict], (1, 2)),
            yardstick.measure("rules without a place", size,
                        [*check, write("scattered.json", scattered(size)), "--inventory",
                         write("anywhere.json", anywhere(size))], (0, 1, 2)),
            yardstick.measure("*inventory generate* of it", size,
                        [MUSTER, "inventory", "generate", "--from", same]),
            yardstick.measure("*diff* of the two machines", size, [MUSTER, "diff", same, other], (1,)),
            yardstick.measure("yardstick: Python's json.load of snapshot and rules", size,
                        [*YARDSTICK, same, loose]),
            yardstick.measure("yardstick: diff(1) of the two, a device per line", size,
                        ["diff", lines(same), lines(other)], (1,))]
    return [figure for figure in figures if figure]


def measure_globs(sizes):
    figures = []
    for size in sizes:
        command = [MUSTER, "check", "--json", "--from", write("scattered.json", scattered(size)),
                   "--inventory", write("patterns.json", patterns(size))]
        figures.append(yardstick.measure("rules that are patterns", size, command, (0, 1, 2)))
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
    for unit in range(max(sizes)):
        snapshot = machine(DEVICES, unit)
        if unit % 10 == 3:  # now and then one has a card more, or a part from elsewhere
            snapshot["devices"][17]["device"] = "1539"
        if unit % 50 == 7:
            snapshot["devices"].pop(33)
        paths.append(write(os.path.join("machines", f"host{unit:05}.json"), snapshot))
    for size in sizes:
        figures += [
            yardstick.measure(f"merge of machines of {DEVICES} devices", size,
                        [MUSTER, "inventory", "merge", *paths[:size]]),
            yardstick.measure("yardstick: Python's json.load of the same files", size,
                        [*YARDSTICK, *paths[:size]])]
    shutil.rmtree(folder)
    return [figure for figure in figures if figure]


def measure():
    os.makedirs(WORK, exist_ok=True)
    last = -1 if os.environ.get(guests.QUICK) else None
    return {"check": measure_checks(CHECKS[:last]), "globs": measure_globs(GLOBS[:last]),
            "merge": measure_merges(MERGES[:last])}


def table(figures, unit):
    rows = {}
    for figure in figures:
        rows.setdefault(figure["what"], {})[figure["size"]] = figure
    sizes = sorted({figure["size"] for figure in figures})
    pairs = list(zip(sizes, sizes[1:]))
    lines = []
    for what, row in rows.items():
        cells = [f"{median(row[size]['processor']):.2f}, {row[size]['kib'] / 1024:.0f}"
                 if size in row else "" for size in sizes]
        cells += [f"{median(row[b]['processor']) / max(median(row[a]['processor']), 1e-3):.1f}"
                  if a in row and b in row else "" for a, b in pairs]
        lines.append([what, *cells])
    return markdown(["", *(f"{size:,} {unit}: s, MB" for size in sizes),
                     *(f"{a:,} to {b:,}: time times" for a, b in pairs)], *lines)


def verdict(figures):
    """Which of our own rows grew more than elevenfold for ten times the work."""
    rows = {}
    for figure in figures["check"] + figures["globs"] + figures["merge"]:
        if not figure["what"].startswith("yardstick"):
            rows.setdefault(figure["what"], {})[figure["size"]] = median(figure["processor"])
    missed = [f"{what}, {a:,} to {b:,}: {row[b] / row[a]:.1f}" for what, row in rows.items()
              for a, b in zip(sorted(row), sorted(row)[1:]) if row[b] > 11 * row[a]]
    return "met by all" if not missed else "missed by " + "; ".join(missed)


def section(figures):
    return f"""\
On this machine, not in a guest: {yardstick.ROUNDS} to {yardstick.LONGEST} rounds
each, the median of the processor's seconds (user and system, start of the program
included), the most memory of any round, and by how much ten times the work multiplies the
time. The machines are made up, of the shape of real ones; the yardsticks read the same
files and judge nothing.

`muster check --json` of so many devices against as many rules:

{table(figures["check"], "devices")}

The same of as many devices as rules, each rule a pattern in vendor and device, for any place
(`**`): every rule may fit every device, and is tried.

{table(figures["globs"], "rules")}

`muster inventory merge`:

{table(figures["merge"], "machines")}

Aim: ten times the work costs at most eleven times the time ({verdict(figures)})."""
