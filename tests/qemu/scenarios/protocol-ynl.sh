# SPDX-License-Identifier: GPL-2.0-or-later
# The kernel's own netlink tool speaks the protocol, told by muster.yaml and nothing else.
# needs: module programs ynl
# timeout: 180
# memory: 768

# Setting: the module, the board's devices, an I2C adapter among them.
load i2c-i801
load_muster
home=/usr/lib/ynl
run_ynl() {
	python3 $home/tools/net/ynl/cli.py --spec $home/specs/muster.yaml --output-json "$@"
}
# Validating the specification takes seconds here: once is enough.
ynl() {
	run_ynl --no-schema "$@"
}
# The same of a device and of an entry, out of ynl's words and out of nlread's.
tell_device='[.number, .last, .place, .address, .kind, .driver, .reading, .slot, .extents]'
tell_entry='[.entry.number, .entry.event, .entry.boottime, .entry.subject, .entry.driver,
	.entry.device.place, .hash]'
from_ynl='def bare: gsub(" "; "");
	if .device then .device.extents = [.device.extent[]? | .data |= bare] else . end |
	if .hash then .hash |= bare else . end'
from_nlread='if .device then .device.extents = [.device.extents[]?] else . end |
	if .entry then .entry.event |= (ascii_downcase | gsub("_"; "-")) else . end'

# The specification is one by the kernel's own schema.
claim "the kernel's schema accepts muster.yaml" says '^event-get +\[ dump \]' \
	run_ynl --schema $home/Documentation/netlink/genetlink.yaml --list-ops

# INFO_GET.
claim "ynl asks for INFO" ynl --do info-get
jq -c .info /run/claim.out >/run/info
claim "it names the load" equal "$(jq -r '."load-id" | gsub(" "; "")' /run/info)" "$(info .load_id)"
claim "and counts" equal \
	"$(jq -c '[.version, .next, .functions, .adapters, ."ring-bytes", .lost]' /run/info)" \
	"$(info '[.version, .next, .functions, .adapters, .ring_bytes, .lost] | tojson')"

# DEVICE_GET: all, one by its place, one by its number.
claim "ynl dumps the roster" ynl --dump device-get
cp /run/claim.out /run/roster
jq -c ".[] | $from_ynl | .device | $tell_device" /run/roster >/run/roster.ynl
nlread devices | jq -c "$from_nlread | .device | $tell_device" >/run/roster.nlread
claim "it is the roster" same /run/roster.nlread /run/roster.ynl
claim "with functions, adapters and clients in it" equal \
	"$(jq -c '[.[].device.kind] | unique' /run/roster)" '["adapter","client","function"]'
claim "the flags have names" jq -e '[.[].device | select(.place == "0000:00/1c.0")] |
	.[0].flags | index("bridge") and index("multifunction")' /run/roster
claim "so have those of a base address register" jq -e '[.[].device |
	select(.place == "0000:00/02.0")] | .[0].bar[0] |
	.size == 16777216 and (.flags | sort) == ["mem", "prefetch"]' /run/roster
number=$(jq '.[].device | select(.place == "0000:00/02.0") | .number' /run/roster)
claim "one by its place, one by its number" ynl \
	--multi device-get '{"place": "0000:00/1c.0/00.0"}' \
	--multi device-get "{\"number\": $number}"
cp /run/claim.out /run/two
claim "the network card at that place" jq -e '.[0].device | .vendor == 32902 and
	.device == 4307 and .class == 131072 and ."subsystem-device" == 40991' /run/two
claim "the display of that number" jq -e ".[1].device |
	.number == $number and .place == \"0000:00/02.0\"" /run/two

# EVENT_GET, from the third entry on.
claim "ynl dumps the record" ynl --dump event-get --json '{"number": 3}'
cp /run/claim.out /run/record
jq -c ".[] | $from_ynl | $tell_entry" /run/record >/run/record.ynl
nlread events 3 | jq -c "$from_nlread | $tell_entry" >/run/record.nlread
claim "it is the record" same /run/record.nlread /run/record.ynl
claim "from the third entry on" jq -e '.[0].entry.number == 3' /run/record
claim "hung up on the second" equal \
	"$(jq -r '.[0]."previous-hash" | gsub(" "; "")' /run/record)" \
	"$(nlread events | jq -r 'select(.entry.number == 2) | .hash')"

# RESCAN: the ticket is that of an entry.
mark
claim "ynl asks for a rescan" ynl --do rescan
ticket=$(jq .ticket /run/claim.out)
claim "the rescan ends with that ticket" wait_for 5 entries \
	"select(.event == \"RESCANNED\" and .counts.ticket == $ticket)"

# Refusals, of a request and of a dump: the errno, the sentence and the attribute.
refused() {
	pattern=$1
	shift
	exits 1 ynl "$@" >/run/refused || return 1
	contains /run/refused "$pattern"
}
claim "no device is at that place" refused \
	"'no device is present at that place'.*'bad-attr': '.place'" \
	--do device-get --json '{"place": "nowhere"}'
claim "no entry has that number" refused "'that number is beyond the next entry'" \
	--dump event-get --json '{"number": 3000}'

# The doorbell: nobody else listens, so the socket with a group is ynl's.
listening() {
	awk '$2 == 16 && $4 !~ /^0*$/ { found = 1 } END { exit !found }' /proc/net/netlink
}
claim "nobody listens yet" not listening
# shellcheck disable=SC2154 # patience is of lib.sh
ynl --subscribe events --sleep $((3 * patience)) >/run/bell 2>&1 &
bell=$!
claim "ynl joins the events" wait_for 20 listening
nlread rescan >/run/ticket || die "nlread rescan"
claim "ynl ends" wait $bell
claim "it heard the doorbell" jq -e 'length > 0 and all(.name == "event-ntf")' /run/bell
claim "which named the load and the next number" equal \
	"$(jq -r '.[-1].msg | "\(."load-id" | gsub(" "; "")) \(.next)"' /run/bell)" \
	"$(info '"\(.load_id) \(.next)"')"
