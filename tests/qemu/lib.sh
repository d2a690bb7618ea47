# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2120 # scenarios pass arguments
# What a scenario can say. Sourced by the guest's shell before the scenario.
#
# Claims (each is a result; a scenario goes on after a failed one):
#   claim TEXT COMMAND...      the command succeeds; when not, its output is shown
#   not COMMAND...             succeeds when the command fails
#   wait_for SECONDS COMMAND... tries every 50 ms until it succeeds
#   exits STATUS COMMAND...    the command ends with that status
#   equal SEEN EXPECTED        two texts are the same
#   exists 'GLOB'              a file is there; the pattern is looked up at each try
#   same FILE FILE             two files are the same, or their difference
#   says PATTERN COMMAND...    grep -E finds the pattern in what the command prints
#   contains FILE PATTERN      grep -E finds the pattern, or the file is shown
#   die TEXT                   the scenario cannot go on: a failed claim, and the end
#   say TEXT                   a line for the reader
#
# The host:
#   host COMMAND [JSON]        a QMP command, as: host device_add '{"driver":...}'
#   host device_del ID         also waits until the guest has let the device go
#   host wait EVENT SECONDS [DEVICE]
#   plug NIC BUS MAC [OPTIONS] adds an e1000e: plug nic9 spare1 52:54:00:00:00:09
#                              (OPTIONS is more JSON: ',"addr":"0"')
#   unplug ID                  host device_del
#
# The guest:
#   load DRIVER...             modprobe
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
#   as_user COMMAND...         as uid 1000, without capabilities
#   other_net COMMAND...       in a network namespace of its own
#   now_ms                     milliseconds since boot
#   pci_of ADDRESS             /sys/bus/pci/devices/ADDRESS
#   below ADDRESS              the address of function 0 behind that bridge
#   start_udevd                (needs: udev) systemd-udevd, devices settled
#
# muster:
#   load_muster [PARAMETER...] insmod muster.ko      unload_muster
#   start_musterd [OPTION...]  in the background; waits for its first status.json
#   stop_musterd               TERM; it must end with status 0
#   kill_musterd               KILL
#   learn_board [OPTION...]    writes the inventory of what is there now
#   snapshot [OPTION...]       muster list --json
#   findings FILTER            jq over findings.jsonl: prints what the filter lets
#                              pass, fails where it is nothing
#   count_findings FILTER      how many findings pass
#   raised CLASS PLACE [FILTER]    such a finding was raised; cleared: likewise
#   snapshot_has FILTER        a device of the snapshot passes the jq filter
#
# The record, as nlread tells it (needs: module programs):
#   mark                       what follows is about what happens from now on
#   happened PLACE             the names of the events there since, in order
#   happens PLACE EVENT...     exactly these have happened there
#   entries FILTER             entries since that pass the jq filter, a line each;
#                              fails where there is none
#   roster FILTER              devices present that pass it; likewise
#   roster_is_sysfs            the same devices as in /sys/bus, by address and kind
#   info FILTER                jq over INFO_GET
FINDINGS=/var/log/muster/findings.jsonl
INVENTORY=/etc/muster/inventory.d
DAEMON_LOG=/run/musterd.log
claims=0
failed=
MUSTERD=
patience=$(sed -n 's/.*testbed\.patience=\([0-9]*\).*/\1/p' /proc/cmdline)
mkdir -p /var/log/muster /var/lib/muster /run/muster "$INVENTORY"

# --- speaking with the host ------------------------------------------------

tell() {
	printf '%s\n' "$*" >&9
}

say() {
	printf '%s\n' "$*" | sed 's/^/text /' >&9
}

show() {
	head -n "${2:-60}" "$1" | cut -c 1-2000 | sed 's/^/text /' >&9
}

# One question at a time: a scenario may have loops in the background.
ask() {
	until mkdir /run/asking 2>/dev/null; do usleep 2000; done
	tell "ask $*"
	read -r reply <&9
	rmdir /run/asking
	case $reply in
	ok*) echo "${reply#ok}" ;;
	*)
		echo "the host says: $reply"
		return 1
		;;
	esac
}

