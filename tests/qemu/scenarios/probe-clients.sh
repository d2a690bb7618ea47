# SPDX-License-Identifier: GPL-2.0-or-later
# An address with a client is never touched, on whichever side of a mux the client is.
# needs: muster fakei2c

# Setting: clients with and without a driver on a bus, and behind two muxes on it.
load i2c-i801 i2c-dev at24
smbus=0000:00/1f.3/i2c
fake=$smbus#1
fakei2c adapter fake0 0000:00:1f.3
bus=$(fakei2c_bus fake0)
fakei2c mux "$bus" 70 2
fakei2c mux "$bus" 71 1
first=$(fakei2c_channel "$bus-0070/0")
second=$(fakei2c_channel "$bus-0070/1")
other=$(fakei2c_channel "$bus-0071/0")
for address in 50 51 52 53 54 55 56 57; do
	fakei2c memory "$bus" $address byte
done
new_client "$bus" 24c02 50
new_client "$bus" strange 51
new_client "$first" 24c02 58
new_client "$second" strange 59
new_client "$other" strange 5a

# A client that firmware names has no address in sysfs: its bus is left alone.
claim "sysfs does not tell the address of the SSIF" snapshot_has \
	"select(.kind == \"client\" and .place == \"$smbus/?\")"
muster probe --dry-run >/run/dry 2>&1
claim "so its bus is left alone" says "^$smbus: left alone: a client without a driver" cat /run/dry
claim "also if it is named" exits 2 muster probe --adapter "$smbus"
load_muster
claim "with the module it is known" not says "^$smbus: left alone" muster probe --dry-run
claim "and its address is left alone" says 'with a client: 20$' muster probe --dry-run --quick \
	--adapter "$smbus"

# The root: its own clients, those behind each mux, and the muxes.
fakei2c count fake0
claim "a probe of the bus" exits 0 muster probe --quick --adapter "$fake"
spoken_to() {
	fakei2c_counts "$1" | awk '{ print $2 }' | sort | tr '\n' ' '
}
claim "leaves every client alone" equal "$(spoken_to "$bus" |
	tr ' ' '\n' | grep -E '^(50|51|58|59|5a|70|71)$')" ""
claim "asks the rest" equal "$(spoken_to "$bus" | tr ' ' '\n' | grep -c '^5')" 11
claim "never what is reserved or a command" equal "$(spoken_to "$bus" | tr ' ' '\n' |
	grep -E '^(0[0-7]|08|0c|28|3[0-7]|7[89a-f]|10|61|69)$')" ""
claim "each address once" equal "$(fakei2c_counts "$bus" |
	awk '{ for (i = 3; i < NF; i += 2) sum[$2] += $(i + 1) } END { for (a in sum) if (sum[a] > 1) print a }')" ""
claim "reads only where memories are" equal "$(fakei2c_counts "$bus" | grep ' 5[0-9a-f] ' |
	grep -vc ' quick 0 .* readbyte 1 ')" 0
claim "and no channel" equal "$(spoken_to "$first")$(spoken_to "$second")$(spoken_to "$other")" ""
claim "it says which" says 'with a client: 50-51,58-5a,70-71' muster probe --dry-run --quick \
	--adapter "$fake"

# A channel, which must be named: what is above, below, and behind the other mux; not its sister.
fakei2c count fake0
claim "channels are not asked by themselves" says "ch1: left alone: a channel" muster probe --dry-run
claim "a named one is" exits 0 muster probe --adapter "i2c-$second"
claim "it leaves alone what may be seen there" equal "$(spoken_to "$second" | tr ' ' '\n' |
	grep -E '^(50|51|59|5a|70|71)$')" ""
claim "and asks what is known of its sister only" equal "$(fakei2c_count "$second" 58 readbyte)" 1

# One whose driver came after the snapshot was taken is kept from us by the kernel; one without by sysfs.
fakei2c count fake0
new_client "$bus" 24c02 52
new_client "$bus" strange 53
claim "a probe" exits 0 muster probe --adapter "$fake"
claim "leaves both alone" equal "$(fakei2c_count "$bus" 53 all)" 0
claim "but for what the driver read itself" equal "$(fakei2c_count "$bus" 52 readbyte)" 0

# Buses that are nobody's SMBus must be named, and say so.
fakei2c adapter ddc 0000:00:02.0 i2c Example DDC bus 0
claim "a display's bus is left alone" says '0000:00/02.0/i2c: left alone: not of an SMBus host' \
	muster probe --dry-run
claim "unless named" exits 0 muster probe --adapter 0000:00/02.0/i2c
echo 'probe_deny = **/02.0/**' >/run/deny.conf
claim "or barred" exits 2 muster probe --adapter 0000:00/02.0/i2c --config /run/deny.conf
claim "which it says" says 'probe_deny in musterd.conf' muster probe --adapter 0000:00/02.0/i2c \
	--config /run/deny.conf
claim "one that is not there" exits 3 muster probe --adapter i2c-99
fakei2c adapter mute - noquick
mute="i2c-$(fakei2c_bus mute)"
claim "what an adapter cannot do is not tried" says 'beyond what the adapter can do: 09-0b' \
	muster probe --dry-run --quick --adapter "$mute"

# Nor do drivers read anything because of a probe: what memories hold is none of its business.
rm -f /run/muster/*.json
fakei2c count fake0
claim "a probe" exits 0 muster probe --adapter "$fake"
claim "makes no driver read" equal "$(fakei2c_total fake0 transfers)" \
	"$(jq '.adapters[0].transactions' /run/muster/probe.json)"
