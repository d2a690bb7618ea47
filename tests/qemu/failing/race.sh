# SPDX-License-Identifier: GPL-2.0-or-later
# A race of the kernel's own is let pass, who called or what was interrupted; one of ours is not.
# fails-with: console: .*BUG: KCSAN: data-race in muster_ring_add / muster_ring_read$

# Reports as that kernel prints them: the two, and what called the first of them.
report() {
	ruler="[   12.345678] =================================================================="
	title="BUG: KCSAN: data-race in $1 / $2"
	printf '%s\n' "$ruler" "[   12.345678] $title" "" \
		"[   12.345678] write to 0xffffffffc0201000 of 8 bytes by task 71 on cpu 0:" \
		"[   12.345678]  $1+0x10/0x20" >/dev/ttyS0
	shift 2
	printf '[   12.345678]  %s\n' "$@" "" >/dev/ttyS0
	printf '%s\n' "[   12.345678] Workqueue: muster_bell ring_bell [muster]" "$ruler" >/dev/ttyS0
}
OURS="muster_ring+0x10/0x20 [muster]"
printf 'a line that is not at its end ' >/dev/ttyS0
report tick_nohz_stop_tick tick_nohz_read do_idle+0x10/0x20
report pci_set_master pci_user_read_config_dword "$OURS"
report move_linked_works queue_delayed_work_on "$OURS"
report kthread_data muster_observe_visit "$OURS"
report hrtimer_active hrtimer_start asm_sysvec_apic_timer_interrupt+0x1f/0x30 "$OURS"
report muster_ring_add muster_ring_read "$OURS"
claim "all is well" true
