# SPDX-License-Identifier: GPL-2.0-or-later
# No memory: the kernel kills the daemon $KILLS times, and its manager starts it again.
# board: bare
# needs: muster fakepci
# timeout: 600
# memory: 384
# cmdline: rcupdate.rcu_cpu_stall_suppress=1 nosoftlockup

# Setting: a learned board. Memory is short in the daemon's own control group. The kernel tells
# of each that it kills with a stack, which is no splat: that is kept off the console, and
# looked at below.
: "${KILLS:=5}"
GROUP=/run/groups/daemon
ENDS=/run/ends
SAID=/run/kernel.log
dmesg -n 1
mkdir -p /run/groups
mount -t cgroup2 none /run/groups || die "cgroup2"
echo +memory >/run/groups/cgroup.subtree_control || die "no memory controller"
mkdir "$GROUP"
fakepci domain 10000
load_muster
learn_board

# What is on disk whenever it has ended is proved, but for what a write left half done.
look() {
	unproved=$(muster log verify 2>&1 | grep -E 'damaged|lost')
	[ -z "$unproved" ] || echo "$unproved" >>/run/unproved
	[ ! -s "$FINDINGS" ] || [ -z "$(tail -c 1 "$FINDINGS")" ] || echo "$FINDINGS" >>/run/torn
}
manager() {
	while [ ! -e /run/enough ]; do
		sh -c "echo 0 >$GROUP/cgroup.procs
			exec musterd --settle 1s --settle-max 1s --grace 1s" >>"$DAEMON_LOG" 2>&1 9>&- &
		daemon=$!
		echo "$daemon" >/run/daemon
		wait "$daemon"
		ended=$?
		dmesg -c >>"$SAID"
		! grep -q "Killed process $daemon (musterd)" "$SAID" || ended=killed
		echo "$ended" >>"$ENDS"
		look
		usleep 100000
	done
}
killed() { grep -c killed "$ENDS"; }

# Shortly a part of what the daemon has; it may only start to work then.
starve() {
	has=$(cat "$GROUP/memory.current")
	echo $((has / 100 * (RANDOM % 100))) >"$GROUP/memory.max"
	usleep $((RANDOM * 20))
	echo max >"$GROUP/memory.max"
}
strangers=0
come_and_go() {
	for id in $(seq $((strangers + 1)) $((strangers + 2))); do
		slot=$(printf '%02x' $((id % 30 + 1)))
		echo "add 10000:00:$slot.0 id=10ee:$(printf '%04x' "$id") class=058000" >/dev/fakepci
		echo "scan 10000" >/dev/fakepci
		usleep $((RANDOM * 6))
		echo "unplug 10000:00:$slot.0" >/dev/fakepci
		usleep $((RANDOM * 6))
	done
}
status() { jq -e "$1" /run/muster/status.json; }
: >"$ENDS"
manager &
manager=$!
claim "the board settles" wait_for 30 status .settled

until_killed=$(($(now_ms) + 300000 * patience))
while [ "$(killed)" -lt "$KILLS" ]; do
	come_and_go 9>&- &
	come=$!
	starve
	wait "$come"
	strangers=$((strangers + 2))
	[ "$(now_ms)" -lt "$until_killed" ] || die "killed only $(killed) times: $(sort "$ENDS" | uniq -c)"
done
is_up() { equal "$(status .pid)" "$(cat /run/daemon)"; }
caught_up() {
	is_up && status '.settled and (.trouble | length == 0) and .standing.critical == 0' &&
		equal "$(status .ledger.filed)" "$(muster log show --json | jq '.entries | length')"
}
claim "with memory again it catches up" wait_for 60 caught_up
: >/run/enough
kill "$(cat /run/daemon)"
wait "$manager"
say "ends: $(sort "$ENDS" | uniq -c | tr '\n' ' ')"

# It is killed, or ends itself where it is refused memory.
claim "it ended in no other way" equal "$(sed '$d' "$ENDS" | grep -vxE 'killed|137|1')" ""
claim "and at last when it was asked to" equal "$(tail -n 1 "$ENDS")" 0
claim "no ledger was damaged or lacked anything meanwhile" not exists /run/unproved

# Each stranger was raised, then cleared, and each once; the ledger has what the module has.
jq -rR 'fromjson? | select(.class == "unexpected") | "\(.device.device) \(.state)"' "$FINDINGS" >/run/told
for id in $(seq 1 "$strangers"); do
	printf '%04x raised\n%04x cleared\n' "$id" "$id"
done | sort >/run/expected
sort /run/told >/run/told.sorted
claim "each was raised and cleared once" same /run/told.sorted /run/expected
claim "raised before it was cleared" equal "$(awk '$2 == "raised" { up[$1] = 1 } $2 == "cleared" && !up[$1]' /run/told)" ""
claim "the ledger is whole, and as the module has it" says 'whole.*the module agrees' muster log verify
claim "nothing is lost from it" not says 'lost' muster log verify
claim "nothing half made is left" equal "$(find /var/lib/muster -name '*.new' -o -name '*.bad' | wc -l)" 0
claim "the kernel complains of nothing else" not says 'BUG:|WARNING:|Oops' cat "$SAID"
say "figure killed $(killed)"
say "figure strangers $strangers"
say "figure entries $(muster log show --json | jq '.entries | length')"
say "figure lines $(wc -l </run/told)"
say "figure torn $(cat /run/torn 2>/dev/null | wc -l)"
