#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Flips the bits of configuration spaces, and looks which of them the shape follows.

usage: digest_bits.py MUSTER SNAPSHOT...

Which bits count is worked out from muster-digests(7), see digests.py. Of each function all bits
that do not count are overwritten at random, several times over: the shape must stay. Each bit
that counts is flipped on its own: the shape must be another, or none. Prints what fails and how
many bits that were; exit status 1 if anything failed.
"""

import copy
import json
import random
import subprocess
import sys

import digests

ROUNDS = 4


def taken_bits(device):
    """Map each byte of the space to its bits that count, and name those to leave alone."""
    space = digests.Space(device)
    masks = {at: 0 for at in space.bytes}
    alone = set()

    def take(offset, width, mask):
        for at in range(width):
            masks[offset + at] |= mask >> 8 * at & 0xff

    kind = space.value(0x0e, 1) & 0x7f
    for _, text, width, mask, condition in digests.HEADER:
        if condition in ("always", f"type {kind}"):
            take(int(text, 16), width, mask)
    standard, end = digests.walk_standard(space)
    extended, _ = digests.walk_extended(space, standard, end)
    if space.value(0x06, 2) & 0x10:
        take(0x14 if kind == 2 else 0x34, 1, 0xfc)
    heads = [offset for offset, _, _ in standard + extended]
    for offset, identity, version in standard + extended:
        take(offset, 2 if version is None else 4, 0xfcff if version is None else 0xffcfffff)
        for at, (width, mask) in digests.registers_of(space, offset, identity, offset >= 0x100,
                                                      heads).items():
            take(offset + at, width, mask)
        if identity == 0x07 and version is None and space.size != 256:
            take(offset + 4, 4, 0xc0000000)     # whether there is more than 256 bytes
    if not extended and any(identity == 0x10 for _, identity, _ in standard) and 0x100 in masks:
        take(0x100, 4, 0xffcfffff)              # the empty list
        alone.update(range(0x100, 0x104))       # a flipped bit may still be an empty list
    take_bars(space, masks, alone, kind)
    return masks, alone


def take_bars(space, masks, alone, kind):
    index, count = 0, {0: 6, 1: 2, 2: 1}.get(kind, 0)
    while index < count:
        at = 0x10 + 4 * index
        value = space.value(at, 4)
        index += 1
        if not value:
            alone.update(range(at, at + 4))     # any bit makes it a BAR
        elif value & 1:
            masks[at] |= 0x01
        else:
            # of the two bits of its width those that make 32 bits 64, or back
            masks[at] |= 0x09 | (0x04, 0x00, 0x06, 0x02)[value >> 1 & 3]
            alone.update(range(at + 1, at + 4) if not value & 0xf else ())
            index += value >> 1 & 3 == 2


def with_bytes(device, space):
    """A copy of @device that has the bytes of @space."""
    made = {key: value for key, value in device.items() if key not in (
        "config", "shape", "identity", "capabilities", "capabilities_end")}
    starts = [at for at in sorted(space) if at - 1 not in space]
    made["config"] = []
    for start in starts:
        end = start
        while end in space:
            end += 1
        made["config"].append({"offset": start,
                               "data": bytes(space[at] for at in range(start, end)).hex()})
    return made


def shapes_of(muster, snapshot, devices):
    """What muster says of each, in order."""
    text = json.dumps({**snapshot, "devices": devices})
    run = subprocess.run([muster, "list", "--json", "--from", "-"], input=text, text=True,
                         stdout=subprocess.PIPE, check=True)
    listed = sorted(json.loads(run.stdout)["devices"], key=lambda device: device["entry"])
    return [device.get("shape") for device in listed]


def leads_nowhere(space, last, at, bit):
    """Whether that bit makes the list at 100h go on to four bytes of zero, and so end as before."""
    if last is None or at not in (last + 2, last + 3):
        return False
    pointer = (space.value(last, 4) ^ 1 << 8 * (at - last) + bit) >> 20 & 0xffc
    return not any(space.bytes.get(pointer + i) for i in range(4))


def make_variants(device, rng):
    whole = digests.Space(device)
    space = whole.bytes
    standard, end = digests.walk_standard(whole)
    last = [None, *(offset for offset, _, _ in digests.walk_extended(whole, standard, end)[0])][-1]
    masks, alone = taken_bits(device)
    variants, names = [dict(space)], ["as it is"]
    free = [at for at in masks if at not in alone and masks[at] != 0xff]
    for number in range(ROUNDS):
        other = dict(space)
        for at in free:
            other[at] = (space[at] & masks[at]) | (rng.randrange(256) & ~masks[at] & 0xff)
        variants.append(other)
        names.append(f"round {number}")
    flips = [(at, bit) for at in sorted(masks) if at not in alone for bit in range(8)
             if masks[at] >> bit & 1 and not leads_nowhere(whole, last, at, bit)]
    for at, bit in flips:
        other = dict(space)
        other[at] ^= 1 << bit
        variants.append(other)
        names.append(f"{at:03x}h bit {bit}")
    dropped = sum(8 - bin(masks[at]).count("1") for at in free)
    return variants, names, dropped, len(flips)


def know_bars(device):
    """Where the source did not tell the sizes of BARs, some are made up."""
    device = copy.deepcopy(device)
    if "bars" in device["unknown"]:
        device["unknown"].remove("bars")
        known = digests.Space(device).bytes
        device["bars"] = [{"index": index, "size": 4096 << index, "type": "memory", "width": 32,
                           "prefetchable": False} for index in range(6)
                          if any(known.get(0x10 + 4 * index + at) for at in range(4))]
    return device


def main():
    muster, bad = sys.argv[1], 0
    totals = {"functions": 0, "dropped": 0, "taken": 0}
    for name in sys.argv[2:]:
        with open(name, encoding="utf-8") as file:
            snapshot = json.load(file)
        for device in snapshot["devices"]:
            if device["kind"] != "function" or "config" not in device:
                continue
            device = know_bars(device)
            if digests.digest(digests.shape_of, device) is None:
                continue
            variants, names, dropped, taken = make_variants(device, random.Random(name))
            made = [{**with_bytes(device, space), "entry": entry + 1}
                    for entry, space in enumerate(variants)]
            shapes = shapes_of(muster, snapshot, made)
            totals["functions"] += 1
            totals["dropped"] += dropped
            totals["taken"] += taken
            for shape, what in zip(shapes[1:], names[1:]):
                if (shape == shapes[0]) != what.startswith("round"):
                    bad = 1
                    print(f"{name}: {device['address']}: {what}: "
                          f"{'the same shape' if shape == shapes[0] else 'another shape'}")
    print(f"{totals['functions']} functions, {totals['dropped']} bits dropped, "
          f"{totals['taken']} bits taken")
    return bad


if __name__ == "__main__":
    sys.exit(main())
