# SPDX-License-Identifier: GPL-2.0-or-later
"""Adds up what gcov counted, prints it by area, and writes docs/COVERAGE.md.

usage: report.py TREE PART...
"""

import collections
import concurrent.futures
import datetime
import json
import os
import platform
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# Programs that only guests run in earnest.
IN_GUESTS = re.compile(r"musterd|netlink|probe_i2c|cmd/watch|dump_kernel_log")
LEAST = 25
# Where each part's objects are, and what the page calls it.
PARTS = {
    "unit": ("build/unit", "the unit tests"),
    "cli": ("userspace", "the tests of the tool"),
    "fuzz": ("build/fuzz", "the inputs that the fuzzers kept"),
}
HEAD = """\
<!-- SPDX-License-Identifier: GPL-2.0-or-later -->
# What the tests of userspace reach

Written by `make coverage`, {when}, {machine}, with {compiler}.

Counted: {parts}.

They run without a guest. The scenarios in guests, the storms and the faults are not counted,
and the files that only those exercise (the daemon, netlink, the probing of a real bus) are told
apart for that. A branch is one way out of a condition, those of an allocation that fails
included: few tests make one fail. The numbers are a report; nothing asks for one.

"""


class File:
    """Lines and branches of one source: how often each was met, over all builds."""

    def __init__(self):
        self.lines = collections.Counter()
        self.branches = {}

    def add(self, line):
        number = line["line_number"]
        self.lines[number] += line["count"]
        counts = [branch["count"] for branch in line["branches"] if not branch["throw"]]
        known = self.branches.get(number, [])
        longest = max(len(counts), len(known))
        self.branches[number] = [
            (counts[i] if i < len(counts) else 0) + (known[i] if i < len(known) else 0)
            for i in range(longest)]

    def figures(self):
        ways = [count for counts in self.branches.values() for count in counts]
        return (sum(1 for count in self.lines.values() if count), len(self.lines),
                sum(1 for count in ways if count), len(ways))


def notes_below(tree, parts):
    walked = (step for part in parts for step in os.walk(os.path.join(tree, PARTS[part][0])))
    for directory, _, names in walked:
        for name in names:
            if name.endswith(".gcno"):
                yield os.path.join(directory, name)


def count(note):
    said = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities", note],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False,
                          cwd=os.path.dirname(note)).stdout
    return [json.loads(line) for line in said.splitlines() if line.startswith(b"{")]


def name_of(source, directory, tree):
    """Its path below userspace/, or None: a test, or a header of the system."""
    real = os.path.realpath(os.path.join(directory, source))
    inside = os.path.join(os.path.realpath(tree), "userspace") + os.sep
    for prefix in (inside, "./userspace/", "userspace/"):
        for path in (real, source):
            if path.startswith(prefix) and path.endswith(".c"):
                return path[len(prefix):]
    return None


def read(tree, parts):
    files = collections.defaultdict(File)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for reports in pool.map(count, sorted(notes_below(tree, parts))):
            for report in reports:
                for source in report["files"]:
                    name = name_of(source["file"], report["current_working_directory"], tree)
                    for line in source["lines"] if name else []:
                        files[name].add(line)
    return files


def area_of(name):
    return name.split("/")[0] + "/" if "/" in name else re.split(r"[_.]", name)[0]


def add_up(figures):
    return tuple(sum(column) for column in zip(*figures))


def share(part, whole):
    return f"{100 * part / whole:.0f} %" if whole else "-"


def row(name, figures):
    lines, all_lines, ways, all_ways = figures
    return (f"| {name} | {lines} of {all_lines} | {share(lines, all_lines)} "
            f"| {ways} of {all_ways} | {share(ways, all_ways)} |")


def table(title, rows):
    return [f"## {title}", "", "| | lines | | branches | |", "|---|--:|--:|--:|--:|", *rows, ""]


def page(figures):
    out = []
    here = {name: value for name, value in figures.items() if not IN_GUESTS.match(name)}
    there = {name: value for name, value in figures.items() if IN_GUESTS.match(name)}
    if not here:
        sys.exit("coverage: nothing was counted")
    rows = [row("what these tests are for", add_up(here.values()))]
    if there:
        rows.append(row("what guests exercise", add_up(there.values())))
    out += table("In all", rows)
    areas = collections.defaultdict(list)
    for name, value in here.items():
        areas[area_of(name)].append(value)
    out += table("By area", [row(area, add_up(values)) for area, values in sorted(areas.items())])
    least = sorted(here, key=lambda name: here[name][2] / (here[name][3] or 1))
    out += table("The files least reached, by branches",
                 [row(name, here[name]) for name in least[:LEAST]])
    out += table("By file", [row(name, figures[name]) for name in sorted(figures)])
    return "\n".join(out)


def unreached(files):
    for name, file in sorted(files.items()):
        for number, times in sorted(file.lines.items()):
            ways = file.branches.get(number, [])
            if not times:
                yield f"userspace/{name}:{number}: never"
            elif any(ways) and not all(ways):
                yield f"userspace/{name}:{number}: {sum(1 for way in ways if way)} of {len(ways)} ways"


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as text:
        names = re.findall(r"^model name\s*: (.*)$", text.read(), re.M)
    return f"{len(names)} x {names[0]}" if names else platform.machine()


def main():
    tree, parts = sys.argv[1], sys.argv[2:]
    files = read(tree, parts)
    text = page({name: file.figures() for name, file in files.items()})
    with open(os.path.join(TOP, "build/coverage/unreached"), "w", encoding="utf-8") as out:
        out.write("\n".join(unreached(files)) + "\n")
    compiler = subprocess.run(["gcc", "--version"], stdout=subprocess.PIPE, text=True,
                              check=True).stdout.splitlines()[0]
    head = HEAD.format(when=datetime.date.today().isoformat(), machine=machine(), compiler=compiler,
                       parts=", ".join(PARTS[part][1] for part in parts))
    with open(os.path.join(TOP, "docs/COVERAGE.md"), "w", encoding="utf-8") as out:
        out.write(head + text.rstrip() + "\n")
    print(text.split("## By file")[0].rstrip())


if __name__ == "__main__":
    main()
