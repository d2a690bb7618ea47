# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Memory and wakeups of the daemons when idle, after hot-plugs that all saw.
# needs: muster udev programs
# timeout: 600
# memory: 768

plugs=6
idle=60		# seconds
grep -q bench.quick=1 /proc/cmdline && plugs=1 idle=5
NIC=52:54:00:00:01

figure() {
	say "figure $*"
}

# PSS and friends of process $2, and of its largest mappings.
memory_of() {
	awk -v key="$1" '
		/^(Rss|Pss|Pss_Anon|Private_Clean|Private_Dirty):/ { sub(":", "", $1); value[$1] = $2 }
		END { printf "text figure memory {\"name\":\"%s\"", key
		      for (name in value) printf ",\"%s\":%d", name, value[name]
		      print "}" }' "/proc/$2/smaps_rollup" >&9
	awk -v key="$1" '
		/^[0-9a-f]+-[0-9a-f]+ / { name = NF > 5 ? $6 : "anonymous" }
		/^Pss:/ { pss[name] += $2 }
		END { for (name in pss) printf "text figure mapping [\"%s\",\"%s\",%d]\n", key, name, pss[name] }
	' "/proc/$2/smaps" >&9
}

switches_of() {
	cat "/proc/$1/task/"*/status | awk '/^voluntary_ctxt_switches/ { sum += $2 } END { print sum }'
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

# Setting: as a server after its start, but for what came since.
load e1000e xhci-pci i2c-i801
start_udevd
load_muster
learn_board
# one part, again and again, would be told as one that flaps: here each time counts
echo 'flap_time = 0' >/etc/muster/musterd.conf
start_musterd --settle 1s --grace 1s
claim "it settles" wait_for 20 says '"settled": *true' cat /run/muster/status.json
start_usbguard
figure kernel "\"$(uname -r)\""
for i in $(seq $plugs); do
	plug "hot$i" spare0 "$NIC:0$i"
	usleep 700000
	unplug "hot$i"
	usleep 300000
done
claim "each stranger is raised" equal \
	"$(count_findings 'select(.class == "unexpected" and .state == "raised")')" $plugs
usleep 5000000

udevd=$(pidof systemd-udevd | tr ' ' '\n' | sort -n | head -n 1)
figure idle $idle
for name in musterd:$MUSTERD systemd-udevd:$udevd usbguard-daemon:$usbguard; do
	memory_of "${name%:*}" "${name#*:}"
	figure before "[\"${name%:*}\",$(switches_of "${name#*:}")]"
done
from=$(info .next)
sleep $idle
figure recorded "$(($(info .next) - from))"
for name in musterd:$MUSTERD systemd-udevd:$udevd usbguard-daemon:$usbguard; do
	figure after "[\"${name%:*}\",$(switches_of "${name#*:}")]"
done

# What the module keeps, of this board and of one with more.
info '{functions, adapters, clients, config_reads, head_bytes, ring_bytes, roster_bytes, next}' |
	jq -c . | sed 's/^/text figure module /' >&9
awk '$1 == "muster" { print "text figure module_size " $2 }' /proc/modules >&9
kill "$usbguard"
wait "$usbguard" 2>/dev/null
udevadm control --exit
