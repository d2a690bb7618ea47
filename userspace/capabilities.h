/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * capabilities.h: the two capability lists of a configuration space.
 *
 * Invariant: a walk ends, whatever the device wrote into its pointers.
 */
#ifndef MUSTER_CAPABILITIES_H
#define MUSTER_CAPABILITIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config_image.h"

/* No more fit: 48 of four bytes above the header, 960 above byte 256. */
#define CAPABILITIES_MAX 48
#define EXTENDED_MAX 960

/* PCI Local Bus 3.0 appendix H and PCI Express Base, chapter 7 */
#define CAP_POWER	0x01
#define CAP_VPD		0x03
#define CAP_PCIX	0x07
#define CAP_SSVID	0x0d
#define CAP_EXPRESS	0x10
#define EXT_CAP_SERIAL	0x0003
#define EXT_CAP_SRIOV	0x0010
#define EXT_CAP_REBAR	0x0015
#define EXT_CAP_VF_REBAR 0x0024

/* PCIe Base 7.5.3.2: the word at 02h of the PCI Express capability */
#define EXPRESS_SLOT		0x0100
#define EXPRESS_ROOT_PORT	4	/* types, bits 7:4 */
#define EXPRESS_INTEGRATED	9	/* this one and the next have no link */
#define EXPRESS_EVENT_COLLECTOR	10

enum list_state {
	LIST_WHOLE,	/* walked to its end: what is not in it is not there */
	LIST_CUT,	/* bytes of it are not known */
	LIST_BROKEN,	/* it loops, or points outside of its part of the space */
};

/* Of the others only Power Management and PCI Express have a version: 0 is none. */
struct capability {
	uint16_t id;
	uint16_t offset;
	uint8_t version;
	bool extended;
};

/**
 * struct capability_list - one of the two lists, as far as it can be followed
 * @items: in the order of the list
 */
struct capability_list {
	enum list_state state;
	size_t count;
	struct capability items[EXTENDED_MAX];
};

/**
 * struct capabilities - both lists, as a device keeps them; freed by free()
 * @standard, @extended: how the two end
 * @items: the list at 34h, then the one at 100h
 */
struct capabilities {
	enum list_state standard, extended;
	size_t count;
	struct capability items[];
};

/**
 * capabilities_decode() - both lists of @image
 *
 * Who is neither PCI Express nor PCI-X of mode 2 has no list at 100h, whatever
 * answers there; without the end of the first list that is not known.
 * @out: NULL where not even the first pointer is known
 * Return: 0 or -ENOMEM.
 */
int capabilities_decode(const struct config_image *image, struct capabilities **out);

/** capabilities_end() - LIST_WHOLE if both are, otherwise what the first is that is not */
enum list_state capabilities_end(const struct capabilities *capabilities);

/** capabilities_find() - Return: the first of that id, or NULL; NULL is allowed. */
const struct capability *capabilities_find(const struct capabilities *capabilities,
					   bool extended, uint16_t id);

/** capabilities_copy() - Return: a copy, or NULL without memory or for NULL. */
struct capabilities *capabilities_copy(const struct capabilities *capabilities);

/** capabilities_walk() - the list that starts at 34h. @image may be NULL. */
void capabilities_walk(const struct config_image *image, struct capability_list *list);

/** capabilities_walk_extended() - the list that starts at 100h. @image may be NULL. */
void capabilities_walk_extended(const struct config_image *image,
				struct capability_list *list);

/** capability_find() - Return: the first of that id, or NULL. */
const struct capability *capability_find(const struct capability_list *list, uint16_t id);

/* Where capabilities begin: a bit per dword of the space. */
struct capability_heads {
	uint8_t bits[CONFIG_SPACE_MAX / 4 / 8];
};

/** capability_heads_mark() - note where each of @capabilities begins */
void capability_heads_mark(struct capability_heads *heads,
			   const struct capability *capabilities, size_t count);

/** capability_end() - where @capability ends at the latest */
unsigned int capability_end(const struct capability_heads *heads,
			    const struct config_image *image,
			    const struct capability *capability);

/** capability_name() - Return: its name in words, or NULL for an id not known here. */
const char *capability_name(const struct capability *capability);

#endif /* MUSTER_CAPABILITIES_H */
