# SPDX-License-Identifier: GPL-2.0-or-later
# The device under the daemon's file system fails $ROUNDS times, and works again.
# board: bare
# needs: muster fakepci
# timeout: 600
# cmdline: rcupdate.rcu_cpu_stall_suppress=1 nosoftlockup

# Setting: all files of the daemon are on a disk of 16 MiB, behind which a table of the device
# mapper can let every block fail, or those alone that are written. Where $WAY is "gives-up"
# its ext4 makes itself read-only then; else it has no journal and goes on. The kernel may warn
# of buffers that it could not write: that is kept off the console, and looked at below.
: "${ROUNDS:=1}" "${WAY:=gives-up}"
SAID=/run/kernel.log
DISK=/dev/dm-0
AT=/mnt/disk
FINDINGS=$AT/log/findings.jsonl
dmesg -n 1
while read -r driver; do
	insmod "/lib/testbed/$driver.ko" || die "insmod $driver"
done </lib/testbed/drivers
truncate -s 16M /run/disk
losetup /dev/loop0 /run/disk
export DM_DISABLE_UDEV=1
table() { echo "0 $((16 * 2048)) $*"; }
dmsetup create disk --table "$(table linear /dev/loop0 0)" >/dev/null || die "dmsetup"
becomes() {
	dmsetup suspend --noflush --nolockfs disk && dmsetup load disk --table "$(table "$@")" &&
		dmsetup resume disk || die "dmsetup $*"
}
works() { becomes linear /dev/loop0 0; }
fails() {
	if [ $((round % 2)) -eq 0 ]; then
		becomes flakey /dev/loop0 0 0 3600 1 error_writes
	else
		becomes error
	fi
}
take_disk() { mount -t ext4 "$DISK" "$AT" || die "mount"; }
mkdir -p "$AT"
case $WAY in
gives-up) set -- -e remount-ro ;;
*) set -- -O '^has_journal' -e continue ;;
esac
# by its path: busybox has one of that name
/usr/bin/mke2fs -q -F -t ext4 -E lazy_itable_init=0 "$@" "$DISK" >/run/mke2fs.out 2>&1 ||
	die "mke2fs: $(cat /run/mke2fs.out)"
take_disk
mkdir "$AT/state" "$AT/log"
fakepci domain 10000
load_muster
learn_board
daemon() {
	start_musterd --settle 1s --settle-max 1s --grace 1s --state-dir "$AT/state" --log-dir "$AT/log"
}
daemon
strangers=0
come_and_go() {
	for _ in $(seq "$1"); do
		strangers=$((strangers + 1))
		slot=$(printf '%02x' $((strangers % 30 + 1)))
		echo "add 10000:00:$slot.0 id=10ee:$(printf '%04x' "$strangers") class=058000" >/dev/fakepci
		echo "scan 10000" >/dev/fakepci
		usleep $((RANDOM * 3))
		echo "unplug 10000:00:$slot.0" >/dev/fakepci
		usleep $((RANDOM * 3))
	done
}
status() { jq -e "$1" /run/muster/status.json; }
in_trouble() { status '.trouble | length > 0' && kill -0 "$MUSTERD"; }
has_all() { equal "$(status .ledger.filed)" "$(muster log show --json | jq '.entries | length')"; }
caught_up() {
	status '(.trouble | length == 0) and .standing.critical == 0' && has_all
}
read_only() { grep -q "^$DISK $AT ext4 ro" /proc/mounts; }
# newer ones do not show that among the mounts
gave_up() { dmesg | grep 'Remounting filesystem read-only'; }
look_after() {
	umount "$AT" || die "umount"
	e2fsck -fy "$DISK" >/run/fsck.out 2>&1
	[ $? -lt 4 ] || die "e2fsck: $(cat /run/fsck.out)"
	echo 3 >/proc/sys/vm/drop_caches
	take_disk
}

