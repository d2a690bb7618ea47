// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * netlink.c: everything that the kernel can send, to the client that both programs are.
 *
 * about: netlink.c netlink_socket.c netlink_listener.c attributes.c
 *
 * Input: a byte that tells which of the answers is another, then its datagrams, each
 * after its length (2 bytes) and what is odd about it (1 byte: fuzz_netlink.c).
 */
#include "fuzz.h"

#include <string.h>
#include <unistd.h>

#include "device.h"
#include "fuzz_netlink.h"
#include "ledger_file.h"
#include "netlink.h"

static int drop_device(struct device *device, void *context)
{
	(void)context;
	device_free(device);
	return 0;
}

static int file_entry(const struct netlink_entry *entry, void *context)
{
	uint64_t number = ledger_file_next(context);
	const uint8_t *recorded;
	size_t length;
	int err;

	err = ledger_file_append(context, entry->payload, entry->length, entry->hash,
				 entry->previous_hash, entry->lost);
	if (err)
		return err;
	/* what fits the chain is what was said, whatever came on the way */
	recorded = fuzz_netlink_entry(number, &length);
	if (!entry->lost)
		claim(recorded && length == entry->length &&
		      !memcmp(recorded, entry->payload, length));
	return 0;
}

/* Nothing that cannot be proved is ever in the file. */
static void pull(struct netlink *netlink, const struct netlink_info *info)
{
	struct ledger_id id = { .boot_id = "6d757374-6572-4000-8000-000000000001" };
	struct ledger_report report;
	struct ledger_file *file;
	char *path, *head, *why;

	memcpy(id.load_id, info->load_id, sizeof(id.load_id));
	claim(asprintf(&path, "%s/wire.ledger", fuzz_directory()) > 0);
	claim(asprintf(&head, "%s/wire.head", fuzz_directory()) > 0);
	claim(!ledger_file_create(path, &id, &file));
	netlink_entries(netlink, 1, info->load_id, file_entry, file);
	claim(!ledger_file_close(file));
	claim(!ledger_file_verify(path, &report, &why, NULL, NULL) && !report.torn);
	unlink(path);
	unlink(head);
	free(path);
	free(head);
}

static void listen_to(const char *kind)
{
	struct listener *listener;
	int what;

	if (listener_open(&listener))
		return;
	fuzz_netlink_notice(kind);
	what = listener_read(listener);
	claim(what < 0 || !(what & ~(NETLINK_RANG | NETLINK_WENT | NETLINK_CAME)));
	listener_close(listener);
}

static void ask(void)
{
	struct netlink_info info;
	struct netlink *netlink;
	struct device *device;
	uint64_t number;

	if (netlink_open(&netlink))
		return;
	claim(strlen(netlink_why(netlink)) < 256);
	if (!netlink_info(netlink, &info))
		pull(netlink, &info);
	netlink_devices(netlink, &number, drop_device, NULL);
	if (!netlink_device(netlink, 3, NULL, &device))
		device_free(device);
	claim(netlink_device(netlink, 0, "0000:00/1f.7", &device) || device);
	netlink_rescan(netlink, &number);
	netlink_close(netlink);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *kind = size ? fuzz_netlink_kind(data[0]) : NULL;

	fuzz_netlink_answer(kind, kind ? data + 1 : NULL, kind ? size - 1 : 0);
	ask();
	listen_to("doorbell");
	listen_to("module");
	return 0;
}
