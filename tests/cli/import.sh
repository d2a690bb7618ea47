#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# muster import: files that other tools wrote become a snapshot, or say why not.
# With the corpus each of its files is imported, whole, cut and damaged.
. tests/cli/lib.sh

corpus=${MUSTER_CORPUS:-../shared/corpus}
text=$scratch/lspci.txt
snapshot=$scratch/snapshot.json

# A root port, a card with a serial number behind it, a function on a root bus of its own.
cat >"$text" <<'TEXT'
00:1c.0 PCI bridge [0604]: Intel Corporation Port [8086:a110] (rev f1) (prog-if 00 [Normal decode])
	Control: I/O+ Mem+ BusMaster+
	Bus: primary=00, secondary=01, subordinate=01, sec-latency=0
	Capabilities: [40] Express (v2) Root Port (Slot+), MSI 00
		LnkCap:	Port #1, Speed 8GT/s, Width x4, ASPM L1
		LnkSta:	Speed 2.5GT/s (downgraded), Width x1 (downgraded)
	Capabilities: [90] Subsystem: Super Micro Port [15d9:0888]
	Kernel driver in use: pcieport

01:00.0 Ethernet controller [0200]: Intel Corporation Card [8086:10d3]
	Subsystem: Intel Corporation Card [8086:a01f]
	Physical Slot: 3
	Control: I/O+ Mem+ BusMaster+
	Region 0: Memory at df200000 (32-bit, non-prefetchable) [size=128K]
	Region 2: I/O ports at e000 [size=32]
	Expansion ROM at <ignored> [disabled] [size=256K]
	Capabilities: [e0] Express (v1) Endpoint, MSI 00
	Capabilities: [100 v1] Advanced Error Reporting
	Capabilities: [140 v1] Device Serial Number 00-1b-21-ff-ff-3c-4d-5e

TEXT

import() {
	wanted=$1
	shift
	exits "$wanted" $muster import "$@"
}

# The functions that $out holds as JSON, one expression on the list "d"
devices() {
	json "(lambda d: $1)({x['address']: x for x in j['devices']})"
}

claim "words of lspci become a snapshot with ids, places, capabilities and links"
import 0 "$text"
json 'j["schema"] == "muster-snapshot/1" and j["source"]["kind"] == "lspci"'
devices 'd["0000:01:00.0"]["place"] == "0000:00/1c.0/00.0"'
devices '(d["0000:01:00.0"]["vendor"], d["0000:01:00.0"]["class"]) == ("8086", "020000")'
devices 'd["0000:01:00.0"]["serial"] == "00-1b-21-ff-ff-3c-4d-5e"'
devices 'd["0000:01:00.0"]["slot"] == "3" and d["0000:00:1c.0"]["slot"] is None'
devices '[(b["index"], b["size"]) for b in d["0000:01:00.0"]["bars"]] == [(0, 131072), (2, 32), (6, 262144)]'
devices '(d["0000:00:1c.0"]["max_link_width"], d["0000:00:1c.0"]["link_width"]) == (4, 1)'
devices 'd["0000:00:1c.0"]["subsystem_vendor"] == "15d9" and d["0000:00:1c.0"]["port_type"] == "root port"'
warns 'lspci.txt: lspci, 2 devices; not known: driver|not known: .*shape'
verdict

claim "what words do not tell is unknown, not none"
devices '"shape" in d["0000:01:00.0"]["unknown"] and "multifunction" in d["0000:01:00.0"]["unknown"]'
verdict

claim "the snapshot is written whole, for its owner only, and over nothing"
import 0 "$text" -o "$snapshot"
[ "$(stat -c %a "$snapshot")" = 600 ] || blame "its mode is $(stat -c %a "$snapshot")"
import 4 "$text" -o "$snapshot"
warns 'snapshot.json: is there already; --force replaces it'
import 0 "$text" -o "$snapshot" --force --json
json 'j["schema"] == "muster-import/1" and j["devices"] == 2 and j["unknown"]["shape"] == 2'
verdict

claim "every verb reads what import reads, and the snapshot says the same"
for file in "$text" "$snapshot"; do
	exits 0 $muster list --no-names --from "$file"
	says '^0000:01:00.0  0000:00/1c.0/00.0 +Class 020000: \[8086:10d3\]'
	exits 0 $muster show --no-names --from "$file" 01:00.0
	says '00-1b-21-ff-ff-3c-4d-5e'
