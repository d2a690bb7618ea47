#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# muster log on files: every flipped bit and every cut is found.
. tests/cli/lib.sh

small=$fixtures/ledger/small.ledger
copy=$scratch/copy.ledger

# A copy of the ledger for each bit of it, with that bit flipped: 0.ledger ...
flip_bits() {
	python3 - "$1" "$2" <<'END'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
for bit in range(8 * len(data)):
    data[bit // 8] ^= 1 << bit % 8
    open(f"{sys.argv[2]}/{bit}.ledger", "wb").write(data)
    data[bit // 8] ^= 1 << bit % 8
END
}

claim "a ledger is whole"
exits 0 $muster log verify $small
says '^tests/fixtures/ledger/small.ledger: whole: 5 entries up to 45 proved, 40 lost in 1 gaps, chain head [0-9a-f]{64}$'
verdict

claim "and in JSON"
exits 0 $muster log verify --json $small
json 'j["schema"] == "muster-log-verify/1" and j["result"] == "whole"'
json 'j["ledgers"][0]["next"] == 46 and j["ledgers"][0]["confirmed"]'
verdict

claim "every flipped bit is found"
mkdir "$scratch/bits"
flip_bits $small "$scratch/bits"
bits=$(find "$scratch/bits" -type f | wc -l)
find "$scratch/bits" -type f -print0 | xargs -0 -n 1000 $muster log verify >"$out" 2>"$err"
found=$(grep -c 'ledger: damaged: ' "$out")
[ "$bits" -eq $((8 * $(wc -c <$small))) ] || blame "$bits bits were tried"
[ "$found" -eq "$bits" ] || blame "$found of $bits were found"
[ -s "$err" ] && blame "it says more than that"
: >"$out"
verdict

claim "a flipped bit is exit status 1 and named"
exits 1 $muster log verify "$scratch/bits/1300.ledger"
says 'damaged: byte 144: '
verdict

claim "a cut tail is torn"
head -c -5 $small >"$copy"
exits 1 $muster log verify "$copy"
says 'torn: cut short within the frame after entry 44; 4 entries up to 44 proved'
verdict

claim "a tail cut between two entries is found by the file beside it"
head -c -96 $small >"$copy"
cp "${small%.ledger}.head" "$scratch/copy.head"
exits 1 $muster log verify "$copy"
says 'damaged: .*cut short: entries up to 45 were confirmed on disk, the last here is 44'
verdict

claim "what is no ledger, or not there, is told apart"
exits 1 $muster log verify tests/cli/log.sh
exits 2 $muster log verify "$scratch/none.ledger"
exits 2 $muster log verify "$scratch/bits/"
warns 'there is no ledger in it'
verdict

claim "a boot taken out of the middle is noticed"
for boot in 1 2 4; do
	path=$scratch/store/00000$boot-0000000$boot-0000-4000-8000-000000000000
	mkdir -p "$path"
	cp $small "$path/001-0102030405060708090a0b0c0d0e0f10.ledger"
done
exits 1 $muster log verify "$scratch/store"
says '/000002-.*: whole: '
says '/000004-.*: damaged: a ledger between the one before and this one is gone'
verdict

claim "entries are shown, and where some are lost"
exits 0 $muster log show $small
says '^ +1 .* load '
says '-- 40 entries are lost here --'
says '^ +45 '
verdict

claim "a ledger of the first release can be read for ever"
exits 0 $muster log verify $fixtures/ledger/board-6.1.ledger
says 'whole: 32 entries up to 32 proved'
exits 0 $muster log show $fixtures/ledger/board-6.1.ledger
says '^ +29 .* add +10000:00/05.0 10000:00:05.0 10ee:0666$'
verdict

claim "from one on"
exits 0 $muster log show --since 44 $small
silent_on '^ +3 '
says '^ +44 '
verdict

claim "and in JSON"
exits 0 $muster log show --json $small
json '[e["number"] for e in j["entries"]] == [1, 2, 3, 44, 45]'
json 'j["entries"][3]["lost_before"] == 40'
verdict

claim "what is proved of a damaged one is shown, and where it ends"
exits 4 $muster log show "$scratch/bits/5000.ledger"
says '^ +1 '
warns 'byte [0-9]+: '
verdict

claim "a wrong call is a wrong call"
exits 3 $muster log
exits 3 $muster log prove
exits 3 $muster log show --since x $small
exits 3 $muster log show $small $small
verdict

exit $failed
