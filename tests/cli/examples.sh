#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The examples of the manual work: each line "$ command" of a literal display is run,
# each "# command" names a verb and options that exist, and no verb lacks one.
#
# A comment right before such a line is for this test:
#   .\" exits: N         it ends with N, not with 0
#   .\" needs: module    it needs the module or the daemon: only looked at, like "#"
#   .\" needs: COMMAND   the same where COMMAND is not installed
. tests/cli/lib.sh

pages="userspace/man/muster.8 userspace/man/muster-digests.7"
muster=$(realpath "$muster")
mkdir -p "$scratch/bin"
ln -s "$muster" "$scratch/bin/muster"
place=$scratch/fresh	# copied for each display
mkdir "$place"

# What the examples find around them: one server today and yesterday, two of its
# siblings, and what the tool itself makes of these.
make_snapshots() {
	server=$fixtures/server.json
	for name in today server board17 srv01; do
		cp "$server" "$place/$name.json"
	done
	sed '/0000:03:00.0/d;s/3c-4d-5e/3c-4d-77/' "$server" >"$place/yesterday.json"
	sed 's/"rack1"/"rack2"/;s/3c-4d/4c-4d/;s/3d1219c7/3d1219c8/;s/CS000001/CS000002/' \
		"$server" >"$place/srv02.json"
	sed '/0000:02:00.0/{p;s/01\.1/01.2/;s/:02:/:08:/;s/10d3/1533/;s/"serial": "[^"]*"/"serial": null/;}
		s/"rack1"/"rack3"/;s/3c-4d/5c-4d/;s/3d1219c7/3d1219c9/;s/CS000001/CS000003/' \
		"$server" >"$place/srv03.json"
}

# lspci_text STYLE: the functions of that server as lspci -xxxx or -vvnn shows them
lspci_text() {
	python3 - "$1" "$place/today.json" <<-'PYTHON'
		import json, struct, sys
		style, path = sys.argv[1:]
		for device in json.load(open(path))["devices"]:
		    if device["kind"] != "function":
		        continue
		    number = lambda key: int(device.get(key) or "0", 16)
		    address = device["address"][5:]
		    if style == "vvnn":
		        print(f"{address} Device [{device['class'][:4]}]: Vendor Device [{device['vendor']}:{device['device']}] (rev {device['revision']})")
		        if device["subsystem_vendor"]:
		            print(f"\tSubsystem: Vendor Device [{device['subsystem_vendor']}:{device['subsystem_device']}]")
		        print()
		        continue
		    bridge = device["class"] == "060400"
		    space = bytearray(256)
		    struct.pack_into("<HHHHI", space, 0, number("vendor"), number("device"), 0x406, 0x10,
		                     number("revision") | number("class") << 8)
		    space[14] = bridge
		    below = [other["address"] for other in json.load(open(path))["devices"]
		             if other["place"].startswith(device["place"] + "/") and other["kind"] == "function"]
		    if bridge and below:
		        buses = [int(other[5:7], 16) for other in below]
		        space[0x18:0x1b] = bytes((int(address[:2], 16), min(buses), max(buses)))
		    elif not bridge:
		        struct.pack_into("<HH", space, 0x2c, number("subsystem_vendor"), number("subsystem_device"))
		    print(f"{address} Device: Vendor Device")
		    for at in range(0, 256, 16):
		        print(f"{at:02x}: " + space[at:at + 16].hex(" "))
		    print()
	PYTHON
}

# A module, its bytes in hex, and a table of registers.
make_images() {
	python3 $fixtures/make-memory ddr4 >"$place/dimm.bin"
	cp "$place/dimm.bin" "$place/ddr4.bin"
	od -A n -v -t x1 "$place/dimm.bin" >"$place/dimm.hex"
	{
		echo '# i2cdump -y 0 0x51'
		echo '     0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f    0123456789abcdef'
		python3 $fixtures/make-memory fru board-maker=Example | head -c 256 |
			od -A x -v -t x1 | sed -n 's/^0000\(..\)/\1:/p'
	} >"$place/i2cdump.txt"
}

make_tree() {
	function=$place/tree/sys/devices/pci0000:00/0000:00:1f.0
	mkdir -p "$function" "$place/tree/proc/sys/kernel" "$place/tree/sys/bus/pci/devices"
	ln -s ../../../devices/pci0000:00/0000:00:1f.0 "$place/tree/sys/bus/pci/devices/0000:00:1f.0"
	for value in vendor:0x8086 device:0xa309 class:0x060100 revision:0x10 irq:0 \
		subsystem_vendor:0x15d9 subsystem_device:0x1b9d; do
		echo "${value#*:}" >"$function/${value%%:*}"
	done
	head -c 256 /dev/zero >"$function/config"
	printf '\206\200\011\243' | dd of="$function/config" conv=notrunc 2>/dev/null
	echo rack1 >"$place/tree/proc/sys/kernel/hostname"
}

