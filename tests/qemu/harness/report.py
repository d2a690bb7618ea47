# SPDX-License-Identifier: GPL-2.0-or-later
"""Tells people how scenarios went: a line each, and all that is known of a failed one."""

import collections
import threading

from . import console, paths


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
        self.before = 0
        self.let_pass = collections.Counter()
        self.claims = 0
        self.table = {}

    def ended(self, series, scenario, verdict):
        with self.lock:
            if self.verbose:
                self._list_claims(series, scenario, verdict)
            word = "ok  " if verdict.passed else "FAIL"
            print(f"{word} {verdict.seconds:6.1f} s  {series:5} {scenario.name}", flush=True)
            self._note(series, scenario, word.strip())
            self.claims += len(verdict.claims)
            self.let_pass.update(verdict.let_pass)
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
        for why, number in self.let_pass.items():
            print(f"let pass by a rule of harness/console.py: {number} {why}")
        before = f"; {self.before} of them passed before" if self.before else ""
        return f"{self.passed} passed, {self.failed} failed ({self.claims} claims{before})"

    def _explain(self, series, scenario, verdict):
        for reason in verdict.reasons:
            print(f"  {reason}")
        print("\n".join(verdict.lines))
        text = console.read_text(paths.built("log", series, scenario.name + ".console"))
        print(f"  the console ended with:\n{console.tail(text)}", flush=True)

    def _note(self, series, scenario, word):
        self.table.setdefault(scenario.name, {})[series] = word

    def skipped(self, series, scenario):
        self._note(series, scenario, "--")
        print(f"--             {series:5} {scenario.name}: {scenario.why_not_on(series)}", flush=True)

    def remembered(self, series, scenario):
        """Say that a scenario is not run: it passed, and what it tests has not changed."""
        self._note(series, scenario, "ok")
        print(f"ok     before  {series:5} {scenario.name}", flush=True)
        self.passed += 1
        self.before += 1

    def broken(self, series, reason, scenarios):
        for scenario in scenarios:
            self._note(series, scenario, "FAIL")
        print(f"FAIL           {series:5} {len(scenarios)} scenarios: {reason}", flush=True)
        self.failed += len(scenarios)

    def print_table(self):
        """A line per scenario, a column per kernel."""
        columns = sorted({series for row in self.table.values() for series in row},
                         key=lambda series: [int(part) for part in series.split(".")])
        width = max(len(name) for name in self.table)
        print(f"\n{'':{width}}" + "".join(f"{series:>6}" for series in columns))
        for name, row in sorted(self.table.items()):
            print(f"{name:{width}}" + "".join(f"{row.get(series, ''):>6}" for series in columns))
        print()
