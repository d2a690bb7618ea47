// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * feed.c: in the place of netlink.c, for a daemon that is fed from a ledger file
 * instead of by the module: so that it can be broken where there is no module,
 * a thousand times a minute.
 *
 * As the module does, it outlives the daemon: how far it has come is in a file.
 * From the environment:
 *
 *	FEED_LEDGER	what the module has recorded
 *	FEED_SHOWN	a file of 8 bytes: how many of its entries there are by now
 *	FEED_FIRST	at least as many
 *	FEED_STEP	as many more each time the bell rings
 *	FEED_TICK	ms between two rings
 *	FEED_STATUS	the daemon's status file: once everything is filed, and nothing
 *			is in trouble, the daemon is told to end; unset: it is not, and
 *			the bell does not ring any more
 */
#include "netlink.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "chain.h"
#include "ledger_file.h"
#include "snapshot.h"

struct fed_entry {
	uint8_t *payload;
	size_t length;
	uint8_t hash[CHAIN_HASH_SIZE];
};

struct netlink {
	struct ledger_report report;
	struct fed_entry *entries;
	uint64_t count, *shown;
	unsigned int idle;	/* how often there was nothing more to tell */
};

struct listener {
	int fd;
};

/* The one module there is, as in life. */
static struct netlink *module;

static unsigned long setting(const char *name)
{
	const char *text = getenv(name);

	return text ? strtoul(text, NULL, 10) : 0;
}

static int keep_entry(uint64_t number, const uint8_t *payload, size_t length,
		      uint64_t lost, void *context)
{
	struct netlink *netlink = context;
	struct fed_entry *entry;
	static const uint8_t zero[CHAIN_HASH_SIZE];

	(void)number;
	(void)lost;
	netlink->entries = reallocarray(netlink->entries, netlink->count + 1, sizeof(*entry));
	entry = &netlink->entries[netlink->count++];
	entry->payload = malloc(length);
	entry->length = length;
	memcpy(entry->payload, payload, length);
	chain_next(netlink->count > 1 ? entry[-1].hash : zero, payload, length, entry->hash);
	return 0;
}

static uint64_t *map_shown(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	uint64_t *shown = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof(*shown), PROT_READ | PROT_WRITE,
						     MAP_SHARED, fd, 0);

	if (shown == MAP_FAILED) {
		fprintf(stderr, "feed: %s: %s\n", path, strerror(errno));
		_exit(99);
	}
	close(fd);
	return shown;
}

static struct netlink *load(void)
{
	struct netlink *netlink = calloc(1, sizeof(*netlink));
	char *why = NULL;
	int err;

	err = ledger_file_verify(getenv("FEED_LEDGER"), &netlink->report, &why, keep_entry, netlink);
	if (err) {
		fprintf(stderr, "feed: %s: %s\n", getenv("FEED_LEDGER"), why);
		_exit(99);
	}
	netlink->shown = map_shown(getenv("FEED_SHOWN"));
	if (*netlink->shown < setting("FEED_FIRST"))
		*netlink->shown = setting("FEED_FIRST");
	return netlink;
}

int netlink_open(struct netlink **out)
{
	if (!module)
		module = load();
	*out = module;
	return 0;
}

void netlink_close(struct netlink *netlink)
{
	(void)netlink;
}

int netlink_info(struct netlink *netlink, struct netlink_info *info)
{
	*info = (struct netlink_info){ .protocol = 1, .next = *netlink->shown + 1 };
	memcpy(info->load_id, netlink->report.id.load_id, sizeof(info->load_id));
	return 0;
}

/* Only asked for after a gap, and here there is none. */
int netlink_devices(struct netlink *netlink, uint64_t *next,
		    int (*each)(struct device *device, void *context), void *context)
{
	(void)netlink;
	(void)next;
	(void)each;
	(void)context;
	return -EOPNOTSUPP;
}

int netlink_entries(struct netlink *netlink, uint64_t from, const uint8_t *load_id,
		    int (*each)(const struct netlink_entry *entry, void *context), void *context)
{
	int err = 0;

	if (memcmp(load_id, netlink->report.id.load_id, 16))
		return -ESTALE;
	if (from > *netlink->shown + 1)
		return -ERANGE;
	netlink->idle = from == netlink->count + 1 ? netlink->idle + 1 : 0;
	while (!err && from <= *netlink->shown) {
		const struct fed_entry *fed = &netlink->entries[from++ - 1];
		const struct netlink_entry entry = {
			.payload = fed->payload, .length = fed->length, .hash = fed->hash,
		};

		err = each(&entry, context);
	}
	return err;
}

int netlink_rescan(struct netlink *netlink, uint64_t *ticket)
{
	(void)netlink;
	*ticket = 1;
	return 0;
}

int listener_open(struct listener **out)
{
	unsigned long tick = setting("FEED_TICK");
	const struct timespec every = { tick / 1000, tick % 1000 * 1000000 };
	const struct itimerspec timer = { every, every };
	struct listener *listener = calloc(1, sizeof(*listener));

	listener->fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	if (listener->fd < 0 || timerfd_settime(listener->fd, 0, &timer, NULL))
		return -errno;
	*out = listener;
	return 0;
}

void listener_close(struct listener *listener)
{
	close(listener->fd);
	free(listener);
}

int listener_fd(const struct listener *listener)
{
	return listener->fd;
}

static bool is_content(const char *path)
{
	char text[8192];
	FILE *file = fopen(path, "re");
	const char *trouble;
	size_t length = file ? fread(text, 1, sizeof(text) - 1, file) : 0;

	if (file)
		fclose(file);
	text[length] = '\0';
	trouble = strstr(text, "\"trouble\":[");
	return trouble && trouble[12 + strspn(trouble + 12, " \n")] == ']';
}

int listener_read(struct listener *listener)
{
	static const struct itimerspec never;
	const char *status = getenv("FEED_STATUS");
	uint64_t ticks;

	if (read(listener->fd, &ticks, sizeof(ticks)) < 0)
		return 0;
	if (*module->shown < module->count) {
		*module->shown += setting("FEED_STEP");
		if (*module->shown > module->count)
			*module->shown = module->count;
		return NETLINK_RANG;
	}
	if (!status)
		timerfd_settime(listener->fd, 0, &never, NULL);
	else if (module->idle >= 2 && is_content(status))
		kill(getpid(), SIGTERM);
	return NETLINK_RANG;
}

/* The board that the ledger was recorded on. */
int snapshot_identify_host(struct snapshot *snapshot, const char *root)
{
	static const struct {
		enum board_field field;
		const char *text;
	} board[] = {
		{ BOARD_SYS_VENDOR, "Example" }, { BOARD_PRODUCT_NAME, "Server-1" },
		{ BOARD_BOARD_VENDOR, "Example" }, { BOARD_BOARD_NAME, "Board-1" },
	};

	(void)root;
	for (size_t i = 0; i < sizeof(board) / sizeof(*board); i++)
		if (board_set(&snapshot->board, board[i].field, board[i].text))
			return -ENOMEM;
	snapshot->hostname = strdup("fed");
	snapshot->machine_id = strdup("0123456789abcdef0123456789abcdef");
	snapshot->boot_id = strdup("6f1c2b7e-0a51-4c39-9b1e-5d8f7a3c2e10");
	return 0;
}
