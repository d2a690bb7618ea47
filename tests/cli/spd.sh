#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What memory modules say, against decode-dimms, a second reading of DDR5, and the manual's recipe.
. tests/cli/lib.sh

if ! command -v decode-dimms >/dev/null; then
	echo "ok # skip: decode-dimms (i2c-tools) is not installed, so there is nothing to compare"
	exit 0
fi

for seed in 1 2; do
	claim "900 images of seed $seed decode as others decode them"
	exits 0 tests/cli/spd_images.py -n 300 -s $seed "$muster"
	says '^900 images, [0-9]{4} by decode-dimms, 3000 by JESD400-5, 1800 by digests$'
	verdict
done

corpus=${MUSTER_CORPUS:-../shared/corpus}/spd
if [ -d "$corpus" ]; then
	claim "images of real modules decode as decode-dimms decodes them"
	exits 0 tests/cli/spd_images.py "$muster" "$corpus"/*
	verdict
fi

exit $failed
