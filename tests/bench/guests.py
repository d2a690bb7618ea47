# SPDX-License-Identifier: GPL-2.0-or-later
"""Guests in which figures are taken: a script of this directory, run once, and what it told."""

import functools
import json
import os
import re
import shutil
import subprocess
import sys
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
TREE = os.path.dirname(os.path.dirname(HERE))
BUILD = os.path.join(TREE, "build", "bench")
SERIES = "6.1"
QUICK = "MUSTER_BENCH_QUICK"  # set: few rounds, to see whether it works
sys.path.insert(0, os.path.join(TREE, "tests", "qemu"))

# pylint: disable=wrong-import-position
from harness import initramfs, report, suite  # noqa: E402
from harness.cpio import Archive  # noqa: E402
from harness.scenario import Scenario  # noqa: E402

HELPERS = ["observe", "elapse", "poke"]
HWDB = "/usr/lib/udev/hwdb.bin"
# The guest's clock counts instructions, 2 ns each: what else this machine does is not in the
# figures. When all of the guest waits, time goes on as outside.
CLOCK = ["-icount", "shift=1,sleep=on"]
# Two parts at once make what they need one after the other.
MAKING = threading.Lock()


@functools.cache
def build_helper(name):
    """Compile NAME.c; return the program."""
    os.makedirs(BUILD, exist_ok=True)
    program = os.path.join(BUILD, name)
    subprocess.run([os.environ.get("CC", "cc"), "-O2", "-Wall", "-Wextra", "-D_GNU_SOURCE",
                    "-o", program, os.path.join(HERE, f"{name}.c")], check=True)
    return program


def usbguard_root():
    return subprocess.run([os.path.join(HERE, "usbguard-fetch")], check=True, text=True,
                          stdout=subprocess.PIPE).stdout.strip()


def usbguard_libraries(root):
    """What usbguard-daemon loads: {name: path}, this machine's copy where it has one."""
    folders = [os.path.join(root, place, "x86_64-linux-gnu") for place in ("usr/lib", "lib")]
    listing = subprocess.run(["ldd", os.path.join(root, "usr/sbin/usbguard-daemon")], check=True,
                             env={**os.environ, "LD_LIBRARY_PATH": ":".join(folders)},
                             text=True, stdout=subprocess.PIPE).stdout
    if "not found" in listing:
        sys.exit("bench: usbguard lacks libraries:\n" + listing)
    found = {}
    for path in re.findall(r"=> (/\S+)", listing):
        name = os.path.basename(path)
        ours = os.path.join("/lib/x86_64-linux-gnu", name)
        found[name] = os.path.realpath(ours if os.path.exists(ours) else path)
    return found


def add_usbguard(archive):
    root = usbguard_root()
    archive.file("usr/bin/usbguard-daemon", os.path.join(root, "usr/sbin/usbguard-daemon"))
    for name, path in usbguard_libraries(root).items():
        archive.file(f"lib/x86_64-linux-gnu/{name}", path)
    archive.file("usr/share/usbguard/usbguard-daemon.conf",
                 os.path.join(root, "etc/usbguard/usbguard-daemon.conf"))


def add_udev_data(archive):
    """What udev's rules look devices up in on a server."""
    if os.path.exists(HWDB):
        archive.file(HWDB.lstrip("/"), HWDB)


def add_lshw(archive):
    """Not on every machine: the figures say so then."""
    path = shutil.which("lshw", path="/usr/sbin:/usr/bin")
    if path:
        initramfs.add_program(archive, "usr/bin/lshw", path)


def tell(word, text):
    """What the guest says but its figures: for who waits."""
    if word == "claim" or (word == "text" and not text.startswith("figure ")):
        print(f"   {text}", file=sys.stderr, flush=True)


class Guests:
    """One kernel with what a part needs; each run boots anew."""

    def __init__(self, script, *extras):
        self.scenario = Scenario(os.path.join(HERE, script))
        self.scenario.needs.add("muster")
        with MAKING:
            self.make(extras)

    def make(self, extras):
        with suite.alone():
            self.bench = suite.Bench(SERIES, [self.scenario])
        archive = Archive()
        for name in HELPERS:
            initramfs.add_program(archive, f"usr/bin/{name}", build_helper(name))
        initramfs.add_program(archive, "usr/bin/nice", initramfs.find_tool("nice"))
        for extra in extras:
            extra(archive)
        self.bench.part += archive.finish()

    def run(self, arguments=(), cmdline=""):
        """Run the script once; return {key: [value, ...]} of its figures."""
        board = os.path.join(BUILD, f"board-{self.scenario.name}")
        with open(board, "w", encoding="utf-8") as output:
            output.write(f"include {self.scenario.board}\n" + " ".join([*CLOCK, *arguments]) + "\n")
        scenario = Scenario(self.scenario.path)
        scenario.needs = self.scenario.needs
        scenario.board = board
        scenario.cmdline += f" {cmdline} bench.quick={int(bool(os.environ.get(QUICK)))}"
        patience = int(os.environ.get("MUSTER_TEST_PATIENCE", "1"))
        verdict = suite.run_scenario(self.bench, scenario, suite.Options(patience, 1, tell))
        if not verdict.passed:  # the figures of half a run are none
            report.Report(True).ended(SERIES, scenario, verdict)
            sys.exit(f"bench: {scenario.name}: the guest failed")
        figures = {}
        for line in verdict.lines:
            match = re.match(r" *figure (\S+) (.*)$", line)
            if match:
                figures.setdefault(match[1], []).append(json.loads(match[2]))
        return figures
