# SPDX-License-Identifier: GPL-2.0-or-later
# QEMU goes away in the middle.
# fails-with: QEMU ended with status 0
claim "something holds" true
host quit
sleep 20
