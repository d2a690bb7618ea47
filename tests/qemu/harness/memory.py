# SPDX-License-Identifier: GPL-2.0-or-later
"""What memories hold and what firmware says of them, as scenarios describe it."""

import os
import subprocess

from . import paths


def make_memory(words):
    """Return the image that tests/fixtures/make-memory makes of these words."""
    return subprocess.run([os.path.join(paths.FIXTURES, "make-memory"), *words], check=True,
                          stdout=subprocess.PIPE).stdout


def smbios_arguments(modules, directory):
    """Write the structures of these memory modules; return the options that give them to QEMU.

    QEMU leaves out its own structure of a type that comes from files.
    """
    arguments = []
    for number, words in enumerate(modules):
        path = os.path.join(directory, f"smbios17.{number}")
        with open(path, "wb") as output:
            output.write(make_memory(["smbios", f"handle={0x1100 + number:x}", *words]))
        arguments += ["-smbios", f"file={path}"]
    return arguments
