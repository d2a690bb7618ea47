#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Memory modules as firmware tells of them, and what buses are for: in trees, files and dumps.
. tests/cli/lib.sh

# A machine's tree with two modules and an empty slot in the table of its firmware.
tree=$scratch/tree
mkdir -p "$tree/sys/bus/pci/devices" "$tree/sys/firmware/dmi/tables" "$tree/proc"
{
	tests/fixtures/make-memory smbios handle=1100 locator=DIMM_A1 serial=0A0B0C01 part=EXAMPLE-1 maker=Samsung
	tests/fixtures/make-memory smbios handle=1101 locator=DIMM_B1 serial=0A0B0C02 part=EXAMPLE-1 size=131072
	tests/fixtures/make-memory smbios handle=1102 locator=DIMM_C1 type=none
	printf '\177\004\376\377\0\0'
} >"$tree/sys/firmware/dmi/tables/DMI"

# add_spd SNAPSHOT PLACE SERIAL SIZE: the snapshot, on standard output, with one more client
add_spd() {
	python3 - "$@" <<-'PYTHON'
		import json, sys
		snapshot = json.load(open(sys.argv[1]))
		snapshot["devices"].append({"bus": "i2c", "kind": "client", "place": sys.argv[2],
			"name": "ee1004", "firmware_path": None, "spd": {"type": "DDR4", "part": "EXAMPLE-1",
			"serial": sys.argv[3], "size_mib": int(sys.argv[4]), "ranks": 1}})
		json.dump(snapshot, sys.stdout)
	PYTHON
}

claim "a tree tells what firmware found"
exits 0 $muster list --json --from "$tree"
json '[m.get("locator") for m in j["memory"]] == ["DIMM_A1", "DIMM_B1", "DIMM_C1"]'
json 'j["memory"][1]["size_mib"] == 131072 and j["memory"][0]["serial"] == "0A0B0C01"'
json 'j["memory"][2]["empty"] is True and j["memory"][0]["type"] == "DDR4"'
cp "$out" "$scratch/board.json"
verdict

claim "where there is no table nothing is known"
rm "$tree/sys/firmware/dmi/tables/DMI"
exits 0 $muster list --json --from "$tree"
json '"memory" not in j'
verdict

claim "what is saved reads back"
exits 0 $muster list --json --from "$scratch/board.json"
json 'len(j["memory"]) == 3 and j["memory"][1]["size_mib"] == 131072'
verdict

claim "memory that is none is refused, by its file"
echo '{"schema":"muster-snapshot/1","memory":[{"size_mib":-4}],"devices":[]}' >"$scratch/bad.json"
exits 4 $muster list --from "$scratch/bad.json"
warns 'bad.json.*memory'
verdict

claim "a module that agrees is silent, with what is not seen written down"
add_spd "$scratch/board.json" 0000:00/1f.4/i2c/50 0a0b0c01 16384 >"$scratch/one.json"
exits 0 $muster inventory generate --from "$scratch/one.json" -o "$scratch/inventory.json"
exits 0 cat "$scratch/inventory.json"
says '"memory": \{ *"without_spd": 1 *\}'
exits 0 $muster check --from "$scratch/one.json" --inventory "$scratch/inventory.json"
verdict

claim "one that says twice its size is critical"
add_spd "$scratch/board.json" 0000:00/1f.4/i2c/50 0a0b0c01 32768 >"$scratch/twice.json"
exits 1 $muster check --json --from "$scratch/twice.json" --inventory "$scratch/inventory.json"
json '[f for f in j["findings"] if f.get("field") == "memory.size_mib" and f.get("expected") == "16384" and
	f.get("seen") == "32768" and f["severity"] == "critical" and f["class"] == "changed"]'
verdict

claim "one that firmware does not know is told"
add_spd "$scratch/one.json" 0000:00/1f.4/i2c/51 0a0b0c02 131072 >"$scratch/two.json"
add_spd "$scratch/two.json" 0000:00/1f.4/i2c/52 0a0b0c09 16384 >"$scratch/three.json"
exits 1 $muster check --json --from "$scratch/three.json" --inventory "$scratch/inventory.json"
json '[f for f in j["findings"] if f.get("field") == "memory.module" and f["place"].endswith("/52")]'
verdict

claim "serials of modules are redacted"
exits 0 $muster dump --redact --from "$scratch/one.json" -o "$scratch/dump.tar.gz"
exits 0 sh -c "gzip -dc '$scratch/dump.tar.gz' | tr -d '\000'"
silent_on '0A0B0C0[12]|0a0b0c0[12]'
says 'DIMM_A1'
verdict

claim "what buses are for is told, in files of older programs as well"
exits 0 $muster list --json --from $fixtures/server.json
json '[d["type"] for d in j["devices"] if d["kind"] == "adapter"][0] == "smbus host"'
verdict

exit $failed
