# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=all
# A scenario that the shell cannot read.
# fails-with: ended without a verdict
claim "something holds" true
if true; then
