# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes a ledger of a storm: that of a recorded board, then strangers that come and go."""

import hashlib
import os
import struct

import lib

BOARD = os.path.join(lib.TREE, "tests", "fixtures", "ledger", "board-6.1.ledger")
HEADER, FRAME, HASH = 144, 12, 32
PRESENT = 28        # entries of the board as it was found; a stranger's three follow
NUMBER, SUBJECT = 1, 6
LOAD_AT = 84        # 16 bytes, in the header
STRANGER = b"\xee\x10\x66\x06"
STRANGER_ID = struct.pack("<I", 0x0666)

with open(BOARD, "rb") as recorded_board:
    LOAD = recorded_board.read(HEADER)[LOAD_AT:LOAD_AT + 16]


def payloads(path):
    """The payloads of a ledger without gaps."""
    with open(path, "rb") as ledger:
        data = ledger.read()
    at, found = HEADER, []
    while at < len(data):
        length = struct.unpack_from("<I", data, at + 4)[0]
        found.append(data[at + FRAME:at + FRAME + length - HASH])
        at += FRAME + length
    return found


def put_number(payload, attribute, number):
    """A copy where that attribute, a 64-bit number, is another."""
    out, at = bytearray(payload), 0
    while at < len(out):
        length, kind = struct.unpack_from("<HH", out, at)
        if kind == attribute:
            struct.pack_into("<Q", out, at + 4, number)
        at += (length + 3) & ~3
    return bytes(out)


def stranger(recorded, number, device):
    """The entries from @number on of a stranger with that id: it came, left, was removed."""
    came, *went = recorded
    came = came.replace(STRANGER, STRANGER[:2] + struct.pack("<H", device))
    came = came.replace(STRANGER_ID, struct.pack("<I", device))
    return [put_number(came, NUMBER, number),
            *(put_number(put_number(payload, NUMBER, number + 1 + i), SUBJECT, number)
              for i, payload in enumerate(went))]


def frame(payload, previous):
    this = hashlib.sha256(previous + payload).digest()
    length = len(payload) + HASH
    return b"ENTR" + struct.pack("<II", length, length ^ 0xffffffff) + payload + this, this


def rename_load(data, load):
    """The same bytes of another load, of 16 bytes."""
    return data.replace(LOAD, load)


def header(load):
    with open(BOARD, "rb") as ledger:
        named = rename_load(ledger.read(HEADER)[:HEADER - HASH], load)
    return named + hashlib.sha256(named).digest()


def make(path, strangers, load=None):
    """Write it; the last stranger stays. Return: how many entries it has."""
    load = load or LOAD
    recorded = [rename_load(payloads(BOARD)[0], load), *payloads(BOARD)[1:]]
    entries = recorded[:PRESENT]
    for device in range(1, strangers + 1):
        entries += stranger(recorded[PRESENT:PRESENT + 3], len(entries) + 1, device)
    del entries[-2:]
    out, previous = [header(load)], bytes(HASH)
    for payload in entries:
        framed, previous = frame(payload, previous)
        out.append(framed)
    with open(path, "wb") as output:
        output.write(b"".join(out))
    return len(entries)


def frames(path):
    """What a ledger holds after its header."""
    with open(path, "rb") as ledger:
        return ledger.read()[HEADER:]