done
exits 0 sh -c "$muster list --no-names --from - <$text"
says '01:00.0'
exits 0 sh -c "gzip -c $text | $muster list --no-names --from -"
says '01:00.0'
verdict

# refused TEXT PATTERN: that a file of TEXT is refused for that
refused() {
	printf "$1" >"$scratch/bad"
	exits 4 $muster list --from "$scratch/bad"
	warns "$2"
}

claim "what cannot be read says why, and what would work"
refused '00:1f.0 ISA bridge: Intel Corporation Controller (rev 31)\n' \
	'bad:1: this is "lspci" without numbers.*use lspci -nn, -vvnn, -vmmnn or -xxxx$'
refused '\055[0000:00]-+-00.0\n           \134-01.0\n' 'lspci -t'
refused 'Hello\n' 'bad: no function in it'
refused '' 'bad: the file is empty'
refused '# dmidecode 3.3\nHandle 0x0001, DMI type 1, 27 bytes\n' 'muster import'
refused '00:1f.0 0601: 8086:a309\n\n00:1f.0 0601: 8086:a30a\n' \
	'bad:3: 0000:00:1f.0 is in line 1 with another device'
refused '{ "schema": "muster-snapshot/1",\n "devices": [ }' 'bad:2: '
exits 4 $muster list --from "$scratch/nowhere"
warns 'nowhere: No such file or directory'
exits 3 $muster import
verdict

claim "names without numbers leave ids unknown, and a note says so"
sed 's/ \[[0-9a-f]*\]:/:/;s/ \[[0-9a-f:]*\]//' "$text" >"$scratch/names"
import 0 "$scratch/names"
warns 'note: .*the ids of 2 of 2 functions are not known'
devices '"vendor" in d["0000:01:00.0"]["unknown"]'
verdict

claim "words between listings, carriage returns, a byte order mark are no obstacle"
{ printf '\357\273\277=== lspci ===\r\n'; sed 's/$/\r/' "$text"; printf '=== end ===\r\n'; } \
	>"$scratch/dos"
import 0 "$scratch/dos"
devices 'len(d) == 2 and d["0000:01:00.0"]["serial"] == "00-1b-21-ff-ff-3c-4d-5e"'
{ printf 'a\0b\n'; head -c 100000 /dev/zero | tr '\0' x; echo; cat "$text"; } >"$scratch/odd"
import 0 "$scratch/odd"
warns 'note: .*2 lines passed over'
verdict

claim "bullets, numbers and tags are no obstacle; what is lost of them is told with its line"
sed 's/^/* /' "$text" >"$scratch/bullets"
grep -n '' "$text" >"$scratch/numbers"
sed 's/^[[:blank:]]*//; 1s/^/[code]/' "$text" >"$scratch/flat"
for file in bullets numbers flat; do
	import 0 "$scratch/$file"
	devices 'd["0000:01:00.0"]["serial"] == "00-1b-21-ff-ff-3c-4d-5e"'
	devices 'd["0000:00:1c.0"]["link_width"] == 1 and d["0000:00:1c.0"]["driver"] == "pcieport"'
done
grep -H . "$text" | sed '1,8s/^[^:]*://' >"$scratch/named"
import 0 "$scratch/named"
warns 'note: .*seems to tell of functions, .* line 9, of 0000:01:00.0'
verdict

claim "a text that tells of one function twice says which lines were taken"
{ cat "$text"; sed 's/3c-4d-5e/3c-4d-5f/' "$text"; } >"$scratch/twice"
import 0 "$scratch/twice"
warns 'note: .*told of more than once.* lines 10 and 30 [(]serial[)]: what comes first'
devices 'd["0000:01:00.0"]["serial"] == "00-1b-21-ff-ff-3c-4d-5e"'
verdict

cat >"$scratch/bytes.txt" <<'TEXT'
01:00.0 Ethernet controller: Intel Corporation Card
00: 86 80 d3 10 07 04 10 00 00 00 00 02 10 00 80 00
10: 00 00 20 df 00 00 00 00 01 e0 00 00 00 00 00 00
20: 00 00 00 00 00 00 00 00 00 00 00 00 86 80 1f a0
30: 00 00 00 00 e0 00 00 00 00 00 00 00 0b 01 00 00
TEXT
cat >"$scratch/dmi.txt" <<'TEXT'
# dmidecode 3.3
Handle 0x0002, DMI type 2, 15 bytes
Base Board Information
	Manufacturer: Supermicro
	Product Name: X11SCZ-F
	Version: Not Specified
