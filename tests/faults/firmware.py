#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Firmware's strings of nonsense, in everything that is printed, written or matched."""
# covers: userspace

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

import lib

MUSTER = os.path.join(lib.TREE, "userspace", "muster")
TRIES = 12 if lib.SHORT else 400
FIELDS = ["sys_vendor", "product_name", "product_version", "product_sku", "product_uuid",
          "product_serial", "board_vendor", "board_name", "board_version", "board_serial",
          "bios_version"]
NONSENSE = [
    b"", b" ", b"\t \t", b"To Be Filled By O.E.M.", b"To be filled by O.E.M.", b"Default string",
    b"0123456789", b"System Product Name", b"None", b"null", b"\x1b]0;owned\x07", b"\x1b[2J\x1b[1;1H",
    b"\x9b31m", b"\xc2\x9b31m", b"\x00\x01\x02\x03", b"\x7f\x08\x08\x08", b"\xff\xfe\xfd",
    b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x80\xae", b"../../../../etc/passwd",
    b"/dev/zero", b"a/b\\c", b"..", b"-rf", b"--json", b"$(reboot)", b"`reboot`", b"'\"", b"\\",
    b"\"}, {\"x\": \"", b"a\"b{c=\"d\"} 1", b"%s%s%n%p", b"*", b"?*[a-z]", b"[", b"\r\n\r\n",
    b"line\nMESSAGE=forged\nPRIORITY=0", b"<script>alert(1)</script>", b"&amp;&lt;",
    "\u65e5\u672c\u8a9e".encode(), "\u202eevil".encode(), b"x" * 4095, b"\xff" * 255,
    b"a" * 70000, b"|", b"; rm -rf /", b"\x0c\x0b", b"// comment", b"/* comment",
]
# C0 without the line break, delete, and C1 in UTF-8.
CONTROL = re.compile(b"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]")


def draw(dice):
    if dice.random() < 0.7:
        return dice.choice(NONSENSE)
    return bytes(dice.randrange(256) for _ in range(dice.choice([1, 3, 20, 63, 64, 255, 300])))


def make_tree(folder, dice):
    """A machine of two functions whose firmware says whatever comes."""
    strings = os.path.join(folder, "sys", "class", "dmi", "id")
    os.makedirs(strings)
    for field in FIELDS:
        if dice.random() < 0.9:
            with open(os.path.join(strings, field), "wb") as output:
                output.write(draw(dice) + b"\n")
    tables = os.path.join(folder, "sys", "firmware", "dmi", "tables")
    os.makedirs(tables)
    with open(os.path.join(tables, "DMI"), "wb") as output:
        output.write(make_table(dice))
    for name, text in (("hostname", draw(dice)), ("osrelease", draw(dice))):
        os.makedirs(os.path.join(folder, "proc", "sys", "kernel"), exist_ok=True)
        with open(os.path.join(folder, "proc", "sys", "kernel", name), "wb") as output:
            output.write(text)
    for address, device in (("0000:00:00.0", b"1237"), ("0000:00:03.0", b"100e")):
        path = os.path.join(folder, "sys", "devices", "pci0000:00", address)
        os.makedirs(path)
        links = os.path.join(folder, "sys", "bus", "pci", "devices")
        os.makedirs(links, exist_ok=True)
        os.symlink(f"../../../devices/pci0000:00/{address}", os.path.join(links, address))
        for name, value in (("vendor", b"8086"), ("device", device), ("class", b"020000"),
                            ("revision", b"02"), ("subsystem_vendor", b"1af4"),
                            ("subsystem_device", b"1100")):
            with open(os.path.join(path, name), "wb") as output:
                output.write(b"0x" + value + b"\n")
        with open(os.path.join(path, "config"), "wb") as output:
            output.write(bytes.fromhex("8680") + bytes.fromhex(device.decode())[::-1] + bytes(60))


