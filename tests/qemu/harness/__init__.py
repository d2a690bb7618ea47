# SPDX-License-Identifier: GPL-2.0-or-later
"""The test bed: starts guests in QEMU, serves what they ask for and judges what they say."""
