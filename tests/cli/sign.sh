#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# muster inventory sign and verify, and what check makes of a signature.
. tests/cli/lib.sh

board=$fixtures/server.json
file=$scratch/inventory.d/board.json
keys=$scratch/keys
mkdir "$scratch/inventory.d" "$keys"
$muster inventory generate --from $board -o "$file" 2>/dev/null

# PEM as openssl writes it, but for the key within: keys of RFC 8032, section 7.1, tests 1 and 2.
private() {
	printf -- '-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n' "$1"
}
public() {
	printf -- '-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n' "$1"
}
private MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g >"$scratch/one.pem"
public MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= >"$scratch/one.pub"
private MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7 >"$scratch/two.pem"
chmod 600 "$scratch"/*.pem

claim "without keys nothing needs a signature"
exits 0 $muster check --from $board --inventory "$scratch/inventory.d" --keys "$keys"
exits 0 $muster check --from $board --inventory "$file" --keys "$keys"
exits 2 $muster inventory verify --keys "$keys" "$file"
warns 'no key'
verdict

cp "$scratch/one.pub" "$keys/one.pem"

claim "where keys are, an inventory that is not signed is not used"
for inventory in "$file" "$scratch/inventory.d"; do
	exits 2 $muster check --from $board --inventory "$inventory" --keys "$keys"
	says '^inventory \(warning\)'
	says 'it is not signed'
	exits 2 $muster check --json --from $board --inventory "$inventory" --keys "$keys"
	json 'j["findings"][0]["class"] == "inventory" and j["findings"][0]["seen"] == "not signed"'
	exits 0 $muster check --from $board --inventory "$inventory" --keys none
done
exits 1 $muster inventory verify --keys "$keys" "$file"
says 'board.json:1: it is not signed'
verdict

claim "sign writes a signature beside the file, and verify names the key"
exits 0 $muster inventory sign --key "$scratch/one.pem" "$file"
warns 'nobody has reviewed it'
[ "$(wc -c <"$file.sig")" = 89 ] || blame "not a line of 88 characters"
exits 0 $muster inventory verify --keys "$keys" "$file"
says '^.*/board.json: good signature by one.pem$'
exits 0 $muster inventory verify --json --keys "$keys" "$file"
json 'j["schema"] == "muster-verify/1" and j["files"][0]["verdict"] == "good" and j["files"][0]["key"] == "one.pem"'
exits 0 sh -c "$muster inventory verify --keys '$keys' --as '$file' - <'$file'"
says 'board.json: good'
for inventory in "$file" "$scratch/inventory.d"; do
	exits 0 $muster check --from $board --inventory "$inventory" --keys "$keys"
done
verdict

claim "a changed file has a bad signature, and review says so"
exits 0 $muster inventory review --by "Ada L." "$file"
warns 'the signature in .*/board.json.sig no longer counts'
exits 2 $muster check --json --from $board --inventory "$scratch/inventory.d" --keys "$keys"
json 'j["findings"][0]["seen"] == "bad signature"'
exits 1 $muster inventory verify --keys "$keys" "$file"
says 'board.json:1: bad signature: the signature is by none of the keys there, or the file was changed'
exits 0 $muster inventory sign --key "$scratch/one.pem" "$file"
[ ! -s "$err" ] || blame "it said something"
exits 0 $muster inventory verify --keys "$keys" "$file"
verdict

claim "another's signature, or none in its file, is bad"
exits 0 $muster inventory sign --keys "$keys" --key "$scratch/two.pem" "$file"
warns 'no key in .* belongs to this one'
exits 2 $muster check --from $board --inventory "$file" --keys "$keys"
says 'bad signature'
for bad in '' '====' 'AAAA' "$(head -c 200 /dev/zero | tr '\0' A)"; do
	printf '%s' "$bad" >"$file.sig"
	exits 1 $muster inventory verify --keys "$keys" "$file"
	says 'bad signature: what should be the signature is none'
done
verdict

claim "a unit needs its model signed as well"
exits 0 $muster inventory sign --key "$scratch/one.pem" "$file"
name=$(sed -n 's/.*"name": "\(.*\)",$/\1/p' "$file" | head -n 1)
cat >"$scratch/inventory.d/unit.json" <<UNIT
{ "schema": "muster-inventory/1", "kind": "unit", "name": "u", "extends": "$name",
  "match": { "board_serial": "ZM18CS000001" }, "implicit": { "severity": "critical" }, "rules": [] }
UNIT
exits 0 $muster inventory sign --key "$scratch/one.pem" "$scratch/inventory.d/unit.json"
exits 0 $muster check --from $board --inventory "$scratch/inventory.d" --keys "$keys"
says 'inventory u$'
mv "$file.sig" "$scratch/kept.sig"
for inventory in "$scratch/inventory.d/unit.json" "$scratch/inventory.d"; do
	exits 2 $muster check --from $board --inventory "$inventory" --keys "$keys"
	says 'board.json:1: it is not signed'
