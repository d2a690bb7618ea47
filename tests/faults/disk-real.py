#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A real file system under the daemon that fills up, gives up or fails, then is looked at anew."""
# covers: userspace tests/faults/feed.c

import errno
import os
import random
import shutil
import subprocess
import tempfile
import time

import lib
import lib_fed

ROUNDS = int(os.environ.get("ROUNDS", "25"))
SIZE = 16 << 20
WAIT = 60
TOLD = (os.strerror(errno.ENOSPC), os.strerror(errno.EIO), os.strerror(errno.EROFS))


def do(*command, check=True):
    return subprocess.run(command, check=check, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True)


class Disk:
    """A file system in a file, on a store of its own that can be filled up, too."""

    def __init__(self, options, mount):
        self.root = tempfile.mkdtemp(prefix="muster-disk.")
        self.store, self.mounted = (os.path.join(self.root, name) for name in ("store", "mounted"))
        os.mkdir(self.store)
        os.mkdir(self.mounted)
        do("mount", "-t", "tmpfs", "-o", f"size={2 * SIZE}", "tmpfs", self.store)
        image = os.path.join(self.store, "image")
        with open(image, "wb") as output:
            output.truncate(SIZE)
        self.device = do("losetup", "--find", "--show", image).stdout.strip()
        # one page a request: of a longer one that it could write half of, a loop device tells
        # that all is written
        with open(f"/sys/block/{os.path.basename(self.device)}/queue/max_sectors_kb", "w",
                  encoding="ascii") as size:
            size.write("4")
        do("mke2fs", "-q", "-F", "-t", "ext4", "-b", "4096", *options, self.device)
        self.mount = ["mount", "-t", "ext4", "-o", mount, self.device, self.mounted]
        do(*self.mount)

    def again(self):
        """What is on it, not what the kernel remembers. Return: whether it had to be mended."""
        do("umount", self.mounted)
        mended = do("e2fsck", "-f", "-y", self.device, check=False).returncode
        do(*self.mount)
        return mended

    def fill(self, folder):
        """Until nothing more fits there. Return: the file to be removed."""
        path = os.path.join(folder, "filler")
        for size in (1 << 16, 512):
            try:
                with open(path, "ab", buffering=0) as output:
                    while output.write(bytes(size)):
                        pass
            except OSError:
                pass
        return path

    def remove(self):
        do("umount", self.mounted, check=False)
        do("losetup", "-d", self.device, check=False)
        do("umount", self.store, check=False)
        shutil.rmtree(self.root, ignore_errors=True)


class OnDisk(lib_fed.Fed):
    """State and log are there, the rest is not."""

    def __init__(self, folder, disk):
        super().__init__(folder)
        for name in ("state", "log"):
            there = os.path.join(disk.mounted, name)
            shutil.rmtree(there, ignore_errors=True)
            os.mkdir(there)
            os.rmdir(self.path(name))
            os.symlink(there, self.path(name))

    def environment(self, ends):
        return dict(super().environment(ends), FEED_TICK="40")


def trouble(status):
    return bool(status["trouble"])


def full(fed, disk):
    """It fills up, and has room again. Return: what was lost, in words."""
    filler = disk.fill(disk.mounted)
    with fed.start("none") as daemon:
        told = fed.wait_for(trouble, WAIT)
        os.unlink(filler)
        status = daemon.wait(WAIT)
    if not told:
        return "the status says nothing"
    return f"status {status}: {fed.said()[-300:]}" if status else fed.loss()


def filling(fed, disk):
    """The same at a random moment of its work."""
    with fed.start("none") as daemon:
        time.sleep(random.random())
        filler = disk.fill(disk.mounted)
        time.sleep(random.random())
        os.unlink(filler)
        status = daemon.wait(WAIT)
    return f"status {status}: {fed.said()[-300:]}" if status else fed.loss()


def gives_up(fed, disk):
    """The file system gives up, as after an error, and is read-only; then it is mended."""
    with fed.start("none", False) as daemon:
        time.sleep(random.random())
        do("mount", "-o", "remount,abort", disk.mounted, check=False)
        fed.wait_for(trouble, 8)
        daemon.terminate()
        ended = daemon.wait(WAIT)
    disk.again()
    if ended not in (0, 1):
        return f"status {ended}: {fed.said()[-300:]}"
    status = fed.run("none")
    # what was being replaced is then damaged, and kept: the lines told say what stands
    bad = fed.path("state", "standing.json.bad")
    if os.path.exists(bad):
        os.unlink(bad)
    return f"then status {status}: {fed.said()[-300:]}" if status else fed.loss()


def fails(fed, disk):
    """Its store takes no new block for a while: writing fails, some of it long after the call."""
    with fed.start("none") as daemon:
        time.sleep(random.random() / 4)
        filler = disk.fill(disk.store)
        time.sleep(1 + random.random() * 2)
        os.unlink(filler)
        status = daemon.wait(WAIT)
    # it was told to end before the disk was back, and said so: the next start sees to it
    if status == 1 and "may not be on the disk" in fed.said():
        status = fed.run("none")
    return f"status {status}: {fed.said()[-300:]}" if status else fed.loss()


# How it is made, how it is mounted, and what is done to it.
KINDS = {
    full: ([], "defaults", "full before it starts, until the status says so"),
    filling: ([], "defaults", "full at a random moment for up to a second"),
    gives_up: ([], "defaults", "gives up at a random moment (abort) and is read-only; mended and "
               "mounted again, then the daemon started again"),
    # what the file system itself needs is written beforehand: that it loses, none can mend
    fails: (["-E", "nodiscard,lazy_itable_init=0,lazy_journal_init=0", "-e", "continue"], "discard",
            "no new block of a file can be written to what is under it (loop device, I/O errors), "
            "for up to three seconds"),
}


def play(kind, options, mount):
    lost, met = [], 0
    disk = Disk(options, mount)
    root = lib_fed.scratch()
    try:
        for number in range(ROUNDS):
            fed = OnDisk(os.path.join(root, str(number)), disk)
            loss = kind(fed, disk)
            met += any(word in fed.said() for word in TOLD)
            if not loss:
                disk.again()
                loss = fed.loss()
                loss = f"on the disk itself: {loss}" if loss else ""
            lost += [f"{kind.__name__} {number}: {loss}"] if loss else []
    finally:
        disk.remove()
        shutil.rmtree(root)
    for loss in lost[:5]:
        print(f"   {loss}")
    if not lib.claim(f"{kind.__name__}: {ROUNDS} times, met in {met} of them, nothing is lost or "
                     "told twice", met and not lost, f"{len(lost)} times"):
        return None
    return lib.did(kind.__name__, met)


def main():
    if os.geteuid():
        lib.claim("root may mount", False, "run it as root")
        lib.finish()
    lib_fed.build()
    promise = "what the module has recorded is filed, and each finding told once, when the disk " \
              "takes it again: also on the disk itself, mounted anew"
    for kind, (options, mount, words) in KINDS.items():
        met = lib.done(kind.__name__) or play(kind, options, mount)
        if met:
            lib.outcome(promise, f"ext4: {words}", f"{ROUNDS}, of which it met {met}", "nothing")
            promise = "the same"
    lib.finish()


main()
