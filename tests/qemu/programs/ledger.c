// SPDX-License-Identifier: GPL-2.0-or-later
/* A reader of the ledger that believes nothing: numbers, gaps and chain. */

#include "ledger.h"

#include <errno.h>
#include <linux/netlink.h>
#include <openssl/evp.h>
#include <string.h>

#include "client.h"
#include "message.h"

static int fail(struct ledger *ledger, const char *fault)
{
	ledger->fault = fault;
	return -EBADMSG;
}

static bool hash_fits(const uint8_t *previous, const struct ledger_entry *entry)
{
	EVP_MD_CTX *digest = EVP_MD_CTX_new();
	uint8_t result[EVP_MAX_MD_SIZE];
	bool fits;

	fits = digest && EVP_DigestInit_ex(digest, EVP_sha256(), NULL) &&
	       EVP_DigestUpdate(digest, previous, MUSTER_HASH_SIZE) &&
	       EVP_DigestUpdate(digest, entry->payload, entry->length) &&
	       EVP_DigestFinal_ex(digest, result, NULL) &&
	       !memcmp(result, entry->hash, MUSTER_HASH_SIZE);
	EVP_MD_CTX_free(digest);
	return fits;
}

/* Absent is NULL; false: twice, or not of 32 bytes. */
static bool read_hash(const uint8_t *data, size_t length, uint16_t type, const uint8_t **hash)
{
	const uint8_t *end = data + length;
	struct attribute attribute;

	*hash = NULL;
	while (attribute_next(&data, end, &attribute) == 1) {
		if (attribute.type != type)
			continue;
		if (*hash || attribute.length != MUSTER_HASH_SIZE)
			return false;
		*hash = attribute.data;
	}
	return true;
}

static const char *read_entry(const uint8_t *data, size_t length, struct ledger_entry *entry)
{
	struct attribute nest, number;
	const uint8_t *at;

	memset(entry, 0, sizeof(*entry));
	if (!attribute_find(data, length, MUSTER_A_ENTRY, &nest))
		return "a message without one entry";
	at = nest.data;
	if (attribute_next(&at, nest.data + nest.length, &number) != 1 ||
	    number.type != MUSTER_A_ENTRY_NUMBER || number.length != sizeof(entry->number))
		return "an entry that does not begin with its number";
	if (nest.length > MUSTER_ENTRY_MAX)
		return "an entry over MUSTER_ENTRY_MAX";
	memcpy(&entry->number, number.data, sizeof(entry->number));
	entry->payload = nest.data;
	entry->length = nest.length;
	if (!read_hash(data, length, MUSTER_A_HASH, &entry->hash) || !entry->hash)
		return "an entry without its hash";
	if (!read_hash(data, length, MUSTER_A_PREVIOUS_HASH, &entry->previous))
		return "a bad MUSTER_A_PREVIOUS_HASH";
	if (!attribute_u64(data, length, MUSTER_A_LOST, &entry->lost) &&
	    attribute_find(data, length, MUSTER_A_LOST, &number))
		return "a bad MUSTER_A_LOST";
	return NULL;
}

static const char *check_order(const struct ledger *ledger, const struct ledger_entry *entry)
{
	static const uint8_t beginning[MUSTER_HASH_SIZE];

	if (entry->number != ledger->next + entry->lost)
		return "a number that is not the next, and LOST does not say why";
	if ((ledger->first || entry->lost) && !entry->previous)
		return "no MUSTER_A_PREVIOUS_HASH at the beginning or after a gap";
	if (!ledger->first && !entry->lost && entry->previous)
		return "a MUSTER_A_PREVIOUS_HASH where there is no gap";
	if (ledger->chained && !entry->lost && entry->previous &&
	    memcmp(entry->previous, ledger->hash, MUSTER_HASH_SIZE))
		return "the chain before this dump is another one";
	if (entry->number == 1 && memcmp(entry->previous, beginning, MUSTER_HASH_SIZE))
		return "hash(0) is not zero";
	if (!hash_fits(entry->previous ? entry->previous : ledger->hash, entry))
		return "a hash that does not fit";
	return NULL;
}

static int take_entry(void *context, uint8_t command, const uint8_t *data, size_t length)
{
	struct ledger *ledger = context;
	struct ledger_entry entry;
	const char *fault;

	if (command != MUSTER_CMD_EVENT_GET)
		return fail(ledger, "an answer of another command");
	fault = read_entry(data, length, &entry);
	if (!fault)
		fault = check_order(ledger, &entry);
	if (fault)
		return fail(ledger, fault);
	ledger->first = false;
	ledger->chained = true;
	ledger->next = entry.number + 1;
	ledger->lost += entry.lost;
	ledger->gaps += entry.lost != 0;
	ledger->entries++;
	memcpy(ledger->hash, entry.hash, MUSTER_HASH_SIZE);
	return ledger->take ? ledger->take(ledger->context, &entry) : 0;
}

int ledger_pull(struct client *client, struct ledger *ledger, struct answer *answer)
{
	struct message message;
	int err;

	ledger->first = true;
	message_begin(&message, client->family, MUSTER_CMD_EVENT_GET, NLM_F_DUMP);
	message_put_u64(&message, MUSTER_A_NUMBER, ledger->next);
	err = client_ask(client, &message, take_entry, ledger, answer);
	if (!err && answer->interrupted)
		return fail(ledger, "NLM_F_DUMP_INTR in a dump of entries");
	return err;
}

static int take_info(void *context, uint8_t command, const uint8_t *data, size_t length)
{
	struct ledger_info *info = context;
	uint32_t functions, adapters, clients;
	struct attribute nest, id;
	const uint8_t *hash;

	if (command != MUSTER_CMD_INFO_GET ||
	    !attribute_find(data, length, MUSTER_A_INFO, &nest))
		return -EBADMSG;
	data = nest.data;
	length = nest.length;
	if (!attribute_u64(data, length, MUSTER_A_INFO_NEXT, &info->next) ||
	    !attribute_u64(data, length, MUSTER_A_INFO_HEAD_END, &info->head_end) ||
	    !attribute_u64(data, length, MUSTER_A_INFO_OLDEST, &info->oldest) ||
	    !attribute_u64(data, length, MUSTER_A_INFO_LOST, &info->lost) ||
	    !attribute_u32(data, length, MUSTER_A_INFO_FUNCTIONS, &functions) ||
	    !attribute_u32(data, length, MUSTER_A_INFO_ADAPTERS, &adapters) ||
	    !attribute_u32(data, length, MUSTER_A_INFO_CLIENTS, &clients) ||
	    !attribute_find(data, length, MUSTER_A_INFO_LOAD_ID, &id) ||
	    id.length != MUSTER_LOAD_ID_SIZE ||
	    !read_hash(data, length, MUSTER_A_INFO_HASH, &hash) || !hash)
		return -EBADMSG;
	info->present = functions + adapters + clients;
	memcpy(info->load_id, id.data, sizeof(info->load_id));
	memcpy(info->hash, hash, sizeof(info->hash));
	return 0;
}

int ledger_info(struct client *client, struct ledger_info *info)
{
	struct message message;
	struct answer answer;
	int err;

	message_begin(&message, client->family, MUSTER_CMD_INFO_GET, NLM_F_ACK);
	err = client_ask(client, &message, take_info, info, &answer);
	return !err && answer.messages != 1 ? -EBADMSG : err;
}
