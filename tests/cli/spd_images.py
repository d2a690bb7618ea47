#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Decodes SPD images with muster, and a second time otherwise, and tells where they differ.

usage: spd_images.py [-n COUNT] [-s SEED] MUSTER [IMAGE...]

Makes COUNT images of DDR3, DDR4 and DDR5 each, with seldom codes, damage and wrong checksums among
them, and takes the images given besides (binary, or hex text). All go to MUSTER as the contents of
clients in one snapshot. Compared with:
  decode-dimms of i2c-tools, of DDR3 and DDR4 (it knows no DDR5), where it speaks;
  a reading of DDR5 by the tables of JESD400-5 below;
  both digests by the table in muster-digests(7), of all.
Prints a line per difference, then what was compared; exit status 1 if there was a difference.
"""

import argparse
import hashlib
import json
import os
import random
import re
import subprocess
import sys
import tempfile

PAGE = os.path.join(os.path.dirname(__file__), "../../userspace/man/muster-digests.7")
NAMES = {0x0b: "DDR3", 0x0c: "DDR4", 0x12: "DDR5"}
SIZES = {0x0b: 256, 0x0c: 512, 0x12: 1024}


def crc(data):
    value = 0
    for byte in data:
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1) ^ (0x11021 if value & 0x8000 else 0)
    return value.to_bytes(2, "little")


def sums(data):
    """[(where, what is right)]"""
    if data[2] == 0x0b:
        return [(126, crc(data[:117 if data[0] & 0x80 else 126]))]
    if data[2] == 0x12:
        return [(510, crc(data[:510]))]
    return [(126, crc(data[:126])), (254, crc(data[128:254]))]


def some_text(rng, room):
    text = bytes(rng.choice(b"ABCDEFGHKMNRX0123456789-/ .a") for _ in range(rng.randrange(room + 1)))
    if rng.random() < 0.15:
        text = text[:rng.randrange(len(text) + 1)] + rng.choice((b"\0", b"\xff", b"\x1b", b"\xe4")) + text
    return text[:room].ljust(room, rng.choice((b" ", b" ", b"\0", b"\xff")))


def some_maker(rng):
    if rng.random() < 0.1:
        return rng.choice((b"\0\0", b"\xff\xff", bytes(rng.randrange(256) for _ in range(2))))
    number = (rng.randrange(12), rng.randrange(1, 127))
    return bytes(byte | (0 if bin(byte).count("1") & 1 else 0x80) for byte in number)


def some_date(rng):
    kind = rng.random()
    if kind < 0.7:
        return bytes((int(str(rng.randrange(10, 26)), 16), int(str(rng.randrange(1, 54)), 16)))
    return rng.choice((b"\0\0", b"\xff\xff", bytes((rng.randrange(10, 26), rng.randrange(1, 54))),
                       bytes(rng.randrange(256) for _ in range(2))))


def some_serial(rng):
    return rng.choice((b"\0" * 4, b"\xff" * 4) + (bytes(rng.randrange(256) for _ in range(4)),) * 6)


def put(data, at, some):
    data[at:at + len(some)] = some


def seldom(rng, usual, bits):
    """One of the usual codes, now and then any that fits into so many bits."""
    return rng.choice(usual) if rng.random() < 0.9 else rng.randrange(1 << bits)


def make_ddr3(rng, data):
    put(data, 0, bytes((rng.choice((0x92, 0x12, 0x93)), rng.choice((0x10, 0x11, 0x12, 0x13)), 0x0b,
                        seldom(rng, range(1, 14), 4))))
    data[4] = seldom(rng, range(2, 6), 4) | rng.randrange(2) << 4
    data[5] = 0x21
    data[7] = seldom(rng, (0, 1, 2), 3) | seldom(rng, (0, 1, 3), 3) << 3
    data[8] = seldom(rng, (3,), 3) | seldom(rng, (0, 1), 2) << 3
    put(data, 9, rng.choice((b"\x11\x01\x08", b"\x52\x01\x08", b"\x11\x01\x08", b"\x11\x01\x0f", b"\x10\x01\x08")))
    data[12], data[34] = rng.choice(((10, 0), (12, 0), (15, 0), (20, 0), (9, 0xca), (8, 0xc2),
                                     (rng.randrange(3, 30), rng.randrange(256))))
    put(data, 14, bytes(rng.randrange(256) for _ in range(16)))
    put(data, 117, some_maker(rng) + bytes((rng.randrange(256),)) + some_date(rng) + some_serial(rng))
    put(data, 128, some_text(rng, 18) + rng.choice((b"\0\0", b"\xff\xff", b"\0\x41", b"\x30\x31")))
    put(data, 148, some_maker(rng) + bytes(rng.randrange(256) for _ in range(26)))


def make_ddr4(rng, data):
    put(data, 0, bytes((rng.choice((0x23, 0x24)), rng.choice((0x10, 0x11, 0x12)), 0x0c,
                        seldom(rng, (1, 2, 3, 4, 8, 9, 12, 13), 8))))
    data[4] = seldom(rng, range(4, 8), 4) | rng.randrange(16) << 4
    data[5] = 0x21
    data[6] = rng.choice((0, 0, 0, 0x91, 0x92, 0xb2, 0xf2, rng.randrange(256)))
    data[10] = rng.choice((0, 0, 0, rng.randrange(256)))
    data[12] = seldom(rng, (0, 1, 2), 3) | rng.randrange(4) << 3 | (rng.random() < 0.1) << 6
    data[13] = seldom(rng, (3,), 3) | seldom(rng, (0, 1), 2) << 3
    data[17] = rng.choice((0,) * 12 + (rng.randrange(256),))
    data[18], data[125] = rng.choice(((5, 0), (6, 0), (6, 0xbc), (7, 0xd6), (8, 0xc1), (8, 0xc2),
                                      (9, 0xca), (10, 0), (rng.randrange(3, 30), rng.randrange(256))))
    data[19], data[24] = 0x0d, 0x6e
    put(data, 128, bytes(rng.randrange(256) for _ in range(rng.choice((4, 126)))))
    put(data, 320, some_maker(rng) + bytes((rng.randrange(256),)) + some_date(rng) + some_serial(rng))
    put(data, 329, some_text(rng, 20) + rng.choice((b"\0", b"\xff", b"\x31")))
    put(data, 350, some_maker(rng) + bytes(rng.randrange(256) for _ in range(160)))


def make_ddr5(rng, data):
    put(data, 0, bytes((rng.choice((0x30, 0x30, 0x3f)), rng.choice((0x10, 0x11, 0x12)), 0x12,
                        seldom(rng, (1, 2, 3, 4, 5, 6, 7, 8, 10, 11), 8))))
    for first in (4, 8):
        data[first] = seldom(rng, range(1, 9), 5) | seldom(rng, range(6), 3) << 5
        data[first + 2] = seldom(rng, (0, 1, 2), 3) << 5
    put(data, 20, rng.choice((625, 500, 416, 357, 333, 312, 277, 250, rng.randrange(65536))).to_bytes(2, "little"))
    put(data, 192, bytes(rng.randrange(256) for _ in range(256)))
    data[234] = seldom(rng, (0, 8, 0x48), 7)
    data[235] = seldom(rng, (0x22, 0x32, 0x2a, 0x02), 8)
    put(data, 512, some_maker(rng) + bytes((rng.randrange(256),)) + some_date(rng) + some_serial(rng))
    put(data, 521, some_text(rng, 30) + rng.choice((b"\0", b"\xff", b"\x42")))
    put(data, 552, some_maker(rng) + bytes(rng.randrange(256) for _ in range(470)))


MAKERS = {0x0b: make_ddr3, 0x0c: make_ddr4, 0x12: make_ddr5}


def make_image(rng, generation):
    data = bytearray(SIZES[generation])
    MAKERS[generation](rng, data)
    for where, right in sums(data):
        put(data, where, right if rng.random() < 0.85 else bytes(rng.randrange(256) for _ in range(2)))
    return bytes(data)


def read_image(path):
    with open(path, "rb") as file:
        data = file.read()
    if re.fullmatch(rb"[0-9A-Fa-f\s]+", data):
        data = bytes.fromhex(data.decode())
    return data


def decode(muster, images):
    """What muster says of each."""
    devices = [{"kind": "client", "place": f"0000:00/{number // 512:02x}.{number // 64 % 8}/i2c/{number % 64 + 8:02x}",
                "name": "spd", "reading": "ok", "contents_size": len(data),
                "contents": [{"offset": 0, "data": data.hex()}]} for number, data in enumerate(images)]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump({"schema": "muster-snapshot/1", "source": {"kind": "snapshot"}, "devices": devices}, file)
        file.flush()
        out = subprocess.run([muster, "import", file.name], check=True, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL)
    answers = {device["place"]: device for device in json.loads(out.stdout)["devices"]}
    return [answers[device["place"]] for device in devices]


def decode_dimms(images):
    """[{label: value}] of each."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, data in enumerate(images):
            paths.append(os.path.join(folder, str(number)))
            with open(paths[-1], "w", encoding="ascii") as file:
                for at in range(0, len(data), 16):
                    file.write(f"{at:04x}: {' '.join(f'{byte:02x}' for byte in data[at:at + 16])}\n")
        text = subprocess.run(["decode-dimms", "-c", "-x", *paths], check=True, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL).stdout.decode("latin-1")
    answers = []
    for block in re.split(r"^Decoding EEPROM: .*$", text, flags=re.M)[1:]:
        answers.append({line[0].strip(): line[1] for line in re.findall(r"^(\S.{47}) (.*)$", block, re.M)})
    return answers


