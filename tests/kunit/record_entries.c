// SPDX-License-Identifier: GPL-2.0-only
/* A ledger for a test, entries of any length, and a look at what was written. */
#include "kunit.h"

#include <linux/module.h>
#include <linux/netlink.h>
#include <linux/sched.h>
#include <linux/string.h>

static void drop_ledger(void *unused)
{
	muster_ledger_destroy();
}

/**
 * take_ledger() - an empty ledger until the test ends
 * @test: the test
 * @head_bytes: size of its head
 * @ring_bytes: size of its ring
 */
void take_ledger(struct kunit *test, u64 head_bytes, u64 ring_bytes)
{
	KUNIT_ASSERT_EQ(test, muster_ledger_create(head_bytes, ring_bytes), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, drop_ledger, NULL), 0);
}

/**
 * write_entry() - append an entry
 * @length: bytes besides its number, at most ENTRY_ROOM
 *
 * Return: its number.
 */
u64 write_entry(u32 length)
{
	static u8 bytes[ENTRY_ROOM];
	struct muster_writer *writer;
	u64 number;

	muster_lock();
	writer = muster_ledger_begin();
	memset(bytes, length, length);
	muster_put(writer, MUSTER_A_ENTRY_DRIVER, bytes, length);
	number = muster_ledger_commit();
	muster_unlock();
	cond_resched();
	return number;
}

/**
 * entry_find() - an attribute of an entry
 * @view: the entry
 * @type: of the attribute
 * @length: to be filled: bytes there
 *
 * Return: what the attribute holds, or NULL.
 */
const void *entry_find(const struct muster_view *view, u16 type, u32 *length)
{
	u32 at = 0;

	while (at + NLA_HDRLEN <= view->length) {
		const struct nlattr *nla = (const struct nlattr *)(view->payload + at);

		if ((nla->nla_type & NLA_TYPE_MASK) == type) {
			*length = nla->nla_len - NLA_HDRLEN;
			return view->payload + at + NLA_HDRLEN;
		}
		at += NLA_ALIGN(nla->nla_len);
	}
	*length = 0;
	return NULL;
}

/**
 * entry_u32() - an attribute of 32 bits
 * @view: the entry
 * @type: of the attribute
 *
 * Return: its value, or all ones where there is none.
 */
u32 entry_u32(const struct muster_view *view, u16 type)
{
	u32 length;
	const u32 *value = entry_find(view, type, &length);

	return length == sizeof(*value) ? *value : U32_MAX;
}

/**
 * read_entry() - look at an entry
 * @number: its number
 * @view: to be filled
 *
 * Context: the tests are alone, so @view stays valid until the next entry.
 * Return: whether it is there; else @view may show the oldest one.
 */
bool read_entry(u64 number, struct muster_view *view)
{
	struct muster_cursor cursor;
	bool found;

	muster_lock();
	muster_ledger_seek(&cursor, number);
	found = muster_ledger_read(&cursor, view);
	muster_unlock();
	return found && view->number == number;
}

/**
 * last_number() - the number of the last entry
 *
 * Return: the number, 0 where there is none.
 */
u64 last_number(void)
{
	struct muster_ledger_state state;

	muster_lock();
	muster_ledger_state(&state);
	muster_unlock();
	return state.next - 1;
}

MODULE_DESCRIPTION("Unit tests of muster");
MODULE_LICENSE("GPL");
