#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The daemon killed at each system call that changes a file, and again while it recovers."""
# covers: userspace tests/faults/feed.c tests/faults/strike.c

import fcntl
import os
import random
import shutil
import threading

import lib
import lib_fed

AGAIN = 20 if lib.SHORT else 1000
EVERY = 16 if lib.SHORT else 1


def play(folder, blows):
    """Kill it at each of @blows, then let it finish. Return: what was lost, or None: not killed."""
    fed = lib_fed.Fed(folder)
    at = ""
    for blow in blows:
        status = fed.run(f"kill:{blow}")
        if status != -9:
            return None if status == 0 else f"ended with status {status}: {fed.said()[-500:]}"
        at += f" at {fed.calls()[-1]}"
        torn = fed.torn()
        if torn:
            return f"killed{at}: {torn}"
    status = fed.run("none")
    if status:
        return f"killed{at}: then ended with status {status}: {fed.said()[-500:]}"
    loss = fed.loss()
    if not loss:
        shutil.rmtree(folder)
    return f"killed{at}: {loss}" if loss else ""


def play_all(name, blows):
    """Return: how many of them killed it."""
    return lib_fed.play_all(name + ": {} times, nothing is lost, torn, or told twice",
                            play, blows, 2)


def hold(folder, seconds):
    """Run it where another has the lock, so long; 0: for ever. Return: its status, what it said."""
    fed = lib_fed.Fed(folder)
    lock = os.open(fed.path("state"), os.O_RDONLY | os.O_DIRECTORY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    timer = threading.Timer(seconds or 3600, fcntl.flock, (lock, fcntl.LOCK_UN))
    timer.start()
    status = fed.run("none")
    timer.cancel()
    os.close(lock)
    return status, fed.loss() if seconds else fed.said()


def hold_locks():
    """What was killed lets go of its files a little after its end was told."""
    root = lib_fed.scratch()
    late = hold(root, 0.5)
    lib.claim("a lock that is let go of late is waited for", late == (0, ""), late)
    status, said = hold(root, 0)
    if lib.claim("a second one is refused, and told why", status == 1 and
                 f"{root}/state: another musterd is at work here" in said, said):
        shutil.rmtree(root)


def main():
    lib_fed.build()
    root = lib_fed.scratch()
    whole = lib_fed.Fed(root)
    lib.claim("without a fault all is told and filed",
              whole.run("kill:1000000") == 0 and not whole.loss(), whole.loss() or whole.said())
    calls = len(whole.calls())
    shutil.rmtree(root)
    hold_locks()
    each = play_all("killed at each call", [[n] for n in range(1, calls + 1, EVERY)])
    dice = random.Random(1)
    pairs = [[dice.randint(1, calls), dice.randint(1, 60)] for _ in range(AGAIN)]
    again = play_all("killed, and killed again while it recovers", pairs)
    if not lib.FAILED:
        tried = "musterd killed (SIGKILL) at each system call that changes a file, in turn"
        lib.outcome("what the module has recorded is in the ledger on disk, each entry once, and "
                    "its chain holds", tried, each, "nothing")
        lib.outcome("each finding is told when it is raised and when it is cleared, once",
                    tried, each, "nothing, and nothing told twice")
        lib.outcome("what stands, the previous boot and the last good inventory are whole files "
                    "or not there", tried, each, "nothing")
        lib.outcome("all of these", "the same at a random call, and again at a random call of "
                    "the next start", again, "nothing")
    lib.finish()


main()
