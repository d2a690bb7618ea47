#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# muster inventory on files: generate, review, lint.
. tests/cli/lib.sh

board=$fixtures/server.json
file=$scratch/board.json

claim "generate writes a file whole, and not over another"
exits 0 $muster inventory generate --from $board -o "$file"
[ -s "$file" ] || blame "no file"
cp "$file" "$scratch/before"
exits 4 $muster inventory generate --strict --from $board -o "$file"
warns '--force'
cmp -s "$file" "$scratch/before" || blame "the file changed"
exits 0 $muster inventory generate --strict --force --from $board -o "$file"
grep -q '"serial": "00-1b-21-ff-ff-3c-4d-5e"' "$file" || blame "no serial is pinned"
for left in "$scratch"/*; do
	case ${left##*/} in board.json | before | out | err) ;; *) blame "$left is left over" ;; esac
done
verdict

claim "by default no serial is pinned, and placeholders of the board are left out"
exits 0 $muster inventory generate --from $board
silent_on '"serial"'
silent_on 'Super Server'
says '"match": \{ "sys_vendor": "Supermicro", "board_vendor": "Supermicro", "board_name": "X11SCZ-F" \}'
json 'j["schema"] == "muster-inventory/1" and j["kind"] == "model" and len(j["rules"]) == 13'
json 'j["provenance"]["reviewed"] is None and j["provenance"]["machines"] == 1'
json '[r["presence"] for r in j["rules"] if r["place"].startswith("0000:00/1f.4/i2c/")] == ["required", "optional"]'
verdict

claim "what deserves a look is told on standard error"
warns 'look at 0000:00/1c.0/00.0/00.0|look at 0000:00/00.0: 8086:3e31'
verdict

claim "functions that no driver serves bury nothing: one is told, of many three"
sed 's/"driver": "ast"/"driver": null/' $board >"$scratch/one.json"
exits 0 $muster inventory generate --from "$scratch/one.json"
warns 'look at 0000:00/1c.0/00.0/00.0: no driver serves it$'
sed 's/"driver": "[^"]*"/"driver": null/' $board >"$scratch/many.json"
exits 0 $muster inventory generate --from "$scratch/many.json"
[ "$(grep -c 'no driver' "$err")" = 1 ] || blame "more than one line"
warns 'look at the machine: no driver serves 5 functions: 0000:00/01.0/00.0, '
warns ' and 2 more$'
verdict

claim "a name of one's own"
exits 0 $muster inventory generate --from $board --name "rack server"
json 'j["name"] == "rack server"'
verdict

claim "review puts a name in, and changes nothing else"
sed 's/"rules": \[/"rules": [ \/\/ a remark/' "$file" >"$scratch/edited.json"
exits 0 $muster inventory review --by "Ada L." "$scratch/edited.json"
grep -q '"reviewed": { "by": "Ada L.", "date": "20' "$scratch/edited.json" || blame "no name"
grep -q '// a remark' "$scratch/edited.json" || blame "the comment is gone"
exits 0 $muster check --from $board --inventory "$scratch/edited.json"
silent_on 'not reviewed'
exits 0 $muster inventory review --by "Bob" "$scratch/edited.json"
grep -q 'Ada' "$scratch/edited.json" && blame "the first name is still there"
verdict

claim "review finds its place where there is no provenance"
for provenance in '' '"provenance": {},' '"provenance": { "host": "h" },'; do
	printf '{ "schema": "muster-inventory/1", "kind": "model", "name": "n", "match": {}, %s "implicit": { "severity": "notice" }, "rules": [] }' \
		"$provenance" >"$scratch/bare.json"
	exits 0 $muster inventory review --by X "$scratch/bare.json"
	exits 0 $muster inventory lint "$scratch/bare.json"
	says 'bare.json:1: warning: .*names nothing'
	exits 1 $muster inventory lint --strict "$scratch/bare.json"
	grep -q '"by": "X"' "$scratch/bare.json" || blame "no name with: $provenance"
done
verdict

claim "review refuses what is no inventory"
echo '{}' >"$scratch/no.json"
exits 4 $muster inventory review --by X "$scratch/no.json"
warns 'no.json:1: '
exits 3 $muster inventory review "$file"
verdict

claim "lint is silent when content, and names file and line when not"
exits 0 $muster inventory lint "$file"
[ ! -s "$out" ] || blame "it said something"
sed 's/"presence": "required"/"presence": "sometimes"/' "$file" >"$scratch/odd.json"
exits 1 $muster inventory lint "$scratch/odd.json"
says 'odd.json:13: error: "sometimes" is not "required", "optional" or "forbidden"'
exits 1 $muster inventory lint "$scratch"
exits 4 $muster inventory lint "$scratch/nowhere"
verdict

