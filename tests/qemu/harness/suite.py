# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs scenarios: builds what they need once per kernel, then a few guests at a time."""

import concurrent.futures
import contextlib
import fcntl
import os
import shutil
import subprocess
import tempfile

from . import board, guest, initramfs, passed, paths, ynl
from .kernel import Kernel
from .verdict import Listener, Verdict

PROGRAMS = ["userspace/muster", "userspace/musterd"]
VERBS = ["init", "lib.sh", "fake.sh", "fault.sh", "debug.sh"]


class BuildError(Exception):
    """Something a scenario needs cannot be had."""


def make_in(directory):
    """Run make there; silent where all is up to date."""
    if subprocess.run(["make", "-s", "-C", directory], check=False).returncode:
        raise BuildError(f"{directory} does not build")


class Bench:
    """One kernel with all that the scenarios to run on it need."""

    def __init__(self, series, scenarios):
        self.kernel = Kernel(series)
        self.modules = []
        self.programs = []
        self._made = {}
        needs = set().union(*(scenario.needs for scenario in scenarios))
        if needs & {"fakepci", "fakei2c"}:
            self._build("kmod", paths.KMOD)
        if needs & {"muster", "module"}:
            self._build("muster", paths.TREE)
        if "muster" in needs:
            self._find_programs()
        if "programs" in needs:
            self._make_test_programs()
        if "ynl" in needs:
            ynl.fetch()
        self.base = initramfs.base_path(self.kernel)
        self.part = initramfs.tree_part(self.modules, self.programs)
        self._image = passed.digest_file(self.kernel.image)
        self._harness = passed.harness_digest()

    def key(self, scenario):
        """What changes with anything that a run of this scenario tests."""
        used = [os.path.join(paths.QEMU_DIR, name) for name in VERBS]
        if scenario.needs & {"fakepci", "fakei2c"}:
            used += self._made["kmod"]
        if scenario.needs & {"muster", "module"}:
            used += self._made["muster"]
        if "muster" in scenario.needs:
            used += self._made["userspace"]
        if "programs" in scenario.needs:
            used += self._made["programs"]
        return passed.combine(self.kernel.release, self._image, self._harness, self.base,
                              *board.read_board(scenario.board),
                              initramfs.scenario_part(scenario),
                              *(passed.digest_file(path) for path in used))

    def _build(self, name, source):
        if not os.path.exists(os.path.join(source, "Kbuild")):
            raise BuildError(f"there is no module to build in {source}")
        output = paths.built("modules", self.kernel.series, name)
        try:
            self._made[name] = self.kernel.build_module(source, output)
        except subprocess.CalledProcessError as err:
            raise BuildError(f"{source} does not build on {self.kernel.series}") from err
        self.modules += self._made[name]

    def _find_programs(self):
        """The programs as the sources are now: old ones fail in ways that mislead."""
        make_in(os.path.join(paths.TREE, "userspace"))
        self._made["userspace"] = [os.path.join(paths.TREE, program) for program in PROGRAMS]
        self.programs += self._made["userspace"]

    def _make_test_programs(self):
        """The programs of tests/qemu/programs: a file of that name without a suffix is one."""
        make_in(paths.PROGRAMS)
        self._made["programs"] = [os.path.join(paths.PROGRAMS, name)
                                  for name in sorted(os.listdir(paths.PROGRAMS))
                                  if "." not in name and name != "Makefile"]
        self.programs += self._made["programs"]


class Options:
    """How to run: deadlines times patience, guests at once, who hears, whether files stay.

    And whether to skip (resume) what passed and has not changed.
    """

    def __init__(self, patience, workers, teller=None, keep=False, resume=False):
        self.patience = patience
        self.workers = workers
        self.teller = teller
        self.keep = keep
        self.resume = resume


def run_scenario(bench, scenario, options):
    """Boot one guest for a scenario and return its verdict."""
    directory = tempfile.mkdtemp(prefix="testbed.")
    patience = options.patience * bench.kernel.pace.patience
    try:
        image = os.path.join(directory, "initramfs")
        initramfs.write_initramfs(image, bench.base, bench.part,
                                  initramfs.scenario_part(scenario))
        arguments = guest.command(scenario, board.read_board(scenario.board), bench.kernel, image,
                                  directory, patience)
        guest.save_command(arguments, directory)
        listener = Listener(guest.Guest(arguments, directory),
                            scenario.timeout * patience, options.teller)
        verdict = listener.listen()
        keep_log(bench, scenario, directory, verdict)
        return verdict
    finally:
        if options.keep:
            print(f"   {scenario.name}: {directory}", flush=True)
        else:
            shutil.rmtree(directory)


def keep_log(bench, scenario, directory, verdict):
    """Leave the console, the protocol and QEMU's command of the last run below build/log."""
    stem = paths.built("log", bench.kernel.series, scenario.name)
    for name in ("console", "command", "stderr"):
        if os.path.exists(os.path.join(directory, name)):
            shutil.copy(os.path.join(directory, name), f"{stem}.{name}")
    with open(f"{stem}.protocol", "w", encoding="utf-8") as output:
        output.write("\n".join(verdict.lines) + "\n")


@contextlib.contextmanager
def alone():
    """Keep other runners of this tree out of the build directory."""
    with open(paths.built("lock"), "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def run_series(series, scenarios, options, report):
    """Run the scenarios on one kernel series."""
    wanted = []
    for scenario in scenarios:
        if scenario.why_not_on(series):
            report.skipped(series, scenario)
        else:
            wanted.append(scenario)
    if not wanted:
        return
    try:
        with alone():
            bench = Bench(series, wanted)
    except (BuildError, LookupError, subprocess.CalledProcessError) as err:
        report.broken(series, err, wanted)
        return
    keys = {scenario: bench.key(scenario) for scenario in wanted}
    if options.resume:
        for scenario in [one for one in wanted if passed.has_passed(series, one, keys[one])]:
            report.remembered(series, scenario)
            wanted.remove(scenario)
    run_guests(bench, wanted, keys, options, report)


def run_guests(bench, scenarios, keys, options, report):
    """Run the scenarios on a bench, longest first, and remember which passed."""
    series = bench.kernel.series
    with concurrent.futures.ThreadPoolExecutor(options.workers) as pool:
        runs = {pool.submit(run_scenario, bench, scenario, options): scenario
                for scenario in sorted(scenarios, key=lambda scenario: -scenario.timeout)}
        try:
            for run in concurrent.futures.as_completed(runs):
                verdict = verdict_of(run)
                passed.remember(series, runs[run], keys[runs[run]], verdict.passed)
                report.ended(series, runs[run], verdict)
        except BaseException:
            # Interrupted: the guests of the terminal's group end, no more are begun.
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def verdict_of(run):
    """What a run came to; a fault of the runner's own fails the scenario, not the others."""
    try:
        return run.result()
    except Exception as err:  # pylint: disable=broad-except
        verdict = Verdict()
        verdict.reasons.append(f"the runner broke: {err!r}")
        return verdict
