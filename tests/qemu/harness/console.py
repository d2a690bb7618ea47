# SPDX-License-Identifier: GPL-2.0-or-later
"""Searches a guest's console for what no kernel should say."""

import os
import re

from . import paths

SPLATS = re.compile(r"BUG:|WARNING:|Oops|Call Trace|KASAN|leak|UBSAN|general protection"
                    r"|refcount_t|kernel tried to execute|hung task|blocked for more than"
                    r"|rcu.*stall|segfault at|sysfs: cannot create|kobject.*error")


OURS = re.compile(r"\[(muster|fakepci|fakei2c|faulty)\]")

# Both sides of such a race are the PCI core's, whoever called it: drivers write bits of a
# word whose other bits it reads under a lock of its own. Or the work queues': a work may be
# queued while it runs.
WORK = (r"(process_one_work|worker_thread|move_linked_works|insert_work|__queue_work"
        r"|(queue|mod)_(delayed_)?work_on)")
CORE = re.compile(r"BUG: KCSAN: data-race in (pci_[\w.]+ / pci_[\w.]+|" + WORK + " / " + WORK +
                  r")\s*$")

# These read, in an interrupt, the flags of the very task that it interrupted, which that task
# writes as memalloc_noio_save() does: inlined, so it bears the name of whoever calls it.
FLAGS = re.compile(r"BUG: KCSAN: data-race in (kthread_data|rcu_core) / (muster_observe_visit"
                   r"( \[muster\])?|\S+)\s*$|data-race in \S+ / (kthread_data|rcu_core)\s*$")

# Reports of several lines that are not about us: what the first line says, what else must
# be in it, why it is let pass, and the line that it brings about at the end. One with a
# function of ours in it is not let pass, unless we only called; the others are counted.
REPORTS = [
    # The kernel reads and writes much of its own without a lock, and knows.
    ("BUG: KCSAN: ", [], "races of the kernel's own", None),
    # Native hot-plug takes these two either way around, with or without us (seen in 6.12),
    # and lockdep looks no further after its first report.
    ("WARNING: possible circular locking dependency", ["reset_lock", "pci_rescan_remove_lock"],
     "pciehp's circular lock", "WARNING: lockdep is off at the end"),
]
# What an interrupt did is not the doing of what it interrupted, which its stack shows from here.
INTERRUPT = re.compile(r" asm_(sysvec_\w+|common_interrupt)\+0x")
FRAME = re.compile(r" [\w.]+\+0x[0-9a-f]+/0x[0-9a-f]+( \[\w+\])?$")
# What a program has said so far of its line may stand before it.
RULER = re.compile(r"={20,}$")
END = re.compile(r"(={20,}| </TASK>)$")


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


def doers(report):
    """Of a report of a race: its title, and whose doing it was; of another: all."""
    if "BUG: KCSAN: " not in report[1]:
        return report
    found, interrupted = report[1:2], False
    for line in report[2:]:
        interrupted = bool(INTERRUPT.search(line)) or interrupted and bool(FRAME.search(line))
        if FRAME.search(line) and not interrupted:
            found.append(line)
    return found


def rule_of(report):
    """The rule that lets a report pass, if one does."""
    text = "\n".join(report)
    ours = OURS.search("\n".join(doers(report)))
    if ours and not any(rule.search(report[1]) for rule in (CORE, FLAGS)):
        return None
    for rule in REPORTS:
        if rule[0] in report[1] and all(word in text for word in rule[1]):
            return rule
    return None


def report_at(lines, start):
    """The report of several lines that begins there: ruler, what it is, ..., its end."""
    if not RULER.search(lines[start]) or not any(rule[0] in line for rule in REPORTS
                                                for line in lines[start + 1:start + 2]):
        return []
    end = start + 2
    while end < len(lines) and not END.search(lines[end]):
        end += 1
    return lines[start:end + 1]


def sift(text):
    """Return the lines outside of reports let pass, and {why: how many were}."""
    lines = text.splitlines()
    kept, passed, brought = [], {}, set()
    at = 0
    while at < len(lines):
        report = report_at(lines, at)
        rule = rule_of(report) if report else None
        if rule:
            passed[rule[2]] = passed.get(rule[2], 0) + 1
            brought.add(rule[3])
            at += len(report)
        else:
            kept.append(lines[at])
            at += 1
    return [line for line in kept if line not in brought], passed


def find_splats(text):
    """Return the lines of a console that should not be there, and {why let pass: how many}."""
    allowed = allowed_patterns()
    lines, passed = sift(text)
    return [line for line in lines if SPLATS.search(line)
            and not any(pattern.search(line) for pattern in allowed)], passed


def tail(text, lines=40):
    return "\n".join(text.splitlines()[-lines:])
