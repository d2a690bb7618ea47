# SPDX-License-Identifier: GPL-2.0-or-later
"""Memory of the module, memory and wakeups of the daemons."""

import guests
from table import table, verdict

ABOUT = "memory and wakeups of the daemons when idle"
TITLE = "Memory and wakeups"
FILES = ["memory.sh", "table.py"]
NATIVE = False  # in a guest
DAEMONS = ["musterd", "systemd-udevd", "usbguard-daemon"]
# What Debian 12's libsystemd has loaded beside itself, to read journals.
SYSTEMD = ["libsystemd", "libcap", "libgcrypt", "libgpg-error", "liblz4", "liblzma", "libzstd"]


def measure():
    return guests.Guests("memory.sh", guests.add_usbguard, guests.add_udev_data).run()


def largest(figures, name):
    """What most of a daemon's PSS is."""
    parts = sorted(((pss, where) for who, where, pss in figures["mapping"] if who == name and pss),
                   reverse=True)
    return ", ".join(f"{where.rsplit('/', maxsplit=1)[-1].strip('[]')} {pss}" for pss, where in parts[:5])


def pss_of(figures, name, libraries):
    """The PSS that a daemon has of these libraries, kB."""
    return sum(pss for who, where, pss in figures["mapping"] if who == name and
               where.rsplit("/", maxsplit=1)[-1].split(".so", maxsplit=1)[0] in libraries)


def section(figures):
    rows = {row["name"]: row for row in figures["memory"]}
    before, after = dict(figures["before"]), dict(figures["after"])
    module, size = figures["module"][0], figures["module_size"][0]
    table_of = table(
        ["", "PSS, kB", "of it anonymous", "RSS, kB", f"times woken in {figures['idle'][0]} s idle",
         "the largest parts of the PSS, kB"],
        *([name, rows[name]["Pss"], rows[name]["Pss_Anon"], rows[name]["Rss"],
           after[name] - before[name], largest(figures, name)] for name in DAEMONS),
        *([f"musterd / {name}", f"{rows['musterd']['Pss'] / rows[name]['Pss']:.3f}", "", "", "", ""]
          for name in DAEMONS[1:]))
    small = rows["musterd"]["Pss"] * 4 <= rows["usbguard-daemon"]["Pss"]
    systemd = pss_of(figures, "musterd", SYSTEMD)
    devices = module["functions"] + module["adapters"] + module["clients"]
    return f"""\
After hot-plugs, all three running and idle (voluntary context switches), on a board of
{module["functions"]} functions, {module["adapters"]} adapters and {module["clients"]} clients;
kernel {figures["kernel"][0]}. What a library costs is shared among those that have it loaded.

{table_of}

Aim: at most a quarter of usbguard's PSS ({verdict(small)}), and no wakeup when idle
({verdict(before["musterd"] == after["musterd"])}; the module recorded {figures["recorded"][0]} entries meanwhile, and each wakes it).

{systemd} kB of musterd's PSS are libsystemd and the {len(SYSTEMD) - 1} libraries that Debian 12's has loaded with
it, for reading journals, which the daemon never does; newer versions load them only when they
are needed. An event loop and the journal's protocol of our own would be code to keep that is not
this project's purpose.

The module itself takes {size} bytes, the ring {module["ring_bytes"]} and the head
{module["head_bytes"]}, allocated at loading; the roster {module["roster_bytes"]}, which is
{module["roster_bytes"] / devices:.0f} for each of the {devices} devices present."""
