#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The image of a memory by itself, as bytes and as every tool writes them, and text of
# i2cdump. With the corpus each of its images is imported, whole, cut and damaged.
. tests/cli/lib.sh

corpus=${MUSTER_CORPUS:-../shared/corpus}
make=$fixtures/make-memory
module=$scratch/module.bin
board=$scratch/board.bin
python3 $make ddr4 part=M393A4K40CB2-CVF serial=0a1b2c3d density=16 ranks=2 ecc=yes >"$module"
python3 $make fru product-maker=Acme product-name="Power supply" product-serial=PS77 >"$board"

# table FILE: the bytes of FILE as i2cdump prints them
table() {
	python3 - "$1" <<'PYTHON'
import sys
data = open(sys.argv[1], "rb").read()[:256]
print("     0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f    0123456789abcdef")
for at in range(0, len(data), 16):
    row = data[at:at + 16]
    print(f"{at:02x}: {row.hex(' ')}    " + "".join(
        "." if b in (0, 255) else chr(b) if 32 <= b < 127 else "?" for b in row))
PYTHON
}

claim "an SPD is a machine of one module"
exits 0 $muster show --from "$module"
says '^\?/i2c/\?  Memory module: Samsung M393A4K40CB2-CVF \(DDR4 RDIMM, [0-9]+ GiB\) serial 0a1b2c3d$'
says '^    size  +[0-9]+ GiB$'
says '^    width  +64 bits, 72 with ECC$'
says '^    checksums  +good$'
exits 0 $muster list --from "$module"
says 'Memory module: Samsung M393A4K40CB2-CVF'
exits 0 $muster list -t --from "$module"
says 'i2c/\?  Samsung M393A4K40CB2-CVF'
exits 0 $muster list --json --from "$module"
json 'j["source"] == dict(kind="image", path="'"$module"'", part_only=True)'
json 'j["devices"][0]["spd"]["part"] == "M393A4K40CB2-CVF" and j["devices"][0]["fru"] is None'
exits 0 $muster show -x --from "$module"
says '^  140: 80 ce .*  .*M393A4K$|^  140: .*M393'
verdict

claim "a FRU memory is one of what it is on"
exits 0 $muster show --from "$board"
says 'FRU memory: Acme Power supply serial PS77$'
says '^    product_serial  PS77$'
verdict

digest_of() {
	exits 0 $muster list --json --from "$1"
	python3 -c 'import json, sys
print(json.load(open(sys.argv[1]))["devices"][0].get("contents_digest"))' "$out"
}

# same COMMAND...: its output holds the bytes of the module
same() {
	"$@" >"$scratch/text" 2>/dev/null || blame "$1 failed"
	[ "$(digest_of "$scratch/text")" = "$digest" ] || blame "other bytes of $*"
}

claim "whichever tool wrote them, the bytes are the same"
digest=sha256:$(sha256sum <"$module" | cut -d ' ' -f 1)
[ "$(digest_of "$module")" = "$digest" ] || blame "not those of sha256sum"
if command -v xxd >/dev/null; then
	same xxd "$module"
	same xxd -g1 "$module"
	same xxd -c 32 -u "$module"
	same xxd -p "$module"
	same xxd -i "$module"
fi
if command -v hexdump >/dev/null; then
	same hexdump -C "$module"
	same hexdump -Cv "$module"
	same hexdump "$module"
	same hexdump -v "$module"
fi
same od -t x1 "$module"
same od -A x -t x1z -v "$module"
same od -x "$module"
same od -A n -t x1 -v "$module"
same sh -c "gzip -c $module"
verdict

claim "what show prints can be read again"
exits 0 $muster show -x --from "$module"
cp "$out" "$scratch/text"
[ "$(digest_of "$scratch/text")" = "$digest" ] || blame "other bytes"
verdict

