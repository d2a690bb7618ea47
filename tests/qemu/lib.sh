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
#   as_user COMMAND...         as uid 1000, without capabilities
#   other_net COMMAND...       in a network namespace of its own
#   now_ms                     milliseconds since boot
#   pci_of ADDRESS             /sys/bus/pci/devices/ADDRESS
#   below ADDRESS              the address of function 0 behind that bridge
#   start_udevd                (needs: udev) systemd-udevd, devices settled
#
# Simulated buses, and clients and memories on any: see fake.sh.
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
# Which of the rounds that a "rounds:" header asks for: 1..N.
ROUND=$(sed -n 's/.*testbed\.round=\([0-9]*\).*/\1/p' /proc/cmdline)
export ROUND
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

# The kernel enumerates a card in its own time; what is learned next must have it.
plug() {
	plug_before=$(count_pci)
	host device_add "{\"driver\":\"e1000e\",\"id\":\"$1\",\"bus\":\"$2\",\"mac\":\"$3\"${4:-}}"
	wait_for 20 has_more_pci "$plug_before" >/dev/null || :
}

count_pci() {
	set -- /sys/bus/pci/devices/*
	echo $#
}

has_more_pci() {
	[ "$(count_pci)" -gt "$1" ]
}

unplug() {
	host device_del "$1"
}

# --- the guest ---------------------------------------------------------------

# shellcheck source=tests/qemu/fake.sh
. /lib/testbed/fake.sh

load() {
	for driver; do
		modprobe "$driver" || die "modprobe $driver"
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
