#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# One machine, seen by many sources: what a source could not see is unknown and never
# a finding, whichever of them taught the inventory and whichever is checked.
. tests/cli/lib.sh

corpus=${MUSTER_CORPUS:-../shared/corpus}

if ! command -v lspci >/dev/null; then
	echo "ok # skip: lspci is not installed, so there is nothing to compare"
	exit 0
fi

# A machine that nobody owns, as sysfs has it: a switch, cards of one and two ports with
# virtual functions, a bridge without children, a driver-made domain, another root bus.
python3 - "$scratch/root" 4096 <<'PYTHON'
import os, struct, sys
root, size = sys.argv[1], int(sys.argv[2])

def space(vendor, device, code, header=0, buses=None, port=None, serial=None, virtuals=None,
          subsystem=(0x15d9, 0x0888)):
    config = bytearray(size if port is not None else 256)
    struct.pack_into("<HHHHI", config, 0, vendor, device, 0x0406, 0x0010, code << 8 | 1)
    config[0x0e] = header
    if buses:
        config[0x18:0x1b] = bytes(buses)
    else:
        struct.pack_into("<HH", config, 0x2c, *subsystem)
    config[0x34] = 0x40
    struct.pack_into("<BBH", config, 0x40, 0x01, 0x60 if port is not None else 0, 0x0003)
    if port is None:
        return config
    struct.pack_into("<BBHIHHIHH", config, 0x60, 0x10, 0, port << 4 | 2, 0x8000, 0, 0,
                     0x0043, 0, 0x0043)
    chain = [(0x0001, 0x100)]
    if serial:
        chain.append((0x0003, 0x140))
        config[0x144:0x14c] = serial
    if virtuals:
        chain.append((0x0010, 0x160))
        struct.pack_into("<HHHHHBxHH", config, 0x168, 1, 0, virtuals[0], virtuals[0],
                         virtuals[0], 0, virtuals[1], virtuals[2])
        struct.pack_into("<H", config, 0x17a, virtuals[3])
    for at, (id, offset) in enumerate(chain):
        after = chain[at + 1][1] if at + 1 < len(chain) else 0
        struct.pack_into("<I", config, offset, id | 1 << 16 | after << 20)
    return config

functions = {}

def add(chain, config, ids=None):
    functions[chain.rsplit("/", 1)[1]] = chain
    path = os.path.join(root, "sys/devices", chain)
    os.makedirs(path)
    vendor, device = ids or struct.unpack_from("<HH", config)
    subsystem = struct.unpack_from("<HH", config, 0x2c)
    code = struct.unpack_from("<I", config, 8)[0] >> 8
    files = {"vendor": f"0x{vendor:04x}", "device": f"0x{device:04x}", "class": f"0x{code:06x}",
             "subsystem_vendor": f"0x{subsystem[0]:04x}", "irq": "0",
             "subsystem_device": f"0x{subsystem[1]:04x}", "revision": "0x01",
             "resource": "0x0000000000000000 0x0000000000000000 0x0000000000000000\n" * 7,
             "uevent": f"PCI_CLASS={code:X}\nPCI_ID={vendor:04X}:{device:04X}\n"
                       f"PCI_SUBSYS_ID={subsystem[0]:04X}:{subsystem[1]:04X}\n"}
    for name, text in files.items():
        with open(os.path.join(path, name), "w") as file:
            file.write(text.rstrip("\n") + "\n")
    with open(os.path.join(path, "config"), "wb") as file:
        file.write(config)

host = "pci0000:00/"
add(host + "0000:00:00.0", space(0x8086, 0x3e31, 0x060000))
port = host + "0000:00:1c.0"
add(port, space(0x8086, 0xa110, 0x060400, 1, (0, 1, 3), port=4))
up = port + "/0000:01:00.0"
add(up, space(0x10b5, 0x8747, 0x060400, 1, (1, 2, 3), port=5, serial=bytes.fromhex("0ca7000102030405")))
down = up + "/0000:02:01.0"
add(down, space(0x10b5, 0x8747, 0x060400, 1, (2, 3, 3), port=6))

def card(down, bus, ports):
    for port in range(ports):
        physical = f"{bus}:00.{port}"
        add(f"{down}/{physical}", space(0x8086, 0x10fb, 0x020000, 0x80, port=0,
            serial=bytes([int(bus[5:], 16)]) + bytes.fromhex("4d3cffff211b00"), virtuals=(4, 0x80, 2, 0x10ed)))
    for index in range(4 * ports):
        physical = f"{bus}:00.{index % ports}"
        address = f"{bus}:{0x10 + 2 * (index // ports) // 8:02x}.{2 * (index // ports) % 8 + index % ports}"
        add(f"{down}/{address}", space(0xffff, 0xffff, 0x020000, port=0), (0x8086, 0x10ed))
        link = os.path.join(root, "sys/devices", down)
        os.symlink("../" + address, os.path.join(link, physical, f"virtfn{index // ports}"))
        os.symlink("../" + physical, os.path.join(link, address, "physfn"))

