#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# muster dump on trees: it is whole or it is not there; what hangs is marked; every
# flipped bit and every cut is found; the other verbs read it.
. tests/cli/lib.sh

tree=$scratch/tree
dump=$scratch/tree.tar.gz
functions=sys/devices/pci0000:00
python3 $fixtures/machine.py "$tree"

# unpack DUMP: its one directory becomes $scratch/unpacked
unpack() {
	rm -rf "$scratch/unpacked"
	mkdir "$scratch/unpacked"
	tar xzf "$1" -C "$scratch/unpacked" --strip-components=1 2>>"$err" || blame "tar cannot read $1"
}

# member STATUS NAME: that is what came of it
member() {
	exits 0 $muster dump --list "$dump"
	says "^ *([0-9]+|-)  $1 +$2(:|\$)"
}

claim "a dump is written, for its owner alone"
exits 0 $muster dump --root "$tree" -o "$dump"
says "tree.tar.gz: 3[0-9] members, digest [0-9a-f]{64}\$"
[ "$(stat -c %a "$dump")" = 600 ] || blame "its mode is $(stat -c %a "$dump")"
verdict

claim "it is whole"
exits 0 $muster dump --verify "$dump"
says 'tree.tar.gz: whole: muster-dump-rack7-node3-[0-9]{8}T[0-9]{6}Z, 3[0-9] members, 1 ledgers as they were$'
exits 0 $muster dump --verify --json "$dump"
json 'j["schema"] == "muster-dump-verify/1" and j["result"] == "whole" and j["why"] is None'
verdict

claim "others read it: gzip, tar, sha256sum"
exits 0 gzip -t "$dump"
unpack "$dump"
(cd "$scratch/unpacked" && sha256sum --quiet -c SHA256SUMS) >"$out" 2>&1 || blame "sha256sum says no"
cmp -s "$tree/$functions/0000:00:1c.0/0000:01:00.0/config" "$scratch/unpacked/pci/0000:01:00.0/config" ||
	blame "the configuration space is another"
cmp -s "$tree/$functions/0000:00:1c.0/0000:01:00.0/vpd" "$scratch/unpacked/pci/0000:01:00.0/vpd" ||
	blame "the VPD is another"
verdict

claim "the digest that is printed is that of all but the tail"
exits 0 $muster dump --root "$tree" -o "$scratch/again.tar.gz" --json
json 'j["schema"] == "muster-dump-made/1" and j["members"] > 30 and j["module"] is False'
wanted=$(head -c -92 "$scratch/again.tar.gz" | sha256sum | cut -d' ' -f1)
says "\"sha256\":\"$wanted\""
tail -c 92 "$scratch/again.tar.gz" | grep -aq "sha256:$wanted" || blame "the tail holds another"
verdict

claim "what sleeps is not woken, what is not there is absent"
member skipped 'pci/0000:00:1d.0/config'
member absent 'machine/muster-version'
member ok 'dmi/slots.json'
verdict

claim "the slots of the board are told in words"
python3 - "$scratch/unpacked/dmi/slots.json" <<'END' || blame "not so"
import json, sys
slot, = json.load(open(sys.argv[1]))["slots"]
sys.exit(slot["designation"] != "PCIE1" or slot["usage"] != "in use" or slot["address"] != "0000:01:00.0")
END
verdict

claim "list, show, diff and check read it"
exits 0 $muster list --from "$dump"
says '^0000:01:00.0 .*serial 52-54-00-ff-ff-12-34-56'
exits 0 $muster show --from "$dump" 0000:01:00.0
says 'Device Serial Number'
exits 0 $muster list --from - # standard input is empty here: tried below
fault=
exits 0 sh -c "$muster list --from - <'$dump'"
says '^0000:01:00.0 '
exits 0 $muster diff "$dump" "$tree"
verdict

claim "and so does log"
exits 0 $muster log verify "$dump"
says 'tree.tar.gz:ledger/stored/000001-.*: whole: 5 entries up to 45 proved'
exits 0 $muster log show --json "$dump"
json '[e["number"] for e in j["entries"]] == [1, 2, 3, 44, 45]'
exits 4 $muster log show --boot ffff "$dump"
warns 'holds no ledger of that boot'
verdict

claim "a file that is there is left alone, unless it is told otherwise"
echo mine >"$scratch/mine"
exits 4 $muster dump --root "$tree" -o "$scratch/mine"
warns 'there is a file already; --force takes its place'
[ "$(cat "$scratch/mine")" = mine ] || blame "it was altered"
exits 0 $muster dump --root "$tree" -o "$scratch/mine" --force
exits 0 $muster dump --verify "$scratch/mine"
verdict

