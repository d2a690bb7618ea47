#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The examples of muster-inventory(5): each is a file that lint has nothing to say
# of, and judges as the text above it says.
. tests/cli/lib.sh

mkdir "$scratch/examples"
awk -v to="$scratch/examples" '/^\.Sh EXAMPLES/ { on = 1 }
	/^\.Sh SEE/ { on = 0 }
	on && /^\.Ed/ { inside = 0; close(file) }
	inside { gsub(/\\e/, "\\"); print >file }
	on && /^\.Bd/ { inside = 1; file = to "/" ++n ".json" }' userspace/man/muster-inventory.5

# snapshot FILE: of what comes on standard input, a device a line:
#   PLACE VENDOR:DEVICE [KEY=VALUE]... of a function, PLACE NAME [spd.KEY=VALUE]... of a client
snapshot() {
	python3 -c '
import json, sys
devices = []
for line in sys.stdin:
    place, what, *more = line.split()
    if ":" not in what:
        client = {"bus": "i2c", "kind": "client" if what != "adapter" else what, "place": place,
                  "name": what, "modalias": None, "firmware_path": None}
        for pair in more:
            key, value = pair.replace("_", " ").split("=")
            group, key = key.replace(" ", "_").split(".")
            number = key in ("size_mib", "total_width")
            client.setdefault(group, {"checksums": "good"})[key] = int(value) if number else value
        devices.append(client)
        continue
    device = {"bus": "pci", "kind": "function", "place": place, "reading": "ok", "class": "020000",
              "revision": "03", "serial": None, "virtual": False}
    device["vendor"], device["device"] = what.split(":")
    device.update(pair.replace("_GT", " GT").split("=") for pair in more)
    for key in ("link_width", "virtual", "link_agreed"):
        if isinstance(device.get(key), str):
            device[key] = json.loads(device[key])
    devices.append(device)
json.dump({"schema": "muster-snapshot/1", "source": {"kind": "sysfs", "path": None},
           "board": {"sys_vendor": "Example Corp", "product_name": "Web", "product_uuid": sys.argv[2],
                     "board_vendor": "Example Corp", "board_name": "X12-A", "bios_version": "2.1",
                     "platform": "machine", "unknown": []},
           "hostname": "h", "time": "2026-11-22T00:00:00.000000000Z", "incomplete": False,
           "devices": devices}, open(sys.argv[1], "w"))' "$scratch/$1" "${uuid:-0}"
}

# judges N STATUS: the machine on standard input by example N
judges() {
	snapshot machine.json
	exits "$2" $muster check --keys none --watch-list userspace/dist/watch-list.json \
		--from "$scratch/machine.json" --inventory "$scratch/examples/$1.json"
}

claim "every example is a file that lint is content with, and follows the schema"
for n in 1 2 3 4 5 6 7 8 9; do
	exits 0 $muster inventory lint --strict --watch-list userspace/dist/watch-list.json \
		"$scratch/examples/$n.json"
	[ ! -s "$out" ] || blame "lint has something to say of example $n"
done
! python3 -c 'import jsonschema' 2>/dev/null ||
	exits 0 tests/cli/schema.py follow userspace/dist/muster-inventory.schema.json "$scratch"/examples/[1-9].json
[ ! -e "$scratch/examples/10.json" ] || blame "there are more examples than are tested"
verdict

claim "hot-swap bays: approved drives, in any number"
judges 1 0 </dev/null
judges 1 0 <<-'END'
	0000:00/1d.0/00.0/00.0/00.0 144d:a824
	0000:00/1d.0/00.0/03.0/00.0 1e0f:0013
END
judges 1 1 <<-'END'
	0000:00/1d.0/00.0/01.0/00.0 144d:a808
END
says '^unexpected \(critical\) at 0000:00/1d.0/00.0/01.0/00.0'
verdict

claim "a second source: either card, but the first in one revision"
judges 2 0 <<-'END'
	0000:00/1c.4/00.0 8086:1533
END
judges 2 0 <<-'END'
	0000:00/1c.4/00.0 14e4:165f revision=07
END
judges 2 1 <<-'END'
	0000:00/1c.4/00.0 8086:1533 revision=04
