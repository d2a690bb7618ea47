#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# muster probe without a bus: what a dry run says, what is refused, and what check, list, diff and
# accept make of what a probe found. What it does to a bus is in tests/qemu/scenarios/probe-*.
. tests/cli/lib.sh

# A host with a memory that is declared and something that answered, a mux, a display's bus.
cat >"$scratch/board.json" <<'JSON'
{"schema":"muster-snapshot/1","source":{"kind":"sysfs"},"hostname":"h","time":1763790000000000000,
"board":{"board_vendor":"Example","board_name":"B"},"boot_id":"b1","devices":[
{"bus":"pci","kind":"function","place":"0000:00/1f.3","address":"0000:00:1f.3","vendor":"8086","device":"a323","class":"0c0500","driver":"i801_smbus","reading":"ok"},
{"bus":"i2c","kind":"adapter","place":"0000:00/1f.3/i2c","address":"i2c-0","name":"SMBus I801","number":0,"functionality":"1fff0008","mux_channel":false,"probed":"read byte 51-5f"},
{"bus":"i2c","kind":"client","place":"0000:00/1f.3/i2c/50","address":"0-0050","name":"24c02","driver":null,"firmware_path":null},
{"bus":"i2c","kind":"client","place":"0000:00/1f.3/i2c/70","address":"0-0070","name":"pca9548","driver":"pca954x","firmware_path":null},
{"bus":"i2c","kind":"answering","place":"0000:00/1f.3/i2c/52","address":"0-0052","probed":"read byte"},
{"bus":"i2c","kind":"adapter","place":"0000:00/1f.3/i2c/ch0","address":"i2c-1","name":"i2c-0-mux (chan_id 0)","number":1,"mux_channel":true,"probed":null},
{"bus":"i2c","kind":"client","place":"0000:00/1f.3/i2c/ch0/5a","address":"1-005a","name":"24c02","driver":null,"firmware_path":null},
{"bus":"pci","kind":"function","place":"0000:00/02.0","address":"0000:00:02.0","vendor":"8086","device":"3e92","class":"030000","driver":"i915","reading":"ok"},
{"bus":"i2c","kind":"adapter","place":"0000:00/02.0/i2c","address":"i2c-2","name":"ddc","number":2,"functionality":"00010000","mux_channel":false,"probed":null}
]}
JSON
board=$scratch/board.json
: >"$scratch/empty.conf"

probe() {
	wanted=$1
	shift
	exits "$wanted" $muster probe --config "$scratch/empty.conf" "$@"
}

claim "a dry run says what would be asked, and what not, and why"
probe 0 --dry-run --from "$board"
says '^0000:00/1f.3/i2c \(i2c-0, SMBus I801\)$'
says '^  would be asked by read byte: 51-59,5b-5f$'
says '^  left alone, reserved: 00-08,28,78-7f$'
says '^  left alone, being asked is a command there: 0c,30-37$'
says '^  left alone, with a client: 50,5a,70$'
says '^  left alone, denied by probe_deny: 10,61,69$'
says '^  left alone, only with --quick: 09-0b,0d-0f,'
says '^  14 transactions$'
says '^0000:00/1f.3/i2c/ch0: left alone: a channel of a mux'
says '^0000:00/02.0/i2c: left alone: not of an SMBus host'
silent_on 'quick write'
verdict

claim "with --quick the rest is asked, too, and nothing else than that"
probe 0 --dry-run --quick --from "$board"
says '^  would be asked by quick write: 09-0b,0d-0f,11-27,29-2f,38-4f,60,62-68,6a-6f,71-77$'
silent_on 'only with --quick'
verdict

claim "in JSON every address is told once"
probe 0 --dry-run --json --from "$board"
json 'j["schema"] == "muster-probe/1" and j["dry_run"] is True and j["quick"] is False'
json '[a["place"] for a in j["adapters"]] == ["0000:00/1f.3/i2c"]'
json '[x["address"] for x in j["adapters"][0]["addresses"]] == ["%02x" % i for i in range(128)]'
json 'sum(x["transactions"] for x in j["adapters"][0]["addresses"]) == j["adapters"][0]["transactions"] == 0'
json 'j["adapters"][0]["planned"] == sum("skipped" not in x for x in j["adapters"][0]["addresses"]) == 14'
json '{x["reason"] for x in j["left_alone"]} == {"mux channel", "no smbus host"}'
verdict

claim "an adapter is asked if it is named, by place or address, and only what it can"
probe 0 --dry-run --from "$board" --adapter 0000:00/02.0/i2c --adapter i2c-1 --quick
says '^0000:00/02.0/i2c \(i2c-2, ddc\)$'
says "^  left alone, beyond what the adapter can do: 50-5f$"
says '^0000:00/1f.3/i2c/ch0 \(i2c-1'
silent_on '^0000:00/1f.3/i2c \('
probe 3 --dry-run --from "$board" --adapter 0000:00/1f.4/i2c
warns '0000:00/1f.4/i2c: no such adapter; "muster list"'
verdict