claim "test names the rule that judges a device, and why others do not"
cat >"$scratch/rules.json" <<-'RULES'
	{ "schema": "muster-inventory/1", "kind": "model", "name": "n", "match": {}, "implicit": { "severity": "critical" },
	  "rules": [
	    { "label": "any nic", "place": "**", "identity": { "class": "0200*" } },
	    { "label": "this nic", "place": "0000:00/01.0/00.0", "identity": { "vendor": "8086" } },
	    { "label": "no realtek", "identity": { "vendor": "10ec" }, "presence": "forbidden" },
	    { "label": "disk", "place": "0000:00/1b.0/00.0", "identity": { "vendor": "144d", "device": "a809" } } ] }
RULES
exits 0 $muster inventory test --from $board --inventory "$scratch/rules.json" 0000:01:00.0
says '^judged by: this nic$'
says '^not by: any nic: a rule with its exact place comes first$'
says '^not by: no realtek: vendor is 8086 and not 10ec$'
says '^nor by 1 rules for other places$'
exits 1 $muster inventory test --from $board --inventory "$scratch/rules.json" 0000:00/1b.0/00.0
says '^judged by: disk$'
says '^finding: unexpected: .*another part was put in its place'
exits 1 $muster inventory test --json --from $board --inventory "$scratch/rules.json" i2c-0
json 'j["rule"] is None and [f["class"] for f in j["findings"]] == ["unexpected"]'
exits 0 $muster inventory test --from $board --inventory "$scratch/rules.json" 01:00.0
exits 4 $muster inventory test --from $board --inventory "$scratch/rules.json" 0000:77:00.0
mkdir "$scratch/none"
exits 2 $muster inventory test --from $board --inventory "$scratch/none" 0000:01:00.0
verdict

watch=userspace/dist/watch-list.json
sed '/0000:03:00.0/s/"144d", "device": "a808"/"10ee", "device": "0666"/' $board >"$scratch/watched.json"

claim "an id of the watch-list is found with an inventory and without"
exits 1 $muster check --watch-list $watch --from "$scratch/watched.json" --inventory "$scratch/none"
says '^forbidden \(critical\) at 0000:00/1b.0/00.0'
says 'the PCILeech firmware'
says '"watch_list": false'
exits 1 $muster check --watch-list $watch --from "$scratch/watched.json" --inventory "$file"
says '^forbidden \(critical\) at 0000:00/1b.0/00.0'
exits 2 $muster check --watch-list none --from "$scratch/watched.json" --inventory "$scratch/none"
silent_on forbidden
exits 2 $muster check --watch-list $watch --from $board --inventory "$scratch/none"
sed 's/"machine", "unknown"/"vm", "unknown"/' "$scratch/watched.json" >"$scratch/vm.json"
exits 2 $muster check --watch-list $watch --from "$scratch/vm.json" --inventory "$scratch/none"
silent_on forbidden
verdict

claim "an inventory excuses one id, or all"
exits 0 $muster inventory generate --watch-list $watch --from "$scratch/watched.json" -o "$scratch/learned.json"
warns 'look at 0000:00/1b.0/00.0: rule "watch: PCILeech FPGA" of the watch-list forbids it: the id'
exits 1 $muster inventory lint --watch-list $watch "$scratch/learned.json"
says 'learned.json:[0-9]+: error: rule "nvme-1b.0/00.0": rule "watch: PCILeech FPGA" of the watch-list forbids what it requires'
exits 0 $muster inventory lint --watch-list none "$scratch/learned.json"
sed 's,"nvme-1b.0/00.0","watch: PCILeech FPGA",' "$scratch/learned.json" >"$scratch/excused.json"
exits 0 $muster check --watch-list $watch --from "$scratch/watched.json" --inventory "$scratch/excused.json"
exits 0 $muster inventory lint --watch-list $watch "$scratch/excused.json"
sed 's/"rules": \[/"watch_list": false, &/' "$scratch/learned.json" >"$scratch/without.json"
exits 0 $muster check --watch-list $watch --from "$scratch/watched.json" --inventory "$scratch/without.json"
verdict

