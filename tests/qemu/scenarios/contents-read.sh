# SPDX-License-Identifier: GPL-2.0-or-later
# Memories are read through their drivers, once per boot, and one that fails costs the others nothing.
# needs: muster fakei2c
# timeout: 120
# shellcheck disable=SC2154 # patience is of lib.sh

# Setting: the board's own memories, of zeros, and simulated ones whose traffic is counted.
load i2c-i801 i2c-dev ee1004 at24
for row in $(seq 0 63); do printf 'row %02d of memory\n' "$row"; done | head -c 1024 >/run/image
head -c 512 /run/image >/run/image.512
head -c 256 /run/image >/run/image.256
fakei2c adapter fake0 0000:00:03.0
bus=$(fakei2c_bus fake0)
fakei2c memory fake0 50 ee1004 /run/image.512
fakei2c memory fake0 51 ee1004 /run/image.512
fakei2c memory fake0 52 byte /run/image.256
new_client "$bus" ee1004 50
new_client "$bus" ee1004 51
new_client "$bus" 24c02 52
smbus=$(basename "$(readlink -f /sys/bus/pci/devices/0000:00:1f.3/i2c-*)")
fake=0000:00/03.0/i2c
# what_holds PLACE FILTER [OPTION...]
what_holds() {
	what_place=$1
	what_filter=$2
	shift 2
	muster show --json "$@" "$what_place" 2>/run/show.err | jq -er ".devices[0] | $what_filter"
}
traffic() {
	fakei2c_total fake0 transfers
}

# The first call reads, the next ones do not: the bus is counted.
fakei2c count fake0
before=$(traffic)
claim "an SPD is read" equal "$(what_holds $fake/50 '.reading')" ok
claim "every byte of it" equal "$(what_holds $fake/50 '.contents_size')" 512
hash=$(sha256sum /run/image.512 | cut -d ' ' -f 1)
claim "which anyone can check" says "$hash" muster show --json $fake/50
claim "a memory of at24 is read" says "$(sha256sum /run/image.256 | cut -d ' ' -f 1)" \
	muster show --json $fake/52
first=$(($(traffic) - before))
say "the first call took $first transfers for 1280 bytes in 3 memories"
claim "there was traffic on the bus" test "$first" -gt 0
before=$(traffic)
muster list >/dev/null 2>&1
muster check >/dev/null 2>&1
muster list --json >/dev/null 2>&1
claim "a second call makes none" equal "$(traffic)" "$before"
claim "--fresh does" what_holds $fake/50 '.reading' --fresh
claim "as much as the first, but for a page to choose" test $(($(traffic) - before)) -le $((first + 2))
claim "the cache is for root alone" equal "$(stat -c %a /run/muster/contents.json)" 600

# What is there changes: it is seen by --fresh, and when the driver lets go and comes back.
fakei2c poke fake0 50 1ff 5a
{ head -c 511 /run/image; printf Z; } >/run/image.poked
poked=$(sha256sum /run/image.poked | cut -d ' ' -f 1)
claim "what was read stands" says "$hash" muster show --json $fake/50
claim "--fresh sees the change" says "$poked" muster show --fresh --json $fake/50
claim "which stands from then on" says "$poked" muster show --json $fake/50
fakei2c poke fake0 51 1ff 5a
delete_client "$bus" 51
new_client "$bus" ee1004 51
claim "a client that came anew is read anew" says "$poked" muster show --json $fake/51

# Who is no root reads what the file's rights allow; a file that is root's is unknown to him.
chmod 644 "$(contents_of "$bus" 50)"
chmod 600 "$(contents_of "$bus" 52)"
user_sees() {
	as_user muster show --json "$1" 2>/dev/null | jq -er ".devices[0] | $2"
}
claim "a user reads what is for all" equal "$(user_sees $fake/50 .reading)" ok
claim "and does not know what is not" user_sees $fake/52 '.reading != "ok" and .reading != "unreadable"'
claim "nor reads the cache" as_user sh -c '! cat /run/muster/contents.json'

# A memory that hangs, and one that breaks off: they are unreadable, the others are as before.
fakei2c hang fake0 51 1500
fakei2c break fake0 52 80
start=$(now_ms)
muster list --json --fresh 2>/dev/null >/run/list.json
took=$(($(now_ms) - start))
say "a memory that hangs took $took ms"
reading_of() {
	jq -r --arg place "$1" '.devices[] | select(.place == $place) | .reading' /run/list.json
}
claim "the one that hangs is unreadable" equal "$(reading_of $fake/51)" unreadable
claim "so is the one that breaks off" equal "$(reading_of $fake/52)" unreadable
claim "the other is not" equal "$(reading_of $fake/50)" ok
claim "it is given up in time" test "$took" -lt $((10000 * patience))
start=$(now_ms)
muster list >/dev/null 2>&1
claim "and not asked again by the next call" test $(($(now_ms) - start)) -lt $((1400 * patience))
fakei2c hang fake0 51 0
fakei2c break fake0 52 0
muster list --fresh >/dev/null 2>&1
claim "once it answers it is read" says "$poked" muster show --json $fake/51

# A bus that is stuck costs an error, not the call.
fakei2c stick fake0 ETIMEDOUT
muster list --json --fresh 2>/dev/null >/run/list.json
claim "on a stuck bus all are unreadable" equal \
	"$(reading_of $fake/50) $(reading_of $fake/51) $(reading_of $fake/52)" \
	"unreadable unreadable unreadable"
claim "functions are there all the same" equal "$(reading_of 0000:00/00.0)" ok
fakei2c stick fake0 none

# The board's own eight are read, of this chipset's SMBus; a driver that let go gives nothing.
for address in 50 51 52 53 54 55 56 57; do
	[ -e "/sys/bus/i2c/devices/${smbus#i2c-}-00$address" ] || new_client "${smbus#i2c-}" 24c02 "$address"
done
start=$(now_ms)
muster list --json 2>/dev/null >/run/list.json
say "eight memories took $(($(now_ms) - start)) ms"
claim "all eight are read" equal "$(jq '[.devices[] | select(.place | test("^0000:00/1f.3/i2c/5[0-7]$")) |
	select(.reading == "ok")] | length' /run/list.json)" 8
echo "$bus-0050" >/sys/bus/i2c/drivers/ee1004/unbind
claim "without a driver it is not known" what_holds $fake/50 '.reading != "ok" and .reading != "unreadable"'

# The cache of another boot, or one that somebody else could have written, does not count.
before=$(traffic)
chmod 666 /run/muster/contents.json
muster list >/dev/null 2>&1
claim "one that all may write is not believed" test "$(traffic)" -gt "$before"
claim "and written anew" equal "$(stat -c %a /run/muster/contents.json)" 600
sed -i 's/"boot_id":"[^"]*"/"boot_id":"00000000-0000-0000-0000-000000000000"/' /run/muster/contents.json
before=$(traffic)
muster list >/dev/null 2>&1
claim "nor one of another boot" test "$(traffic)" -gt "$before"
before=$(traffic)
muster dump -o /run/dump.tar.zst >/dev/null 2>&1 || muster dump -o /run/dump >/dev/null 2>&1
claim "a dump reads anew" test "$(traffic)" -gt "$before"
