// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * spd.c: a memory that may be an SPD: its fields, both digests, and where it
 * differs from itself with one bit turned; and, taken as text, rows of a shape.
 *
 * about: spd*.c jedec.c device_spd.c digest_rows.c
 */
#include "fuzz.h"

#include <errno.h>
#include <string.h>

#include "contents.h"
#include "digest.h"
#include "snapshot.h"
#include "spd.h"

static bool is_printable(const char *text)
{
	for (; *text; text++)
		if (*text < 0x20 || *text > 0x7e)
			return false;
	return true;
}

static void claim_fields(const struct spd *spd)
{
	claim(spd->type);
	claim(is_printable(spd->part) && strlen(spd->part) < sizeof(spd->part));
	claim(!*spd->serial || strlen(spd->serial) == 8);
	claim(!*spd->maker_id || strlen(spd->maker_id) == 4);
	claim(!*spd->dram_maker_id || strlen(spd->dram_maker_id) == 4);
	claim(!spd->maker || *spd->maker_id);
	claim(!spd->total_width || spd->total_width >= spd->data_width);
	claim(!spd->size_mib || (spd->data_width && spd->ranks));
}

/* One bit turned is no more than one byte of the shape, or another memory. */
static void claim_difference(const uint8_t *data, size_t size, const char *shape)
{
	struct digest_difference difference;
	size_t bit = (data[size / 2] << 8 | data[size / 3]) % (size * 8);
	uint8_t *turned = malloc(size);
	char *other;
	int err;

	claim(turned);
	memcpy(turned, data, size);
	turned[bit / 8] ^= 1 << bit % 8;
	if (!spd_shape_text(turned, size, &other)) {
		err = digest_shape_difference(shape, other, &difference);
		claim(err == 0 || err == -ENOENT);
		claim((err == -ENOENT) == !strcmp(shape, other));
		/* The first three bytes say what the others mean. */
		claim(err || bit / 8 < 3 || (difference.count == 1 && *difference.sentence));
		free(other);
	}
	free(turned);
}

static void run_image(const uint8_t *data, size_t size)
{
	char *identity, *shape;
	struct spd spd;
	int err = spd_decode(data, size, &spd);

	claim(err == 0 || err == -ENOENT || err == -EBADMSG);
	if (!err)
		claim_fields(&spd);
	if (spd_identity_text(data, size, &identity))
		return;
	claim(!err && is_printable(spd.part));
	free(identity);
	claim(!spd_shape_text(data, size, &shape));
	claim_difference(data, size, shape);
	free(shape);
}

static void run_rows(const uint8_t *data, size_t size)
{
	static const char good[] = SPD_SHAPE "\n000: 23110c02\n";
	struct digest_difference difference;
	char *text = fuzz_text(data, size), *shape;
	int err;

	claim(asprintf(&shape, SPD_SHAPE "\n%s", text) > 0);
	err = digest_shape_difference(good, shape, &difference);
	claim(err == 0 || err == -ENOENT || err == -EINVAL);
	err = digest_shape_difference(shape, good, &difference);
	claim(err == 0 || err == -ENOENT || err == -EINVAL);
	free(shape);
	free(text);
}

static void run_client(const uint8_t *data, size_t size)
{
	struct snapshot *snapshot = snapshot_new(SOURCE_SYSFS);
	struct device *device = device_new(DEVICE_CLIENT, "0000:00/1f.4/i2c/50");

	claim(snapshot && device);
	device->contents = contents_new(size);
	claim(device->contents && !contents_put(device->contents, 0, data, size));
	claim(!device_decode(device));
	claim(!snapshot_add(snapshot, device));
	fuzz_claim_snapshot(snapshot);
	snapshot_free(snapshot);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	run_image(data, size);
	run_rows(data, size);
	if (size && data[size - 1] % 8 == 0)	/* some: it takes long */
		run_client(data, size);
	return 0;
}
