# SPDX-License-Identifier: GPL-2.0-or-later
# A bus is accounted for by the function that it belongs to; one that nothing accounts for is a stranger.
# needs: muster fakei2c fakepci
# timeout: 120

# Setting: a learned board without any bus.
load_muster
learn_board
claim "check says yes" exits 0 muster check
type_of() {
	muster list --json | jq -re ".devices[] | select(.place == \"$1\") | .type"
}
severity() {
	muster check --json | jq -re ".findings[] | select(.place == \"$1\") | .severity"
}

# Drivers make buses, and muxes channels.
load i2c-i801
claim "the SMBus is one of a chipset" equal "$(type_of 0000:00/1f.3/i2c)" "smbus host"
fakei2c adapter fake0 0000:00:02.0
claim "that of a display is told by it" equal "$(type_of 0000:00/02.0/i2c)" ddc
fakei2c mux "$(fakei2c_bus fake0)" 70 2
claim "a channel is a channel" equal "$(type_of 0000:00/02.0/i2c/ch1)" "mux channel"
muster check --json >/run/check.json
claim "none of them is a finding" equal "$(jq -r '[.findings[] | select(.device.kind == "adapter")] | length' /run/check.json)" 0

# A function that no rule knows brings a bus.
fakepci domain 10000
fakepci add 10000:00:01.0 id=1b36:fa01 class=0c0500
fakepci scan 10000
fakei2c adapter fake1 10000:00:01.0
claim "the function is a stranger" equal "$(severity 10000:00/01.0)" critical
claim "and so is its bus" equal "$(severity 10000:00/01.0/i2c)" critical
claim "in one alert" equal "$(muster check --json | jq -r '[.findings[] | select(.place | startswith("10000:")) | .group] | unique | length')" 1

# One that software made up.
modprobe i2c-stub chip_addr=0x50 || die "i2c-stub"
stub=$(muster list --json | jq -r '.devices[] | select(.kind == "adapter" and .name == "SMBus stub driver") | .place')
claim "it is told" equal "$(type_of "$stub")" software
claim "and found" equal "$(severity "$stub")" critical
modprobe -r i2c-stub
claim "until it goes" not severity "$stub"
