#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""No memory, no descriptors for the daemon: refused at each place in turn."""
# covers: userspace tests/faults/feed.c tests/faults/strike.c tests/faults/programs/lack.c

import errno
import json
import os
import random
import shutil
import subprocess

import lib
import lib_fed
import lib_storm

SECOND = os.path.join(lib_fed.BUILD, "second.ledger")
SHIM = os.path.join(lib_fed.BUILD, "programs", "lack.so")
PROGRAMS = os.path.join(lib.HERE, "programs")
ANYWHERE = ("/proc", "/sys", "/dev/null", "/dev/kmsg", "/usr/share", "/etc/muster", "/etc/machine-id")
EVERY = 6 if lib.SHORT else 1
RANDOM = 5 if lib.SHORT else 1000
# what it could not put into its files yet, a module that is loaded anew does not have any more
UNTIL_STOPPED = {"FEED_END": "400", "FEED_NEXT": ""}
FOR_EVER = "1000000000"
KILLED_AT = 20      # a call that changes a file, half way
AT_ONCE = 12        # more than there are processors: mostly it waits until it tries again
PART = 400
ROWS = (5,) if lib.SHORT else (1, 2, 5, 12)
REFUSED = {"memory": "no memory", "descriptors": os.strerror(errno.EMFILE)}


