// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vpd.c: which part a function's vital product data say it is, and whether that
 * can be believed.
 *
 * Broken ones are common: no end tag, a length that runs past all there is,
 * a sum that nobody computed. A right sum vouches for what it is of, however the
 * rest looks; without one, what is cut short is not believed.
 */
#include "vpd.h"

#include <errno.h>
#include <string.h>

#include "latin_text.h"
#include "vpd_resource.h"

#define ELLIPSIS	"..."
#define LONGEST		255	/* bytes of a value that is shown whole */

static void set_text(struct vpd *vpd, enum vpd_text text, const uint8_t *bytes, size_t length)
{
	char *out = vpd->texts[text];

	/* of a keyword that is there twice, the first that says something */
	if (*out)
		return;
	if (length <= LONGEST) {
		latin_text(bytes, length, out, VPD_TEXT_SIZE);
		return;
	}
	latin_text(bytes, LONGEST, out, VPD_TEXT_SIZE - strlen(ELLIPSIS));
	if (*out)
		strcat(out, ELLIPSIS);
}

/* I.3.1: the sum of all bytes from the first to the one after RV's length is 0. */
static enum vpd_checksum judge(const uint8_t *bytes, const struct vpd_keyword *rv)
{
	uint8_t sum = 0;

	if (!rv->length)
		return VPD_CHECKSUM_BAD;
	while (bytes <= rv->bytes)
		sum += *bytes++;
	return sum ? VPD_CHECKSUM_BAD : VPD_CHECKSUM_GOOD;
}

static void read_only(const uint8_t *bytes, const struct vpd_resource *resource,
		      struct vpd *vpd)
{
	static const struct {
		char name[3];
		enum vpd_text text;
	} keywords[] = {
		{ "PN", VPD_PART }, { "EC", VPD_REVISION }, { "SN", VPD_SERIAL },
		{ "MN", VPD_MAKER },
	};
	size_t at = resource->start, i;
	struct vpd_keyword keyword;
	int err;

	while (!(err = vpd_keyword_next(bytes, resource, &at, &keyword))) {
		if (!strcmp(keyword.name, "RV") && vpd->checksum == VPD_CHECKSUM_NONE)
			vpd->checksum = judge(bytes, &keyword);
		for (i = 0; i < sizeof(keywords) / sizeof(*keywords); i++)
			if (!strcmp(keyword.name, keywords[i].name))
				set_text(vpd, keywords[i].text, keyword.bytes, keyword.length);
	}
	if (err == -EBADMSG && vpd->checksum == VPD_CHECKSUM_NONE)
		vpd->checksum = VPD_CHECKSUM_BAD;
}

int vpd_decode(const uint8_t *bytes, size_t length, struct vpd *vpd)
{
	struct vpd_resource resource = { .tag = VPD_TAG_OTHER };
	size_t at = 0, found = 0;
	int err;

	memset(vpd, 0, sizeof(*vpd));
	do {
		err = vpd_resource_next(bytes, length, &at, &resource);
		if (err && err != -ENODATA)
			break;
		if (!found++ && resource.tag >= VPD_TAG_END)
			return -ENOENT;
		if (resource.tag == VPD_TAG_NAME)
			set_text(vpd, VPD_NAME, bytes + resource.start,
				 resource.end - resource.start);
		else if (resource.tag == VPD_TAG_READ_ONLY)
			read_only(bytes, &resource, vpd);
	} while (!err && resource.tag != VPD_TAG_END);
	if (!found)
		return -ENOENT;
	if (err && vpd->checksum != VPD_CHECKSUM_GOOD && (err != -ENOENT || at == length))
		return -EBADMSG;
	return 0;
}
