// SPDX-License-Identifier: GPL-2.0-only
/* Chips of the simulated buses: put there with their contents, changed, taken away. */

#include "fakei2c.h"

#include <linux/fs.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "compat.h"

/* What the file does not fill is as a memory that was never written: all ones. */
static int load_file(struct fakei2c_chip *chip, const char *name)
{
	struct file *file;
	ssize_t length;
	loff_t at = 0;

	if (!name || !*name)
		return 0;
	file = filp_open(name, O_RDONLY, 0);
	if (IS_ERR(file))
		return PTR_ERR(file);
	length = kernel_read(file, chip->bytes, chip->model->most, &at);
	filp_close(file, NULL);
	if (length < 0)
		return length;
	if (length > chip->size)
		chip->size = length;
	return 0;
}

static struct fakei2c_chip *make_chip(struct fakei2c_bus *bus, u16 address,
				      const struct fakei2c_model *model)
{
	struct fakei2c_chip *chip = kzalloc(sizeof(*chip), GFP_KERNEL);

	if (!chip)
		return NULL;
	chip->bytes = vmalloc(model->most);
	if (!chip->bytes) {
		kfree(chip);
		return NULL;
	}
	memset(chip->bytes, 0xff, model->most);
	chip->model = model;
	chip->root = bus->root;
	chip->address = address;
	chip->size = model->least;
	chip->broken = model->most;
	if (model->prepare)
		model->prepare(chip);
	return chip;
}

static void free_chip(struct fakei2c_chip *chip)
{
	if (!chip)
		return;
	vfree(chip->bytes);
	kfree(chip);
}

/* The page is one for all of a bus; who comes later, as no real module can, takes that. */
static void take_page(const struct fakei2c_bus *bus, struct fakei2c_chip *chip)
{
	unsigned int i;

	for (i = 0; i < FAKEI2C_ADDRESSES; i++)
		if (bus->chips[i] && bus->chips[i]->model == chip->model)
			chip->page = bus->chips[i]->page;
}

/**
 * fakei2c_chip_add() - put a chip on a segment, in the place of what is there
 * @bus: segment
 * @address: where, 7 bits
 * @model: how it behaves
 * @file: its contents, or NULL
 *
 * Return: 0 or a negative errno.
 */
int fakei2c_chip_add(struct fakei2c_bus *bus, u16 address, const char *model, const char *file)
{
	const struct fakei2c_model *found = fakei2c_model_find(model);
	struct fakei2c_chip *chip;
	int err;

	if (!found || address >= FAKEI2C_ADDRESSES || !bus->root)
		return -EINVAL;
	chip = make_chip(bus, address, found);
	if (!chip)
		return -ENOMEM;
	err = load_file(chip, file);
	if (err) {
		free_chip(chip);
		return err;
	}
	mutex_lock(&bus->root->lock);
	if (found == &fakei2c_ee1004)
		take_page(bus, chip);
	swap(bus->chips[address], chip);
	mutex_unlock(&bus->root->lock);
	free_chip(chip);
	return 0;
}

/**
 * fakei2c_chip_remove() - take a chip away; its client stays, as with real ones
 * @bus: segment
 * @address: where
 *
 * Return: 0, or -ENODEV where there is none.
 */
int fakei2c_chip_remove(struct fakei2c_bus *bus, u16 address)
{
	struct fakei2c_chip *chip = NULL;

	if (address >= FAKEI2C_ADDRESSES || !bus->root)
		return -EINVAL;
	mutex_lock(&bus->root->lock);
	swap(bus->chips[address], chip);
	mutex_unlock(&bus->root->lock);
	if (!chip)
		return -ENODEV;
	free_chip(chip);
	return 0;
}

/**
 * fakei2c_chip_poke() - change bytes of a chip behind everybody's back
 * @bus: segment
 * @address: where
 * @offset: of the first byte
 * @hex: two digits per byte
 *
 * Return: 0 or a negative errno.
 */
int fakei2c_chip_poke(struct fakei2c_bus *bus, u16 address, u32 offset, const char *hex)
{
	size_t length = strlen(hex) / 2;
	struct fakei2c_chip *chip;
	int err = -ENODEV;

	if (address >= FAKEI2C_ADDRESSES || !bus->root)
		return -EINVAL;
	mutex_lock(&bus->root->lock);
	chip = bus->chips[address];
	if (chip)
		err = offset > chip->size || length > chip->size - offset ?
		      -ERANGE : hex2bin(chip->bytes + offset, hex, length);
	mutex_unlock(&bus->root->lock);
	return err;
}

/**
 * fakei2c_chip_set() - give a chip one of its faults
 * @bus: segment
 * @address: where
 * @fault: which
 * @value: its measure
 *
 * Return: 0, -ENODEV or -EINVAL.
 */
int fakei2c_chip_set(struct fakei2c_bus *bus, u16 address, enum fakei2c_fault fault, int value)
{
	struct fakei2c_chip *chip;

	if (address >= FAKEI2C_ADDRESSES || !bus->root)
		return -EINVAL;
	mutex_lock(&bus->root->lock);
	chip = bus->chips[address];
	if (chip && fault == FAKEI2C_HANGS)
		chip->delay = value;
	else if (chip && fault == FAKEI2C_TRAPS)
		chip->trap = value;
	else if (chip)
		chip->broken = value;
	mutex_unlock(&bus->root->lock);
	return chip ? 0 : -ENODEV;
}