done
mv "$scratch/kept.sig" "$file.sig"
verdict

claim "other kinds of keys are refused with what makes a right one"
exits 4 $muster inventory sign --key "$scratch/one.pub" "$file"
warns 'it is a public key'
echo nonsense >"$scratch/no.pem"
exits 4 $muster inventory sign --key "$scratch/no.pem" "$file"
warns 'openssl genpkey -algorithm ed25519'
printf -- '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n' >"$scratch/no.pem"
exits 4 $muster inventory sign --key "$scratch/no.pem" "$file"
warns 'it is encrypted|the key is encrypted'
exits 4 $muster inventory sign --key "$scratch/nowhere.pem" "$file"
exits 3 $muster inventory sign "$file"
cp "$scratch/two.pem" "$keys/oops.pem"
echo 'AAAA' >"$scratch/board.sig"
cp "$file" "$scratch/board"
exits 1 $muster inventory verify --keys "$keys" "$scratch/board"
says 'oops.pem: it is a private key'
rm "$keys/oops.pem"
verdict

claim "what is no inventory is not signed"
echo '{}' >"$scratch/no.json"
exits 4 $muster inventory sign --key "$scratch/one.pem" "$scratch/no.json"
[ ! -e "$scratch/no.json.sig" ] || blame "it was signed"
verdict

claim "a key that others may read draws a note"
chmod 644 "$scratch/one.pem"
exits 0 $muster inventory sign --key "$scratch/one.pem" "$file"
warns 'others than its owner may read'
chmod 600 "$scratch/one.pem"
verdict

# until PATTERN FILE: wait until a line of it matches
until_says() {
	tries=0
	until grep -Eqs -e "$1" "$2"; do
		tries=$((tries + 1))
		[ $tries -lt 200 ] || { blame "$2 never said $1"; return; }
		sleep 0.1
	done
}

daemon=${MUSTERD:-./userspace/musterd}
if [ -d /sys/bus/pci/devices ]; then
	claim "the daemon has the tool verify, and goes on with the last good one"
	mkdir "$scratch/own" "$scratch/state" "$scratch/run" "$scratch/log"
	exits 0 $muster inventory generate --source sysfs --name first -o "$scratch/own/board.json"
	exits 0 $muster inventory sign --key "$scratch/one.pem" "$scratch/own/board.json"
	printf '%s\n' "inventory_dir = $scratch/own" "vendor_dir = $scratch/none" "keys = $keys" \
		"state_dir = $scratch/state" "run_dir = $scratch/run" "log_dir = $scratch/log" \
		"journal = no" "kernel_log = no" "settle = 0s" >"$scratch/musterd.conf"
	for round in running starting; do
		$daemon --config "$scratch/musterd.conf" >"$out" 2>"$err" &
		daemon_pid=$!
		until_says '"name":"first"' "$scratch/run/status.json"
		if [ $round = running ]; then
			sed -i 's/"name": "first"/"name": "second"/' "$scratch/own/board.json"
			kill -HUP $daemon_pid
			until_says 'bad signature.*The last good one stays in force: ."first' "$scratch/log/findings.jsonl"
			grep -q '"name":"first"' "$scratch/run/status.json" || blame "it is not in force any more"
		else
			exits 0 $muster inventory sign --key "$scratch/one.pem" "$scratch/own/board.json"
			kill -HUP $daemon_pid
			until_says '"name":"second"' "$scratch/run/status.json"
		fi
		kill $daemon_pid
		wait $daemon_pid
		rm -f "$scratch/run/status.json"
	done
	verdict
fi

if command -v openssl >/dev/null && openssl genpkey -algorithm ed25519 -out "$scratch/own.pem" 2>/dev/null; then
	claim "openssl makes the keys, proves what sign wrote, and signs what verify proves"
	chmod 600 "$scratch/own.pem"
	openssl pkey -in "$scratch/own.pem" -pubout -out "$keys/own.pem"
	exits 0 $muster inventory sign --key "$scratch/own.pem" "$file"
	base64 -d "$file.sig" >"$scratch/raw"
	exits 0 openssl pkeyutl -verify -rawin -pubin -inkey "$keys/own.pem" -sigfile "$scratch/raw" -in "$file"
	exits 0 $muster inventory verify --keys "$keys" "$file"
	says 'by own.pem'
	exits 0 openssl pkeyutl -sign -rawin -inkey "$scratch/own.pem" -in "$file" -out "$scratch/raw"
	base64 -w 0 "$scratch/raw" >"$file.sig"
	exits 0 $muster inventory verify --keys "$keys" "$file"
	openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048 -out "$scratch/rsa.pem" 2>/dev/null
	exits 4 $muster inventory sign --key "$scratch/rsa.pem" "$file"
	warns 'no Ed25519 private key'
	verdict
fi

exit $failed
