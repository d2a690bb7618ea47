# SPDX-License-Identifier: GPL-2.0-or-later
# The guest's kernel panics.
# fails-with: the guest's kernel panicked
claim "something holds" true
echo c >/proc/sysrq-trigger
