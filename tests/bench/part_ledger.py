# SPDX-License-Identifier: GPL-2.0-or-later
"""A ledger of a million entries verified."""

import os
import subprocess
from statistics import median

import guests
import yardstick
from table import spread, table

ABOUT = "ledgers of up to a million entries verified, on this machine"
TITLE = "Verifying a ledger"
FILES = ["yardstick.py", "table.py"]
NATIVE = True  # on this machine, not in a guest
SIZES = [10000, 100000, 1000000]
USERSPACE = os.path.join(guests.TREE, "userspace")
LIBRARIES = ["libnl-3.0", "libnl-genl-3.0", "json-c", "nettle"]


def build_maker():
    """mkledger, from the library as it is built."""
    program = os.path.join(guests.BUILD, "mkledger")
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", *LIBRARIES], check=True, text=True,
                           stdout=subprocess.PIPE).stdout.split()
    subprocess.run([os.environ.get("CC", "cc"), "-O2", "-Wall", "-Wextra", "-D_GNU_SOURCE",
                    "-I", USERSPACE, "-I", os.path.join(guests.TREE, "module", "uapi"),
                    "-o", program, os.path.join(guests.HERE, "mkledger.c"),
                    os.path.join(USERSPACE, "libmuster.a"), *flags], check=True)
    return program


def measure():
    os.makedirs(guests.BUILD, exist_ok=True)
    maker, path = build_maker(), os.path.join(guests.BUILD, "bench.ledger")
    figures = {"muster": [], "sha256sum": [], "openssl": [], "bytes": []}
    for size in SIZES[:-1] if os.environ.get(guests.QUICK) else SIZES:
        for old in (path, os.path.splitext(path)[0] + ".head"):
            if os.path.exists(old):
                os.unlink(old)
        subprocess.run([maker, path, str(size)], check=True)
        figures["bytes"].append(os.path.getsize(path))
        figures["muster"].append(yardstick.measure("log verify", size, [
            os.path.join(USERSPACE, "muster"), "log", "verify", path], (0, 2)))
        figures["sha256sum"].append(yardstick.measure("sha256sum", size, ["sha256sum", path]))
        figures["openssl"].append(yardstick.measure("openssl", size,
                                                    ["openssl", "dgst", "-sha256", path]))
    os.unlink(path)
    return figures


def section(figures):
    ours = figures["muster"]
    rows = [[f"{one['size']:,}", f"{length / 1e6:.0f}", spread(one["processor"], 2),
             f"{one['kib'] / 1024:.1f}", spread(other["processor"], 2),
             f"{median(one['processor']) / median(other['processor']):.2f}",
             spread(third["processor"], 2),
             f"{median(one['processor']) / median(third['processor']):.2f}"]
            for one, other, third, length in zip(ours, figures["sha256sum"], figures["openssl"],
                                                 figures["bytes"])]
    return f"""\
`muster log verify` of a ledger on this machine, not in a guest: the processor's seconds (user
and system, start of the program included) and the most memory, beside `sha256sum` and
`openssl dgst -sha256` of the same bytes: verifying hashes each entry by itself, of
{figures["bytes"][-1] / ours[-1]["size"]:.0f} bytes, with the hash before it. Debian's sha256sum does without the instructions that
a processor may have for this, which nettle and OpenSSL use.

{table(["entries", "MB", "muster: s", "MB of memory", "sha256sum: s", "muster / sha256sum",
        "openssl: s", "muster / openssl"], *rows)}"""
