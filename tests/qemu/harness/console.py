# SPDX-License-Identifier: GPL-2.0-or-later
"""Searches a guest's console for what no kernel should say."""

import os
import re

from . import paths

SPLATS = re.compile(r"BUG:|WARNING:|Oops|Call Trace|KASAN|leak|UBSAN|general protection"
                    r"|refcount_t|kernel tried to execute|hung task|blocked for more than"
                    r"|rcu.*stall|segfault at|sysfs: cannot create|kobject.*error")


def read_text(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as console:
            return console.read()
    except FileNotFoundError:
        return ""


def allowed_patterns():
    """The patterns of console.allow; a comment there gives the reason of each."""
    with open(os.path.join(paths.QEMU_DIR, "console.allow"), encoding="utf-8") as lines:
        patterns = [line.strip() for line in lines]
    return [re.compile(pattern) for pattern in patterns if pattern and pattern[0] != "#"]


def find_splats(text):
    """Return the lines of a console that should not be there."""
    allowed = allowed_patterns()
    return [line for line in text.splitlines() if SPLATS.search(line)
            and not any(pattern.search(line) for pattern in allowed)]


def tail(text, lines=40):
    return "\n".join(text.splitlines()[-lines:])
