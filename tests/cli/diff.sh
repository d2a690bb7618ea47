#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# muster diff: two captures of a board, from any two sources, and what differs.
. tests/cli/lib.sh

LC_ALL=C
export LC_ALL
board=$fixtures/server.json
a=$scratch/a.json
b=$scratch/b.json
corpus=${MUSTER_CORPUS:-../shared/corpus}

# diff STATUS OPTION...: of the board, and of the board after a sed script in $b
differ() {
	wanted=$1
	shift
	exits "$wanted" $muster diff --no-names "$@"
}

# The board after a sed script; a line is a device.
board_with() {
	sed "$1" $board >"$b"
}

claim "a board does not differ from itself: exit status 0"
differ 0 $board $board
shows <<DIFF
--- $board  rack1, 2026-11-21 12:00:00 UTC, snapshot, 14 devices
+++ $board  rack1, 2026-11-21 12:00:00 UTC, snapshot, 14 devices

no difference; 14 the same
DIFF
differ 0 --json $board $board
json 'j["schema"] == "muster-diff/1" and j["same"] and not j["differences"] and not j["context"]'
verdict

# A card with another serial, an SSD gone, another display, a new function, a new client.
board_with '/0000:03:00.0/d;s/3c-4d-5e/3c-4d-77/;s/1a03", "device": "2000/10ee", "device": "0666/
/0-0050/{p;s/0050/0051/g;s,i2c/50,i2c/51,;}
/0000:02:00.0/{p;s/00\.0"/00.1"/g;s/:02:00\.0/:02:00.1/;}'

claim "what arrived, went and changed, in the order of places: exit status 1"
differ 1 $board "$b"
shows <<DIFF
--- $board  rack1, 2026-11-21 12:00:00 UTC, snapshot, 14 devices
+++ $b  rack1, 2026-11-21 12:00:00 UTC, snapshot, 15 devices

~ 0000:00/01.0/00.0  Class 020000: [8086:10d3]
    serial: 00-1b-21-ff-ff-3c-4d-5e -> 00-1b-21-ff-ff-3c-4d-77

+ 0000:00/01.1/00.1  Class 020000: [8086:10d3] serial 00-1b-21-ff-ff-3c-4d-6f driver e1000e

- 0000:00/1b.0/00.0  Class 010802: [144d:a808] driver nvme

- 0000:00/1c.0/00.0/00.0  Class 030000: [1a03:2000] (rev 41) driver ast
+ 0000:00/1c.0/00.0/00.0  Class 030000: [10ee:0666] (rev 41) driver ast

+ 0000:00/1f.4/i2c/51  I2C client: ee1004 driver ee1004

3 arrived, 2 gone, 1 changed; 11 the same
DIFF
verdict

claim "side by side it is one line for each place that differs"
differ 1 --width 120 $board "$b"
sed -n '4,$p' "$out" | sed "s,$scratch,,g" >"$out.side"
mv "$out.side" "$out"
shows <<'DIFF'
place                  tests/fixtures/server.json                        /b.json
0000:00/01.0/00.0      Class 020000: [8086:10d3]                       | Class 020000: [8086:10d3]
  serial               00-1b-21-ff-ff-3c-4d-5e                         | 00-1b-21-ff-ff-3c-4d-77
0000:00/01.1/00.1                                                      > Class 020000: [8086:10d3] serial 00-1b-21-ff-ff
0000:00/1b.0/00.0      Class 010802: [144d:a808] driver nvme           <
0000:00/1c.0/00.0/00.0 Class 030000: [1a03:2000] (rev 41) driver ast   | Class 030000: [10ee:0666] (rev 41) driver ast
0000:00/1f.4/i2c/51                                                    > I2C client: ee1004 driver ee1004

3 arrived, 2 gone, 1 changed; 11 the same
DIFF
differ 1 --width 60 $board "$b"
! sed -n '4,$p' "$out" | grep -E '.{61}' >&2 || blame "a line is wider than 60 columns"
verdict

claim "with --all what is the same stands there too"
differ 1 --all -y $board "$b"
says '^0000:00/00\.0 +Class 060000: \[8086:3e31\] \(rev 0a\) +Class 060000'
verdict

