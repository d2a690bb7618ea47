# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Simulated buses, and I2C clients and memories on any: verbs of lib.sh, which sources this.
#
#   fakepci COMMAND...         a line for /dev/fakepci (tests/kmod/fakepci_main.c)
#   fakei2c COMMAND...         a line for /dev/fakei2c (tests/kmod/fakei2c_main.c)
#   fakepci_reads BDF          how often its configuration space was read
#   fakepci_writes             how often any was written
#   fakei2c_bus NAME           the bus number of a fake adapter
#   fakei2c_channel PARENT-ADDRESS/CHANNEL   the bus number of a channel: 3-0070/1
#   fakei2c_counts [BUS]       "BUS ADDRESS KIND N..." of each address spoken to
#   fakei2c_count BUS ADDRESS KIND   how often: quick quickread readbyte writebyte read write all
#   fakei2c_total NAME WORD    of an adapter: transfers, failed, clocks
#   fakei2c_chips              every chip with a checksum of what it holds
#   new_client BUS NAME ADDRESS      declares a client: new_client 3 ee1004 50
#   delete_client BUS ADDRESS
#   contents_of BUS ADDRESS    the file that its driver offers, eeprom or nvmem
#   write_memory BUS ADDRESS FILE    over the bus, 256 bytes (needs i2c-dev)

control() {
	control_name=$1
	shift
	if [ ! -c "/dev/$control_name" ]; then
		modprobe -q i2c-mux
		insmod "/lib/testbed/$control_name.ko" || die "insmod $control_name"
	fi
	echo "$*" >"/dev/$control_name" || die "$control_name $*"
}

fakepci() {
	control fakepci "$@"
}

fakei2c() {
	control fakei2c "$@"
}

fakepci_reads() {
	sed -n "s/^$1 .* reads \([0-9]*\) .*/\1/p" /dev/fakepci
}

fakepci_writes() {
	awk '{ for (i = 1; i < NF; i++) if ($i == "writes") sum += $(i + 1) } END { print sum + 0 }' \
		/dev/fakepci
}

fakei2c_bus() {
	awk -v name="$1" '$1 == "adapter" && $2 == name { print $3 }' /dev/fakei2c
}

fakei2c_channel() {
	awk -v name="$1" '$1 == "channel" && $2 == name { print $3 }' /dev/fakei2c
}

fakei2c_counts() {
	sed -n "s/^count \\(${1:-[0-9]*} .*\\)/\\1/p" /dev/fakei2c
}

fakei2c_count() {
	awk -v bus="$1" -v address="$2" -v kind="$3" '
		$1 == "count" && $2 == bus && $3 == address {
			for (i = 4; i < NF; i += 2)
				if (kind == "all" || $i == kind) sum += $(i + 1)
		}
		END { print sum + 0 }' /dev/fakei2c
}

fakei2c_total() {
	sed -n "s/^adapter $1 .*\\b$2 \\([0-9]*\\).*/\\1/p" /dev/fakei2c
}

fakei2c_chips() {
	sed -n 's/^\(chip .*\) pointer .*/\1/p' /dev/fakei2c
}

new_client() {
	echo "$2 0x$3" >"/sys/bus/i2c/devices/i2c-$1/new_device" || die "new_device $*"
}

delete_client() {
	echo "0x$2" >"/sys/bus/i2c/devices/i2c-$1/delete_device" || die "delete_device $*"
}

contents_of() {
	for path in "/sys/bus/i2c/devices/$1-00$2/eeprom" "/sys/bus/i2c/devices/$1-00$2"/*/nvmem; do
		[ -e "$path" ] && echo "$path" && return
	done
	echo "no contents of $1-00$2"
	return 1
}

# Not every host can write blocks.
write_memory() {
	write_at=0
	for write_bytes in $(hexdump -v -e '16/1 "0x%02x,"' -e '"\n"' "$3"); do
		# shellcheck disable=SC2046 # words
		i2cset -fy "$1" "0x$2" "$(printf '0x%02x' "$write_at")" \
			$(echo "$write_bytes" | tr , ' ') i 2>/dev/null ||
			write_row "$1" "$2" "$write_at" "$write_bytes" || die "i2cset $1 $2"
		write_at=$((write_at + 16))
	done
}

write_row() {
	row_at=$3
	for row_byte in $(echo "$4" | tr , ' '); do
		i2cset -fy "$1" "0x$2" "$(printf '0x%02x' "$row_at")" "$row_byte" || return
		row_at=$((row_at + 1))
	done
}