claim "a table of i2cdump tells the address, and 256 bytes of a module are too few"
{ echo '# i2cdump -y 3 0x51'; table "$module"; } >"$scratch/table"
exits 0 $muster show --from "$scratch/table"
says '^\?/i2c/51  '
says '^  reading  +unreadable, 256 of 512 bytes$|^  reading  +unreadable'
warns 'note: .*cut short'
{ echo 'No size specified (using byte-data access)'; table "$board"; } >"$scratch/table"
exits 0 $muster list --from "$scratch/table"
says 'FRU memory: Acme Power supply serial PS77$'
verdict

claim "pages of one module are put together, other tables are other clients"
tail -c 256 "$module" >"$scratch/second"
{ echo 'page 0:'; table "$module"; echo; echo 'page 1:'; table "$scratch/second"; } >"$scratch/table"
[ "$(digest_of "$scratch/table")" = "$digest" ] || blame "other bytes"
{ echo 'Left:'; table "$board"; echo; echo 'Right:'; table "$board"; } >"$scratch/table"
exits 0 $muster list --json --from "$scratch/table"
json 'len(j["devices"]) == 2'
warns 'note: .*2 devices'
verdict

claim "import tells where it sits"
exits 0 $muster import --place 0000:00/1f.4/i2c/50 -o "$scratch/placed.json" "$module"
exits 0 $muster list --from "$scratch/placed.json"
says ' 0000:00/1f.4/i2c/50  Memory module: '
exits 0 $muster import --place 52 "$module"
json 'j["devices"][0]["place"] == "?/i2c/52"'
exits 4 $muster import --place nowhere/ "$module"
warns 'is no place of an I2C client'
verdict

claim "an inventory of it passes it, and another module not"
exits 0 $muster inventory generate --from "$module" -o "$scratch/inventory.json"
exits 0 $muster check --inventory "$scratch/inventory.json" --from "$module"
python3 $make ddr4 part=M393A4K40CB2-CVF serial=0a1b2c3d density=16 ranks=1 ecc=yes >"$scratch/other"
exits 1 $muster check --inventory "$scratch/inventory.json" --from "$scratch/other"
exits 1 $muster diff "$module" "$scratch/other"
says 'spd.ranks: 2 -> 1'
verdict

claim "what a memory tells goes with its bytes into a dump, and redacted neither does"
exits 0 $muster dump --from "$module" -o "$scratch/dump.tar.gz"
tar xzf "$scratch/dump.tar.gz" -C "$scratch"
cmp -s "$scratch"/muster-dump-*/i2c/client-0/eeprom "$module" || blame "other bytes"
exits 0 $muster show --from "$scratch/dump.tar.gz"
says 'Memory module: Samsung M393A4K40CB2-CVF'
exits 0 $muster dump --from "$module" --redact -o "$scratch/redacted.tar.gz"
exits 0 $muster dump --list "$scratch/redacted.tar.gz"
says 'redacted +i2c/client-0/eeprom'
rm -r "$scratch"/muster-dump-*
tar xzf "$scratch/redacted.tar.gz" -C "$scratch"
grep -rq 0a1b2c3d "$scratch"/muster-dump-* && blame "the serial number is in it"
exits 0 $muster show --from "$scratch/redacted.tar.gz"
says '^    part  +M393A4K40CB2-CVF$'
says '^    serial  +redacted-'
verdict

# refused PATTERN: that what stands on standard input is refused for that
refused() {
	cat >"$scratch/bad"
	exits 4 $muster show --from "$scratch/bad"
	warns "$1"
}

claim "what is none says why"
cat "$module" "$module" "$module" | refused 'bad: 3 SPDs, one after the other, of 512 bytes each: .*split -b 512'
head -c 200 /dev/urandom | refused 'bad: 200 bytes are no memory'
echo 'no bytes at all' | refused 'bad: no function in it, nor the bytes of a memory'
echo '00 11 22 33 44 55 66 77' | refused 'bad: 8 bytes are no memory'
{ printf '\206\200\323\020\007\004\020\000\000\000\000\002'; head -c 40 /dev/zero
  printf '@'; head -c 11 /dev/zero; printf '\001'; head -c 191 /dev/zero; } >"$scratch/config"