class Busy(lib_fed.Fed):
    """It also reads its settings again on the way, and the module is loaded anew."""

    loads = (lib_fed.STORM, SECOND)

    def __init__(self, folder):
        super().__init__(folder)
        with open(self.path("conf"), "a", encoding="ascii") as conf:
            conf.write("flap_time = 0\n")
        self.always = {"FEED_NEXT": SECOND, "FEED_RELOAD": str(lib_storm.PRESENT + 6)}
        self.more = {}

    def environment(self, ends):
        named = {**super().environment(ends), **self.always, **self.more}
        return {name: value for name, value in named.items() if value}

    def play(self, blow="none", **more):
        """Run it with these variables. Return: the exit status."""
        self.more = more
        return self.run(blow, where=("state", "log", "run", "inventory", "conf", *ANYWHERE))

    def told(self):
        """What was told, line by line; that sysfs had to do meanwhile apart."""
        with open(self.path("log", "findings.jsonl"), encoding="utf-8") as lines:
            findings = [json.loads(line) for line in lines]
        # of the previous boot it is told what that had kept, which is a matter of time
        findings = [finding for finding in findings if finding["class"] != "missing"]
        keys = [((finding.get("device") or {}).get("device") or
                 f"{finding['class']} {finding.get('field')}", finding["state"])
                for finding in findings]
        meanwhile = [key for key in keys if key[0] == "ledger source"]
        return [key for key in keys if key not in meanwhile], meanwhile

    def lost(self, expected, again=False):
        """What was lost, in words, of what was told without a fault; "" is right.

        @again: what it could not save it may tell again; so may the record what a look at sysfs
        has told of, for who comes while nobody is asked comes anew to who reads the record
        """
        if torn := self.torn():
            return torn
        told, meanwhile = self.told()
        again = again or bool(meanwhile)
        if sorted(told) != sorted(expected) and not (again and set(told) == set(expected)):
            return (f"not told: {sorted(set(expected) - set(told))}, "
                    f"told: {sorted(key for key in told if told.count(key) > expected.count(key))}")
        if [state for _, state in meanwhile] != ["raised", "cleared"] * (len(meanwhile) // 2):
            return f"of sysfs: {meanwhile}"
        found = [lib_storm.frames(name) for name in self.ledgers()]
        if sorted(found) != sorted(lib_storm.frames(name) for name in self.loads):
            return f"{len(found)} ledgers, not as the module has them"
        status, text = self.verify()
        return text if status or "unconfirmed" in text else ""


class Rebooted(Busy):
    """It was killed in a second boot: there are a ledger, lines and all its files to be read."""

    def __init__(self, folder):
        super().__init__(folder)
        self.play(FEED_NEXT="")
        with open(self.path("shown"), "wb") as shown:
            shown.write(bytes(16))
        self.always = {"FEED_BOOT": "11111111-2222-4333-8444-555555555555",
                       "FEED_LEDGER": SECOND}
        self.play(f"kill:{KILLED_AT}")


def ended(fed, what, status):
    """What is wrong about how it ended, in words; None: not refused anything."""
    said = fed.said()
    if status not in (0, 1):
        return f"status {status}: {said[-300:]}"
    if status == 1 and REFUSED[what] not in said:
        return f"it ends without a word of it: {said[-300:]}"
    return ""


def without_memory(expected):
    def play(folder, variables):
        fed = Busy(folder)
        status = fed.play(LACK="memory", LD_PRELOAD=SHIM, **variables)
        if status == 0:
            return None
        loss = ended(fed, "memory", status) or fed.torn()
        if not loss:
            status = fed.play()
            loss = f"then status {status}: {fed.said()[-300:]}" if status else fed.lost(expected)
        if not loss:
            shutil.rmtree(folder)
        return f"{variables}: {loss}" if loss else ""
    return play


def without_descriptors(kind, expected):
    def play(folder, blow):
        fed = kind(folder)
        for_ever = blow.split(":")[2] == FOR_EVER
        status = fed.play(blow, **(UNTIL_STOPPED if for_ever else {}))
        struck = fed.struck()
        if not struck:
            return None
        loss = ended(fed, "descriptors", status)
        again = for_ever and "what stands cannot be saved" in fed.said()
        if not loss and (status or for_ever):
            status = fed.play()
            loss = f"then status {status}: {fed.said()[-300:]}" if status else ""
        loss = loss or fed.lost(expected, again)
        if not loss:
            shutil.rmtree(folder)
        return f"{blow}, at {struck[0]}: {loss}" if loss else ""
    return play


def count_memory(folder, **more):
    fed = Busy(folder)
    fed.play(LACK="memory", LD_PRELOAD=SHIM, LACK_COUNT=fed.path("count"), **more)
    with open(fed.path("count"), encoding="ascii") as text:
        return int(text.read())


def whole(kind, root):
    """Without a fault. Return: what it tells, and how many descriptors it makes."""
    fed = kind(root)
    status = fed.play("open-fail:0:0:0")
    expected, _ = fed.told()
    lib.claim(f"{kind.__name__.lower()}: without a fault it ends well, and all is told and filed",
              status == 0 and not fed.lost(expected), fed.lost(expected) or fed.said())
    return expected, len(fed.calls())


def play_parts(step, text, play, blows, at_once):
    """As play_all(), but what is done of it is not done again. Return: how many struck."""
    struck = 0
    for start in range(0, len(blows), PART):
        name = f"{step}-{start}"
        part = lib.done(name)
        if part is None:
            bad = len(lib.FAILED)
            part = lib_fed.play_all(f"{text}, from the {start + 1}.: {{}} times", play,
                                    blows[start:start + PART], at_once)
            if len(lib.FAILED) == bad:
                lib.did(name, part)
        struck += part
    return struck


def try_memory(root, expected):
    places = count_memory(os.path.join(root, "places"), LACK_PLACES="1")
    allocations = count_memory(os.path.join(root, "all"))
    dice = random.Random(3)
    memory = without_memory(expected)
    each = play_parts("places", "memory refused by a new way to an allocation, nothing is lost or "
                      "told twice", memory, [{"LACK_PLACES": "1", "LACK_AT": str(n)} for n in
                                             range(1, places + 1, 250 if lib.SHORT else 1)], 2)
    other = play_parts("any", "memory refused at any allocation, nothing is lost or told twice",
                       memory, [{"LACK_AT": str(dice.randint(1, allocations))}
                                for _ in range(RANDOM)], 2)
    return each, f"{other} of {allocations}"


def try_descriptors(kind, expected, openings):
    play = without_descriptors(kind, expected)
    name = kind.__name__.lower()
    numbers = range(1, openings + 1, EVERY)
    for_a_while = sum(play_parts(
        f"{name}-{row}", f"{name}: {row} openings refused in a row, nothing is lost or told twice",
        play, [f"open-fail:{n}:{n + row - 1}:{errno.EMFILE}" for n in numbers], AT_ONCE)
        for row in ROWS)
    ever = 0 if lib.SHORT else play_parts(
        f"{name}-ever", f"{name}: all openings refused, nothing is lost", play,
        [f"open-fail:{n}:{FOR_EVER}:{errno.EMFILE}" for n in numbers], AT_ONCE)
    return for_a_while, ever


def main():
    lib_fed.build()
    subprocess.run(["make", "-s", "-C", PROGRAMS, "lack.so"], check=True)
    lib_storm.make(SECOND, 2, bytes(range(16)))
    root = lib_fed.scratch()
    expected, openings = whole(Busy, os.path.join(root, "busy"))
    again, openings_again = whole(Rebooted, os.path.join(root, "rebooted"))
    for_a_while, ever = zip(try_descriptors(Busy, expected, openings),
                            try_descriptors(Rebooted, again, openings_again))
    each, other = try_memory(root, expected)
    shutil.rmtree(root)
    if not lib.FAILED and not lib.SHORT:
        lib.outcome("musterd that is refused memory says so and ends with status 1; started again "
                    "it goes on: what the module has recorded is filed, each finding told once",
                    "refused once by each way through the program to an allocation, while it "
                    "starts, files, judges, saves, reads its settings again and meets a module "
                    "that was loaded anew", each, "nothing")
        lib.outcome("the same", "refused at a random allocation", other, "nothing")
        lib.outcome("musterd that is refused descriptors says so and either ends with status 1, "
                    "to be started again, or goes on and tries again by itself: nothing is lost, "
                    "or taken for missing or bad, nor told twice but by sysfs and then by the record",
                    "1, 2, 5 and 12 openings refused, from each in turn; also of a start after it "
                    "was killed in a later boot", sum(for_a_while), "nothing")
        lib.outcome("the same; where what stands could never be saved, it is told again",
                    "all openings refused from each in turn, until it was stopped; then started "
                    "again", sum(ever), "nothing")
    lib.finish()


main()
