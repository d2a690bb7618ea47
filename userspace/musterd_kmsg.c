// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_kmsg.c: the kernel logs each function as it finds it; one that is
 * logged before the module's own line, which names its load, and is in no
 * entry came and went unseen. Stamps are not compared: the log has a clock of
 * its own.
 */
#include "musterd.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "chain.h"
#include "device.h"
#include "entry.h"
#include "lack.h"
#include "ledger_file.h"

#define RECORD_MAX 8192		/* bytes of one record of the log */
#define LOGGED_MAX 65536	/* functions */

struct logged {
	char address[20], ids[10];
	bool known;
};

struct kernel_log {
	struct logged *functions;
	size_t count, room;
	char recording[64];	/* what the module says once it records */
	bool start_gone, complete;	/* complete: the module's line was reached */
};

static int add_function(struct kernel_log *log, const struct logged *function)
{
	size_t room = log->room ? 2 * log->room : 64;
	struct logged *functions;

	if (log->count == LOGGED_MAX)
		return 0;
	if (log->count == log->room) {
		functions = reallocarray(log->functions, room, sizeof(*functions));
		if (!functions)
			return -ENOMEM;
		log->functions = functions;
		log->room = room;
	}
	log->functions[log->count++] = *function;
	return 0;
}

/* "6,212,0,-;pci 0000:00:1c.0: [8086:10d3] type 00 class 0x020000 ..." */
static int read_record(struct kernel_log *log, const char *record)
{
	struct logged function = { .known = false };
	const char *text = strchr(record, ';');
	int end = 0;

	if (!text)
		return 0;
	log->complete = strstr(text, log->recording);
	if (sscanf(text, ";pci %19[0-9a-f:.] [%9[0-9a-f:]] type %n", function.address,
		   function.ids, &end) != 2 || !end)
		return 0;
	/* less the colon that ends the device's name */
	function.address[strlen(function.address) - 1] = '\0';
	return add_function(log, &function);
}

static int read_log(struct kernel_log *log, int fd)
{
	char record[RECORD_MAX];
	uint64_t number;
	bool first = true;
	ssize_t length;
	int err = 0;

	while (!err && !log->complete) {
		length = read(fd, record, sizeof(record) - 1);
		if (length < 0 && errno == EPIPE) {
			/* overwritten as we read */
			log->start_gone = true;
			continue;
		}
		if (length < 0)
			return errno == EAGAIN ? 0 : -errno;
		if (!length)
			return 0;
		record[length] = '\0';
		if (first && (sscanf(record, "%*u,%" SCNu64, &number) != 1 || number))
			log->start_gone = true;
		first = false;
		err = read_record(log, record);
	}
	return err;
}

static int strike_off(uint64_t number, const uint8_t *payload, size_t length,
		      uint64_t lost, void *context)
{
	struct kernel_log *log = context;
	const char *address, *vendor, *part;
	struct entry entry;
	char ids[16];
	size_t i;
	int err;

	(void)number;
	(void)lost;
	err = entry_decode(payload, length, &entry);
	if (err)
		return err == -EBADMSG ? 0 : err;
	address = entry.device ? device_get(entry.device, FIELD_ADDRESS) : NULL;
	vendor = entry.device ? device_get(entry.device, FIELD_VENDOR) : NULL;
	part = entry.device ? device_get(entry.device, FIELD_DEVICE) : NULL;
	if (address && vendor && part) {
		snprintf(ids, sizeof(ids), "%s:%s", vendor, part);
		for (i = 0; i < log->count; i++)
			log->functions[i].known |= !strcmp(log->functions[i].address, address) &&
						   !strcmp(log->functions[i].ids, ids);
	}
	entry_clear(&entry);
	return 0;
}

static int compare_log(struct musterd *musterd, struct kernel_log *log, int fd)
{
	struct ledger_report report;
	unsigned int unknown = 0;
	char *why = NULL, load_id[33];
	size_t i;
	int err;

	chain_hex(musterd->load_id, sizeof(musterd->load_id), load_id);
	snprintf(log->recording, sizeof(log->recording), "recording: load %s", load_id);
	err = read_log(log, fd);
	if (err)
		return err;
	if (!log->complete) {
		musterd->kernel_log = strdup("the module's own line is gone from it: nothing can be compared");
		return 0;
	}
	err = ledger_file_verify(ledger_file_path(musterd->ledger), &report, &why,
				 strike_off, log);
	free(why);
	for (i = 0; i < log->count && !err; i++) {
		if (log->functions[i].known)
			continue;
		unknown++;
		err = judge_note(musterd, ledger_unrecorded(musterd, log->functions[i].address,
							    log->functions[i].ids));
	}
	if (!err && asprintf(&musterd->kernel_log, "%zu functions logged before the module was loaded, %u of them not on record%s",
			     log->count, unknown, log->start_gone ?
			     "; the start of the log is gone" : "") < 0)
		musterd->kernel_log = NULL;
	return err;
}

/*
 * Opening the log takes CAP_SYSLOG; the service is handed it instead, as its
 * standard input.
 */
static int open_log(void)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	int err = -errno;
	struct stat status;

	if (fd >= 0)
		return fd;
	if (fstat(STDIN_FILENO, &status) || !S_ISCHR(status.st_mode) ||
	    status.st_rdev != makedev(1, 11))	/* /dev/kmsg */
		return err;
	fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (fd < 0)
		return -errno;
	if (fcntl(fd, F_SETFL, O_NONBLOCK) || lseek(fd, 0, SEEK_SET) < 0) {
		err = -errno;
		close(fd);
		return err;
	}
	return fd;
}

void kmsg_compare(struct musterd *musterd)
{
	struct kernel_log log = { .count = 0 };
	int err, fd;

	/* once, and not before all that was under way is on record */
	if (musterd->log_compared || !musterd->settled || !musterd->config.kernel_log ||
	    !musterd->ledger || musterd->reloaded)
		return;
	musterd->log_compared = true;
	fd = open_log();
	err = fd < 0 ? fd : compare_log(musterd, &log, fd);
	if (fd >= 0)
		close(fd);
	free(log.functions);
	if (is_lack(err)) {
		musterd->log_compared = false;
		clock_retry(musterd);
	} else if (err && asprintf(&musterd->kernel_log, "cannot be read: %s", strerror(-err)) < 0)
		musterd->kernel_log = NULL;
}