# Where decode-dimms 4.3 is wrong or is told more than it knows: then it does not count.
def ddr3_excused(data):
    ranks, chip, bus, extra = data[7] >> 3 & 7, data[7] & 7, data[8] & 7, data[8] >> 3 & 3
    return {
        "Ranks": ranks > 3,                                             # 4 are 8 ranks; more is reserved
        "Size": ranks > 3 or data[4] & 15 > 6 or bus > 3 or chip > 3    # reserved codes,
                or chip > bus + 1,                                      # chips wider than the bus
        "Primary Bus Width": bus > 3,
        "Bus Width Extension": extra > 1 or bus > 3,
    }


def ddr4_excused(data):
    chip, bus, extra = data[12] & 7, data[13] & 7, data[13] >> 3 & 3
    return {
        "Size": data[4] & 15 > 7                                        # 8 and 9 are 12 and 24 Gb
                or data[12] & 0x40                                      # asymmetric ranks are not read
                or data[6] & 0x83 == 2                                  # a monolithic die is no stack
                or bus > 3 or chip > 3 or chip > bus + 1,
        "Primary Bus Width": bus > 3,
        "Bus Width Extension": extra > 1 or bus > 3,
        "Maximum module speed": data[17] & 0x0f,                        # it looks at bits 7:6 and 1:0
    }


