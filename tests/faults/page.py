# SPDX-License-Identifier: GPL-2.0-or-later
"""Turns what the faults came to into the page docs/FAULTS.md."""

import datetime
import os
import platform
import re

FIELDS = ("promise", "tried", "tries", "lost")
HEAD = """\
<!-- SPDX-License-Identifier: GPL-2.0-or-later -->
# What breaks, and what is lost

Each row is a promise of the manual pages, what was done against it, how often, and what was
lost of what was promised. Written by `make test-faults`, which anyone can run; it goes on where
it was stopped. Nothing here is written by hand.

{when}, {machine}.
"""


def parse(line):
    """The four fields of an outcome line, as a dictionary."""
    fields = [field.strip() for field in line.split(":", 1)[1].split("|")]
    if len(fields) != len(FIELDS):
        raise ValueError(f"an outcome has {len(FIELDS)} fields: {line}")
    return dict(zip(FIELDS, fields))


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as text:
        names = re.findall(r"^model name\s*: (.*)$", text.read(), re.M)
    return f"{len(names)} x {names[0]}" if names else platform.machine()


def memory():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def tree(result):
    if not result.get("commit"):
        return ""
    return f", with {result['commit']}{'' if result['now'] else ', which is not the newest'}"


def seconds_of(result):
    """What the time is of: one that went on where it had stopped took longer in all."""
    return " in its last run, which went on where one had stopped" if result.get("resumed") else ""


def table(result):
    rows = [f"\n## {result['title']}\n",
            f"`tests/faults/run {result['name']}`, {result['claims']} claims, "
            f"{result['seconds']} s{seconds_of(result)}{tree(result)}.\n",
            "| promised | tried | times | lost |", "|---|---|---|---|"]
    for outcome in result["outcomes"]:
        rows.append("| " + " | ".join(outcome[field] for field in FIELDS) + " |")
    return "\n".join(rows) + "\n"


def write(results, untried=()):
    """The page, of what record.Record.result() returned of each fault; names of the others."""
    dates = sorted(result["date"] for result in results) or [datetime.date.today().isoformat()]
    when = dates[0] if dates[0] == dates[-1] else f"{dates[0]} to {dates[-1]}"
    machine = (f"{processor()}, {memory():.0f} GiB, Linux {platform.release()}; "
               "guests: QEMU without KVM, the kernel that a table names")
    tables = [table(result) for result in results if result["outcomes"]]
    tail = f"\nNot tried here yet: {', '.join(untried)}.\n" if untried else ""
    return HEAD.format(when=when, machine=machine) + "".join(tables) + tail