# Each stranger raised, then cleared, and once; the ledger has what the module has.
tells_all() {
	jq -rR 'fromjson? | select(.class == "unexpected") | "\(.device.device) \(.state)"' "$FINDINGS" >/run/told
	for id in $(seq 1 "$strangers"); do
		printf '%04x raised\n%04x cleared\n' "$id" "$id"
	done | sort >/run/expected
	sort /run/told >/run/told.sorted
	same /run/told.sorted /run/expected &&
		equal "$(awk '$2 == "raised" { up[$1] = 1 } $2 == "cleared" && !up[$1]' /run/told)" ""
}
says_once() {
	says 'Input/output error|Read-only file system' cat "$DAEMON_LOG" &&
		equal "$(grep 'not kept' "$DAEMON_LOG" | sort | uniq -d)" ""
}
ends_with_a_word() {
	pid=$MUSTERD
	MUSTERD=
	kill "$pid"
	wait "$pid"
	case $? in
	0) ;;
	1) grep 'may not be on the disk' "$DAEMON_LOG" ;;
	*) false ;;
	esac
}
proves() { says 'whole.*the module agrees' muster log verify "$AT"/state/ledger/*/*.ledger; }

# What the kernel has in memory is not the disk: that is taken away, and looked at anew.
is_on_disk() {
	stop_musterd
	look_after
	tells_all && proves
	holds=$?
	daemon
	return $holds
}
come_and_go 2
claim "all is filed" wait_for 30 caught_up

# With a journal: read-only by hand and back; then it fails, is read-only by itself, and
# somebody has to look after it. The daemon lives through all of that, or is started in it.
gives_up() {
	echo u >/proc/sysrq-trigger
	wait_for 30 read_only >/dev/null || die "it is not read-only"
	come_and_go 2
	claim "round $round, read-only by hand: the status says so" wait_for 30 in_trouble
	mount -o remount,rw "$AT" || die "remount"
	claim "writable again: it catches up" wait_for 60 caught_up
	come_and_go 3 9>&- &
	come=$!
	usleep $((RANDOM * 12))
	dmesg -c >>"$SAID"
	: >"$DAEMON_LOG"
	fails
	wait "$come"
	strangers=$((strangers + 3))
	come_and_go 1
	claim "failing: the status says so" wait_for 30 in_trouble
	claim "the file system makes itself read-only" wait_for 60 gave_up
	claim "the daemon says what is not kept, once each" says_once
	if [ $((round % 4)) -lt 2 ]; then
		kill_musterd
		come_and_go 1
		daemon
		claim "one that is started then says so, too" wait_for 30 in_trouble
	fi
	come_and_go 1
	works
	claim "the device works, the file system does not yet" in_trouble
	if [ $((round % 3)) -eq 0 ]; then
		kill_musterd
	else
		claim "told to end, it does, and says what the disk did not take" ends_with_a_word
	fi
	look_after
	daemon
}

# Without one it goes on by itself when the device works again, and so does the daemon.
goes_on() {
	come_and_go 2 9>&- &
	come=$!
	usleep $((RANDOM * 12))
	dmesg -c >>"$SAID"
	: >"$DAEMON_LOG"
	fails
	wait "$come"
	strangers=$((strangers + 2))
	come_and_go 2
	claim "round $round, failing: the status says so" wait_for 30 in_trouble
	claim "the daemon says what is not kept, once each" says_once
	works
}
for round in $(seq "$ROUNDS"); do
	case $WAY in gives-up) gives_up ;; *) goes_on ;; esac
	come_and_go 1
	claim "working again: it catches up" wait_for 60 caught_up
	claim "all is told once and filed, on the disk" is_on_disk
done
dmesg >>"$SAID"
claim "the kernel complains of nothing of ours" not says 'BUG:|Oops|\[muster\]' cat "$SAID"
stop_musterd
claim "nothing half made is left" equal "$(find "$AT" -name '*.new' | wc -l)" 0
say "figure strangers $strangers"
say "figure entries $(muster log show --json | jq '.entries | length')"
say "figure torn $(jq -R 'fromjson? // "torn"' "$FINDINGS" | grep -c '^"torn"')"
