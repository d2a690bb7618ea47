# SPDX-License-Identifier: GPL-2.0-or-later
"""Where things are in the source tree, and what is built on the way."""

import os

QEMU_DIR = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TREE = os.path.dirname(os.path.dirname(QEMU_DIR))
SCRIPTS = os.path.join(TREE, "scripts")
BUILD = os.path.join(QEMU_DIR, "build")
SCENARIOS = os.path.join(QEMU_DIR, "scenarios")
LONG = os.path.join(QEMU_DIR, "long")
BOARDS = os.path.join(QEMU_DIR, "boards")
PROGRAMS = os.path.join(QEMU_DIR, "programs")
FIXTURES = os.path.join(TREE, "tests", "fixtures")
CORPUS = os.environ.get("MUSTER_CORPUS") or os.path.join(os.path.dirname(TREE), "shared", "corpus")
KMOD = os.path.join(TREE, "tests", "kmod")


def built(*names):
    """A path below the build directory, whose directory exists."""
    path = os.path.join(BUILD, *names)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path
