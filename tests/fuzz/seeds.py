#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Write inputs for the fuzz targets to begin with.

usage: seeds.py DIRECTORY    one directory per target is made in it

From what the tests hold, from what the program makes of it, and, where it is
there, from the corpus of real machines (${MUSTER_CORPUS:-../shared/corpus}),
which is converted here and never becomes part of the project.
"""

import glob
import json
import os
import random
import re
import struct
import subprocess
import sys

from seed_files import (AS_IT_IS, CORPUS, FIXTURES, HEAD, MENDED, SERVER, SPACE_256, SPACE_4096,
                        TREE, Seeds, muster, read, small_space)


def spaces_of(text):
    """The configuration spaces of an lspci -xxx text: [(first line, bytes)]."""
    found = []
    for block in re.split(r"\n\s*\n", text):
        data = bytearray()
        for offset, line in re.findall(r"^([0-9a-f]{2,3}):((?: [0-9a-f]{2})+)\s*$", block, re.M):
            if int(offset, 16) == len(data):
                data += bytes.fromhex(line)
        if data:
            found.append((block.splitlines()[0], bytes(data)))
    return found


def config_texts():
    for path in sorted(glob.glob(os.path.join(CORPUS, "config-space", "*"))):
        yield read(path).decode("latin-1")


def put_images(seeds):
    space = small_space()
    seeds.put("image", SPACE_4096 + space)
    seeds.put("image", SPACE_4096 + space[:0x160])
    seeds.put("image", SPACE_256 + space[:256])
    seeds.put("image", b"\0\1\0\0" + struct.pack("<HH", 0x62, 8) + space[:0x160])
    for text in config_texts():
        for _, data in spaces_of(text):
            kind = SPACE_4096 if len(data) > 256 else SPACE_256
            seeds.put("image", kind + data.rstrip(b"\0"))
            seeds.put("registers", bytes([len(data) > 256]) + data)


def put_module(seeds):
    """What the module reads and writes: spaces that lie, entries of any length."""
    space = small_space()
    seeds.put("registers", b"\1" + space)
    seeds.put("registers", b"\0" + space[:256])
    seeds.put("registers", b"\1" + 4096 * b"\xff")
    seeds.put("registers", b"\1" + 16 * space[:256])
    loop = bytearray(space[:0x140])
    loop[0x41], loop[0x100:0x104] = 0x40, b"\x03\0\1\x10"
    seeds.put("registers", b"\1" + loop)
    source = random.Random(1)
    for longest in (64, 700, 6128):
        steps = [source.randrange(longest) | 0x8000 * (source.random() < 0.4) for _ in range(500)]
        seeds.put("ring", b"\x40\x01" + struct.pack(f">{len(steps)}H", *steps))


def put_snapshots(seeds):
    whole = read(SERVER)
    seeds.put("snapshot", whole)
    for end in range(8):  # the length chooses the options
        seeds.put("merge", whole + b"\n" * end)
    server = json.loads(whole)
    small = dict(server, devices=server["devices"][1:2] + server["devices"][-2:])
    seeds.put("snapshot", json.dumps(small).encode())
    space = small_space()
    for device in small["devices"]:
        if device["kind"] == "function":
            device.update(config_size=4096, bars=[
                {"index": 0, "size": 4096, "type": "memory", "width": 64, "prefetchable": True},
                {"index": 2, "size": 32, "type": "io"}],
                config=[{"offset": 0, "data": space[:0x160].hex()}], origin="hot", entry=3,
                last_entry=4, since_boot_ns=5)
    small["ledger"] = {"load_id": "00" * 16, "next": 7, "hash": "11" * 32}
    seeds.put("snapshot", json.dumps(small).encode())
    seeds.put("snapshot", json.dumps(small, indent=1).encode())
    made = muster("import", SERVER, "--json") or muster("list", "--json", "--from", SERVER)
    if made:
        seeds.put("snapshot", made)


RULES = """{ "schema": "muster-inventory/1", // a comment
 "kind": "unit", "name": "n", "extends": "m",
 "match": { "board_name": [ "X11*", null ], "product_serial": "S1" },
 "implicit": { "severity": "critical" }, "roots": { "0000:00": "PNP0A08:0" },
 "placeholders": [ "00-00-00-00-00-00-00-00" ],
 "provenance": { "host": "h", "reviewed": { "by": "a" } }, /* another */
 "rules": [
 { "label": "a", "place": "0000:00/**", "identity": [ { "vendor": "80*", "class": "0200??" },
   { "vendor": [ "10ec", "14e4" ], "subsystem_vendor": null } ], "count": { "min": 0, "max": 4 },
   "presence": "optional", "severity": "notice", "virtual_functions": 4, "serial": [ "a", "b*" ] },
 { "label": "b", "place": "uid:0/1f.4/i2c/50", "bus": "i2c", "kind": "client",
   "identity": { "name": "ee1004" }, "x-note": [ 1, 2 ] },
 { "label": "c", "identity": { "vendor": "10ee", "device": "0666" }, "presence": "forbidden" } ] }
