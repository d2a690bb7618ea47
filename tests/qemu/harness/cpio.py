# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes cpio archives of the "newc" kind; the kernel unpacks several in a row."""

import os
import stat


class Archive:
    """Entries collected in memory; every file belongs to root and has no date."""

    def __init__(self):
        self.parts = []
        self.seen = set()

    def add(self, path, mode, data=b""):
        """Add one entry, and the directories above it."""
        path = path.strip("/")
        if path in self.seen:
            return
        self.seen.add(path)
        if "/" in path:
            self.directory(os.path.dirname(path))
        self._append(path, mode, data)

    def _append(self, path, mode, data):
        name = path.encode() + b"\0"
        fields = [len(self.seen), mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name), 0]
        header = b"070701" + b"".join(b"%08x" % field for field in fields)
        for part in (header + name, data):
            self.parts.append(part + b"\0" * (-len(part) % 4))

    def directory(self, path):
        self.add(path, stat.S_IFDIR | 0o755)

    def text(self, path, text, mode=0o644):
        self.add(path, stat.S_IFREG | mode, text.encode())

    def symlink(self, path, target):
        self.add(path, stat.S_IFLNK | 0o777, target.encode())

    def file(self, path, source):
        """Add a file of the machine with its permissions."""
        with open(source, "rb") as content:
            self.add(path, stat.S_IFREG | stat.S_IMODE(os.stat(source).st_mode), content.read())

    def finish(self):
        self._append("TRAILER!!!", 0, b"")
        data = b"".join(self.parts)
        return data + b"\0" * (-len(data) % 512)
