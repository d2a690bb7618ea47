# SPDX-License-Identifier: GPL-2.0-or-later
# What differs since the previous boot is told once the board has settled, as a notice, inventory or not.
# needs: muster

# Setting: a card that is new, one with another serial, and one that is gone, by what the daemon
# kept. (The guest cannot boot twice with one memory: the file is given the name of another boot,
# and what stands is forgotten with the boot in which it was told.)
PREVIOUS=/var/lib/muster/previous.json
OTHER_BOOT=11111111-1111-4111-8111-111111111111
echo 'kernel_log = no' >/etc/muster/musterd.conf
boot_before() {
	jq -c ".boot_id = \"$OTHER_BOOT\" | ${1:-.}" "$PREVIOUS" >/run/previous || die "jq $1"
	cp /run/previous "$PREVIOUS"
	rm -f /var/lib/muster/standing.json
}
begin() {
	load_muster
	start_musterd --settle 1s --grace 1s
	claim "it settles" wait_for 15 says '"settled": *true' cat /run/muster/status.json
	claim "what is there is kept" wait_for 5 kept_this_boot
}
kept_this_boot() {
	equal "$(jq -r .boot_id "$PREVIOUS")" "$(cat /proc/sys/kernel/random/boot_id)"
}
end() {
	stop_musterd
	unload_muster
}
since='select(.message | startswith("Since the previous boot"))'
plug nic8 spare0 52:54:00:00:00:08
plug nic9 spare1 52:54:00:00:00:09

# The first boot has none before it. No inventory fits, and this is a virtual machine.
begin
claim "the first boot says nothing of another" not findings "$since"
claim "only who runs the daemon may read it" equal "$(stat -c %a "$PREVIOUS")" 640
end

# Nothing differs.
boot_before
begin
claim "the same board says nothing" not findings "$since"
end

# Three things differ.
new=$(jq -r '.devices[] | select(.serial == "52-54-00-ff-ff-00-00-08") | .place' "$PREVIOUS")
other=$(jq -r '.devices[] | select(.serial == "52-54-00-ff-ff-00-00-09") | .place' "$PREVIOUS")
boot_before ".devices |= (map(select(.place != \"$new\")) |
	map(if .place == \"$other\" then .serial = \"52-54-00-ff-ff-00-00-07\" | del(.config) else . end) |
	. + [.[] | select(.place == \"$other\") | .place = \"0000:00/1c.6/00.0\" | .serial = \"52-54-00-ff-ff-00-00-06\"])"
begin
claim "the new card is a notice" wait_for 5 raised unexpected "$new" '.severity == "notice"'
claim "the other serial is" wait_for 5 raised changed "$other" '.field == "serial" and
	.expected == "52-54-00-ff-ff-00-00-07" and .seen == "52-54-00-ff-ff-00-00-09"'
claim "the card that is gone is" wait_for 5 raised missing 0000:00/1c.6/00.0 '.severity == "notice"'
claim "each says since when, and by what" equal "$(count_findings "$since |
	select(.rule == \"previous boot\" and .inventory.path == \"$PREVIOUS\")")" 3
claim "that is all" equal "$(count_findings .)" "$(count_findings "$since")"

# Told once in a boot, whatever becomes of the daemon.
kill_musterd
start_musterd --settle 1s --grace 1s
claim "killed, it says nothing again" equal "$(count_findings "$since")" 3
end

# Half a file, as no crash leaves it: it says so, and the next boot has a whole one.
boot_before
head -c 300 /run/previous >"$PREVIOUS"
begin
claim "a damaged file is told" contains "$DAEMON_LOG" 'previous.json cannot be read'
claim "and makes no finding" equal "$(count_findings "$since | select(.state == \"raised\")")" 3

# With an inventory that finds the new card itself, only the rest is told.
unplug nic8
claim "the card is gone" wait_for 5 not snapshot_has 'select(.serial == "52-54-00-ff-ff-00-00-08")'
learn_board
end
plug nic8 spare0 52:54:00:00:00:08
boot_before ".devices |= map(if .place == \"$other\" then .serial = \"52-54-00-ff-ff-00-00-05\" | del(.config) else . end)"
rm -f "$FINDINGS"
begin
claim "the inventory raises the card" wait_for 5 raised unexpected "$new" '.severity == "critical"'
claim "the other serial is told by the boot before" wait_for 5 raised changed "$other" '.rule == "previous boot"'
claim "the card is told once" equal "$(count_findings "select(.place == \"$new\" and .state == \"raised\")")" 1
end