make_rest() {
	for strict in "" --strict; do
		name=${strict#--}
		$muster inventory generate $strict --from "$place/today.json" \
			>"$place/${name:-board}.json" 2>/dev/null
	done
	cp "$place/board.json" "$place/web-2u.json"
	$muster check --json --from "$place/yesterday.json" --inventory "$place/strict.json" |
		python3 -c 'import json, sys
for finding in json.load(sys.stdin)["findings"]: print(json.dumps(finding))' >"$place/findings.jsonl"
	evidence=$place/srv/evidence/board17/000001-6f1c2b7e-0a51-4c39-9b1e-5d8f7a3c2e10
	mkdir -p "$evidence" "$place/etc/muster/inventory.d" "$place/tmp"
	for kind in ledger head; do
		cp $fixtures/ledger/small.$kind \
			"$evidence/001-0102030405060708090a0b0c0d0e0f10.$kind"
	done
	cp $fixtures/ledger/small.ledger "$place/boot.ledger"
	cp $fixtures/ledger/small.head "$place/boot.head"
	openssl genpkey -algorithm ed25519 -out "$place/key.pem" 2>/dev/null
	openssl pkey -in "$place/key.pem" -pubout -out "$place/key.pub.pem" 2>/dev/null
	for dump in server:today before:yesterday after:today; do
		$muster dump --from "$place/${dump#*:}.json" -o "$place/${dump%:*}.tar.gz" >/dev/null 2>&1
	done
	[ ! -e "$place/server.tar.gz" ] || cp "$place/server.tar.gz" "$place/server.dump.tar.gz"
}

# Lines of the pages: PAGE:LINE, line of the display, section, exit status, need, prompt, command
list_examples() {
	for page in $pages; do
		[ ! -e "$page" ] || awk -v page="$page" '
			/^\.S[hs] / { section = $2 == "muster" ? $3 : "-" }
			/^\.Bd -literal/ { literal = FNR }
			/^\.Ed/ { literal = 0 }
			/^\.\\" exits: / { status = $3; next }
			/^\.\\" needs: / { need = $3; next }
			!literal { next }
			more { command = command " " $0 }
			!more && /^[$#] / { at = FNR; prompt = $1; command = substr($0, 3) }
			!more && !/^[$#] / { next }
			{ more = sub(/\\e$/, "", command) }
			!more { gsub(/\\e/, "\\", command); gsub(/\\-/, "-", command); gsub(/\\&/, "", command)
				gsub(/\\\(aq/, "\047", command)
				printf "%s:%d\t%s:%d\t%s\t%d\t%s\t%s\t%s\n", page, at, page, literal, section, status, need ? need : "-", prompt, command
				status = need = 0 }' "$page"
	done
}

# Each option of each muster command of a line is one that the verb names.
look_at() {
	printf '%s\n' "$1" | sed 's/[|;]/\n/g;s/&&/\n/g' | sed 's/^ *//' >"$scratch/commands"
	while read -r program verb words; do
		[ "$program" = muster ] || continue
		exits 0 "$muster" "$verb" --help
		for word in $words; do
			case $word in
			--*)
				option=${word%%=*}
				option=${option%]}
				grep -q -e "$option\>" "$out" || blame "$verb has no $option" ;;
			esac
		done
	done <"$scratch/commands"
}

# Paths of a server become paths below the scratch directory; the lines of one
# display stand on one another.
run_line() {
	line=$(printf '%s\n' "$1" | sed -E "s#(^|[ ='\"])/(srv|etc|var|tmp|mnt|root|home)/#\\1$place/\\2/#g")
	PATH=$scratch/bin:$PATH HOME=$place exits "$2" bash -o pipefail -c "cd '$place' && $line"
}

make_snapshots
make_images
lspci_text xxxx >"$place/lspci.txt"
lspci_text vvnn >"$place/lspci-vvnn.txt"
make_tree
make_rest
list_examples >"$scratch/examples"

shown=
while IFS='	' read -r where display section status need prompt command; do
	: "$section"
	[ "$display" = "$shown" ] || {
		rm -rf "$scratch/place"
		cp -r "$scratch/fresh" "$scratch/place"
		place=$scratch/place
		shown=$display
	}
	case $prompt$need in
	'$-') do=run ;;
	'$module' | '#'*) do=look ;;
	*) if command -v "$need" >/dev/null; then do=run; else do=look; fi ;;
	esac
	claim "$where: $command"
	if [ $do = run ]; then
		run_line "$command" "$status"
	else
		look_at "$command"
	fi
	verdict
done <"$scratch/examples"

# Words of a verb are those that its help shows after it.
lacking=
claim "every verb has its section and an example in it"
$muster help >"$out" 2>"$err"
for verb in $(sed -n 's/^  \([a-z]*\)  .*/\1/p' "$out"); do
	grep -q "^\\.Ss muster $verb\$" userspace/man/muster.8 ||
		lacking="$lacking section of muster $verb,"
	awk -F'\t' -v verb="$verb" '$3 == verb && $7 ~ "muster " verb "( |$)" { found = 1 }
		END { exit !found }' "$scratch/examples" ||
		lacking="$lacking example in the section of muster $verb,"
	for word in $($muster "$verb" --help |
		sed -nE "s/^([Uu]sage:)? *muster $verb ([a-z]+)( .*)?\$/\\2/p" | sort -u); do
		cut -f7 "$scratch/examples" | grep -q "muster $verb $word\\>" ||
			lacking="$lacking example of muster $verb $word,"
	done
done
[ -z "$lacking" ] || blame "there is no${lacking%,}"
verdict

exit $failed
