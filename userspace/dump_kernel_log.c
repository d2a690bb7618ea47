// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_kernel_log.c: what the kernel said as it found the buses: all of its
 * log, or of an unpacked tree what was saved of it.
 */
#include "dump_job.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dump_redact.h"

#define RECORD_MAX 8192		/* bytes of one record of the log */
#define SAVED_LOG "var/log/dmesg"

struct kernel_log {
	const struct sysfs *sysfs;
	const struct dump_redact *redact;
};

/* Lines of these speak of what was found on a bus; others may speak of anything. */
static bool is_enumeration(const char *record)
{
	static const char *const begin[] = {
		"pci ", "pci_bus ", "pci_hp ", "PCI", "pcieport ", "pciehp ", "shpchp ",
		"pci_root ", "acpi PNP0A0", "ACPI: PCI", "ACPI: Interpreter", "DMAR",
		"AMD-Vi", "iommu", "i2c", "i801_smbus ", "piix4_smbus ", "ee1004 ", "spd5118 ",
		"at24 ", "jc42 ", "vgaarb", "muster",
	};
	const char *semicolon = strchr(record, ';');
	const char *text = semicolon ? semicolon + 1 : record;
	size_t i;

	/* "[    0.123456] pci ..." in a saved log */
	if (!semicolon && *text == '[' && strchr(text, ']'))
		text = strchr(text, ']') + 1;
	text += strspn(text, " ");
	for (i = 0; i < sizeof(begin) / sizeof(*begin); i++)
		if (!strncmp(text, begin[i], strlen(begin[i])))
			return true;
	return false;
}

static int write_record(struct part_pipe *pipe, const struct dump_redact *redact,
			const char *record)
{
	char *clean;
	int err;

	if (!redact)
		return part_write(pipe, record, strlen(record));
	if (!is_enumeration(record))
		return 0;
	clean = dump_redact_text(redact, record);
	if (!clean)
		return -ENOMEM;
	err = part_write(pipe, clean, strlen(clean));
	free(clean);
	return err;
}

/* /dev/kmsg gives one record at each read, and EPIPE where it overtook us. */
static int read_live(struct part_pipe *pipe, const struct kernel_log *log)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	char record[RECORD_MAX];
	int err = 0;

	if (fd < 0)
		return -errno;
	while (!err) {
		ssize_t length = read(fd, record, sizeof(record) - 1);

		if (length < 0 && (errno == EPIPE || errno == EINTR))
			continue;
		if (length < 0)
			return errno == EAGAIN ? 0 : -errno;
		if (!length)
			return 0;
		record[length] = '\0';
		err = write_record(pipe, log->redact, record);
	}
	return err;
}

static int read_saved(struct part_pipe *pipe, const struct kernel_log *log)
{
	int fd = dump_open_below(log->sysfs, SAVED_LOG);
	char record[RECORD_MAX];
	int err = 0;
	FILE *file;

	if (fd < 0)
		return fd;
	file = fdopen(fd, "r");
	if (!file)
		return -errno;
	while (!err && fgets(record, sizeof(record), file))
		err = write_record(pipe, log->redact, record);
	if (!err && ferror(file))
		err = -EIO;
	return err;
}

static int read_log(struct part_pipe *pipe, const void *context)
{
	const struct kernel_log *log = context;

	return log->sysfs->live ? read_live(pipe, log) : read_saved(pipe, log);
}

int dump_take_kernel_log(struct dump_job *job)
{
	const struct kernel_log log = {
		.sysfs = &job->sysfs, .redact = job->options->redact,
	};
	const struct dump_request request = {
		.name = "machine/kernel.log",
		.source = job->sysfs.live ? "/dev/kmsg" : "/" SAVED_LOG,
		.read = read_log, .context = &log, .bytes = DUMP_TEXT_MAX,
	};

	return dump_take(job, &request);
}
