# SPDX-License-Identifier: GPL-2.0-or-later
"""Boards: files of QEMU arguments, one option a line."""

import itertools
import os
import re
import shlex

from . import paths


def read_board(name):
    """Return the arguments of boards/NAME.

    Everything after a # is a comment; "include OTHER" stands for that board's lines;
    "each d=0-1f f=0-7 ..." for as many lines as there are pairs, with {d} and {f} in
    hex in their places.
    """
    arguments = []
    with open(os.path.join(paths.BOARDS, name), encoding="utf-8") as lines:
        for line in lines:
            words = shlex.split(line, comments=True)
            if words and words[0] == "include":
                arguments += read_board(words[1])
            elif words and words[0] == "each":
                arguments += repeat(words[1:])
            else:
                arguments += words
    return arguments


def repeat(words):
    """Return the words after the ranges, once for each combination of their values."""
    ranges = {}
    while match := re.fullmatch(r"(\w+)=([0-9a-f]+)-([0-9a-f]+)", words[0]):
        ranges[match[1]] = [f"{value:x}" for value in range(int(match[2], 16), int(match[3], 16) + 1)]
        words = words[1:]
    combinations = [dict(zip(ranges, values)) for values in itertools.product(*ranges.values())]
    return [word.format(**values) for values in combinations for word in words]
