# SPDX-License-Identifier: GPL-2.0-or-later
"""Puts the guest's file system together: a cached base, what was built, and the scenario."""

import hashlib
import os
import re
import shutil
import stat
import subprocess

from . import paths, ynl
from .cpio import Archive
from .kernel import plain_name
from .memory import make_memory

# jq takes a fifth of a second to start under emulation, gojq a hundredth.
TOOLS = {"jq": "gojq", "lspci": "lspci", "setpci": "setpci"}
UDEV = ["udevadm"]
DIRECTORIES = ["dev", "proc", "sys", "run", "tmp", "root", "mnt", "var/lib", "var/log", "etc"]
PASSWD = "root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000:user:/tmp:/bin/sh\n"
MACHINE_ID = "00112233445566778899aabbccddeeff\n"
GROUP = "root:x:0:\nuser:x:1000:\n"


def library_paths(program):
    """What ldd says a program loads; nothing for a static one."""
    listing = subprocess.run(["ldd", program], text=True, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, check=False).stdout
    return re.findall(r"(/\S+) \(0x", listing)


def named_libraries(program):
    """What it may load by name, once it wants it."""
    with open(program, "rb") as binary:
        names = re.findall(rb"\0(lib[\w+-]+\.so\.\d+)\0", binary.read())
    paths_there = [os.path.join("/lib/x86_64-linux-gnu", name.decode()) for name in set(names)]
    return sorted(path for path in paths_there if os.path.exists(path))


def add_program(archive, target, source):
    archive.file(target, source)
    for library in library_paths(source):
        archive.file(library, os.path.realpath(library))


def find_tool(name):
    path = shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin")
    if not path:
        raise LookupError(f"{name} is not installed: run scripts/setup test")
    return os.path.realpath(path)


def read_list(name):
    with open(os.path.join(paths.QEMU_DIR, name), encoding="utf-8") as lines:
        words = [line.split("#")[0].strip() for line in lines]
    return [word for word in words if word]


def add_busybox(archive):
    busybox = find_tool("busybox")
    archive.file("bin/busybox", busybox)
    applets = subprocess.run([busybox, "--list"], check=True, text=True,
                             stdout=subprocess.PIPE).stdout.split()
    for applet in applets:
        archive.symlink(f"bin/{applet}", "busybox")
    archive.symlink("sbin", "bin")


def add_modules(archive, kernel):
    """The drivers of modules.list, with a modules.dep for busybox' modprobe."""
    home = f"lib/modules/{kernel.release}"
    lines = []
    modules = kernel.closure(read_list("modules.list"))
    for name, (data, _) in sorted(modules.items()):
        archive.add(f"{home}/{name}.ko", stat.S_IFREG | 0o644, data)
        needed = all_needed(modules, name)
        lines.append(f"{name}.ko: " + " ".join(f"{other}.ko" for other in needed))
    archive.text(f"{home}/modules.dep", "\n".join(lines) + "\n")


def all_needed(modules, name):
    """Every module a module needs, itself excluded, direct ones first."""
    needed = []
    waiting = list(modules[name][1])
    while waiting:
        other = waiting.pop(0)
        if other in needed:
            needed.remove(other)
        if other in modules:
            needed.append(other)
            waiting += modules[other][1]
    return needed


def build_base(kernel):
    archive = Archive()
    for directory in DIRECTORIES:
        archive.directory(directory)
    archive.text("etc/passwd", PASSWD)
    archive.text("etc/group", GROUP)
    archive.text("etc/machine-id", MACHINE_ID)
    add_busybox(archive)
    for name, tool in TOOLS.items():
        add_program(archive, f"usr/bin/{name}", find_tool(tool))
    archive.file("usr/share/misc/pci.ids", "/usr/share/misc/pci.ids")
    add_modules(archive, kernel)
    return archive.finish()


