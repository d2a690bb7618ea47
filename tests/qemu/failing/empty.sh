# SPDX-License-Identifier: GPL-2.0-or-later
# A scenario without a claim proves nothing.
# fails-with: claims nothing
say "that was all"
