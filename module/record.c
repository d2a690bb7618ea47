// SPDX-License-Identifier: GPL-2.0-only
/*
 * Entries and devices as netlink attributes, in plain memory.
 *
 * Invariant: what is written here leaves byte for byte as it was hashed:
 * native byte order, padding bytes zero, nothing aligned to more than 4.
 */
#include "internal.h"

#include <linux/dmi.h>
#include <linux/kernel.h>
#include <linux/netlink.h>
#include <linux/string.h>
#include <linux/utsname.h>

/**
 * muster_put() - write an attribute
 * @writer: where to
 * @type: of the attribute
 * @data: its payload
 * @length: bytes of @data
 */
void muster_put(struct muster_writer *writer, u16 type, const void *data, u32 length)
{
	u32 total = NLA_HDRLEN + NLA_ALIGN(length);
	struct nlattr *nla;

	if (total > writer->size - writer->used) {
		writer->full = true;
		return;
	}
	nla = (struct nlattr *)(writer->bytes + writer->used);
	nla->nla_type = type;
	nla->nla_len = NLA_HDRLEN + length;
	memcpy((u8 *)nla + NLA_HDRLEN, data, length);
	memset((u8 *)nla + NLA_HDRLEN + length, 0, NLA_ALIGN(length) - length);
	writer->used += total;
}

/**
 * muster_put_u32() - write an attribute of 32 bits
 * @writer: where to
 * @type: of the attribute
 * @value: its value
 */
void muster_put_u32(struct muster_writer *writer, u16 type, u32 value)
{
	muster_put(writer, type, &value, sizeof(value));
}

/**
 * muster_put_u64() - write an attribute of 64 bits, aligned to 4 bytes only
 * @writer: where to
 * @type: of the attribute
 * @value: its value
 */
void muster_put_u64(struct muster_writer *writer, u16 type, u64 value)
{
	muster_put(writer, type, &value, sizeof(value));
}

/**
 * muster_put_string() - write a string with its NUL, unless it is empty
 * @writer: where to
 * @type: of the attribute
 * @text: the string, or NULL; cut to what there is room for
 * @room: bytes to write at most, the NUL included
 */
void muster_put_string(struct muster_writer *writer, u16 type, const char *text, u32 room)
{
	u32 length = text ? strnlen(text, room - 1) : 0;
	u32 begin = writer->used;

	if (!length)
		return;
	muster_put(writer, type, text, length + 1);
	if (writer->used != begin)
		writer->bytes[begin + NLA_HDRLEN + length] = '\0';
}

/**
 * muster_nest_begin() - begin a nest
 * @writer: where to
 * @type: of the nest
 *
 * Return: for muster_nest_end().
 */
u32 muster_nest_begin(struct muster_writer *writer, u16 type)
{
	u32 begin = writer->used;

	muster_put(writer, type | NLA_F_NESTED, NULL, 0);
	return begin;
}

/**
 * muster_nest_end() - end a nest
 * @writer: where to
 * @begin: from muster_nest_begin()
 */
void muster_nest_end(struct muster_writer *writer, u32 begin)
{
	struct nlattr *nla = (struct nlattr *)(writer->bytes + begin);

	if (writer->used > begin)
		nla->nla_len = writer->used - begin;
}

/**
 * muster_put_place() - write the place of a device, now that it is complete
 * @sighting: of the device
 */
void muster_put_place(struct muster_sighting *sighting)
{
	const char *text = muster_place_end(&sighting->place);

	if (sighting->place.cut)
		sighting->flags |= MUSTER_DEVICE_PLACE_CUT;
	sighting->place_offset = sighting->body.used + NLA_HDRLEN;
	muster_put_string(&sighting->body, MUSTER_A_DEVICE_PLACE, text, MUSTER_PLACE_MAX + 1);
}

/**
 * muster_put_root() - what firmware calls the root of a place
 * @sighting: of the device at the place
 * @root: its root
 */
void muster_put_root(struct muster_sighting *sighting, struct device *root)
{
	struct muster_writer *body = &sighting->body;

	if (!muster_firmware_id(root, sighting->path, sizeof(sighting->path)))
		muster_put_string(body, MUSTER_A_DEVICE_ROOT_ID, sighting->path,
				  MUSTER_NAME_ROOM);
	if (!muster_firmware_path(root, sighting->path, sizeof(sighting->path)))
		muster_put_string(body, MUSTER_A_DEVICE_ROOT_PATH, sighting->path,
				  MUSTER_PATH_ROOM);
}

/**
 * muster_record_begin() - the first attribute of an entry
 * @writer: an empty one
 * @number: of the entry
 *
 * What comes with a device's body (number, event, flags, clocks, subject,
 * the nest, the flags, the reading and the name of a driver) must fit into
 * MUSTER_ENTRY_OVERHEAD.
 */
void muster_record_begin(struct muster_writer *writer, u64 number)
{
	muster_put_u64(writer, MUSTER_A_ENTRY_NUMBER, number);
}

/**
 * muster_record_event() - what every entry tells
 * @writer: where to
 * @event: what happened
 * @flags: enum muster_entry_flag
 * @stamp: when it was seen
 */
void muster_record_event(struct muster_writer *writer, enum muster_event event, u32 flags,
			 const struct muster_stamp *stamp)
{
	muster_put_u32(writer, MUSTER_A_ENTRY_EVENT, event);
	muster_put_u32(writer, MUSTER_A_ENTRY_FLAGS, flags);
	muster_put_u64(writer, MUSTER_A_ENTRY_BOOTTIME, stamp->boottime);
	muster_put_u64(writer, MUSTER_A_ENTRY_REALTIME, stamp->realtime);
}