# --- claims ------------------------------------------------------------------

claim() {
	claim_text=$1
	shift
	claims=$((claims + 1))
	if "$@" >/run/claim.out 2>&1; then
		tell "claim ok $claim_text"
		return 0
	fi
	failed=1
	tell "claim failed $claim_text"
	say "\$ $*"
	show /run/claim.out
	show_state
	return 1
}

show_state() {
	if [ -s "$DAEMON_LOG" ]; then
		say "--- end of the daemon's log"
		tail -n 15 "$DAEMON_LOG" >/run/tail.out
		show /run/tail.out
	fi
	if [ -s "$FINDINGS" ]; then
		say "--- end of findings.jsonl"
		tail -n 8 "$FINDINGS" >/run/tail.out
		show /run/tail.out
	fi
}

die() {
	claims=$((claims + 1))
	failed=1
	tell "claim failed $*"
	show_state
	finish
}

# The verdict: how many claims the host must have heard. A program that was
# killed by the processor is told on the console, which is searched.
finish() {
	if [ -n "$MUSTERD" ] && ! kill -0 "$MUSTERD" 2>/dev/null; then
		MUSTERD=
		claim "musterd lives to the end" false
	fi
	dmesg | grep -E 'segfault at|trap (int3|invalid opcode)|general protection' >/dev/ttyS0
	if [ -n "$failed" ]; then dmesg | tail -n 40 >/dev/ttyS0; fi
	tell "done $claims"
	exit 0
}

not() {
	! "$@"
}

exits() {
	exits_with=$1
	shift
	exits_status=0
	"$@" || exits_status=$?
	equal "$exits_status" "$exits_with"
}

equal() {
	[ "$1" = "$2" ] || {
		printf 'seen:     %s\nexpected: %s\n' "$1" "$2"
		return 1
	}
}

same() {
	diff -u "$1" "$2"
}

contains() {
	grep -qE -e "$2" "$1" || {
		echo "no line like $2 in $1:"
		cat "$1"
		return 1
	}
}

exists() {
	# shellcheck disable=SC2086 # the pattern is to be expanded
	set -- $1
	[ -e "$1" ]
}

says() {
	says_pattern=$1
	shift
	"$@" >/run/says.out 2>&1
	contains /run/says.out "$says_pattern"
}

now_ms() {
	read -r uptime _ </proc/uptime
	echo "${uptime%.*}${uptime#*.}0"
}

wait_for() {
	wait_until=$(($(now_ms) + $1 * 1000 * patience))
	shift
	until "$@" >/run/wait.out 2>&1; do
		if [ "$(now_ms)" -gt "$wait_until" ]; then
			echo "not in time; the last try said:"
			cat /run/wait.out
			return 1
		fi
		usleep 50000
	done
	cat /run/wait.out
}

# --- the host ----------------------------------------------------------------

host() {
	case $1 in
	device_del) ask "unplug $2" ;;
	wait) ask "$@" ;;
	*) ask "qmp $*" ;;
	esac >/run/host.out || die "host $*: $(cat /run/host.out)"
}

plug() {
	host device_add "{\"driver\":\"e1000e\",\"id\":\"$1\",\"bus\":\"$2\",\"mac\":\"$3\"${4:-}}"
}

unplug() {
	host device_del "$1"
}

# --- the guest ---------------------------------------------------------------

load() {
	for driver; do
		modprobe "$driver" || die "modprobe $driver"
	done
}

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

as_user() {
	# shellcheck disable=SC2016 # expanded by the user's shell
	su -s /bin/sh -c '"$@"' -- user sh "$@"
}

other_net() {
	unshare -n "$@"
}

below() {
	for path in "/sys/bus/pci/devices/$1"/0*:*:00.0; do
		[ -e "$path" ] && basename "$path"
	done
}

start_udevd() {
	/usr/lib/systemd/systemd-udevd --daemon 9>&- || die "systemd-udevd does not start"
	udevadm trigger
	udevadm settle
}