claim "a bad watch-list is said to be bad, and hides no inventory"
echo '{' >"$scratch/bad-list.json"
exits 0 $muster check --watch-list "$scratch/bad-list.json" --from $board --inventory "$file"
warns 'bad-list.json:2: .*this watch-list is not used'
exits 0 $muster check --watch-list "$file" --from $board --inventory "$file"
warns 'its kind is not "watch-list"'
exits 4 $muster check --from $board --inventory $watch
warns 'is a watch-list'
mkdir "$scratch/misplaced"
cp $watch "$scratch/misplaced/watch-list.json"
exits 2 $muster check --watch-list none --from $board --inventory "$scratch/misplaced"
says 'a watch-list is for every board'
verdict

claim "every id of the shipped watch-list is documented and explained"
cp $watch "$out"
json 'all(r["presence"] == "forbidden" and r["x-source"] and r["x-why"] and r["severity"] for r in j["rules"])'
exits 0 $muster inventory lint --strict $watch
[ ! -s "$out" ] || blame "lint has something to say"
verdict

claim "lint names errors and warnings apart, in text and in JSON"
cat >"$scratch/lint.json" <<-'RULES'
	{ "schema": "muster-inventory/1", "kind": "model", "name": "n", "match": { "board_name": "b" }, "implicit": { "severity": "critical" }, "rules": [
	  { "label": "a", "place": "0000:00/01.0", "identity": { "vendor": "8086" } },
	  { "label": "b", "place": "0000:00/01.0", "identity": { "vendor": "10ec" } },
	  { "label": "c", "place": "0000:00/02.0" } ] }
RULES
exits 1 $muster inventory lint "$scratch/lint.json"
says 'lint.json:3: error: rule "b": rule "a" requires a part at the same place'
says 'lint.json:4: warning: rule "c": any device may be at its place'
exits 1 $muster inventory lint --json "$scratch/lint.json"
json 'j["errors"] == 1 and j["warnings"] == 1 and [r["line"] for r in j["remarks"]] == [3, 4]'
mkdir "$scratch/rivals"
cp "$file" "$scratch/rivals/a.json"
cp "$file" "$scratch/rivals/b.json"
exits 1 $muster inventory lint "$scratch/rivals"
says 'rivals/b.json:1: error: "match" fits the same boards as .*rivals/a.json'
verdict

# what a machine and what a text of its functions alone tell
claim "text without bridges teaches what the whole machine passes"
python3 - $board >"$scratch/functions.txt" <<-'PYTHON'
	import json, sys
	for device in json.load(open(sys.argv[1]))["devices"]:
	    if device["kind"] == "function":
	        print(f"{device['address'][5:]} Device [{device['class'][:4]}]: Vendor Device [{device['vendor']}:{device['device']}]"
	              + (f" (rev {device['revision']})" if device["revision"] != "00" else ""))
PYTHON
exits 0 $muster inventory generate --from "$scratch/functions.txt" -o "$scratch/partial.json"
grep -q '"place": "0000:?/00.0"' "$scratch/partial.json" || blame "no place is partial"
exits 0 $muster inventory lint --watch-list none "$scratch/partial.json"
exits 4 $muster inventory test --from "$scratch/functions.txt" --inventory "$scratch/partial.json" '0000:?/00.0'
warns 'devices may be there: name one by its address'
exits 0 $muster inventory test --watch-list none --from "$scratch/functions.txt" --inventory "$scratch/partial.json" 03:00.0
says '^judged by: device-0000:[?]/00.0'
says '^not by: .*: (vendor|device) is'
$muster check --json --from "$scratch/functions.txt" --inventory "$scratch/partial.json" >"$out"
json 'j["findings"] == []'
python3 - $board >"$scratch/pci.json" <<-'PYTHON'
	import json, sys
	whole = json.load(open(sys.argv[1]))
	whole["devices"] = [device for device in whole["devices"] if device["kind"] == "function"]
	json.dump(whole, sys.stdout)
PYTHON
$muster check --json --watch-list none --from "$scratch/pci.json" --inventory "$scratch/partial.json" >"$out"
json 'j["findings"] == []'
verdict

claim "schema and program take and refuse the same shapes, links and watch-lists"
SHAPE=sha256:0000000000000000000000000000000000000000000000000000000000000000
mkdir "$scratch/good" "$scratch/bad"
texts=0
# agree GOOD TEXT: lint takes it, or not; it is kept for the schema
agree() {
	texts=$((texts + 1))
	[ "$1" = 1 ] && either=$scratch/good/$texts.json || either=$scratch/bad/$texts.json
	echo "$2" | sed "s/@S/$SHAPE/g" >"$either"
	exits $(($1 != 1)) $muster inventory lint --watch-list none "$either"
}
while read -r good rule; do
	agree "$good" "$(printf '{ "schema": "muster-inventory/1", "kind": "model", "name": "n", "match": { "board_name": "b" }, "implicit": { "severity": "notice" }, "rules": [ { "label": "a", %s } ] }' \
		"$rule")"
