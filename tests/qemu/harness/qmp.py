# SPDX-License-Identifier: GPL-2.0-or-later
"""A QMP client: commands answered in order, events kept until they are waited for."""

import json
import threading
import time

# A guest that is asked twice lets go of what is plugged in next, too: only where the first
# was lost, not where the guest is slow.
ASK_AGAIN_SECONDS = 20


class QmpError(Exception):
    """QEMU refused a command; the text is its description."""


class Qmp:
    """One connection; a thread reads it so that no event is late."""

    def __init__(self, connection):
        self.socket = connection
        self.stream = self.socket.makefile("rw", encoding="utf-8")
        self.changed = threading.Condition()
        self.replies = []
        self.events = []
        self.closed = False
        json.loads(self.stream.readline())
        threading.Thread(target=self._read, daemon=True).start()
        self.command("qmp_capabilities")

    def _read(self):
        try:
            for line in self.stream:
                self._take(json.loads(line))
        except (OSError, ValueError):
            pass
        with self.changed:
            self.closed = True
            self.changed.notify_all()

    def _take(self, message):
        with self.changed:
            if "event" in message:
                self.events.append(message)
            else:
                self.replies.append(message)
            self.changed.notify_all()

    def command(self, name, arguments=None, timeout=30):
        """Return what a command returns."""
        request = {"execute": name}
        if arguments:
            request["arguments"] = arguments
        self.stream.write(json.dumps(request) + "\n")
        self.stream.flush()
        with self.changed:
            if not self.changed.wait_for(lambda: self.replies or self.closed, timeout):
                raise QmpError(f"no answer to {name} within {timeout} s")
            if not self.replies:
                raise QmpError(f"QEMU went away during {name}")
            reply = self.replies.pop(0)
        if "error" in reply:
            raise QmpError(reply["error"]["desc"])
        return reply.get("return")

    def wait_event(self, name, timeout, device=None):
        """Take the first event of that name (and device); return it, or None when it is late."""
        deadline = time.monotonic() + timeout
        with self.changed:
            while True:
                for event in self.events:
                    data = event.get("data", {})
                    if event["event"] == name and device in (None, data.get("device")):
                        self.events.remove(event)
                        return event
                left = deadline - time.monotonic()
                if left <= 0 or self.closed:
                    return None
                self.changed.wait(left)

    def unplug(self, device, timeout):
        """Remove a device and wait until the guest has let go of it."""
        deadline = time.monotonic() + timeout
        asked = gone = False
        while time.monotonic() < deadline:
            patience = ASK_AGAIN_SECONDS
            try:
                self.command("device_del", {"id": device})
            except QmpError as err:
                # One that the guest let go of late, or that QEMU itself still uses.
                gone = asked and "not found" in str(err)
                # A slot whose power indicator blinks wants to be asked again.
                if not gone and "busy" not in str(err) and "process of unplug" not in str(err):
                    raise
                patience = 1
            asked = True
            if gone or self.wait_event("DEVICE_DELETED", patience, device):
                return
        raise QmpError(f"{device} is still there after {timeout} s")

    def close(self):
        self.socket.close()
