#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Decode FRU memories twice: by muster, and by muster-digests(7) as read here.

usage: fru_images.py [-n COUNT] [-s SEED] MUSTER [IMAGE...]

Of the images given, or of COUNT made up, many of them damaged. Where python-ipmi
is there, and takes an image, its fields are a third opinion. Prints one line with
how many there were, or what differs.
"""

import argparse
import array
import datetime
import hashlib
import json
import os
import random
import re
import subprocess
import sys
import tempfile

try:
    from pyipmi.fru import FruInventory
except ImportError:
    FruInventory = None

NAMES = {"chassis": ["part", "serial"],
         "board": ["maker", "product", "serial", "part", "file"],
         "product": ["maker", "name", "part", "version", "serial", "asset", "file"]}
FIELDS = [(area, name) for area, names in NAMES.items() for name in names if name != "file"]
BEGIN = {"chassis": 3, "board": 6, "product": 3}
BCD = "0123456789 -.:,_"
EPOCH = datetime.datetime(1996, 1, 1)


class Cut(Exception):
    """Nothing of it can be believed."""


def walk(data, at, limit):
    """The fields of an area: [(encoding, bytes)], and where they end."""
    fields = []
    while at < limit and data[at] != 0xc1:
        size = data[at] & 0x3f
        if at + 1 + size > limit:
            break
        fields.append((data[at] >> 6, data[at + 1:at + 1 + size]))
        at += 1 + size
    return fields, at


def read_area(data, start, begin):
    """(state, byte 2, fields, date, whether all is well)."""
    if start + 8 > len(data):
        raise Cut
    head = data[start:start + 8]
    if head in (bytes(8), b"\xff" * 8):
        return "absent", 0, [], 0, False
    size = data[start + 1] * 8
    good = size > 0 and start + size <= len(data) and sum(data[start:start + size]) % 256 == 0
    if head[0] & 15 != 1:
        return "lost", 0, [], 0, False
    end, first = start + size, start + begin
    if end > len(data):
        raise Cut
    limit = end - 1 if end > first else first
    fields, at = walk(data, first, limit)
    if end <= first or (at != limit and data[at] != 0xc1):
        following = min([8 * data[i] for i in range(1, 6) if 8 * data[i] > start] + [len(data)])
        longer, at = walk(data, first, following)
        if following > end and at < following and data[at] == 0xc1:
            fields = longer
        elif end <= first:
            return "lost", 0, [], 0, good
    return "read", head[2], fields, int.from_bytes(head[3:6], "little"), good


def read_records(data):
    """[(type, format, data)], and whether all is well."""
    at, records, good = data[5] * 8, [], True
    if not at:
        return records, good
    if at >= len(data):
        raise Cut
    while at < len(data):
        head = data[at:at + 5]
        if not head.strip(b"\0") or not head.strip(b"\xff"):
            break
        if len(head) < 5:
            raise Cut
        if sum(head) % 256 or head[1] & 15 != 2:
            return records, False
        body = data[at + 5:at + 5 + head[2]]
        if len(body) < head[2]:
            raise Cut
        good = good and (sum(body) + head[3]) % 256 == 0
        records.append((head[0], head[1] & 15, body))
        at += 5 + head[2]
        if head[1] & 0x80:
            break
    return records, good


def decode(data):
    """None: no FRU memory; or (areas, records, good)."""
    if len(data) < 8:
        if data[:1] == b"\1":
            raise Cut
        return None
    good = data[0] & 15 == 1 and sum(data[:8]) % 256 == 0
    vouched = False
    for i in (2, 3, 4):
        start = data[i] * 8
        if start and start + 8 <= len(data) and data[start] == 1:
            size = data[start + 1] * 8
            vouched |= 0 < size <= len(data) - start and sum(data[start:start + size]) % 256 == 0
    if not good and not vouched:
        return None
    if data[0] & 15 != 1:
        raise Cut
    areas = {}
    for i, name in enumerate(NAMES, 2):
        if data[i]:
            areas[name] = read_area(data, data[i] * 8, BEGIN[name])
            good = good and areas[name][4]
        else:
            areas[name] = ("absent", 0, [], 0, True)
    records, right = read_records(data)
    states = [area[0] for area in areas.values()]
    if "lost" in states and "read" not in states:
        raise Cut
    return areas, records, good and right


def latin(data):
    text = data.decode("latin-1").rstrip("\0\xff ")
    return "".join(f"\\x{ord(c):02x}" if ord(c) < 32 or 127 <= ord(c) < 160 else c for c in text)


def text_of(field, language):
    encoding, data = field
    if encoding in (0, 3) and not data.strip(data[:1] if data[:1] in (b"\0", b"\xff") else b""):
        return ""
    if encoding == 0:
        return data.hex()
    if encoding == 1:
        return latin("".join(BCD[b >> 4] + BCD[b & 15] for b in data).encode())
    if encoding == 2:
        bits = int.from_bytes(data, "little")
        return latin(bytes(32 + (bits >> 6 * i & 63) for i in range(len(data) * 8 // 6)))
    if language in (0, 25) or len(data) % 2 or all(32 <= b < 127 for b in data):
        return latin(data)
    pairs = [data[i:i + 2] for i in range(0, len(data), 2)]
    while pairs and pairs[-1] in (b"\0\0", b"\xff\xff", b" \0"):
        pairs.pop()
    out = ""
    for low, high in pairs:
        code = high << 8 | low
        bad = code < 32 or 127 <= code < 160 or 0xd800 <= code < 0xe000
        out += f"\\x{low:02x}\\x{high:02x}" if bad else chr(code)
    return out


def line_of(field):
    return f"{field[0]} {field[1].hex() or 'empty'}"


def identity_of(areas):
    lines = ["muster-fru-identity/1"]
    for area, name in FIELDS:
        fields, at = areas[area][2], NAMES[area].index(name)
        if name != "asset":
            lines.append(f"{area}_{name}: {line_of(fields[at]) if at < len(fields) else 'none'}")
    return "\n".join(lines) + "\n"


def shape_of(areas, records):
    lines = ["muster-fru-shape/1"]
    for area, (state, kind, fields, _, _) in areas.items():
        lines.append(f"{area}: {kind:02x}" if state == "read" else f"{area}: none")
        for i, field in enumerate(fields):
            named = i < len(NAMES[area])
            name = NAMES[area][i] if named else f"custom {i - len(NAMES[area]) + 1}"
            lines.append(f"{area} {name}: " +
                         (".." if name in ("serial", "asset") else line_of(field)))
    for number, (kind, version, body) in enumerate(records, 1):
        lines.append(f"record {number}: {kind:02x} {version:02x} {len(body):02x}")
        for at in range(0, len(body), 16):
            row = ".." if kind == 3 else body[at:at + 16].hex()
            lines.append(f"record {number}+{at:02x}: {row}")
    return "\n".join(lines) + "\n"


def digest(text):
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def expected(data):
    """What the group fru should be: None, "unknown", or its fields; ".": unknown."""
    try:
        found = decode(data)
    except Cut:
        return "unknown"
    if not found:
        return None
    areas, records, good = found
    fru = {"checksums": "good" if good else "bad"}
    for area, name in FIELDS:
        state, kind, fields, _, _ = areas[area]
        at, language = NAMES[area].index(name), 0 if area == "chassis" else kind
        text = text_of(fields[at], language) if at < len(fields) else ""
        fru[f"{area}_{name}"] = "." if state == "lost" else text or None
    state, _, _, date, _ = areas["board"]
    fru["board_date"] = "." if state == "lost" else None if date in (0, 0xffffff) else \
        (EPOCH + datetime.timedelta(minutes=date)).strftime("%Y-%m-%dT%H:%MZ")
    lost = any(area[0] == "lost" for area in areas.values())
    fru["identity"] = "." if lost else digest(identity_of(areas))
    fru["shape"] = "." if lost else digest(shape_of(areas, records))
    return fru


def seen(muster, path):
    """The same of muster; "refused": a file that it takes for no memory at all."""
    result = subprocess.run([muster, "show", "--json", "--from", path], check=False,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if result.returncode == 4 and re.search(rb"are no memory|nor the bytes of a memory",
                                            result.stderr):
        return "refused"
    if result.returncode:
        return f"exit {result.returncode}: {result.stderr.decode()}"
    device = json.loads(result.stdout)["devices"][0]
    unknown = device.get("unknown", [])
    if "fru" in unknown:
        return "unknown" if device["reading"] == "unreadable" else "unknown, and readable"
    if device["fru"] is None:
        return None
    fru = dict(device["fru"])
    fru.update({name[4:]: "." for name in unknown if name.startswith("fru.")})
    return fru


def third_opinion(data, fru):
    """What python-ipmi reads otherwise, of an image that it takes."""
    theirs = {"chassis_info_area": {"part_number": "chassis_part", "serial_number": "chassis_serial"},
              "board_info_area": {"manufacturer": "board_maker", "product_name": "board_product",
                                  "serial_number": "board_serial", "part_number": "board_part"},
              "product_info_area": {"manufacturer": "product_maker", "name": "product_name",
                                    "part_number": "product_part", "version": "product_version",
                                    "serial_number": "product_serial",
                                    "asset_tag": "product_asset"}}
    try:
        inventory = FruInventory(data=array.array("B", data))
    except Exception:  # pylint: disable=broad-except
        return None
    differ = {}
    for area, fields in theirs.items():
        info = getattr(inventory, area, None)
        for name, ours in fields.items():
            raw = bytes(getattr(getattr(info, name, None), "raw", b""))
            # it knows no language, and shows other encodings in ways of its own
            if raw.isascii() and getattr(getattr(info, name, None), "field_type", 3) == 3 and \
                    latin(raw) != (fru[ours] or ""):
                differ[ours] = (raw, fru[ours])
    return differ


def area_of(rng, name):
    head = {"chassis": bytes([rng.randrange(32)]),
            "board": bytes([rng.choice([0, 25, 25, 9])]) + rng.randbytes(3),
            "product": bytes([rng.choice([0, 25, 25, 9])])}[name]
    body = b""
    for _ in range(rng.randrange(len(NAMES[name]) + 3)):
        size = rng.choice([0, 2, 3, 7, 12, 20])
        kind = rng.choice([0, 1, 2, 3, 3, 3, 3, 3])
        data = rng.randbytes(size) if rng.random() < 0.3 else \
            bytes(rng.choice(b"ABC-123 z") for _ in range(size))
        body += bytes([kind << 6 | size]) + data
    body += b"\xc1" if rng.random() < 0.9 else b""
    area = b"\1\0" + head + body
    area += bytes(-(len(area) + 1) % 8)
    area = area[:1] + bytes([(len(area) + 1) // 8]) + area[2:]
    return area + bytes([-sum(area) % 256])


def make_image(rng):
    head, body = [1, 0, 0, 0, 0, 0, 0], b""
    for slot, name in enumerate(NAMES, 2):
        if rng.random() < 0.7:
            head[slot] = (8 + len(body)) // 8
            body += area_of(rng, name) + bytes(rng.choice([0, 0, 8]))
    if rng.random() < 0.4:
        head[5] = (8 + len(body)) // 8
        for last in (0, 0x80):
            data = rng.randbytes(rng.choice([0, 3, 20]))
            record = bytes([rng.choice([0, 3, 0xc0]), 2 | last, len(data), -sum(data) % 256])
            body += record + bytes([-sum(record) % 256]) + data
    image = bytearray(bytes(head) + bytes([-sum(head) % 256]) + body)
    image += rng.choice([b"", bytes(16), b"\xff" * 32])
    if rng.random() < 0.6:
        for _ in range(rng.choice([1, 1, 2, 6])):
            image[rng.randrange(len(image))] = rng.choice([0, 1, 2, 0xc1, 0xff, rng.randrange(256)])
        if rng.random() < 0.5:
            image[7] = -sum(image[:7]) % 256
    if rng.random() < 0.2:
        del image[rng.randrange(len(image)):]
    return bytes(image) or b"\1"


def images(arguments):
    for path in arguments.image:
        with open(path, "rb") as file:
            yield path, file.read()
    rng = random.Random(arguments.seed)
    for number in range(0 if arguments.image else arguments.count):
        yield f"image {number} of seed {arguments.seed}", make_image(rng)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("-n", dest="count", type=int, default=300)
    parser.add_argument("-s", dest="seed", type=int, default=1)
    parser.add_argument("muster")
    parser.add_argument("image", nargs="*")
    arguments = parser.parse_args()
    counts = {"all": 0, "none": 0, "unknown": 0, "third": 0}
    failed = False
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "image.bin")
        for name, data in images(arguments):
            with open(path, "wb") as file:
                file.write(data)
            want, have = expected(data), seen(arguments.muster, path)
            counts["all"] += 1
            counts["none"] += want is None
            counts["unknown"] += want == "unknown"
            if have == "refused" and (want in (None, "unknown") or len(data) == 8):
                continue
            if want != have:
                failed = True
                print(f"{name}: {data.hex()}\n  expected {want}\n  seen     {have}")
            elif FruInventory and isinstance(want, dict) and "." not in want.values():
                differ = third_opinion(data, want)
                counts["third"] += differ is not None
                if differ and arguments.image:
                    failed = True
                    print(f"{name}: python-ipmi differs: {differ}")
    print(f"{counts['all']} images, {counts['none']} of something else, "
          f"{counts['unknown']} unreadable" +
          (f", {counts['third']} by python-ipmi" if FruInventory else ""))
    sys.exit(failed)


if __name__ == "__main__":
    main()
