#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What may become of memory modules and FRU memories, and what must be found: a table
# of each scenario, its finding, and the false findings (none).
. tests/cli/lib.sh

table=$scratch/table
twins=$scratch/twins
mkdir "$twins"
python3 tests/cli/modules.py make "$twins" "${MUSTER_CORPUS:-../shared/corpus}" || exit 1

# By model, to the piece, by a list of parts and sizes, and by two sources.
$muster inventory generate --from "$twins/base.json" >"$scratch/model.json" 2>/dev/null || exit 1
$muster inventory generate --strict --from "$twins/base.json" >"$scratch/strict.json" 2>/dev/null || exit 1
python3 - "$scratch" <<-'PYTHON' || exit 1
	import json, sys
	model = json.load(open(sys.argv[1] + "/model.json"))
	modules = [r for r in model["rules"] if "spd" in r.get("identity", {}) and "/1f.4/" in r["place"]]
	part = modules[0]["identity"]["spd"]
	model["rules"] = [r for r in model["rules"] if r not in modules] + [{
	    "label": "modules", "place": "0000:00/1f.4/i2c/5*", "count": len(modules),
	    "identity": {"spd": {"part": [part["part"], "X1"], "size_mib": part["size_mib"]}}}]
	json.dump(model, open(sys.argv[1] + "/list.json", "w"))
PYTHON
cp "$scratch/model.json" "$scratch/sources.json"

# ids NAME INVENTORY: of the findings
ids() {
	$muster check --json --from "$twins/$1.json" --watch-list none --inventory "$2" |
		python3 -c 'import json, sys; print(*[f["id"] for f in json.load(sys.stdin)["findings"]])'
}

claim "a DIMM of another maker is accepted: one identity more, and its shape"
# shellcheck disable=SC2046 # each is a word
exits 0 $muster inventory accept --yes --by test --keys none --from "$twins/source.json" \
	--inventory "$scratch/sources.json" $(ids source "$scratch/sources.json")
cp "$scratch/sources.json" "$scratch/twice.json"
exits 0 $muster check --from "$twins/base.json" --watch-list none --inventory "$scratch/twice.json"
verdict

while IFS='	' read -r name inventory title; do
	claim "$title"
	$muster check --json --from "$twins/$name.json" --watch-list none \
		--inventory "$scratch/$inventory.json" >"$scratch/check.json" 2>"$err" </dev/null
	python3 tests/cli/modules.py judge "$name" <"$scratch/check.json" >"$out" 2>>"$err" ||
		blame "not what was expected: $(tr '\n' ' ' <"$out")"
	head -n 1 "$out" >>"$table"
	verdict
done <<LIST
$(python3 tests/cli/modules.py list)
LIST

claim "BadRAM is told in plain words, with the byte and both values"
$muster check --from "$twins/badram.json" --watch-list none --inventory "$scratch/model.json" >"$out"
says 'register +byte 4 '
says 'byte 4 \(.*\) is 0x.. instead of 0x.. \(and 1 more\)'
says 'lets two addresses share one cell.*BadRAM, CVE-2024-21944'
verdict

claim "diff tells the byte, the field, the piece, and nothing else"
exits 1 $muster diff "$twins/base.json" "$twins/badram.json"
says 'spd.shape: byte 4 \(.*\): 0x.. -> 0x..'
says 'spd.size_mib: [0-9]+ -> [0-9]+'
exits 1 $muster diff "$twins/base.json" "$twins/profile.json"
says 'contents digest: byte 190h \(and 2 more\): .. -> 58'
exits 1 $muster diff "$twins/base.json" "$twins/piece.json"
says 'spd.serial: 39c1f0a1 -> 11223344'
says '1 changed'
exits 1 $muster diff "$twins/base.json" "$twins/swapped.json"
says '1 pair swapped'
exits 1 $muster diff "$twins/base.json" "$twins/source.json"
says '1 arrived, 1 gone'
exits 0 $muster diff "$twins/base.json" "$twins/kernel.json"
verdict

claim "findings and what was learned follow their schemas"
if python3 -c 'import jsonschema' 2>/dev/null; then
	exits 0 tests/cli/schema.py follow userspace/dist/muster-inventory.schema.json \
		"$scratch/model.json" "$scratch/strict.json" "$scratch/list.json" "$scratch/sources.json"
fi
verdict

sed 's/^/# /' "$table" | (echo "# scenario | finding | false findings" && cat)
exit $failed
