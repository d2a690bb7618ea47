// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_lines.c: what a line can be by its first words, wherever it stands;
 * and the lines that were lost.
 */
#include "source_lspci.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* What begins a line below a function's first one. */
static const char *const keys[] = {
	"Subsystem: ", "Kernel driver in use: ", "Kernel modules: ", "DeviceName: ",
	"Capabilities: ", "Physical Slot: ", "Control: ", "Status: ", "Flags: ", "Latency: ",
	"Interrupt: ", "NUMA node: ", "IOMMU group: ", "Bus: ", "Memory behind bridge: ",
	"I/O behind bridge: ", "Prefetchable memory behind bridge: ", "Secondary status: ",
	"BridgeCtl: ", "Expansion ROM at ", "Memory at ", "I/O ports at ", "[virtual] ",
	"[enhanced] ", "!!! Unknown header type ", "Device tree node: ", "BIST ", "PriDiscTmr",
	"Memory window ", "I/O window ", "16-bit legacy interface ports at ",
};

static bool begins_with(const char *line, const char *key)
{
	return !strncmp(line, key, strlen(key));
}

bool lspci_begins(const char *text)
{
	uint8_t bus, devfn;
	uint32_t domain;
	size_t length;

	if (begins_with(text, "Slot:")) {
		text += 5 + strspn(text + 5, " \t");
		return lspci_address(text, &domain, &bus, &devfn);
	}
	length = lspci_address(text, &domain, &bus, &devfn);
	return length && strchr(" /", text[length]) && strpbrk(text + length, ":\"");
}

const char *lspci_find(const char *line)
{
	const char *at;

	for (at = line; *at; at++)
		if ((at == line || !isxdigit((unsigned char)at[-1])) && lspci_begins(at))
			return at;
	return NULL;
}

bool lspci_is_detail(const char *line)
{
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (begins_with(line, keys[i]))
			return true;
	return begins_with(line, "Region ") && isdigit((unsigned char)line[7]) &&
	       line[8] == ':';
}

/* Words that are hardly ever of anything else. */
static bool is_told_by_lspci(const char *line)
{
	return begins_with(line, "Kernel driver in use: ") || begins_with(line, "Subsystem: ") ||
	       begins_with(line, "Capabilities: [") || begins_with(line, "LnkSta:");
}

unsigned int lspci_flat_depth(const struct lspci_file *file, const char *line)
{
	const struct lspci_record *record = file->current;

	if (!record || record->pairs)
		return 0;
	/* behind the first capability there are only capabilities, and what the kernel has */
	if (file->in_capability && !begins_with(line, "Capabilities: ") &&
	    !begins_with(line, "Kernel "))
		return lspci_is_detail(line) || record->flat ? 2 : 0;
	return lspci_is_detail(line);
}

/* Only a root bus stands at the left of it: "-[0000:00]-+-00.0" or " +-[0000:7f]-+-08.0" */
bool lspci_tree(struct lspci_file *file, const char *line)
{
	const char *open = strstr(line, "-["), *close = open ? strchr(open, ']') : NULL;
	struct lspci_root *root = &file->roots[file->root_count];
	unsigned int domain = 0, bus;
	int length = 0;

	if (!close || strspn(line, " |+\\-") < (size_t)(open - line))
		return false;
	file->tree = true;
	if (sscanf(open + 2, "%8x:%2x%n", &domain, &bus, &length) != 2 ||
	    open + 2 + length != close || file->root_count == LSPCI_ROOTS_MAX)
		return true;
	root->domain = domain;
	root->bus = bus;
	file->root_count++;
	return true;
}

/* Whether ids stand in the first line of a function, in a form that lspci does not write. */
static bool seems_to_hold_ids(const char *text)
{
	unsigned int vendor, device, single = 0;

	for (; *text; text++) {
		bool apart = !isalnum((unsigned char)text[0]);

		if (!apart || !lspci_hex_at(text + 1, 4, &vendor) || isalnum((unsigned char)text[5]))
			continue;
		if (*text == '[' && text[5] == ']' && ++single == 3)
			return true;
		if (strchr(": ", text[5]) && text[5] && lspci_hex_at(text + 6, 4, &device) &&
		    !isalnum((unsigned char)text[10]))
			return true;
	}
	return false;
}

void lspci_note_unread(struct lspci_file *file, const char *line, unsigned int number)
{
	const struct lspci_record *record = file->current;
	unsigned int vendor, device;
	bool head = record && record->line == number;

	if (file->unread || !record || record->pairs || lspci_is_detail(line) ||
	    device_get(record->device, FIELD_VENDOR))
		return;
	if (head ? !seems_to_hold_ids(line) : !strchr(line, '[') ||
	    !lspci_ids(strchr(line, '['), &vendor, &device))
		return;
	file->unread = number;
	file->unread_broken = !head;
}

static void note_lost(struct lspci_file *file, const char *text, unsigned int number)
{
	struct lspci_lost lost = { .line = number };
	size_t i;

	if (!lspci_address(text, &lost.domain, &lost.bus, &lost.devfn))
		return;
	for (i = 0; i < file->lost_count; i++)
		if (file->lost[i].domain == lost.domain && file->lost[i].bus == lost.bus &&
		    file->lost[i].devfn == lost.devfn)
			return;
	if (file->lost_count < LSPCI_LOST_MAX)
		file->lost[file->lost_count++] = lost;
}

/* A line below no function: it may be of the one before, of which not all is read then. */
static void note_orphan(struct lspci_file *file, unsigned int number)
{
	if (!file->orphans++)
		file->first_orphan = number;
	if (!file->broken_off)
		return;
	file->records[file->broken_off - 1].torn = true;
	file->records[file->broken_off - 1].list_end = LSPCI_LIST_CUT;
}

void lspci_note_lost(struct lspci_file *file, const char *line, unsigned int number)
{
	const char *text = lspci_find(line);

	if (text) {
		note_lost(file, text, number);
		file->broken_off = 0;
	} else if (!file->current && is_told_by_lspci(line + strspn(line, "\t "))) {
		note_orphan(file, number);
	}
}
