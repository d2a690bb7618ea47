// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * show_rom.c: muster show --rom: the digest of the option ROM of functions that
 * have no driver.
 */
#include "show.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

#include "../cmd.h"
#include "../device.h"
#include "../digest.h"
#include "../snapshot.h"
#include "../sysfs.h"
#include "../sysfs_rom.h"

#define TIMEOUT 10000	/* ms for one ROM */

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	stopped = signal;
}

/* While a ROM may be read, an interruption comes back to here first. */
static void catch_signals(struct sigaction *old, const int *signals, size_t count)
{
	const struct sigaction action = { .sa_handler = stop };
	size_t i;

	for (i = 0; i < count; i++)
		sigaction(signals[i], &action, &old[i]);
}

static const char *explain(int err)
{
	switch (err) {
	case -ENOENT:
		return "it has no option ROM";
	case -EBUSY:
		return "it has a driver, and an option ROM is never read under one";
	case -EHOSTDOWN:
		return "it sleeps, and is not woken for its option ROM";
	case -EACCES:
	case -EPERM:
		return "reading an option ROM takes root";
	}
	return strerror(-err);
}

/* Return: 0, EXIT_TROUBLE after an error line, or -EINTR. */
static int take(struct device *device, const struct part *part)
{
	char digest[DIGEST_SIZE];

	/* the kernel says EIO where it finds no image */
	if (!part->length && (part->status == PART_OK || part->err == -EIO)) {
		cmd_error(device->place, "its option ROM answers nothing: it holds no image, or "
			  "nobody gave it an address or let it decode memory");
		return EXIT_TROUBLE;
	}
	if (part->status != PART_OK) {
		cmd_error(device->place, "its option ROM: %s", part->status == PART_TIMED_OUT ?
			  "it does not answer in time" : part->err ? strerror(-part->err) :
			  "larger than any can be");
		return EXIT_TROUBLE;
	}
	digest_bytes(part->bytes, part->length, digest);
	return device_set(device, FIELD_ROM, digest) ? EXIT_TROUBLE : 0;
}

static int read_rom(const struct sysfs *sysfs, struct device *device)
{
	const struct part_limits limits = { .milliseconds = TIMEOUT, .stop = &stopped };
	const char *address = device_get(device, FIELD_ADDRESS);
	struct part part = { 0 };
	int status = -ENOENT;

	if (device->kind == DEVICE_FUNCTION && address)
		status = sysfs_rom_read(sysfs, address, &limits, &part);
	if (status == -EINTR)
		return status;
	if (!status) {
		status = take(device, &part);
		part_clear(&part);
		return status;
	}
	if (status == -ENOENT && device->kind == DEVICE_FUNCTION)
		device_set(device, FIELD_ROM, NULL);
	cmd_error(device->place, "%s", explain(status));
	return EXIT_TROUBLE;
}

int show_roms(struct snapshot *snapshot)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction old[sizeof(signals) / sizeof(*signals)];
	struct sysfs sysfs;
	int status = 0, err;
	size_t i;

	err = sysfs_open(&sysfs, NULL);
	if (err) {
		cmd_error("/sys", "%s", strerror(-err));
		return EXIT_TROUBLE;
	}
	catch_signals(old, signals, sizeof(signals) / sizeof(*signals));
	for (i = 0; i < snapshot->count && status != -EINTR; i++) {
		err = read_rom(&sysfs, snapshot->devices[i]);
		status = err ? err : status;
	}
	for (i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		sigaction(signals[i], &old[i], NULL);
	sysfs_close(&sysfs);
	if (stopped)
		raise(stopped);
	return status;
}
