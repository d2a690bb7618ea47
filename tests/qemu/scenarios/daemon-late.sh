# SPDX-License-Identifier: GPL-2.0-or-later
# The ring overflows before any daemon runs: the boot's record is whole, the loss counted, and the daemon says so.
# needs: muster programs fakepci
# timeout: 120

# Setting: the smallest head and ring; the board as it is known; nobody reads.
load_muster head_slack_kib=0 ring_kib=64
learn_board
walked=$(info .next)
upto() { nlread events | jq -c 'select(.entry.number < '"$walked"')'; }
upto >/run/boot

# The head fills, then the ring; then a stranger comes to stay, another goes again, and both
# are dropped in their turn.
load pci-stub
echo pci-stub >/sys/bus/pci/devices/0000:00:03.0/driver_override
churn_to() {
	while [ "$(info .oldest)" -le "$1" ]; do
		for _ in $(seq 1 40); do
			echo 0000:00:03.0 >/sys/bus/pci/drivers/pci-stub/bind
			echo 0000:00:03.0 >/sys/bus/pci/drivers/pci-stub/unbind
		done
	done
}
until [ "$(info .lost)" -gt 0 ]; do churn_to "$(info .oldest)"; done
fakepci domain 10000
fakepci add 10000:00:01.0 id=10ee:0666 class=058000
fakepci scan 10000
fakepci add 10000:00:02.0 id=10ee:0667 class=058000
fakepci scan 10000
fakepci unplug 10000:00:02.0
churn_to "$(info .next)"
lost=$(info .lost)
gap="entries $(info .head_end) to $(($(info .oldest) - 1)) "
say "$lost entries lost of $(info .next)"
claim "the strangers are no longer in the record" not says '"066[67]"' nlread events

# The head is as it was, byte for byte, and what is gone is exactly what lies between.
claim "the head has the boot" test "$(info .head_end)" -ge "$walked"
upto >/run/head
claim "the record of the boot is as it was" same /run/boot /run/head
claim "it holds the walk" says WALKED cat /run/head
claim "the loss is what lies between" equal "$(($(info .oldest) - $(info .head_end)))" "$lost"

# The daemon, when it comes: says what it cannot know, and finds who is there.
start_musterd --settle 1s --grace 1s
claim "that is a finding" wait_for 10 findings 'select(.class == "ledger" and .field == "lost" and .state == "raised")'
claim "which says what" says "$gap" findings 'select(.field == "lost") | .message'
claim "the status has it, too" says "\"lost\": *$lost\\b" cat /run/muster/status.json
claim "the stranger that stayed is found" wait_for 10 raised unexpected 10000:00/01.0
claim "who came and went is not made up" not findings 'select(.device.device == "0667")'
stop_musterd
claim "the ledger is whole" says "whole.*$lost lost in " muster log verify
claim "it begins with the boot" equal "$(muster log show --json | jq '.entries[0].number')" 1
claim "and shows the gap" says 'entries are lost here' muster log show
unload_muster
