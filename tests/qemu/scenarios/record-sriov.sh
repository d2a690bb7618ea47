# SPDX-License-Identifier: GPL-2.0-or-later
# SR-IOV: virtual functions come and go below their physical one.
# needs: module programs

# Setting: an NVMe controller with its driver; its virtual functions stay without.
load nvme
load_muster
nvme=$(readlink -f /sys/bus/pci/devices/0000:00:1c.3/*:00.0)
echo 0 >"$nvme/sriov_drivers_autoprobe"
mark

# Two virtual functions.
echo 2 >"$nvme/sriov_numvfs"
claim "the first arrives, and its driver is refused" happens 0000:00/1c.3/00.0/vf0 ADD BIND NOT_BOUND
claim "the second arrives" happens 0000:00/1c.3/00.0/vf1 ADD BIND NOT_BOUND
claim "they are flagged as virtual" equal \
	"$(roster 'select(.flags % 2 == 1) | .place' | tr -d '\n')" \
	'"0000:00/1c.3/00.0/vf0""0000:00/1c.3/00.0/vf1"'
# Their own configuration space has no ids: the kernel has them from the physical function.
claim "their ids are those of the physical function" equal \
	"$(roster 'select(.place | startswith("0000:00/1c.3/00.0/vf")) | .vendor + .device' | sort -u)" \
	"$(roster 'select(.place == "0000:00/1c.3/00.0") | .vendor + .device')"
claim "they were read" equal \
	"$(roster 'select(.flags % 2 == 1) | .reading' | sort -u)" '"ok"'
claim "the roster is sysfs" roster_is_sysfs

# A walk finds the same places.
unload_muster
load_muster
claim "a walk finds them at their places" equal \
	"$(roster 'select(.flags % 2 == 1) | .place' | tr -d '\n')" \
	'"0000:00/1c.3/00.0/vf0""0000:00/1c.3/00.0/vf1"'

# A driver takes one, or fails: both are told.
mark
first=$(basename "$(readlink -f "$nvme/virtfn0")")
load pci-stub
echo pci-stub >"/sys/bus/pci/devices/$first/driver_override"
echo "$first" >/sys/bus/pci/drivers_probe
claim "a driver takes one" happens 0000:00/1c.3/00.0/vf0 BIND BOUND

# They leave.
mark
echo 0 >"$nvme/sriov_numvfs"
claim "the first leaves" happens 0000:00/1c.3/00.0/vf0 UNBIND UNBOUND DEL REMOVED
claim "the second leaves" happens 0000:00/1c.3/00.0/vf1 DEL REMOVED
echo 4 >"$nvme/sriov_numvfs"
claim "four come" equal "$(roster 'select(.flags % 2 == 1) | .place' | wc -l)" 4
claim "the last is the fourth" happens 0000:00/1c.3/00.0/vf3 ADD BIND NOT_BOUND

# The physical function goes: its driver leaves them there, and they keep their places.
mark
echo 1 >"$nvme/remove"
claim "the physical function leaves" happens 0000:00/1c.3/00.0 UNBIND UNBOUND DEL REMOVED
claim "they are still there" roster 'select(.place == "0000:00/1c.3/00.0/vf3")'
claim "the roster is sysfs" roster_is_sysfs
claim "the chain is whole" nlread events