pci_of() {
	echo "/sys/bus/pci/devices/$1"
}

# --- muster ------------------------------------------------------------------

load_muster() {
	insmod /lib/testbed/muster.ko "$@" || die "insmod muster.ko $*"
}

# A request or dump that is just being answered holds the module for a moment.
unload_muster() {
	wait_for 5 rmmod muster || die "rmmod muster"
}

start_musterd() {
	musterd "$@" >>"$DAEMON_LOG" 2>&1 9>&- &
	MUSTERD=$!
	wait_for 10 musterd_is_up || die "musterd does not come up"
}

musterd_is_up() {
	kill -0 "$MUSTERD" && grep -qE "\"pid\": *$MUSTERD\\b" /run/muster/status.json
}

stop_musterd() {
	musterd_pid=$MUSTERD
	MUSTERD=
	kill "$musterd_pid" 2>/dev/null || die "musterd is not there any more"
	wait "$musterd_pid" || die "musterd ends with status $?"
}

kill_musterd() {
	musterd_pid=$MUSTERD
	MUSTERD=
	kill -9 "$musterd_pid" || die "musterd is not there any more"
	wait "$musterd_pid" 2>/dev/null
	return 0
}

learn_board() {
	muster inventory generate "$@" >"$INVENTORY/board.json" || die "muster inventory generate"
}

snapshot() {
	muster list --json "$@"
}

findings() {
	[ -e "$FINDINGS" ] && jq -c "$1" "$FINDINGS" >/run/findings.out && [ -s /run/findings.out ] &&
		cat /run/findings.out
}

count_findings() {
	if [ -e "$FINDINGS" ]; then jq -c "$1" "$FINDINGS" | wc -l; else echo 0; fi
}

raised() {
	findings "select(.state == \"raised\" and .class == \"$1\" and .place == \"$2\") |
		select(${3:-true})"
}

cleared() {
	findings "select(.state == \"cleared\" and .class == \"$1\" and .place == \"$2\") |
		select(${3:-true})"
}

snapshot_has() {
	muster list --json | jq -ec ".devices[] | select($1)"
}

# --- the record ----------------------------------------------------------------

mark() {
	marked=$(info .next)
}

info() {
	nlread info | jq -r "$1"
}

entries() {
	nlread events "$marked" >/run/record.out || die "nlread events"
	jq -ec ".entry | $1" /run/record.out >/run/entries.out
	cat /run/entries.out
	[ -s /run/entries.out ]
}

roster() {
	nlread devices >/run/devices.out || die "nlread devices"
	jq -ec ".device | $1" /run/devices.out >/run/roster.out
	cat /run/roster.out
	[ -s /run/roster.out ]
}

# A place can have had several devices: all of them count.
happened() {
	nlread events >/run/record.out || die "nlread events"
	jq -rs --arg place "$1" --argjson mark "$marked" '
		[.[].entry] as $entries |
		[$entries[] | select(.device.place == $place) | .subject // .number] as $devices |
		[$entries[] | select(.number >= $mark) |
		 select((.subject // .number) as $it | $devices | index($it)) | .event] | join(" ")
	' /run/record.out
}

happens() {
	happens_at=$1
	shift
	equal "$(happened "$happens_at")" "$*"
}

list_sysfs() {
	for path in /sys/bus/pci/devices/* /sys/bus/i2c/devices/*; do
		name=${path##*/}
		case $path in
		*/pci/devices/*) echo "function $name" ;;
		*/i2c/devices/i2c-[0-9]*) echo "adapter $name" ;;
		*/i2c/devices/\*) ;;
		*) echo "client $name" ;;
		esac
	done | sort
}

roster_is_sysfs() {
	list_sysfs >/run/sysfs.list
	nlread devices >/run/devices.out || die "nlread devices"
	jq -r '.device | "\(.kind) \(.address)"' /run/devices.out | sort >/run/roster.list
	same /run/sysfs.list /run/roster.list
}
