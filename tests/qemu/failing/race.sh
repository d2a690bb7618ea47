# SPDX-License-Identifier: GPL-2.0-or-later
# A race of the kernel's own is let pass, who called it or not; one of a function of ours is not.
# fails-with: console: .*BUG: KCSAN: data-race in muster_ring_add / muster_ring_read$

# Reports as that kernel prints them.
report() {
	ruler="[   12.345678] =================================================================="
	printf '%s\n' "$ruler" \
		"[   12.345678] BUG: KCSAN: data-race in $1 / $2" "" \
		"[   12.345678] write to 0xffffffffc0201000 of 8 bytes by task 71 on cpu 0:" \
		"[   12.345678]  $1+0x10/0x20" "[   12.345678]  $3+0x10/0x20" "$ruler" >/dev/ttyS0
}
report tick_nohz_stop_tick tick_nohz_read do_idle
report pci_set_master pci_user_read_config_dword "muster_config_read [muster]"
report muster_ring_add muster_ring_read "muster_ring [muster]"
claim "all is well" true
