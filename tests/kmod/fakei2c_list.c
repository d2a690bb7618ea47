// SPDX-License-Identifier: GPL-2.0-only
/* What reading /dev/fakei2c shows: adapters, channels, chips and how often each was spoken to. */

#include "fakei2c.h"

#include <linux/crc32.h>

static const char * const kinds[FAKEI2C_KINDS] = {
	[FAKEI2C_QUICK] = "quick",
	[FAKEI2C_QUICK_READ] = "quickread",
	[FAKEI2C_READ_BYTE] = "readbyte",
	[FAKEI2C_WRITE_BYTE] = "writebyte",
	[FAKEI2C_READ] = "read",
	[FAKEI2C_WRITE] = "write",
};

static size_t list_chip(const struct fakei2c_bus *bus, const struct fakei2c_chip *chip, char *text,
			size_t size)
{
	return scnprintf(text, size, "chip %d %02x %s size %zu crc %08x%s pointer %x page %x\n",
			 bus->adapter->nr, chip->address, chip->model->name, chip->size,
			 crc32_le(~0, chip->bytes, chip->size) ^ ~0,
			 chip->protected ? " protected" : "", chip->pointer, chip->page);
}

static size_t list_counts(const struct fakei2c_bus *bus, u16 address, char *text, size_t size)
{
	const u32 *count = bus->count[address];
	size_t used, kind;

	if (!memchr_inv(count, 0, sizeof(bus->count[address])))
		return 0;
	used = scnprintf(text, size, "count %d %02x", bus->adapter->nr, address);
	for (kind = 0; kind < FAKEI2C_KINDS; kind++)
		used += scnprintf(text + used, size - used, " %s %u", kinds[kind], count[kind]);
	return used + scnprintf(text + used, size - used, "\n");
}

static size_t list_bus(struct fakei2c_bus *bus, char *text, size_t size)
{
	size_t used = 0;
	u16 address;

	if (!bus->root)
		return 0;
	mutex_lock(&bus->root->lock);
	for (address = 0; address < FAKEI2C_ADDRESSES; address++) {
		if (bus->chips[address])
			used += list_chip(bus, bus->chips[address], text + used, size - used);
		used += list_counts(bus, address, text + used, size - used);
	}
	mutex_unlock(&bus->root->lock);
	return used;
}

/**
 * fakei2c_list() - one line per adapter, channel, chip and address that was spoken to
 * @text: buffer
 * @size: its size
 *
 * Return: the bytes written; what does not fit is left out.
 */
ssize_t fakei2c_list(char *text, size_t size)
{
	struct fakei2c_adapter *fake = NULL;
	struct fakei2c_bus *bus = NULL;
	size_t used = 0;

	while ((fake = fakei2c_adapter_next(fake))) {
		mutex_lock(&fake->lock);
		used += scnprintf(text + used, size - used,
				  "adapter %s %d transfers %u failed %u clocks %llu\n", fake->key,
				  fake->adapter.nr, fake->transfers, fake->failed, fake->clocks);
		mutex_unlock(&fake->lock);
	}
	used += fakei2c_mux_list(text + used, size - used);
	while ((fake = fakei2c_adapter_next(fake)))
		used += list_bus(&fake->bus, text + used, size - used);
	while ((bus = fakei2c_mux_next_bus(bus)))
		used += list_bus(bus, text + used, size - used);
	return used;
}
