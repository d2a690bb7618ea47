# SPDX-License-Identifier: GPL-2.0-or-later
"""A Debian kernel from the cache: its image, and the modules a guest may load."""

import lzma
import os
import re
import subprocess

from . import paths

SERIES = ["5.10", "6.1", "6.12", "7.2", "7.3"]


class Pace:
    """How a kernel is to be run: deadlines times patience, processors at least, threads."""

    def __init__(self, patience, processors, threads, line=""):
        self.patience = patience
        self.processors = processors
        self.threads = threads
        self.line = line


# 5.10 hangs where each processor has a thread of the host's.
USUAL = Pace(1, 1, "single")
# Built from source by scripts/kernel-debug. A race needs two who really run at once, and a
# watched access must last longer than emulation takes to come around.
DEBUG = {"6.12-address": Pace(4, 1, "single"),
         "6.12-race": Pace(4, 2, "multi", "kcsan.udelay_task=300 kcsan.skip_watch=1000")}


class Kernel:
    """One kernel series, fetched when first asked for."""

    def __init__(self, series):
        script = os.path.join(paths.SCRIPTS, "kernel-fetch")
        self.series = series
        self.pace = DEBUG.get(series, USUAL)
        self.directory = subprocess.run([script, series], check=True, text=True,
                                        stdout=subprocess.PIPE).stdout.strip()
        with open(os.path.join(self.directory, "release"), encoding="ascii") as release:
            self.release = release.read().strip()
        self.image = os.path.join(self.directory, "vmlinux")
        self._paths = self._find_modules()
        self._builtin = self._read_builtin()

    def _find_modules(self):
        found = {}
        for directory, _, files in os.walk(os.path.join(self.directory, "modules", "kernel")):
            for name in files:
                found[plain_name(name)] = os.path.join(directory, name)
        return found

    def _read_builtin(self):
        listing = os.path.join(self.directory, "modules", "modules.builtin")
        with open(listing, encoding="ascii") as lines:
            return {plain_name(os.path.basename(line.strip())) for line in lines}

    def read_module(self, name):
        path = self._paths[name]
        with open(path, "rb") as module:
            data = module.read()
        return lzma.decompress(data) if path.endswith(".xz") else data

    def closure(self, wanted):
        """Return {name: (data, [dependencies])} of all that the modules need, themselves too.

        A name that ends in "?" is left out where the kernel has no such module.
        """
        modules = {}
        waiting = [plain_name(name.rstrip("?")) for name in wanted
                   if not name.endswith("?") or plain_name(name[:-1]) in self._paths]
        while waiting:
            name = waiting.pop()
            if name in modules or name in self._builtin:
                continue
            if name not in self._paths:
                raise LookupError(f"kernel {self.release} has no module {name}")
            data = self.read_module(name)
            modules[name] = (data, dependencies(data))
            waiting += modules[name][1]
        return modules

    def build_module(self, source, output):
        """Build an external module without a warning; return the .ko files."""
        script = os.path.join(paths.SCRIPTS, "module-build")
        subprocess.run([script, "--strict", self.series, source, output], check=True)
        return sorted(os.path.join(output, name) for name in os.listdir(output)
                      if name.endswith(".ko"))


def plain_name(name):
    return re.sub(r"\.ko(\.xz)?$", "", name).replace("-", "_")


def dependencies(data):
    """What the "depends" line of a module's .modinfo section names."""
    line = re.search(rb"\0depends=([^\0]*)\0", data)
    names = line.group(1).decode().split(",") if line else []
    return [plain_name(name) for name in names if name]
