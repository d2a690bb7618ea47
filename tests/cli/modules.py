#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Twins of a server with memory modules and a FRU memory in which one thing is otherwise.

modules.py make DIRECTORY [CORPUS]   write NAME.json for each scenario, and base.json; the
                                     SPDs are of real modules where CORPUS is there
modules.py list                      a line for each: name, inventory, title
modules.py judge NAME                as scenarios.py, see there
"""
import copy
import os
import subprocess
import sys

import scenarios
from scenarios import ROOT, at, client, drop, function

BUS = ROOT + "/1f.4/i2c/"
ONE, TWO = BUS + "51", BUS + "52"
EMPTY, NINTH, FRU = (ROOT + "/1f.5/i2c/5" + number for number in "017")
MADE = "tests/fixtures/make-memory"


def made(*words):
    return subprocess.run([MADE, *words], stdout=subprocess.PIPE, check=True).stdout


def spds(corpus):
    """A module, and one of another maker that a person might buy instead."""
    names = "samsung-M471A1G44AB0-CWE", "hynix_dimm_H5ANAG6NCMR-VKC"
    paths = [os.path.join(corpus, "spd", "ddr4-" + name + ".hex") for name in names]
    if all(os.path.exists(path) for path in paths):
        return [bytes.fromhex("".join(open(path).read().split())) for path in paths]
    return [made("ddr4", "part=M393A2K43CB2-CTD", "ranks=2"),
            made("ddr4", "maker=80ad", "dram=80ad", "part=HMA82GR7AFR8N-VK", "rows=17")]


def crc(data):
    """As JEDEC 21-C annex L has it, bytes 126 and 254."""
    value = 0
    for byte in data:
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ (0x1021 if value & 0x8000 else 0)) & 0xffff
    return value.to_bytes(2, "little")


def mended(spd):
    return (spd[:126] + crc(spd[:126]) + spd[128:254] + crc(spd[128:254]) + spd[256:])


def poke(spd, offset, data):
    return spd[:offset] + data + spd[offset + len(data):]


def memory(place, data, name="ee1004", size=None):
    device = client(place, name)
    device.update(address="0-00" + place[-2:], driver=name, reading="ok",
                  contents=[{"offset": 0, "data": data.hex()}],
                  contents_size=len(data) if size is None else size)
    return device


def data_of(board, place):
    return bytes.fromhex(at(board, place)["contents"][0]["data"])


def store(board, place, data, **more):
    board["devices"] = [memory(place, data, d["name"], **more) if d["place"] == place else d
                        for d in board["devices"]]


class Scene:
    def __init__(self, corpus):
        self.spd, self.other_spd = spds(corpus)
        self.fru = made("fru", "board-maker=Example Corp", "board-product=X12 riser",
                        "board-serial=R0001", "product-maker=Example Corp",
                        "product-name=Riser", "product-part=R-12", "product-serial=P0001")

    def base(self):
        board = scenarios.base()
        board["devices"] = [d for d in board["devices"] if not d["place"].startswith(BUS + "5")]
        for number in range(8):
            serial = bytes([0x39, 0xc1, 0xf0, 0xa0 + number])
            board["devices"].append(memory(BUS + "5%d" % number,
                                           mended(poke(self.spd, 325, serial))))
        board["devices"].append(function(ROOT + "/1f.5", "8086:a324", "0c0500"))
        board["devices"].append({"bus": "i2c", "kind": "adapter", "place": ROOT + "/1f.5/i2c",
                                 "name": "SMBus", "unknown": []})
        board["devices"].append(memory(NINTH, self.spd))
        board["devices"].append(memory(FRU, self.fru, "24c02"))
        return board




def badram(board, _):
    spd = data_of(board, ONE)
    store(board, ONE, mended(poke(spd, 4, bytes([spd[4] + 1, spd[5] + 8]))))


def flipped(board, _):
    spd = data_of(board, ONE)
    store(board, ONE, poke(spd, 40, bytes([spd[40] ^ 4])))


def renamed(board, _):
    spd = data_of(board, ONE)
    store(board, ONE, poke(spd, 329, bytes([spd[329] ^ 1])))


def dated(board, _):
    store(board, ONE, poke(data_of(board, ONE), 323, b"\x24\x01"))


def profile(board, _):
    store(board, ONE, poke(data_of(board, ONE), 400, b"XMP"))


def cut(board, _):
    store(board, ONE, data_of(board, ONE)[:200], size=512)


def erased(board, _):
    store(board, ONE, 512 * b"\xff")


def other_piece(board, _):
    store(board, ONE, mended(poke(data_of(board, ONE), 325, b"\x11\x22\x33\x44")))


def second_source(board, scene):
    store(board, ONE, scene.other_spd)


def swapped(board, _):
    one, two = data_of(board, ONE), data_of(board, TWO)
    store(board, ONE, two)
    store(board, TWO, one)


def moved(board, _):
    spd = data_of(board, ONE)
    drop(board, ONE)
    board["devices"].append(memory(EMPTY, spd))


def copied(board, _):
    store(board, TWO, data_of(board, ONE))


def gone(board, _):
    drop(board, ONE)


def added(board, scene):
    board["devices"].append(memory(EMPTY, mended(poke(scene.spd, 325, b"\x11\x22\x33\x44"))))


def all_gone(board, _):
    board["devices"] = [d for d in board["devices"] if not d["place"].startswith(BUS + "5")]


def unread(board, _):
    for device in board["devices"]:
        if "contents" in device:
            del device["contents"], device["contents_size"], device["reading"]
            device["unknown"] = ["spd", "fru", "contents_digest"]


def kernel(board, _):
    for device in board["devices"]:
        if device["place"].startswith(BUS + "5"):
            device.update(name="spd", modalias="i2c:spd", driver="eeprom", address="9-0050")


def other_riser(board, _):
    store(board, FRU, made("fru", "board-maker=Example Corp", "board-product=X13 riser",
                           "product-maker=Example Corp", "product-name=Riser 13"))


def spoilt_fru(board, _):
    fru = data_of(board, FRU)
    store(board, FRU, poke(fru, 30, bytes([fru[30] ^ 1])))


# name, inventory it is judged by, title, how the twin is made, what must be found
MODULES = [
    ("same", "strict", "the same machine again, nine modules of one kind", lambda b, s: None, []),
    ("badram", "model", "SPD bytes 4 and 5 changed, CRC mended (BadRAM)", badram,
     ["changed " + ONE + " spd.shape", "changed " + ONE + " spd.size_mib"]),
    ("flipped", "model", "one bit of an SPD flipped", flipped,
     ["changed " + ONE + " spd.checksums", "changed " + ONE + " spd.shape"]),
    ("renamed", "model", "a bit of its part number, over which no CRC is", renamed,
     ["changed " + ONE + " spd.part"]),
    ("dated", "strict", "its date rewritten, the serial left", dated,
     ["changed " + ONE + " spd.identity"]),
    ("dated-model", "model", "the same, where pieces are not pinned", dated, []),
    ("profile", "strict", "its user's bytes rewritten (XMP)", profile, []),
    ("cut", "model", "an SPD cut short", cut, ["unreadable " + ONE]),
    ("erased", "model", "an SPD erased", erased, ["changed " + ONE + " spd"]),
    ("piece", "strict", "a DIMM swapped for one of the same part", other_piece,
     ["changed " + ONE + " spd.serial"]),
    ("piece-model", "model", "the same, where serials are not pinned", other_piece, []),
    ("source", "model", "a DIMM of another maker", second_source,
     ["missing " + ONE, "unexpected " + ONE]),
    ("sources", "sources", "the same, where both are approved", second_source, []),
    ("swapped", "strict", "two DIMMs changed places", swapped, ["moved " + ONE, "moved " + TWO]),
    ("swapped-model", "model", "the same, where serials are not pinned", swapped, []),
    ("moved", "strict", "a DIMM in another socket", moved, ["moved " + EMPTY]),
    ("copied", "model", "one SPD copied into another module", copied,
     ["duplicate " + TWO + " spd.serial"]),
    ("gone", "model", "a DIMM gone", gone, ["missing " + ONE]),
    ("gone-list", "list", "the same, of eight that are counted", gone, ["missing " + BUS + "5*"]),
    ("source-list", "list", "a DIMM that is on no list", second_source,
     ["missing " + BUS + "5*", "unexpected " + ONE]),
    ("badram-list", "list", "BadRAM, by a list of parts and sizes", badram,
     ["missing " + BUS + "5*", "unexpected " + ONE]),
    ("added", "model", "a DIMM more", added, ["unexpected " + EMPTY]),
    ("none", "model", "a kernel that makes no clients for modules", all_gone,
     ["unreadable " + ROOT + "/1f.4/i2c"]),
    ("unread", "model", "contents that nobody has read",
     unread, ["unverified " + BUS + "5%d" % n for n in range(8)] + ["unverified " + NINTH, "unverified " + FRU]),
    ("kernel", "strict", "a kernel upgrade: other names, drivers, numbers", kernel, []),
    ("riser", "model", "another riser, by its FRU memory", other_riser,
     ["missing " + FRU, "unexpected " + FRU]),
    ("spoilt", "model", "a bit of a FRU memory flipped", spoilt_fru,
     ["changed " + FRU + " fru.board_product", "changed " + FRU + " fru.checksums"]),
]


def make(directory, corpus):
    scene = Scene(corpus)
    boards = {"base": scene.base()}
    for name, _, _, change, _ in MODULES:
        boards[name] = copy.deepcopy(boards["base"])
        change(boards[name], scene)
    for name, board in boards.items():
        with open(os.path.join(directory, name + ".json"), "w") as out:
            scenarios.json.dump(board, out)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "")
    elif sys.argv[1] == "list":
        for row in MODULES:
            print("\t".join(row[:3]))
    else:
        scenarios.SCENARIOS = MODULES
        sys.exit(scenarios.judge(sys.argv[2]))
