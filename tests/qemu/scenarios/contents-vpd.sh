# SPDX-License-Identifier: GPL-2.0-or-later
# Vital product data: read once per boot, within a time, and of nobody who sleeps.
# needs: muster fakepci
# timeout: 120

# Setting: functions of one model in a domain of their own. One has what its maker
# wrote, the others are broken, each in its way.
# "Fake adapter"; PN, EC and, of each its own, SN and the sum over all
part=820c0046616b652061646170746572901a00504e06464b2d3130304543024131534e05
one=${part}5330303031525601fe78
other=${part}5330303032525601fd78
bad=${part}5330303031525601ff78
endless=${part}5330303031525601feffffffff
bytes() {
	yes "$2" | head -n "$1" | tr -d '\n'
}
give() {
	fakepci vpd "10000:00:0$1.0" 0 "$2"
}
fakepci domain 10000
for number in 1 2 3 4 5 6 7; do
	fakepci add "10000:00:0$number.0" id=1b36:fa01 class=020000 pcie pm vpd=none
done
give 1 $one
give 2 $bad
give 3 $endless
give 4 $one
fakepci mute 10000:00:04.0 20
# a name of 4000 bytes, and 10 ms at least for each four of them: they would take 10 s
give 5 "82a00f$(bytes 4000 6e)78"
fakepci slow 10000:00:05.0 10
give 6 "$(bytes 64 ff)"
give 7 $one
fakepci scan 10000
fakepci sleep 10000:00:07.0
asleep=$(fakepci_reads 10000:00:07.0)
vpd_of() {
	muster show --source sysfs --json "10000:00:0$1.0" | jq -c ".devices[0] | $2"
}
unknown() {
	vpd_of "$1" '.unknown // [] | index("vpd") != null' | grep -q true
}

# The first look reads them all, and is done in time whatever they do.
begun=$(now_ms)
claim "all are shown" muster list --source sysfs --json
took=$(($(now_ms) - begun))
say "the first look took $took ms"
claim "the slow part had its time" test "$took" -gt 2900
claim "and no more" test "$took" -lt 25000
claim "what the maker wrote is there" equal \
	"$(vpd_of 1 '[.vpd.name, .vpd.part, .vpd.revision, .vpd.serial, .vpd.maker, .vpd.checksum]')" \
	'["Fake adapter","FK-100","A1","S0001",null,"good"]'
claim "as lspci has it" says 'Serial number: S0001' lspci -D -vv -s 10000:00:01.0
claim "a wrong sum is told" equal "$(vpd_of 2 '[.vpd.serial, .vpd.checksum]')" '["S0001","bad"]'
case $(uname -r) in
5.*) claim "without an end, this kernel gives nothing" unknown 3 ;;
*) claim "without an end, the sum vouches" equal "$(vpd_of 3 .vpd.serial)" '"S0001"' ;;
esac
claim "one that falls silent is unknown" unknown 4
claim "one that is too slow is unknown" unknown 5
claim "what was never written is none, or unknown" equal \
	"$(vpd_of 6 '.vpd == null')" true
claim "who sleeps was not asked" equal "$(fakepci_reads 10000:00:07.0)" "$asleep"
claim "and is unknown" unknown 7
claim "a function without the capability has none" equal \
	"$(muster show --source sysfs --json 0000:00:04.0 | jq -c '.devices[0] | has("vpd") and .vpd == null')" true

# The second look asks none of them; reading VPD writes to a function, so writes count.
writes=$(fakepci_writes)
claim "all are shown again" muster list --source sysfs --json
claim "nothing was asked again" equal "$(fakepci_writes)" "$writes"
claim "it is as it was" equal "$(vpd_of 1 .vpd.serial)" '"S0001"'
claim "also who fell silent" unknown 4
claim "the cache is for root alone" equal "$(stat -c %a /run/muster/contents.json)" 600
claim "without root they are unknown" equal "$(as_user muster show --source sysfs --json \
	10000:00:01.0 | jq -c '.devices[0].unknown | index("vpd") != null')" true

# Another part under the same driver, rewritten: only who reads anew sees it.
learn_board --strict --source sysfs
claim "the serial is pinned" says '"serial": *"S0001"' cat "$INVENTORY/board.json"
give 1 $other
claim "who takes what was read sees none" not says 'S0002' muster check --source sysfs
claim "who reads anew does" says 'S0002' muster check --source sysfs --fresh
claim "and what is expected" says 'S0001' muster check --source sysfs --fresh
claim "both are told" says 'vpd.serial' muster check --source sysfs --fresh

# Unplugged and plugged again it is read anew.
fakepci unplug 10000:00:01.0
fakepci add 10000:00:01.0 id=1b36:fa01 class=020000 pcie pm vpd=NEW-1
fakepci scan 10000
claim "a part that was replaced is read" equal "$(vpd_of 1 .vpd.serial)" '"NEW-1"'
