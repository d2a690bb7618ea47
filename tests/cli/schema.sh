#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The published schemas and the program agree. Needs python3-jsonschema; without
# it nothing is claimed.
. tests/cli/lib.sh

if ! python3 -c 'import jsonschema' 2>/dev/null; then
	echo "ok # skipped: python3-jsonschema is not installed"
	exit 0
fi

# follows SCHEMA FILE..., refuses SCHEMA FILE...: claim that all of them do, that none of them does
follows() {
	schema=userspace/dist/$1.schema.json
	shift
	exits 0 tests/cli/schema.py follow "$schema" "$@"
}

refuses() {
	schema=userspace/dist/$1.schema.json
	shift
	exits 0 tests/cli/schema.py refuse "$schema" "$@"
}

# another NAME: set $document to a file of its own, below the scratch directory
documents=0
another() {
	documents=$((documents + 1))
	mkdir -p "$scratch/$1"
	document=$scratch/$1/$documents.json
}

claim "a generated inventory follows its schema"
for strict in "" --strict; do
	$muster inventory generate $strict --from $fixtures/server.json >"$scratch/i.json" 2>/dev/null
	another inventory
	cp "$scratch/i.json" "$document"
done
follows muster-inventory "$scratch"/inventory/*
verdict

claim "findings follow their schema"
sed '/0000:03:00.0/d;s/3c-4d-5e/3c-4d-77/;s/1a03:2000/1a03:2001/;s/"0-0050"/"0-0051"/' \
	$fixtures/server.json >"$scratch/other.json"
$muster check --json --from "$scratch/other.json" --inventory "$scratch/i.json" >"$scratch/check.json"
python3 -c 'import json,sys; [json.dump(f, open("%s/finding%d" % (sys.argv[1], i), "w"))
for i, f in enumerate(json.load(open(sys.argv[1] + "/check.json"))["findings"])]' "$scratch"
[ -e "$scratch/finding1" ] || blame "too few findings"
follows muster-finding "$scratch"/finding*
# as the daemon writes it
flapping='"state": "flapping", "count": 3, "first": "2026-11-22T09:00:02.000000001Z", "last": null'
sed "s/\"state\": \"raised\"/$flapping/" "$scratch/finding0" >"$scratch/flapping"
grep -q flapping "$scratch/flapping" || blame "nothing flaps"
follows muster-finding "$scratch/flapping"
sed -i 's/"count": 3/"count": 1/' "$scratch/flapping"
refuses muster-finding "$scratch/flapping"
verdict

claim "a snapshot follows its schema, whatever it was made from"
$muster list --json --from $fixtures/server.json >"$scratch/list.json"
$muster show --json --from $fixtures/server.json '**' >"$scratch/show.json"
follows muster-snapshot $fixtures/server.json "$scratch/list.json" "$scratch/show.json"
! $muster help | grep -q '^  import ' || corpus=${MUSTER_CORPUS:-../shared/corpus}
for kind in ddr3 ddr4 ddr5; do
	python3 $fixtures/make-memory $kind >"$scratch/$kind.bin"
done
python3 $fixtures/make-memory fru board-maker=Example >"$scratch/fru.bin"
for file in "$scratch"/*.bin "${corpus-}"/config-space/* "${corpus-}"/sysfs/* "${corpus-}"/i2c/* \
	"${corpus-}"/spd/* "${corpus-}"/fru/*; do
	[ -e "$file" ] || continue
	another snapshot
	exits 0 sh -c '"$0" list --json --from "$1" >"$2"' "$muster" "$file" "$document"
	another snapshot
	exits 0 $muster import "$file" -o "$document"
done
follows muster-snapshot "$scratch"/snapshot/*
verdict

claim "a diff follows its schema"
sed 's,0000:00/01.1/00.0,0000:00/01.2/00.0,;s/X11SCZ-F/X12/;s/"6.1.0/"6.12/;s/"serial": "[^"]*3c-4d-5e", //' \
	"$scratch/other.json" >"$scratch/third.json"
$muster diff --json $fixtures/server.json "$scratch/third.json" >"$scratch/diff.json"
follows muster-diff "$scratch/diff.json"
sed 's/"a"/"left"/' "$scratch/diff.json" >"$scratch/wrong.json"
refuses muster-diff "$scratch/wrong.json"
verdict

# manifest_of DUMP: to standard output
manifest_of() {
	tar -xzOf "$1" --wildcards '*/manifest.json' 2>/dev/null
}

claim "the manifest of a dump follows its schema"
mkdir -p "$scratch/tree/sys/bus/pci/devices" "$scratch/tree/proc"
for options in "--from $fixtures/server.json" "--from $fixtures/server.json --redact" "--root $scratch/tree"; do
	# shellcheck disable=SC2086 # words are wanted
	exits 0 $muster dump $options --force -o "$scratch/dump.tar.gz"
	another manifest
	manifest_of "$scratch/dump.tar.gz" >"$document"
