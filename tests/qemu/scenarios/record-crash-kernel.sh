# SPDX-License-Identifier: GPL-2.0-or-later
# In a crash kernel neither module nor daemon starts, each with a word why, and the tool says so.
# needs: muster
# cmdline: elfcorehdr=0x70000000

# Setting: a kernel that was told where a crashed one left its headers, outside of its own
# memory as in life; it believes that.
claim "the module does not load" not insmod /lib/testbed/muster.ko
claim "it says why" says 'muster: this is a crash kernel: nothing is recorded' dmesg
claim "nothing of it is left" not grep '^muster ' /proc/modules
claim "the daemon does not start" exits 1 musterd
claim "it says why" says '^musterd: starting: this is a crash kernel: nothing is watched$' musterd
claim "it wrote nothing" not exists '/var/lib/muster/*'
claim "the tool tells that from a module nobody loaded" \
	says 'not loaded, for this is a crash kernel; sysfs stands in' muster status
claim "in JSON, too" equal "$(muster status --json | jq -r .module_trouble)" \
	"not loaded, for this is a crash kernel"
claim "what is there can be seen all the same" says '0000:00/1c.0/00.0' muster list