claim "a wide terminal has it side by side, a narrow one not"
exits 1 tests/cli/terminal 140 env TERM=dumb $muster diff $board "$b"
says '^place +tests/fixtures/server.json'
exits 1 tests/cli/terminal 139 env TERM=dumb $muster diff $board "$b"
silent_on '^place '
says '^~ 0000:00/01'
verdict

claim "colours on a terminal only"
exits 1 tests/cli/terminal 100 env TERM=xterm NO_COLOR= $muster diff $board "$b"
says "$(printf '\033\\[32m')[+] 0000:00/01\.1/00\.1"
differ 1 $board "$b"
silent_on "$(printf '\033')"
verdict

claim "JSON has both devices, both values, and what stands instead"
differ 1 --json $board "$b"
json '[(d["what"], d["place"]) for d in j["differences"]][:2] == [("changed", "0000:00/01.0/00.0"), ("arrived", "0000:00/01.1/00.1")]'
json '[(c["field"], c["a"][-2:], c["b"][-2:], c["weighs"]) for c in j["differences"][0]["changes"]] == [("serial", "5e", "77", True)]'
json '[d["what"] for d in j["differences"] if d["instead"]] == ["gone", "arrived"]'
json 'j["differences"][1]["a"] is None and j["differences"][1]["b"]["device"] == "10d3"'
json 'j["counts"] == {"same": 11, "arrived": 3, "gone": 2, "changed": 1, "moved": 0, "swapped": 0}'
verdict

claim "with A and B exchanged it is the same the other way round"
differ 1 --json "$b" $board
json '[(d["what"], d["place"]) for d in j["differences"]][:2] == [("changed", "0000:00/01.0/00.0"), ("gone", "0000:00/01.1/00.1")]'
json 'j["counts"] == {"same": 11, "arrived": 2, "gone": 3, "changed": 1, "moved": 0, "swapped": 0}'
verdict

claim "twins that changed places are told once"
board_with 's/3c-4d-5e/swap/;s/3c-4d-6f/3c-4d-5e/;s/swap/3c-4d-6f/'
differ 1 $board "$b"
says '^x 0000:00/01\.0/00\.0  .* serial 00-1b-21-ff-ff-3c-4d-6f'
says '^    changed places with 0000:00/01\.1/00\.0$'
says '^1 pair swapped; 12 the same$'
silent_on '^x 0000:00/01\.1'
verdict

claim "a card with all below it moved is told once, with what changed"
board_with '/"0000:00\/01.1\/00.0"/{s,01.1/00.0,01.1/00.0,;}'
python3 - $board "$a" "$b" <<'PYTHON'
import json, sys
board = json.load(open(sys.argv[1]))
keep = [d for d in board["devices"] if not d["place"].startswith(("0000:00/01.1/", "0000:00/01.0/"))]
card = next(d for d in board["devices"] if d["place"] == "0000:00/01.1/00.0")
bridge = next(d for d in board["devices"] if d["place"] == "0000:00/1c.0/00.0")
for path, port, width in (sys.argv[2], "01.0", 8), (sys.argv[3], "01.1", 4):
    top = "0000:00/%s/00.0" % port
    devices = [dict(bridge, place=top), dict(bridge, place=top + "/01.0"),
               dict(card, place=top + "/01.0/00.0", link_width=width),
               dict(card, place=top + "/01.0/00.1", serial=None)]
    json.dump(dict(board, devices=keep + devices), open(path, "w"))
PYTHON
differ 1 "$a" "$b"
says '^> 0000:00/01\.1/00\.0  Class 060400'
says '^    moved from 0000:00/01\.0/00\.0, with 3 devices beside or below it$'
says '^> 0000:00/01\.1/00\.0/01\.0/00\.0 '
says '^    link width: 8 -> 4$'
says '^1 moved; 12 the same$'
differ 1 --json "$a" "$b"
json '[d["follows"] for d in j["differences"]] == [None] + 3 * ["0000:00/01.1/00.0"]'
verdict

