# SPDX-License-Identifier: GPL-2.0-or-later
# An option ROM is read on request alone, and under no driver.
# needs: muster
# timeout: 120

# Setting: two NICs of the board with QEMU's own ROM in them, without a driver; the
# first one decodes memory, which nobody has allowed the other.
nic=$(below 0000:00:1c.0)
other=$(below 0000:00:1c.1)
sys=$(pci_of "$nic")
echo 1 >"$sys/enable"
digest_of_rom() {
	echo 1 >"$1/rom"
	sha256sum <"$1/rom" | cut -d ' ' -f 1
	echo 0 >"$1/rom"
}
shown() {
	muster show --source sysfs --rom --json "$1" | jq -er '.devices[0].rom'
}
forbidden() {
	says 'Invalid argument' sh -c "cat $sys/rom 2>&1"
}
rom_register() {
	lspci -x -s "$1" | sed -n 's/^30: \(..\) \(..\) \(..\) \(..\).*/\1/p'
}

# Nobody asks for it: nothing is read.
claim "a snapshot has none" equal "$(muster show --source sysfs --json "$nic" |
	jq -r '.devices[0] | has("rom")')" false
claim "and does not miss it" equal "$(muster show --source sysfs --json "$nic" |
	jq -r '.devices[0].unknown // [] | index("rom")')" null

# The digest is that of the bytes, and what was allowed is forbidden again.
claim "it is forbidden at first" forbidden
claim "the digest is that of what the kernel shows" \
	equal "$(shown "$nic")" "sha256:$(digest_of_rom "$sys")"
claim "it is forbidden again" forbidden
claim "the same without --json" says '^ *rom +sha256:' muster show --source sysfs --rom "$nic"
claim "it is forbidden then, too" forbidden
claim "its register is as it was" equal "$(rom_register "$nic")" 00

# What has none, and what does not answer, say so.
claim "a function without a ROM says so" exits 4 muster show --source sysfs --rom 0000:00:1f.2
claim "in words" says 'has no option ROM' sh -c 'muster show --source sysfs --rom 0000:00:1f.2 2>&1'
claim "one that decodes no memory answers nothing" \
	says 'answers nothing' sh -c "muster show --source sysfs --rom $other 2>&1"

# Not for everybody, and never under a driver.
claim "it takes root" says 'takes root' as_user sh -c "muster show --source sysfs --rom $nic 2>&1"
load e1000e
claim "the driver has it" wait_for 10 exists "$sys/driver"
claim "under a driver it is refused" exits 4 muster show --source sysfs --rom "$nic"
claim "in words" says 'it has a driver' sh -c "muster show --source sysfs --rom $nic 2>&1"
claim "and it is not allowed" forbidden

# A dump has them where it is asked to.
echo "${nic}" >/sys/bus/pci/drivers/e1000e/unbind
echo 1 >"$sys/enable"
claim "a dump is made" muster dump --rom -o /run/with.tar.gz
claim "it has the ROM" equal \
	"$(zcat /run/with.tar.gz | tar -xOf - "$(zcat /run/with.tar.gz | tar -tf - | grep "$nic/rom")" |
		sha256sum | cut -d ' ' -f 1)" "$(digest_of_rom "$sys")"
claim "and says which it left alone" says 'skipped +pci/.*/rom' muster dump --list /run/with.tar.gz
claim "it is forbidden after it" forbidden
claim "a dump is made without" muster dump -o /run/without.tar.gz
claim "and has none" not says '/rom$' sh -c 'zcat /run/without.tar.gz | tar -tf -'
