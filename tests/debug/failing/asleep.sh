# SPDX-License-Identifier: GPL-2.0-or-later
# Sleeping with a spinlock held is told.
# needs: fakepci
# not-on: 6.12-race the other kernel finds this
# fails-with: console: .*BUG: sleeping function called from invalid context
insmod /lib/testbed/faulty.ko fault=asleep
claim "all is well" true
