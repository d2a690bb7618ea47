// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel_client.c: I2C clients that the kernel makes by itself for memory
 * modules: their SPD at 50 to 57, their thermal sensor at 18 to 1f, on an SMBus
 * host, without a firmware node. Newer kernels make more of them.
 */
#include "kernel_client.h"

#include <stdlib.h>
#include <string.h>

#include "device.h"

/* @detected: a driver that is loaded later looks for some of its own accord, too. */
static const struct {
	const char *name;
	unsigned char low, high;
	bool detected;
} made[] = {
	{ "spd", 0x50, 0x57, false }, { "ee1004", 0x50, 0x57, false },
	{ "spd5118", 0x50, 0x57, true }, { "jc42", 0x18, 0x1f, true },
};

#define MADE (sizeof(made) / sizeof(made[0]))

const char *kernel_client_name(unsigned int index)
{
	return index < MADE ? made[index].name : NULL;
}

bool kernel_client_is_spd(const char *name)
{
	for (size_t i = 0; i < MADE; i++)
		if (strcmp(made[i].name, name) == 0)
			return made[i].low >= 0x50;
	return false;
}

bool kernel_client_late(const struct device *client)
{
	const char *name = device_get(client, FIELD_NAME);

	for (size_t i = 0; i < MADE; i++)
		if (name && strcmp(made[i].name, name) == 0)
			return client->announced == ANNOUNCED_LATER && !made[i].detected;
	return false;
}

bool kernel_client(const struct device *client, const struct device *host)
{
	const char *class = device_get(host, FIELD_CLASS);
	const char *name = device_get(client, FIELD_NAME);
	const char *step = strrchr(client->place, '/');
	unsigned long address;

	if (client->kind != DEVICE_CLIENT || !name || !step || strlen(step) != 3 ||
	    device_value(client, FIELD_FIRMWARE_PATH)->state != VALUE_NONE ||
	    !class || strncmp(class, "0c05", 4) != 0 || kernel_client_late(client))
		return false;
	address = strtoul(step + 1, NULL, 16);
	for (size_t i = 0; i < MADE; i++)
		if (strcmp(made[i].name, name) == 0)
			return made[i].low <= address && address <= made[i].high;
	return false;
}
