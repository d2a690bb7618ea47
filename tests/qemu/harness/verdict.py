# SPDX-License-Identifier: GPL-2.0-or-later
"""Listens to one guest until it has a verdict; every way to have none has its own words."""

import json
import time

from . import console
from .guest import EXIT_AS_ASKED, GuestError
from .qmp import Qmp, QmpError

UNPLUG_SECONDS = 60
GRACE_SECONDS = 10


class Verdict:
    """What came of a run: why it failed (empty: it passed), claims as (held, text), details."""

    def __init__(self):
        self.reasons = []
        self.claims = []
        self.lines = []
        self.let_pass = {}
        self.seconds = 0.0
        self.done = None

    @property
    def passed(self):
        return not self.reasons


class Listener:
    """Serves what a guest asks for and keeps what it claims."""

    def __init__(self, guest, seconds, teller=None):
        self.guest = guest
        self.teller = teller or (lambda word, text: None)
        self.deadline = time.monotonic() + seconds
        self.seconds = seconds
        self.verdict = Verdict()
        self.qmp = None

    def listen(self):
        """Return the verdict of the whole run."""
        begin = time.monotonic()
        try:
            self.qmp = self._connect()
            self._serve()
            self._judge_end()
        except (GuestError, OSError, ValueError) as err:
            self.verdict.reasons.append(str(err))
        finally:
            self.guest.reap()
            if self.qmp:
                self.qmp.close()
        self._judge_console()
        self.verdict.seconds = time.monotonic() - begin
        return self.verdict

    def _connect(self):
        connection = self.guest.connect()
        try:
            return Qmp(connection)
        except (QmpError, OSError, ValueError) as err:
            status = self.guest.wait(2)
            raise GuestError(f"QEMU did not start (status {status}, {err!r}): "
                             f"{self.guest.read_errors()}") from err

    def _serve(self):
        """Take lines until the guest has ended, or time is up (None), or QEMU has gone ("")."""
        while True:
            line = self.guest.read_line(self.deadline)
            if line is None:
                self.verdict.reasons.append(f"hangs: no end within {self.seconds:.0f} s")
                return
            if line == "":
                return
            word, _, rest = line.partition(" ")
            if word == "ended":
                return
            self._take(word, rest)

    def _take(self, word, rest):
        self.teller(word, rest)
        if word == "ask":
            self.verdict.lines.append(f"  host: {rest}")
            self.guest.answer(self._obey(rest))
        elif word == "claim":
            held, _, text = rest.partition(" ")
            self.verdict.claims.append((held == "ok", text))
            self.verdict.lines.append(f"  {held}: {text}")
        elif word == "done":
            self.verdict.done = rest
        else:
            self.verdict.lines.append(f"    {rest}" if word == "text" else f"    ?{word} {rest}")

    def _obey(self, request):
        verb, _, rest = request.partition(" ")
        words = rest.split(" ", 1)
        try:
            if verb == "qmp":
                arguments = json.loads(words[1]) if len(words) > 1 else None
                return "ok " + json.dumps(self.qmp.command(words[0], arguments))
            if verb == "unplug":
                self.qmp.unplug(rest.strip(), UNPLUG_SECONDS)
                return "ok"
            if verb == "wait":
                return self._wait(rest.split())
        except (QmpError, ValueError) as err:
            return f"error {err}"
        return f"error nothing is known of {verb}"

    def _wait(self, words):
        name, seconds = words[0], float(words[1])
        event = self.qmp.wait_event(name, seconds, words[2] if len(words) > 2 else None)
        return "ok " + json.dumps(event) if event else f"error no {name} within {seconds} s"

    def _judge_end(self):
        reasons = self.verdict.reasons
        hanging = bool(reasons)
        status = self.guest.wait(0 if hanging else GRACE_SECONDS)
        text = console.read_text(f"{self.guest.directory}/console")
        if "Kernel panic" in text:
            reasons.append("the guest's kernel panicked")
        elif not hanging and status is None:
            reasons.append("QEMU does not end")
        elif status not in (None, EXIT_AS_ASKED):
            reasons.append(f"QEMU ended with status {status}: {self.guest.read_errors()}")
        if not hanging:
            self._judge_claims()

    def _judge_claims(self):
        verdict = self.verdict
        failed = [text for held, text in verdict.claims if not held]
        if failed:
            verdict.reasons.append(f"{len(failed)} of {len(verdict.claims)} claims failed: "
                                   + "; ".join(failed))
        if verdict.done is None:
            verdict.reasons.append("ended without a verdict")
        elif verdict.done != str(len(verdict.claims)):
            verdict.reasons.append(f"the guest made {verdict.done} claims, "
                                   f"{len(verdict.claims)} arrived")
        elif not verdict.claims:
            verdict.reasons.append("claims nothing")

    def _judge_console(self):
        splats, self.verdict.let_pass = console.find_splats(
            console.read_text(f"{self.guest.directory}/console"))
        if splats:
            self.verdict.reasons.append(f"console: {splats[0].strip()}"
                                        + (f" and {len(splats) - 1} more" if splats[1:] else ""))