def said(theirs, label):
    """What it says, or None where it is silent or says that there is nothing."""
    value = theirs.get(label)
    return None if value is None or value.startswith(("Undefined", "Reserved", "Extended", "No base")) else value


def maker_agrees(ours, value):
    if value is None or value.startswith(("Invalid", "Unknown")) or "Invalid parity" in value:
        return ours is None
    short = re.sub(r"[^a-z0-9]", "", value.lower())
    return ours is None or re.sub(r"[^a-z0-9]", "", ours.lower())[:6] in short


def compare_dimms(data, ours, theirs):
    """[(field, ours, theirs)] where they differ, and how many were compared.

    It stops, and says no more, at time bases that it does not know. That the number of a maker has
    wrong parity it says beside the name; here there is no name then. It has names that ours lacks.
    """
    generation = "DDR3" if data[2] == 0x0b else "DDR4"
    excused = (ddr3_excused if data[2] == 0x0b else ddr4_excused)(data)
    checks = [theirs[label].startswith("OK") for label in theirs if "CRC of" in label]
    part = said(theirs, "Part Number")
    date = said(theirs, "Manufacturing Date")
    pairs = [
        ("type", "Fundamental Memory type", ours["type"] + " SDRAM", theirs["Fundamental Memory type"]),
        ("module_type", "Module Type", ours["module_type"], said(theirs, "Module Type")),
        ("serial", "Assembly Serial Number", ours["serial"] and "0x" + ours["serial"].upper(),
         said(theirs, "Assembly Serial Number")),
        ("date", "Manufacturing Date", ours["date"] and ours["date"].lower(), date and date.lower()),
        ("revision", "Revision Code", ours["revision"] and "0x" + ours["revision"].upper(),
         said(theirs, "Revision Code")),
    ]
    # It ends where the first byte is not printable, which ours has as \xHH; and keeps blanks.
    pairs.append(("part", "Part Number", re.split(r"\\x", ours["part"] or "")[0].rstrip(),
                  (part or "").rstrip()))
    if data[2] != 0x0c or not data[0] & 0x80:                           # DDR4 has no such bit
        pairs.append(("checksums", "EEPROM CRC", ours["checksums"] == "good", all(checks)))
    size = said(theirs, "Size")
    if size:                                                            # else it gave up at the time bases
        pairs += [
            ("size_mib", "Size", ours["size_mib"] and f"{ours['size_mib']} MB", size),
            ("ranks", "Ranks", ours["ranks"], int(theirs["Ranks"])),
            ("data_width", "Primary Bus Width", f"{ours['data_width']} bits", theirs["Primary Bus Width"]),
            ("total_width", "Bus Width Extension",
             ours["total_width"] and ours["data_width"] and ours["total_width"] - ours["data_width"],
             int((theirs.get("Bus Width Extension") or "0").split()[0])),
            ("speed_mts", "Maximum module speed", ours["speed_mts"],
             int(theirs["Maximum module speed"].split()[0])),
        ]
    faults = [(name, mine, other) for name, label, mine, other in pairs
              if mine != other and not excused.get(label)]
    for name, label in (("maker", "Module Manufacturer"), ("dram_maker", "DRAM Manufacturer")):
        if not maker_agrees(ours[name], said(theirs, label)):
            faults.append((name, ours[name], theirs.get(label)))
    return [(generation + " " + name, mine, other) for name, mine, other in faults], len(pairs) + 2


