# SPDX-License-Identifier: GPL-2.0-or-later
# Memory that nobody has any more is told when the scenario ends.
# needs: fakepci
# not-on: 6.12-race the other kernel finds this
# fails-with: console: .*kmemleak: leak: unreferenced object
insmod /lib/testbed/faulty.ko fault=leak
claim "all is well" true
