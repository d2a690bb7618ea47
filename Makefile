# SPDX-License-Identifier: GPL-2.0-or-later
# What a person types. `make help` lists it.

VERSION := 0.1.0
PREFIX	?= /usr
SYSCONFDIR ?= /etc

# The running kernel's headers, or the newest installed: a build machine need
# not run the kernel it builds for.
KDIR	?= $(firstword $(wildcard /lib/modules/$(shell uname -r)/build) \
	   $(shell ls -d /usr/src/linux-headers-*-amd64 2>/dev/null | sort -rV))

all: userspace module

help:
	@echo 'make                the tool, the daemon and the module'
	@echo 'make demo           see it work: a VM, a known board, a stranger plugged in'
	@echo 'make test           everything that must pass, on one kernel'
	@echo 'make test-matrix    the same scenarios on all five kernel series'
	@echo 'make test-static    all that reads the sources: scripts/check-*, the slow ones too'
	@echo 'make test-faults    killed, full, failing, cut: docs/FAULTS.md (hours; goes on where stopped)'
	@echo 'make test-storm     10,000 hot-plug cycles, boards of a thousand (hours; goes on where stopped)'
	@echo 'make test-debug     all of it on kernels that find faults: hours, and goes on where it stopped'
	@echo 'make fuzz           every parser, a minute each: tests/fuzz/run has options'
	@echo 'make bench          the figures in docs/BENCHMARKS.md, measured here'
	@echo 'make coverage       which lines and branches the tests of userspace reach'
	@echo 'make dist           build/muster-$(VERSION).tar.gz, the same bytes from the same commit'
	@echo 'make install        on a server: module by DKMS, programs, service'
	@echo 'make uninstall      take all of that back'
	@echo 'make clean'

setup-%:
	@scripts/setup $*

# As many jobs as there are processors, unless make was told how many.
JOBS := $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc))

# The module names no directory of this machine. Not in Kbuild: what the kernel's
# own makefiles add to it does not see flags from there.
HERE	:= KCFLAGS='$(KCFLAGS) -ffile-prefix-map=$(CURDIR)/='

userspace: setup-build
	$(MAKE) $(JOBS) -C userspace

module: setup-build
	@test -n '$(KDIR)' || { echo 'muster: no kernel headers: install linux-headers for a kernel, or say KDIR=...' >&2; exit 1; }
	$(MAKE) $(JOBS) -C $(KDIR) M=$(CURDIR) $(HERE) modules

demo: setup-test userspace
	@tests/demo/run

test: setup-test setup-checks userspace module
	@tests/run

test-matrix: setup-matrix userspace
	@tests/run-matrix

test-static: setup-static userspace
	@PARTS='checks static' tests/run

test-storm: setup-test userspace
	@tests/qemu/run --long --resume

test-debug: setup-debug userspace
	@tests/debug/run

fuzz: setup-fuzz userspace
	@tests/fuzz/run

test-faults: setup-faults userspace
	@tests/faults/run

bench: setup-bench userspace
	@tests/bench/run

dist:
	@scripts/dist

coverage: setup-test
	@tests/coverage/run

install uninstall:
	@scripts/$@ PREFIX=$(PREFIX) SYSCONFDIR=$(SYSCONFDIR) VERSION=$(VERSION) DESTDIR=$(DESTDIR)

clean:
	$(MAKE) -C userspace clean
	test -z '$(KDIR)' || $(MAKE) -C $(KDIR) M=$(CURDIR) clean
	rm -rf build

.PHONY: all help userspace module demo test test-matrix test-static test-storm test-debug test-faults fuzz bench dist coverage install uninstall clean
