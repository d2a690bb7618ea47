// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contents.c: what was read of memories, and what a probe found, kept until the next boot.
 *
 * about: contents_cache.c contents_cache_json.c contents_cache_file.c probe_record.c probe_record_json.c
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "contents_cache.h"
#include "probe_record.h"

#define BOOT "5a6d4380-02cf-4cb0-a247-2321db4c7d7c"

/* What was read is written as it was, and read again. */
static void read_cache(const uint8_t *data, size_t size)
{
	struct contents_cache *cache, *again;
	char *text, *twice;

	if (contents_cache_parse((const char *)data, size, BOOT, &cache)) {
		claim(!cache);
		return;
	}
	text = contents_cache_text(cache, BOOT);
	claim(text && !contents_cache_parse(text, strlen(text), BOOT, &again));
	twice = contents_cache_text(again, BOOT);
	claim(twice && !strcmp(text, twice));
	claim(!contents_cache_changed(again));
	free(twice);
	free(text);
	contents_cache_free(again);
	contents_cache_free(cache);
}

static void read_record(const uint8_t *data, size_t size)
{
	struct probe_record record = { 0 };

	if (!probe_record_load(fuzz_file("probe.json", data, size), BOOT, &record))
		claim(!probe_record_find(&record, "nowhere"));
	probe_record_clear(&record);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_cache(data, size);
	read_record(data, size);
	return 0;
}