claim "what has no serial may have moved: that is said, not claimed"
board_with 's,0000:00/1b.0/00.0,0000:00/1b.0/01.0,'
differ 1 $board "$b"
says '^- 0000:00/1b\.0/00\.0 '
says '^[+] 0000:00/1b\.0/01\.0 '
says '^    one of this model has gone from 0000:00/1b\.0/00\.0: it may have moved$'
says '^1 arrived, 1 gone; 13 the same$'
differ 1 --json $board "$b"
json '[d["maybe"] for d in j["differences"]] == ["0000:00/1b.0/01.0", "0000:00/1b.0/00.0"]'
verdict

claim "other bus numbers, drivers, groups and link speeds are no difference, but told"
board_with 's/"address": "0000:0\([1-5]\):/"address": "0000:1\1:/;s/"e1000e"/"vfio-pci"/;s/"number": 0/"number": 3/'
differ 0 $board "$b"
says '^no difference; 14 the same$'
says '^5 functions have other bus numbers$'
says '^1 adapter has another number$'
differ 0 --all $board "$b"
says '^    driver: e1000e -> vfio-pci$'
says '^    address: 0000:01:00\.0 -> 0000:11:00\.0$'
verdict

claim "another board is said first and is a difference; another kernel is context"
board_with 's/ZM18CS000001/ZM18CS000002/;s/6.1.0-56-amd64/6.12.0-1-amd64/;s/"bios_version": "1.5"/"bios_version": "1.6"/'
differ 1 $board "$b"
[ "$(sed -n 3p "$out")" = "another board:" ] || blame "not said first"
says '^  board serial: ZM18CS000001 -> ZM18CS000002$'
says '^  kernel: 6\.1\.0-56-amd64 -> 6\.12\.0-1-amd64$'
says '^  bios version: 1\.5 -> 1\.6$'
says '^no other difference; 14 the same$'
board_with 's/6.1.0-56-amd64/6.12.0-1-amd64/'
differ 0 $board "$b"
verdict

claim "what one side could not see is no difference, and is counted"
board_with 's/"serial": "[^"]*", //;s/"revision": "[^"]*", //'
differ 0 $board "$b"
says '^not compared at 11 devices, because B does not hold them: revision, serial \(2\)$'
differ 0 "$b" $board
says '^not compared at 11 devices, because A does not hold them'
verdict

claim "an adapter that is not there hides its clients; nobody knows whether they went"
board_with '/i2c-0/d;/0-002d/d;/0-0050/d;s/"i801_smbus"/null/'
differ 0 $board "$b"
says '^1 that drivers make \(virtual functions, adapters\) in A only$'
says '^2 devices of A that B could not have seen$'
verdict

# The functions of that board as a person without root has them from lspci -nnk.
cat >"$scratch/lspci.txt" <<'LSPCI'
00:00.0 Host bridge [0600]: Intel Corporation Device [8086:3e31] (rev 0a)
	Subsystem: Super Micro Computer Inc Device [15d9:1b9d]
	Kernel driver in use: skl_uncore
00:01.0 PCI bridge [0604]: Intel Corporation Device [8086:1901] (rev 0a)
	Kernel driver in use: pcieport
00:01.1 PCI bridge [0604]: Intel Corporation Device [8086:1905] (rev 0a)
00:1b.0 PCI bridge [0604]: Intel Corporation Device [8086:a340] (rev f0)
00:1c.0 PCI bridge [0604]: Intel Corporation Device [8086:a338] (rev f0)
00:1f.4 SMBus [0c05]: Intel Corporation Device [8086:a323] (rev 10)
	Subsystem: Super Micro Computer Inc Device [15d9:1b9d]
01:00.0 Ethernet controller [0200]: Intel Corporation Device [8086:10d3]
	Subsystem: Intel Corporation Device [8086:a01f]
02:00.0 Ethernet controller [0200]: Intel Corporation Device [8086:10d3]
	Subsystem: Intel Corporation Device [8086:a01f]
03:00.0 Non-Volatile memory controller [0108]: Samsung Device [144d:a808]
	Subsystem: Samsung Device [144d:a801]
04:00.0 PCI bridge [0604]: ASPEED Technology, Inc. Device [1a03:1150] (rev 04)
05:00.0 VGA compatible controller [0300]: ASPEED Technology, Inc. Device [1a03:2000] (rev 41)
	Subsystem: Super Micro Computer Inc Device [15d9:1b9d]
