#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# muster check on files: what it says, and its exit status.
. tests/cli/lib.sh

board=$fixtures/server.json
changed=$scratch/changed.json
inventory=$scratch/inventory.json
strict=$scratch/strict.json
$muster inventory generate --from $board >"$inventory" 2>/dev/null || exit 1
$muster inventory generate --strict --from $board >"$strict" 2>/dev/null || exit 1

# The board after a sed script; a line is a device.
board_with() {
	sed "$1" $board >"$changed"
}

judge() {
	wanted=$1
	shift
	exits "$wanted" $muster check --from "$changed" --inventory "$strict" "$@"
}

claim "a board passes what it taught"
for list in "$inventory" "$strict"; do
	exits 0 $muster check --from $board --inventory "$list"
	says '^passes muster: 14 devices, inventory Supermicro X11SCZ-F$'
done
verdict

claim "an inventory that nobody has reviewed is told to be so"
says '^note: inventory .* is not reviewed$'
verdict

claim "a stranger is unexpected, with place, ids, names and rule"
board_with '/0000:02:00.0/{p;s/01\.1/01.2/;s/:02:/:08:/;s/10d3/1533/;s/"serial": "[^"]*"/"serial": null/;}'
judge 1
says '^unexpected \(critical\) at 0000:00/01.2/00.0$'
says '^  ids +0000:08:00.0  8086:1533  subsystem 8086:a01f'
says 'Intel Corporation I210'
says '^  rule +none, so the implicit one$'
says '^  inventory +.*strict.json \(sha256:[0-9a-f]{12}\)$'
says '^1 finding: 15 devices'
verdict

claim "a card of the same model with another serial is changed where it is pinned"
board_with 's/3c-4d-5e/3c-4d-77/'
judge 1
says '^changed \(critical\) at 0000:00/01.0/00.0$'
says 'has serial 00-1b-21-ff-ff-3c-4d-77, and rule "ethernet-01.0/00.0" expects 00-1b-21-ff-ff-3c-4d-5e'
exits 0 $muster check --from "$changed" --inventory "$inventory"
verdict

claim "a serial that is hidden is changed"
board_with 's/"00-1b-21-ff-ff-3c-4d-5e"/null/'
judge 1
says 'has serial none, and rule'
verdict

claim "a serial that could not be read is unverified, exit status 2"
board_with 's/"serial": "00-1b-21-ff-ff-3c-4d-5e", //'
judge 2
says '^unverified at 0000:00/01.0/00.0 \(0000:01:00.0\): rule "ethernet-01.0/00.0" compares serial'
says '^could not tell: 14 devices.*; 1 device could not be verified$'
verdict

claim "identical cards that changed places are moved, one cause"
board_with 's/3c-4d-5e/swap/;s/3c-4d-6f/3c-4d-5e/;s/swap/3c-4d-6f/'
judge 1 --json
json '[f["class"] for f in j["findings"]] == ["moved", "moved"]'
json 'len({f["group"] for f in j["findings"]}) == 1'
json '{f["other_place"] for f in j["findings"]} == {f["place"] for f in j["findings"]}'
verdict

claim "what is gone is missing"
board_with '/0000:03:00.0/d'
judge 1
says '^missing \(critical\) at 0000:00/1b.0/00.0$'
verdict

claim "another part in its place is unexpected and missing, one cause"
board_with '/0000:03:00.0/s/a808/a809/'
judge 1 --json
json '[f["class"] for f in j["findings"]] == ["unexpected", "missing"]'
json 'len({f["group"] for f in j["findings"]}) == 1'
json 'all(f["rule"] == "nvme-1b.0/00.0" and f["rule_source"] == "explicit" for f in j["findings"])'
verdict

claim "a stranger on the SMBus is critical, a client the kernel makes is a notice"
board_with '/"0-0050"/{p;s/"0-0050"/"0-006f"/;s,i2c/50,i2c/6f,;s/ee1004/stranger/g;}'
judge 1
says '^unexpected \(critical\) at 0000:00/1f.4/i2c/6f$'
board_with '/"0-0050"/{p;s/"0-0050"/"0-0052"/;s,i2c/50,i2c/52,;}'
judge 1
says '^unexpected \(notice\) at 0000:00/1f.4/i2c/52$'
verdict

