# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables of medians with their spread, as Markdown."""

from statistics import median

MILLION = 1e6


def spread(values, digits=1):
    """The median, and from which to which."""
    if not values:
        return "none"
    return f"{median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def ratios(ours, theirs, digits=2):
    """Ours by theirs, round by round."""
    return spread([a / b for a, b in zip(ours, theirs)], digits)


def verdict(met):
    return "met" if met else "missed"


def table(head, *rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
