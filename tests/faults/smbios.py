#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Firmware's tables of nonsense, as a real kernel passes them on, in a guest with the module."""
# covers: userspace module tests/faults/guest/smbios.sh tests/faults/firmware.py

import base64
import json
import os
import random
import shutil
import subprocess
import tempfile

import firmware
import lib

BOARDS = int(os.environ.get("BOARDS", "4"))
# SMBIOS 3.7, sections 7.1 to 7.3: how long each structure is, and which bytes name strings.
STRUCTURES = {0: (0x18, (4, 5, 8)), 1: (0x1b, (4, 5, 6, 7, 0x19, 0x1a)),
              2: (0x0f, (4, 5, 6, 7, 8, 0x0a)), 3: (0x15, (4, 6, 7, 8))}
# What a table can hold: a string ends at a byte of zero, and QEMU's lengths are bounded.
STRINGS = [text.replace(b"\0", b"\1")[:1000] for text in firmware.NONSENSE]


def structure(kind, dice):
    """One with strings of nonsense, and numbers of strings that are not there."""
    length, named = STRUCTURES[kind]
    strings = [dice.choice(STRINGS) or b" " for _ in named]
    body = bytearray(length)
    body[0:4] = bytes([kind, length]) + (0x100 * (kind + 1)).to_bytes(2, "little")
    for number, at in enumerate(named, 1):
        body[at] = number if dice.random() < 0.85 else dice.choice([0, 77, 255])
    return bytes(body) + b"\0".join(strings) + b"\0\0"


def make_board(folder, number):
    """A file of QEMU's arguments."""
    dice = random.Random(number)
    lines = []
    for kind in STRUCTURES:
        path = os.path.join(folder, f"type{kind}")
        with open(path, "wb") as output:
            output.write(structure(kind, dice))
        lines.append(f"-smbios file={path}\n")
    with open(os.path.join(folder, "board"), "w", encoding="ascii") as output:
        output.writelines(lines)
    return os.path.join(folder, "board")


def said(lines):
    """{name: the bytes that were printed}."""
    found = {}
    for line in lines:
        words = line.split()
        if words[:1] == ["said"] and len(words) == 3:
            found[words[1]] = found.get(words[1], b"") + base64.b64decode(words[2])
    return found


def fault_of(outputs):
    """What a terminal or a reader of JSON would stumble over, or None."""
    for name, data in outputs.items():
        job = subprocess.CompletedProcess([], 0, data, b"")
        if wrong := firmware.unclean(job, name):
            return wrong
        if name.endswith("-json"):
            json.loads(data)
    missing = {"generate", "list", "list-json", "log-json", "status-json"} - set(outputs)
    return f"nothing said: {' '.join(sorted(missing))}" if missing else None


def play(number):
    folder = tempfile.mkdtemp(prefix="muster-smbios.")
    verdict = lib.guest("smbios", board=make_board(folder, number))
    outputs = said(verdict.lines)
    wrong = fault_of(outputs) if verdict.passed else "; ".join(map(str, verdict.reasons))
    if not lib.claim(f"board {number}: what it says is fit to be read", not wrong, f"{wrong}, see {folder}"):
        print("\n".join(line for line in verdict.lines if not line.startswith("said"))[-4000:])
        return None
    shutil.rmtree(folder)
    return lib.did(f"board-{number}", len(outputs))


def main():
    for number in range(1, BOARDS + 1):
        if lib.done(f"board-{number}"):
            lib.claim(f"board {number}: was tried before", True)
        else:
            play(number)
    lib.outcome("the same of tables that a kernel has read, also for the daemon: it judges such a "
                "board by its own inventory", "QEMU with SMBIOS structures of BIOS, system, board "
                "and chassis whose strings are such, or are not there; Linux 6.1",
                f"{BOARDS} boards", "nothing")
    lib.finish()


if __name__ == "__main__":
    main()