END
says '^changed .*0000:00/1c.4/00.0'
verdict

claim "virtual functions: eight of one port, none of the other"
for n in 0 1 2 3 4 5 6 7; do
	echo "0000:00/01.0/00.0/vf$n 15b3:101e virtual=true"
done >"$scratch/eight"
ports='0000:00/01.0/00.0 15b3:101d
0000:00/01.0/00.1 15b3:101d'
judges 3 0 <<-END
	$ports
	$(cat "$scratch/eight")
END
judges 3 1 <<-END
	$ports
	$(cat "$scratch/eight")
	0000:00/01.0/00.0/vf8 15b3:101e virtual=true
END
says 'is number 9 where rule "nic port 0" allows 8'
judges 3 1 <<-END
	$ports
	0000:00/01.0/00.1/vf0 15b3:101e virtual=true
END
says '^forbidden .*0000:00/01.0/00.1/vf0'
verdict

claim "a graphics processor: two shapes, all lanes, full speed where two captures agree"
old=$(sed -n 's/.*"\(sha256:[0-9a-f]*\)",$/\1/p' "$scratch/examples/4.json")
new=$(sed -n 's/^ *"\(sha256:[0-9a-f]*\)"$/\1/p' "$scratch/examples/4.json")
gpu="0000:00/03.1/00.0 10de:2330 port_type=endpoint"
for shape in "$old" "$new"; do
	judges 4 0 <<-END
		$gpu shape=$shape link_width=16 link_speed=32.0_GT/s
	END
done
judges 4 1 <<-END
	$gpu shape=$old link_width=8 link_speed=32.0_GT/s
END
says '^degraded .*0000:00/03.1/00.0'
judges 4 2 <<-END
	$gpu shape=$old link_width=16 link_speed=2.5_GT/s
END
judges 4 1 <<-END
	$gpu shape=$old link_width=16 link_speed=2.5_GT/s link_agreed=true
END
judges 4 1 <<-END
	$gpu shape=$(echo "$old" | tr 0-9 1-90) link_width=16 link_speed=32.0_GT/s
END
says '^changed .*0000:00/03.1/00.0'
verdict

claim "a forbidden vendor, and an id of the watch-list that is expected here"
judges 5 0 <<-'END'
	0000:00/1c.0/00.0 10ee:7024
END
judges 5 1 <<-'END'
	0000:00/1c.0/00.0 10ee:7024
	0000:00/1c.1/00.0 1d6a:d107
END
says '^forbidden .*0000:00/1c.1/00.0'
judges 5 1 <<-'END'
	0000:00/1c.0/00.0 10ee:7024
	0000:00/1c.1/00.0 10ee:0666
END
says 'rule "watch: PCILeech FPGA" forbids it'
verdict

smbus='0000:00/1f.4 8086:a323 class=0c0500
0000:00/1f.4/i2c adapter'
sed 's/"rules": \[/&{ "label": "smbus", "place": "0000:00\/1f.4", "identity": { "vendor": "8086" } },/' \
	"$scratch/examples/6.json" >"$scratch/examples/10.json"
sed 's/"rules": \[/&{ "label": "smbus", "place": "0000:00\/1f.4", "identity": { "vendor": "8086" } },/' \
	"$scratch/examples/7.json" >"$scratch/examples/11.json"

claim "approved memory: any of them in any socket, so many of each size"
small="spd.size_mib=32768 spd.total_width=72 spd.part"
big="spd.size_mib=65536 spd.total_width=72 spd.maker_id=80ce spd.part"
seven=$(for n in 0 1 2 3 4 5 6; do echo "0000:00/1f.4/i2c/5$n ee1004 $small=M393A4K40CB2-CTD"; done)
judges 10 0 <<-END
	$smbus
	$seven
	0000:00/1f.4/i2c/57 ee1004 $small=HMA84GR7JJR4N-WM
END
judges 10 0 <<-END
	$smbus
	$seven
	0000:00/1f.4/i2c/57 spd $small=HMA84GR7JJR4N-WM
	0000:00/1f.4/i2c/58 spd $big=M393A8G40AB2-CWE
END
judges 10 1 <<-END
	$smbus
	$seven
	0000:00/1f.4/i2c/57 ee1004 $small=KVR26R19D4/32