claim "in a directory it has a name of its own, and nothing else is left there"
mkdir "$scratch/directory"
exits 0 $muster dump --root "$tree" -o "$scratch/directory"
[ "$(find "$scratch/directory" -name 'muster-dump-rack7-node3-*Z.tar.gz' | wc -l)" = 1 ] ||
	blame "no such name"
[ "$(find "$scratch/directory" -type f | wc -l)" = 1 ] || blame "more is left"
verdict

claim "to standard output, unless that is a terminal"
exits 0 sh -c "$muster dump --root '$tree' -o - >'$scratch/piped'"
exits 0 $muster dump --verify "$scratch/piped"
exits 0 sh -c "$muster dump --root '$tree' -o - 2>/dev/null | $muster dump --verify -"
if command -v script >/dev/null; then
	exits 3 script -qec "$muster dump --root '$tree' -o -" /dev/null
	says 'is a terminal'
fi
verdict

claim "without space there is an error and no file"
mkdir "$scratch/full"
exits 4 sh -c "ulimit -f 4; $muster dump --root '$tree' -o '$scratch/full/a.tar.gz'"
warns 'a.tar.gz: File too large; nothing is left behind'
[ -z "$(ls -A "$scratch/full")" ] || blame "something is left: $(ls -A "$scratch/full")"
exits 4 sh -c "$muster dump --root '$tree' -o - >/dev/full"
warns 'No space left on device'
exits 4 $muster dump --root "$tree" -o "$scratch/nowhere/a.tar.gz"
warns 'No such file or directory'
exits 4 $muster dump --root "$scratch/nowhere"
verdict

# A tree whose root port never answers, among other oddities of a hostile one.
hostile=$scratch/hostile
cp -a "$tree" "$hostile"
port=$hostile/$functions/0000:00:1c.0
rm "$port/config" "$port/resource"
mkfifo "$port/config"
mkdir "$port/resource"
rm "$hostile/$functions/0000:00:1f.3/config"
ln -s config "$hostile/$functions/0000:00:1f.3/config"
rm "$hostile/proc/iomem" "$hostile/proc/ioports" "$hostile/etc/os-release"
truncate -s 1G "$hostile/proc/iomem"
ln -s /etc/passwd "$hostile/proc/ioports"
ln -s ../../../../../../etc/hostname "$hostile/etc/os-release"
head -c 40000 /dev/urandom >"$port/0000:01:00.0/vpd"

claim "what hangs costs its time, and is marked"
dump=$scratch/hostile.tar.gz
began=$(date +%s)
exits 0 $muster dump --root "$hostile" -o "$dump" --timeout 2
[ $(($(date +%s) - began)) -lt 20 ] || blame "it took too long"
says '[0-9]+ parts could not be read, or not whole'
member 'timed out' 'pci/0000:00:1c.0/config'
says 'pci/0000:00:1c.0/config: no answer within 2.0 s'
verdict

claim "a directory, a loop, a huge file, a way out of the tree are marked"
member failed 'pci/0000:00:1c.0/resource'
says 'resource: Is a directory'
member failed 'pci/0000:00:1f.3/config'
says '1f.3/config: Too many levels of symbolic links'
member truncated 'machine/iomem'
says '^ +16777216 +truncated +machine/iomem: there is more of it'
member absent 'machine/ioports'
member absent 'machine/os-release'
member truncated 'pci/0000:01:00.0/vpd'
says '^ +32768 +truncated +pci/0000:01:00.0/vpd'
verdict

claim "and such a dump is whole all the same"
exits 0 $muster dump --verify "$dump"
says 'when it was made 1 parts timed out, 2 failed, 2 were cut short'
exits 0 $muster list --from "$dump"
verdict

if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	claim "what may not be read is told, and that it takes root"
	cp -a "$tree" "$scratch/private"
	chmod 700 "$scratch"
	chmod 000 "$scratch/private/sys/firmware/dmi/tables/DMI"
	mkdir "$scratch/private/out"
	chmod 777 "$scratch/private/out"
	chmod 755 "$scratch"
	cp "$muster" "$scratch/private/muster"
	exits 0 setpriv --reuid 65534 --regid 65534 --clear-groups "$scratch/private/muster" dump \
		--root "$scratch/private" -o "$scratch/private/out/a.tar.gz"
	says 'as root there are fewer'
	dump=$scratch/private/out/a.tar.gz
	member failed 'dmi/tables'
	says 'dmi/tables: not permitted: it takes root'
	verdict
fi

# interrupt SIGNAL: while the dump hangs
interrupt() {
	mkdir -p "$scratch/interrupted"
	$muster dump --root "$hostile" -o "$scratch/interrupted/a.tar.gz" --timeout 60 \
		>"$out" 2>"$err" </dev/null &
	pid=$!
	tries=0
	until find "$scratch/interrupted" -type f | grep -q . || [ $((tries += 1)) -gt 100 ]; do
		sleep 0.05
	done
	sleep 0.3
	kill -s "$1" $pid
	wait $pid
	status=$?
	[ $status -eq 4 ] || blame "exit status $status after $1"
	[ -z "$(ls -A "$scratch/interrupted")" ] || blame "left: $(ls -A "$scratch/interrupted")"
}