static void put_body(struct muster_writer *writer, const u8 *bytes, u32 length)
{
	if (length > writer->size - writer->used) {
		writer->full = true;
		return;
	}
	memcpy(writer->bytes + writer->used, bytes, length);
	writer->used += length;
}

/**
 * muster_record_device() - a device as it was seen
 * @writer: where to
 * @sighting: the device
 */
void muster_record_device(struct muster_writer *writer, const struct muster_sighting *sighting)
{
	u32 nest = muster_nest_begin(writer, MUSTER_A_ENTRY_DEVICE);

	put_body(writer, sighting->body.bytes, sighting->body.used);
	muster_put_u32(writer, MUSTER_A_DEVICE_FLAGS, sighting->flags);
	if (sighting->reading)
		muster_put_u32(writer, MUSTER_A_DEVICE_READING, sighting->reading);
	muster_put_string(writer, MUSTER_A_DEVICE_DRIVER, sighting->driver, MUSTER_NAME_ROOM);
	muster_nest_end(writer, nest);
}

/**
 * muster_record_item() - a device as the roster has it
 * @writer: where to
 * @item: the device
 */
void muster_record_item(struct muster_writer *writer, const struct muster_item *item)
{
	u32 nest = muster_nest_begin(writer, MUSTER_A_ENTRY_DEVICE);

	put_body(writer, item->body->bytes, item->body->length);
	muster_put_u32(writer, MUSTER_A_DEVICE_FLAGS, item->flags);
	if (item->reading)
		muster_put_u32(writer, MUSTER_A_DEVICE_READING, item->reading);
	if (item->bound)
		muster_put_string(writer, MUSTER_A_DEVICE_DRIVER, item->driver,
				  MUSTER_NAME_ROOM);
	muster_nest_end(writer, nest);
}

static void put_dmi(struct muster_writer *writer)
{
	static const struct {
		u16 type;
		int field;
	} strings[] = {
		{ MUSTER_A_DMI_SYS_VENDOR, DMI_SYS_VENDOR },
		{ MUSTER_A_DMI_PRODUCT_NAME, DMI_PRODUCT_NAME },
		{ MUSTER_A_DMI_PRODUCT_VERSION, DMI_PRODUCT_VERSION },
		{ MUSTER_A_DMI_PRODUCT_SKU, DMI_PRODUCT_SKU },
		{ MUSTER_A_DMI_PRODUCT_UUID, DMI_PRODUCT_UUID },
		{ MUSTER_A_DMI_BOARD_VENDOR, DMI_BOARD_VENDOR },
		{ MUSTER_A_DMI_BOARD_NAME, DMI_BOARD_NAME },
		{ MUSTER_A_DMI_BOARD_VERSION, DMI_BOARD_VERSION },
		{ MUSTER_A_DMI_BIOS_VERSION, DMI_BIOS_VERSION },
	};
	u32 nest = muster_nest_begin(writer, MUSTER_A_LOAD_DMI);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(strings); i++)
		muster_put_string(writer, strings[i].type,
				  dmi_get_system_info(strings[i].field), MUSTER_PATH_ROOM);
	muster_nest_end(writer, nest);
}

/**
 * muster_record_load() - what entry 1 binds the ledger to
 * @writer: where to
 * @load_id: random, MUSTER_LOAD_ID_SIZE bytes
 * @ledger: for its limits
 */
void muster_record_load(struct muster_writer *writer, const u8 *load_id,
			const struct muster_ledger_state *ledger)
{
	u32 nest = muster_nest_begin(writer, MUSTER_A_ENTRY_LOAD);

	muster_put_u32(writer, MUSTER_A_LOAD_BYTE_ORDER, MUSTER_BYTE_ORDER);
	muster_put(writer, MUSTER_A_LOAD_LOAD_ID, load_id, MUSTER_LOAD_ID_SIZE);
	muster_put_u32(writer, MUSTER_A_LOAD_PROTOCOL, MUSTER_PROTOCOL);
	muster_put_string(writer, MUSTER_A_LOAD_VERSION, MUSTER_VERSION, MUSTER_NAME_ROOM);
	muster_put_string(writer, MUSTER_A_LOAD_SOURCE_DIGEST, MUSTER_SOURCE_DIGEST,
			  2 * MUSTER_HASH_SIZE + 1);
	muster_put_string(writer, MUSTER_A_LOAD_KERNEL, init_utsname()->release,
			  __NEW_UTS_LEN + 1);
	muster_put_u64(writer, MUSTER_A_LOAD_HEAD_BYTES, ledger->head_bytes);
	muster_put_u64(writer, MUSTER_A_LOAD_RING_BYTES, ledger->ring_bytes);
	put_dmi(writer);
	muster_nest_end(writer, nest);
}

/**
 * muster_record_counts() - what a walk came to
 * @writer: where to
 * @counts: the figures
 */
void muster_record_counts(struct muster_writer *writer, const struct muster_counts *counts)
{
	u32 nest = muster_nest_begin(writer, MUSTER_A_ENTRY_COUNTS);

	if (counts->ticket)
		muster_put_u64(writer, MUSTER_A_COUNTS_TICKET, counts->ticket);
	muster_put_u32(writer, MUSTER_A_COUNTS_SEEN, counts->seen);
	if (counts->ticket)
		muster_put_u32(writer, MUSTER_A_COUNTS_CHANGED, counts->changed);
	muster_put_u32(writer, MUSTER_A_COUNTS_UNREADABLE, counts->unreadable);
	if (!counts->ticket)
		muster_put_u32(writer, MUSTER_A_COUNTS_BOUND, counts->bound);
	muster_nest_end(writer, nest);
}