done
follows muster-dump "$scratch"/manifest/*
sed 's/"status":"ok"/"status":"fine"/' "$document" >"$scratch/wrong.json"
refuses muster-dump "$scratch/wrong.json"
verdict

claim "what a probe says, and what it keeps, follow their schema"
cat >"$scratch/bus.json" <<-'JSON'
	{"schema":"muster-snapshot/1","source":{"kind":"sysfs"},"boot_id":"b1","devices":[
	{"bus":"pci","kind":"function","place":"0000:00/1f.3","address":"0000:00:1f.3","vendor":"8086","device":"a323","class":"0c0500","driver":"i801_smbus","reading":"ok"},
	{"bus":"i2c","kind":"adapter","place":"0000:00/1f.3/i2c","address":"i2c-0","name":"SMBus I801","number":0,"functionality":"1fff0008","mux_channel":false,"probed":null},
	{"bus":"i2c","kind":"client","place":"0000:00/1f.3/i2c/50","address":"0-0050","name":"24c02","driver":null,"firmware_path":null},
	{"bus":"i2c","kind":"adapter","place":"0000:00/1f.3/i2c/ch0","address":"i2c-1","name":"mux","number":1,"mux_channel":true,"probed":null}
	]}
JSON
for quick in "" --quick; do
	another probe
	exits 0 sh -c "$muster probe --config /dev/null --dry-run --json $quick --from '$scratch/bus.json' >'$document'"
done
# the last is written by the program, as unit tests claim
follows muster-probe "$scratch"/probe/* $fixtures/probe.json
verdict

claim "what was read of memories follows its schema"
follows muster-contents $fixtures/contents.json
verdict

# each line: a schema, and a sed script that makes its fixture a wrong one
claim "what a probe or memories cannot hold, the schemas refuse"
while read -r schema script; do
	another "wrong-$schema"
	sed "$script" "$fixtures/$schema.json" >"$document"
	cmp -s "$document" "$fixtures/$schema.json" && blame "no difference: $script"
done <<-'SCRIPTS'
	probe s,probe/1,probe/2,
	probe s,"schema","dry_run":true\,"schema",
	probe s,"address":"50","address":"80",
	probe s,"address":"50","address":80,
	probe s,"answer":"silent","answer":"maybe",
	probe s,"method":"read byte","method":"write byte",
	probe s,"error":110,"error":-110,
	probe s,"probed":"read byte 50-52","probed":"50-52",
	probe s,"planned":4\,,,
	probe s,"boot_id":"[^"]*"\,,,
	contents s,contents/1,contents/2,
	contents s,"data":"23,"data":"2,
	contents s,"data":"23,"data":"2G,
	contents s,"errno":5,"errno":-5,
	contents s,"file":"vpd","file":"../vpd",
	contents s,"driver":"ee1004","driver":null,
	contents s,"inode":4711\,,,
SCRIPTS
refuses muster-probe "$scratch"/wrong-probe/*
refuses muster-contents "$scratch"/wrong-contents/*
verdict

# each line: a sed script that makes the server's snapshot a wrong one
claim "what a snapshot may not hold, its schema refuses; the program refuses it, or does not know the key"
while read -r program script; do
	another wrong-snapshot
	sed "$script" $fixtures/server.json >"$document"
	cmp -s "$document" $fixtures/server.json && blame "no difference: $script"
	case $program in
	refused) exits 4 $muster list --from "$document" ;;
	taken) exits 0 $muster list --from "$document" ;;
	esac
done <<-'SCRIPTS'
	refused s,snapshot/1,snapshot/2,
	refused s,"kind": "function","kind": "usb",
	refused s,"vendor": "8086","vendor": "8086h",
	refused s,"vendor": "8086","vendor": 8086,
	refused s,"place": "0000:00/01.0","place": "",
	refused s,"virtual": false,"virtual": "no",
	refused s,"number": 0,"number": "0",
	refused s,"functionality": "1fff0000","functionality": "0x1fff",
	refused s,"reading": "ok","reading": "ok"\,"bars":[{"index":7\,"size":1\,"type":"io"}],
	refused s,"reading": "ok","reading": "ok"\,"config":[{"offset":0\,"data":"0X"}],
	refused s,"reading": "ok","reading": "ok"\,"config":[{"offset":5000\,"data":"00"}],
	taken s,"reading": "ok","reading": "maybe",
	taken s,"bus": "pci","bus": "usb",
SCRIPTS
refuses muster-snapshot "$scratch"/wrong-snapshot/*
verdict

# each line: what a rule holds; the first word says whether both take it
claim "schema and program take and refuse the same rules"
while read -r verdict rule; do
	another "$verdict-rule"
	printf '{ "schema": "muster-inventory/1", "kind": "model", "name": "n", "match": { "board_name": "b" }, "implicit": { "severity": "notice" }, "rules": [ { %s } ] }' \
		"$rule" >"$document"
	case $verdict in
	good) exits 0 $muster inventory lint "$document" ;;
	bad) exits 1 $muster inventory lint "$document" ;;
	esac
done <<-'RULES'
	good "label": "a", "place": "0000:00/01.0", "identity": { "vendor": "8086", "subsystem_vendor": null }
	good "label": "a", "identity": [ { "vendor": "80*" }, { "device": [ "10d3", null ] } ], "count": { "min": 0 }, "x-note": {}
	good "label": "a", "identity": { "name": "spd" }, "bus": "i2c", "kind": "client", "presence": "optional", "severity": "notice"
	good "label": "a", "identity": { "vendor": "8086" }, "serial": [ "a", "b*" ], "virtual_functions": 4
	bad "place": "0000:00/01.0", "identity": { "vendor": "8086" }
	bad "label": "a"
	bad "label": "a", "identity": []
	bad "label": "a", "identity": { "driver": "x" }
	bad "label": "a", "identity": { "vendor": 8086 }
	bad "label": "a", "identity": { "vendor": "8086" }, "count": 0
	bad "label": "a", "identity": { "vendor": "8086" }, "count": { "most": 1 }
	bad "label": "a", "identity": { "vendor": "8086" }, "presence": "never"
	bad "label": "a", "identity": { "vendor": "8086" }, "virtual_functions": -1
	bad "label": "a", "identity": { "vendor": "8086" }, "shape": "sha256:0"
	bad "label": "", "identity": { "vendor": "8086" }
RULES
follows muster-inventory "$scratch"/good-rule/*
refuses muster-inventory "$scratch"/bad-rule/*
verdict

exit $failed
