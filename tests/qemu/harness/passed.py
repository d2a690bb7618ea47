# SPDX-License-Identifier: GPL-2.0-or-later
"""Remembers what passed, by a hash over all that it tested: what changed is to be run again."""

import hashlib
import os

from . import paths

HERE = os.path.dirname(os.path.abspath(__file__))


def digest_file(path):
    """The hash of a file; of nothing where there is none."""
    digest = hashlib.sha256()
    if os.path.exists(path):
        with open(path, "rb") as content:
            digest.update(content.read())
    return digest.digest()


def harness_digest():
    """The hash of what judges: the code here, and what it lets pass."""
    code = sorted(name for name in os.listdir(HERE) if name.endswith(".py"))
    every = [os.path.join(HERE, name) for name in code]
    every += [os.path.join(paths.QEMU_DIR, "console.allow"),
              os.path.join(paths.FIXTURES, "make-memory")]
    return hashlib.sha256(b"".join(digest_file(path) for path in every)).digest()


def combine(*values):
    """A text that changes with any of these bytes and strings."""
    digest = hashlib.sha256()
    for value in values:
        data = value if isinstance(value, bytes) else str(value).encode()
        digest.update(len(data).to_bytes(8, "little") + data)
    return digest.hexdigest()


def marker(series, scenario):
    return paths.built("passed", series, scenario.name)


def has_passed(series, scenario, key):
    """Whether the last run of this scenario passed, and tested the same."""
    try:
        with open(marker(series, scenario), encoding="ascii") as mark:
            return mark.read().strip() == key
    except FileNotFoundError:
        return False


def remember(series, scenario, key, passed):
    """Note how a scenario ended; what fails is forgotten."""
    path = marker(series, scenario)
    if passed:
        with open(path, "w", encoding="ascii") as mark:
            mark.write(key + "\n")
    elif os.path.exists(path):
        os.unlink(path)
