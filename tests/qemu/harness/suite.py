# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs scenarios: builds what they need once per kernel, then a few guests at a time."""

import concurrent.futures
import contextlib
import fcntl
import os
import shutil
import subprocess
import tempfile
import threading

from . import board, console, guest, initramfs, paths
from .kernel import Kernel
from .verdict import Listener, Verdict

PROGRAMS = ["userspace/muster", "userspace/musterd"]


class BuildError(Exception):
    """Something a scenario needs cannot be had."""


class Bench:
    """One kernel with all that the scenarios to run on it need."""

    def __init__(self, series, scenarios):
        self.kernel = Kernel(series)
        self.modules = []
        self.programs = []
        needs = set().union(*(scenario.needs for scenario in scenarios))
        if needs & {"fakepci", "fakei2c"}:
            self._build("kmod", paths.KMOD)
        if needs & {"muster", "module"}:
            self._build("muster", paths.TREE)
        if "muster" in needs:
            self._find_programs()
        if "programs" in needs:
            self._make_test_programs()
        self.base = initramfs.base_path(self.kernel)
        self.part = initramfs.tree_part(self.modules, self.programs)

    def _build(self, name, source):
        if not os.path.exists(os.path.join(source, "Kbuild")):
            raise BuildError(f"there is no module to build in {source}")
        output = paths.built("modules", self.kernel.series, name)
        try:
            self.modules += self.kernel.build_module(source, output)
        except subprocess.CalledProcessError as err:
            raise BuildError(f"{source} does not build on {self.kernel.series}") from err

    def _find_programs(self):
        for program in PROGRAMS:
            path = os.path.join(paths.TREE, program)
            if not os.path.exists(path):
                raise BuildError(f"{program} is not there: run make")
            self.programs.append(path)

    def _make_test_programs(self):
        """The programs of tests/qemu/programs: a file of that name without a suffix is one."""
        try:
            subprocess.run(["make", "-s", "-C", paths.PROGRAMS], check=True)
        except subprocess.CalledProcessError as err:
            raise BuildError(f"{paths.PROGRAMS} does not build") from err
        for name in sorted(os.listdir(paths.PROGRAMS)):
            if "." not in name and name != "Makefile":
                self.programs.append(os.path.join(paths.PROGRAMS, name))


def run_scenario(bench, scenario, patience, teller=None):
    """Boot one guest for a scenario and return its verdict."""
    directory = tempfile.mkdtemp(prefix="testbed.")
    try:
        image = os.path.join(directory, "initramfs")
        initramfs.write_initramfs(image, bench.base, bench.part, scenario)
        arguments = guest.command(scenario, board.read_board(scenario.board), bench.kernel, image,
                                  directory, patience)
        guest.save_command(arguments, directory)
        listener = Listener(guest.Guest(arguments, directory), scenario.timeout * patience,
                            teller)
        verdict = listener.listen()
        keep_log(bench, scenario, directory, verdict)
        return verdict
    finally:
        shutil.rmtree(directory)


def keep_log(bench, scenario, directory, verdict):
    """Leave the console, the protocol and QEMU's command of the last run below build/log."""
    stem = paths.built("log", bench.kernel.series, scenario.name)
    for name in ("console", "command", "stderr"):
        if os.path.exists(os.path.join(directory, name)):
            shutil.copy(os.path.join(directory, name), f"{stem}.{name}")
    with open(f"{stem}.protocol", "w", encoding="utf-8") as output:
        output.write("\n".join(verdict.lines) + "\n")


def narrate(word, text):
    """Print what a scenario says as it says it: for people who watch one."""
    if word == "text":
        print(text, flush=True)
    elif word == "claim":
        held, _, claim = text.partition(" ")
        print(f"   [{'ok' if held == 'ok' else 'FAILED'}] {claim}", flush=True)


class Report:
    """Prints a line per scenario as it ends, and counts."""

    def __init__(self, verbose):
        self.verbose = verbose
        self.lock = threading.Lock()
        self.passed = 0
        self.failed = 0
        self.claims = 0

    def ended(self, series, scenario, verdict):
        with self.lock:
            if self.verbose:
                self._list_claims(series, scenario, verdict)
            word = "ok  " if verdict.passed else "FAIL"
            print(f"{word} {verdict.seconds:6.1f} s  {series:5} {scenario.name}", flush=True)
            self.claims += len(verdict.claims)
            if verdict.passed:
                self.passed += 1
            else:
                self.failed += 1
                self._explain(series, scenario, verdict)

    def _list_claims(self, series, scenario, verdict):
        for held, text in verdict.claims:
            word = "ok  " if held else "FAIL"
            print(f"{word}           {series:5} {scenario.name}: {text}")

    def summary(self):
        return f"{self.passed} passed, {self.failed} failed ({self.claims} claims)"

    def _explain(self, series, scenario, verdict):
        for reason in verdict.reasons:
            print(f"  {reason}")
        print("\n".join(verdict.lines))
        text = console.read_text(paths.built("log", series, scenario.name + ".console"))
        print(f"  the console ended with:\n{console.tail(text)}", flush=True)

    def skipped(self, series, scenario):
        print(f"--             {series:5} {scenario.name}: {scenario.not_on[series]}", flush=True)

    def broken(self, series, reason, count):
        print(f"FAIL           {series:5} {count} scenarios: {reason}", flush=True)
        self.failed += count


@contextlib.contextmanager
def alone():
    """Keep other runners of this tree out of the build directory."""
    with open(paths.built("lock"), "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def run_series(series, scenarios, workers, patience, report, teller=None):
    """Run the scenarios on one kernel series."""
    wanted = []
    for scenario in scenarios:
        if series in scenario.not_on:
            report.skipped(series, scenario)
        else:
            wanted.append(scenario)
    if not wanted:
        return
    try:
        with alone():
            bench = Bench(series, wanted)
    except (BuildError, LookupError, subprocess.CalledProcessError) as err:
        report.broken(series, err, len(wanted))
        return
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        runs = {pool.submit(run_scenario, bench, scenario, patience, teller): scenario
                for scenario in sorted(wanted, key=lambda scenario: -scenario.timeout)}
        for run in concurrent.futures.as_completed(runs):
            report.ended(series, runs[run], verdict_of(run))


def verdict_of(run):
    """What a run came to; a fault of the runner's own fails the scenario, not the others."""
    try:
        return run.result()
    except Exception as err:  # pylint: disable=broad-except
        verdict = Verdict()
        verdict.reasons.append(f"the runner broke: {err!r}")
        return verdict
