# SPDX-License-Identifier: GPL-2.0-or-later
"""A daemon that is fed from a ledger file, in folders of its own, and what it must have done.

    build()                     the programs
    Fed(folder)                 nothing has happened yet
    .run(blow)                  let the daemon work, with what strike.c is to do to it
    .loss()                     what was lost of what is promised, in words; "" is right
    play_all(CLAIM, play, blows, at_once)   each blow in a folder of its own
"""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

import lib
import lib_storm

BUILD = os.path.join(lib.TREE, "build", "faults")
MUSTER = os.path.join(lib.TREE, "userspace", "muster")
STORM = os.path.join(BUILD, "storm.ledger")
STRANGERS = 5
KEPT = {"inventory.json", "previous.json", "standing.json", "ledger"}


def build():
    subprocess.run(["make", "-s", "-C", os.path.join(lib.TREE, "userspace")], check=True)
    subprocess.run(["make", "-s", "-C", lib.HERE], check=True)
    lib_storm.make(STORM, STRANGERS)


def scratch():
    """Where files cost nothing, if there is such a place."""
    return tempfile.mkdtemp(prefix="muster-faults.",
                            dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)


def play_all(text, play, blows, at_once):
    """Claim that nothing is lost by any of @blows.

    @text: with {} for how many of them struck
    @play: play(folder, blow) returns what was lost, in words, or None: it did not strike
    @at_once: so many are played at a time
    Return: how many struck.
    """
    root = scratch()
    with ThreadPoolExecutor(at_once) as pool:
        lost = list(pool.map(lambda item: play(os.path.join(root, str(item[0])), item[1]),
                             enumerate(blows)))
    for loss in [loss for loss in lost if loss][:9]:
        print(f"   {loss}")
    struck = sum(loss is not None for loss in lost)
    if lib.claim(text.format(struck), not any(lost),
                 f"{sum(bool(loss) for loss in lost)} times, see {root}"):
        shutil.rmtree(root)
    return struck


