#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What FRU memories and vital product data say, against a second reading of the manual.
. tests/cli/lib.sh

tests/fixtures/make-memory fru board-maker=Example board-product=Board board-serial=SN0042 \
	board-part=PN-1 product-serial=SYS42 >"$scratch/fru.bin"

claim "a memory by itself is shown"
exits 0 "$muster" show --from "$scratch/fru.bin"
says '^ +board_maker +Example$'
says '^ +board_serial +SN0042$'
says '^ +product_name +none$'
says '^ +checksums +good$'
verdict

claim "its digests are those of what is shown"
for which in identity shape; do
	exits 0 "$muster" show --from "$scratch/fru.bin" --$which
	digest=$(sha256sum <"$out" | cut -c1-64)
	exits 0 "$muster" show --from "$scratch/fru.bin"
	says "$which +sha256:$digest$"
done
verdict

claim "a cut one is unreadable"
head -c 40 "$scratch/fru.bin" >"$scratch/cut.bin"
exits 0 "$muster" show --from "$scratch/cut.bin"
says 'reading +unreadable'
silent_on 'board_(maker|serial) +[A-Z]'
verdict

claim "a sister is another part of the same kind"
tests/fixtures/make-memory fru board-maker=Example board-product=Board board-serial=SN0043x \
	board-part=PN-1 product-serial=SYS43 >"$scratch/sister.bin"
for image in fru sister; do
	"$muster" show --from "$scratch/$image.bin" --shape >"$scratch/$image.shape"
	"$muster" show --from "$scratch/$image.bin" --identity >"$scratch/$image.identity"
done
cmp -s "$scratch/fru.shape" "$scratch/sister.shape" || blame "another shape"
cmp -s "$scratch/fru.identity" "$scratch/sister.identity" && blame "the same identity"
verdict

for seed in 1 2; do
	claim "300 images of seed $seed decode as the manual says"
	exits 0 tests/cli/fru_images.py -n 300 -s $seed "$muster"
	says '^300 images, '
	verdict
done

corpus=${MUSTER_CORPUS:-../shared/corpus}/fru
if [ -d "$corpus" ]; then
	claim "and so do images of real parts"
	exits 0 tests/cli/fru_images.py "$muster" "$corpus"/*
	verdict
fi

# Of functions: their file in a tree.
python3 tests/fixtures/machine.py "$scratch/tree"
vpd=$(find "$scratch/tree/sys/devices" -name vpd)
function=$(basename "$(dirname "$vpd")")
# part ESCAPES: a name, four keywords, and what follows them
part() {
	printf '\202\004\000Name\220\024\000PN\003P-1SN\004S042EC\001AMN\000' >"$vpd"
	printf '%b' "$1" >>"$vpd"
}
show() {
	exits 0 "$muster" show --root "$scratch/tree" "$function"
}

claim "a function's vital product data are shown"
part '\0170'
show
says '^ +part +P-1$'
says '^ +serial +S042$'
says '^ +revision +A$'
says '^ +maker +none$'
says '^ +checksum +none$'
verdict

claim "their digests are what the manual makes of the bytes"
printf 'muster-vpd-identity/1\nname: 4e616d65\nPN: 502d31\nSN: 53303432\nEC: 41\nMN: \n' >"$scratch/text"
says "identity +sha256:$(sha256sum <"$scratch/text" | cut -c1-64)$"
printf 'muster-vpd-shape/1\nname+000: 4e616d65\nPN: 502d31\nSN: ..\nEC: 41\nMN: \n' >"$scratch/text"
says "shape +sha256:$(sha256sum <"$scratch/text" | cut -c1-64)$"
verdict

claim "without their end they are not believed"
part ''
show
silent_on 'S042'
exits 0 "$muster" show --json --root "$scratch/tree" "$function"
says '^ +"vpd"$'
verdict

claim "what was never written is none"
head -c 256 /dev/zero >"$vpd"
exits 0 "$muster" show --json --root "$scratch/tree" "$function"
says '"vpd":null'
verdict

exit $failed
