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
 *	FEED_NEXT	if set: what the module records once it is loaded anew, all of that told
 *	FEED_BOOT	the boot's id; unset: that of the ledger
 *	FEED_SHOWN	a file of 16 bytes: how many entries there are by now, of which load
 *	FEED_FIRST	at least as many
 *	FEED_STEP	as many more each time the bell rings
 *	FEED_TICK	ms between two rings
 *	FEED_STATUS	the daemon's status file: once everything is filed, and nothing
 *			is in trouble, the daemon is told to end; unset: it is not, and
 *			the bell does not ring any more
 *	FEED_RELOAD	once there are so many entries, the daemon is told to read its
 *			settings again
 *	FEED_END	the daemon is told to end after so many rings, whatever its status says
 */
#include "netlink.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "chain.h"
#include "device.h"
#include "entry.h"
#include "ledger_file.h"
#include "replay.h"
#include "snapshot.h"
#include "source.h"

/* Makefile: in the place of source_sysfs() */
int __wrap_source_sysfs(const char *root, struct snapshot **out);

struct fed_entry {
	uint8_t *payload;
	size_t length;
	uint8_t hash[CHAIN_HASH_SIZE];
};

struct netlink {
	struct ledger_report report;
	struct fed_entry *entries;
	uint64_t count, *shown;	/* shown[1]: how often it was loaded anew */
	unsigned int idle;	/* how often there was nothing more to tell */
};

struct listener {
	int fd;
	unsigned long rings;
	bool told;		/* to read its settings again */
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
	uint64_t *shown = fd < 0 ? MAP_FAILED : mmap(NULL, 2 * sizeof(*shown), PROT_READ | PROT_WRITE,
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
	char *why = NULL, *path;
	int err;

	netlink->shown = map_shown(getenv("FEED_SHOWN"));
	path = getenv(netlink->shown[1] ? "FEED_NEXT" : "FEED_LEDGER");
	err = ledger_file_verify(path, &netlink->report, &why, keep_entry, netlink);
	if (err) {
		fprintf(stderr, "feed: %s: %s\n", path, why);
		_exit(99);
	}
	if (*netlink->shown < setting("FEED_FIRST"))
		*netlink->shown = setting("FEED_FIRST");
	return netlink;
}

/* What stands here for the library takes a descriptor as that would. */
static int need_descriptor(int fd)
{
	int err = fd < 0 ? -errno : 0;

	if (fd >= 0)
		close(fd);
	return err;
}

int netlink_open(struct netlink **out)
{
	int err = need_descriptor(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));

	if (err)
		return err;
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

/* @path is not the daemon's own: whoever lets its calls fail lets this one be */
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

static void tell_more(struct listener *listener)
{
	unsigned long reload = setting("FEED_RELOAD");

	*module->shown += setting("FEED_STEP");
	if (*module->shown > module->count)
		*module->shown = module->count;
	if (!reload || *module->shown < reload || listener->told)
		return;
	listener->told = true;
	kill(getpid(), SIGHUP);
}

/* In the place of the module that is there comes another. */
static int load_anew(void)
{
	module->shown[1] = 1;
	*module->shown = 0;
	module = load();
	return NETLINK_WENT | NETLINK_CAME;
}

int listener_read(struct listener *listener)
{
	static const struct itimerspec never;
	const char *status = getenv("FEED_STATUS");
	unsigned long end = setting("FEED_END");
	uint64_t ticks;

	if (read(listener->fd, &ticks, sizeof(ticks)) < 0)
		return 0;
	if (end && ++listener->rings == end)
		kill(getpid(), SIGTERM);
	/* the daemon could not even ask for it */
	if (!module)
		return NETLINK_RANG;
	if (*module->shown < module->count) {
		tell_more(listener);
		return NETLINK_RANG;
	}
	if (getenv("FEED_NEXT") && !module->shown[1] && module->idle >= 2)
		return load_anew();
	if (!status && !end)
		timerfd_settime(listener->fd, 0, &never, NULL);
	else if (module->idle >= 2 && is_content(status))
		kill(getpid(), SIGTERM);
	return NETLINK_RANG;
}

static int replay(const struct fed_entry *fed, struct snapshot *snapshot)
{
	struct device *gone = NULL;
	struct entry entry;
	int change;

	if (entry_decode(fed->payload, fed->length, &entry))
		return -EIO;
	change = replay_apply(snapshot, &entry, &gone);
	if (gone)
		device_free(gone);
	entry_clear(&entry);
	return change < 0 ? change : 0;
}

/* What the module has recorded, as it is now: sysfs would say the same. */
int __wrap_source_sysfs(const char *root, struct snapshot **out)
{
	struct snapshot *snapshot;
	int err;

	if (!module)
		module = load();
	snapshot = snapshot_new(SOURCE_SYSFS);
	if (!snapshot)
		return -ENOMEM;
	err = snapshot_identify_host(snapshot, root);
	for (uint64_t i = 0; i < *module->shown && !err; i++)
		err = replay(&module->entries[i], snapshot);
	if (err)
		snapshot_free(snapshot);
	*out = snapshot;
	return err;
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

	int err = need_descriptor(open("/proc/self/stat", O_RDONLY | O_CLOEXEC));
	const char *boot = getenv("FEED_BOOT");

	(void)root;
	if (err)
		return err;
	for (size_t i = 0; i < sizeof(board) / sizeof(*board); i++)
		if (board_set(&snapshot->board, board[i].field, board[i].text))
			return -ENOMEM;
	snapshot->hostname = strdup("fed");
	snapshot->machine_id = strdup("0123456789abcdef0123456789abcdef");
	snapshot->boot_id = strdup(boot ? boot : "6f1c2b7e-0a51-4c39-9b1e-5d8f7a3c2e10");
	return 0;
}
