#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What a user will try, and what must be found: a table of each scenario, its
# finding, and the false findings (none).
. tests/cli/lib.sh

watch=userspace/dist/watch-list.json
table=$scratch/table
twins=$scratch/twins
mkdir "$twins"
python3 tests/cli/scenarios.py make "$twins" || exit 1

# By model, to the serial, with speeds asked for, with DIMMs required.
$muster inventory generate --from "$twins/base.json" >"$scratch/model.json" 2>/dev/null || exit 1
$muster inventory generate --strict --from "$twins/base.json" >"$scratch/strict.json" 2>/dev/null || exit 1
sed 's/"link": { "width": 8 }/"link": { "width": 8, "speed": "8.0 GT\/s" }/' \
	"$scratch/strict.json" >"$scratch/speed.json"
sed '/i2c\/5[01]"/,/presence/s/"optional"/"required"/' "$scratch/strict.json" >"$scratch/dimms.json"

while IFS='	' read -r name inventory title; do
	claim "$title"
	$muster check --json --from "$twins/$name.json" --watch-list $watch \
		--inventory "$scratch/$inventory.json" >"$scratch/check.json" 2>"$err" </dev/null
	python3 tests/cli/scenarios.py judge "$name" <"$scratch/check.json" >"$out" 2>>"$err" ||
		blame "not what was expected: $(head -n 1 "$out")"
	head -n 1 "$out" >>"$table"
	verdict
done <<LIST
$(python3 tests/cli/scenarios.py list)
LIST

claim "findings of one event are one alert"
for name in swapped twice riser root; do
	$muster check --json --from "$twins/$name.json" --watch-list $watch \
		--inventory "$scratch/strict.json" >"$out" 2>"$err" </dev/null
	json 'len({f["group"] for f in j["findings"]}) == 1'
done
verdict

claim "every finding says which inventory it comes from, what it means and what to do"
for name in fpga serial swapped function width riser; do
	$muster check --json --from "$twins/$name.json" --watch-list $watch \
		--inventory "$scratch/strict.json" >"$out" 2>"$err" </dev/null
	json 'all(len(f["inventory"]["digest"]) == 71 and f["advice"] and f["message"] for f in j["findings"])'
done
verdict

claim "a finding of the watch-list names the watch-list"
$muster check --json --from "$twins/fpga.json" --watch-list $watch \
	--inventory "$scratch/strict.json" >"$out" 2>"$err" </dev/null
json 'j["findings"][0]["inventory"]["path"].endswith("watch-list.json")'
verdict

claim "a link at half its width names its register and both values"
$muster check --json --from "$twins/width.json" --watch-list none \
	--inventory "$scratch/strict.json" >"$out" 2>"$err" </dev/null
json '[(f["expected"], f["seen"]) for f in j["findings"]] == [("8", "4")]'
json 'j["findings"][0]["register"] == "capability 10 (PCI Express), offset 12h"'
verdict

# A real function in which one bit of the Link Capabilities is another.
corpus=${MUSTER_CORPUS:-../shared/corpus}
if [ -e "$corpus/config-space/cap-dev3" ]; then
	claim "another shape names its register and both values"
	sed '/^70: /s/ 43 c8 45 00/ 83 c8 45 00/' "$corpus/config-space/cap-dev3" >"$scratch/bit.txt"
	$muster import --force "$corpus/config-space/cap-dev3" -o "$scratch/machine.json" >"$out" 2>"$err"
	$muster import --force "$scratch/bit.txt" -o "$scratch/short.json" >"$out" 2>"$err"
	$muster inventory generate --strict --from "$scratch/machine.json" >"$scratch/learned.json" 2>"$err"
	$muster check --json --from "$scratch/short.json" --watch-list none \
		--inventory "$scratch/learned.json" >"$out" 2>"$err"
	json '[(f["class"], f["field"]) for f in j["findings"]] == [("changed", "shape")]'
	json 'j["findings"][0]["register"] == "capability 10 (PCI Express) at 70h, offset 0ch (Link Capabilities)"'
	json '"0x00440843" in j["findings"][0]["message"] and "0x00440883" in j["findings"][0]["message"]'
	verdict
fi

# Real machines against what was learned of them, from every source that is there.
for file in "$corpus"/config-space/* "$corpus"/sysfs/*; do
	[ -e "$file" ] || continue
	$muster import --force "$file" -o "$scratch/machine.json" >/dev/null 2>&1 || continue
	claim "nothing of ${file##*/} against what was learned of it"
	for strict in "" --strict; do
		$muster inventory generate $strict --from "$scratch/machine.json" \
			>"$scratch/learned.json" 2>"$err"
		$muster check --json --from "$scratch/machine.json" --watch-list none \
			--inventory "$scratch/learned.json" >"$out" 2>>"$err"
		json 'not j["findings"] and not j["unverified"]'
	done
	verdict
done

# The first 64 bytes of each function alone, as lspci -x shows them to anybody.
for file in "$corpus"/config-space/*; do
	[ -e "$file" ] || continue
	grep -Ev '^([4-9a-f]0|[1-9a-f][0-9a-f]0): |^[[:space:]]' "$file" >"$scratch/short.txt"
	$muster import --force "$file" -o "$scratch/machine.json" >/dev/null 2>&1 || continue
	$muster import --force "$scratch/short.txt" -o "$scratch/short.json" >/dev/null 2>&1 || continue
	claim "nothing of the first 64 bytes of ${file##*/} against all of it, nor the other way round"
	for pair in machine:short short:machine; do
		$muster inventory generate --strict --from "$scratch/${pair%:*}.json" \
			>"$scratch/learned.json" 2>"$err"
		$muster check --json --from "$scratch/${pair#*:}.json" --watch-list none \
			--inventory "$scratch/learned.json" >"$out" 2>>"$err"
		json 'not j["findings"]'
	done
	verdict
done

# Whole machines, and the same as text without any bytes: which bus is behind which
# bridge is then not known.
for file in "$corpus"/config-space/tree-* "$corpus"/sysfs/*; do
	[ -e "$file" ] || continue
	$muster import --force "$file" -o "$scratch/machine.json" >/dev/null 2>&1 || continue
	python3 tests/cli/scenarios.py nn <"$scratch/machine.json" >"$scratch/text.txt" || continue
	claim "nothing of ${file##*/} as text without bytes against all of it, nor the other way round"
	$muster import --force "$scratch/text.txt" -o "$scratch/short.json" >"$out" 2>"$err"
	for pair in machine:short short:machine; do
		$muster inventory generate --from "$scratch/${pair%:*}.json" \
			>"$scratch/learned.json" 2>"$err"
		$muster check --json --from "$scratch/${pair#*:}.json" --watch-list none \
			--inventory "$scratch/learned.json" >"$out" 2>>"$err"
		json 'not j["findings"]'
	done
	verdict
done

echo "# scenario | finding | false findings"
sed 's/^/# /' "$table"
# Time is not a file: these two are shown by tests/unit/standing.c and, in a guest,
# by tests/qemu/scenarios/findings-short-stay.sh and findings-reboot.sh.
echo "# a device that came for 200 ms | unexpected, raised and then cleared | none"
echo "# a reboot | none | none"
exit $failed
