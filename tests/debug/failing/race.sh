# SPDX-License-Identifier: GPL-2.0-or-later
# Data that two change at once is told.
# needs: fakepci
# not-on: 6.12-address KCSAN is in the other kernel
# fails-with: console: .*BUG: KCSAN: data-race in
insmod /lib/testbed/faulty.ko fault=race
claim "all is well" true
