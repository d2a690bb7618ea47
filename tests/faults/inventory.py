#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The inventory replaced while it is read, ten thousand times."""
# covers: userspace

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading

import lib

MUSTER = os.path.join(lib.TREE, "userspace", "muster")
MUSTERD = os.path.join(lib.TREE, "userspace", "musterd")
ROUNDS, EACH = (1, 30) if lib.SHORT else (20, 500)
SIGNED = 4 if lib.SHORT else 40
PATIENCE = 120  # s: a busy machine answers a signal late


class Daemon:
    """musterd on a folder of its own; it tells a socket here when it has read anew."""

    def __init__(self, work, keys=False):
        self.work = work
        for name in ("inventory", "state", "run", "log", "vendor", "keys"):
            os.makedirs(os.path.join(work, name), exist_ok=True)
        config = os.path.join(work, "musterd.conf")
        with open(config, "w", encoding="utf-8") as output:
            output.write(f"vendor_dir = {work}/vendor\njournal = no\nkernel_log = no\n")
            if keys:
                output.write(f"keys = {work}/keys\n")
        self.ready = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.ready.bind(os.path.join(work, "notify"))
        self.ready.settimeout(PATIENCE)
        self.process = subprocess.Popen(
            [MUSTERD, "--config", config, "--inventory-dir", f"{work}/inventory", "--state-dir",
             f"{work}/state", "--run-dir", f"{work}/run", "--log-dir", f"{work}/log",
             "--poll", "1h"], stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
            env=dict(os.environ, NOTIFY_SOCKET=os.path.join(work, "notify")))
        self.wait()
        self.usual = self.warnings()

    def wait(self):
        while b"READY=1" not in self.ready.recv(4096):
            pass

    def read_again(self):
        self.process.send_signal(signal.SIGHUP)
        self.wait()

    def status(self):
        with open(os.path.join(self.work, "run", "status.json"), encoding="utf-8") as text:
            return json.load(text)

    def name(self):
        """Of the inventory in force."""
        inventory = self.status()["inventory"]
        return inventory["name"] if inventory else None

    def warnings(self):
        return self.status()["standing"]["warning"]

    def complains(self):
        """Whether a finding says that a file is bad; at the start it was a good one."""
        return self.warnings() > self.usual

    def lives(self):
        return self.process.poll() is None

    def end(self):
        if self.lives():
            self.process.terminate()
        return self.process.wait(PATIENCE)


