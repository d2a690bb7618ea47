# SPDX-License-Identifier: GPL-2.0-or-later
"""Boards: files of QEMU arguments, one option a line."""

import os
import shlex

from . import paths


def read_board(name):
    """Return the arguments of boards/NAME.

    Everything after a # is a comment; "include OTHER" stands for that board's lines.
    """
    arguments = []
    with open(os.path.join(paths.BOARDS, name), encoding="utf-8") as lines:
        for line in lines:
            words = shlex.split(line, comments=True)
            if words and words[0] == "include":
                arguments += read_board(words[1])
            else:
                arguments += words
    return arguments
