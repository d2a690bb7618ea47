// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * names.c: pci.ids, which an administrator may have got from anywhere.
 *
 * about: names.c
 */
#include "fuzz.h"

#include "device.h"
#include "names.h"
#include "snapshot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct names *names = names_open_file(fuzz_file("pci.ids", data, size));
	struct snapshot *server = fuzz_server();
	char buffer[64];

	for (size_t i = 0; i < server->count; i++) {
		names_device(names, server->devices[i], buffer, sizeof(buffer));
		names_class(names, server->devices[i], buffer, sizeof(buffer));
	}
	names_close(names);
	return 0;
}
