# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154 # what one part sets another reads
# What install and uninstall share: where things are, and what this machine can do.

VERSION='' DESTDIR='' PREFIX=/usr SYSCONFDIR=/etc
PURGE=${PURGE:-}

# Nothing that the daemon's user may write to decides what root removes later.
set_paths() {
	manifest=$PREFIX/lib/muster/manifest
	sources=/usr/src/muster-$VERSION
	hook=/usr/share/initramfs-tools/hooks/muster
	init_top=/usr/share/initramfs-tools/scripts/init-top/muster
}

say() {
	echo "muster: $*"
}

# A lack that leaves the rest working; told again at the end.
warn() {
	echo "muster: warning: $*" >&2
	lacks="${lacks:-}
  - $*"
}

# Something tried and failed: the exit status says so too.
error() {
	warn "$*"
	failed=1
}

fail() {
	echo "muster: $*" >&2
	exit 1
}

# Arguments as make gives them: NAME=VALUE, an empty value meaning the default.
read_arguments() {
	for argument; do
		case $argument in
		VERSION=*) VERSION=${argument#*=} ;;
		DESTDIR=*) DESTDIR=${argument#*=} ;;
		PREFIX=/* | SYSCONFDIR=/*) export "${argument?}" ;;
		PREFIX= | SYSCONFDIR=) ;;
		*) fail "what is '$argument'? (PREFIX=, SYSCONFDIR=, VERSION=, DESTDIR=)" ;;
		esac
	done
	set_paths
}

have() {
	command -v "$1" >/dev/null 2>&1
}

need_root() {
	[ "$(id -u)" = 0 ] || fail "needs root (or DESTDIR=directory, to stage a package)"
}

# Prints what stands between this place and the machine's kernel, if anything does.
kernel_out_of_reach() {
	if [ -e /run/.containerenv ] || [ -e /.dockerenv ] ||
		{ have systemd-detect-virt && systemd-detect-virt --quiet --container; }; then
		echo "this is a container; install muster on its host"
	elif { have systemd-detect-virt && systemd-detect-virt --quiet --chroot; }; then
		echo "this is a chroot; the module is loaded when it is booted"
	elif [ ! -e /proc/modules ]; then
		echo "the running kernel ($(uname -r)) cannot load modules"
	fi
}

have_systemd() {
	[ -d /run/systemd/system ]
}

# The kernels a module can be built for.
kernels_with_headers() {
	for directory in /lib/modules/*; do
		if [ -e "$directory/build/include" ]; then basename "$directory"; fi
	done
}

# Versions of the module that dkms knows (its output differs before and after 3.0).
dkms_versions() {
	dkms status -m muster 2>/dev/null |
		sed -n 's#^muster\(/\|, *\)\([^,: ]*\).*#\2#p' | sort -u
}

# dkms_installed VERSION KERNEL
dkms_installed() {
	dkms status -m muster -v "$1" -k "$2" 2>/dev/null | grep -q ': installed'
}

dkms_forget() {
	dkms remove -m muster -v "$1" --all >/dev/null 2>&1 ||
		warn "dkms could not remove version $1 of the module (dkms status)"
	rm -rf "/usr/src/muster-$1"
}

# initramfs_of KERNEL: where its initial file system is, if it has one.
initramfs_of() {
	for image in "/boot/initrd.img-$1" "/boot/initramfs-$1.img"; do
		if [ -e "$image" ]; then
			echo "$image"
			return 0
		fi
	done
}

# The initial file system of each kernel given, made again.
remake_initramfs() {
	for kernel; do
		image=$(initramfs_of "$kernel")
		[ -n "$image" ] || continue
		if have update-initramfs; then
			update-initramfs -u -k "$kernel" >/dev/null ||
				error "update-initramfs failed for $kernel"
		elif have dracut; then
			dracut --force --quiet "$image" "$kernel" ||
				error "dracut failed for $kernel"
		fi
	done
}

tell_lacks() {
	[ -z "${lacks:-}" ] || echo "muster: $1, but:$lacks" >&2
}
