# SPDX-License-Identifier: GPL-2.0-or-later
"""What seeds.py writes with, and what it writes from."""

import os
import struct
import subprocess

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FIXTURES = os.path.join(TREE, "tests", "fixtures")
CORPUS = os.environ.get("MUSTER_CORPUS", os.path.join(TREE, "..", "shared", "corpus"))
MUSTER = os.environ.get("MUSTER", os.path.join(TREE, "userspace", "muster"))
SERVER = os.path.join(FIXTURES, "server.json")

AS_IT_IS, MENDED, HEAD = b"\0", b"\1", b"\2"  # of ledger.c
SPACE_256, SPACE_4096 = b"\1\0\3\14", b"\2\0\3\14"  # of image.c: the size, no hole, a BAR


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