def base_key(kernel):
    """Changes when the base would: kernel, list of drivers, the tools and the code here."""
    digest = hashlib.sha256(kernel.release.encode())
    here = os.path.dirname(os.path.abspath(__file__))
    for path in [os.path.join(paths.QEMU_DIR, "modules.list"), os.path.join(here, "cpio.py"),
                 os.path.join(here, "initramfs.py"), "/usr/share/misc/pci.ids"]:
        with open(path, "rb") as content:
            digest.update(content.read())
    for tool in ["busybox", *TOOLS.values()]:
        status = os.stat(find_tool(tool))
        digest.update(f"{tool} {status.st_size} {status.st_mtime_ns}".encode())
    return digest.hexdigest()[:16]


def base_path(kernel):
    """Return the cached base archive of a kernel, made when there is none that fits.

    An older one is removed; whoever still reads it has it open.
    """
    path = paths.built(f"base-{kernel.series}-{base_key(kernel)}.cpio")
    if not os.path.exists(path):
        with open(path + ".new", "wb") as output:
            output.write(build_base(kernel))
        for name in os.listdir(paths.BUILD):
            if name.startswith(f"base-{kernel.series}-") and name.endswith(".cpio"):
                os.unlink(os.path.join(paths.BUILD, name))
        os.rename(path + ".new", path)
    return path


def tree_part(modules, programs):
    """Return an archive of what changes with the source tree: init, verbs, what was built."""
    archive = Archive()
    archive.file("init", os.path.join(paths.QEMU_DIR, "init"))
    archive.file("lib/testbed.sh", os.path.join(paths.QEMU_DIR, "lib.sh"))
    for verbs in ("fake.sh", "fault.sh", "debug.sh"):
        archive.file(f"lib/testbed/{verbs}", os.path.join(paths.QEMU_DIR, verbs))
    for program in programs:
        add_program(archive, f"usr/bin/{os.path.basename(program)}", program)
        for library in named_libraries(program):
            add_program(archive, library, os.path.realpath(library))
    for module in modules:
        archive.file(f"lib/testbed/{plain_name(os.path.basename(module))}.ko", module)
    return archive.finish()


def add_udev(archive):
    """udevd and the rules that make it name devices, for comparing with it."""
    for tool in UDEV:
        add_program(archive, f"usr/bin/{tool}", find_tool(tool))
    archive.symlink("usr/lib/systemd/systemd-udevd", "/usr/bin/udevadm")
    rules = "/usr/lib/udev/rules.d"
    for name in os.listdir(rules):
        archive.file(f"{rules}/{name}", os.path.join(rules, name))


def add_corpus(archive, name):
    """A file of the corpus where there is one; text of hex digits becomes the bytes it means."""
    path = os.path.join(paths.CORPUS, name)
    if not os.path.exists(path):
        return
    with open(path, "rb") as content:
        data = content.read()
    if name.endswith(".hex"):
        name, data = name[:-3] + "bin", bytes.fromhex(data.decode())
    archive.add(f"lib/testbed/corpus/{name}", stat.S_IFREG | 0o644, data)


def scenario_part(scenario):
    """Return an archive of the scenario itself and the files that it alone wants."""
    archive = Archive()
    if "udev" in scenario.needs:
        add_udev(archive)
    if "ynl" in scenario.needs:
        ynl.add(archive, add_program)
    for name in scenario.files:
        archive.file(f"lib/testbed/{name}", os.path.join(paths.FIXTURES, name))
    for name, *words in scenario.images:
        archive.add(f"lib/testbed/{name}", stat.S_IFREG | 0o644, make_memory(words))
    for name in scenario.corpus:
        add_corpus(archive, name)
    archive.file("scenario.sh", scenario.path)
    return archive.finish()


def write_initramfs(path, base, *parts):
    """Write the whole initramfs of one run of a scenario: archives, one after the other."""
    with open(path, "wb") as output:
        with open(base, "rb") as source:
            shutil.copyfileobj(source, output)
        for part in parts:
            output.write(part)
