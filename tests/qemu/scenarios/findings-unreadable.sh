# SPDX-License-Identifier: GPL-2.0-or-later
# A function that is dead, lost or asleep is neither missing nor changed.
# needs: muster fakepci

# Setting: four cards with pinned serials, three of which do not answer when muster starts.
fakepci domain 10000
for card in 1 2 3 4; do
	fakepci add "10000:00:0$card.0" "id=1b36:fa0$card" sub=8086:a01f class=020000 pcie "dsn=112233445566770$card"
done
fakepci scan 10000
learn_board --strict
fakepci dead 10000:00:01.0
fakepci lose 10000:00:02.0
fakepci sleep 10000:00:03.0
load_muster
start_musterd --settle 1s --grace 1s --rescan 1s

# Dead and lost are findings, each in its own words.
claim "the dead one is unreadable" wait_for 3 raised unreadable 10000:00/01.0 '.severity == "critical" and
	(.message | contains("does not answer"))'
claim "so is the lost one" wait_for 3 raised unreadable 10000:00/02.0 '.message | contains("gone from its link")'
claim "check says no" exits 1 muster check --wait=30
claim "nothing else is said" equal "$(findings .class | sort -u)" '"unreadable"'

# Asleep is none: but nobody can vouch for what only its registers tell.
claim "the sleeper is unverified" says '10000:00/03.0' sh -c "muster check --json | jq -c '.unverified[]'"
claim "in its serial, its link and its shape" equal "$(muster check --json | jq -c '.unverified[] | select(.place == "10000:00/03.0").fields')" \
	'["serial","link_width","shape"]'
claim "the status counts it" equal "$(jq .standing.unverified /run/muster/status.json)" 1

# The two answer again.
fakepci alive 10000:00:01.0
fakepci alive 10000:00:02.0
claim "the dead one is cleared" wait_for 5 cleared unreadable 10000:00/01.0
claim "so is the lost one" wait_for 5 cleared unreadable 10000:00/02.0
claim "with one asleep check cannot tell" wait_for 3 exits 2 muster check
claim "it says why" says 'could not be verified' muster check

# The sleeper wakes: it is read, and is what it should be.
fakepci wake 10000:00:03.0
claim "check says yes" wait_for 5 exits 0 muster check

# One that was read before may sleep: what was read of it holds.
fakepci sleep 10000:00:04.0
claim "it is known to sleep" wait_for 5 snapshot_has 'select(.place == "10000:00/04.0" and .reading == "asleep")'
claim "check says yes still" exits 0 muster check

# It wakes as another specimen.
fakepci wake 10000:00:04.0
fakepci become 10000:00:04.0 id=1b36:fa04 sub=8086:a01f class=020000 pcie dsn=1122334455667705
claim "it is changed" wait_for 5 raised changed 10000:00/04.0 '.field == "serial"'
claim "nothing was ever missing" not findings 'select(.class == "missing")'
stop_musterd
