# SPDX-License-Identifier: GPL-2.0-or-later
# The guest made a claim that the host never heard of.
# fails-with: the guest made 2 claims, 1 arrived
claim "something holds" true
# shellcheck disable=SC2034 # the verdict counts it
claims=2
