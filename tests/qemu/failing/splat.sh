# SPDX-License-Identifier: GPL-2.0-or-later
# The kernel complains, and every claim holds.
# fails-with: console: .*WARNING: CPU: 0 PID: 1 at nothing
claim "something holds" true
echo '<4>WARNING: CPU: 0 PID: 1 at nothing' >/dev/kmsg
