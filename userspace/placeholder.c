// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * placeholder.c: texts that makers put where an identity should stand.
 *
 * SMBIOS texts are compared by their letters and digits alone: makers vary case,
 * spaces and dots of one and the same text.
 */
#include "placeholder.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "match.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define TEXT_MAX 80

/* Serials that every part of a model carries; seen in lspci output of many owners. */
static const char *const serials[] = {
	"[bc]a-87-00-10-b5-df-0e-00",	/* PLX PEX 87xx switches */
	"*-00-00-68-4c-e0-00",		/* Realtek RTL8111/8168; the first two bytes are the chip's revision */
	"00-00-00-01-00-4c-e0-00",	/* Realtek card readers, RTS52xx */
	"12-34-56-78-12-34-56-78",	/* Realtek network chips without a programmed EEPROM */
	"12-34-56-78-90-00-00-00",	/* Intel engineering samples of CXL memory */
	"00-00-00-ff-ff-00-00-00",	/* Broadcom BCM43xx wireless */
	"00-15-17-ff-ff-24-14-12",	/* Atheros AR92xx and AR93xx wireless */
	"00-00-00-01-01-00-0a-35",	/* what Xilinx's PCI Express core has by default */
};

/*
 * Boards' own words for nothing. From systemd's hwdb of rubbish names, the kernel's
 * list in sound/soc/soc-core.c, and SMBIOS texts of servers.
 */
static const char *const dmi_texts[] = {
	"0123456789", "0123456789abcdef", "1234567890",
	"allseries", "assettag", "baseboard", "baseboardserialnumber",
	"boardmanufacturer", "boardname", "boardproductname", "boardvendor",
	"boardvendorname", "boardversion",
	"chassismanufacturer", "chassisserialnumber", "chassisversion",
	"default", "defaultstring", "empty", "invalid",
	"na", "noassettag", "none", "notapplicable", "notavailable", "notspecified",
	"null", "oem", "oemmanufacturer", "productname", "pleasechangeproductname",
	"serialnumber", "sku", "skunumber", "superserver",
	"systemmanufacturer", "systemname", "systemproductname", "systemserialnumber",
	"systemsku", "systemskunumber", "systemuuid", "systemversion",
	"tbd", "type1productconfigid", "type1familyname",
	"type2boardassettag", "type2boardserialnumber", "type2boardversion",
	"undefined", "unknown", "unspecified",
};

/* Families that differ in what they ask to be filled with, and by whom. */
static const char *const dmi_beginnings[] = {
	"tobefilled", "filledby", "fillby", "tbdby", "defaultstring", "123456789", "0123456789",
};

/* UUIDs that many boards share: FreeBSD's rc.d/hostid refuses them, too. */
static const char *const uuids[] = {
	"03000200-0400-0500-0006-000700080009",
	"00020003-0004-0005-0006-000700080009",
	"07090201-0103-0301-0807-060504030201",
	"11111111-2222-3333-4444-555555555555",
	"12345678-1234-5678-90ab-cddeefaabbcc",
	"4c4c4544-0000-2010-8020-80c04f202020",
	"890e2d14-cacd-45d1-ae66-bc80e8bfeb0f",
	"8e275844-178f-44a8-aceb-a7d7e5178c63",
	"dc698397-fa54-4cf2-82c8-b1b5307a6a7f",
	"fefefefe-fefe-fefe-fefe-fefefefefefe",
};

/* Its letters and digits, in lower case; what is not ASCII counts as a letter. */
static void squeeze(const char *text, char squeezed[TEXT_MAX])
{
	size_t length = 0;

	for (; *text && length < TEXT_MAX - 1; text++)
		if (isalnum((unsigned char)*text) || (unsigned char)*text >= 0x80)
			squeezed[length++] = tolower((unsigned char)*text);
	squeezed[length] = '\0';
}

/* "0000", "ffff", "xxxx", and any other character four times or more. */
static bool is_monotonous(const char *squeezed)
{
	size_t length = strlen(squeezed);

	return strspn(squeezed, (char[]){ *squeezed, '\0' }) == length &&
	       (length >= 4 || strchr("0fx", *squeezed));
}

bool placeholder_serial(const char *serial)
{
	char lower[TEXT_MAX];

	squeeze(serial, lower);
	if (!*lower || strspn(lower, "0") == strlen(lower) ||
	    strspn(lower, "f") == strlen(lower))
		return true;
	if (strlen(serial) >= sizeof(lower))
		return false;
	for (size_t i = 0; i <= strlen(serial); i++)
		lower[i] = tolower((unsigned char)serial[i]);
	for (size_t i = 0; i < ARRAY_SIZE(serials); i++)
		if (glob_match(serials[i], lower))
			return true;
	return false;
}

bool placeholder_dmi(const char *text)
{
	char squeezed[TEXT_MAX];

	squeeze(text, squeezed);
	if (!*squeezed || is_monotonous(squeezed))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(dmi_texts); i++)
		if (strcmp(squeezed, dmi_texts[i]) == 0)
			return true;
	for (size_t i = 0; i < ARRAY_SIZE(dmi_beginnings); i++)
		if (strncmp(squeezed, dmi_beginnings[i], strlen(dmi_beginnings[i])) == 0)
			return true;
	for (size_t i = 0; i < ARRAY_SIZE(uuids); i++)
		if (strcasecmp(text, uuids[i]) == 0)
			return true;
	return false;
}
