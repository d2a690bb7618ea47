# SPDX-License-Identifier: GPL-2.0-or-later
"""What the faults written in Python say, and how they run a scenario in a guest.

    claim(TEXT, HOLDS, WHY)                 a claim; WHY only matters where it does not hold
    outcome(PROMISE, TRIED, TIMES, LOST)    a row of docs/FAULTS.md
    finish()                                end, with the status that follows from the claims
    done(STEP), did(STEP, VALUE)            a part of a long fault: what it came to before, or
                                            None; and keep that it was done
    guest(SCENARIO, ...)                    run a scenario of tests/faults/guest in QEMU; with
                                            drivers and programs of the host that it alone wants
    SHORT                                   "--short": a few of each, as tests/cli wants it
"""

import json
import os
import stat
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TREE = os.path.dirname(os.path.dirname(HERE))
STATE = os.environ.get("MUSTER_FAULTS_STATE")
SHORT = "--short" in sys.argv
FAILED = []


def claim(text, holds, why=""):
    if holds:
        print(f"ok {text}", flush=True)
    else:
        print(f"FAIL {text}: {why}", flush=True)
        FAILED.append(text)
    return holds


def outcome(promise, tried, times, lost):
    print(f"outcome: {promise} | {tried} | {times} | {lost}", flush=True)


def finish():
    sys.exit(1 if FAILED else 0)


def done(step):
    """What this step came to when it was done, or None."""
    if not STATE or not os.path.exists(os.path.join(STATE, step)):
        return None
    with open(os.path.join(STATE, step), encoding="utf-8") as text:
        return json.load(text)


def did(step, value):
    if STATE:
        with open(os.path.join(STATE, step + ".new"), "w", encoding="utf-8") as output:
            json.dump(value, output)
        os.replace(os.path.join(STATE, step + ".new"), os.path.join(STATE, step))
    return value


def extras(kernel, drivers, programs):
    """An archive with drivers, their names in order in /lib/testbed/drivers, and programs."""
    # pylint: disable=import-outside-toplevel
    from harness import cpio, initramfs
    archive = cpio.Archive()
    modules = kernel.closure(drivers)
    order = []
    for name in map(lambda driver: driver.replace("-", "_"), drivers):
        order += [other for other in [*reversed(initramfs.all_needed(modules, name)), name]
                  if other in modules and other not in order]
    for name in order:
        archive.add(f"lib/testbed/{name}.ko", stat.S_IFREG | 0o644, modules[name][0])
    archive.text("lib/testbed/drivers", "".join(name + "\n" for name in order))
    for program in programs:
        initramfs.add_program(archive, f"usr/bin/{program}", initramfs.find_tool(program))
    return archive.finish()


def guest(name, series="6.1", variables=None, drivers=(), programs=(), board=None):
    """Run tests/faults/guest/NAME.sh; @variables are set before it. Return: its verdict.

    @board: a file of QEMU's arguments in the place of the scenario's own.

    What it says with "say" is in verdict.lines; verdict.passed, verdict.reasons.
    """
    # pylint: disable=import-outside-toplevel
    sys.path.insert(0, os.path.join(TREE, "tests", "qemu"))
    from harness import suite
    from harness.scenario import Scenario
    path = os.path.join(HERE, "guest", f"{name}.sh")
    if variables:
        path = with_variables(path, variables)
    scenario = Scenario(path)
    scenario.board = board or scenario.board
    with suite.alone():
        bench = suite.Bench(series, [scenario])
        if drivers or programs:
            bench.part += extras(bench.kernel, drivers, programs)
    patience = int(os.environ.get("MUSTER_TEST_PATIENCE", "1"))
    return suite.run_scenario(bench, scenario, suite.Options(patience, 1))


def with_variables(path, variables):
    """A copy of the scenario that sets them after its headers."""
    with open(path, encoding="utf-8") as text:
        lines = text.read().splitlines()
    after = next(i for i, line in enumerate(lines) if not line.startswith("#"))
    lines[after:after] = [f"{key}='{value}'" for key, value in variables.items()]
    folder = os.path.join(TREE, "build", "faults")
    os.makedirs(folder, exist_ok=True)
    copy = os.path.join(folder, os.path.basename(path))
    with open(copy, "w", encoding="utf-8") as output:
        output.write("\n".join(lines) + "\n")
    return copy