claim "interrupted it leaves nothing"
interrupt TERM
warns 'interrupted; nothing is left behind'
interrupt HUP
verdict

# Each bit and each cut, at closer strides, are in tests/unit/dump.c.
claim "a flipped bit is found, and a cut"
dump=$scratch/tree.tar.gz
python3 - "$muster" "$dump" "$scratch/bad.tar.gz" >"$out" 2>"$err" <<'END' || blame "not all: $(tail -n 1 "$out")"
import subprocess, sys
muster, path, bad = sys.argv[1:]
data = open(path, "rb").read()

def verify(altered, what):
    open(bad, "wb").write(altered)
    run = subprocess.run([muster, "dump", "--verify", bad], capture_output=True, text=True)
    if run.returncode != 1 or ": not whole: " not in run.stdout:
        sys.exit(print(what, run))

def flip(bit):
    altered = bytearray(data)
    altered[bit // 8] ^= 1 << bit % 8
    verify(altered, f"bit {bit}")

for bit in range(0, 8 * 34, 11):
    flip(bit)
for bit in range(8 * (len(data) - 92), 8 * len(data), 31):
    flip(bit)
for bit in range(8 * 34, 8 * (len(data) - 92), 1009):
    flip(bit)
for length in list(range(0, len(data), 401)) + [len(data) - 1, len(data) - 91, len(data) - 92]:
    verify(data[:length], f"cut at {length}")
verify(data + b"\0", "a byte more")
verify(data + data, "twice")
END
verdict

# repack CODE: the tar in $dump, altered by python code on "members", a list of
# [TarInfo, bytes]; head and tail as they should be
repack() {
	python3 - "$scratch/tree.tar.gz" "$scratch/bad.tar.gz" "$1" 2>"$err" <<'END' || blame "cannot repack"
import gzip, hashlib, io, re, sys, tarfile
path, bad, code = sys.argv[1:]
data = open(path, "rb").read()
members = []
with tarfile.open(fileobj=io.BytesIO(gzip.decompress(data))) as archive:
    top = archive.next().name.split("/")[0]
    members = [[info, archive.extractfile(info).read()] for info in archive.getmembers()]

def find(name):
    return next(member for member in members if member[0].name == f"{top}/{name}")

def add(name, content, at=-2, **attributes):
    info = tarfile.TarInfo(f"{top}/{name}")
    for key, value in attributes.items():
        setattr(info, key, value)
    members.insert(at, [info, content])

def sums():
    find("SHA256SUMS")[1] = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {info.name[len(top) + 1:]}\n"
        for info, content in members[:-1]).encode()

exec(code)
buffer = io.BytesIO()
with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
    for info, content in members:
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
body = data[:34] + gzip.compress(buffer.getvalue(), mtime=0)
tail = data[-92:]
open(bad, "wb").write(body + tail[:17] + hashlib.sha256(body).hexdigest().encode() + tail[81:])
END
}

# not_whole PATTERN: that is what is wrong with it, to --verify and to who reads it
not_whole() {
	exits 1 $muster dump --verify "$scratch/bad.tar.gz"
	says "not whole: $1"
	exits 4 $muster list --from "$scratch/bad.tar.gz"
	exits 1 $muster log verify "$scratch/bad.tar.gz"
}

claim "a repacked one with nothing altered is whole"
repack 'pass'
exits 0 $muster dump --verify "$scratch/bad.tar.gz"
verdict

claim "a member altered, gone, more, in another order is named"
repack 'find("dmi/id")[1] += b"x"; sums()'
not_whole 'dmi/id: it is not what the manifest says it was'
repack 'members.remove(find("pci/0000:00:1f.3/config")); sums()'
not_whole 'pci/0000:00:1f.3/config: the manifest has it, the dump has it not'
repack 'add("extra", b"x"); sums()'
not_whole 'extra: the manifest does not have it'
repack 'members[1], members[2] = members[2], members[1]; sums()'
not_whole 'snapshot.json: the manifest has it, the dump has it not'
repack 'add("after", b"x", len(members))'
not_whole 'it ends before its manifest and digests'
repack 'find("SHA256SUMS")[1] = find("SHA256SUMS")[1].replace(b"a", b"b", 1)'
not_whole 'SHA256SUMS: a digest in it is of another file'
verdict