LSPCI

claim "text of lspci without bytes compares with a full snapshot, without false differences"
differ 0 $board "$scratch/lspci.txt"
says '^no difference; 11 the same$'
says 'because B is text of lspci: '
says '^3 devices of A that B could not have seen$'
differ 0 "$scratch/lspci.txt" $board
sed 's/144d:a808/144d:a80a/' "$scratch/lspci.txt" >"$scratch/other.txt"
differ 1 $board "$scratch/other.txt"
says '^- 0000:00/1b\.0/00\.0 .*144d:a808'
says '^[+] 0000:\?/00\.0 \(0000:03:00\.0\) .*144d:a80a'
says '^1 arrived, 1 gone; 10 the same$'
verdict

claim "standard input is one side; both sides cannot be"
exits 0 sh -c "$muster diff - $board <$board"
exits 0 sh -c "$muster diff $board - <$board"
exits 2 $muster diff - -
warns 'standard input can be one of the two only'
verdict

claim "trouble and wrong calls are 2, as of diff(1)"
exits 2 $muster diff
exits 2 $muster diff $board "$scratch/none.json"
warns 'none.json: No such file'
exits 2 $muster diff $board $board $board
exits 2 $muster diff --width wide $board $board
exits 2 $muster diff --width 10 $board $board
exits 2 $muster diff --root / $board $board
exits 2 $muster diff --no-such-option $board
exits 2 $muster diff --json -y $board $board
exits 0 $muster diff --help
says 'Exit status, as of diff\(1\)'
verdict

claim "a tree that cannot be told is refused, and the end is a good one"
mkdir -p "$scratch/flat/sys/bus/pci/devices/0000:00:01.0"
for file in vendor device; do
	echo 0x1234 >"$scratch/flat/sys/bus/pci/devices/0000:00:01.0/$file"
done
exits 2 $muster diff "$fixtures/server.json" "$scratch/flat"
warns 'copy both'
verdict

claim "hostile names are escaped"
board_with 's/"ee1004", "modalias"/"\\u001b[31mevil\\n", "modalias"/;s/"rack1"/"\\u001b]0;rack\\u0007"/'
for options in "" -y --all; do
	# shellcheck disable=SC2086 # options are words
	differ 1 $options $board "$b"
	silent_on "$(printf '\033')"
	says '\\x1b\[31mevil\\x0a'
done
differ 1 --json $board "$b"
silent_on "$(printf '\033')"
verdict

if [ -d "$corpus" ]; then
	claim "each real machine is the same as itself, however it is read"
	mkdir "$scratch/machines"
	for file in "$corpus"/config-space/* "$corpus"/sysfs/*.tar.bz2 "$corpus"/lspci-text/*-n*; do
		saved=$scratch/machines/$(basename "$file").json
		exits 0 $muster list --json --from "$file"
		mv "$out" "$saved"
		differ 0 "$saved" "$saved"
		says '^no difference; [0-9]+ the same$'
		case $file in *.bz2) continue ;; esac
		differ 0 "$file" "$saved"
	done
	verdict

	claim "any two real machines differ the same both ways"
	for one in "$scratch"/machines/tree-* "$scratch"/machines/*.bz2.json; do
		for other in "$scratch"/machines/tree-* "$scratch"/machines/*.bz2.json; do
			[ "$one" != "$other" ] || continue
			differ 1 --json "$one" "$other"
			mv "$out" "$scratch/there.json"
			differ 1 --json "$other" "$one"
			python3 - "$scratch/there.json" "$out" <<-'PYTHON' 2>>"$err" || blame "$one and $other"
				import json, sys
				there, back = (json.load(open(path)) for path in sys.argv[1:])
				turned = {"arrived": "gone", "gone": "arrived"}
				mine = sorted((d["what"], d["place_a"] or "", d["place_b"] or "") for d in there["differences"])
				theirs = sorted((turned.get(d["what"], d["what"]), d["place_b"] or "", d["place_a"] or "")
				                for d in back["differences"])
				assert mine == theirs
			PYTHON
		done
	done
	verdict
fi
exit $failed
