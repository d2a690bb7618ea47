#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# muster list -t: the tree, with verdicts, in any locale, width and depth.
. tests/cli/lib.sh

LC_ALL=C
export LC_ALL
board=$fixtures/server.json
changed=$scratch/changed.json
odd=$scratch/odd.json
strict=$scratch/strict.json
corpus=${MUSTER_CORPUS:-../shared/corpus}
$muster inventory generate --strict --from $board >"$strict" 2>/dev/null || exit 1

tree() {
	exits 0 $muster list -t --no-names "$@"
}

claim "the tree is that of lspci -t, with ids, and I2C below its function"
tree --from $board
shows <<'TREE'
-[0000:00]-+-00.0  Class 060000 [8086:3e31] (rev 0a)
           +-01.0-[01]----00.0  Class 020000 [8086:10d3]
           +-01.1-[02]----00.0  Class 020000 [8086:10d3]
           +-1b.0-[03]----00.0  Class 010802 [144d:a808]
           +-1c.0-[04-05]----00.0-[05]----00.0  Class 030000 [1a03:2000] (rev 41)
           \-1f.4  Class 0c0500 [8086:a323] (rev 10)
             \-i2c [i2c-0]  SMBus I801 adapter at efa0
               +-2d  w83795
               \-50  ee1004
TREE
verdict

claim "where the locale is UTF-8 lines are drawn"
LC_ALL=C.UTF-8 exits 0 env LC_ALL=C.UTF-8 $muster list -t --no-names --from $board
says '^─\[0000:00\]─┬─00\.0  Class'
says '^           ├─1c\.0─\[04-05\]────00\.0─\[05\]────00\.0  Class'
says '^             └─i2c \[i2c-0\]'
verdict

claim "with an inventory each line has its verdict, and what is missing is in its place"
sed '/0000:03:00.0/d;s/3c-4d-5e/3c-4d-77/;s/"serial": "00-1b-21-ff-ff-3c-4d-6f", //
s/1a03", "device": "2000/10ee", "device": "0666/' $board >"$changed"
tree --from "$changed" --inventory "$strict" --keys none
shows <<'TREE'
ok         -[0000:00]-+-00.0  Class 060000 [8086:3e31] (rev 0a)
changed               +-01.0-[01]----00.0  Class 020000 [8086:10d3], serial at capability 0003 (Device Serial Number), offset 4: 00-1b-21-ff-ff-3c-4d-77, expected 00-1b-21-ff-ff-3c-4d-5e (rule ethernet-01.0/00.0)
unverified            +-01.1-[02]----00.0  Class 020000 [8086:10d3], serial not known (rule ethernet-01.1/00.0)
missing               +-1b.0-[?]----00.0  missing: [144d:a808] (rule nvme-1b.0/00.0)
missing               +-1c.0-[04-05]----00.0-[05]--+-00.0  missing: [1a03:2000] (rule display-1c.0/00.0/00.0)
unexpected            |                            \-00.0  Class 030000 [10ee:0666] (rev 41) (rule display-1c.0/00.0/00.0)
ok                    \-1f.4  Class 0c0500 [8086:a323] (rev 10)
ok                      \-i2c [i2c-0]  SMBus I801 adapter at efa0
ok                        +-2d  w83795
ok                        \-50  ee1004
TREE
verdict

claim "a bridge with a finding has a line of its own, and what is behind it below"
sed '/"place": "0000:00\/1c.0",/s/a338/a339/' $board >"$changed"
tree --from "$changed" --inventory "$strict" --keys none
says '^unexpected +[+]-1c\.0-\[04-05\]--  Class 060400 \[8086:a339\]'
says '^ok +[|] \\-00\.0-\[05\]----00\.0  Class 030000'
verdict

