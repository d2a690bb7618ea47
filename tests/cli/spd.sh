#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What memory modules say, against decode-dimms, a second reading of DDR5, and the manual's recipe.
. tests/cli/lib.sh

PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=tests/cli python3 -c 'import random, sys, spd_images
sys.stdout.buffer.write(spd_images.make_image(random.Random(4), 0x0c))' >"$scratch/ddr4.bin"

claim "the identity is what the manual makes of the bytes"
hex() { od -An -v -tx1 -j "$1" -N "$2" "$scratch/ddr4.bin" | tr -d ' \n'; }
{
	echo muster-spd-identity/1
	echo "type $(hex 2 1)"
	echo "maker $(hex 320 2)"
	echo "location $(hex 322 1)"
	echo "date $(hex 323 2)"
	echo "serial $(hex 325 4)"
	echo "part $(hex 329 20)"
	echo "revision $(hex 349 1)"
	echo "specific $(hex 353 29)"
} >"$scratch/identity"
exits 0 "$muster" show --from "$scratch/ddr4.bin" --identity
cmp -s "$out" "$scratch/identity" || blame "another text"
exits 0 "$muster" show --from "$scratch/ddr4.bin"
says "identity +sha256:$(sha256sum <"$scratch/identity" | cut -c1-64)$"
verdict

claim "the shape is the digest of what is shown"
exits 0 "$muster" show --from "$scratch/ddr4.bin" --shape
digest=$(sha256sum <"$out" | cut -c1-64)
exits 0 "$muster" show --from "$scratch/ddr4.bin"
says "shape +sha256:$digest$"
verdict

claim "the first half of a DDR4 memory tells nothing"
head -c 256 "$scratch/ddr4.bin" >"$scratch/half.bin"
exits 0 "$muster" show --from "$scratch/half.bin"
says "reading +unreadable"
silent_on "^ +(part|identity|shape|size) "
verdict

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