"""


def put_inventories(seeds):
    seeds.put("inventory", RULES.encode())
    seeds.put("inventory", RULES.replace('"unit"', '"model"').replace('"extends": "m",', "")
              .replace(', "product_serial": "S1"', "").encode())
    for options in ([], ["--strict"]):
        made = muster("inventory", "generate", *options, "--from", SERVER)
        seeds.put("inventory", made)
        for end in range(8):  # the length chooses the options
            seeds.put("accept", made.replace(b'"0a"', b'"0b"').replace(b'"a808"', b'"a809"') + b"\n" * end)


# The frames of a ledger: (is an entry, body)
def frames_of(ledger):
    at = 144
    while at + 12 <= len(ledger):
        length = struct.unpack("<I", ledger[at + 4:at + 8])[0]
        yield ledger[at:at + 4] == b"ENTR", ledger[at:at + 12 + length]
        at += 12 + length


def put_ledgers(seeds):
    kinds = {}
    for path in sorted(glob.glob(os.path.join(FIXTURES, "ledger", "*.ledger"))):
        ledger = read(path)
        frames = list(frames_of(ledger))
        for kind in (AS_IT_IS, MENDED):
            seeds.put("ledger", kind + ledger[:144] + b"".join(f for _, f in frames[:6]))
        for is_entry, frame in frames:
            if is_entry:
                payload = frame[12:-32]
                seeds.put("ledger", MENDED + ledger[:144] + frame)
                seeds.put("entry", payload)
                kinds.setdefault(payload[20:24], []).append(frame)
                # what attribute holds a device: feed its content alone, too
                for at in range(0, len(payload) - 4, 4):
                    length, kind = struct.unpack("<HH", payload[at:at + 4])
                    if length > 64 and at + length <= len(payload):
                        seeds.put("entry", payload[at + 4:at + length])
                        break
        some = [frame for found in kinds.values() for frame in found[:2]]
        seeds.put("ledger", MENDED + ledger[:144] + b"".join(some))
        lost = b"LOST" + struct.pack("<II", 40, ~40 & 0xFFFFFFFF) + struct.pack("<Q", 5) + b"\7" * 32
        seeds.put("ledger", MENDED + ledger[:144] + frames[0][1] + lost + frames[1][1])
    for path in sorted(glob.glob(os.path.join(FIXTURES, "ledger", "*.head"))):
        seeds.put("ledger", HEAD + read(path))


def put_findings(seeds):
    """What check finds on a board that changed, as the daemon keeps it."""
    changed = read(SERVER).decode().replace("3c-4d-5e", "3c-4d-77").replace('"0-0051"', '"0-0055"')
    lines = [line for line in changed.splitlines() if "0000:03:00.0" not in line]
    work = os.path.join(seeds.directory, "work")
    os.makedirs(work, exist_ok=True)
    board, rules = (os.path.join(work, name) for name in ("board.json", "rules.json"))
    with open(rules, "wb") as output:
        output.write(muster("inventory", "generate", "--strict", "--from", SERVER))
    with open(board, "w", encoding="utf-8") as output:
        output.write("\n".join(lines))
    try:
        found = json.loads(muster("check", "--json", "--from", board, "--inventory", rules))["findings"]
    except ValueError:
        return
    kept = [{"finding": dict(finding, state="standing"), "told": "warning", "noted": False,
             "first": 7} for finding in found]
    flaps = {"since": 1, "last": 9, "at": [1, 5, 9], "count": 3, "moved": 9, "worst": "critical"}
    kept[0]["came"] = flaps
    kept += [dict(kept[0], away=True), dict(kept[0], passing=True, noted=True, flapping=dict(
        flaps, told=3, tell_at=60, pause=60))]
    found += [dict(found[0], state="flapping", count=3, first=found[0]["since"],
                   last=found[0]["since"])]
    boot = "5a6d4380-02cf-4cb0-a247-2321db4c7d7c"
    memory = {"place": "0000:00/1f.4/i2c/50", "file": "eeprom", "driver": "ee1004", "inode": 7,
              "time": 9, "size": 512, "errno": 0, "data": "23110c02"}
    seeds.put("contents", json.dumps({"schema": "muster-contents/1", "boot_id": boot,
                                      "contents": [memory, dict(memory, errno=5)]}).encode())
    asked = {"place": "0000:00/1f.4/i2c", "address": "i2c-0", "name": "SMBus", "time": 9,
             "elapsed_ns": 5, "driver": "i801_smbus", "stopped": {"address": "51", "error": 110},
             "addresses": [{"address": "50", "method": "read", "answer": "answered",
                            "transactions": 1}]}
    seeds.put("contents", json.dumps({"schema": "muster-probe/1", "boot_id": boot,
                                      "adapters": [asked]}).encode())
    mark = {"load_id": "00" * 16, "judged": 1, "log_inode": 2, "log_offset": 3, "settled_at": 4}
    whole = {"schema": "muster-standing/1", "boot_id": "5a6d4380-02cf-4cb0-a247-2321db4c7d7c",
             "mark": mark, "findings": kept}
    seeds.put("standing", json.dumps(whole).encode())
    seeds.put("standing", json.dumps(dict(whole, findings=kept[:1])).encode())
    seeds.put("standing", "\n".join(json.dumps(finding) for finding in found).encode())


def lspci_line(address, kind, ids, rest=""):
    return f"{address} {kind}: {ids}{rest}\n"


def hex_lines(space):
    return "".join(f"{at:02x}: {space[at:at + 16].hex(' ')}\n" for at in range(0, len(space), 16))


def put_listings(seeds):
    """lspci texts: of the space made up here in several styles, and real ones."""
    space = small_space()
    bridge = bytearray(256)
    bridge[0:16] = struct.pack("<HHHHBBBBBBBB", 0x8086, 0xA340, 6, 0x10, 1, 0, 4, 6, 8, 0, 1, 0)
    bridge[0x18:0x1B] = bytes((0, 1, 1))
    verbose = ("\tSubsystem: Intel Corporation Gigabit [8086:a01f]\n\tPhysical Slot: 3\n"
               "\tRegion 0: Memory at f0000000 (32-bit, non-prefetchable) [size=128K]\n"
               "\tCapabilities: [40] Power Management version 3\n"
               "\tCapabilities: [60] Express (v2) Endpoint, MSI 00\n"
               "\t\tLnkCap:\tPort #0, Speed 2.5GT/s, Width x1, ASPM L1\n"
               "\t\tLnkSta:\tSpeed 2.5GT/s, Width x1\n"
               "\tCapabilities: [100 v1] Advanced Error Reporting\n"
               "\tCapabilities: [140 v1] Device Serial Number 00-1b-21-ff-ff-3c-4d-5e\n"
               "\tKernel driver in use: e1000e\n")
    port = lspci_line("00:1b.0", "PCI bridge [0604]", "Intel Corporation Port [8086:a340]", " (rev f0)")
    card = lspci_line("01:00.0", "Ethernet controller [0200]", "Intel Corporation 82574L [8086:10d3]")
    buses = "\tBus: primary=00, secondary=01, subordinate=01, sec-latency=0\n"
    pairs = ("Slot:\t01:00.0\nClass:\tEthernet controller [0200]\nVendor:\tIntel [8086]\n"
             "Device:\t82574L [10d3]\nSVendor:\tIntel [8086]\nSDevice:\tGigabit [a01f]\nRev:\t01\n"
             "Driver:\te1000e\nIOMMUGroup:\t14\n\n")
    for text in (port + "\n" + card, port + buses + "\n" + card + verbose, pairs,
                 lspci_line("0000:01:00.0", "0200", "8086:10d3", " (rev 01)"),
                 port + hex_lines(bridge[:64]) + "\n" + card + hex_lines(space[:256]),
                 port + buses + hex_lines(bridge) + "\n" + card + verbose + hex_lines(space[:0x160]),
                 "-[0000:00]-+-00.0\n           \\-1b.0-[01]----00.0\n" + card):
        seeds.put("lspci", text.encode())
    real = list(config_texts())
    real += [read(path).decode("latin-1")
             for path in sorted(glob.glob(os.path.join(CORPUS, "lspci-text", "*")))]
    for text in real:  # a few functions each: what is short is soon tried
        blocks = re.split(r"\n\s*\n", text)
        for at in range(0, len(blocks), 3):
            seeds.put("lspci", "\n\n".join(blocks[at:at + 3]).encode("latin-1")[:9000])


BOARD = {"sys_vendor": "Supermicro", "product_name": "Super Server", "board_name": "X11SCZ-F"}
DMIDECODE = """# dmidecode 3.4
Handle 0x0001, DMI type 1, 27 bytes
System Information
\tManufacturer: Supermicro
\tProduct Name: Super Server
\tSerial Number: 0123456789
\tUUID: 00000000-0000-0000-0000-3cecef000001