card(down, "0000:03", 1)
add(host + "0000:00:1d.0", space(0x8086, 0xa118, 0x060400, 1, (0, 4, 4), port=4))
twin = host + "0000:00:1d.4"
add(twin, space(0x8086, 0xa11c, 0x060400, 1, (0, 5, 5), port=4))
card(twin, "0000:05", 2)
volume = host + "0000:00:0e.0"
add(volume, space(0x8086, 0x201d, 0x010400, port=9))
inner = volume + "/pci10000:e0/10000:e0:06.0"
add(inner, space(0x8086, 0x2030, 0x060400, 1, (0xe0, 0xe1, 0xe1), port=4))
add(inner + "/10000:e1:00.0", space(0x144d, 0xa808, 0x010802, port=0,
                                    serial=bytes.fromhex("0100000000382500")))
add("pci0000:7f/0000:7f:08.0", space(0x8086, 0x2014, 0x088000))
os.makedirs(os.path.join(root, "sys/bus/pci/devices"))
os.makedirs(os.path.join(root, "proc"))
for address, chain in functions.items():
    os.symlink("../../../devices/" + chain, os.path.join(root, "sys/bus/pci/devices", address))
PYTHON

# What a user without privileges can read of it
cp -a "$scratch/root" "$scratch/user"
find "$scratch/user" -name config | while read -r config; do
	head -c 64 "$config" >"$config.64" && mv "$config.64" "$config"
done

styles="-x -xxx -xxxx -n -nn -nnk -nmm -vnn -vvnn -vvnnx -vvnnxxxx -vmmnn -vmmnnk"

# forms NAME LSPCI-OPTION...: what lspci makes of it, in each style
forms() {
	name=$1
	shift
	mkdir "$scratch/$name-forms"
	for style in $styles; do
		lspci "$@" $style >"$scratch/$name-forms/lspci$style" 2>/dev/null
	done
}

# The forms that come from sysfs have what the kernel knows, -F only what the bytes tell.
forms root -A linux-sysfs -O sysfs.path="$scratch/root/sys/bus/pci"
forms user -A linux-sysfs -O sysfs.path="$scratch/user/sys/bus/pci"
mkdir "$scratch/machine"
for which in root user; do
	mv "$scratch/$which" "$scratch/machine/$which"
	for form in "$scratch/$which-forms"/*; do
		mv "$form" "$scratch/machine/$which-${form##*/}"
	done
	$muster import -o "$scratch/machine/$which.json" "$scratch/machine/$which" 2>/dev/null
done

claim "bytes, words and sysfs put every function into one place"
for which in root root-lspci-xxxx root-lspci-vvnn; do
	exits 0 $muster list --no-names --from "$scratch/machine/$which"
	sed 's/^0*\(1*0000:[^ ]*\) *\([^ ]*\) .*/\1 \2/;s,[^ ]*/pci/,?/pci/,' "$out" | sort >"$scratch/places-$which"
	cmp -s "$scratch/places-root" "$scratch/places-$which" || {
		diff "$scratch/places-root" "$scratch/places-$which" >>"$err"
		blame "not of $which"
	}
done
exits 0 grep -c '/00.[01]/vf[0-3]$' "$scratch/places-root-lspci-xxxx"
says '^12$'
verdict

# agree DIRECTORY...: that no form of a machine makes a finding on what another taught
agree() {
	for teacher in "$@"; do
		for strict in "" --strict; do
			if ! $muster inventory generate $strict --from "$teacher" >"$scratch/taught" 2>"$err"; then
				blame "nothing learned from ${teacher##*/}"
				continue
			fi
			for pupil in "$@"; do
				$muster check --from "$pupil" --inventory "$scratch/taught" \
					>"$out" 2>"$err" </dev/null
				status=$?
				checks=$((checks + 1))
				[ $status -eq 0 ] || [ $status -eq 2 ] ||
					blame "${pupil##*/} by ${teacher##*/} $strict: exit status $status"
			done
		done
	done
}

checks=0
claim "no form of a machine makes a finding on what another form taught"
agree "$scratch"/machine/*
verdict
echo "# $checks checks"

[ -d "$corpus/config-space" ] || exit $failed

styles="-x -xxx -nn -nnk -vvnn -vmmnn"
for file in "$corpus"/config-space/*; do
	claim "nor of ${file##*/}"
	rm -rf "$scratch/corpus-forms"
	forms corpus -F "$file"
	agree "$file" "$scratch"/corpus-forms/*
	verdict
done

for archive in "$corpus"/sysfs/*; do
	claim "nor of ${archive##*/}"
	rm -rf "$scratch/corpus-forms" "$scratch/tree"
	mkdir "$scratch/tree"
	tar -C "$scratch/tree" -xf "$archive"
	tree=$(echo "$scratch"/tree/*)
	forms corpus -A linux-sysfs -O sysfs.path="$tree/sys/bus/pci"
	agree "$tree" "$scratch"/corpus-forms/*
	verdict
done
echo "# $checks checks"
exit $failed
