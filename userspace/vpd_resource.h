/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vpd_resource.h: the resources of vital product data and the keywords in them,
 * for the files vpd*.c alone.
 *
 * Invariant: every offset here has been checked against the length there is.
 */
#ifndef MUSTER_VPD_RESOURCE_H
#define MUSTER_VPD_RESOURCE_H

#include <stddef.h>
#include <stdint.h>

/* Names of resources (I.1): the low seven bits of a large one's tag, or these. */
enum vpd_tag {
	VPD_TAG_NAME = 0x02,
	VPD_TAG_READ_ONLY = 0x10,
	VPD_TAG_WRITABLE = 0x11,
	VPD_TAG_END = 0x100,	/* small resource 0fh */
	VPD_TAG_OTHER = 0x101,	/* a small resource that is not the end */
};

struct vpd_resource {
	unsigned int tag;
	size_t start, end;	/* of its data, in the bytes */
};

/**
 * vpd_resource_next() - the resource at @at, and where the next is
 * Return: 0, -ENOENT: there is none at all: padding, or the bytes end; -EBADMSG: a
 * tag that vital product data have not; -ENODATA: it goes beyond the end, and its
 * @end is there.
 */
int vpd_resource_next(const uint8_t *bytes, size_t length, size_t *at,
		      struct vpd_resource *resource);

struct vpd_keyword {
	char name[3];
	const uint8_t *bytes;
	size_t length;
};

/**
 * vpd_keyword_next() - the keyword at @at of @resource, and where the next is
 * Return: 0, -ENOENT: behind the last, padding included; -EBADMSG: what is there is
 * no keyword, or goes beyond the resource.
 */
int vpd_keyword_next(const uint8_t *bytes, const struct vpd_resource *resource, size_t *at,
		     struct vpd_keyword *keyword);

#endif /* MUSTER_VPD_RESOURCE_H */
