// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_age.c: whether the lspci that wrote a text was old.
 *
 * Before 3.1.3 it printed a serial number from its lowest byte on, since then from the
 * highest. The versions of extended capabilities, which it prints since 3.1.6, settle
 * that; but one -v prints none to this day, and there other words must tell.
 */
#include "source_lspci.h"

#include <errno.h>
#include <string.h>

#include "capabilities.h"

/* The extended capabilities above this one got their names after 3.1.3. */
#define LAST_OLD_NAME	0x0011

static bool begins_with(const char *text, const char *key)
{
	return !strncmp(text, key, strlen(key));
}

/* A name that lspci had none for ends the list of those it knew. */
static bool has_new_name(const struct lspci_capability *capability, const char *name)
{
	return capability->extended && capability->id > LAST_OLD_NAME && *name != '#' &&
	       !begins_with(name, "Extended Capability ID") && !begins_with(name, "Unknown");
}

void lspci_note_age(struct lspci_file *file, const struct lspci_capability *capability,
		    const char *name)
{
	/* of both kinds of MSI it has been Enable first, and a Count, since 3.1.3 */
	if (begins_with(name, "MSI: Enable") ||
	    (begins_with(name, "MSI-X: Enable") && begins_with(name + 14, " Count=")) ||
	    has_new_name(capability, name) ||
	    (capability->extended && capability->version != LSPCI_UNTOLD))
		file->new_words = true;
	if (begins_with(name, "Message Signalled Interrupts: ") ||
	    (begins_with(name, "MSI-X: Enable") && strstr(name, " TabSize=")) ||
	    (begins_with(name, "Express ") && strstr(name, " IRQ ")))
		file->old_words = true;
}

/* Sets the serial number, if its order is known. Return: 0, -EAGAIN: not known; -ENOMEM. */
static int settle_serial(const struct lspci_file *file, struct lspci_record *record)
{
	const uint8_t *b = record->serial;

	if (!record->serial_told)
		return 0;
	if (!record->serial_ordered && (!file->new_words || file->old_words))
		return -EAGAIN;
	return device_setf(record->device, FIELD_SERIAL,
			   "%02x-%02x-%02x-%02x-%02x-%02x-%02x-%02x", b[0], b[1], b[2], b[3],
			   b[4], b[5], b[6], b[7]);
}

int lspci_settle_serials(struct lspci_file *file)
{
	size_t i;
	int err;

	for (i = 0; i < file->count; i++) {
		err = settle_serial(file, &file->records[i]);
		if (err == -EAGAIN && !file->doubtful_serials++)
			file->first_doubtful = file->records[i].line;
		if (err && err != -EAGAIN)
			return err;
	}
	return 0;
}

/* Whether all its capabilities are told, with an extended one of known name or none. */
static bool lists_all(const struct lspci_file *file, const struct lspci_record *record)
{
	size_t i;

	if (!file->extended || !record->verbose || record->hex ||
	    record->list_end != LSPCI_LIST_WHOLE)
		return false;
	for (i = 0; i < record->capability_count; i++)
		if (record->capabilities[i].extended &&
		    (record->capabilities[i].id == LSPCI_UNTOLD ||
		     record->capabilities[i].id == EXT_CAP_SERIAL))
			return false;
	return true;
}

int lspci_settle_no_serial(const struct lspci_file *file, struct lspci_record *record)
{
	return lists_all(file, record) && !device_get(record->device, FIELD_SERIAL) ?
	       device_set(record->device, FIELD_SERIAL, NULL) : 0;
}