claim "--min-severity passes over what is below it"
judge 0 --min-severity warning
says '^passes muster'
verdict

claim "without its driver the SMBus is unreadable, and its clients are not missing"
board_with '/"bus": "i2c"/d'
judge 1
says '^unreadable \(critical\) at 0000:00/1f.4/i2c$'
silent_on '^missing'
verdict

claim "a function that is gone from its link is unreadable, not missing"
board_with '/0000:03:00.0/s/"reading": "ok"/"reading": "gone"/'
judge 1
says '^unreadable \(critical\) at 0000:00/1b.0/00.0$'
silent_on '^(missing|changed)'
verdict

claim "findings have every key of their schema"
board_with '/0000:03:00.0/d'
judge 1 --json
json 'j["schema"] == "muster-check/1" and j["verdict"] == "findings" and j["judged"] == 13'
json 'j["inventory"]["name"] == "Supermicro X11SCZ-F" and j["inventory"]["digest"].startswith("sha256:")'
json 'not {"schema", "id", "state", "since", "class", "severity", "place", "device", "rule", "rule_source", "inventory", "seq", "boot_id", "hostname", "machine_id", "time", "message"} - set(j["findings"][0])'
json 'j["findings"][0]["hostname"] == "rack1" and j["findings"][0]["schema"] == "muster-finding/1"'
verdict

claim "the id of a finding is the same on the next run"
first=$(sed -n 's/.*"id":"\([0-9a-f]*\)".*/\1/p' "$out")
judge 1 --json
[ -n "$first" ] && grep -q "\"id\":\"$first\"" "$out" || blame "the id changed"
verdict

claim "--nagios is one line with performance data and its own exit status"
judge 2 --nagios
says '^MUSTER CRITICAL - 1 finding, inventory .* \| devices=13 findings=1 critical=1 '
[ "$(wc -l <"$out")" -eq 1 ] || blame "more than one line"
exits 0 $muster check --from $board --inventory "$strict" --nagios
says '^MUSTER OK - passes muster'
exits 3 $muster check --from $board --inventory "$scratch/nowhere" --nagios
verdict

claim "without an inventory it cannot tell, and says how to make one"
mkdir "$scratch/empty"
exits 2 $muster check --from $board --inventory "$scratch/empty"
says '^inventory \(warning\)$'
says 'muster inventory generate'
exits 2 $muster check --from $board --inventory "$scratch/empty" --json
json 'j["verdict"] == "unsure" and j["findings"][0]["class"] == "inventory" and j["inventory"] is None'
verdict

claim "of a directory the inventory of this board is used, whatever else lies there"
mkdir "$scratch/many"
cp "$strict" "$scratch/many/mine.json"
sed 's/X11SCZ-F/X10/' "$strict" >"$scratch/many/other.json"
exits 0 $muster check --from $board --inventory "$scratch/many"
echo '{' >"$scratch/many/bad.json"
exits 2 $muster check --from $board --inventory "$scratch/many"
says 'bad.json:2: '
says '; not all inventories could be used$'
cp "$strict" "$scratch/many/twin.json"
exits 2 $muster check --from $board --inventory "$scratch/many"
says 'equally well'
verdict

claim "an inventory of another board is used when named, and that is told"
exits 0 $muster check --from $board --inventory "$scratch/many/other.json"
says '^note: inventory .* is for another board'
verdict

claim "a wrong call is exit status 3"
exits 3 $muster check --odd
exits 3 $muster check --min-severity grave
exits 3 $muster check --json --nagios
exits 3 $muster check --wait=soon
exits 3 $muster check something
verdict

claim "a file that is not there, or no snapshot, is exit status 4"
exits 4 $muster check --from "$scratch/nowhere" --inventory "$strict"
exits 4 $muster check --from "$strict" --inventory "$strict"
exits 4 $muster check --from $board --inventory "$scratch/many/bad.json"
warns 'bad.json:2: '
verdict

exit $failed