claim "twins that changed places say where from; a part that moved is shown where it was"
sed 's/3c-4d-5e/swap/;s/3c-4d-6f/3c-4d-5e/;s/swap/3c-4d-6f/' $board >"$changed"
tree --from "$changed" --inventory "$strict" --keys none
says '^moved .*01\.0-\[01\]----00\.0  Class 020000 \[8086:10d3\], from 0000:00/01\.1/00\.0 \(rule'
sed '/"place": "0000:00\/01.1\/00.0"/d;s,"0000:00/01.0/00.0","0000:00/01.1/00.0",' $board >"$changed"
tree --from "$changed" --inventory "$strict" --keys none
says '^missing .*01\.1-\[01\]--[+]-00\.0  missing: \[8086:10d3\] \(rule ethernet-01\.1/00\.0\)'
says '^moved .*[|] +\\-00\.0  Class 020000 \[8086:10d3\], from 0000:00/01\.0/00\.0'
says '^moved .*01\.0-\[[?]\]----00\.0  moved: \[8086:10d3\] to 0000:00/01\.1/00\.0'
verdict

claim "what is missing from no one place comes last"
cat >"$scratch/loose.json" <<'INVENTORY'
{"schema": "muster-inventory/1", "kind": "model", "name": "loose", "match": {"board_name": "X11SCZ-F"},
 "implicit": {"severity": "notice"},
 "rules": [{"label": "dsp", "place": "0000:00/**", "identity": {"vendor": "10ee", "device": "0666"}, "count": 2},
           {"label": "rest", "place": "**", "presence": "optional"}]}
INVENTORY
tree --from $board --inventory "$scratch/loose.json" --keys none
[ "$(tail -n 1 "$out")" = 'missing    missing: [10ee:0666], 0 of 2 there (rule dsp)' ] ||
	blame "it is not the last line"
verdict

claim "of a directory the board's own inventory is taken; without one there is no verdict"
mkdir "$scratch/inventories"
cp "$strict" "$scratch/inventories"
tree --from $board --inventory "$scratch/inventories" --keys none
says '^ok  '
exits 4 $muster list -t --from $board --inventory "$scratch/none.json" --keys none
warns 'none.json: No such file'
exits 3 $muster list --from $board --inventory "$strict"
warns 'goes with -t'
verdict

# 32 bridges in a row, a mux, a driver's domain, roots of all kinds, hostile names.
python3 - "$odd" <<'PYTHON'
import json, sys

def function(place, ids="8086:10d3", kind="020000", **more):
    vendor, device = ids.split(":")
    return {"bus": "pci", "kind": "function", "place": place, "vendor": vendor, "device": device,
            "class": kind, "revision": "00", "virtual": False, **more}

def bridge(place, **more):
    return function(place, "8086:a340", "060400", **more)

devices = [function("0000:00/1f.3", "8086:a323", "0c0500", address="0000:00:1f.3")]
devices += [{"bus": "i2c", "kind": "adapter", "place": "0000:00/1f.3/i2c", "address": "i2c-0",
             "name": "evil\x1b[31m\nname \udc80".encode("utf-8", "replace").decode(), "number": 0},
            {"bus": "i2c", "kind": "client", "place": "0000:00/1f.3/i2c/70", "name": "pca9548"},
            {"bus": "i2c", "kind": "adapter", "place": "0000:00/1f.3/i2c/70/ch0", "address": "i2c-1",
             "name": "mux", "number": 1, "mux_channel": True},
            {"bus": "i2c", "kind": "client", "place": "0000:00/1f.3/i2c/70/ch0/50", "name": "ee1004"},
            {"bus": "i2c", "kind": "adapter", "place": "fw:\\_SB.I2C0/i2c", "address": "i2c-4",
             "name": "fw", "number": 4}]
