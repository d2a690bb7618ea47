// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * probe_i2c.c: a probe's transfers, through i2c-dev.
 */
#include "probe_i2c.h"

#include <errno.h>
#include <fcntl.h>
#include <i2c/smbus.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "part.h"

/* What the other process works on; the probe is in memory that both see. */
struct work {
	const struct probe_i2c *i2c;
	struct probe *probe;
};

struct adapter {
	const struct probe_i2c *i2c;
	int fd;
};

static int ask_functions(void *context)
{
	const struct adapter *adapter = context;
	unsigned long bits;

	if (ioctl(adapter->fd, I2C_FUNCS, &bits))
		return -errno;
	return (bits & I2C_FUNC_SMBUS_READ_BYTE ? (int)PROBE_CAN_READ : 0) |
	       (bits & I2C_FUNC_SMBUS_QUICK ? (int)PROBE_CAN_QUICK : 0);
}

/* A client that came since it was planned; the kernel passes over those without driver. */
static int is_claimed(void *context, unsigned int address)
{
	const struct adapter *adapter = context;
	char path[64];

	for (size_t i = 0; i < adapter->i2c->seen_count; i++) {
		snprintf(path, sizeof(path), "/sys/bus/i2c/devices/%ld-%04x",
			 adapter->i2c->seen[i], address);
		if (!faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW))
			return 1;
	}
	if (!ioctl(adapter->fd, I2C_SLAVE, (unsigned long)address))
		return 0;
	return errno == EBUSY ? 1 : -errno;
}

static int transfer(void *context, unsigned int address, enum probe_method method)
{
	const struct adapter *adapter = context;
	int result;

	(void)address;
	if (method == PROBE_READ_BYTE)
		result = i2c_smbus_read_byte(adapter->fd);
	else
		result = i2c_smbus_write_quick(adapter->fd, I2C_SMBUS_WRITE);
	/* libi2c hands errno on in the result; older ones -1 */
	return result < 0 ? (result == -1 && errno ? -errno : result) : 0;
}

static void tell_progress(void *context, unsigned int address, unsigned int done,
			  unsigned int all)
{
	const struct probe_i2c *i2c = ((struct adapter *)context)->i2c;

	i2c->progress(i2c->context, address, done, all);
}

static int run(struct part_pipe *pipe, const void *context)
{
	const struct work *work = context;
	struct adapter adapter = { .i2c = work->i2c };
	const struct probe_bus bus = {
		.functions = ask_functions,
		.claimed = is_claimed,
		.transfer = transfer,
		.progress = work->i2c->progress ? tell_progress : NULL,
		.context = &adapter,
	};
	char path[64];
	int err;

	(void)pipe;
	snprintf(path, sizeof(path), "/dev/i2c-%ld", work->i2c->number);
	adapter.fd = open(path, O_RDWR | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW);
	if (adapter.fd < 0)
		return -errno;
	err = probe_run(work->probe, &bus);
	close(adapter.fd);
	return err;
}

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
}

/* The transfer that was under way when the process ended, or -1. */
static int address_under_way(const struct probe *probe)
{
	for (unsigned int i = 0; i < PROBE_ADDRESSES; i++)
		if (probe->addresses[i].answer == PROBE_ASKING)
			return i;
	return -1;
}

static void note_end(struct probe *probe, const struct part *part)
{
	if (part->status == PART_OK)
		return;
	probe->stopped_at = address_under_way(probe);
	if (part->status == PART_TIMED_OUT)
		probe->stopped = -ETIME;
	else if (part->status == PART_ABSENT)
		probe->stopped = -ENOENT;
	else
		probe->stopped = part->err ? part->err : -EIO;
}

int probe_i2c_run(struct probe *probe, const struct probe_i2c *i2c, uint64_t *elapsed)
{
	const struct part_limits limits = {
		.milliseconds = i2c->milliseconds, .stop = i2c->stop,
	};
	struct work work = { .i2c = i2c };
	struct part part;
	int err;

	work.probe = mmap(NULL, sizeof(*probe), PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (work.probe == MAP_FAILED)
		return -errno;
	*work.probe = *probe;
	*elapsed = now();
	err = part_run(run, &work, &limits, &part);
	*elapsed = now() - *elapsed;
	*probe = *work.probe;
	munmap(work.probe, sizeof(*probe));
	if (err == -EINTR) {
		probe->stopped = -EINTR;
		probe->stopped_at = address_under_way(probe);
		return 0;
	}
	if (err)
		return err;
	note_end(probe, &part);
	part_clear(&part);
	return 0;
}
