# SPDX-License-Identifier: GPL-2.0-or-later
"""What has been tried and what it came to, kept below build/faults until the tree changes."""

import glob
import hashlib
import json
import os
import shutil
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
TREE = os.path.dirname(os.path.dirname(HERE))
BUILT = (".o", ".a", ".d", ".ko", ".cmd", ".mod", ".mod.c", ".pyc", ".new")


def libraries():
    """What every fault here stands on."""
    return sorted(os.path.join(HERE, name) for name in os.listdir(HERE)
                  if name.startswith("lib") and not name.endswith(BUILT))


def is_source(path):
    if path.endswith(BUILT) or os.path.basename(path).startswith(".") or os.path.islink(path):
        return False
    with open(path, "rb") as content:
        return content.read(4) != b"\x7fELF"


def files(path):
    """The sources there: one, those of a pattern, all below a folder; manual pages are none."""
    path = os.path.join(TREE, path)
    if "*" in path:
        return sorted(name for name in glob.glob(path) if is_source(name))
    if not os.path.isdir(path):
        return [path]
    found = []
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if name not in ("__pycache__", "man"))
        paths = (os.path.join(folder, name) for name in sorted(names))
        found += [name for name in paths if is_source(name)]
    return found


def digest(paths):
    """One digest over names and contents."""
    whole = hashlib.sha256()
    for path in paths:
        for name in files(path):
            whole.update(os.path.relpath(name, TREE).encode() + b"\0")
            with open(name, "rb") as content:
                whole.update(hashlib.sha256(content.read()).digest())
    return whole.hexdigest()


def ask_git(*arguments):
    said = subprocess.run(["git", "-C", TREE, *arguments], check=False, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return said.stdout.strip()


def commit():
    """What git calls the tree; "" where there is none. The page itself makes it no other."""
    changed = ask_git("status", "--porcelain", "--untracked-files=no", "--", ".",
                      ":!docs/FAULTS.md")
    return ask_git("describe", "--always") + ("-dirty" if changed else "")


class Record:
    """What one fault has left, valid as long as none of @paths changes."""

    def __init__(self, name, paths):
        self.folder = os.path.join(TREE, "build", "faults", name)
        self.digest = digest(paths)

    def _path(self, name):
        return os.path.join(self.folder, name)

    def result(self):
        """What it came to, or None: not tried; ["now"]: whether as the tree is now."""
        try:
            with open(self._path("result.json"), encoding="utf-8") as text:
                result = json.load(text)
        except (OSError, ValueError):
            return None
        return dict(result, now=result["digest"] == self.digest)

    def keep(self, result):
        os.makedirs(self.folder, exist_ok=True)
        with open(self._path("result.json.new"), "w", encoding="utf-8") as output:
            json.dump(dict(result, digest=self.digest, commit=commit()), output, indent=1)
        os.replace(self._path("result.json.new"), self._path("result.json"))

    def state(self):
        """A folder for the fault's own use, emptied when the tree has changed."""
        folder = self._path(f"state-{self.digest[:16]}")
        if not os.path.isdir(folder):
            for old in glob.glob(self._path("state-*")):
                shutil.rmtree(old)
            os.makedirs(folder)
        return folder

    def forget(self):
        shutil.rmtree(self.folder, ignore_errors=True)
