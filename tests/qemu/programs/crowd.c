// SPDX-License-Identifier: GPL-2.0-or-later
/* Which devices are there, by number. */

#include "crowd.h"

#include <errno.h>
#include <linux/netlink.h>
#include <string.h>

#include "client.h"
#include "ledger.h"
#include "message.h"
#include "muster.h"

static struct crowd_member *find(struct crowd *crowd, uint64_t number)
{
	size_t low = 0, high = crowd->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (crowd->members[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return &crowd->members[low];
}

static bool is_in(struct crowd *crowd, const struct crowd_member *member, uint64_t number)
{
	return member < &crowd->members[crowd->count] && member->number == number;
}

static void add(struct crowd *crowd, uint64_t number, uint64_t last)
{
	struct crowd_member *member = find(crowd, number);

	if (is_in(crowd, member, number)) {
		crowd->fault = "a device that is there twice";
		return;
	}
	if (crowd->count == CROWD_MAX) {
		crowd->fault = "more devices than this test can hold";
		return;
	}
	memmove(member + 1, member,
		(&crowd->members[crowd->count] - member) * sizeof(*member));
	member->number = number;
	member->last = last;
	crowd->count++;
}

static void drop(struct crowd *crowd, struct crowd_member *member)
{
	crowd->count--;
	memmove(member, member + 1, (&crowd->members[crowd->count] - member) * sizeof(*member));
}

void crowd_tell(struct crowd *crowd, const struct ledger_entry *entry)
{
	uint32_t event, flags;
	uint64_t subject = entry->number;
	struct crowd_member *member;

	if (entry->number < crowd->next)
		return;
	if (!attribute_u32(entry->payload, entry->length, MUSTER_A_ENTRY_EVENT, &event) ||
	    !attribute_u32(entry->payload, entry->length, MUSTER_A_ENTRY_FLAGS, &flags)) {
		crowd->fault = "an entry without event or flags";
		return;
	}
	attribute_u64(entry->payload, entry->length, MUSTER_A_ENTRY_SUBJECT, &subject);
	member = find(crowd, subject);
	if (is_in(crowd, member, subject) && entry->number <= member->last)
		return;
	if (flags & (MUSTER_ENTRY_UNTRACKED | MUSTER_ENTRY_UNINTRODUCED))
		return;
	if (event == MUSTER_EVENT_PRESENT || event == MUSTER_EVENT_ADD)
		add(crowd, entry->number, entry->number);
	else if (event == MUSTER_EVENT_REMOVED && is_in(crowd, member, subject))
		drop(crowd, member);
}

static int take_device(void *context, uint8_t command, const uint8_t *data, size_t length)
{
	struct crowd *crowd = context;
	struct attribute nest;
	uint64_t number, last, next;

	if (command != MUSTER_CMD_DEVICE_GET ||
	    !attribute_find(data, length, MUSTER_A_DEVICE, &nest) ||
	    !attribute_u64(data, length, MUSTER_A_NEXT, &next) ||
	    !attribute_u64(nest.data, nest.length, MUSTER_A_DEVICE_NUMBER, &number) ||
	    !attribute_u64(nest.data, nest.length, MUSTER_A_DEVICE_LAST, &last))
		return -EBADMSG;
	if (crowd->count && next != crowd->next)
		crowd->fault = "a dump of the roster with more than one NEXT";
	if (crowd->count && number <= crowd->members[crowd->count - 1].number)
		crowd->fault = "a dump of the roster whose numbers do not rise";
	if (last < number)
		crowd->fault = "a device whose last entry is before its first";
	crowd->next = next;
	add(crowd, number, last);
	return 0;
}

int crowd_dump(struct client *client, struct crowd *crowd, struct answer *answer)
{
	struct message message;

	crowd->count = 0;
	crowd->next = 0;
	crowd->fault = NULL;
	message_begin(&message, client->family, MUSTER_CMD_DEVICE_GET, NLM_F_DUMP);
	return client_ask(client, &message, take_device, crowd, answer);
}

bool crowd_equal(const struct crowd *one, const struct crowd *other)
{
	size_t nth;

	if (one->count != other->count)
		return false;
	for (nth = 0; nth < one->count; nth++) {
		if (one->members[nth].number != other->members[nth].number)
			return false;
	}
	return true;
}
