#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Holds the registers that the module reads against those that the tool reads and digests.

usage: registers.py    (from the root of the repository)

Both must read the same dwords of each capability; the module reads one part more for a dump (the
egress vector of ACS), and both read in code what a device says is there several times. Prints
what differs, and nothing when all agree; exit status 1 if something differs.
"""

import re
import sys

IDS = "/usr/include/linux/pci_regs.h"


def text_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def ids():
    text = text_of(IDS) + text_of("module/compat.h")
    return {name: int(number, 16) for name, number in re.findall(
        r"#define\s+((?:PCI|MUSTER)_(?:EXT_)?CAP_ID_\w+)\s+(0x[0-9a-fA-F]+)", text)}


def rows_of_module(name):
    table = text_of("module/pci_config.c").split(f"config_row {name}[] = {{\n")[1].split("};")[0]
    known = ids()
    return {(known[identity], int(offset, 16)) for identity, offset in
            re.findall(r"\{ (\w+), (0x[0-9a-f]+), ", table)}


def rows_of_tool(name):
    table = text_of("userspace/capability_registers.c")
    table = table.split(f"capability_register {name}[] = {{\n")[1].split("\n};")[0]
    rows = {(int(identity, 16), int(offset, 16) & ~3) for identity, offset in
            re.findall(r"\{ (0x[0-9a-f]+), (0x[0-9a-f]+), ", table)}
    for identity in re.findall(r"VIRTUAL_CHANNELS\((0x[0-9a-f]+)\)", table):
        rows |= {(int(identity, 16), 4), (int(identity, 16), 8)}
    return rows


def main():
    bad = 0
    for module, tool in (("capability_rows", "standard_rows"), ("extended_rows", "extended_rows")):
        # the first dword of every capability is read by both
        ours = {row for row in rows_of_module(module) if row[1]}
        theirs = {row for row in rows_of_tool(tool) if row[1]}
        for identity, offset in sorted(ours ^ theirs):
            bad = 1
            who = "the module" if (identity, offset) in ours else "the tool"
            print(f"{tool}: capability {identity:02x} offset {offset:02x}h: only {who} reads it")
    return bad


if __name__ == "__main__":
    sys.exit(main())