def read_ddr5(data):
    """A second reading of what decode-dimms does not know, by JESD400-5."""
    types = {1: "RDIMM", 2: "UDIMM", 3: "SO-DIMM", 4: "LRDIMM", 5: "CUDIMM", 6: "CSO-DIMM", 7: "MRDIMM",
             8: "CAMM2", 10: "DDIMM", 11: "Solder down"}
    channels = {0: 1, 1: 2, 2: 4, 3: 8}.get(data[235] // 32)
    bus = {0: 8, 1: 16, 2: 32, 3: 64}.get(data[235] % 8)
    extra = {0: 0, 1: 4, 2: 8}.get(data[235] // 8 % 4)
    ranks = data[234] // 8 % 8 + 1
    cycle = int.from_bytes(data[20:22], "little")
    width = channels * bus if channels and bus else None

    def rank(first):
        gigabits = {1: 4, 2: 8, 3: 12, 4: 16, 5: 24, 6: 32, 7: 48, 8: 64}.get(data[first] % 32)
        dies = {0: 1, 1: 1, 2: 2, 3: 4, 4: 8, 5: 16}.get(data[first] // 32)
        chip = {0: 4, 1: 8, 2: 16, 3: 32}.get(data[first + 2] // 32)
        if None in (gigabits, dies, chip, bus) or chip > bus:
            return None
        return gigabits * 128 * dies * (bus // chip)

    kinds = [rank(8 if data[234] & 0x40 and number % 2 else 4) for number in range(ranks)]
    size = None if None in kinds or width is None else channels * sum(kinds)
    return {"module_type": types.get(data[3] % 16), "ranks": ranks, "data_width": width,
            "total_width": width + channels * extra if width and extra is not None else None,
            "speed_mts": (2000000 // cycle + 50) // 100 * 100 or None if cycle else None, "size_mib": size,
            "checksums": "good" if all(data[at:at + 2] == right for at, right in sums(data)) else "bad",
            "serial": None if data[517:521] in (b"\0" * 4, b"\xff" * 4) else data[517:521].hex(),
            "maker_id": None if data[512:514] in (b"\0\0", b"\xff\xff") else data[512:514].hex(),
            "part": "".join(chr(byte) if 32 <= byte < 127 else f"\\x{byte:02x}"
                            for byte in data[521:551].rstrip(b"\0\xff ")) or None}


def read_table():
    """{byte 2: (length, [spans], [sums], owner's)}, of the manual page."""
    with open(PAGE, encoding="utf-8") as file:
        text = file.read().split(".Ss Where things are\n")[1]
    table = {}

    def spans(word):
        return [(int(part.split("-")[0]), int(part.split("-")[-1]) + 1) for part in word.split(",")]

    for line in text.split(".Bd -literal -offset indent\n")[1].split(".Ed\n")[0].splitlines():
        codes, rest = re.match(r"((?:[0-9a-f]{2} )+) *(.*)$", line).groups()
        columns = rest.split()
        for code in codes.split():
            table[int(code, 16)] = (int(columns[0]), [spans(column)[0] for column in columns[1:8]],
                                    spans(columns[8]), int(columns[9]))
    return table


def digests(data, table):
    """identity, shape"""
    length, items, checks, owners = table[data[2]]
    assert len(data) >= length
    names = ("maker", "location", "date", "serial", "part", "revision", "specific")
    lines = ["muster-spd-identity/1", f"type {data[2]:02x}"]
    lines += [f"{name} {data[first:end].hex()}" for name, (first, end) in zip(names, items)]
    shape = ["muster-spd-shape/1"]
    left_out = {at for first, end in items + checks for at in range(first, end)}
    for row in range(0, owners, 16):
        shape.append(f"{row:03x}: " + "".join(".." if at in left_out else f"{data[at]:02x}"
                                              for at in range(row, min(row + 16, owners))))
    return ["sha256:" + hashlib.sha256("".join(line + "\n" for line in text).encode()).hexdigest()
            for text in (lines, shape)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("-n", type=int, default=0)
    parser.add_argument("-s", type=int, default=1)
    parser.add_argument("muster")
    parser.add_argument("image", nargs="*")
    options = parser.parse_args()
    rng = random.Random(options.s)
    named = [(path, read_image(path)) for path in options.image]
    for generation, name in NAMES.items():
        named += [(f"{name} {number} of seed {options.s}", make_image(rng, generation))
                  for number in range(options.n)]
    images = [data for _, data in named]
    answers = decode(options.muster, images)
    table = read_table()
    faults, compared = [], {"decode-dimms": 0, "JESD400-5": 0, "digests": 0}
    old = [number for number, data in enumerate(images) if data[2] in (0x0b, 0x0c)]
    theirs = decode_dimms([images[number] for number in old])
    assert len(theirs) == len(old)
    for number, dimms in zip(old, theirs):
        found, count = compare_dimms(images[number], answers[number]["spd"], dimms)
        faults += [(named[number][0], *fault) for fault in found]
        compared["decode-dimms"] += count
    for (name, data), answer in zip(named, answers):
        ours = answer["spd"]
        if data[2] == 0x12:
            for field, value in read_ddr5(data).items():
                compared["JESD400-5"] += 1
                if ours[field] != value:
                    faults.append((name, "DDR5 " + field, ours[field], value))
        for field, value in zip(("identity", "shape"), digests(data, table)):
            compared["digests"] += 1
            if ours[field] != value:
                faults.append((name, field, ours[field], value))
    for name, field, mine, other in faults:
        print(f"{name}: {field}: {mine!r} here, {other!r} there")
    print(f"{len(images)} images, " + ", ".join(f"{count} by {what}" for what, count in compared.items()))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
