# SPDX-License-Identifier: GPL-2.0-or-later
"""A scenario: a shell script whose first comments say what it wants."""

import copy
import os
import re
import shlex

from . import paths

HEADERS = {"board", "needs", "timeout", "memory", "smp", "cmdline", "firmware", "not-on", "only-on",
           "fails-with", "files", "image", "corpus", "smbios", "rounds"}
NEEDS = {"muster", "module", "programs", "fakepci", "fakei2c", "udev", "ynl"}


class Scenario:
    """The script and its "# key: value" lines; unknown keys are refused."""

    def __init__(self, path):
        self.path = path
        self.name = re.sub(r"\.sh$", "", os.path.basename(path))
        headers = self._read_headers()
        self.board = headers.get("board", ["default"])[-1]
        self.needs = set(" ".join(headers.get("needs", [])).split())
        self.timeout = int(headers.get("timeout", ["60"])[-1])
        self.memory = headers.get("memory", ["512"])[-1]
        self.smp = headers.get("smp", ["1"])[-1]
        self.cmdline = " ".join(headers.get("cmdline", []))
        self.firmware = headers.get("firmware", ["qboot"])[-1]
        self.files = " ".join(headers.get("files", [])).split()
        self.corpus = " ".join(headers.get("corpus", [])).split()
        self.images = [shlex.split(line) for line in headers.get("image", [])]
        self.rounds = int(headers.get("rounds", ["1"])[-1])
        self.round = 1
        self.smbios = [shlex.split(line) for line in headers.get("smbios", [])]
        self.not_on = dict(line.split(" ", 1) for line in headers.get("not-on", []))
        self.only_on = dict(line.split(" ", 1) for line in headers.get("only-on", []))
        if self.needs - NEEDS:
            raise ValueError(f"{path}: nothing known of {sorted(self.needs - NEEDS)}")

    def why_not_on(self, series):
        """The reason why it does not run on a kernel series, or None."""
        if self.only_on and series not in self.only_on:
            return "; ".join(f"only on {one}: {why}" for one, why in self.only_on.items())
        return self.not_on.get(series)

    def _read_headers(self):
        headers = {}
        with open(self.path, encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if not line.startswith("#"):
                    break
                match = re.match(r"# ([a-z-]+): +(\S.*)$", line)
                if not match or match[1] == "shellcheck":
                    continue
                if match[1] not in HEADERS:
                    raise ValueError(f"{self.path}:{number}: no header {match[1]}")
                headers.setdefault(match[1], []).append(match[2].strip())
        return headers

    def each_round(self, most=None):
        """One scenario per round, each with a name of its own; itself where there is one round."""
        if self.rounds == 1:
            return [self]
        every = [copy.copy(self) for _ in range(min(self.rounds, most or self.rounds))]
        for number, one in enumerate(every, 1):
            one.round = number
            one.name = f"{self.name}.{number}"
        return every


def names_in(directory):
    if not os.path.isdir(directory):
        return []
    return sorted(name for name in os.listdir(directory) if name.endswith(".sh"))


def path_of(name):
    """Where the scenario of a name is, long ones too; a path stands for itself."""
    if "/" in name:
        return name if name.endswith(".sh") else name + ".sh"
    found = [os.path.join(directory, re.sub(r"(\.sh)?$", ".sh", name, count=1))
             for directory in (paths.SCENARIOS, paths.LONG)]
    return next(filter(os.path.exists, found), found[0])


def find(names, directory=paths.SCENARIOS, rounds=None):
    """The scenarios of these names or paths, all of the directory where none is named.

    Of one with more than so many rounds, the first.
    """
    found = [Scenario(path_of(name)) for name in names] or \
        [Scenario(os.path.join(directory, name)) for name in names_in(directory)]
    return [one for scenario in found for one in scenario.each_round(rounds)]
