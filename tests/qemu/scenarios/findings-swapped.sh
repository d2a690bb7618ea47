# SPDX-License-Identifier: GPL-2.0-or-later
# Two identical cards that changed places are moved, both; neither is changed.
# needs: muster

# Setting: a learned board whose two NICs have changed slots when muster starts.
plug left spare0 52:54:00:00:00:0a
plug right spare1 52:54:00:00:00:0b
learn_board --strict
unplug left
unplug right
plug left spare1 52:54:00:00:00:0a
plug right spare0 52:54:00:00:00:0b
load_muster
start_musterd --settle 1s --grace 1s

# Each is moved, and says from where.
claim "the left one" wait_for 3 raised moved 0000:00/1c.5/00.0 '.other_place == "0000:00/1c.4/00.0" and
	.device.serial == "52-54-00-ff-ff-00-00-0a"'
claim "the right one" wait_for 3 raised moved 0000:00/1c.4/00.0 '.other_place == "0000:00/1c.5/00.0" and
	.device.serial == "52-54-00-ff-ff-00-00-0b"'
claim "they are one alert" equal "$(findings .group | sort -u | wc -l)" 1
claim "a sentence says that they were swapped" findings 'select(.message | contains("changed places"))'
claim "check says no" exits 1 muster check --wait=30
claim "nothing else is told" equal "$(findings .class | sort -u)" '"moved"'
claim "each once" equal "$(count_findings .)" 2

# Put back while the daemon watches, within the grace time.
unplug left
unplug right
plug left spare0 52:54:00:00:00:0a
plug right spare1 52:54:00:00:00:0b
claim "the left one is cleared" wait_for 3 cleared moved 0000:00/1c.5/00.0
claim "the right one is cleared" wait_for 3 cleared moved 0000:00/1c.4/00.0
claim "check says yes" wait_for 3 exits 0 muster check
claim "at no time was a card called changed" not findings 'select(.class == "changed" or .class == "unexpected")'
stop_musterd
