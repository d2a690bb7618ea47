# SPDX-License-Identifier: GPL-2.0-or-later
# A claim fails; the one after it is made all the same.
# fails-with: 1 of 2 claims failed: two is three
claim "two is three" equal 2 3
claim "two is two" equal 2 2