devices += [function("0000:00/0e.0", "8086:201d", "010400", address="0000:00:0e.0"),
            bridge("0000:00/0e.0/pci/00.0", address="10000:e0:00.0"),
            function("0000:00/0e.0/pci/00.0/00.0", "144d:a808", "010802", address="10000:e1:00.0"),
            function("0000:?/00.0", address="0000:81:00.0"), function("0000:?/00.0", address="0000:82:00.0"),
            function("?/pci/06.0/00.0", address="10001:01:00.0"),
            function("0001:02/00.0/00.0", address="0001:03:00.0"),
            function("0000:40/01.0", address="0000:40:01.0"),
            function("0000:40/01.0/vf0", "8086:10ed", address="0000:40:10.0", virtual=True)]
place = "0002:00"
for depth in range(32):
    place += "/00.0"
    devices.append(bridge(place, address="0002:%02x:00.0" % depth))
devices.append(function(place + "/00.0", address="0002:20:00.0"))
json.dump({"schema": "muster-snapshot/1", "board": {}, "devices": devices}, open(sys.argv[1], "w"))
PYTHON

claim "several roots, domains below a function, partial places, channels and firmware's adapters"
tree --from "$odd"
says '^-[+]-\[0000:00\]-[+]-0e\.0  Class 010400 \[8086:201d\]$'
says '^ [|]           [|] \\-pci \[10000:e0\]---00\.0-\[e1\]----00\.0  Class 010802 \[144d:a808\]$'
says '^ [|]                 \\-ch0 \[i2c-1\]  mux$'
says '^ [|]                   \\-50  ee1004$'
says '^ [+]-\[0000:40\]---01\.0  Class 020000'
says '^ [|]             \\-vf0  Class 020000 \[8086:10ed\]$'
says '^ [+]-\[0001:02\]---00\.0/00\.0  '
says '^ [+]-\[0000:\?\]-[+]-0000:81:00\.0  '
says '^ [+]-\[\?\]---pci \[10001:01\]---10001:01:00\.0  '
says '^ \\-\[fw:\\_SB\.I2C0\]---i2c \[i2c-4\]  fw$'
verdict

claim "hostile names are escaped"
says 'evil\\x1b\[31m\\x0aname'
silent_on "$(printf '\033')"
verdict

claim "32 bridges in a row fit on a terminal, two columns each"
exits 0 tests/cli/terminal 100 env TERM=dumb $muster list -t --no-names --from "$odd"
[ "$(grep -c -- '-00\.0-\[..-20\]--' "$out")" -eq 31 ] || blame "not a line for each bridge"
says '^ [|] {63}\\-00\.0-\[20\]--  Class 06'
says '^ [|] {65}\\-00\.0  Class 020000'
verdict

claim "no line is wider than the terminal"
for width in 40 80 132; do
	exits 0 tests/cli/terminal $width env TERM=dumb $muster list -t --from $board \
		--inventory "$strict" --keys none
	! grep -E ".{$((width + 1))}" "$out" >&2 || blame "a line is wider than $width"
done
verdict

claim "a board without devices has an empty tree"
echo '{"schema": "muster-snapshot/1", "board": {}, "devices": []}' >"$scratch/empty.json"
tree --from "$scratch/empty.json"
shows </dev/null
verdict

if [ -d "$corpus/config-space" ]; then
	claim "whole machines have every function in the tree, as lspci has"
	for machine in "$corpus"/config-space/tree-*; do
		tree --from "$machine"
		functions=$($muster list --from "$machine" | wc -l)
		[ "$(grep -oE '\[[0-9a-f]{4}:[0-9a-f]{4}\]( |$)' "$out" | wc -l)" -gt 0 ] ||
			blame "no device of $machine"
		[ "$(grep -oE '[0-9a-f]{2}\.[0-7]($|[ -])' "$out" | wc -l)" -eq "$functions" ] ||
			blame "not $functions functions of $machine"
	done
	tree --from "$corpus/config-space/tree-fujitsu-p8010"
	says '^           [+]-1e\.0-\[1c-20\]--[+]-03\.0-\[1d-20\]----00\.0  Class 028000'
	says '^           [|]               \\-03\.4  '
	verdict
fi
exit $failed
