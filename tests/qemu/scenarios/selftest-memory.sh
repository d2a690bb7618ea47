# SPDX-License-Identifier: GPL-2.0-or-later
# The simulated memories are what the kernel's own drivers take them for, and count what they are asked.
# needs: fakei2c

# Setting: an adapter of each sort, and a file of 1024 bytes that no two rows share.
load i2c-dev at24 ee1004
fakei2c adapter fake0
fakei2c adapter fake1 - i2c Example DDC bus 0
bus=$(fakei2c_bus fake0)
ddc=$(fakei2c_bus fake1)
for row in $(seq 0 63); do printf 'row %02d of memory\n' "$row"; done | head -c 1024 >/run/image
head -c 256 /run/image >/run/image.256
head -c 512 /run/image >/run/image.512
same_contents() {
	cmp "$(contents_of "$1" "$2")" "$3"
}

# Memories of one and of two bytes of offset, on both sorts of adapter.
fakei2c memory fake0 50 byte /run/image.256
new_client "$bus" 24c02 50
claim "at24 reads it" same_contents "$bus" 50 /run/image.256
fakei2c memory "$ddc" 50 byte /run/image.256
new_client "$ddc" 24c02 50
claim "and by messages" same_contents "$ddc" 50 /run/image.256
claim "the kernel knows its name" contains "/sys/bus/i2c/devices/i2c-$ddc/name" "^Example DDC bus 0$"
head -c 4096 /dev/urandom >/run/image.4k
fakei2c memory fake0 51 word /run/image.4k
new_client "$bus" 24c32 51
claim "two bytes of offset" same_contents "$bus" 51 /run/image.4k
fakei2c memory fake1 51 word /run/image.4k
new_client "$ddc" 24c32 51
claim "and by messages" same_contents "$ddc" 51 /run/image.4k

# DDR4: two memories on a bus whose page is one.
fakei2c memory fake0 54 ee1004 /run/image.512
fakei2c memory fake0 55 ee1004 /run/image.512
fakei2c poke fake0 55 1ff 5a
{ head -c 511 /run/image; printf Z; } >/run/image.poked
new_client "$bus" ee1004 54
new_client "$bus" ee1004 55
claim "ee1004 reads one" same_contents "$bus" 54 /run/image.512
claim "and another, changed" same_contents "$bus" 55 /run/image.poked
claim "it chose pages" test "$(fakei2c_count "$bus" 37 writebyte)" -gt 0

# DDR5: a hub.
if modprobe -q spd5118; then
	fakei2c memory fake0 52 spd5118 /run/image
	new_client "$bus" spd5118 52
	claim "spd5118 reads it" same_contents "$bus" 52 /run/image
	claim "and its sensor" contains "/sys/bus/i2c/devices/$bus-0052/hwmon/hwmon0/temp1_input" '^25000$'
fi

# Behind a mux there are others at the same addresses.
fakei2c mux "$bus" 70 2
first=$(fakei2c_channel "$bus-0070/0")
second=$(fakei2c_channel "$bus-0070/1")
fakei2c memory "$first" 57 byte /run/image.256
fakei2c memory "$second" 57 word /run/image.4k
new_client "$first" 24c02 57
new_client "$second" 24c32 57
claim "a memory behind a mux" same_contents "$first" 57 /run/image.256
claim "another on the next channel" same_contents "$second" 57 /run/image.4k
claim "none above" not i2cget -fy "$bus" 0x57
claim "the mux was switched" test "$(fakei2c_count "$bus" 70 writebyte)" -ge 2

# What is asked is counted, by address and kind.
fakei2c count fake0
i2cget -fy "$bus" 0x50 >/dev/null
i2cget -fy "$bus" 0x50 0x10 >/dev/null
i2cget -fy "$bus" 0x6f >/dev/null 2>&1
claim "a byte read" equal "$(fakei2c_count "$bus" 50 readbyte)" 1
claim "a register read" equal "$(fakei2c_count "$bus" 50 read)" 1
claim "one where nobody is" equal "$(fakei2c_count "$bus" 6f all)" 1
claim "all of them" equal "$(fakei2c_total fake0 transfers)" 3
claim "and how long a bus would take" equal "$(fakei2c_total fake0 clocks)" $((20 + 39 + 20))

# Faults: a bus that is stuck, slow, a memory that hangs, breaks off, is pulled out.
i2cget_says() {
	i2cget -fy "$bus" 0x50 0
}
fakei2c stick fake0 ETIMEDOUT 1 2
claim "one more succeeds" i2cget_says
claim "then the bus is stuck" not i2cget_says
claim "twice" not i2cget_says
claim "and works again" i2cget_says
claim "it counts what failed" equal "$(fakei2c_total fake0 failed)" 2
fakei2c speed fake0 100
before=$(now_ms)
i2cget_says
claim "a slow bus takes its time" test $(($(now_ms) - before)) -ge 390
fakei2c speed fake0 0
fakei2c hang fake0 51 700
before=$(now_ms)
i2cget -fy "$bus" 0x50 >/dev/null
claim "others do not hang" test $(($(now_ms) - before)) -lt 700
before=$(now_ms)
dd if="$(contents_of "$bus" 51)" of=/dev/null bs=1 count=1
claim "the one that hangs does" test $(($(now_ms) - before)) -ge 700
fakei2c hang fake0 51 0
fakei2c break fake0 51 100
claim "one that breaks off cannot be read" not same_contents "$bus" 51 /run/image.4k
fakei2c nomemory fake0 50
claim "one pulled out does not answer" not i2cget_says
claim "its client stays" exists "/sys/bus/i2c/devices/$bus-0050"
fakei2c trap fake0 51 EBUSY
claim "one that leaves the bus stuck" not i2cget -fy "$bus" 0x51
claim "for all" not i2cget -fy "$bus" 0x54
fakei2c stick fake0 none
fakei2c silence fake0 ENODEV
claim "another word for nobody" says 'No such device$|Read failed' i2cget -fy "$bus" 0x6f

# Chips that a careless probe harms.
fakei2c memory fake1 53 34c02 /run/image.256
fakei2c memory fake1 56 fragile /run/image.256
fakei2c memory fake1 69 clock
fakei2c_chips >/run/chips
i2cdetect -y -r "$ddc" 0x50 0x57 >/dev/null
fakei2c_chips >/run/chips.read
claim "a read byte harms none" same /run/chips /run/chips.read
i2cdetect -y -q "$ddc" 0x30 0x56 >/dev/null
claim "a quick write protects one for ever" says "chip $ddc 53 34c02 .* protected" fakei2c_chips
claim "and spoils the other" not grep -qF "$(grep fragile /run/chips)" /dev/fakei2c
claim "a clock that is read" not i2cget -fy "$ddc" 0x69
claim "holds the bus" not i2cget -fy "$ddc" 0x50
rmmod fakei2c
claim "all of it goes" not exists "/sys/bus/i2c/devices/i2c-$bus"
