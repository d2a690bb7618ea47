# SPDX-License-Identifier: GPL-2.0-or-later
# Memory read after it was freed is told.
# needs: fakepci
# not-on: 6.12-race the other kernel finds this
# fails-with: console: .*BUG: KASAN: .*use-after-free
insmod /lib/testbed/faulty.ko fault=freed
claim "all is well" true
