# SPDX-License-Identifier: GPL-2.0-or-later
# I2C adapters, mux channels and clients: places, order of events, drivers that come and go.
# needs: module programs fakei2c
# timeout: 120

# Setting: the module, and an adapter below a PCI function.
load_muster
mark
fakei2c adapter fake0 0000:00:03.0
bus=$(fakei2c_bus fake0)
claim "an adapter arrives" happens 0000:00/03.0/i2c ADD
claim "its name, number and abilities" roster "select(.kind == \"adapter\" and
	.address == \"i2c-$bus\" and .adapter_number == $bus and (.name | length > 0) and
	(.functionality | length == 8))"

# Clients by hand: 7 bits, 10 bits, and the host's own target address.
echo fakechip 0x51 >"/sys/bus/i2c/devices/i2c-$bus/new_device"
claim "a client arrives" happens 0000:00/03.0/i2c/51 ADD
claim "its name and address" roster "select(.kind == \"client\" and .name == \"fakechip\" and
	.client_address == 81 and .address == \"$bus-0051\" and .modalias == \"i2c:fakechip\")"
echo fakechip 0xa151 >"/sys/bus/i2c/devices/i2c-$bus/new_device"
claim "a client of 10 bits" happens 0000:00/03.0/i2c/t151 ADD
echo fakechip 0x1052 >"/sys/bus/i2c/devices/i2c-$bus/new_device"
claim "a target address of the host" happens 0000:00/03.0/i2c/s52 ADD
claim "they are flagged" equal "$(roster 'select(.place | test("/[ts][0-9]+$")) | .flags')" \
	"$(printf '512\n1024')"
echo 0x51 >"/sys/bus/i2c/devices/i2c-$bus/delete_device"
claim "a client without driver leaves" happens 0000:00/03.0/i2c/51 ADD DEL REMOVED

# A client with a driver: it lets go between DEL and REMOVED.
load i2c-i801 at24
smbus=$(basename "$(readlink -f /sys/bus/pci/devices/0000:00:1f.3/i2c-*)")
claim "the SMBus is on record" happens 0000:00/1f.3/i2c ADD
claim "and its driver" happens 0000:00/1f.3 BIND BOUND
echo 24c02 0x50 >"/sys/bus/i2c/devices/$smbus/new_device"
claim "a memory arrives" happens 0000:00/1f.3/i2c/50 ADD BIND BOUND
echo 0x50 >"/sys/bus/i2c/devices/$smbus/delete_device"
claim "a memory leaves" happens 0000:00/1f.3/i2c/50 ADD BIND BOUND DEL UNBIND UNBOUND REMOVED
claim "its driver is named throughout" equal "$(entries 'select(.driver == "at24") | .event' |
	tr -d '"\n')" BINDBOUNDUNBINDUNBOUND

# Muxes: channels are adapters, one mux may sit on another's channel.
mark
fakei2c mux "$bus" 70 4
channel=$(fakei2c_channel "$bus-0070/2")
claim "a channel arrives" happens 0000:00/03.0/i2c/ch2 ADD
claim "it is flagged" roster "select(.address == \"i2c-$channel\" and .flags == 2048)"
echo fakechip 0x48 >"/sys/bus/i2c/devices/i2c-$channel/new_device"
claim "a client on a channel" happens 0000:00/03.0/i2c/ch2/48 ADD
fakei2c mux "$channel" 71 2
claim "a mux on a channel" happens 0000:00/03.0/i2c/ch2/ch1 ADD

# Where several would have one place, the later ones are told apart.
fakei2c mux "$bus" 72 1
claim "a second mux on one bus" happens 0000:00/03.0/i2c/ch0#1 ADD
fakei2c adapter fake1 0000:00:03.0
claim "a second adapter on one function" happens 0000:00/03.0/i2c#1 ADD
fakei2c adapter fake2
claim "an adapter that hangs on no function has a place, too" entries 'select(.event == "ADD" and (.device.place | test("^(dev|fw):.*/i2c")))'
load_stub() { modprobe i2c-stub chip_addr=0x50; }
claim "i2c-stub loads" load_stub
claim "its adapter has a place of its own" equal "$(roster 'select(.kind == "adapter") | .place' |
	sort | uniq -d)" ""
claim "every place is a device's own" equal "$(roster .place | sort | uniq -d)" ""

# An adapter's driver is unloaded with clients there, and loaded again.
echo 24c02 0x50 >"/sys/bus/i2c/devices/$smbus/new_device"
mark
rmmod i2c_i801
claim "the client goes with its adapter" happens 0000:00/1f.3/i2c/50 DEL UNBIND UNBOUND REMOVED
claim "the adapter goes" happens 0000:00/1f.3/i2c DEL REMOVED
claim "the function loses its driver" happens 0000:00/1f.3 UNBIND UNBOUND
load i2c-i801
claim "the adapter returns to its place" happens 0000:00/1f.3/i2c DEL REMOVED ADD

# All of it again by a walk: the same places, then everything unloads.
roster '"\(.kind) \(.place) \(.address) \(.name)"' | sort >/run/before
unload_muster
load_muster
mark
roster '"\(.kind) \(.place) \(.address) \(.name)"' | sort >/run/after
claim "a walk finds the same" same /run/before /run/after
claim "the roster is sysfs" roster_is_sysfs
rmmod fakei2c
claim "adapters, channels and clients leave" wait_for 5 roster_is_sysfs
claim "the chain is whole" nlread events
