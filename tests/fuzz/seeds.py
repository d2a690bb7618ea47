#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Write inputs for the fuzz targets to begin with.

usage: seeds.py DIRECTORY    one directory per target is made in it

From what the tests hold, from what the program makes of it, and, where it is
there, from the corpus of real machines (${MUSTER_CORPUS:-../shared/corpus}),
which is converted here and never becomes part of the project.
"""

import glob
import json
import os
import re
import struct
import subprocess
import sys

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FIXTURES = os.path.join(TREE, "tests", "fixtures")
CORPUS = os.environ.get("MUSTER_CORPUS", os.path.join(TREE, "..", "shared", "corpus"))
MUSTER = os.environ.get("MUSTER", os.path.join(TREE, "userspace", "muster"))
SERVER = os.path.join(FIXTURES, "server.json")

AS_IT_IS, MENDED, HEAD = b"\0", b"\1", b"\2"  # of ledger.c
SPACE_256, SPACE_4096 = b"\1\0", b"\2\0"  # of image.c: the size, and no hole


class Seeds:
    def __init__(self, directory):
        self.directory = directory
        self.counts = {}

    def put(self, target, data):
        folder = os.path.join(self.directory, target)
        os.makedirs(folder, exist_ok=True)
        number = self.counts[target] = self.counts.get(target, 0) + 1
        with open(os.path.join(folder, f"{number:04}"), "wb") as output:
            output.write(data)


def read(path):
    with open(path, "rb") as stream:
        return stream.read()


def muster(*arguments):
    """What the tool prints, or nothing where it is not built or knows no such thing."""
    try:
        result = subprocess.run([MUSTER, *arguments], check=False, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return b""
    return result.stdout


def spaces_of(text):
    """The configuration spaces of an lspci -xxx text: [(first line, bytes)]."""
    found = []
    for block in re.split(r"\n\s*\n", text):
        data = bytearray()
        for offset, line in re.findall(r"^([0-9a-f]{2,3}):((?: [0-9a-f]{2})+)\s*$", block, re.M):
            if int(offset, 16) == len(data):
                data += bytes.fromhex(line)
        if data:
            found.append((block.splitlines()[0], bytes(data)))
    return found


def config_texts():
    for path in sorted(glob.glob(os.path.join(CORPUS, "config-space", "*"))):
        yield read(path).decode("latin-1")


# A header, a power management, an MSI and an Express capability, then two extended ones.
def small_space():
    space = bytearray(4096)
    space[0:16] = struct.pack("<HHHHBBBBBBBB", 0x8086, 0x10D3, 6, 0x10, 1, 0, 0, 2, 8, 0, 0x80, 0)
    space[0x2C:0x30] = struct.pack("<HH", 0x8086, 0xA01F)
    space[0x34] = 0x40
    space[0x40:0x44] = struct.pack("<BBH", 0x01, 0x50, 0x0003)
    space[0x50:0x54] = struct.pack("<BBH", 0x05, 0x60, 0x0080)
    space[0x60:0x64] = struct.pack("<BBH", 0x10, 0x00, 0x0002)
    space[0x6C:0x74] = struct.pack("<IHH", 0x00041C11, 0, 0x1011)
    space[0x100:0x104] = struct.pack("<I", 0x14010001)
    space[0x140:0x14C] = struct.pack("<III", 0x15010003, 0xFF3C4D5E, 0x001B21FF)
    space[0x150:0x154] = struct.pack("<I", 0x00010010)
    return bytes(space)


def put_images(seeds):
    space = small_space()
    seeds.put("image", SPACE_4096 + space)
    seeds.put("image", SPACE_4096 + space[:0x160])
    seeds.put("image", SPACE_256 + space[:256])
    seeds.put("image", b"\0\1" + struct.pack("<HH", 0x62, 8) + space[:0x160])
    for text in config_texts():
        for _, data in spaces_of(text):
            kind = SPACE_4096 if len(data) > 256 else SPACE_256
            seeds.put("image", kind + data.rstrip(b"\0"))


def put_snapshots(seeds):
    whole = read(SERVER)
    seeds.put("snapshot", whole)
    server = json.loads(whole)
    small = dict(server, devices=server["devices"][1:2] + server["devices"][-2:])
    seeds.put("snapshot", json.dumps(small).encode())
    space = small_space()
    for device in small["devices"]:
        if device["kind"] == "function":
            device.update(config_size=4096, bars=[
                {"index": 0, "size": 4096, "type": "memory", "width": 64, "prefetchable": True},
                {"index": 2, "size": 32, "type": "io"}],
                config=[{"offset": 0, "data": space[:0x160].hex()}], origin="hot", entry=3,
                last_entry=4, since_boot_ns=5)
    small["ledger"] = {"load_id": "00" * 16, "next": 7, "hash": "11" * 32}
    seeds.put("snapshot", json.dumps(small).encode())
    seeds.put("snapshot", json.dumps(small, indent=1).encode())
    made = muster("import", SERVER, "--json") or muster("list", "--json", "--from", SERVER)
    if made:
        seeds.put("snapshot", made)


RULES = """{ "schema": "muster-inventory/1", // a comment
 "kind": "unit", "name": "n", "extends": "m",
 "match": { "board_name": [ "X11*", null ], "product_serial": "S1" },
 "implicit": { "severity": "critical" }, "roots": { "0000:00": "PNP0A08:0" },
 "placeholders": [ "00-00-00-00-00-00-00-00" ],
 "provenance": { "host": "h", "reviewed": { "by": "a" } }, /* another */
 "rules": [
 { "label": "a", "place": "0000:00/**", "identity": [ { "vendor": "80*", "class": "0200??" },
   { "vendor": [ "10ec", "14e4" ], "subsystem_vendor": null } ], "count": { "min": 0, "max": 4 },
   "presence": "optional", "severity": "notice", "virtual_functions": 4, "serial": [ "a", "b*" ] },
 { "label": "b", "place": "uid:0/1f.4/i2c/50", "bus": "i2c", "kind": "client",
   "identity": { "name": "ee1004" }, "x-note": [ 1, 2 ] },
 { "label": "c", "identity": { "vendor": "10ee", "device": "0666" }, "presence": "forbidden" } ] }