def make_inventories(work):
    """Two good ones of this machine, which differ in their names and lengths."""
    texts = []
    for name in ("first", "second with a longer name"):
        text = subprocess.run([MUSTER, "inventory", "generate", "--name", name], check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        texts.append((name, text))
        with open(os.path.join(work, f"good{len(texts)}"), "wb") as output:
            output.write(text)
    return texts


def remove(path):
    if os.path.isdir(path) and not os.path.islink(path):
        os.rmdir(path)
    elif os.path.lexists(path):
        os.unlink(path)


def write(path, data):
    with open(path, "wb") as output:
        output.write(data)


# Each puts something in the place of the inventory. Return: the name that is then in force,
# or None: it is a bad one.

def rename_over(path, good, dice):
    name, text = dice.choice(good)
    remove(path)
    write(path + ".new", text)
    os.rename(path + ".new", path)
    return name


def write_in_place(path, good, dice):
    name, text = dice.choice(good)
    if not os.path.isfile(path) or os.path.islink(path):
        remove(path)
    write(path, text)
    return name


def truncate(path, good, dice):
    _, text = dice.choice(good)
    remove(path)
    # without its last line break alone it is whole
    write(path, text[:dice.randrange(len(text) - 2)])


def spoil(path, good, dice):
    _, text = dice.choice(good)
    remove(path)
    data = bytearray(text)
    at = dice.randrange(len(data))
    data[at:at + 8] = bytes(dice.randrange(256) for _ in range(8))
    write(path, b"\0" + bytes(data))


def link_to_good(path, good, dice):
    which = dice.randrange(2)
    remove(path)
    os.symlink(os.path.join(os.path.dirname(path), "..", f"good{which + 1}"), path)
    return good[which][0]


def link_to(target):
    def put(path, _good, _dice):
        remove(path)
        os.symlink(target, path)
    return put


def fifo(path, _good, _dice):
    remove(path)
    os.mkfifo(path)


def directory(path, _good, _dice):
    remove(path)
    os.mkdir(path)


def sparse(path, _good, _dice):
    remove(path)
    with open(path, "wb") as output:
        output.truncate(10 * 2**30)


def socket_file(path, _good, _dice):
    remove(path)
    end = socket.socket(socket.AF_UNIX)
    end.bind(path)
    end.close()


WAYS = [rename_over, rename_over, write_in_place, write_in_place, truncate, truncate, spoil,
        link_to_good, link_to("/dev/zero"), link_to("/dev/full"), link_to("/proc/self/mem"),
        link_to("board.json"), link_to("nowhere"), fifo, directory, sparse, socket_file]


def one_round(number, work):
    """Replacements one after the other, each read again. Return: what went wrong, or None."""
    dice = random.Random(number)
    good = make_inventories(work)
    path = os.path.join(work, "inventory", "board.json")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    write(path, good[0][1])
    daemon, force = Daemon(work), good[0][0]
    wrong = None
    for nth in range(EACH):
        way = dice.choice(WAYS)
        name = way(path, good, dice)
        daemon.read_again()
        force = name or force
        if daemon.name() != force:
            wrong = f"replacement {nth} of seed {number}, {way}: {daemon.name()} is in force"
        elif daemon.complains() == bool(name):
            wrong = f"replacement {nth} of seed {number}, {way}: told of as if it were the other"
        if wrong or not daemon.lives():
            break
    remove(path)
    status = daemon.end()
    return wrong or (f"the daemon ended with {status}" if status else None)


def grow_meanwhile(work):
    """Written in place by somebody else all the time, in pieces, while it is read."""
    good = make_inventories(work)
    path = os.path.join(work, "inventory", "board.json")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    write(path, good[0][1])
    daemon, enough, times = Daemon(work), threading.Event(), [0]
    dice = random.Random(1)

    def writer():
        while not enough.is_set():
            _, text = dice.choice(good)
            with open(path, "wb", buffering=0) as output:
                while text:
                    length = dice.randrange(1, 4000)
                    output.write(text[:length])
                    text = text[length:]
            times[0] += 1
    thread = threading.Thread(target=writer)
    thread.start()
    names = set()
    for _ in range(EACH):
        daemon.read_again()
        names.add(daemon.name())
    enough.set()
    thread.join()
    daemon.read_again()
    lib.claim("a file that grows while it is read is not taken for what it is not",
              names <= {name for name, _ in good}, str(names))
    lib.claim("and what it is in the end is in force, without complaint",
              daemon.name() in [name for name, _ in good], str(daemon.name()))
    lib.claim("the daemon ends well", daemon.end() == 0)
    return times[0]


def sign(work, text):
    write(os.path.join(work, "board.json"), text)
    subprocess.run([MUSTER, "inventory", "sign", "--key", os.path.join(work, "key.pem"),
                    os.path.join(work, "board.json")], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    with open(os.path.join(work, "board.json.sig"), "rb") as signature:
        return signature.read()


def replace_apart(work):
    """The inventory, then its signature: between the two the old one stays in force."""
    key = os.path.join(work, "key.pem")
    os.makedirs(os.path.join(work, "keys"), exist_ok=True)
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key], check=True,
                   stderr=subprocess.DEVNULL)
    subprocess.run(["openssl", "pkey", "-in", key, "-pubout", "-out",
                    os.path.join(work, "keys", "public.pem")], check=True)
    good = [(name, text, sign(work, text)) for name, text in make_inventories(work)]
    path = os.path.join(work, "inventory", "board.json")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    write(path, good[0][1])
    write(path + ".sig", good[0][2])
    daemon, wrong = Daemon(work, keys=True), []
    if daemon.name() != good[0][0]:
        wrong.append(f"at first {daemon.name()}")
    for nth in range(SIGNED):
        old, new = good[nth % 2], good[(nth + 1) % 2]
        parts = [(path, new[1]), (path + ".sig", new[2])]
        for target, data in parts[::-1] if nth % 4 > 1 else parts:
            if daemon.name() != old[0]:
                wrong.append(f"{nth}: {daemon.name()} before both parts were there")
            write(target + ".new", data)
            os.rename(target + ".new", target)
            daemon.read_again()
        if daemon.name() != new[0]:
            wrong.append(f"{nth}: {daemon.name()} when both parts were there")
    lib.claim(f"signature and inventory replaced apart, {SIGNED} times", not wrong,
              "; ".join(wrong[:3]))
    lib.claim("the daemon ends well", daemon.end() == 0)


def in_folder(what, *arguments):
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    work = tempfile.mkdtemp(prefix="muster-inventory.", dir=memory)
    try:
        return what(*arguments, work)
    finally:
        shutil.rmtree(work)


def main():
    done = 0
    for number in range(1, ROUNDS + 1):
        step = f"round-{number}"
        if not lib.done(step):
            wrong = in_folder(one_round, number)
            if not lib.claim(f"{EACH} replacements of seed {number}", not wrong, wrong):
                continue
            lib.did(step, True)
        done += EACH
    times = in_folder(grow_meanwhile)
    in_folder(replace_apart)
    kept = "an inventory that is bad leaves the last good one in force, and is told of"
    lib.outcome(kept, "renamed over, written in place, cut, spoilt, replaced by a link, a FIFO, a "
                "socket, a folder, a device, 10 GiB of nothing", f"{done} replacements", "nothing")
    lib.outcome(kept, "written in pieces all the time while it is read",
                f"{EACH} readings, {times} writings", "nothing")
    lib.outcome("an inventory counts together with its signature alone",
                "either replaced before the other", f"{SIGNED} times", "nothing")
    lib.finish()


if __name__ == "__main__":
    sys.exit(main())