TEXT

claim "several files of one machine fill each other in"
import 0 "$text" "$scratch/bytes.txt" "$scratch/dmi.txt"
devices 'd["0000:01:00.0"]["multifunction"] is True and d["0000:01:00.0"]["driver"] is None'
json 'j["board"]["board_name"] == "X11SCZ-F" and j["board"]["board_version"] is None'
import 0 "$scratch/bytes.txt" "$text"
devices 'd["0000:01:00.0"]["place"] == "0000:00/1c.0/00.0"'
verdict

claim "and a contradiction between them names both"
sed 's/d3 10/d4 10/' "$scratch/bytes.txt" >"$scratch/other.txt"
import 4 "$text" "$scratch/other.txt"
warns 'lspci.txt says that the device of 0000:01:00.0 is 10d3, and .*other.txt that it is 10d4'
import 4 "$scratch/dmi.txt"
warns 'add text of lspci'
verdict

# tree DIRECTORY: a saved tree of one function
tree() {
	function=$1/sys/devices/pci0000:00/0000:00:1f.0
	mkdir -p "$function" "$1/proc" "$1/sys/bus/pci/devices"
	ln -s ../../../devices/pci0000:00/0000:00:1f.0 "$1/sys/bus/pci/devices/0000:00:1f.0"
	printf '\206\200\011\243\007\000\000\000\061\000\001\006' >"$function/config"
	head -c 52 /dev/zero >>"$function/config"
	echo PCI_ID=8086:A309 >"$function/uevent"
}

claim "a tree some levels down, its sys/, and an archive of it are the same machine"
tree "$scratch/deep/er"
tar -C "$scratch" -czf "$scratch/tree.tar.gz" deep
tar -C "$scratch" -cJf "$scratch/tree.tar.xz" deep
for file in deep deep/er deep/er/sys tree.tar.gz tree.tar.xz; do
	exits 0 $muster list --no-names --from "$scratch/$file"
	says '^0000:00:1f.0  0000:00/1f.0 .*8086:a309'
done
rm -r "$scratch/deep/er/sys/bus"
exits 0 $muster list --no-names --from "$scratch/deep"
says '^0000:00:1f.0  0000:00/1f.0 .*8086:a309'
tree "$scratch/deep/other"
exits 4 $muster list --from "$scratch/deep"
warns 'more than one machine'
exits 4 $muster list --from "$fixtures"
warns 'no directory in it holds sys/bus/pci/devices'
mkdir -p "$scratch/linkless/sys/bus/pci/devices/0000:00:1f.0"
echo 0x8086 >"$scratch/linkless/sys/bus/pci/devices/0000:00:1f.0/vendor"
exits 4 $muster list --from "$scratch/linkless"
warns 'copy both, and links as links'
verdict

claim "an archive writes nothing outside, and leaves nothing behind"
mkdir "$scratch/temporary"
python3 - "$scratch/evil.tar" "$scratch/outside" <<'PYTHON'
import io, sys, tarfile
with tarfile.open(sys.argv[1], "w") as tar:
    def member(name, kind=tarfile.REGTYPE, link="", data=b""):
        info = tarfile.TarInfo(name)
        info.type, info.linkname, info.size = kind, link, len(data)
        tar.addfile(info, io.BytesIO(data))
    member("t/sys/bus/pci/devices", tarfile.DIRTYPE)
    member("t/sys/devices/null", tarfile.CHRTYPE)
    member("t/sys/devices/out", tarfile.SYMTYPE, sys.argv[2])
    member("t/sys/devices/out/file", data=b"x")