END
says '^unexpected .*0000:00/1f.4/i2c/57'
says '^missing '
says 'requires 8 of .* and 7 are there'
judges 10 1 <<-END
	$smbus
	$seven
	0000:00/1f.4/i2c/57 ee1004 $big=M393A4K40CB2-CTD
END
says '^unexpected .*0000:00/1f.4/i2c/57'
verdict

claim "what is accepted of another maker comes onto the list, and nothing else does"
snapshot machine.json <<-END
	$smbus
	$seven
	0000:00/1f.4/i2c/57 ee1004 $small=KVR26R19D4/32
END
cp "$scratch/examples/10.json" "$scratch/accepted.json"
ids=$($muster check --json --keys none --watch-list none --from "$scratch/machine.json" \
	--inventory "$scratch/accepted.json" |
	python3 -c 'import json, sys; print(*[f["id"] for f in json.load(sys.stdin)["findings"]])')
# shellcheck disable=SC2086 # each is a word
exits 0 $muster inventory accept --yes --by test --keys none --from "$scratch/machine.json" \
	--inventory "$scratch/accepted.json" $ids
exits 0 $muster check --keys none --watch-list none --from "$scratch/machine.json" \
	--inventory "$scratch/accepted.json"
grep -q '"part": \["M393A4K40CB2-CTD", "HMA84GR7\*", "KVR26R19D4/32"\]' "$scratch/accepted.json" ||
	blame "the part number is not on the list"
verdict

claim "two very modules in two sockets, and either power supply"
parts="spd.part=M393A4K40CB2-CTD spd.maker_id=80ce spd.serial"
rest='0000:00/1f.4/i2c/ch1 adapter
0000:00/1f.4/i2c/ch1/57 24c02 fru.product_maker=Other_Power fru.product_part=OP1200-1'
judges 11 0 <<-END
	$smbus
	0000:00/1f.4/i2c/50 ee1004 $parts=39c1f0a2
	0000:00/1f.4/i2c/52 spd $parts=39c1f0b7
	$rest
END
judges 11 1 <<-END
	$smbus
	0000:00/1f.4/i2c/50 ee1004 $parts=39c1f0b7
	0000:00/1f.4/i2c/52 spd $parts=39c1f0a2
	$rest
END
says '^moved .*0000:00/1f.4/i2c/50'
says '^moved .*0000:00/1f.4/i2c/52'
judges 11 1 <<-END
	$smbus
	0000:00/1f.4/i2c/50 ee1004 $parts=39c1f0a2
	0000:00/1f.4/i2c/52 spd $parts=11111112
	$rest
END
says '^changed .*0000:00/1f.4/i2c/52'
says '39c1f0b7'
verdict

claim "a model, and a unit of it that pins one card"
modules='0000:00/1f.3 8086:a323 class=0c0500
0000:00/1f.3/i2c adapter
0000:00/1f.3/i2c/50 spd
0000:00/1f.3/i2c/52 ee1004'
nic="0000:00/1c.4/00.0 8086:1533"
sed 's/"rules": \[/&{ "label": "smbus", "place": "0000:00\/1f.3", "identity": { "vendor": "8086" } },/' \
	"$scratch/examples/8.json" >"$scratch/examples/12.json"
judges 12 0 <<-END
	$modules
	$nic serial=52-54-00-ff-ff-11-22-44
END
mkdir "$scratch/both"
cp "$scratch/examples/12.json" "$scratch/both/model.json"
cp "$scratch/examples/9.json" "$scratch/both/unit.json"
uuid=4c4c4544-0051-3510-8052-b4c04f4a3132
snapshot unit.json <<-END
	$modules
	$nic serial=52-54-00-ff-ff-11-22-44
END
exits 1 $muster check --keys none --from "$scratch/unit.json" --inventory "$scratch/both"
says '^changed .*0000:00/1c.4/00.0'
says 'inventory:? .*unit.json'
snapshot unit.json <<-END
	$modules
	$nic serial=52-54-00-ff-ff-11-22-33
END
exits 0 $muster check --keys none --from "$scratch/unit.json" --inventory "$scratch/both"
verdict

exit $failed
