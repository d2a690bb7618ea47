# SPDX-License-Identifier: GPL-2.0-or-later
# Two locks taken in either order are told, though nothing hung.
# needs: fakepci
# not-on: 6.12-race the other kernel finds this
# fails-with: console: .*WARNING: possible circular locking dependency
insmod /lib/testbed/faulty.ko fault=locks
claim "all is well" true
