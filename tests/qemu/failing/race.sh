# SPDX-License-Identifier: GPL-2.0-or-later
# A race of the kernel's own is let pass; one with a function of ours in it is not.
# fails-with: console: .*BUG: KCSAN: data-race in muster_ring_add / muster_ring_read$

# Two reports as that kernel prints them.
ruler="[   12.345678] =================================================================="
for function in "tick_nohz_stop_tick" "muster_ring_add"; do
	module=
	[ $function != muster_ring_add ] || module=" [muster]"
	printf '%s\n' "$ruler" \
		"[   12.345678] BUG: KCSAN: data-race in $function / ${function%_*}_read" "" \
		"[   12.345678] write to 0xffffffffc0201000 of 8 bytes by task 71 on cpu 0:" \
		"[   12.345678]  $function+0x10/0x20$module" "$ruler" >/dev/ttyS0
done
claim "all is well" true
