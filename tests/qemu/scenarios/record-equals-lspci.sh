# SPDX-License-Identifier: GPL-2.0-or-later
# What muster lists is what lspci and a shell read: neither of its sources is asked about itself.
# board: iommu
# cmdline: intel_iommu=on
# needs: muster programs
# timeout: 120

# Setting: the board with its drivers and an IOMMU.
load e1000e nvme ahci i2c-i801 at24
smbus=$(basename "$(readlink -f /sys/bus/pci/devices/0000:00:1f.3/i2c-*)")
echo 24c02 0x50 >"/sys/bus/i2c/devices/$smbus/new_device"
load_muster

# Identity and driver, from the files of sysfs. A bridge has a subsystem only by capability.
lspci -D -n -vv >/run/lspci
has_subsystem() {
	[ "$(hex "$1" class | cut -c 1-4)" != 0604 ] ||
		awk -v it="${1##*/}" '/^[0-9a-f]/ { at = $1 } at == it && /] Subsystem:/ { found = 1 }
			END { exit !found }' /run/lspci
}
hex() { sed 's/^0x//' "$1/$2"; }
link() { if [ -e "$1/$2" ]; then basename "$(readlink "$1/$2")"; else echo -; fi; }
for path in /sys/bus/pci/devices/*; do
	subsystem="$(hex "$path" subsystem_vendor) $(hex "$path" subsystem_device)"
	has_subsystem "$path" || subsystem="- -"
	echo "${path##*/} $(hex "$path" vendor) $(hex "$path" device) $subsystem $(hex "$path" class)" \
		"$(hex "$path" revision) $(link "$path" driver) $(link "$path" iommu_group)"
done >/run/ids.sysfs

# Slots, serial numbers and links, as lspci reads them from configuration space.
lspci -D -vv | awk '
	function flush() { if (address) print address, serial, slot, speed, width }
	/^[0-9a-f]/ { flush(); address = $1; serial = slot = speed = width = "-" }
	/Device Serial Number/ { serial = $NF }
	/Physical Slot:/ { slot = $NF }
	/LnkCap:/ { match($0, /Speed [^,]*/); speed = substr($0, RSTART + 6, RLENGTH - 6)
		match($0, /Width x[0-9]*/); width = substr($0, RSTART + 7, RLENGTH - 7)
		if (speed == "unknown") speed = "-" }
	END { flush() }' >/run/caps.lspci

# Places, from the path that a function has in sysfs.
for path in /sys/bus/pci/devices/*; do
	echo "${path##*/} $(readlink -f "$path" |
		sed 's,/sys/devices/pci,,; s,/[0-9a-f]*:[0-9a-f]*:\([0-9a-f.]*\),/\1,g')"
done >/run/places.sysfs

# The same three lists from the record, and by sysfs.
compare() {
	snapshot --source "$1" >"/run/$1.json" || die "muster list --source $1"
	jq -r '.devices[] | select(.kind == "function") | [.address, .vendor, .device,
		.subsystem_vendor, .subsystem_device, .class, .revision, .driver, .iommu_group] |
		map(. // "-") | join(" ")' "/run/$1.json" | sort >/run/ids
	claim "ids, class, revision, driver and group ($1)" same /run/ids.sysfs /run/ids
	jq -r '.devices[] | select(.kind == "function") | [.address, .serial, .slot,
		(.max_link_speed // "-" | sub(" "; "") | sub("\\.0"; "")), .max_link_width] |
		map(. // "-") | join(" ")' "/run/$1.json" | sort >/run/caps
	claim "serial, slot and link ($1)" same /run/caps.lspci /run/caps
	jq -r '.devices[] | select(.kind == "function") | "\(.address) \(.place)"' "/run/$1.json" |
		sort >/run/places
	claim "places ($1)" same /run/places.sysfs /run/places
}
compare module
compare sysfs
claim "there was something to compare" test "$(grep -c -- '-ff-' /run/caps.lspci)" -eq 3
claim "functions are in groups" test "$(cut -d ' ' -f 9 /run/ids.sysfs | sort -u | wc -l)" -gt 3

# What the record holds of configuration space is what a read of it gives.
nlread devices | jq -r '.device | select(.extents) | .address as $it | .extents[] |
	"\($it) \(.offset) \(.data)"' >/run/extents
claim "captures were made" test "$(wc -l </run/extents)" -gt 40
while read -r address offset data; do
	seen=$(dd if="/sys/bus/pci/devices/$address/config" bs=4 skip=$((offset / 4)) \
		count=$((${#data} / 8)) 2>/dev/null | od -An -v -tx1 | tr -d ' \n')
	[ "$seen" = "$data" ] || echo "$address at $offset: $seen, recorded: $data"
done </run/extents >/run/config.differences
claim "every byte that was recorded is the one sysfs reads" test ! -s /run/config.differences
show /run/config.differences

# Adapters and clients, from their files.
for path in /sys/bus/i2c/devices/*; do
	echo "${path##*/} $(cat "$path/name")"
done >/run/names.sysfs
jq -r '.devices[] | select(.bus == "i2c") | "\(.address) \(.name)"' /run/module.json | sort >/run/names
claim "adapters and clients" same /run/names.sysfs /run/names
claim "a client and its driver" equal "$(jq -c '.devices[] | select(.kind == "client" and
	.address == "'"${smbus#i2c-}"'-0050") | [.place, .driver, .modalias]' /run/module.json)" \
	'["0000:00/1f.3/i2c/50","at24","i2c:24c02"]'