def make_table(dice):
    """Structures of memory modules and slots: numbers of strings that are not there, ends that
    do not come, lengths that are too short or long."""
    table = b""
    for handle in range(dice.randrange(6)):
        length = dice.choice([0, 3, 4, 0x15, 0x22, 0x28, 0x54, 255])
        body = bytes(dice.choice([0, 1, 2, 3, 200, 255, dice.randrange(256)])
                     for _ in range(max(length - 4, 0)))
        strings = b"\0".join(draw(dice).replace(b"\0", b"") for _ in range(dice.randrange(4)))
        table += bytes([dice.choice([17, 17, 9, 9, 2, 127]), length]) + \
            handle.to_bytes(2, "little") + body + strings + dice.choice([b"\0\0", b"\0", b"", b"\0\0\0"])
    return table[:dice.randrange(len(table) + 1)] if dice.random() < 0.3 else table


def run(arguments):
    return subprocess.run([MUSTER, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          stdin=subprocess.DEVNULL, check=False, timeout=300)


def unclean(job, name):
    """Whether anything that it printed would mean something to a terminal, or is no UTF-8."""
    if job.returncode < 0:
        return f"{name}: killed by signal {-job.returncode}"
    for data in (job.stdout, job.stderr):
        try:
            data.decode()
        except UnicodeDecodeError:
            return f"{name}: no UTF-8"
        found = CONTROL.search(data)
        if found:
            return f"{name}: {data[max(found.start() - 30, 0):found.end() + 20]!r}"
    return None


def try_board(number):
    """What is wrong with what becomes of board @number, or None."""
    dice = random.Random(number)
    work = tempfile.mkdtemp(prefix="muster-firmware.")
    try:
        tree = os.path.join(work, "tree")
        make_tree(tree, dice)
        inventory, saved = os.path.join(work, "board.json"), os.path.join(work, "saved.json")
        jobs = {}
        jobs["generate"] = run(["inventory", "generate", "--root", tree, "-o", inventory])
        jobs["list"] = run(["list", "--root", tree])
        jobs["list --json"] = run(["list", "--json", "--root", tree])
        with open(saved, "wb") as output:
            output.write(jobs["list --json"].stdout)
        jobs["list -t"] = run(["list", "-t", "--root", tree])
        jobs["check"] = run(["check", "--root", tree, "--inventory", inventory])
        jobs["check --json"] = run(["check", "--json", "--from", saved, "--inventory", inventory])
        jobs["check none"] = run(["check", "--root", tree, "--inventory", work + "/tree"])
        jobs["check --nagios"] = run(["check", "--nagios", "--root", tree, "--inventory", inventory])
        jobs["lint"] = run(["inventory", "lint", inventory])
        jobs["diff"] = run(["diff", saved, tree])
        for name, job in jobs.items():
            wrong = unclean(job, name)
            if wrong:
                return wrong
        json.loads(jobs["list --json"].stdout)
        json.loads(jobs["check --json"].stdout)
        if jobs["generate"].returncode:
            return f"no inventory: {jobs['generate'].stderr[-300:]}"
        if sorted(os.listdir(work)) != ["board.json", "saved.json", "tree"]:
            return f"files elsewhere: {os.listdir(work)}"
        for name in ("check", "check --json"):
            if jobs[name].returncode not in (0, 2):
                return f"{name}: {jobs[name].returncode} {jobs[name].stdout[-300:]}"
            if b"No inventory" in jobs[name].stdout + jobs[name].stderr:
                return f"{name}: its inventory does not fit it"
        return None
    finally:
        shutil.rmtree(work)


def main():
    wrong = {number: why for number in range(1, TRIES + 1) if (why := try_board(number))}
    lib.claim(f"{TRIES} boards whose firmware talks nonsense", not wrong,
              f"{len(wrong)}: " + "; ".join(f"seed {n}: {why}" for n, why in list(wrong.items())[:6]))
    lib.outcome("no string of firmware reaches a terminal, a file's name or a document but "
                "quoted, and a board gets an inventory whatever it is called",
                "control characters, escape sequences, bytes that are no UTF-8, paths, options, "
                "quotes, placeholders, 70,000 letters, tables cut and with strings that are not "
                "there; ten verbs each", f"{TRIES} boards", "nothing")
    lib.finish()


if __name__ == "__main__":
    sys.exit(main())