done <<-'RULES'
	1 "place": "0000:00/01.0", "identity": { "vendor": "8086", "subsystem_vendor": null }
	1 "identity": { "vendor": [ "80*", "[01]234" ] }, "count": { "min": 0 }, "x-why": "for fun"
	1 "place": "0000:00/01.0", "shape": "@S"
	1 "identity": { "vendor": "8086", "shape": [ "@S", null ] }
	1 "identity": { "vendor": "8086" }, "link": { "width": 16, "speed": "32.0 GT/s", "x-note": 1 }
	1 "identity": { "vendor": "8086" }, "presence": "optional", "count": { "max": 4 }
	1 "identity": { "vendor": "8086" }, "presence": "forbidden", "virtual_functions": "allow"
	0 "identity": { "vendor": "808" }
	0 "identity": { "vendor": "0x8086" }
	0 "identity": { "class": "0200" }
	0 "identity": { "revision": "1" }
	0 "shape": "sha256:0"
	0 "shape": []
	0 "shape": "*"
	0 "identity": { "vendor": "8086" }, "link": {}
	0 "identity": { "vendor": "8086" }, "link": { "width": 3 }
	0 "identity": { "vendor": "8086" }, "link": { "width": "8" }
	0 "identity": { "vendor": "8086" }, "link": { "speed": "8 GT/s" }
	0 "identity": { "vendor": "8086" }, "link": { "speed": "8.0 GT/s", "lanes": 3 }
	0 "identity": { "vendor": "8086" }, "presence": "forbidden", "count": 1
	0 "identity": { "vendor": "8086" }, "presence": "forbidden", "link": { "width": 1 }
	0 "identity": { "vendor": "8086" }, "presence": "optional", "count": { "min": 1 }
RULES
while read -r good text; do
	agree "$good" "$text"
done <<-'FILES'
	1 { "schema": "muster-inventory/1", "kind": "watch-list", "name": "n", "rules": [ { "label": "a", "identity": { "vendor": "8086" }, "presence": "forbidden" } ] }
	0 { "schema": "muster-inventory/1", "kind": "watch-list", "name": "n", "rules": [ { "label": "a", "identity": { "vendor": "8086" } } ] }
	0 { "schema": "muster-inventory/1", "kind": "watch-list", "name": "n", "match": {}, "rules": [] }
	0 { "schema": "muster-inventory/1", "kind": "model", "name": "n", "rules": [] }
	0 { "schema": "muster-inventory/1", "kind": "model", "name": "n", "match": { "board_name": "b" }, "rules": [] }
	1 { "schema": "muster-inventory/1", "kind": "model", "name": "n", "match": { "board_name": "b" }, "implicit": { "severity": "notice" }, "watch_list": false, "shapes": {}, "rules": [] }
	0 { "schema": "muster-inventory/1", "kind": "model", "name": "n", "match": { "board_name": "b" }, "implicit": { "severity": "notice" }, "watch_list": 0, "rules": [] }
	0 { "schema": "muster-inventory/1", "kind": "model", "name": "n", "match": { "board_name": "b" }, "implicit": { "severity": "notice" }, "shapes": { "sha256:1": [ "a" ] }, "rules": [] }
	0 { "schema": "muster-inventory/1", "kind": "model", "name": "n", "match": { "board_name": "b" }, "implicit": { "severity": "notice" }, "shapes": { "@S": "a" }, "rules": [] }
	0 { "schema": "muster-inventory/1", "kind": "model", "name": "n", "match": { "board_serial": "b" }, "implicit": { "severity": "notice" }, "rules": [] }
	0 { "schema": "muster-inventory/1", "kind": "model", "name": "n", "extends": "m", "match": { "board_name": "b" }, "implicit": { "severity": "notice" }, "rules": [] }
	0 { "schema": "muster-inventory/1", "kind": "unit", "name": "n", "match": { "board_name": "b" }, "implicit": { "severity": "notice" }, "rules": [] }
FILES
if python3 -c 'import jsonschema' 2>/dev/null; then
	schema=userspace/dist/muster-inventory.schema.json
	exits 0 tests/cli/schema.py follow $schema "$scratch"/good/*
	exits 0 tests/cli/schema.py refuse $schema "$scratch"/bad/*
fi
verdict

claim "a wrong call is exit status 3"
exits 3 $muster inventory
exits 3 $muster inventory learn
exits 3 $muster inventory generate --odd
exits 3 $muster inventory generate --from $board --from $board
verdict

exit $failed
