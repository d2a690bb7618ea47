// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * adapter_type.c: what an I2C adapter is for, by what it belongs to.
 */
#include "adapter_type.h"

#include <stddef.h>
#include <string.h>

#include "match.h"
#include "place.h"
#include "snapshot.h"

/*
 * In order: the first that fits. A class is told by its first digits (PCI Code and
 * ID Assignment, section 1), a name is a glob; NULL: any. Where the function has a
 * class of its own for the purpose, it tells all; only what drivers put on a bridge,
 * a system peripheral or a display is told by the name that the driver gives.
 */
static const struct kind {
	const char *class, *vendor, *device, *name, *type;
} kinds[] = {
	{ "0c05", NULL, NULL, NULL, ADAPTER_SMBUS_HOST },
	{ "0c07", NULL, NULL, NULL, ADAPTER_BMC },	/* IPMI */
	{ NULL, "1a03", NULL, NULL, ADAPTER_BMC },	/* ASPEED */
	{ "03", "102b", NULL, NULL, ADAPTER_BMC },	/* Matrox G200 */
	{ "03", "19e5", NULL, NULL, ADAPTER_BMC },	/* HiSilicon iBMC */
	{ "0302", NULL, NULL, NULL, ADAPTER_GPU },	/* without a display */
	{ "12", NULL, NULL, NULL, ADAPTER_GPU },
	{ "03", NULL, NULL, "*[Aa][Uu][Xx]*", ADAPTER_DP_AUX },
	{ "03", NULL, NULL, "DPDDC*", ADAPTER_DP_AUX },
	{ "03", NULL, NULL, "DPMST*", ADAPTER_DP_AUX },
	{ "03", NULL, NULL, "*SMU*", ADAPTER_GPU },
	{ "03", NULL, NULL, NULL, ADAPTER_DDC },
	{ "0c03", NULL, NULL, NULL, ADAPTER_USB },
	{ "0c80", "10de", NULL, NULL, ADAPTER_TYPE_C },
	{ NULL, "1af4", "1062", NULL, ADAPTER_VIRTIO },
	{ "0c80", NULL, NULL, NULL, ADAPTER_I2C_HOST },	/* LPSS, ThunderX */
	{ "1180", NULL, NULL, NULL, ADAPTER_I2C_HOST },	/* LPSS */
	{ "02", NULL, NULL, NULL, ADAPTER_NETWORK },
	{ "04", NULL, NULL, NULL, ADAPTER_MEDIA },
	{ NULL, NULL, NULL, "SMBus*", ADAPTER_SMBUS_HOST },	/* PIIX4, iSMT, VIA, ... */
	{ NULL, NULL, NULL, "*DesignWare*", ADAPTER_I2C_HOST },
	{ NULL, NULL, NULL, "i2c_virtio*", ADAPTER_VIRTIO },
};

static bool is_same(const char *wanted, const char *text)
{
	return !wanted || (text && strcmp(wanted, text) == 0);
}

static bool fits(const struct kind *kind, const struct device *host, const char *class,
		 const char *name)
{
	if (kind->class && (!class || strncmp(kind->class, class, strlen(kind->class))))
		return false;
	return is_same(kind->vendor, device_get(host, FIELD_VENDOR)) &&
	       is_same(kind->device, device_get(host, FIELD_DEVICE)) &&
	       (!kind->name || (name && glob_match(kind->name, name)));
}

static const char *type_of_function(const struct device *host, const char *name)
{
	char digits[DEVICE_CLASS_SIZE];
	const char *class = device_class(host, digits);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (fits(&kinds[i], host, class, name))
			return kinds[i].type;
	return class ? ADAPTER_OTHER : NULL;
}

/* Below no function: firmware names it, as it does AMDI0010, or only the kernel does. */
static const char *type_without_function(const char *place, const char *name)
{
	if (strncmp(place, "dev:", 4) == 0)
		return ADAPTER_SOFTWARE;
	if (strncmp(place, "fw:", 3) != 0)
		return NULL;
	return name && glob_match("SMBus*", name) ? ADAPTER_SMBUS_HOST : ADAPTER_I2C_HOST;
}

const char *adapter_type(const struct device *adapter, const struct device *host)
{
	const char *name = device_get(adapter, FIELD_NAME);
	const char *step = strrchr(adapter->place, '/');
	const char *channel = device_get(adapter, FIELD_MUX_CHANNEL);

	if ((channel && strcmp(channel, "true") == 0) || (step && strncmp(step, "/ch", 3) == 0))
		return ADAPTER_MUX_CHANNEL;
	if (host && host->kind == DEVICE_FUNCTION)
		return type_of_function(host, name);
	return type_without_function(adapter->place, name);
}

bool adapter_is_guest(const struct device *adapter)
{
	const char *type = device_get(adapter, FIELD_TYPE);

	return type && (strcmp(type, ADAPTER_USB) == 0 || strcmp(type, ADAPTER_SOFTWARE) == 0);
}

int adapter_types_set(const struct snapshot *snapshot, struct device *adapter)
{
	const struct device *host = NULL;
	size_t length = place_parent(adapter->place);
	char parent[PLACE_MAX + 1];
	const char *type;

	if (adapter->kind != DEVICE_ADAPTER ||
	    device_value(adapter, FIELD_TYPE)->state == VALUE_KNOWN)
		return 0;
	if (length && length < sizeof(parent)) {
		memcpy(parent, adapter->place, length);
		parent[length] = '\0';
		host = snapshot_find(snapshot, parent);
	}
	type = adapter_type(adapter, host);
	return type ? device_set(adapter, FIELD_TYPE, type) : 0;
}

int adapter_types(struct snapshot *snapshot)
{
	int err = 0;

	for (size_t i = 0; i < snapshot->count && !err; i++)
		err = adapter_types_set(snapshot, snapshot->devices[i]);
	return err;
}
