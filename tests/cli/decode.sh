#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# One decoder: what muster reads of the bytes is what lspci reads, and the digests are what
# muster-digests(7) says, bit by bit. Bytes: files of our own, and the corpus where it is there.
. tests/cli/lib.sh

corpus=${MUSTER_CORPUS:-../shared/corpus}/config-space

# bytes_of FILE: without the words, which lspci -F does not read either
bytes_of() {
	grep -aE '^([0-9a-f]{4}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7] |^[0-9a-f]{2,3}:( [0-9a-f]{2})|^[[:space:]]*$' "$1"
}

# show FILE: all of it as a snapshot with bytes, in $out
show() {
	exits 0 $muster show --json --from "$1" '**'
}

count=0
for file in $fixtures/config-space/* "$corpus"/*; do
	[ -f "$file" ] || continue
	count=$((count + 1))
	bytes_of "$file" >"$scratch/bytes.$count"
	show "$file"
	cp "$out" "$scratch/words.$count.json"
	show "$scratch/bytes.$count"
	cp "$out" "$scratch/bytes.$count.json"
done

if command -v lspci >/dev/null; then
	claim "ids, class, revision, both lists and serial numbers are what lspci reads"
	for number in $(seq $count); do
		lspci -F "$scratch/bytes.$number" -vvv -nn >"$scratch/lspci" 2>/dev/null
		exits 0 python3 tests/cli/decode_lspci.py "$scratch/lspci" "$scratch/bytes.$number.json"
		says ' functions, '
	done
	verdict
fi

claim "a second program finds the same digests by the manual page"
# where no words tell how big the BARs are, sizes are made up, so that there is a shape
python3 - "$scratch" <<-'PYTHON'
	import glob, json, sys
	sys.path.insert(0, "tests/cli")
	import digest_bits
	for name in glob.glob(sys.argv[1] + "/bytes.*.json"):
	    snapshot = json.load(open(name))
	    snapshot["devices"] = [digest_bits.know_bars(device) for device in snapshot["devices"]]
	    json.dump(snapshot, open(name.replace("bytes.", "whole."), "w"))
PYTHON
for number in $(seq $count); do
	show "$scratch/whole.$number.json"
	cp "$out" "$scratch/again.$number.json"
done
for kind in words again; do
	exits 0 python3 tests/cli/digests.py "$scratch/$kind".*.json
	says ' functions, .* shapes$'
done
exits 0 python3 -c 'import json, sys
for name in sys.argv[1:]:
	for device in json.load(open(name))["devices"]:
		cut = device.get("capabilities_end", "unknown") == "unknown"
		assert ("shape" in device) != cut, (name, device["address"])' "$scratch"/again.*.json
verdict

claim "bits that count change the shape, and no others do"
exits 0 python3 tests/cli/digest_bits.py $muster "$scratch"/words.1.json "$scratch"/bytes.*.json
says '^[1-9][0-9]* functions, [1-9][0-9]* bits dropped, [1-9][0-9]* bits taken$'
verdict

if [ -r /usr/include/linux/pci_regs.h ]; then
	claim "the module reads the same registers"
	exits 0 python3 tests/cli/registers.py
	verdict
fi

claim "what a capability says is told in words and in JSON"
exits 0 $muster show --no-names --from $fixtures/config-space/capabilities.txt 01:00.0
says '^ +version 2, type endpoint, slot no, max_payload 512'
says '^ +total_vfs 8, vf_device 1520, page_sizes 00000553$'
says '^ +bar_0 1M 2M 4M .* 128G 256G$'
says '^ +vendor 1e98, dvsec_id 0003, revision 2, length 16$'
says '^ +serial 00-1b-21-ff-ff-3c-4d-5e$'
says '^ +vectors 64, table_bar 3, pba_bar 3$'
show $fixtures/config-space/capabilities.txt
json 'j["devices"][0]["capabilities"][3] | {"fields": 0} == {"id": "10", "extended": False, "offset": "70", "version": 2, "name": "PCI Express", "fields": 0}'
json 'j["devices"][0]["capabilities"][3]["fields"]["max_payload"] == 512'
json '[c["fields"]["width"] for c in j["devices"][0]["capabilities"] if c["id"] == "001b"] == [20]'
verdict

claim "the text that show prints is the one that is digested"
address=01:00.0
for digest in shape identity; do
	exits 0 $muster show --$digest --from $fixtures/config-space/capabilities.txt $address
	sum=sha256:$(sha256sum <"$out" | cut -d' ' -f1)
	exits 0 $muster show --json --from $fixtures/config-space/capabilities.txt $address
	says "\"$digest\":\"$sum\""
done
exits 4 $muster show --shape --from $fixtures/config-space/capabilities.txt '**'
warns 'is of one device, and that place names 7$'
exits 4 $muster show --shape --from $fixtures/server.json 03:00.0
warns 'not all of its shape is known here'
exits 3 $muster show --shape --json --from $fixtures/server.json 03:00.0
verdict

claim "lists that loop end, and say so"
exits 0 $muster show --json --from $fixtures/config-space/capabilities.txt 04:00.0
json 'j["devices"][0]["capabilities_end"] == "broken"'
json '[c["offset"] for c in j["devices"][0]["capabilities"]] == ["40", "80", "100", "200"]'
exits 0 $muster show --shape --from $fixtures/config-space/capabilities.txt 04:00.0
says '^standard broken$'
says '^extended broken$'
verdict

claim "a saved snapshot is read and written again byte for byte"
for number in $(seq $count); do
	exits 0 $muster import --force "$scratch/bytes.$number" -o "$scratch/first.json"
	exits 0 $muster import --force "$scratch/first.json" -o "$scratch/second.json"
	cmp -s "$scratch/first.json" "$scratch/second.json" || {
		sed '/"source"/,/}/d' "$scratch/first.json" >"$scratch/first"
		sed '/"source"/,/}/d' "$scratch/second.json" >"$scratch/second"
		exits 0 diff "$scratch/first" "$scratch/second"
	}
done
verdict

exit $failed