Handle 0x0002, DMI type 2, 15 bytes
Base Board Information
\tManufacturer: Supermicro
\tProduct Name: X11SCZ-F
"""


def members(files):
    """As fuzz_tar_text() takes them: {path: content}."""
    return b"\n\0\n".join(path.encode() + b"\n" + content for path, content in files.items())


def function_files(path, space, **values):
    files = {f"{path}/{name}": f"{value}\n".encode() for name, value in values.items()}
    files[f"{path}/config"] = space
    return files


def put_trees(seeds):
    """Trees and sosreports for archive.c, and texts of firmware."""
    space, pci = small_space(), "sys/devices/pci0000:00"
    files = function_files(f"{pci}/0000:00:1b.0", space[:64], vendor="0x8086", device="0xa340",
                           revision="0xf0", subsystem_vendor="0x0000", subsystem_device="0x0000",
                           **{"class": "0x060400"})
    below = f"{pci}/0000:00:1b.0/0000:01:00.0"
    files |= function_files(below, space[:256], vendor="0x8086", device="0x10d3", revision="0x01",
                            current_link_speed="2.5 GT/s PCIe", current_link_width="1",
                            max_link_speed="2.5 GT/s PCIe", max_link_width="1", numa_node="-1",
                            **{"class": "0x020000"})
    files[f"@{below}/driver"] = b"../../../../bus/pci/drivers/e1000e"
    for address, path in (("0000:00:1b.0", ""), ("0000:01:00.0", "0000:00:1b.0/")):
        files[f"@sys/bus/pci/devices/{address}"] = f"../../../devices/pci0000:00/{path}{address}".encode()
    smbus = f"{pci}/0000:00:1f.4/i2c-0"
    files |= {f"{smbus}/name": b"SMBus I801 adapter at efa0\n", f"{smbus}/0-0050/name": b"ee1004\n",
              f"{smbus}/0-0050/modalias": b"i2c:ee1004\n", "proc/sys/kernel/hostname": b"rack1\n",
              "@sys/bus/i2c/devices/i2c-0": f"../../../{smbus[4:]}".encode(),
              "@sys/bus/i2c/devices/0-0050": f"../../../{smbus[4:]}/0-0050".encode()}
    files |= {f"sys/class/dmi/id/{name}": f"{value}\n".encode() for name, value in BOARD.items()}
    seeds.put("archive", b"\1" + members(files))
    listing = read(os.path.join(seeds.directory, "lspci", "0006"))
    seeds.put("archive", b"\1" + members({
        "sos-rack1/sos_commands/pci/lspci_-nnvv": listing, "sos-rack1/hostname": b"rack1\n",
        "sos-rack1/sos_commands/hardware/dmidecode": DMIDECODE.encode(), "/sos-rack1/proc": b"",
        "@sos-rack1/dmidecode": b"sos_commands/hardware/dmidecode",
        "@sos-rack1/lspci": b"/etc/passwd", "../x": b"", "sos-rack1/../../lspci": b""}))
    for text in (listing, read(SERVER), DMIDECODE.encode(), b"\x1f\x8b\x08\0\0\0\0\0\0\3\3\0" + bytes(8)):
        seeds.put("archive", b"\0" + text)
    slot = bytes((9, 17, 9, 0, 1, 0xA5, 13, 4, 3, 1, 0, 12, 1, 0, 0, 1, 0)) + b"PCIE1\0\0"
    array = bytes((16, 15, 0, 16, 3, 3, 6, 0, 0, 0, 128, 254, 255, 2, 0, 0, 0))
    module = (bytes((17, 92, 1, 16, 0, 16, 254, 255, 72, 0, 64, 0, 255, 127, 9, 0, 1, 2, 26, 128, 32, 128, 12, 3,
                     4, 0, 5, 2, 0, 0, 2, 0, 255, 255)) + bytes(10) + b"\x80\xce" + bytes(46)
              + b"P1_A1\0Node 0\0Samsung\0A1B2C3D4\0M393A2K40DB3\0\0")
    seeds.put("smbios", array + module + module[:12] + bytes(2) + module[14:])
    seeds.put("smbios", bytes((2, 8, 2, 0, 1, 2, 3, 0)) + b"Maker\0Board\0A1\0\0" + slot * 2
              + bytes((127, 4, 255, 254, 0, 0)))
    seeds.put("dmi", DMIDECODE.encode())
    seeds.put("dmi", "".join(f"/sys/class/dmi/id/{name}:{value}\n" for name, value in BOARD.items()).encode())
    seeds.put("dmi", "".join(f"{name}:{value}\n" for name, value in BOARD.items()).encode())


def put_dumps(seeds):
    """For dump.c: a file as it is; members, with the manifest to be made or their first."""
    work = os.path.join(seeds.directory, "work", "dump.tar.gz")
    muster("dump", "--from", SERVER, "--force", "-o", work)
    if os.path.exists(work):
        seeds.put("dump", b"\0" + read(work))
    server = json.loads(read(SERVER))
    small = json.dumps(dict(server, devices=server["devices"][:2])).encode()
    ledger = read(os.path.join(FIXTURES, "ledger", "small.ledger"))
    files = {"README": b"what this is\n", "snapshot.json": small, "ledger/a.ledger": ledger,
             "config/0000:01:00.0": small_space()[:256]}
    seeds.put("dump", b"\1" + members(files))
    manifest = {"schema": "muster-dump/1", "name": "d", "host": {"hostname": "rack1"}, "redacted": None,
                "snapshots": {"module": False, "sysfs": True, "agree": None, "differences": []},
                "members": [{"name": name, "source": "/sys", "status": "ok", "size": len(content),
                             "sha256": f"#{index}"} for index, (name, content) in enumerate(files.items())]
                + [{"name": "vpd", "source": None, "status": "timeout", "why": "it hung",
                    "size": None, "sha256": None}]}
    seeds.put("dump", b"\2" + members({"manifest.json": json.dumps(manifest).encode(), **files}))
    seeds.put("redact", read(SERVER))
    seeds.put("redact", b"rack1 00-1b-21-ff-ff-3c-4d-5e 52:54:00:12:34:56 "
              b"00000000-0000-0000-0000-3cecef000001 3d1219c7c4c5404aaa1f6d2a48adfda4 ZM18CS000001\n")
    seeds.put("redact", small_space()[:0x160])


def put_digests(seeds):
    listing = os.path.join(seeds.directory, "lspci", "0006")
    shapes = [muster("show", "--shape", "--from", listing, address).decode()
              for address in ("00:1b.0", "01:00.0")]
    shapes.append("muster-shape/1\nheader 00\ncapability 10 40 2\nbar 0 memory 4096\n")
    for shape in shapes:
        seeds.put("digest", f"{shape}\n{shapes[0].replace('1', '2').replace('/2', '/1')}".encode())


def put_keys(seeds):
    work = os.path.join(seeds.directory, "work")
    key, public = (os.path.join(work, name) for name in ("key.pem", "public.pem"))
    try:
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key], check=True)
        subprocess.run(["openssl", "pkey", "-in", key, "-pubout", "-out", public], check=True)
    except (OSError, subprocess.CalledProcessError):
        return
    seeds.put("key", read(key))
    seeds.put("key", read(public))
    seeds.put("key", b"A" * 86 + b"==\n")


def put_spds(seeds):
    sys.path.insert(0, os.path.join(TREE, "tests", "cli"))
    import spd_images  # pylint: disable=import-outside-toplevel
    rng = random.Random(1)
    for generation in spd_images.NAMES:
        for _ in range(12):
            seeds.put("spd", spd_images.make_image(rng, generation))
    for name in sorted(glob.glob(os.path.join(CORPUS, "spd", "*"))):
        seeds.put("spd", spd_images.read_image(name))
    seeds.put("spd", b"000: 23110c0285......\n")


def put_boards(seeds):
    """Bytes as compare.c takes them; what they mean it says itself."""
    device = bytes((0, 24, 8, 0, 1, 4))
    below = bytes((0, 0, 0, 1, 1, 0))
    seeds.put("compare", bytes((3,)) + device + below + bytes((3, 0, 0, 0)) + bytes(4))
    seeds.put("compare", bytes((2,)) + device + below + bytes((3, 2, 0)))
    for number in range(16):
        body = bytes((number * 7 + at * 13 + at // 5) & 0xFF for at in range(200))
        seeds.put("compare", bytes((5 + number,)) + body)


def put_texts(seeds):
    seeds.put("config", read(os.path.join(TREE, "userspace", "dist", "musterd.conf")))
    seeds.put("config", b"settle = 10min\ngrace=500ms\nkeep_bytes = 1G\njournal = no # no\n")
    with open(os.path.join(FIXTURES, "places.txt"), encoding="utf-8") as lines:
        places = [line.strip() for line in lines if line.strip()]
    for first, second, third in zip(places, places[1:], places[2:]):
        seeds.put("place", f"{first}\n{second}\n{third}".encode()[:400])
    for text in ("0000:00/*/00.0\n0000:00/1c.4/00.0\n10000:00", "uid:0/**\nuid:0/1c.0/vf2\nfw:a/i2c#1/ch0/50",
                 "[a-f]*\\*?[!0]\nb*x1\ns50", "0000:?/00.0\n0000:00/1c.0/00.0\n?/pci/06.0"):
        seeds.put("place", text.encode())
    seeds.put("names", b"# ids\n8086  Intel Corporation\n\t10d3  82574L\n\t\t8086 a01f  Gigabit\n"
              b"144d  Samsung\n\ta808  SM981\nC 02  Network controller\n\t00  Ethernet controller\n"
              b"C 01  Mass storage\n\t08  NVM\n\t\t02  NVM Express\n")


def make_memory(*words):
    """What tests/fixtures/make-memory makes."""
    return subprocess.run([os.path.join(FIXTURES, "make-memory"), *words], check=True,
                          stdout=subprocess.PIPE).stdout


def put_frus(seeds):
    made = [make_memory("fru", "size=256", "board-maker=Example", "board-product=Board",
                        "board-serial=S1", "board-part=P1"),
            make_memory("fru", "chassis-part=C1", "chassis-serial=S1", "product-maker=Ex",
                        "product-name=N1", "product-part=P1", "product-version=1.0",
                        "product-serial=S2", "product-asset=A1")]
    for path in sorted(glob.glob(os.path.join(CORPUS, "fru", "*.bin"))):
        made.append(read(path))
    for image in made:
        seeds.put("fru", image)
        seeds.put("fru", len(made[0]).to_bytes(2, "little") + made[0] + image)
    # every encoding, a language of two bytes a character, two records
    area = bytes.fromhex("01050900000083012345429129dca6c4e5652c67c142")
    area += bytes(39 - len(area))
    area += bytes([-sum(area) % 256])
    head = bytes([1, 0, 0, 1, 0, 6, 0])
    records = bytes.fromhex("000203fd00010203") + bytes.fromhex("c08204")
    seeds.put("fru", head + bytes([-sum(head) % 256]) + area + records + bytes(64))


def table_of(data, words=False):
    """What i2cdump prints of these bytes, or of words of them."""
    head = ("     0,8  1,9  2,a  3,b  4,c  5,d  6,e  7,f\n" if words else
            "     0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f    0123456789abcdef\n")
    step = 8 if words else 16
    row = [f"{data[i]:02x}" if not words else f"{data[(i + 1) % 256]:02x}{data[i]:02x}"
           for i in range(256)]
    return head + "".join(f"{at:02x}: {' '.join(row[at:at + step])}    ................\n"
                          for at in range(0, 256, step))


def put_i2cdumps(seeds):
    module, board = make_memory("ddr4"), make_memory("fru", "size=256", "product-name=N1")
    hub = bytearray(256)
    hub[:12] = bytes.fromhex("51180a8632033200000000000b"[:24])
    hub[128:] = make_memory("ddr5")[:128]
    for image in (module, board):
        seeds.put("i2cdump", image)
        seeds.put("i2cdump", image.hex(" ", 1).encode())
        seeds.put("i2cdump", table_of(image).encode())
        seeds.put("i2cdump", table_of(image, words=True).encode())
        for tool in (["xxd"], ["od", "-t", "x1"], ["hexdump", "-C"], ["od", "-x"]):
            seeds.put("i2cdump", subprocess.run(tool, input=image, check=True,
                                                stdout=subprocess.PIPE).stdout)
    pages = [table_of(module), table_of(module[256:])]
    seeds.put("i2cdump", f"# i2cdump -y 0 0x50\npage 0:\n{pages[0]}page 1:\n{pages[1]}".encode())
    hubs = table_of(bytes(hub))
    seeds.put("i2cdump", f"page 0:\n{hubs}page 3:\n{hubs}\nother\n{hubs}".encode())
    for path in sorted(glob.glob(os.path.join(CORPUS, "i2c", "*"))):
        seeds.put("i2cdump", read(path))


def vpd_of(keywords, name=b"Example adapter", end=b"\x78"):
    """Vital product data with these keywords, and a right checksum."""
    body = b"".join(key + bytes([len(value)]) + value for key, value in keywords)
    data = b"\x82" + struct.pack("<H", len(name)) + name
    data += b"\x90" + struct.pack("<H", len(body) + 4) + body + b"RV\x01"
    return data + bytes([-sum(data) % 256]) + b"\x91\x08\x00RW\x05" + bytes(5) + end


def put_vpds(seeds):
    keywords = [(b"PN", b"EX-1"), (b"EC", b"A1"), (b"SN", b"S0042"), (b"MN", b"1028"),
                (b"V0", b"PCIe Gen3 x8"), (b"V3", b"00112233445566778899aabbccddeeff")]
    seeds.put("vpd", vpd_of(keywords))
    seeds.put("vpd", vpd_of(keywords, name=b"n" * 300, end=b"\xff" * 4))
    seeds.put("vpd", vpd_of(keywords[:2] + keywords)[:-1])
    seeds.put("vpd", b"\x90\x0a\x00PN\x04EX-1" + bytes(3) + b"\x79\x00")


def put_netlink(seeds):
    """Each answer that the kernel gave, and some that come wrongly: from elsewhere, cut, as errors."""
    kinds = {}
    with open(os.path.join(FIXTURES, "netlink.txt"), encoding="ascii") as lines:
        for line in lines:
            if line[0] != "#":
                kind, digits = line.split()
                kinds.setdefault(kind, []).append(bytes.fromhex(digits))
    order = ["family", "control", "absent", "info", "device", "nobody", "devices", "beyond", "rescan",
             "events", "doorbell", "module"]
    for number, kind in enumerate(order):
        for odd in range(8 if kind in ("info", "doorbell") else 1):
            seeds.put("netlink", bytes([number]) + b"".join(
                struct.pack("<HB", len(data), odd) + data for data in kinds[kind]))


def main():
    seeds = Seeds(sys.argv[1])
    for put in (put_images, put_module, put_snapshots, put_inventories, put_ledgers, put_findings,
                put_listings, put_trees, put_dumps, put_digests, put_keys, put_spds, put_boards,
                put_texts, put_frus, put_vpds, put_i2cdumps, put_netlink):
        put(seeds)


main()