class Fed:
    """Folders of one daemon, and the module that feeds it: FEED_SHOWN outlives both."""

    def __init__(self, folder):
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        for name in ("state", "log", "run", "inventory"):
            os.makedirs(self.path(name))
        shutil.copy(os.path.join(lib.TREE, "tests", "fixtures", "board-default.json"),
                    self.path("inventory"))
        # by another name: what feed.c reads is not struck
        os.symlink("run", self.path("seen"))
        with open(self.path("conf"), "w", encoding="ascii") as conf:
            conf.write("journal = no\nkernel_log = no\nrescan = 0\nsettle = 0\nsettle_max = 0\n"
                       "grace = 0\n")
        with open(self.path("shown"), "wb") as shown:
            shown.write(bytes(16))

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def command(self):
        return [os.path.join(BUILD, "musterd-fed"), "--config", self.path("conf"),
                "--inventory-dir", self.path("inventory"), "--state-dir", self.path("state"),
                "--log-dir", self.path("log"), "--run-dir", self.path("run")]

    def environment(self, ends):
        feed = {"FEED_LEDGER": STORM, "FEED_SHOWN": self.path("shown"), "FEED_TICK": "3",
                "FEED_FIRST": str(lib_storm.PRESENT), "FEED_STEP": "2"}
        if ends:
            feed["FEED_STATUS"] = self.path("seen", "status.json")
        return dict(os.environ, **feed)

    def start(self, blow, ends=True, where=("state", "log", "run")):
        """Begin; @ends: once all is filed and nothing is in trouble, otherwise when told to."""
        command = self.command()
        if blow != "none":
            command = [os.path.join(BUILD, "strike"), self.path("calls"),
                       ":".join(self.path(name) for name in where), blow, *command]
        with open(self.path("said"), "ab") as said:
            return subprocess.Popen(command, env=self.environment(ends), stdout=said,
                                    stderr=said, stdin=subprocess.DEVNULL)

    def run(self, blow, seconds=120, where=("state", "log", "run")):
        """Return: the exit status; -9: killed by the blow; "hangs"."""
        with self.start(blow, True, where) as daemon:
            try:
                status = daemon.wait(seconds)
            except subprocess.TimeoutExpired:
                daemon.send_signal(signal.SIGKILL)
                return "hangs"
        return -9 if status in (-9, 137) else status

    def calls(self):
        """The calls that count, as the last run made them: ["NUMBER NAME PATH", ...]."""
        with open(self.path("calls"), encoding="utf-8") as text:
            return text.read().splitlines()

    def struck(self):
        """Those of them that were broken."""
        return [call for call in self.calls() if call.endswith(" struck")]

    def said(self):
        with open(self.path("said"), encoding="utf-8", errors="replace") as text:
            return text.read()

    def status(self):
        try:
            with open(self.path("run", "status.json"), encoding="utf-8") as text:
                return json.load(text)
        except (OSError, ValueError):
            return {}

    def wait_for(self, holds, seconds):
        """Until @holds(status), or not in time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            status = self.status()
            if status and holds(status):
                return True
            time.sleep(0.05)
        return False

    def ledgers(self):
        found = []
        for folder, _, names in os.walk(self.path("state", "ledger")):
            found += [os.path.join(folder, name) for name in sorted(names)
                      if name.endswith(".ledger")]
        return found

    def verify(self):
        """What the tool says of the ledgers: (exit status, text)."""
        if not self.ledgers():
            return 0, ""
        job = subprocess.run([MUSTER, "log", "verify", *self.ledgers()], check=False, text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return job.returncode, job.stdout

    def findings(self):
        """[(id of the stranger, state)], or a sentence: a line is not whole."""
        told = []
        try:
            with open(self.path("log", "findings.jsonl"), encoding="utf-8") as lines:
                for line in lines:
                    if not line.endswith("\n"):
                        return "the last line of findings.jsonl is cut short"
                    told.append(json.loads(line))
        except FileNotFoundError:
            return []
        except ValueError as err:
            return f"a line of findings.jsonl is none: {err}"
        return [((finding.get("device") or {}).get("device", finding["class"]),
                 finding["state"]) for finding in told]

    def torn(self):
        """What a killed daemon may not leave behind, in words; "" is right."""
        told = self.findings()
        if isinstance(told, str):
            return told
        status, text = self.verify()
        if status and ("damaged" in text or "lost" in text):
            return text
        for name in ("standing.json", "previous.json", "inventory.json"):
            if os.path.exists(self.path("state", name)):
                with open(self.path("state", name), encoding="utf-8") as text:
                    try:
                        json.load(text)
                    except ValueError as err:
                        return f"{name} is not whole: {err}"
        return ""

    def loss(self):
        told = self.findings()
        if isinstance(told, str):
            return told
        # in one judging what is raised comes first: two strangers at one place overlap
        if sorted(told) != sorted(expected_findings()) or any(
                told.index((who, "raised")) > at
                for at, (who, state) in enumerate(told) if state == "cleared"):
            return f"told: {told}"
        ledgers = self.ledgers()
        if len(ledgers) != 1:
            return f"{len(ledgers)} ledgers"
        if lib_storm.frames(ledgers[0]) != lib_storm.frames(STORM):
            return "the ledger is not what the module has"
        status, text = self.verify()
        if status or "unconfirmed" in text:
            return text
        # what is half written is written anew, by the next who wants to
        left = sorted({name.removesuffix(".new") for name in os.listdir(self.path("state"))} -
                      KEPT)
        left += [name for name in os.listdir(os.path.dirname(ledgers[0]))
                 if not name.endswith((".ledger", ".head"))]
        return f"left behind: {' '.join(left)}" if left else ""


def expected_findings():
    told = [("unreadable", "raised")]
    for device in range(1, STRANGERS + 1):
        told += [(f"{device:04x}", "raised"), (f"{device:04x}", "cleared")]
    return told[:-1]
