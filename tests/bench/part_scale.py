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
COUNTED = CHECKS[:3]  # of these the instructions, too
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


def judgements(size):
    """What muster is asked of so many devices: (what, command, statuses)."""
    snapshot = machine(size)
    same, other = write("same.json", snapshot), write("other.json", changed(snapshot))
    loose, strict = (os.path.join(WORK, name) for name in ("rules.json", "rules--strict.json"))
    generate = [MUSTER, "inventory", "generate", "--from", same]
    yardstick.spend([*generate, "--force", "-o", loose])
    yardstick.spend([*generate, "--strict", "--force", "-o", strict])
    check = [MUSTER, "check", "--json", "--from"]
    return [("all in order", [*check, same, "--inventory", loose], (0,)),
            ("one device in ten differs, --strict rules", [*check, other, "--inventory", strict], (1, 2)),
            ("rules without a place", [*check, write("scattered.json", scattered(size)), "--inventory",
                                       write("anywhere.json", anywhere(size))], (0, 1, 2)),
            ("*inventory generate* of it", generate, (0,)),
            ("*diff* of the two machines", [MUSTER, "diff", same, other], (1,))]


def yardsticks(size):
    """The files of judgements() read by others, that judge nothing."""
    same, other, loose = (os.path.join(WORK, name) for name in ("same.json", "other.json", "rules.json"))
    return [yardstick.measure("yardstick: Python's json.load of snapshot and rules", size,
                              [*YARDSTICK, same, loose]),
            yardstick.measure("yardstick: diff(1) of the two, a device per line", size,
                              ["diff", lines(same), lines(other)], (1,))]


def measure_checks(sizes):
    """Of each size the figures of time, and the instructions where that is not too long."""
    figures, counted = [], []
    for size in sizes:
        asked = judgements(size)
        figures += [yardstick.measure(what, size, command, allowed) for what, command, allowed in asked]
        figures += yardsticks(size)
        if size in COUNTED:
            counted += [yardstick.count_instructions(what, size, command, allowed)
                        for what, command, allowed in asked]
    return [figure for figure in figures if figure], [figure for figure in counted if figure]


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
    checks, counted = measure_checks(CHECKS[:last])
    return {"check": checks, "instructions": counted, "globs": measure_globs(GLOBS[:last]),
            "merge": measure_merges(MERGES[:last])}


def table(figures, unit, column, show, value):
    """A row for each "what": what show() says of each size, then by how much value() grew."""
    rows = {}
    for figure in figures:
        rows.setdefault(figure["what"], {})[figure["size"]] = figure
    sizes = sorted({figure["size"] for figure in figures})
    pairs = list(zip(sizes, sizes[1:]))
    cells = [[what, *(show(row[size]) if size in row else "" for size in sizes),
              *(f"{value(row[b]) / value(row[a]):.1f}" if a in row and b in row else "" for a, b in pairs)]
             for what, row in rows.items()]
    return markdown(["", *(f"{size:,} {unit}: {column}" for size in sizes),
                     *(f"{a:,} to {b:,}: times" for a, b in pairs)], *cells)


def seconds(figure):
    return max(median(figure["processor"]), 1e-3)


def count(figure):
    return figure["instructions"]


def times(figures, unit):
    return table(figures, unit, "s, MB",
                 lambda figure: f"{seconds(figure):.2f}, {figure['kib'] / 1024:.0f}", seconds)


def instructions(figures, unit):
    return table(figures, unit, "million", lambda figure: f"{count(figure) / 1e6:,.0f}", count)


def verdict(figures, value):
    """Which of our own rows grew more than elevenfold for ten times the work."""
    rows = {}
    for figure in figures:
        if not figure["what"].startswith("yardstick"):
            rows.setdefault(figure["what"], {})[figure["size"]] = value(figure)
    missed = [f"{what}, {a:,} to {b:,}: {row[b] / row[a]:.1f}" for what, row in rows.items()
              for a, b in zip(sorted(row), sorted(row)[1:]) if row[b] > 11 * row[a]]
    return "met by all" if not missed else "missed by " + "; ".join(missed)


def section(figures):
    timed = figures["check"] + figures["globs"] + figures["merge"]
    return f"""\
On this machine, not in a guest: {yardstick.ROUNDS} to {yardstick.LONGEST} rounds
each, the median of the processor's seconds (user and system, start of the program
included), the most memory of any round, and by how much ten times the work multiplies the
time. The machines are made up, of the shape of real ones; the yardsticks read the same
files and judge nothing.

`muster check --json` of so many devices against as many rules:

{times(figures["check"], "devices")}

The instructions of the same runs, counted by valgrind (the kernel's are not among them):

{instructions(figures["instructions"], "devices")}

Where time grows more than the instructions do, each of them takes longer, as is to be expected
where the memory in use (above) leaves a processor's near caches behind.

The same of as many devices as rules, each rule a pattern in vendor and device, for any place
(`**`): every rule may fit every device, and is tried.

{times(figures["globs"], "rules")}

`muster inventory merge`:

{times(figures["merge"], "machines")}

Aim: ten times the work costs at most eleven times the time ({verdict(timed, seconds)}), and so
of the instructions ({verdict(figures["instructions"], count)})."""
