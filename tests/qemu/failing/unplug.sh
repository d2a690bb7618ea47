# SPDX-License-Identifier: GPL-2.0-or-later
# The host cannot do what is asked of it.
# fails-with: claims failed: host device_del nothing
unplug nothing
claim "never reached" true
