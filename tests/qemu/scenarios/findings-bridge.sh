# SPDX-License-Identifier: GPL-2.0-or-later
# A card with a bridge and devices behind it is one alert, wherever Linux numbers its buses.
# needs: muster fakepci

# Setting: a learned board, and a free slot.
fakepci domain 10000
fakepci add 10000:00:01.0 id=1b36:fa01 pcie=4 bridge=03-03
fakepci add 10000:03:00.0 id=1b36:fa02 pcie dsn=1122334455667788
fakepci scan 10000
load_muster
learn_board --strict
start_musterd --settle 1s --grace 1s
claim "check says yes" exits 0 muster check --wait=30

# A card of three devices.
fakepci add 10000:00:02.0 id=1b36:fb01 pcie=4 bridge=04-04
fakepci add 10000:04:00.0 id=1b36:fb02 pcie multi
fakepci add 10000:04:00.1 id=1b36:fb03 pcie
fakepci scan 10000
claim "its bridge is raised" wait_for 3 raised unexpected 10000:00/02.0
claim "so is its first function" wait_for 3 raised unexpected 10000:00/02.0/00.0
claim "and its second" wait_for 3 raised unexpected 10000:00/02.0/00.1
claim "all three share one group" equal "$(findings .group | sort -u)" '"10000:00/02"'
claim "check names the group once" equal "$(muster check --json | jq -r '.findings[].group' | sort -u | wc -l)" 1

# It goes, and so does the known card with what is behind it.
fakepci unplug 10000:00:02.0
claim "the bridge is cleared" wait_for 3 cleared unexpected 10000:00/02.0
claim "and what was behind it" wait_for 3 cleared unexpected 10000:00/02.0/00.1
fakepci unplug 10000:00:01.0
claim "a known bridge is missing" wait_for 5 raised missing 10000:00/01.0 '.severity == "critical"'
claim "and what was behind it, too" wait_for 5 raised missing 10000:00/01.0/00.0 '.severity == "critical"'
claim "they are one alert" equal "$(findings 'select(.class == "missing" and
	.severity == "critical") | .group' | sort -u)" '"10000:00/01"'

# Both come back under other bus numbers: a place is not an address.
fakepci add 10000:00:01.0 id=1b36:fa01 pcie=4 bridge=07-07
fakepci add 10000:07:00.0 id=1b36:fa02 pcie dsn=1122334455667788
fakepci scan 10000
claim "it has another address" wait_for 3 snapshot_has 'select(.place == "10000:00/01.0/00.0" and .address == "10000:07:00.0")'
claim "check says yes" wait_for 3 exits 0 muster check
stop_musterd
