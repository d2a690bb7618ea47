// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of requests that must be refused, and how. */

#include "malformed.h"

#include <errno.h>
#include <linux/netlink.h>

#include "message.h"
#include "muster.h"

#define DUMP	NLM_F_DUMP
#define ZEROS	"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define ONE	"\1\0\0\0\0\0\0\0"
#define FAR	"\377\377\377\377\377\377\377\177"
#define LAST	"\377\377\377\377\377\377\377\377"
#define SOME	"0000:00/1f.0"
#define SIXTEEN	"0123456789abcdef"
#define LONG	SIXTEEN SIXTEEN SIXTEEN SIXTEEN SIXTEEN SIXTEEN SIXTEEN SIXTEEN \
		SIXTEEN SIXTEEN SIXTEEN SIXTEEN SIXTEEN SIXTEEN SIXTEEN SIXTEEN

#define INFO	MUSTER_CMD_INFO_GET
#define DEVICE	MUSTER_CMD_DEVICE_GET
#define EVENT	MUSTER_CMD_EVENT_GET
#define RESCAN	MUSTER_CMD_RESCAN
#define NUMBER	MUSTER_A_NUMBER
#define PLACE	MUSTER_A_PLACE
#define LOAD_ID	MUSTER_A_LOAD_ID

const struct malformed malformed_table[] = {
	/* INFO_GET takes no attributes. */
	{ "info with a number", INFO, 0, EINVAL, WORDS, 1, { { NUMBER, 8, ONE } } },
	{ "info with an unknown attribute", INFO, 0, EINVAL, WORDS, 1, { { 99, 8, ONE } } },
	{ "info with attribute 0", INFO, 0, EINVAL, WORDS, 1, { { 0, 8, ONE } } },
	{ "info with bytes left over", INFO, 0, EINVAL, WORDS, 1, { { NUMBER, 0, NULL } }, 1 },
	{ "info with an attribute shorter than its header", INFO, 0, EINVAL, WORDS, 1,
	  { { NUMBER, 8, ONE, 2 } } },
	{ "info with an attribute longer than the message", INFO, 0, EINVAL, WORDS, 1,
	  { { NUMBER, 8, ONE, 200 } } },
	{ "info as a dump", INFO, DUMP, EINVAL, WORDS, 0 },

	/* DEVICE_GET: a number, or a place. */
	{ "device without attributes", DEVICE, 0, EINVAL, WORDS, 0 },
	{ "device with number and place", DEVICE, 0, EINVAL, WORDS, 2,
	  { { NUMBER, 8, ONE }, { PLACE, sizeof(SOME), SOME } } },
	{ "device of number 0", DEVICE, 0, ENOENT, WORDS, 1, { { NUMBER, 8, ZEROS } } },
	{ "device of a number that is no device's", DEVICE, 0, ENOENT, WORDS, 1,
	  { { NUMBER, 8, ONE } } },
	{ "device of a number to come", DEVICE, 0, ENOENT, WORDS, 1, { { NUMBER, 8, FAR } } },
	{ "device of the last number", DEVICE, 0, ENOENT, WORDS, 1, { { NUMBER, 8, LAST } } },
	{ "device with a number of no bytes", DEVICE, 0, EINVAL, WORDS, 1,
	  { { NUMBER, 0, NULL } } },
	{ "device with a number of 4 bytes", DEVICE, 0, EINVAL, WORDS, 1, { { NUMBER, 4, ONE } } },
	{ "device with a number of 9 bytes", DEVICE, 0, EINVAL, WORDS, 1,
	  { { NUMBER, 9, ZEROS } } },
	{ "device with a number marked as a nest", DEVICE, 0, EINVAL, WORDS, 1,
	  { { NUMBER | NLA_F_NESTED, 8, ONE } } },
	{ "device with a place that does not end", DEVICE, 0, EINVAL, WORDS, 1,
	  { { PLACE, sizeof(SOME) - 1, SOME } } },
	{ "device with a place of no bytes", DEVICE, 0, EINVAL, WORDS, 1, { { PLACE, 0, NULL } } },
	{ "device with an empty place", DEVICE, 0, ENOENT, WORDS, 1, { { PLACE, 1, ZEROS } } },
	{ "device with a place that is too long", DEVICE, 0, EINVAL, WORDS, 1,
	  { { PLACE, sizeof(LONG), LONG } } },
	{ "device with a place of 256 bytes without end", DEVICE, 0, EINVAL, WORDS, 1,
	  { { PLACE, sizeof(LONG) - 1, LONG } } },
	{ "device with a place of 255 bytes that nothing has", DEVICE, 0, ENOENT, WORDS, 1,
	  { { PLACE, sizeof(LONG) - 1, &LONG[1] } } },
	{ "device with a place marked as a nest", DEVICE, 0, EINVAL, WORDS, 1,
	  { { PLACE | NLA_F_NESTED, sizeof(SOME), SOME } } },
	{ "device with an attribute in the place", DEVICE, 0, ENOENT, WORDS, 1,
	  { { PLACE, 12, "\x0c\0\x08\0\1\0\0\0\0\0\0" } } },
	{ "device with a load id", DEVICE, 0, EINVAL, WORDS, 2,
	  { { NUMBER, 8, ONE }, { LOAD_ID, 16, ZEROS } } },
	{ "device with a reply's nest", DEVICE, 0, EINVAL, WORDS, 1,
	  { { MUSTER_A_DEVICE, 12, "\x0c\0\x01\0\1\0\0\0\0\0\0\0" } } },
	{ "devices with a number", DEVICE, DUMP, EINVAL, WORDS, 1, { { NUMBER, 8, ONE } } },
	{ "devices with a place", DEVICE, DUMP, EINVAL, WORDS, 1, { { PLACE, sizeof(SOME), SOME } } },
	{ "devices with an unknown attribute", DEVICE, DUMP, EINVAL, WORDS, 1, { { 99, 8, ONE } } },

	/* EVENT_GET: a number and a load id, as a dump. */
	{ "events without dump", EVENT, 0, EINVAL, WORDS, 1, { { NUMBER, 8, ONE } } },
	{ "events from number 0", EVENT, DUMP, EINVAL, WORDS, 1, { { NUMBER, 8, ZEROS } } },
	{ "events beyond the next", EVENT, DUMP, ERANGE, WORDS, 1, { { NUMBER, 8, FAR } } },
	{ "events from the last number", EVENT, DUMP, ERANGE, WORDS, 1, { { NUMBER, 8, LAST } } },
	{ "events from a number of 4 bytes", EVENT, DUMP, EINVAL, WORDS, 1, { { NUMBER, 4, ONE } } },
	{ "events from a number of 12 bytes", EVENT, DUMP, EINVAL, WORDS, 1,
	  { { NUMBER, 12, ZEROS } } },
	{ "events of a load id of 15 bytes", EVENT, DUMP, EINVAL, WORDS, 1,
	  { { LOAD_ID, 15, ZEROS } } },
	{ "events of a load id of 17 bytes", EVENT, DUMP, EINVAL, WORDS, 1,
	  { { LOAD_ID, 17, ZEROS } } },
	{ "events of another load", EVENT, DUMP, ESTALE, WORDS, 1, { { LOAD_ID, 16, ZEROS } } },
	{ "events of another load from a number to come", EVENT, DUMP, ESTALE, WORDS, 2,
	  { { LOAD_ID, 16, ZEROS }, { NUMBER, 8, FAR } } },
	{ "events at a place", EVENT, DUMP, EINVAL, WORDS, 1, { { PLACE, sizeof(SOME), SOME } } },
	{ "events with an unknown attribute", EVENT, DUMP, EINVAL, WORDS, 2,
	  { { NUMBER, 8, ONE }, { 99, 8, ONE } } },
	{ "events with bytes left over", EVENT, DUMP, EINVAL, WORDS, 2,
	  { { NUMBER, 8, ONE }, { LOAD_ID, 0, NULL } }, 2 },

	/* RESCAN takes no attributes; the doorbell is no request. */
	{ "rescan with a ticket", RESCAN, 0, EINVAL, WORDS, 1, { { MUSTER_A_TICKET, 8, ONE } } },
	{ "rescan with an unknown attribute", RESCAN, 0, EINVAL, WORDS, 1, { { 99, 0, NULL } } },
	{ "rescan as a dump", RESCAN, DUMP, EINVAL, WORDS, 0 },
	{ "a doorbell from outside", MUSTER_CMD_EVENT_NTF, 0, EOPNOTSUPP, NO_WORDS, 0 },
	{ "command 0", MUSTER_CMD_UNSPEC, 0, EOPNOTSUPP, NO_WORDS, 0 },
	{ "the command after the last", __MUSTER_CMD_MAX, 0, EOPNOTSUPP, NO_WORDS, 0 },
	{ "command 255", 255, 0, EOPNOTSUPP, NO_WORDS, 0 },
	{ "command 255 as a dump", 255, DUMP, EOPNOTSUPP, NO_WORDS, 0 },
	{ "half a generic header", INFO, 0, EINVAL, NO_WORDS, 0, .cut = 2 },
	{ "no generic header", INFO, 0, EINVAL, NO_WORDS, 0, .cut = 4 },
};

const size_t malformed_count = sizeof(malformed_table) / sizeof(malformed_table[0]);

void malformed_build(const struct malformed *malformed, const struct client *client,
		     struct message *message)
{
	struct nlmsghdr *header = (struct nlmsghdr *)message->bytes;
	size_t piece;

	message_begin(message, client->family, malformed->command,
		      malformed->flags ? malformed->flags : NLM_F_ACK);
	for (piece = 0; piece < malformed->count; piece++) {
		const struct piece *this = &malformed->pieces[piece];
		struct nlattr *attribute = (struct nlattr *)(message->bytes + message->used);

		message_put(message, this->type, this->value, this->length);
		if (this->claimed)
			attribute->nla_len = this->claimed;
	}
	message->used -= malformed->cut;
	header->nlmsg_len = message->used;
}
