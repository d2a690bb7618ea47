# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# What muster costs and gains beside udev, USBGuard and lspci, in one guest in one run.
# needs: muster fakepci udev programs
# timeout: 420
# memory: 768

TOGETHER=20	# hot-plugs that udev and muster both see
ALONE=8	# that only one of them sees
IDLE=30		# seconds
ROUNDS=7	# of each way to list the board
NIC=52:54:00:00:01

figure() {
	say "figure $*"
}

# Lines for the host's half to read: figure KEY JSON
figures() {
	sed "s/^/text figure $1 /" >&9
}

new_adds() {
	nlread events "${marked:-1}" | jq -c '.entry | select(.event == "ADD" or .event == "BOUND") |
		[.event, .number, .subject, .boottime, .device.address]'
}

seen_by_muster() {
	[ "$(grep -c '"state":"raised"' /run/observed)" -ge "$1" ]
}

seen_by_udev() {
	[ "$(grep -c ' add .*(pci)$' /run/monitored)" -ge "$1" ]
}

bound_since_mark() {
	[ "$(entries 'select(.event == "BOUND") | .number' | wc -l)" -ge "$1" ]
}

# Nothing may run in the guest but what the plug sets off: so first a sleep, then looks.
plug_often() {
	times=$1
	shift
	mark
	: >/run/observed
	: >/run/monitored
	observe "$FINDINGS" >/run/observed 2>&1 9>&- &
	observer=$!
	udevadm monitor --udev >/run/monitored 2>&1 9>&- &
	monitor=$!
	usleep 500000
	for i in $(seq "$times"); do
		plug "hot$i" spare0 "$NIC:$(printf %02x "$i")"
		usleep 600000
		wait_for 20 bound_since_mark "$i" || die "hot-plug $i: not bound"
		for look; do
			wait_for 20 "$look" "$i" || die "hot-plug $i: not $look"
		done
		unplug "hot$i"
		usleep 200000
	done
	usleep 1500000
	kill "$observer" "$monitor"
}

# The three traces of what plug_often did, under one name.
report_plugs() {
	new_adds | figures "$1.ledger"
	grep -E '^UDEV .* add .*\(pci\)$' /run/monitored | jq -Rc . | figures "$1.udev"
	jq -Rc 'capture("^(?<at>[0-9]+) (?<line>.*)$") | .at as $at | .line | fromjson |
		[($at | tonumber), .state, .class, .seq]' /run/observed | figures "$1.muster"
}

# PSS and friends, and how often it gave the processor up.
memory_of() {
	awk -v key="$1" '
		/^(Rss|Pss|Pss_Anon|Private_Clean|Private_Dirty):/ { sub(":", "", $1); value[$1] = $2 }
		END { printf "{\"name\":\"%s\"", key
		      for (name in value) printf ",\"%s\":%d", name, value[name]
		      print "}" }' "/proc/$2/smaps_rollup" | figures memory
}

switches_of() {
	cat "/proc/$1/task/"*/status | awk '/^voluntary_ctxt_switches/ { sum += $2 } END { print sum }'
}

pid_of() {
	pidof "$1" | tr ' ' '\n' | sort -n | head -n 1
}

start_usbguard() {
	mkdir -p /etc/usbguard/rules.d /etc/usbguard/IPCAccessControl.d /var/log/usbguard
	cp /usr/share/usbguard/usbguard-daemon.conf /etc/usbguard/
	: >/etc/usbguard/rules.conf
	chmod 600 /etc/usbguard/*.conf
	usbguard-daemon -k -c /etc/usbguard/usbguard-daemon.conf >/run/usbguard.log 2>&1 9>&- &
	usbguard=$!
	usleep 3000000
	kill -0 "$usbguard" || die "usbguard-daemon: $(cat /run/usbguard.log)"
}


# Setting: the driver is loaded, so that it binds in the same breath as the kernel adds.
load e1000e xhci-pci
start_udevd
figure kernel "\"$(uname -r)\""

# What recording, and listing, one function costs in configuration accesses.
fakepci domain 10000
fakepci add 10000:00:01.0 id=1b36:fa01 sub=1af4:1100 class=ff0000 pcie pm dsn=0011223344556677
fakepci scan 10000
udevadm settle
fakepci count 10000:00:01.0
load_muster
figure reads "{\"muster\":$(fakepci_reads 10000:00:01.0)}"
info '{functions, adapters, clients, config_reads, head_bytes, ring_bytes, roster_bytes, next}' |
	jq -c . | figures module
awk '$1 == "muster" { print $2 }' /proc/modules | figures module_size
for way in 'lspci -vvv' 'lspci -n' 'muster list --json --source sysfs' 'muster list --json --source module'; do
	fakepci count 10000:00:01.0
	$way >/dev/null 2>&1
	figure reads "{\"$way\":$(fakepci_reads 10000:00:01.0)}"
done

# Alerts, beside udev and each alone.
learn_board
start_musterd --settle 1s --grace 1s
claim "it settles" wait_for 20 says '"settled": *true' cat /run/muster/status.json
usleep 2000000
plug_often $TOGETHER seen_by_muster seen_by_udev
report_plugs together
claim "each stranger is raised" equal \
	"$(count_findings 'select(.class == "unexpected" and .state == "raised")')" $TOGETHER

# Memory and wakeups, with the findings behind them.
start_usbguard
udevd=$(pid_of systemd-udevd)
usleep 5000000
for name in musterd:$MUSTERD systemd-udevd:$udevd usbguard-daemon:$usbguard; do
	memory_of "${name%:*}" "${name#*:}"
	figure before "[\"${name%:*}\",$(switches_of "${name#*:}")]"
done
sleep $IDLE
for name in musterd:$MUSTERD systemd-udevd:$udevd usbguard-daemon:$usbguard; do
	figure after "[\"${name%:*}\",$(switches_of "${name#*:}")]"
done
kill "$usbguard"
wait "$usbguard" 2>/dev/null

udevadm control --exit
plug_often $ALONE seen_by_muster
report_plugs muster_alone
stop_musterd
start_udevd
plug_often $ALONE seen_by_udev
report_plugs udev_alone
udevadm control --exit

# The whole list of a board with 256 functions more.
fakepci domain 10001
fakepci add 10001:00:00.0 id=1b36:fa02 sub=1af4:1100 class=ff0000 pcie pm dsn=1 multi count=100
fakepci scan 10001
usleep 1000000
figure functions "$(lspci | wc -l)"
for i in $(seq $ROUNDS); do
	figure list "[\"lspci -vvv\",$(elapse lspci -vvv)]"
	figure list "[\"muster list --json (module)\",$(elapse muster list --json --source module)]"
	figure list "[\"muster list --json (sysfs)\",$(elapse muster list --json --source sysfs)]"
done
info '{functions, adapters, clients, config_reads, roster_bytes}' | jq -c . | figures module_large
