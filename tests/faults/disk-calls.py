#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The disk full, read-only or failing under the daemon, at each of its system calls in turn."""
# covers: userspace tests/faults/feed.c tests/faults/strike.c

import errno
import os
import random
import shutil
import signal
import time

import lib
import lib_fed
import lib_storm

EVERY = 40 if lib.SHORT else 1
DISK = ("state", "log")     # the status is on another, in memory
TOLD = ("cannot be written", "is not kept", "cannot be saved", "may not be on the disk",
        "cannot be kept", "could not be kept", "No space left", "Input/output error", "Read-only")
IDLE = 2 if lib.SHORT else 4     # seconds in which nothing happens but that it is tried again
TRIES = 30 * IDLE          # struck calls in that time: more would be spinning


def verdict(fed, blow, loss):
    if loss:
        return f"{blow}, at {fed.struck()[:1]}: {loss}"
    shutil.rmtree(fed.folder)
    return ""


def told(fed):
    return any(word in fed.said() for word in TOLD)


def said_again(fed):
    """Whether it says of the ledger, which is not kept all the time, at each try that it is not."""
    lines = [line for line in fed.said().splitlines() if "is not kept on disk" in line]
    return len(lines) > len(set(lines))


def heals(folder, blow):
    """It fails a while, then no more. Return: what was lost."""
    fed = lib_fed.Fed(folder)
    status = fed.run(blow, where=DISK)
    struck = fed.struck()
    if not struck:
        return None if status == 0 else verdict(fed, blow, f"status {status}: {fed.said()[-300:]}")
    if not told(fed):
        return verdict(fed, blow, "it says nothing of it")
    # at the start a refusal is right: who started it will try again
    if status == 1:
        status = fed.run("none")
    loss = f"status {status}: {fed.said()[-300:]}" if status else fed.loss()
    return f"{blow}, at {struck[0]}: {loss}" if loss else verdict(fed, blow, "")


def stays(folder, blow):
    """It fails until the daemon is stopped. Return: what was lost."""
    fed = lib_fed.Fed(folder)
    entries = len(lib_storm.payloads(lib_fed.STORM))
    daemon = fed.start(blow, False, DISK)
    try:
        seen = fed.wait_for(lambda status: (status["ledger"] or {}).get("next", 0) > entries and
                            (status["trouble"] or not fed.struck()), 60)
        if daemon.poll() is None and not fed.struck():
            return None         # so many calls it did not make this time
        if daemon.poll() is None and not seen:
            return verdict(fed, blow, f"the status tells of no trouble: {fed.status()}")
        before = len(fed.struck())
        if daemon.poll() is None:
            time.sleep(IDLE)    # that nothing happens is what is to be seen
        spins = len(fed.struck()) - before
        daemon.send_signal(signal.SIGTERM)
        status = daemon.wait(60)
    finally:
        daemon.kill()
        daemon.wait()
    if status not in (0, 1) or not told(fed):
        return verdict(fed, blow, f"status {status}: {fed.said()[-300:]}")
    if spins > TRIES:
        return verdict(fed, blow, f"it spins: {spins} calls in {IDLE} s")
    if said_again(fed):
        return verdict(fed, blow, f"it says so again and again: {fed.said()[-300:]}")
    status = fed.run("none")
    return verdict(fed, blow, f"status {status}" if status else fed.loss())


def last_sync(calls):
    """The number of the last fdatasync() of the ledger: what is filed then is in memory."""
    return [int(call.split()[0]) for call in calls
            if " fdatasync " in call and call.endswith(".ledger")][-1]


def doubts(folder, calls, name):
    """Whether what an fdatasync() could not write is written again before the next one."""
    number = next(int(call.split()[0]) for call in calls
                  if " fdatasync " in call and call.endswith(name))
    fed = lib_fed.Fed(folder)
    fed.run(f"fail:{number}:{number}:{errno.EIO}", where=DISK)
    made = [call.split()[1] for call in fed.calls()[number - 1:] if name in call]
    return made[:1] == ["fdatasync"] and made[1:2] == ["pwrite64"]


def play_all(name, play, blows):
    """Return: how many of them struck."""
    # far more than there are processors: a daemon whose disk fails mostly waits
    return lib_fed.play_all(name + ": {} times, it is told, and nothing is lost",
                            play, blows, 16)


def main():
    lib_fed.build()
    root = lib_fed.scratch()
    whole = lib_fed.Fed(root)
    lib.claim("without a fault all is told and filed",
              whole.run("kill:1000000", where=DISK) == 0 and not whole.loss(), whole.said())
    for name in (".ledger", "findings.jsonl"):
        lib.claim(f"{name}: what an fdatasync() failed to write is written again",
                  doubts(os.path.join(root, name), whole.calls(), name))
    calls, late = len(whole.calls()), last_sync(whole.calls())
    size = sum(os.path.getsize(os.path.join(folder, name))
               for folder, _, names in os.walk(whole.path("state")) for name in names)
    shutil.rmtree(root)
    dice = random.Random(2)
    steps = range(1, calls + 1, EVERY)
    some = range(1, calls + 1, 80 if lib.SHORT else 4)
    rooms = [dice.randint(0, 2 * size) for _ in range(4 if lib.SHORT else 300)]
    once = [play_all(f"{name} at each call, three in a row", heals,
                     [f"fail:{n}:{n + 2}:{number}" for n in steps])
            for name, number in (("no space", errno.ENOSPC), ("an error", errno.EIO))]
    ever = [play_all(f"{name} from each call on", stays,
                     [f"fail:{n}:1000000000:{number}" for n in some])
            for name, number in (("read-only", errno.EROFS), ("an error", errno.EIO))[:1 if lib.SHORT else 2]]
    play_all("an error from a late sync on", stays, [f"fail:{late}:1000000000:{errno.EIO}"])
    full = play_all("full after so many bytes, for a while", heals,
                    [f"full:{room}:{dice.randint(1, 30)}" for room in rooms])
    full_ever = play_all("full after so many bytes, until it is stopped", stays,
                         [f"full:{room}:0" for room in rooms[:len(rooms) // 4]])
    if not lib.FAILED and not lib.SHORT:
        promise = "what the module has recorded is filed, and each finding told once, when the " \
                  "disk takes it again; until then status and journal say so, and it does not spin"
        for tried, times in (
                ("ENOSPC from each call that changes a file, in turn, and the two after it", once[0]),
                ("EIO from each such call (open, write, fsync, rename ...), and the two after it",
                 once[1]),
                ("read-only from such a call on, until the daemon is stopped; then started again",
                 ever[0]),
                ("EIO from such a call on, until it is stopped; then started again", ever[1]),
                ("a full disk: writes cut short at a random byte, then ENOSPC 1 to 30 times", full),
                ("a full disk from a random byte on, until it is stopped; then started again",
                 full_ever)):
            lib.outcome(promise, tried, times, "nothing")
            promise = "the same"
    lib.finish()


main()