claim "the deny-list bars addresses, adapters and single addresses"
echo 'probe_deny = 51, 0x60-67, 0000:00/1f.3/i2c/53' >"$scratch/deny.conf"
exits 0 $muster probe --dry-run --quick --from "$board" --config "$scratch/deny.conf"
says '^  left alone, denied by probe_deny: 51,53,60-67$'
echo 'probe_deny = **/1f.3/**' >"$scratch/deny.conf"
exits 2 $muster probe --dry-run --from "$board" --config "$scratch/deny.conf"
says '^0000:00/1f.3/i2c: left alone: probe_deny in musterd.conf bars it$'
warns 'no adapter that may be probed unless --adapter names it'
exits 2 $muster probe --dry-run --from "$board" --config "$scratch/deny.conf" --adapter i2c-0
verdict

claim "a deny-list that is wrong is an error, not a wider probe"
echo 'probe_deny = 51; 60' >"$scratch/deny.conf"
exits 4 $muster probe --dry-run --from "$board" --config "$scratch/deny.conf"
warns 'deny.conf:1: probe_deny wants a list of addresses'
exits 4 $muster probe --dry-run --from "$board" --config "$scratch/nowhere"
warns 'nowhere: No such file'
verdict

claim "a client of unknown address without a driver keeps its bus from being asked"
sed 's|i2c/50","address":"0-0050"|i2c/?","address":"i2c-IPI0001:00"|' "$board" >"$scratch/nameless.json"
probe 2 --dry-run --from "$scratch/nameless.json"
says '^0000:00/1f.3/i2c: left alone: a client without a driver is there whose address'
sed -i 's|"24c02","driver":null|"24c02","driver":"ipmi_ssif"|' "$scratch/nameless.json"
probe 0 --dry-run --from "$scratch/nameless.json"
verdict

claim "a file cannot be asked"
probe 3 --from "$board"
warns '--from and --root go with --dry-run only'
probe 3 now
probe 3 --adapter
verdict

claim "what answered is listed, shown and learned"
exits 0 $muster list --no-names --from "$board"
says '^0-0052 +0000:00/1f.3/i2c/52 +Answers a probe, declared by nobody$'
exits 0 $muster list -t --no-names --from "$board"
says '52 +answers a probe, declared by nobody$'
exits 0 $muster show --no-names --from "$board" i2c-0
says '^  probed +read byte 51-5f$'
exits 0 $muster inventory generate --from "$board" --watch-list none
cp "$out" "$scratch/i.json"
says '"place": "0000:00/1f.3/i2c/52", "kind": "answering"'
exits 0 $muster check --from "$board" --inventory "$scratch/i.json" --watch-list none
verdict

claim "one that no rule knows is unexpected, one that nobody asked cannot be told, one that went is missing"
python3 - "$scratch" <<'PYTHON'
import json, sys
where = sys.argv[1]
board = json.load(open(where + "/board.json"))
rules = {"schema": "muster-inventory/1", "kind": "model", "name": "B", "match": {},
         "implicit": {"severity": "critical"}, "rules": [
             {"label": "rest", "place": "**", "kind": kind, "presence": "optional"}
             for kind in ("function", "adapter", "client")]}
for i, rule in enumerate(rules["rules"]):
    rule["label"] += str(i)
def write(name, value):
    json.dump(value, open(f"{where}/{name}.json", "w"))
write("none", rules)
rules["rules"].insert(0, {"label": "known", "place": "0000:00/1f.3/i2c/53", "kind": "answering"})
write("asked", rules)
rules["rules"][0]["place"] = "0000:00/1f.3/i2c/60"
write("unasked", rules)
board["devices"] = [d for d in board["devices"] if d["kind"] != "answering"]
write("gone", board)
PYTHON
exits 1 $muster check --json --from "$board" --inventory "$scratch/none.json" --watch-list none
json '[(f["class"], f["severity"], f["place"], f["device"]["kind"]) for f in j["findings"]] == [("unexpected", "critical", "0000:00/1f.3/i2c/52", "answering")]'
exits 1 $muster check --json --from "$scratch/gone.json" --inventory "$scratch/asked.json" --watch-list none
json '[(f["class"], f["place"]) for f in j["findings"]] == [("missing", "0000:00/1f.3/i2c/53")]'
exits 2 $muster check --json --from "$scratch/gone.json" --inventory "$scratch/unasked.json" --watch-list none
json '[(u["place"], u["rule"], u["fields"]) for u in j["unverified"]] == [("0000:00/1f.3/i2c", "known", ["probed"])]'
verdict

claim "what answers is a difference where the other side was asked, and unseen where it was not"
exits 1 $muster diff --no-names "$scratch/gone.json" "$board"
says '^\+ 0000:00/1f.3/i2c/52  Answers a probe'
sed 's/"probed": "read byte 51-5f"/"probed": null/' "$scratch/gone.json" >"$scratch/unasked.snapshot"
exits 0 $muster diff --no-names "$scratch/unasked.snapshot" "$board"
exits 0 $muster diff --no-names "$board" "$scratch/unasked.snapshot"
verdict

claim "it can be accepted"
exits 0 $muster inventory accept --from "$board" --inventory "$scratch/none.json" --watch-list none --yes all
exits 0 $muster check --from "$board" --inventory "$scratch/none.json" --watch-list none
verdict

if python3 -c 'import jsonschema' 2>/dev/null; then
	claim "a snapshot with what answered follows its schema"
	exits 0 python3 - "$board" <<-'PYTHON'
		import json, sys, jsonschema
		schema = json.load(open("userspace/dist/muster-snapshot.schema.json"))
		jsonschema.validate(json.load(open(sys.argv[1])), schema)
	PYTHON
	verdict
fi
exit $failed
