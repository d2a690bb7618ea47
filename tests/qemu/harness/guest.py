# SPDX-License-Identifier: GPL-2.0-or-later
"""One QEMU: started, spoken with over its second serial port, and always reaped."""

import ctypes
import os
import signal
import socket
import subprocess
import time

from . import memory

PR_SET_PDEATHSIG = 1
CONNECT_SECONDS = 60
# isa-debug-exit turns the guest's 17 into this; any other status was not its wish.
EXIT_AS_ASKED = 35

# no_timer_check: a busy machine is no broken timer, and no reason to panic.
COMMAND_LINE = ("console=ttyS0 loglevel=5 panic=-1 oops=panic rcupdate.rcu_expedited=1 "
                "cryptomgr.notests random.trust_cpu=on no_timer_check")


# Loaded before any fork: the child may only call.
LIBC = ctypes.CDLL(None)


class GuestError(Exception):
    """The guest could not be started or spoken with."""


def die_with_parent():
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def base_arguments(scenario, pace, directory):
    """What every guest has, whatever its board: console, control, QMP, a way out."""
    firmware = [] if scenario.firmware == "seabios" else \
        ["-bios", f"/usr/share/qemu/{scenario.firmware}.rom"]
    processors = max(int(scenario.smp), pace.processors)
    return ["qemu-system-x86_64", "-machine", "q35", "-accel", f"tcg,thread={pace.threads}",
            "-cpu", "max", "-smp", str(processors), "-m", scenario.memory, "-nodefaults",
            "-display", "none", "-no-reboot", *firmware,
            "-chardev", f"file,id=console,path={directory}/console", "-serial", "chardev:console",
            "-chardev", f"socket,id=control,path={directory}/control,server=on,wait=off",
            "-serial", "chardev:control",
            "-qmp", f"unix:{directory}/qmp,server=on,wait=off",
            "-device", "isa-debug-exit,iobase=0xf4,iosize=4"]


class Guest:
    """A running QEMU and the line protocol on its second serial port."""

    def __init__(self, arguments, directory):
        self.directory = directory
        self.received = b""
        self.errors = open(f"{directory}/stderr", "w+b")
        self.process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL,
                                        stdout=self.errors, stderr=self.errors,
                                        preexec_fn=die_with_parent)
        self.control = None

    def connect(self):
        """Connect the control port; return a connection to QMP."""
        deadline = time.monotonic() + CONNECT_SECONDS
        self.control = self._open("control", deadline)
        return self._open("qmp", deadline)

    def _open(self, name, deadline):
        """Connect to a socket that QEMU makes while it starts."""
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise GuestError(f"QEMU did not start (status {self.process.returncode}): "
                                 f"{self.read_errors()}")
            connection = socket.socket(socket.AF_UNIX)
            try:
                connection.connect(f"{self.directory}/{name}")
                return connection
            except OSError:
                connection.close()
                time.sleep(0.02)
        raise GuestError(f"QEMU offers no {name} socket within {CONNECT_SECONDS} s")

    def read_errors(self):
        self.errors.seek(0)
        return self.errors.read().decode(errors="replace").strip() or "it printed nothing"

    def read_line(self, deadline):
        """Return the next line, or None at the deadline, or "" when QEMU has gone."""
        while b"\n" not in self.received:
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            self.control.settimeout(left)
            try:
                data = self.control.recv(65536)
            except socket.timeout:
                return None
            except OSError:
                return ""
            if not data:
                return ""
            self.received += data
        line, self.received = self.received.split(b"\n", 1)
        return line.decode(errors="replace").rstrip("\r") or " "

    def answer(self, line):
        try:
            self.control.sendall(line.encode() + b"\n")
        except OSError:
            pass  # QEMU has gone, as the next read will tell

    def wait(self, seconds):
        """Return QEMU's exit status, or None when it still runs."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def reap(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.errors.close()
        if self.control:
            self.control.close()


def command(scenario, board, kernel, initramfs, directory, patience):
    """The whole QEMU command of a scenario."""
    line = (f"{COMMAND_LINE} testbed.patience={patience} testbed.round={scenario.round} "
            f"{kernel.pace.line} {scenario.cmdline}").strip()
    return [*base_arguments(scenario, kernel.pace, directory), *board,
            *memory.smbios_arguments(scenario.smbios, directory), "-kernel", kernel.image,
            "-initrd", initramfs, "-append", line]


def save_command(arguments, directory):
    with open(os.path.join(directory, "command"), "w", encoding="utf-8") as output:
        output.write(subprocess.list2cmdline(arguments) + "\n")
