#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# muster inventory merge: one inventory from many machines, and who differs.
. tests/cli/lib.sh

board=$fixtures/server.json
mkdir "$scratch/fleet"

# Machine N: another host and serials; each argument is a sed command that makes it differ.
machine() {
	number=$1
	shift
	sed -e "s/rack1/rack$number/" -e "s/\"3d1219c7c4c5404aaa1f6d2a48adfd../\"3d1219c7c4c5404aaa1f6d2a48adfd$number/" \
		-e "s/3cecef000001/3cecef0000$number/" -e "s/00-1b-21-ff-ff-3c/00-1b-21-ff-$number-3c/" \
		"$@" $board >"$scratch/fleet/$number.json"
}

for number in 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32; do
	machine $number
done
machine 33 -e '/"0000:00\/01.1\/00.0"/d'
machine 34 -e 's/"device": "a808"/"device": "a80a"/'
machine 35 -e 's/"revision": "41"/"revision": "77"/'

claim "what all have is required, and outliers are named with how many have what"
exits 0 $muster inventory merge -o "$scratch/model.json" "$scratch/fleet"
warns '^muster: 1 of 26 machines: no Intel.*82574L.* at 0000:00/01.1/00.0, left out: rack33$'
warns '^muster: 1 of 26 machines: .*144d:a80a.* at 0000:00/1b.0/00.0 instead of .*144d:a808.*: rack34$'
warns '^muster: 1 of 26 machines: revision 77 instead of 41: .*1a03:2000.*: rack35$'
warns '^muster: 26 machines, 13 rules, 3 outliers in 3 respects$'
exits 0 $muster inventory lint "$scratch/model.json"
verdict

claim "every machine but the outliers passes, and each of these gets its findings"
for number in 10 17 32; do
	exits 0 $muster check --from "$scratch/fleet/$number.json" --inventory "$scratch/model.json"
done
exits 1 $muster check --json --from "$scratch/fleet/33.json" --inventory "$scratch/model.json"
json '[f["class"] for f in j["findings"]] == ["missing"]'
exits 1 $muster check --json --from "$scratch/fleet/34.json" --inventory "$scratch/model.json"
json 'sorted(f["class"] for f in j["findings"]) == ["missing", "unexpected"]'
exits 1 $muster check --json --from "$scratch/fleet/35.json" --inventory "$scratch/model.json"
json '[(f["class"], f["field"]) for f in j["findings"]] == [("changed", "revision")]'
verdict

claim "provenance says from how many machines it is"
exits 0 cat "$scratch/model.json"
says '"machines": 26, "reviewed": null'
silent_on 'rack1'
verdict

claim "outliers can be let in"
exits 0 $muster inventory merge --include-outliers -o "$scratch/loose.json" "$scratch/fleet"
for number in 10 33 34 35; do
	exits 0 $muster check --from "$scratch/fleet/$number.json" --inventory "$scratch/loose.json"
done
verdict

claim "the report as JSON"
exits 0 $muster inventory merge --json "$scratch/fleet"
json 'j["schema"] == "muster-merge/1" and j["machines"] == 26 and len(j["outliers"]) == 3'
json '[o["machines"] for o in j["outliers"] if o["kind"] == "missing"] == [["rack33"]]'
verdict

claim "files by a list, which may be on standard input"
ls "$scratch"/fleet/1?.json >"$scratch/list"
exits 0 $muster inventory merge --json "@$scratch/list"
json 'j["machines"] == 10 and j["outliers"] == []'
exits 0 sh -c "$muster inventory merge --json @- <'$scratch/list'"
json 'j["machines"] == 10'
verdict

claim "a machine of another board is refused with its name, unless forced"
mkdir "$scratch/mixed"
cp "$scratch"/fleet/1?.json "$scratch/mixed"
sed 's/"board_name": "X11SCZ-F"/"board_name": "H12SSL"/; s/rack1/odd1/' $board >"$scratch/mixed/0.json"
exits 4 $muster inventory merge -o "$scratch/mixed.json" "$scratch/mixed"
warns '^muster: odd1: is another board \(Supermicro H12SSL\) than 10 others \(Supermicro X11SCZ-F\)'
[ ! -e "$scratch/mixed.json" ] || blame "it wrote an inventory"
exits 0 $muster inventory merge --force "$scratch/mixed"
says '"board_name": \[ "H12SSL", "X11SCZ-F" \]'
verdict

claim "a serial that two machines have is nobody's"
mkdir "$scratch/twins"
sed 's/rack1/rack2/; s/3cecef000001/3cecef000002/' $board >"$scratch/twins/2.json"
cp $board "$scratch/twins/1.json"
exits 0 $muster inventory merge "$scratch/twins"
json '"00-1b-21-ff-ff-3c-4d-5e" in j["placeholders"]'
warns 'serial 00-1b-21-ff-ff-3c-4d-5e, shared, so it is nobody.s: rack1, rack2'
verdict

claim "a wrong call, a bad file, a file that is there, a device"
exits 3 $muster inventory merge
exits 3 $muster inventory merge --min-share 101 $board
exits 3 $muster inventory merge --json -o - $board
echo '{}' >"$scratch/no.json"
exits 4 $muster inventory merge $board "$scratch/no.json"
exits 4 $muster inventory merge -o "$scratch/model.json" $board
warns '--force'
mkfifo "$scratch/fifo"
exits 4 $muster inventory merge --force -o "$scratch/fifo" $board
[ -p "$scratch/fifo" ] || blame "a FIFO was replaced by a file"
verdict

corpus=${MUSTER_CORPUS:-../shared/corpus}
if [ -d "$corpus/config-space" ]; then
	claim "a real machine passes what was made of it alone"
	for tree in "$corpus"/config-space/tree-*; do break; done
	exits 0 $muster inventory merge --strict -o "$scratch/strict.json" "$tree"
	$muster check --json --from "$tree" --inventory "$scratch/strict.json" >"$out" 2>"$err"
	json 'j["findings"] == []'
	verdict
fi

exit $failed