refused 'configuration space of a PCI function' <"$scratch/config"
{ echo '# i2cdump -y 0 0x50'; table "$board"; echo '# i2cdump -y 0 0x50'; table "$module"; } |
	refused 'bad:[0-9]+: address 50 is in line 3 already'
verdict

claim "registers say what chip they are of"
python3 - >"$scratch/sensor" <<'PYTHON'
words = {0: 0xef00, 5: 0xe8c1, 6: 0x4a10, 7: 0x0003}
print("     0,8  1,9  2,a  3,b  4,c  5,d  6,e  7,f")
for at in range(0, 256, 8):
    print(f"{at:02x}: " + " ".join(f"{words.get(i, 0):04x}" if i < 12 else "XXXX"
                                   for i in range(at, at + 8)) + " ")
PYTHON
exits 0 $muster list --json --from "$scratch/sensor"
json 'j["devices"][0]["chip"].startswith("JC-42.4 temperature sensor STTS2002,")'
json 'j["devices"][0]["spd"] is None and j["devices"][0]["reading"] == "ok"'
verdict

# What damage does to an image: never a crash, never a match.
claim "cut and damaged images are unreadable or changed, or refused"
python3 - "$muster" "$scratch" "$corpus" "$module" "$board" <<'PYTHON' >"$out" 2>"$err" || blame "see above"
import glob, os, random, subprocess, sys
muster, scratch, corpus, *paths = sys.argv[1:]
paths += sorted(glob.glob(corpus + "/spd/*.bin") + glob.glob(corpus + "/fru/*"))
random.seed(4)

def run(arguments, data):
    done = subprocess.run([muster, *arguments], input=data, capture_output=True, timeout=60)
    return done.returncode, done.stderr[-300:]

for path in paths:
    whole = open(path, "rb").read()
    inventory = os.path.join(scratch, "damage.json")
    status, why = run(["inventory", "generate", "--from", "-", "-o", inventory, "--force"], whole)
    if status:
        sys.exit(f"{path}: generate: {status} {why}")
    check = ["check", "--inventory", inventory, "--from", "-"]
    if run(check, whole)[0]:
        sys.exit(f"{path}: does not pass its own inventory")
    changes = [whole[:cut] for cut in {1, 17, 127, 128, len(whole) // 2, len(whole) - 1}]
    for _ in range(int(os.environ.get("IMAGE_FLIPS", "12"))):
        flipped = bytearray(whole)
        flipped[random.randrange(len(whole))] ^= 1 << random.randrange(8)
        changes.append(bytes(flipped))
    for changed in changes:
        status, why = run(check, changed)
        if status not in (1, 2, 4):
            at = next((i for i, (a, b) in enumerate(zip(whole, changed)) if a != b), len(changed))
            sys.exit(f"{path}: changed at {at}: exit status {status} {why}")
PYTHON
verdict

[ -d "$corpus/i2c" ] || exit $failed

claim "all images and tables of the corpus are read"
for file in "$corpus"/i2c/* "$corpus"/spd/* "$corpus"/fru/*; do
	exits 0 $muster import "$file"
	json 'all(d["kind"] == "client" and ("contents" in d) for d in j["devices"])'
done
for chip in jc42-1:STTS424E02 stts2002:STTS2002 lm25066:PMBus spd5118:SPD5118; do
	exits 0 $muster list --from "$corpus/i2c/${chip%%:*}.dump"
	says "I2C client: .*${chip#*:}"
done
exits 0 $muster list --from "$corpus/i2c/spd5118.dump"
[ "$(wc -l <"$out")" = 4 ] || blame "not four modules"
verdict

claim "and text of lspci stays what it is"
for file in "$corpus"/config-space/*; do
	exits 0 $muster list --json --from "$file"
	json 'j["source"]["kind"] == "lspci"'
done
verdict

exit $failed
