#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Each file on disk cut at every byte, and with a bit flipped in every byte, then read again."""
# covers: userspace tests/faults/feed.c tests/faults/cut.c

import json
import os
import re
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

import lib
import lib_fed
import lib_storm

CUT = os.path.join(lib_fed.BUILD, "cut")
FIXTURES = os.path.join(lib.TREE, "tests", "fixtures")
BOARD = os.path.join(FIXTURES, "ledger", "board-6.1.ledger")


def read(kind, path, step=1):
    """What cut.c says: {"cut": (tried, refused, accepted), "flipped": ...}."""
    job = subprocess.run([CUT, kind, path, str(step * (97 if lib.SHORT else 1))], check=False,
                         text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    counts = {how: (int(tried), int(refused), int(accepted)) for how, tried, refused, accepted in
              re.findall(r"^\w+ (cut|flipped) (\d+) (\d+) (\d+)", job.stdout, re.M)}
    if not lib.claim(f"{kind} {os.path.basename(path)}: {job.stdout.strip()}".replace("\n", "; "),
                     job.returncode == 0 and counts, job.stdout[-1500:]):
        lib.finish()
    return counts


def refuses_cuts(kind, path, step=1, last=1):
    """A text is refused wherever it is cut but before its last @last bytes, which say nothing."""
    counts = read(kind, path, step)
    lib.claim(f"{kind} {os.path.basename(path)}: no cut is taken for the whole",
              counts["cut"][2] <= last, counts)
    return counts


def alone(files):
    """Each reader by itself, in one process, under ASan and UBSan."""
    ledger = read("ledger", BOARD)
    lib.claim("a ledger: every cut and every flipped bit is seen",
              not ledger["cut"][2] and not ledger["flipped"][2], ledger)
    lib.outcome("a ledger proves itself byte by byte: what is cut off or altered is named, and "
                "what stands whole before it is kept",
                "cut before every byte; a bit flipped in every byte",
                ledger["cut"][0] + ledger["flipped"][0], "nothing; none was taken for whole")
    again = read("reopen", lib_fed.STORM)
    lib.outcome("a ledger whose last frame is cut short goes on after the last whole one",
                "cut before every byte, opened as the daemon does, what lacks appended again",
                again["cut"][0], "nothing; each was the same file again, or refused for its header")
    dump = read("dump", os.path.join(FIXTURES, "dump", "rack7.tar.gz"), 3)
    lib.outcome("a dump is whole or refused, with a sentence",
                "cut before every third byte; a bit flipped in every third byte",
                dump["cut"][0] + dump["flipped"][0], "nothing; none was taken for whole")
    kept = refuses_cuts("kept", files["inventory.json"], 3)
    texts = [refuses_cuts("standing", files["standing.json"]),
             refuses_cuts("snapshot", files["previous.json"], 11), kept,
             refuses_cuts("inventory", os.path.join(FIXTURES, "board-default.json"), 3)]
    if "contents.json" in files:
        texts.append(refuses_cuts("cache", files["contents.json"]))
    lib.outcome("what stands, the previous boot and saved snapshots, inventories, the last good "
                "one: a file cut short is refused, never half believed", "cut before every byte, "
                "every third or eleventh of long ones",
                sum(counts["cut"][0] for counts in texts), "nothing")
    flipped = [sum(counts["flipped"][i] for counts in texts) for i in range(3)]
    lib.outcome("the same: a flipped bit harms no reader (these carry no digest: it may be "
                "believed, as the rest is)", "a bit flipped in the same places", flipped[0],
                f"no crash; {flipped[1]} refused, {flipped[2]} read")


def template(folder):
    """A daemon that has told and filed everything, and its files."""
    fed = lib_fed.Fed(folder)
    lib.claim("the daemon tells and files all", fed.run("none") == 0 and not fed.loss(),
              fed.said()[-300:])
    files = {}
    for where in ("state", "run"):
        for name in os.listdir(fed.path(where)):
            files[name] = fed.path(where, name)
    return fed, files


def altered(whole, folder, name, at):
    """A copy of all its folders, where that file is cut at @at."""
    shutil.copytree(whole.folder, folder, symlinks=True)
    fed = lib_fed.Fed.__new__(lib_fed.Fed)
    fed.folder = folder
    os.truncate(os.path.join(folder, name), at)
    return fed


def lines(fed):
    """The findings that can be read, and how many lines cannot."""
    told, bad = [], 0
    with open(fed.path("log", "findings.jsonl"), encoding="utf-8", errors="replace") as text:
        for line in text:
            try:
                told.append(json.loads(line))
            except ValueError:
                bad += 1
    return told, bad


def start_ledger(whole, folder, name, at):
    """A confirmed ledger that is cut is evidence: told, left, and all is filed anew."""
    fed = altered(whole, folder, name, at)
    status = fed.run("none")
    told, bad = lines(fed)
    damage = [finding for finding in told if finding["class"] == "ledger"]
    ledgers = fed.ledgers()
    if status or bad or len(damage) != 1 or len(ledgers) != 2:
        return f"status {status}, {len(damage)} findings, {len(ledgers)} ledgers: {fed.said()[-300:]}"
    if os.path.getsize(ledgers[0]) != at:
        return "the damaged one was altered"
    if lib_storm.frames(ledgers[1]) != lib_storm.frames(lib_fed.STORM):
        return "not all was filed anew"
    return ""


def start_torn(whole, folder, name, at):
    """Cut beyond what was confirmed it goes on."""
    fed = altered(whole, folder, name, at)
    os.unlink(os.path.join(folder, name.replace(".ledger", ".head")))
    status = fed.run("none")
    if at < lib_storm.HEADER:
        return "" if status == 0 and len(fed.ledgers()) == 2 else f"status {status}"
    return f"status {status}: {fed.said()[-300:]}" if status else fed.loss()


def start_standing(whole, folder, name, at):
    """What stood is not known any more: that is said, and what still stands is told again."""
    fed = altered(whole, folder, name, at)
    status = fed.run("none")
    told, bad = lines(fed)
    raised = [finding for finding in told[len(lib_fed.expected_findings()):]
              if finding["state"] == "raised"]
    if status or bad or "was damaged" not in fed.said() or len(raised) < 2:
        return f"status {status}, {len(raised)} told again: {fed.said()[-300:]}"
    return "" if os.path.exists(fed.path("state", "standing.json.bad")) else "it is gone"


def start_findings(whole, folder, name, at):
    """What the host lost of the log is lost; the line that is cut is ended, the rest whole."""
    fed = altered(whole, folder, name, at)
    status = fed.run("none")
    _, bad = lines(fed)
    return f"status {status}, {bad} bad lines: {fed.said()[-300:]}" if status or bad > 1 else ""


def start_previous(whole, folder, name, at):
    """It is refused, said, and written anew."""
    fed = altered(whole, folder, name, at)
    status = fed.run("none")
    return f"status {status}: {fed.said()[-300:]}" if status or fed.loss() else ""


def play(whole, root, name, how, step, words):
    """Start the daemon on copies where @name is cut at every @step-th byte."""
    size = os.path.getsize(whole.path(name))
    called = "the ledger" if name.endswith(".ledger") else os.path.basename(name)
    root = tempfile.mkdtemp(dir=root)
    places = range(0, size - 1, step * (24 if lib.SHORT else 1))
    with ThreadPoolExecutor(4) as pool:
        lost = list(pool.map(lambda at: how(whole, os.path.join(root, f"{how.__name__}{at}"),
                                            name, at), places))
    for at, loss in [(at, loss) for at, loss in zip(places, lost) if loss][:5]:
        print(f"   {name} cut at {at}: {loss}")
    if lib.claim(f"{called} cut at {len(lost)} places, the daemon started on it: "
                 f"{words}", not any(lost), f"not {sum(map(bool, lost))} times, see {root}"):
        lib.outcome(words, f"{called} cut at every {step}th byte, and the daemon started on it",
                    len(lost), "nothing")


def main():
    lib_fed.build()
    subprocess.run(["make", "-s", "-C", lib.HERE, os.path.relpath(CUT, lib.HERE)], check=True)
    root = lib_fed.scratch()
    whole, files = template(os.path.join(root, "whole"))
    alone(files)
    ledger = os.path.relpath(whole.ledgers()[0], whole.folder)
    play(whole, root, ledger, start_ledger, 151, "a damaged ledger is a critical finding and left "
         "as it is, and what the module has is filed anew")
    play(whole, root, ledger, start_torn, 157, "a ledger with a tail that was never confirmed "
         "goes on where it is whole")
    play(whole, root, "state/standing.json", start_standing, 29, "a damaged standing.json is said, "
         "kept as *.bad, and what stands is told again")
    play(whole, root, "log/findings.jsonl", start_findings, 61, "a line of findings.jsonl cut by "
         "a crash of the host is ended, and every other is whole")
    play(whole, root, "state/previous.json", start_previous, 1021, "a damaged previous.json stops "
         "nothing")
    play(whole, root, "state/inventory.json", start_previous, 211, "a damaged inventory.json stops "
         "nothing")
    if not lib.FAILED:
        shutil.rmtree(root)
    lib.finish()


main()
