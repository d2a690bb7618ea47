# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# What a probe asks of a bus beside i2cdetect, counted by the bus, and how long it takes.
# needs: muster fakei2c
# timeout: 240

ROUNDS=5

figure() {
	say "figure $*"
}

# run NAME COMMAND...: once for what it asks, on a bus that takes no time; then often at 100 kHz
run() {
	name=$1
	shift
	rm -f /run/muster/probe.json
	fakei2c speed fake0 0
	fakei2c count fake0
	"$@" >/dev/null 2>&1
	figure totals "[\"$name\",$(fakei2c_total fake0 transfers),$(fakei2c_total fake0 clocks)]"
	fakei2c_counts "$bus" | awk -v name="$name" '{
		printf "text figure address [\"%s\",\"%s\"", name, $2
		for (i = 3; i < NF; i += 2) printf ",[\"%s\",%d]", $i, $(i + 1)
		print "]" }' >&9
	figure idle "[\"$name\",$(elapse "$@")]"
	fakei2c speed fake0 100000
	for _ in $(seq $ROUNDS); do
		figure elapsed "[\"$name\",$(elapse "$@")]"
	done
}

# Setting: clients with a driver and without, something that nobody declared, a mux.
load i2c-i801 i2c-dev at24
fakei2c adapter fake0 0000:00:1f.3
bus=$(fakei2c_bus fake0)
for address in 50 51 52 57; do
	fakei2c memory fake0 $address byte
done
for address in 18 2d 4c 6f; do
	fakei2c answer fake0 $address
done
new_client "$bus" 24c02 50
new_client "$bus" 24c02 51
new_client "$bus" strange 52
new_client "$bus" jc42 18
fakei2c mux "$bus" 70 2
load_muster
figure kernel "\"$(uname -r)\""
figure clients '["18","50","51","52","70"]'

run 'i2cdetect -y' i2cdetect-real -y "$bus"
run 'i2cdetect -y -q' i2cdetect-real -y -q "$bus"
run 'i2cdetect -y -r' i2cdetect-real -y -r "$bus"
run 'i2cdetect -y -a' i2cdetect-real -y -a "$bus"
run 'muster probe' muster probe --adapter "i2c-$bus"
run 'muster probe --quick' muster probe --quick --yes --adapter "i2c-$bus"
run 'muster probe --dry-run' muster probe --dry-run --adapter "i2c-$bus"

# What the transfers alone take, by muster's own account; and on the chipset's driver.
for _ in $(seq $ROUNDS); do
	muster probe --json --quick --yes --adapter "i2c-$bus" 2>/dev/null |
		jq -c '.adapters[] | ["muster probe --quick", .elapsed_ns, .bus_ns]' | sed 's/^/text figure transfers /' >&9
	muster probe --json --adapter "i2c-$bus" 2>/dev/null |
		jq -c '.adapters[] | ["muster probe", .elapsed_ns, .bus_ns]' | sed 's/^/text figure transfers /' >&9
	muster probe --json --adapter 0000:00/1f.3/i2c 2>/dev/null |
		jq -c '.adapters[] | ["muster probe, i801 of QEMU", .elapsed_ns, .bus_ns]' |
		sed 's/^/text figure transfers /' >&9
done
claim "the bus was asked" test "$(fakei2c_total fake0 transfers)" -gt 0
