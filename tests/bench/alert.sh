# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# From the kernel's event to an alert: muster beside udev and a script behind it.
# needs: muster fakepci udev programs
# timeout: 1200
# memory: 768

many=12		# hot-plugs that all see
few=6		# that one of them sees
grep -q bench.quick=1 /proc/cmdline && many=2 few=2
NICE=$(sed -n 's|.*bench\.nice=\(-*[0-9]*\).*|\1|p' /proc/cmdline)	# as the unit has it
NIC=52:54:00:00:01
SCRIPTED=/run/scripted
mkfifo /run/monitored

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

seen_by_script() {
	[ "$(grep -c ' add ' /run/told)" -ge "$1" ]
}

bound_since_mark() {
	[ "$(entries 'select(.event == "BOUND") | .number' | wc -l)" -ge "$1" ]
}

# What one would write who has no other means: udevadm monitor | script
script() {
	while read -r line; do
		case $line in
		UDEV*" add "*) echo "$line" >>$SCRIPTED ;;
		esac
	done
}

watch_script() {
	observe $SCRIPTED >/run/told 2>&1 9>&- &
	watchers="$watchers $!"
	script </run/monitored 9>&- &
	udevadm monitor --udev --subsystem-match=pci >/run/monitored 2>&1 9>&- &
	watchers="$watchers $!"
}

watch_muster() {
	observe "$FINDINGS" >/run/observed 2>&1 9>&- &
	watchers="$watchers $!"
}

# Nothing may run in the guest but what the plug sets off: so first a sleep, then looks.
plug_often() {
	times=$1
	shift
	mark
	: >/run/observed
	: >/run/told
	: >$SCRIPTED
	watchers=
	for look; do
		"watch_${look#seen_by_}"
	done
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
	# shellcheck disable=SC2086 # words
	kill $watchers
	usleep 300000
}

# The traces of what plug_often did, under one name.
report_plugs() {
	new_adds | figures "$1.ledger"
	jq -Rc 'capture("^(?<at>[0-9]+) UDEV +\\[(?<own>[0-9.]+)\\]") |
		[(.at | tonumber), (.own | tonumber)]' /run/told | figures "$1.script"
	jq -Rc 'capture("^(?<at>[0-9]+) (?<line>.*)$") | .at as $at | .line | fromjson |
		[($at | tonumber), .state, .class, .seq]' /run/observed | figures "$1.muster"
}

# One part, again and again, would be told as one that flaps: here each time counts.
begin_watching() {
	nice=$1
	echo 'flap_time = 0' >/etc/muster/musterd.conf
	nice -n "$nice" musterd --settle 1s --grace 1s >>"$DAEMON_LOG" 2>&1 9>&- &
	# shellcheck disable=SC2034 # lib.sh reads it
	MUSTERD=$!
	wait_for 10 musterd_is_up || die "musterd does not come up"
	claim "it settles" wait_for 20 says '"settled": *true' cat /run/muster/status.json
	usleep 2000000
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
load_muster
learn_board
figure kernel "\"$(uname -r)\""

begin_watching "$NICE"
plug_often $many seen_by_muster seen_by_script
report_plugs together
claim "each stranger is raised" equal \
	"$(count_findings 'select(.class == "unexpected" and .state == "raised")')" $many
start_usbguard
plug_often $few seen_by_muster seen_by_script
report_plugs crowd
kill "$usbguard"
wait "$usbguard" 2>/dev/null

udevadm control --exit
plug_often $few seen_by_muster
report_plugs muster_alone
stop_musterd
start_udevd
plug_often $few seen_by_script
report_plugs script_alone
udevadm control --exit
