// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * config.c: musterd.conf.
 *
 * about: config.c
 */
#include "fuzz.h"

#include "config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = fuzz_file("musterd.conf", data, size);
	struct config config;
	char *why = NULL;

	claim(!config_init(&config));
	if (!config_load(&config, path, &why))
		claim(!why && config.inventory_dir && config.state_dir);
	free(why);
	config_clear(&config);
	return 0;
}
