#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# muster inventory accept: findings that are right, and what the file learns of them.
. tests/cli/lib.sh

board=$fixtures/server.json
file=$scratch/board.json
other=$scratch/other.json
accept="$muster inventory accept --watch-list none"
check="$muster check --watch-list none"
$muster inventory generate --strict --from $board -o "$file" 2>/dev/null
sed 's/"rules": \[/"rules": [ \/\/ a remark/' "$file" >"$scratch/first.json"
cp "$scratch/first.json" "$file"
# A disk gone, a card of another revision, a card with another serial.
sed -e '/"0000:00\/1b.0\/00.0"/d' -e 's/"revision": "41"/"revision": "77"/' \
	-e 's/00-1b-21-ff-ff-3c-4d-6f/00-1b-21-ff-ff-3c-4d-7f/' $board >"$other"

# id CLASS [FIELD]: of the finding of $other
id() {
	$check --json --from "$other" --inventory "$file" 2>/dev/null |
		python3 -c 'import json,sys
for f in json.load(sys.stdin)["findings"]:
    if f["class"] == sys.argv[1] and sys.argv[2] in ("", f.get("field")): print(f["id"])' "$1" "${2-}"
}

claim "a dry run shows the change of each finding and writes nothing"
exits 0 $accept --dry-run --from "$other" --inventory "$file" all
says '^changed [0-9a-f]{12}: .* has revision 77'
says '^  \+ .*"revision": \[ "41", "77" \]'
says '^  \+ .*"serial": \[ "00-1b-21-ff-ff-3c-4d-6f", "00-1b-21-ff-ff-3c-4d-7f" \]'
says '^  \+ .*"presence": "optional"'
cmp -s "$file" "$scratch/first.json" || blame "it wrote"
verdict

claim "without a terminal and without --yes nothing is written"
exits 2 $accept --from "$other" --inventory "$file" all
warns '--yes'
cmp -s "$file" "$scratch/first.json" || blame "it wrote"
verdict

claim "one finding by the beginning of its id; the others stay"
one=$(id changed revision)
exits 0 $accept --yes --by "Ada L." --why "new stepping" --from "$other" --inventory "$file" "$(printf %.10s "$one")"
exits 1 $check --json --from "$other" --inventory "$file"
json 'sorted(f["class"] for f in j["findings"]) == ["changed", "missing"]'
grep -q "\"id\": \"$one\".*\"by\": \"Ada L.\", \"why\": \"new stepping\"" "$file" || blame "nobody answers for it"
grep -q '// a remark' "$file" || blame "the comment is gone"
[ "$(diff "$scratch/first.json" "$file" | grep -c '^<')" = 2 ] || blame "more lines changed than one rule and provenance"
verdict

claim "all; the machine passes then, and so does the one that taught"
exits 0 $accept --yes --from "$other" --inventory "$file" all
exits 0 $check --from "$other" --inventory "$file"
exits 0 $check --from $board --inventory "$file"
exits 0 $muster inventory lint --watch-list none "$file"
exits 0 $accept --from "$other" --inventory "$file" all
warns 'nothing to accept'
verdict

claim "a change without a name makes a reviewed inventory unreviewed, one with a name does not"
cp "$scratch/first.json" "$file"
exits 0 $muster inventory review --by Bob "$file"
exits 0 $accept --yes --by Ada --from "$other" --inventory "$file" "$(id missing)"
exits 1 $check --from "$other" --inventory "$file"
silent_on 'not reviewed'
exits 0 $accept --yes --from "$other" --inventory "$file" all
exits 0 $check --from "$other" --inventory "$file"
says 'not reviewed'
verdict

claim "a stranger gets a rule, as generate would write it"
cp "$scratch/first.json" "$file"
sed 's#^{"bus": "pci", "kind": "function", "place": "0000:00/1f.4"#{"bus": "pci", "kind": "function", "place": "0000:00/1e.0", "address": "0000:00:1e.0", "vendor": "10ec", "device": "8168", "subsystem_vendor": null, "subsystem_device": null, "class": "020000", "revision": "0a", "serial": null, "driver": null, "virtual": false, "reading": "ok"},\n&#' \
	$board >"$other"
