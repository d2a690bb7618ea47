#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# muster dump --redact: nothing in it names the machine, and two can be compared.
. tests/cli/lib.sh

tree=$scratch/tree
python3 $fixtures/machine.py "$tree"

# unpack DUMP: its one directory becomes $scratch/unpacked
unpack() {
	rm -rf "$scratch/unpacked"
	mkdir "$scratch/unpacked"
	tar xzf "$1" -C "$scratch/unpacked" --strip-components=1 2>>"$err" || blame "tar cannot read $1"
}

# member STATUS NAME: that is what came of it
member() {
	exits 0 $muster dump --list "$dump"
	says "^ *([0-9]+|-)  $1 +$2(:|\$)"
}

claim "redacted, nothing in it names the machine"
head -c 32 /dev/urandom >"$scratch/key"
dump=$scratch/redacted.tar.gz
exits 0 $muster dump --root "$tree" -o "$dump" --redact="$scratch/key"
exits 0 $muster dump --verify "$dump"
unpack "$dump"
find "$scratch/unpacked" | sed "s#$scratch/##" >"$scratch/names"
grep -raiE 'rack7|node3|SYS0042|BRD0042|CHS0042|VPDSERIAL|12-34-56|12:34:56|ff123456|563412ff|0123456789abcdef|aaaaaaaa|11111111|12345678|SECRET' \
	"$scratch/unpacked" "$scratch/names" >"$out" && blame "these name it"
head -c 800 "$dump" | grep -aq rack7 && blame "the file itself names it"
verdict

claim "what is left out is marked, what it was can be held against another"
member redacted 'pci/0000:01:00.0/vpd'
member redacted 'dmi/tables'
member redacted 'ledger/.*\.ledger'
exits 0 $muster dump --root "$tree" -o "$scratch/second.tar.gz" --redact="$scratch/key"
exits 0 $muster diff "$dump" "$scratch/second.tar.gz"
says 'no difference'
exits 0 $muster dump --list --json "$scratch/second.tar.gz"
keyed=$(grep -c '"keyed":"redacted-[0-9a-f]\{24\}"' "$out")
[ "$keyed" -ge 4 ] || blame "$keyed keyed digests"
grep '"keyed"' "$out" >"$scratch/keyed"
exits 0 $muster dump --list --json "$dump"
grep '"keyed"' "$out" | cmp -s - "$scratch/keyed" || blame "they differ"
verdict

claim "without a key no two are alike, and a key too short is none"
exits 0 $muster dump --root "$tree" -o "$scratch/third.tar.gz" --redact
exits 1 $muster diff "$dump" "$scratch/third.tar.gz"
says 'serial'
echo short >"$scratch/short"
exits 4 $muster dump --root "$tree" -o "$scratch/fourth.tar.gz" --redact="$scratch/short"
warns 'a key has 16 bytes at least'
[ ! -e "$scratch/fourth.tar.gz" ] || blame "it was written"
verdict

exit $failed
