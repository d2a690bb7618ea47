# SPDX-License-Identifier: GPL-2.0-or-later
# The scenario never ends.
# timeout: 6
# fails-with: hangs: no end within [0-9]* s
claim "something holds" true
sleep 100