"""


def put_inventories(seeds):
    seeds.put("inventory", RULES.encode())
    seeds.put("inventory", RULES.replace('"unit"', '"model"').replace('"extends": "m",', "")
              .replace(', "product_serial": "S1"', "").encode())
    for options in ([], ["--strict"]):
        seeds.put("inventory", muster("inventory", "generate", *options, "--from", SERVER))


# The frames of a ledger: (is an entry, body)
def frames_of(ledger):
    at = 144
    while at + 12 <= len(ledger):
        length = struct.unpack("<I", ledger[at + 4:at + 8])[0]
        yield ledger[at:at + 4] == b"ENTR", ledger[at:at + 12 + length]
        at += 12 + length


def put_ledgers(seeds):
    kinds = {}
    for path in sorted(glob.glob(os.path.join(FIXTURES, "ledger", "*.ledger"))):
        ledger = read(path)
        frames = list(frames_of(ledger))
        for kind in (AS_IT_IS, MENDED):
            seeds.put("ledger", kind + ledger[:144] + b"".join(f for _, f in frames[:6]))
        for is_entry, frame in frames:
            if is_entry:
                payload = frame[12:-32]
                seeds.put("ledger", MENDED + ledger[:144] + frame)
                seeds.put("entry", payload)
                kinds.setdefault(payload[20:24], []).append(frame)
                # what attribute holds a device: feed its content alone, too
                for at in range(0, len(payload) - 4, 4):
                    length, kind = struct.unpack("<HH", payload[at:at + 4])
                    if length > 64 and at + length <= len(payload):
                        seeds.put("entry", payload[at + 4:at + length])
                        break
        some = [frame for found in kinds.values() for frame in found[:2]]
        seeds.put("ledger", MENDED + ledger[:144] + b"".join(some))
        lost = b"LOST" + struct.pack("<II", 40, ~40 & 0xFFFFFFFF) + struct.pack("<Q", 5) + b"\7" * 32
        seeds.put("ledger", MENDED + ledger[:144] + frames[0][1] + lost + frames[1][1])
    for path in sorted(glob.glob(os.path.join(FIXTURES, "ledger", "*.head"))):
        seeds.put("ledger", HEAD + read(path))


def put_findings(seeds):
    """What check finds on a board that changed, as the daemon keeps it."""
    changed = read(SERVER).decode().replace("3c-4d-5e", "3c-4d-77").replace('"0-0051"', '"0-0055"')
    lines = [line for line in changed.splitlines() if "0000:03:00.0" not in line]
    work = os.path.join(seeds.directory, "work")
    os.makedirs(work, exist_ok=True)
    board, rules = (os.path.join(work, name) for name in ("board.json", "rules.json"))
    with open(rules, "wb") as output:
        output.write(muster("inventory", "generate", "--strict", "--from", SERVER))
    with open(board, "w", encoding="utf-8") as output:
        output.write("\n".join(lines))
    try:
        found = json.loads(muster("check", "--json", "--from", board, "--inventory", rules))["findings"]
    except ValueError:
        return
    kept = [{"finding": dict(finding, state="standing"), "told": "warning", "noted": False,
             "first": 7} for finding in found]
    mark = {"load_id": "00" * 16, "judged": 1, "log_inode": 2, "log_offset": 3, "settled_at": 4}
    whole = {"schema": "muster-standing/1", "boot_id": "5a6d4380-02cf-4cb0-a247-2321db4c7d7c",
             "mark": mark, "findings": kept}
    seeds.put("standing", json.dumps(whole).encode())
    seeds.put("standing", json.dumps(dict(whole, findings=kept[:1])).encode())
    seeds.put("standing", "\n".join(json.dumps(finding) for finding in found).encode())


def put_texts(seeds):
    seeds.put("config", read(os.path.join(TREE, "userspace", "dist", "musterd.conf")))
    seeds.put("config", b"settle = 10min\ngrace=500ms\nkeep_bytes = 1G\njournal = no # no\n")
    with open(os.path.join(FIXTURES, "places.txt"), encoding="utf-8") as lines:
        places = [line.strip() for line in lines if line.strip()]
    for first, second, third in zip(places, places[1:], places[2:]):
        seeds.put("place", f"{first}\n{second}\n{third}".encode()[:400])
    for text in ("0000:00/*/00.0\n0000:00/1c.4/00.0\n10000:00", "uid:0/**\nuid:0/1c.0/vf2\nfw:a/i2c#1/ch0/50",
                 "[a-f]*\\*?[!0]\nb*x1\ns50", "0000:?/00.0\n0000:00/1c.0/00.0\n?/pci/06.0"):
        seeds.put("place", text.encode())
    seeds.put("names", b"# ids\n8086  Intel Corporation\n\t10d3  82574L\n\t\t8086 a01f  Gigabit\n"
              b"144d  Samsung\n\ta808  SM981\nC 02  Network controller\n\t00  Ethernet controller\n"
              b"C 01  Mass storage\n\t08  NVM\n\t\t02  NVM Express\n")


def main():
    seeds = Seeds(sys.argv[1])
    for put in (put_images, put_snapshots, put_inventories, put_ledgers, put_findings, put_texts):
        put(seeds)


main()
