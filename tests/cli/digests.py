#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Computes identity and shape a second time, by what muster-digests(7) says and nothing else.

usage: digests.py SNAPSHOT...     (as "muster show --json" prints it; "-" is standard input)

The tables of registers are taken from the manual page itself. Prints a line per function whose
digest is another, then "N functions, N identities, N shapes"; exit status 1 if one differs.
"""

import hashlib
import json
import os
import re
import sys

PAGE = os.path.join(os.path.dirname(__file__), "../../userspace/man/muster-digests.7")


class Unknown(Exception):
    """A byte that the text would need is not known."""


def read_tables():
    with open(PAGE, encoding="utf-8") as lines:
        text = lines.read()
    tables = []
    for name in ("the header", "a standard capability", "an extended capability"):
        table = text.split(f".Ss Registers of {name}\n")[1]
        table = table.split(".Bd -literal -offset indent\n")[1].split(".Ed\n")[0]
        rows = []
        for line in table.splitlines():
            words = re.split(r" {2,}", line)
            if name == "the header":
                words = ["0"] + words
            rows.append([int(words[0], 16), words[1], int(words[2]), int(words[3], 16), words[4]])
        tables.append(rows)
    return tables


HEADER, STANDARD, EXTENDED = read_tables()


class Space:
    """The bytes of a configuration space that are known."""

    def __init__(self, device):
        self.size = device["config_size"]
        self.bytes = {}
        for extent in device["config"]:
            for at, byte in enumerate(bytes.fromhex(extent["data"])):
                self.bytes[extent["offset"] + at] = byte

    def value(self, offset, width):
        value = 0
        for at in range(width):
            if offset + at not in self.bytes:
                raise Unknown
            value |= self.bytes[offset + at] << (8 * at)
        return value


def walk_standard(space):
    """Offsets and ids, and how the list ends."""
    found = []
    if not space.value(0x06, 2) & 0x10:
        return found, "whole"
    pointer = space.value(0x14 if space.value(0x0e, 1) & 0x7f == 2 else 0x34, 1) & 0xfc
    while pointer:
        if pointer < 0x40 or pointer in [offset for offset, _, _ in found]:
            return found, "broken"
        header = space.value(pointer, 2)
        if header & 0xff == 0xff:
            return found, "broken"
        found.append((pointer, header & 0xff, None))
        pointer = header >> 8 & 0xfc
    return found, "whole"


def walk_extended(space, standard, end):
    found = []
    if space.size == 256:
        return found, "whole"
    if not any(identity == 0x10 or (identity == 0x07 and space.value(at + 4, 4) >> 30)
               for at, identity, _ in standard):
        return found, end
    offset = 0x100
    while True:
        if offset < 0x100 or offset in [seen for seen, _, _ in found]:
            return found, "broken"
        header = space.value(offset, 4)
        if header == 0 or (header == 0xffffffff and not found):
            return found, "whole"
        if header == 0xffffffff:
            return found, "broken"
        found.append((offset, header & 0xffff, header >> 16 & 0xf))
        offset = header >> 20 & 0xffc
        if not offset:
            return found, "whole"


def length_of(space, base, identity, extended, heads):
    limit = (space.size or 4096) if extended else 256
    end = min([head for head in heads if head > base and (head >= 0x100) == extended] + [limit])
    length = end - base
    if not extended and identity == 0x10:
        word = space.value(base + 2, 2)
        kind = word >> 4 & 0xf
        if word & 0xf > 1:
            length = min(length, 0x3c)
        elif kind in (4, 10):
            length = min(length, 0x24)
        else:
            length = min(length, 0x1c if word & 0x100 else 0x14)
    return length


def holds(space, base, condition):
    if condition in ("always", "channels", "bars"):
        return True
    word = space.value(base + 2, 2)
    kind = word >> 4 & 0xf
    return {"link": kind not in (9, 10), "slot": bool(word & 0x100), "root": kind in (4, 10),
            "short": word >> 13 < 2, "long": word >> 13 >= 2}[condition]


def registers_of(space, base, identity, extended, heads):
    """Map each offset to the width and mask of a register that counts."""
    length = length_of(space, base, identity, extended, heads)
    found = {}
    for row, text, width, mask, condition in EXTENDED if extended else STANDARD:
        if row != identity:
            continue
        parts = re.match(r"([0-9a-f]+)(?:\+([0-9a-f]+)\*n)?$", text)
        first, step = int(parts[1], 16), int(parts[2] or "0", 16)
        times = 1
        if first + width > length:
            continue
        if condition == "channels":
            times = (space.value(base + 4, 2) & 7) + 1
        elif condition == "bars":
            times = min(space.value(base + 8, 2) >> 5 & 7, 6)
        if not holds(space, base, condition):
            continue
        for n in range(times):
            if first + n * step + width <= length:
                found[first + n * step] = (width, mask)
    if not extended and identity == 0x14:
        at = 8 if space.value(0x0e, 1) & 0x7f == 1 else 4
        for _ in range(space.value(base + 2, 1) & 0x3f):
            if at + 4 > length:
                break
            found[at] = (4, 0x00fffff7)
            at += 4 + 4 * (space.value(base + at, 4) & 7)
    return found


def header_lines(space):
    kind = space.value(0x0e, 1) & 0x7f
    for _, text, width, mask, condition in HEADER:
        if condition in ("always", f"type {kind}"):
            offset = int(text, 16)
            value = space.value(offset, width) & mask
            yield f"header {offset:02x} {value:0{2 * width}x}"


def bar_lines(space, device, resizable):
    count = {0: 6, 1: 2, 2: 1}.get(space.value(0x0e, 1) & 0x7f, 0)
    if space.value(0, 4) == 0xffffffff:
        return
    if "bars" in device["unknown"]:
        raise Unknown
    told = {bar["index"]: bar for bar in reversed(device["bars"])}
    index = 0
    while index < count:
        value, bar, this = space.value(0x10 + 4 * index, 4), told.get(index), index
        index += 1
        if not value and not bar:
            continue
        if value & 1 or (not value and bar["type"] == "io"):
            yield f"bar {this} io"
            continue
        wide = value >> 1 & 3 == 2 if value else bar["width"] == 64
        ahead = value & 8 if value else bar["prefetchable"]
        index += wide
        if this not in resizable and not bar:
            raise Unknown
        size = "resizable" if this in resizable else bar["size"]
        yield f"bar {this} memory {64 if wide else 32}{' prefetchable' if ahead else ''} {size}"


def shape_of(device):
    space = Space(device)
    if space.value(0x08, 4) == 0xffffffff:
        raise Unknown
    standard, standard_end = walk_standard(space)
    extended, extended_end = walk_extended(space, standard, standard_end)
    heads = [offset for offset, _, _ in standard + extended]
    parts = {offset: registers_of(space, offset, identity, offset >= 0x100, heads)
             for offset, identity, _ in standard + extended}
    resizable = {space.value(offset + at, 4) & 7 for offset, identity, _ in extended
                 if identity == 0x15 for at in parts[offset] if at % 8 == 0}
    lines = ["muster-shape/1", *header_lines(space), *bar_lines(space, device, resizable)]
    for found, name, end in ((standard, "standard", standard_end),
                             (extended, "extended", extended_end)):
        for offset, identity, version in found:
            lines.append(f"capability {identity:02x} {offset:02x}" if version is None else
                         f"capability {identity:04x} {offset:03x} v{version}")
            for at, (width, mask) in sorted(parts[offset].items()):
                lines.append(f"+{at:02x} {space.value(offset + at, width) & mask:0{2 * width}x}")
        lines.append(f"{name} {end}")
    return lines


def identity_of(device):
    lines = ["muster-identity/1"]
    for name in ("vendor", "device", "subsystem_vendor", "subsystem_device", "class", "revision",
                 "serial"):
        if name in device["unknown"]:
            raise Unknown
        lines.append(f"{name} {'none' if device[name] is None else device[name]}")
    return lines


def digest(make, device):
    try:
        text = "".join(line + "\n" for line in make(device))
    except Unknown:
        return None
    return "sha256:" + hashlib.sha256(text.encode("ascii")).hexdigest()


def main():
    functions, known, bad = 0, {"identity": 0, "shape": 0}, 0
    for name in sys.argv[1:]:
        with open(0 if name == "-" else name, encoding="utf-8") as file:
            snapshot = json.load(file)
        for device in snapshot["devices"]:
            if device["kind"] != "function" or "config" not in device:
                continue
            functions += 1
            for key, make in (("identity", identity_of), ("shape", shape_of)):
                ours, theirs = digest(make, device), device.get(key)
                known[key] += theirs is not None
                if ours != theirs:
                    bad = 1
                    print(f"{name}: {device['address']}: {key} is {theirs}, by the manual {ours}")
    print(f"{functions} functions, {known['identity']} identities, {known['shape']} shapes")
    return bad


if __name__ == "__main__":
    sys.exit(main())