claim "a manifest that is none, of another version, with members that are none"
repack 'find("manifest.json")[1] = b"{"; sums()'
not_whole 'manifest.json: it is no JSON'
repack 'find("manifest.json")[1] = find("manifest.json")[1].replace(b"muster-dump/1", b"muster-dump/9"); sums()'
not_whole 'manifest.json: not of schema muster-dump/1'
repack 'find("manifest.json")[1] = find("manifest.json")[1].replace(b"\"README\"", b"\"../README\""); sums()'
not_whole 'manifest.json: member 1 of it is none'
repack 'find("manifest.json")[1] = find("manifest.json")[1].replace(b"\"ledger\":\"whole\"", b"\"ledger\":\"torn\""); sums()'
exits 1 $muster dump --verify "$scratch/bad.tar.gz"
says 'ledger: its chain is not what it was when the dump was made'
verdict

claim "names that lead out, links and other directories are no members"
for name in /etc/passwd ../up a/../b a//b .hidden; do
	repack "add('$name', b'x'); sums()"
	not_whole 'after .*: a member has a name that none can have'
done
repack 'add("link", b"", type=tarfile.SYMTYPE, linkname="/etc/passwd"); sums()'
not_whole 'after .*: a member is no plain file'
repack 'add("hard", b"", type=tarfile.LNKTYPE, linkname=members[0][0].name); sums()'
not_whole 'after .*: a member is no plain file'
repack 'members[3][0].name = "elsewhere/README"; sums()'
not_whole 'after .*: a member has a name that none can have'
verdict

claim "a bomb is no dump"
repack 'add("bomb", bytes(300 << 20)); sums()'
not_whole 'after .*: a member is more than a dump may hold'
verdict

claim "what is no dump is told apart from what cannot be read"
exits 1 $muster dump --verify tests/cli/dump.sh
says 'it is no dump'
exits 1 $muster dump --verify "$scratch/full"
fault=
exits 4 $muster dump --verify "$scratch/none"
exits 4 $muster dump --list tests/cli/dump.sh
verdict

claim "of a saved snapshot"
exits 0 $muster dump --from $fixtures/server.json -o "$scratch/saved.tar.gz"
exits 0 $muster diff $fixtures/server.json "$scratch/saved.tar.gz"
exits 4 $muster dump --from tests/cli/lib.sh -o "$scratch/no.tar.gz"
verdict

claim "dumps of earlier versions are read for ever"
for old in $fixtures/dump/*.tar.gz; do
	exits 0 $muster dump --verify "$old"
	exits 0 $muster list --from "$old"
	says '^0000:01:00.0 .*serial 52-54-00-ff-ff-12-34-56'
	exits 0 $muster log verify "$old"
	exits 0 $muster dump --list "$old"
done
verdict

claim "this machine itself can be dumped, root or not"
exits 0 $muster dump -o "$scratch/live.tar.gz"
exits 0 $muster dump --verify "$scratch/live.tar.gz"
exits 0 $muster list --from "$scratch/live.tar.gz"
verdict

corpus=${MUSTER_CORPUS:-../shared/corpus}/sysfs
if [ -d "$corpus" ]; then
	claim "trees of real servers"
	for real in "$corpus"/*.tar.bz2; do
		rm -rf "$scratch/real"
		mkdir "$scratch/real"
		tar xjf "$real" -C "$scratch/real" --strip-components=1
		exits 0 $muster dump --root "$scratch/real" -o "$scratch/real.tar.gz" --force
		exits 0 $muster dump --verify "$scratch/real.tar.gz"
		exits 0 $muster diff "$scratch/real" "$scratch/real.tar.gz"
	done
	verdict
fi

claim "no program loads at its start what dumps need"
ldd "$(dirname $muster)/musterd" $muster >"$out" 2>"$err" || blame "ldd fails"
silent_on 'libarchive'
verdict

claim "where it is not installed that is said, and nothing is left behind"
mkdir "$scratch/without"
echo "no library" >"$scratch/without/libarchive.so.13"
for verb in "dump --root $tree -o $scratch/none" "dump --verify $dump" "list --from $dump"; do
	# shellcheck disable=SC2086 # words are wanted
	exits 4 env LD_LIBRARY_PATH="$scratch/without" $muster $verb
	warns 'libarchive.*install'
done
set -- "$scratch"/none*
[ ! -e "$1" ] || blame "$1 is left behind"
verdict

claim "and no ledger is called damaged for that"
exits 2 env LD_LIBRARY_PATH="$scratch/without" $muster log verify "$dump"
warns 'libarchive.*install'
verdict

claim "a wrong call is a wrong call"
exits 3 $muster dump --verify
exits 3 $muster dump --verify --list "$dump"
exits 3 $muster dump "$dump"
exits 3 $muster dump --timeout 0
exits 3 $muster dump --timeout soon
exits 3 $muster dump --root "$tree" --from "$dump"
exits 3 $muster dump -o - --json
verdict

exit $failed
