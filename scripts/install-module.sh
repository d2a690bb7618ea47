# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2034,SC2153,SC2154 # what one part sets another reads
# The module's part of an installation: DKMS, the initial file system, loading.

# The running kernel must have it, and where none runs every one; for another
# kernel a failure is told and no more.
build_for() {
	dkms_installed "$VERSION" "$1" && return 0
	say "building the module for $1"
	log=$(mktemp)
	if dkms install --force -m muster -v "$VERSION" -k "$1" >"$log" 2>&1; then
		rm -f "$log"
		built="$built $1"
		return 0
	fi
	cat "$log" >&2
	rm -f "$log"
	kept=/var/lib/dkms/muster/$VERSION/build/make.log
	if [ -n "$unreachable" ] || [ "$1" = "$(uname -r)" ]; then
		error "the module was not built for $1 ($kept)"
	else
		warn "the module was not built for $1 ($kept)"
	fi
	return 1
}

# Sources that differ under one version are a developer's: built anew.
register_sources() {
	if dkms_versions | grep -qxF "$VERSION"; then
		if diff -r "$stage$sources" "$sources" >/dev/null 2>&1; then return 0; fi
		dkms_forget "$VERSION"
	fi
	rm -rf "$sources"
	cp -r "$stage$sources" "$sources"
	dkms add -m muster -v "$VERSION" >/dev/null || {
		error "dkms refused the sources in $sources"
		return 1
	}
}

# An older version goes when the newer stands in its place everywhere, not before.
still_needed() {
	for directory in /lib/modules/*; do
		if dkms_installed "$1" "${directory##*/}"; then return 0; fi
	done
	return 1
}

install_by_dkms() {
	built=
	register_sources || return 0
	if [ ! -e "/lib/modules/$(uname -r)/build/include" ] && [ -z "$unreachable" ]; then
		error "no headers for the running kernel: install linux-headers-$(uname -r), then" \
			"make install again"
	fi
	for kernel in $(kernels_with_headers); do
		build_for "$kernel" || continue
	done
	for version in $(dkms_versions | grep -vxF "$VERSION"); do
		if still_needed "$version"; then
			say "version $version of the module stays with dkms: a kernel has no newer one"
		else
			dkms_forget "$version"
		fi
	done
}

install_without_dkms() {
	kernel=$(uname -r)
	to=/lib/modules/$kernel/updates/muster.ko
	warn "no dkms here: the module is built for $kernel alone; make install again after each new kernel"
	built=
	[ -e "/lib/modules/$kernel/build/include" ] || {
		error "no headers for the running kernel ($kernel)"
		return 0
	}
	work=$(mktemp -d)
	cp -r "$stage$sources/." "$work"
	if make -C "/lib/modules/$kernel/build" M="$work" modules >"$work/make.log" 2>&1; then
		if ! cmp -s "$work/muster.ko" "$to"; then
			grep -qxF "file $to" "$manifest" || echo "file $to" >>"$manifest"
			install -D -m 644 "$work/muster.ko" "$to"
			depmod "$kernel"
			built=$kernel
		fi
	else
		cat "$work/make.log" >&2
		error "the module was not built for $kernel"
	fi
	rm -rf "$work"
}

# Kernels whose initial file system is older than the module or than what loads it.
stale_initramfs() {
	for kernel in $(kernels_with_headers); do
		image=$(initramfs_of "$kernel")
		module=$(modinfo -k "$kernel" -n muster 2>/dev/null) || continue
		if [ -n "$image" ] && [ -n "$(find "$module" "$hook" "$init_top" -newer "$image")" ]; then
			echo "$kernel"
		fi
	done
}

# Before udev, or drivers will have bound when the record begins.
check_order() {
	have update-initramfs && have unmkinitramfs || return 0
	work=$(mktemp -d)
	unmkinitramfs "/boot/initrd.img-$1" "$work" 2>/dev/null || :
	order=$(find "$work" -path '*/scripts/init-top/ORDER' | head -n 1)
	if [ -z "$order" ] ||
		! sed -n 's#^/scripts/init-top/\([^ ]*\).*#\1#p' "$order" |
		awk '$1 == "muster" { seen = 1 } $1 == "udev" { late = !seen } END { exit !seen || late }'; then
		error "the initial file system of $1 does not load the module before udev"
	fi
	rm -rf "$work"
}

install_module() {
	if have dkms; then
		install_by_dkms
	elif [ -z "$unreachable" ]; then
		install_without_dkms
	fi
	stale=$(stale_initramfs)
	[ -n "$stale" ] || return 0
	# shellcheck disable=SC2086 # words are wanted
	say "making the initial file system of" $stale
	# shellcheck disable=SC2086
	remake_initramfs $stale
	for kernel in $stale; do
		check_order "$kernel"
	done
}

# Why the kernel may have refused; each with what to do about it.
explain_refusal() {
	if grep -q '\[\(integrity\|confidentiality\)\]' /sys/kernel/security/lockdown 2>/dev/null ||
		[ "$(cat /sys/module/module/parameters/sig_enforce 2>/dev/null)" = Y ]; then
		error "this kernel loads signed modules only (Secure Boot), and does not know the key" \
			"that dkms signs with: mokutil --import /var/lib/dkms/mok.pub, give it a" \
			"password, reboot, choose Enroll MOK, and the module loads"
		[ -e /var/lib/dkms/mok.pub ] ||
			error "there is no such key yet: install openssl, dkms remove" \
				"muster/$VERSION --all, and make install again"
	elif [ "$(cat /proc/sys/kernel/modules_disabled 2>/dev/null)" = 1 ]; then
		error "loading of modules was switched off (kernel.modules_disabled): reboot"
	else
		error "the kernel refused the module: $1 (dmesg says more)"
	fi
}

load_module() {
	if [ -n "$unreachable" ]; then
		warn "$unreachable: musterd works from sysfs"
	elif [ -e /sys/module/muster ]; then
		loaded=$(cat /sys/module/muster/srcversion 2>/dev/null || :)
		if [ "$loaded" != "$(modinfo -F srcversion muster 2>/dev/null || :)" ]; then
			say "the module that is loaded stays, with its record; the new one comes with the next boot"
		fi
	elif modinfo -n muster >/dev/null 2>&1; then
		why=$(modprobe muster 2>&1) || explain_refusal "$why"
	fi
}
