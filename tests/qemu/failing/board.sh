# SPDX-License-Identifier: GPL-2.0-or-later
# QEMU refuses the board.
# board: impossible
# fails-with: QEMU did not start (status 1.*no-such-device
claim "something holds" true
