// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_machine.c: what runs on the machine, and what it was told at boot.
 */
#include "dump_job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dump_redact.h"

struct machine_file {
	const char *path, *name;
	enum dump_redaction redaction;
};

static const struct machine_file files[] = {
	{ "etc/os-release", "machine/os-release", DUMP_TEXT },
	{ "proc/version", "machine/version", DUMP_TEXT },
	{ "proc/modules", "machine/modules", DUMP_NOTHING },
	{ "proc/iomem", "machine/iomem", DUMP_NOTHING },
	{ "proc/ioports", "machine/ioports", DUMP_NOTHING },
	{ "sys/module/muster/version", "machine/muster-version", DUMP_NOTHING },
	{ "sys/module/muster/srcversion", "machine/muster-srcversion", DUMP_NOTHING },
};

struct command_line {
	const struct sysfs *sysfs;
	const struct dump_redact *redact;
};

/* Parameters whose values say how buses are driven, and of no machine. */
static bool is_telling(const char *word, size_t length)
{
	static const char *const names[] = {
		"pci", "pcie_aspm", "pcie_ports", "pcie_port_pm", "iommu", "intel_iommu",
		"amd_iommu", "iommu.passthrough", "iommu.strict", "acpi", "acpi_enforce_resources",
		"console", "module_blacklist", "modprobe.blacklist", "ro", "rw", "quiet",
		"crashkernel", "vfio-pci.ids", "efi", "noapic", "nomsi",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == length && !strncmp(word, names[i], length))
			return true;
	return false;
}

/* Values that are not known to be harmless are replaced. */
static char *redact_command_line(const struct dump_redact *redact, char *text)
{
	char replacement[REDACT_SIZE], *result = NULL, *word;
	size_t size;
	FILE *file = open_memstream(&result, &size);

	if (!file)
		return NULL;
	while ((word = strsep(&text, " \n"))) {
		size_t length = strcspn(word, "=");

		if (!*word)
			continue;
		if (!word[length] || is_telling(word, length)) {
			fprintf(file, "%s ", word);
			continue;
		}
		dump_redact_value(redact, word + length + 1, replacement);
		fprintf(file, "%.*s=%s ", (int)length, word, replacement);
	}
	fputc('\n', file);
	if (!fclose(file))
		return result;
	free(result);
	return NULL;
}

static int read_command_line(struct part_pipe *pipe, const void *context)
{
	const struct command_line *line = context;
	char text[65536], *clean;
	ssize_t length;
	int err;

	length = sysfs_read_path(line->sysfs, "proc/cmdline", text, sizeof(text));
	if (length < 0)
		return length;
	if (!line->redact) {
		text[length] = '\n';
		return part_write(pipe, text, length + 1);
	}
	clean = redact_command_line(line->redact, text);
	err = clean ? part_write(pipe, clean, strlen(clean)) : 0;
	free(clean);
	return err;
}

int dump_take_machine(struct dump_job *job)
{
	const struct command_line line = {
		.sysfs = &job->sysfs, .redact = job->options->redact,
	};
	const struct dump_request request = {
		.name = "machine/cmdline", .source = "/proc/cmdline",
		.read = read_command_line, .context = &line, .bytes = DUMP_TEXT_MAX,
		.redaction = DUMP_TEXT,
	};
	size_t i;
	int err;

	err = dump_take(job, &request);
	for (i = 0; !err && i < sizeof(files) / sizeof(*files); i++)
		err = dump_take_file(job, files[i].path, files[i].name, DUMP_TEXT_MAX,
				     files[i].redaction);
	return err;
}
