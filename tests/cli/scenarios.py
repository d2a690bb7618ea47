#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Twins of one server in which one thing is otherwise, and what must be found of each.

scenarios.py make DIRECTORY   write NAME.json for each scenario, and base.json
scenarios.py list             a line for each: name, inventory, title
scenarios.py nn               the snapshot on standard input as lspci -Dnn shows it, without
                              bytes, so that nobody can tell which bus is behind which bridge
scenarios.py judge NAME       compare `muster check --json` on standard input with what
                              is expected: prints "TITLE | FINDING | FALSE FINDINGS" and
                              exits 1 where anything is missed or false
"""
import copy
import json
import os
import sys

FIXTURE = "tests/fixtures/server.json"
ROOT = "0000:00"


def function(place, ids, class_code, **more):
    vendor, device = ids.split(":")
    made = {
        "bus": "pci", "kind": "function", "place": place, "address": "0000:7f:00.0",
        "vendor": vendor, "device": device, "subsystem_vendor": None,
        "subsystem_device": None, "class": class_code, "revision": "00", "serial": None,
        "virtual": False, "driver": None, "root_id": "PNP0A08:0", "reading": "ok",
        "unknown": [],
    }
    made.update(more)
    return made


def client(place, name):
    return {"bus": "i2c", "kind": "client", "place": place, "address": "0-0051",
            "name": name, "modalias": "i2c:" + name, "firmware_path": None,
            "driver": None, "unknown": []}


def base():
    """The server of the fixtures, with a second root, a VMD domain and two DIMMs."""
    board = json.load(open(FIXTURE))
    for device in board["devices"]:
        if device.get("device") == "10d3":
            device.update(link_width=8, max_link_width=8, link_speed="8.0 GT/s",
                          max_link_speed="8.0 GT/s", port_type="endpoint",
                          shape="sha256:" + 64 * "a")
    serial = "00-02-c9-03-00-45-67-8"
    board["devices"] += [
        client(ROOT + "/1f.4/i2c/51", "ee1004"),
        function("0000:3a/00.0", "8086:2030", "060400", root_id="PNP0A08:1"),
        function("0000:3a/00.0/00.0", "15b3:1015", "020000", root_id="PNP0A08:1",
                 serial=serial + "1"),
        function("0000:3a/05.0", "8086:2034", "088000", root_id="PNP0A08:1"),
        function("0000:3a/05.5", "8086:201d", "010400", root_id="PNP0A08:1"),
        function("0000:3a/05.5/pci/00.0", "8086:2031", "060400", address="10000:00:00.0",
                 root_id="PNP0A08:1"),
        function("0000:3a/05.5/pci/00.0/00.0", "144d:a808", "010802",
                 address="10000:01:00.0", root_id="PNP0A08:1"),
        function("0000:80/05.5", "8086:201d", "010400", root_id="PNP0A08:2"),
        function("0000:80/05.5/pci/00.0", "8086:2031", "060400", address="10001:00:00.0",
                 root_id="PNP0A08:2"),
        function("0000:80/05.5/pci/00.0/00.0", "144d:a80a", "010802",
                 address="10001:01:00.0", root_id="PNP0A08:2"),
    ]
    return board


def at(board, place):
    return next(d for d in board["devices"] if d["place"] == place)


def drop(board, place):
    board["devices"] = [d for d in board["devices"] if d["place"] != place]


def move(board, old, new):
    for device in board["devices"]:
        if device["place"] == old or device["place"].startswith(old + "/"):
            device["place"] = new + device["place"][len(old):]


NIC0, NIC1 = ROOT + "/01.0/00.0", ROOT + "/01.1/00.0"


def fpga(board):
    board["devices"].append(function(ROOT + "/1d.0/00.0", "10ee:0666", "058000"))


def other_serial(board):
    at(board, NIC0)["serial"] = "00-1b-21-ff-ff-77-77-77"


def hidden_serial(board):
    at(board, NIC0)["serial"] = None


def swap(board):
    one, other = at(board, NIC0), at(board, NIC1)
    one["serial"], other["serial"] = other["serial"], one["serial"]


def same_part_twice(board):
    copied = copy.deepcopy(at(board, NIC0))
    copied["place"] = ROOT + "/1d.0/00.0"
    board["devices"].append(copied)


def processor(board):
    board["devices"].append(function(ROOT + "/1c.0/00.0/00.1", "1a03:2402", "0c0700"))


def half_width(board):
    at(board, NIC0)["link_width"] = 4


def slow_once(board):
    at(board, NIC0)["link_speed"] = "2.5 GT/s"


def slow_twice(board):
    slow_once(board)
    at(board, NIC0)["link_agreed"] = True


def other_shape(board):
    at(board, NIC0)["shape"] = "sha256:" + 64 * "b"


def other_card(board):
    """The second machine of the model: other serials, and another disk."""
    at(board, ROOT + "/1b.0/00.0").update(vendor="1c5c", device="1327", serial=None)
    for place in NIC0, NIC1, "0000:3a/00.0/00.0":
        at(board, place)["serial"] = at(board, place)["serial"][:-1] + "9"


def renumber(board):
    for number, device in enumerate(board["devices"]):
        if device["bus"] == "pci":
            device["address"] = "%04x:%02x:1f.7" % (number % 3, 255 - number)


def kernel(board):
    renumber(board)
    board["kernel"] = "7.0.1"
    for device in board["devices"]:
        device.update(driver="another")
        if device["kind"] == "adapter":
            device.update(name="SMBus adapter of a newer kernel", number=9)
        if device["kind"] == "function":
            device.update(iommu_group=int(device["place"][-1]) + 40)


def kernel_clients(board):
    kernel(board)
    board["devices"] += [client(ROOT + "/1f.4/i2c/18", "jc42"),
                         client(ROOT + "/1f.4/i2c/52", "spd5118")]


def dimm(board):
    drop(board, ROOT + "/1f.4/i2c/50")


def adapter_away(board):
    board["devices"] = [d for d in board["devices"] if d["bus"] == "pci"]


def bridge_in_front(board):
    renumber(board)
    board["devices"] += [function(ROOT + "/02.0", "8086:1909", "060400"),
                         function(ROOT + "/02.0/00.0", "1000:005d", "010400")]


def riser(board):
    place = ROOT + "/1b.0/00.0"
    move(board, place, place + "/03.0/00.0")
    board["devices"] += [function(place, "1b21:1080", "060400"),
                         function(place + "/03.0", "1b21:1080", "060400")]


def roots_with_uid(board):
    move(board, "0000:3a", "0000:5d")
    move(board, "0000:80", "0000:3a")
    renumber(board)


def root_without_uid(board):
    for device in board["devices"]:
        device["root_id"] = None
    move(board, "0000:3a", "0000:5d")


def domains_swapped(board):
    for device in board["devices"]:
        address = device.get("address") or ""
        if address.startswith("1000"):
            device["address"] = address[:4] + "10"[int(address[4])] + address[5:]


def partial(place):
    root, *steps = place.split("/")
    if "pci" in steps:
        return "/".join(["?"] + steps[steps.index("pci"):])
    return place if root == ROOT and len(steps) == 1 else "0000:?/" + steps[-1]


def seen_in_part(board):
    """As of an lspci text without its bridges: no I2C, no names of roots."""
    board["source"] = {"kind": "lspci", "path": None, "pci_only": True}
    adapter_away(board)
    for device in board["devices"]:
        device["place"] = partial(device["place"])
        device["root_id"] = None
    domains_swapped(board)


def part_of_it_swapped(board):
    seen_in_part(board)
    next(d for d in board["devices"] if d["device"] == "a808")["device"] = "a80c"


def ids_only(board):
    """As anybody may read it who is not root."""
    for device in board["devices"]:
        for key in "serial", "shape", "link_width", "link_speed":
            if key in device:
                del device[key]
                device.setdefault("unknown", []).append(key)


def disk_gone(board):
    drop(board, ROOT + "/1b.0/00.0")


def does_not_answer(board):
    at(board, NIC0)["reading"] = "gone"


# name, inventory it is judged by, title, how the twin is made, what must be found
SCENARIOS = [
    ("same", "strict", "the same machine again", lambda b: None, []),
    ("fpga", "model", "FPGA DMA card with its default id, 10ee:0666", fpga,
     ["forbidden " + ROOT + "/1d.0/00.0"]),
    ("serial", "strict", "NIC swapped for one of the same model", other_serial,
     ["changed " + NIC0 + " serial"]),
    ("serial-model", "model", "the same, where serials are not pinned", other_serial, []),
    ("hidden", "strict", "a serial that was there and is no more", hidden_serial,
     ["changed " + NIC0 + " serial"]),
    ("swapped", "strict", "two identical cards exchanged", swap,
     ["moved " + NIC0, "moved " + NIC1]),
    ("twice", "strict", "the same part twice", same_part_twice,
     ["duplicate " + ROOT + "/1d.0/00.0 serial", "unexpected " + ROOT + "/1d.0/00.0"]),
    ("function", "strict", "one function more on the service processor", processor,
     ["unexpected " + ROOT + "/1c.0/00.0/00.1"]),
    ("width", "strict", "link at half its width", half_width,
     ["degraded " + NIC0 + " link_width"]),
    ("slow", "speed", "link slower, seen once (idle parts train down)", slow_once,
     ["unverified " + NIC0]),
    ("slow-twice", "speed", "link slower, seen twice a minute apart", slow_twice,
     ["degraded " + NIC0 + " link_speed"]),
    ("shape", "strict", "another shape under the same identity", other_shape,
     ["changed " + NIC0 + " shape"]),
    ("disk", "strict", "a disk taken out", disk_gone, ["missing " + ROOT + "/1b.0/00.0"]),
    ("silent", "strict", "a card that does not answer", does_not_answer,
     ["unreadable " + NIC0]),
    ("other", "model", "two machines of one model that differ in one card", other_card,
     ["missing " + ROOT + "/1b.0/00.0", "unexpected " + ROOT + "/1b.0/00.0"]),
    ("kernel", "dimms", "a kernel upgrade: drivers, names, numbers, groups", kernel, []),
    ("clients", "dimms", "a kernel that makes more clients by itself", kernel_clients,
     ["notice unexpected " + ROOT + "/1f.4/i2c/18",
      "notice unexpected " + ROOT + "/1f.4/i2c/52"]),
    ("dimm", "dimms", "a DIMM gone, where its client is required", dimm,
     ["missing " + ROOT + "/1f.4/i2c/50"]),
    ("driver", "dimms", "the SMBus driver not loaded", adapter_away,
     ["unreadable " + ROOT + "/1f.4/i2c"]),
    ("bridge", "strict", "a bridge added in front: every bus behind renumbered",
     bridge_in_front, ["unexpected " + ROOT + "/02.0", "unexpected " + ROOT + "/02.0/00.0"]),
    ("riser", "strict", "a riser under a disk", riser,
     ["moved " + ROOT + "/1b.0/00.0/03.0/00.0", "unexpected " + ROOT + "/1b.0/00.0",
      "unexpected " + ROOT + "/1b.0/00.0/03.0"]),
    ("roots", "strict", "root buses renumbered, UIDs known", roots_with_uid, []),
    ("root", "strict", "a root bus renumbered, no UID known", root_without_uid,
     ["moved 0000:5d/00.0", "moved 0000:5d/00.0/00.0", "moved 0000:5d/05.0",
      "moved 0000:5d/05.5", "moved 0000:5d/05.5/pci/00.0",
      "moved 0000:5d/05.5/pci/00.0/00.0"]),
    ("domains", "strict", "two driver-made domains probed in the other order",
     domains_swapped, []),
    ("partial", "strict", "the same through lspci without bridges, I2C, UIDs",
     seen_in_part, []),
    ("partial-swap", "strict", "a disk of another model, through lspci without bridges",
     part_of_it_swapped, ["missing " + ROOT + "/1b.0/00.0", "unexpected 0000:?/00.0"]),
    ("unprivileged", "model", "read by anybody, judged by model", ids_only,
     ["unverified " + NIC0, "unverified " + NIC1]),
]


def make(directory):
    def write(name, board):
        with open(os.path.join(directory, name + ".json"), "w") as out:
            json.dump(board, out)
    write("base", base())
    for name, _, _, change, _ in SCENARIOS:
        board = base()
        change(board)
        write(name, board)


def as_text():
    for device in json.load(sys.stdin)["devices"]:
        if device["kind"] != "function" or not device.get("class"):
            continue
        print("%s Device [%s]: Vendor Device [%s:%s] (rev %s)" % (
            device["address"], device["class"][:4], device["vendor"], device["device"],
            device["revision"]))
        if device.get("subsystem_vendor"):
            print("\tSubsystem: Vendor Device [%s:%s]" % (
                device["subsystem_vendor"], device["subsystem_device"]))
        print()


def describe(finding):
    words = [finding["class"], finding["place"]]
    if finding["severity"] == "notice":
        words.insert(0, "notice")
    if finding.get("field"):
        words.append(finding["field"])
    return " ".join(words)


def judge(name):
    title, expected = next((s[2], sorted(s[4])) for s in SCENARIOS if s[0] == name)
    check = json.load(sys.stdin)
    found = sorted([describe(f) for f in check["findings"]] +
                   ["unverified " + u["place"] for u in check.get("unverified", [])])
    false = [f for f in found if f not in expected]
    missed = [f for f in expected if f not in found]
    print("%s | %s | %s" % (title, "; ".join(expected) or "none", "; ".join(false) or "none"))
    for finding in check["findings"]:
        print("  " + finding["message"])
    for what in missed:
        print("  missed: " + what)
    return 1 if false or missed or len(found) != len(expected) else 0


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2])
    elif sys.argv[1] == "list":
        for scenario in SCENARIOS:
            print("%s\t%s\t%s" % scenario[:3])
    elif sys.argv[1] == "nn":
        as_text()
    else:
        sys.exit(judge(sys.argv[2]))
