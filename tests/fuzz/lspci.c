// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lspci.c: what lspci printed on some machine, in any of its forms.
 *
 * about: source_lspci*.c
 */
#include "fuzz.h"

#include "snapshot.h"
#include "source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	struct snapshot *snapshot;
	char *why = NULL;

	if (!source_lspci("lspci.txt", text, size, &snapshot, &why)) {
		fuzz_claim_snapshot(snapshot);
		snapshot_free(snapshot);
	} else {
		claim(why && *why);
	}
	free(why);
	free(text);
	return 0;
}