PYTHON
mkdir "$scratch/outside"
exits 4 env TMPDIR="$scratch/temporary" $muster list --from "$scratch/evil.tar"
warns 'a member leads out of it'
[ -z "$(find "$scratch/outside" "$scratch/temporary" -mindepth 1)" ] || blame "something was written"
exits 0 env TMPDIR="$scratch/temporary" $muster list --from "$scratch/tree.tar.gz"
[ -z "$(ls "$scratch/temporary")" ] || blame "something was left"
head -c 300 "$scratch/tree.tar.gz" >"$scratch/cut.tar.gz"
exits 4 env TMPDIR="$scratch/temporary" $muster list --from "$scratch/cut.tar.gz"
[ -z "$(ls "$scratch/temporary")" ] || blame "something was left"
verdict

claim "a sosreport, unpacked or not, is its lspci text, its board and its name"
sos=$scratch/sosreport-rack9
mkdir -p "$sos/sos_commands/pci" "$sos/sos_commands/host"
cp "$text" "$sos/sos_commands/pci/lspci_-nnvv"
cp "$scratch/dmi.txt" "$sos/dmidecode"
echo rack9 >"$sos/sos_commands/host/hostname"
echo 'Linux rack9 6.1.0-17-amd64 #1 SMP x86_64' >"$sos/uname"
tar -C "$scratch" -cJf "$scratch/sos.tar.xz" sosreport-rack9
for file in "$sos" "$scratch/sos.tar.xz"; do
	import 0 "$file"
	devices 'd["0000:01:00.0"]["place"] == "0000:00/1c.0/00.0"'
	json '(j["hostname"], j["kernel"]) == ("rack9", "6.1.0-17-amd64")'
	json 'j["board"]["board_vendor"] == "Supermicro"'
done
verdict

[ -d "$corpus/config-space" ] || exit $failed

# What lspci itself says of a file: address, class, ids, revision, as our list has it
lspci_says() {
	lspci -F "$1" -Dvmmn 2>/dev/null | awk -F '\t' '
		/^Slot/ { slot = $2; rev = "00"; prog = "00" }
		/^Class/ { class = $2 }
		/^Vendor/ { vendor = $2 }
		/^Device/ { device = $2 }
		/^Rev/ { rev = $2 }
		/^ProgIf/ { prog = $2 }
		/^$/ && slot { print slot, class prog, vendor, device, rev; slot = "" }'
}

we_say() {
	python3 -c 'import json, sys
for d in json.load(open(sys.argv[1]))["devices"]:
    print(d["address"], d["class"], d["vendor"], d["device"], d["revision"])' "$out" | sort
}

if command -v lspci >/dev/null; then
	claim "ids, class and revision of the corpus are as lspci has them"
	for file in "$corpus"/config-space/*; do
		import 0 "$file"
		[ "$(we_say)" = "$(lspci_says "$file" | sort)" ] || blame "not of $file"
	done
	verdict
fi

claim "trees and texts of the corpus are whole"
for count in 9:sysfs/domain-32bit.tar.bz2 137:sysfs/server-137-functions.tar.bz2 \
	46:lspci-text/lspci-nmmv.out 46:lspci-text/lspci-nnmmv.out; do
	import 0 "$corpus/${count#*:}"
	json "len([d for d in j['devices'] if d['vendor'] and d['place']]) == ${count%%:*}"
done
import 4 "$corpus/lspci-text/lspci-mmv.out"
verdict

# IMPORT_STEP=97 cuts them at every 97th byte, which takes a while.
claim "cut and damaged files are read as far as they go, or refused"
python3 - "$muster" "$corpus" <<'PYTHON' >"$out" 2>"$err" || blame "see above"
import glob, os, random, subprocess, sys
muster, corpus = sys.argv[1:]
random.seed(3)
step = int(os.environ.get("IMPORT_STEP", "9973"))

def survives(data, what):
    run = subprocess.run([muster, "import", "-"], input=data, capture_output=True, timeout=60)
    if run.returncode not in (0, 4):
        sys.exit(f"{what}: exit status {run.returncode}: {run.stderr[-500:]}")

for path in sorted(glob.glob(corpus + "/config-space/*") + glob.glob(corpus + "/lspci-text/*")):
    data = open(path, "rb").read()
    for cut in range(step % 97, len(data), step):
        survives(data[:cut], f"{path} cut at {cut}")
    for flip in range(2):
        damaged = bytearray(data)
        for _ in range(random.randrange(1, 20)):
            damaged[random.randrange(len(damaged))] ^= 1 << random.randrange(8)
        survives(bytes(damaged), f"{path} flip {flip}")
PYTHON
verdict

exit $failed
