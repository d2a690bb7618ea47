/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * capability_fields.h: what the read-only registers of a capability say, in
 * words that a person reads.
 */
#ifndef MUSTER_CAPABILITY_FIELDS_H
#define MUSTER_CAPABILITY_FIELDS_H

#include <stddef.h>
#include <stdint.h>

struct capability;
struct config_image;

#define CAPABILITY_FIELDS_MAX 32	/* of one capability */

enum capability_field_type { CAPABILITY_NUMBER, CAPABILITY_FLAG, CAPABILITY_WORDS };

/**
 * struct capability_field - one of them
 * @name: lower case, with underscores: a key of JSON
 * @number: of NUMBER and FLAG
 * @text: the value as text, whatever the type
 */
struct capability_field {
	char name[24];
	enum capability_field_type type;
	uint64_t number;
	char text[160];
};

/**
 * capability_fields() - the read-only fields of @capability; what is not known,
 * or is beyond @end, where the next capability begins, is left out
 * @fields: room for CAPABILITY_FIELDS_MAX
 * Return: how many.
 */
size_t capability_fields(const struct config_image *image,
			 const struct capability *capability, unsigned int end,
			 struct capability_field *fields);

/** port_type_name() - PCIe Base 7.5.3.2: "root port"; NULL: no such type */
const char *port_type_name(unsigned int type);

/** link_speed_name() - PCIe Base 7.5.3.6: "8.0 GT/s"; NULL: no such code */
const char *link_speed_name(unsigned int code);

#endif /* MUSTER_CAPABILITY_FIELDS_H */