exits 0 $accept --json --yes --from "$other" --inventory "$file" all
json 'j["schema"] == "muster-accept/1" and j["written"] and [c["class"] for c in j["changes"]] == ["unexpected"]'
exits 0 $check --from "$other" --inventory "$file"
grep -q '"label": "ethernet-1e.0", "place": "0000:00/1e.0"' "$file" || blame "no such rule"
verdict

claim "findings from a file, without the machine"
cp "$scratch/first.json" "$file"
$check --json --from "$other" --inventory "$file" >"$scratch/check.json" 2>/dev/null
python3 -c 'import json,sys
for f in json.load(open(sys.argv[1]))["findings"]: print(json.dumps(f))' "$scratch/check.json" >"$scratch/findings.jsonl"
for findings in check.json findings.jsonl; do
	cp "$scratch/first.json" "$file"
	exits 0 $accept --yes --findings "$scratch/$findings" --inventory "$file" all
	exits 0 $check --from "$other" --inventory "$file"
done
verdict

claim "what a rule forbids needs --force; the ban gives way to a rule for this part alone"
sed 's#"rules": \[#"rules": [ { "label": "no realtek", "identity": { "vendor": "10ec" }, "presence": "forbidden" },#' \
	"$scratch/first.json" >"$file"
exits 4 $accept --yes --from "$other" --inventory "$file" "$(id forbidden)"
warns 'a rule forbids it; --force'
exits 0 $accept --yes --from "$other" --inventory "$file" all
warns 'is not accepted: a rule forbids it'
exits 0 $accept --yes --force --from "$other" --inventory "$file" all
exits 0 $check --from "$other" --inventory "$file"
grep -q '"x-instead-of": { "label": "no realtek"' "$file" || blame "what was forbidden is not kept"
verdict

claim "so does the watch-list's ban"
cat >"$scratch/watch.json" <<-'WATCH'
	{ "schema": "muster-inventory/1", "kind": "watch-list", "name": "w", "rules": [
	  { "label": "watched", "identity": { "vendor": "10ec" }, "presence": "forbidden", "x-source": "here" } ] }
WATCH
cp "$scratch/first.json" "$file"
exits 1 $muster check --json --watch-list "$scratch/watch.json" --from "$other" --inventory "$file"
json '[f["class"] for f in j["findings"]] == ["forbidden"]'
exits 0 $muster inventory accept --watch-list "$scratch/watch.json" --force --yes --from "$other" --inventory "$file" all
exits 0 $muster check --watch-list "$scratch/watch.json" --from "$other" --inventory "$file"
verdict

claim "a signed inventory is not changed unless it is signed anew"
cp "$scratch/first.json" "$file"
printf -- '-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n' \
	MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g >"$scratch/one.pem"
chmod 600 "$scratch/one.pem"
mkdir "$scratch/keys"
printf -- '-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n' \
	MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= >"$scratch/keys/one.pem"
exits 0 $muster inventory sign --key "$scratch/one.pem" "$file"
exits 4 $accept --yes --keys "$scratch/keys" --from "$other" --inventory "$file" all
warns 'is signed'
cmp -s "$file" "$scratch/first.json" || blame "it wrote"
exits 0 $accept --yes --keys "$scratch/keys" --from "$other" --inventory "$file" -o "$scratch/draft.json" all
exits 0 $accept --yes --keys "$scratch/keys" --key "$scratch/one.pem" --from "$other" --inventory "$file" all
exits 0 $check --keys "$scratch/keys" --from "$other" --inventory "$file"
cmp -s "$file" "$scratch/first.json" && blame "nothing was written"
verdict

claim "a wrong call, and ids that are none"
exits 3 $muster inventory accept
exits 4 $accept --from "$other" --inventory "$scratch/first.json" 0123
warns 'no such finding'
exits 4 $accept --findings "$scratch/nowhere" --inventory "$file" all
verdict

exit $failed
