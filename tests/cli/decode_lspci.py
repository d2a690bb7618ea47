#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Compares what lspci prints of a file of bytes with what muster decoded of it.

usage: decode_lspci.py LSPCI-TEXT SNAPSHOT    (of "lspci -F FILE -vvv -nn", of "muster show --json")

Compares, by function: ids, class, revision, the offsets, ids and versions of both lists of
capabilities, and the serial number. Prints what differs, then how much was compared; exit
status 1 if something differs.
"""

import json
import re
import sys

# What begins the name that lspci gives a capability; those it does not name it numbers.
STANDARD = {
    "Power Management": 0x01, "AGP": 0x02, "Vital Product Data": 0x03, "Slot ID": 0x04,
    "MSI:": 0x05, "CompactPCI hot-swap": 0x06, "PCI-X": 0x07, "HyperTransport": 0x08,
    "Vendor Specific Information": 0x09, "Debug port": 0x0a, "Hot-plug": 0x0c, "Subsystem": 0x0d,
    "Express": 0x10, "MSI-X": 0x11, "SATA HBA": 0x12, "PCI Advanced Features": 0x13,
    "Enhanced Allocation": 0x14,
}
EXTENDED = {
    "Advanced Error": 0x01, "Virtual Channel": 0x02, "Device Serial Number": 0x03,
    "Power Budgeting": 0x04, "Root Complex Link": 0x05, "Root Complex Internal": 0x06,
    "Root Complex Event": 0x07, "Multi-Function Virtual": 0x08, "Root Bridge": 0x0a,
    "Vendor Specific Information": 0x0b, "Access Control": 0x0d, "Alternative Routing": 0x0e,
    "Address Translation": 0x0f, "Single Root I/O": 0x10, "Multi-Root I/O": 0x11,
    "Multicast": 0x12, "Page Request": 0x13, "Physical Resizable BAR": 0x15,
    "Dynamic Power": 0x16, "Transaction Processing": 0x17, "Latency Tolerance": 0x18,
    "Secondary PCI Express": 0x19, "Protocol Multiplexing": 0x1a, "Process Address": 0x1b,
    "LN Requester": 0x1c, "Downstream Port": 0x1d, "L1 PM": 0x1e, "Precision Time": 0x1f,
    "PCI Express over M_PHY": 0x20, "FRS Queueing": 0x21, "Readiness Time": 0x22,
    "Designated Vendor": 0x23, "Virtual Resizable BAR": 0x24, "Data Link Feature": 0x25,
    "Physical Layer 16": 0x26, "Lane Margining": 0x27, "Hierarchy ID": 0x28,
    "Native PCIe Enclosure": 0x29, "Physical Layer 32": 0x2a, "Alternate Protocol": 0x2b,
    "System Firmware": 0x2c, "Shadow Functions": 0x2d, "Data Object": 0x2e,
}


def identify(words, names):
    number = re.match(r"(?:Extended )?[Cc]apability ID 0?x?([0-9a-f]+)|#([0-9a-f]+)", words)
    if number:
        return int(number[1] or number[2], 16)
    for name in sorted(names, key=len, reverse=True):
        if words.startswith(name):
            return names[name]
    return None


def read_lspci(path):
    functions, now = {}, None
    with open(path, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            head = re.match(r"((?:[0-9a-f]+:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]) .*?\[([0-9a-f]{4})\]: "
                            r".*\[([0-9a-f]{4}):([0-9a-f]{4})\](?: \(rev ([0-9a-f]+)\))?", line)
            if head:
                address = head[1] if head[1].count(":") == 2 else "0000:" + head[1]
                now = {"class": head[2], "vendor": head[3], "device": head[4],
                       "revision": head[5] or "00", "capabilities": [], "serial": None}
                functions[address] = now
            capability = re.match(r"\tCapabilities: \[([0-9a-f]+)(?: v(\d+))?\] (.*)", line)
            if not capability or "<chain " in capability[3]:
                continue
            offset = int(capability[1], 16)
            identity = identify(capability[3], EXTENDED if offset >= 0x100 else STANDARD)
            version = int(capability[2]) if capability[2] else None
            now["capabilities"].append((offset, identity, version))
            if offset >= 0x100 and identity == 3 and not now["serial"]:
                now["serial"] = capability[3].split()[-1]
    return functions


def compare(address, ours, theirs, counts):
    """Yields what differs of one function."""
    for key in ("vendor", "device", "revision"):
        if key in ours["unknown"] and theirs[key] == "ffff":
            continue    # a virtual function
        counts["ids"] += 1
        if ours[key] != theirs[key]:
            yield f"{address}: {key} is {ours[key]}, of lspci {theirs[key]}"
    counts["ids"] += 1
    if ours["class"][:4] != theirs["class"]:
        yield f"{address}: class is {ours['class']}, of lspci {theirs['class']}"
    if ours.get("serial") != theirs["serial"] and "serial" not in ours["unknown"]:
        yield f"{address}: serial is {ours['serial']}, of lspci {theirs['serial']}"
    counts["serials"] += theirs["serial"] is not None
    found = [(int(item["offset"], 16), int(item["id"], 16),
              item["version"] if item["extended"] else None) for item in ours["capabilities"]]
    for mine, other in zip(found, theirs["capabilities"]):
        counts["capabilities"] += 1
        counts["unnamed"] += other[1] is None
        if (mine[0], mine[2]) != (other[0], other[2]) or other[1] not in (None, mine[1]):
            # lspci has one name for two kinds of virtual channels
            if not (mine[1] == 9 and other[1] == 2):
                yield f"{address}: capability {mine}, of lspci {other}"
    if len(found) != len(theirs["capabilities"]):
        yield f"{address}: {len(found)} capabilities, of lspci {len(theirs['capabilities'])}"


def main():
    theirs = read_lspci(sys.argv[1])
    counts = {"functions": 0, "ids": 0, "capabilities": 0, "unnamed": 0, "serials": 0}
    bad = []
    with open(sys.argv[2], encoding="utf-8") as file:
        devices = {device["address"]: device for device in json.load(file)["devices"]}
    if set(devices) != set(theirs):
        bad.append(f"functions {sorted(devices)}, of lspci {sorted(theirs)}")
    for address in sorted(set(devices) & set(theirs)):
        counts["functions"] += 1
        bad += compare(address, devices[address], theirs[address], counts)
    print("\n".join(bad + [", ".join(f"{number} {name}" for name, number in counts.items())]))
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
