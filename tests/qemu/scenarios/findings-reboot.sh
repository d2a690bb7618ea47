# SPDX-License-Identifier: GPL-2.0-or-later
# A reboot of a board that is as it was tells nothing; what changed while the power was off is told.
# needs: muster

# Setting: a board with a stranger that stands, as its daemon knew it in an earlier boot. (The guest
# cannot boot twice with one memory: what the daemon kept is given the name of another boot.)
load_muster
learn_board
start_musterd --settle 1s --grace 1s
plug rogue spare0 52:54:00:66:06:66
claim "the stranger is raised" wait_for 3 raised unexpected 0000:00/1c.4/00.0
claim "it settles" exits 1 muster check --wait=30
this_boot=$(cat /proc/sys/kernel/random/boot_id)
power_off() {
	stop_musterd
	unload_muster
	boot=$1
	mv /var/lib/muster/ledger/* "/var/lib/muster/ledger/$boot"
	sed -i "s/$this_boot/$boot/g" /var/lib/muster/standing.json
}
power_off 11111111-1111-4111-8111-111111111111

# The same board again: the stranger stands, and is not told twice.
load_muster
start_musterd --settle 1s --grace 1s
claim "check says no" exits 1 muster check --wait=30
claim "the stranger stands" equal "$(jq .standing.critical /run/muster/status.json)" 1
claim "nothing was told again" equal "$(count_findings .)" 1
claim "both boots are on record, whole" muster log verify

# Again, and the stranger is gone: that is told once it is certain that it is not merely late.
rm -r "/var/lib/muster/ledger/$boot"
power_off 22222222-2222-4222-8222-222222222222
unplug rogue
echo 'kernel_log = no' >/etc/muster/musterd.conf
load_muster
start_musterd --settle 8s --grace 1s
claim "it may be late" equal "$(count_findings 'select(.state == "cleared")')" 0
claim "check says yes" exits 0 muster check --wait=30
claim "the stranger is cleared" wait_for 3 cleared unexpected 0000:00/1c.4/00.0
claim "that is all" equal "$(count_findings .)" 2
stop_musterd
