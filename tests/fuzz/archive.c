// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * archive.c: a tree with sys/ and proc/, or a sosreport, in a tar archive; or
 * any file whose kind is to be told.
 *
 * about: source_open.c source_archive.c source_unpack.c source_tree.c source_dmi.c source_sysfs*.c sysfs.c
 *
 * Input: a byte that tells whether the rest is a file as it is, or members as
 * fuzz_tar_text() takes them.
 */
#include "fuzz.h"

#include "snapshot.h"
#include "source.h"

static void open_bytes(const char *bytes, size_t size)
{
	struct snapshot *snapshot;
	char *why = NULL;

	if (!source_bytes("file", bytes, size, &snapshot, &why)) {
		fuzz_claim_snapshot(snapshot);
		snapshot_free(snapshot);
	}
	free(why);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_tar tar = { 0 };
	char *text;

	if (!size)
		return 0;
	text = fuzz_text(data + 1, size - 1);
	setenv("TMPDIR", fuzz_directory(), 1);
	if (data[0] & 1) {
		fuzz_tar_text(&tar, "", text, size - 1);
		fuzz_tar_end(&tar);
		open_bytes(tar.bytes, tar.length);
		free(tar.bytes);
	} else {
		open_bytes(text, size - 1);
	}
	free(text);
	return 0;
}
