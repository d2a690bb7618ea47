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
exits 0 $muster inventory test --json --from $board --inventory "$scratch/rules.json" i2c-0
json 'j["rule"] is None and j["findings"] == []'
exits 4 $muster inventory test --from $board --inventory "$scratch/rules.json" 0000:77:00.0
mkdir "$scratch/none"
exits 2 $muster inventory test --from $board --inventory "$scratch/none" 0000:01:00.0
verdict

claim "a wrong call is exit status 3"
exits 3 $muster inventory
exits 3 $muster inventory learn
exits 3 $muster inventory generate --odd
exits 3 $muster inventory generate --from $board --from $board
verdict

exit $failed
