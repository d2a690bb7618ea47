# SPDX-License-Identifier: GPL-2.0-or-later
"""The kernel's own netlink tool, driven by our specification, and the Python that it needs."""

import json
import os
import subprocess

from . import paths

PYTHON = "/usr/bin/python3"
HOME = "usr/lib/ynl"
SPEC = os.path.join(paths.TREE, "module", "uapi", "muster.yaml")
TOOL = "tools/net/ynl"
SCHEMA = "Documentation/netlink/genetlink.yaml"

# Imports all that the tool would, reads the specification against the kernel's schema,
# and tells which files that took, with their compiled forms: Python knows best.
PROBE = """
import json, sys
sys.path.insert(0, sys.argv[1])
import cli, lib.nlspec
lib.nlspec.SpecFamily(sys.argv[2], sys.argv[3])
found = {getattr(module, "__file__", None): getattr(module, "__cached__", None)
         for module in list(sys.modules.values())}
print(json.dumps([pair for pair in found.items() if pair[0]]))
"""


def fetch():
    """Return the directory that holds the tool and the kernel's schema of specifications."""
    script = os.path.join(paths.SCRIPTS, "kernel-source-get")
    return subprocess.run([script, "6.12", "ynl", f"{TOOL}/*.py", SCHEMA], check=True, text=True,
                          stdout=subprocess.PIPE).stdout.strip()


def loaded_files(tree):
    """What Python loads for the tool, the tool's own files among it: (file, compiled)."""
    listing = subprocess.run([PYTHON, "-I", "-B", "-c", PROBE, os.path.join(tree, TOOL),
                              SPEC, os.path.join(tree, SCHEMA)],
                             check=True, text=True, stdout=subprocess.PIPE)
    return json.loads(listing.stdout)


def validator_data(loaded):
    """What jsonschema reads when it is imported."""
    package = next(os.path.dirname(path) for path, _ in loaded
                   if path.endswith("/jsonschema/__init__.py"))
    schemas = os.path.join(package, "schemas")
    return [os.path.join(schemas, name) for name in os.listdir(schemas)]


def add(archive, add_program):
    """Put the tool below HOME, and Python where Debian has it.

    A compiled module in the place of its source needs no date to be valid:
    the guest, where files have none, need not compile it.
    """
    tree = fetch()
    loaded = loaded_files(tree)
    add_program(archive, PYTHON, os.path.realpath(PYTHON))
    for path, compiled in loaded:
        if path.startswith(tree):
            archive.file(HOME + path.removeprefix(tree), path)
        elif path.endswith(".so"):
            add_program(archive, path, path)
        elif compiled and os.path.exists(compiled):
            archive.file(path + "c", compiled)
        else:
            archive.file(path, path)
    for path in validator_data(loaded):
        archive.file(path, path)
    archive.file(os.path.join(HOME, SCHEMA), os.path.join(tree, SCHEMA))
    archive.file(os.path.join(HOME, "specs", "muster.yaml"), SPEC)
