#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A disk so slow that the board settles while the daemon waits for it."""
# covers: userspace/musterd*.c userspace/standing*.c tests/faults/feed.c tests/faults/strike.c

import shutil
import signal

import lib
import lib_fed
import lib_storm

SETTLE = 1                  # seconds
WAIT = 2500                 # ms: beyond that


class Quiet(lib_fed.Fed):
    """All is on record when it starts, and no bell rings: only a timer wakes it then."""

    def __init__(self, folder):
        super().__init__(folder)
        with open(self.path("conf"), "w", encoding="ascii") as conf:
            conf.write("journal = no\nkernel_log = no\nrescan = 0\ngrace = 1h\n"
                       f"settle = {SETTLE}s\nsettle_max = {SETTLE}s\n")

    def environment(self, ends):
        entries = len(lib_storm.payloads(lib_fed.STORM))
        return dict(super().environment(ends), FEED_FIRST=str(entries), FEED_TICK="0")


def held_up(folder, number):
    """Call @number waits. Return: whether it still says that the board has settled."""
    fed = Quiet(folder)
    daemon = fed.start(f"wait:{number}:{WAIT}", False)
    try:
        settled = fed.wait_for(lambda status: status["settled"], 20)
        daemon.send_signal(signal.SIGTERM)
        return daemon.wait(60) == 0 and settled
    finally:
        daemon.kill()
        daemon.wait()


def main():
    lib_fed.build()
    root = lib_fed.scratch()
    first = Quiet(root)
    daemon = first.start("wait:0:0", False)
    first.wait_for(lambda status: True, 60)
    daemon.send_signal(signal.SIGTERM)
    daemon.wait(60)
    calls = [int(call.split()[0]) for call in first.calls()
             if call.endswith("status.json") and " rename " in call][:1]
    numbers = calls if lib.SHORT else range(1, calls[0] + 1)
    lost = [number for number in numbers if not held_up(root, number)]
    lib.claim(f"a call that takes {WAIT} ms, {len(numbers)} times: the board settles all the same",
              calls and not lost, f"not at calls {lost}")
    shutil.rmtree(root)
    if not lib.FAILED and not lib.SHORT:
        lib.outcome("a board settles in time, whatever the disk takes",
                    "each call that changes a file at the start held up beyond the time to settle",
                    len(numbers), "nothing")
    lib.finish()


main()
