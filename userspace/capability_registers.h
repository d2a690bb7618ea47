/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * capability_registers.h: which registers of a function are read, and which of
 * their bits nothing changes that a driver, a kernel or use may do.
 *
 * Invariant: a register without a name here is never read; what the names
 * stand for has no side effect when it is read. module/pci_config.c reads the
 * same registers.
 */
#ifndef MUSTER_CAPABILITY_REGISTERS_H
#define MUSTER_CAPABILITY_REGISTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capabilities.h"
#include "config_image.h"

/**
 * struct capability_register - one register, or a part of one
 * @offset: in the capability, or in the header
 * @width: bytes, 1 to 4
 * @when: private: on what it depends that the register is there
 * @count: private: with some @when
 * @mask: the bits that belong to the shape; 0: it is read, no more
 * @name: as in PCI Express 6.0, chapter 7
 */
struct capability_register {
	uint16_t id;
	uint16_t offset;
	uint8_t width;
	uint8_t when;
	uint8_t count;
	uint32_t mask;
	const char *name;
};

/* Which registers of a capability to visit. */
enum register_choice {
	REGISTERS_READ,		/* all that a source should read */
	REGISTERS_SHAPE,	/* those with bits of the shape */
};

typedef int (*register_visit)(void *context, const struct capability_register *reg);

/**
 * capability_registers_visit() - the registers of a capability, by their offsets
 * @end: where the next capability begins, or its part of the space ends: a
 * register that is not wholly below is not visited
 *
 * Return: 0, -ENODATA: a byte is not known that says how many there are, or
 * what @visit returned if that was not 0.
 */
int capability_registers_visit(const struct config_image *image,
			       const struct capability *capability, unsigned int end,
			       enum register_choice choice, register_visit visit,
			       void *context);

/**
 * header_registers_visit() - the registers of the shape in the header
 * Return: as capability_registers_visit().
 */
int header_registers_visit(const struct config_image *image, register_visit visit,
			   void *context);

/**
 * capability_length() - bytes up to @end that belong to @capability
 *
 * Of a version 1 PCI Express capability fewer than of a later one; of one whose
 * version is not known none.
 */
unsigned int capability_length(const struct config_image *image,
			       const struct capability *capability, unsigned int end);

/** capability_has() - whether its registers say that the one at @offset is there */
bool capability_has(const struct config_image *image,
		    const struct capability *capability, unsigned int offset);

/** capability_register_name() - of the one at @offset, or NULL */
const char *capability_register_name(bool extended, uint16_t id, unsigned int offset);
/** header_register_name() - of the one at @offset of any header, or NULL */
const char *header_register_name(unsigned int offset);

/** register_value() - Return: whether all @width bytes are known; then @value */
bool register_value(const struct config_image *image, unsigned int offset,
		    unsigned int width, uint32_t *value);

#endif /* MUSTER_CAPABILITY_REGISTERS_H */
