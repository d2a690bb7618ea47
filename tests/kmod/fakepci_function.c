// SPDX-License-Identifier: GPL-2.0-only
/* Builds the configuration space of a simulated function from the words of a command. */

#include "fakepci.h"

#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/string.h>

#define FIRST_CAPABILITY 0x40
#define PCIE_CAP_SIZE 0x3c
#define DSN_CAP_SIZE 12
#define VPD_TAG_NAME 0x82
#define VPD_TAG_READ_ONLY 0x90
#define VPD_TAG_END 0x78

static void put16(struct fakepci_function *function, int where, u16 value)
{
	function->config[where] = value;
	function->config[where + 1] = value >> 8;
}

static void put32(struct fakepci_function *function, int where, u32 value)
{
	put16(function, where, value);
	put16(function, where + 2, value >> 16);
}

static void allow(struct fakepci_function *function, int where, u32 mask)
{
	int byte;

	for (byte = 0; byte < 4; byte++)
		function->writable[where + byte] |= mask >> (byte * 8);
}

/* Return: the offset of a new capability, or 0 where the space is full. */
static int add_capability(struct fakepci_function *function, u8 id, int size)
{
	int where = function->next_cap;

	if (where + size > PCI_CFG_SPACE_SIZE)
		return 0;
	function->config[function->last_cap] = where;
	function->config[where] = id;
	function->last_cap = where + 1;
	function->next_cap = ALIGN(where + size, 4);
	put16(function, PCI_STATUS, PCI_STATUS_CAP_LIST);
	return where;
}

static int add_extended(struct fakepci_function *function, u16 id, u8 version, int size)
{
	int where = function->next_ecap;

	if (where + size > FAKEPCI_CONFIG_SIZE)
		return 0;
	if (function->last_ecap)
		put16(function, function->last_ecap + 2,
		      (function->config[function->last_ecap + 2] & 0xf) | where << 4);
	put16(function, where, id);
	put16(function, where + 2, version);
	function->last_ecap = where;
	function->next_ecap = ALIGN(where + size, 4);
	return where;
}

/* PCIe specification 7.5.3: a link of 8 GT/s x4 that trained so. */
static int add_pcie(struct fakepci_function *function, const char *value)
{
	int where = add_capability(function, PCI_CAP_ID_EXP, PCIE_CAP_SIZE);
	u16 type = 0;

	if (!where)
		return -ENOSPC;
	if (value && kstrtou16(value, 16, &type))
		return -EINVAL;
	put16(function, where + PCI_EXP_FLAGS, (type & 0xf) << 4 | 2);
	put32(function, where + PCI_EXP_DEVCAP, PCI_EXP_DEVCAP_RBER);
	put32(function, where + PCI_EXP_LNKCAP, 0x00000043);
	put16(function, where + PCI_EXP_LNKSTA, 0x0043 | PCI_EXP_LNKSTA_SLC);
	put32(function, where + PCI_EXP_LNKCAP2, 0x0000000e);
	allow(function, where + PCI_EXP_DEVCTL, 0x7fff);
	allow(function, where + PCI_EXP_LNKCTL, 0x0fdb);
	allow(function, where + PCI_EXP_DEVCTL2, 0xffff);
	allow(function, where + PCI_EXP_LNKCTL2, 0xffff);
	return 0;
}

/* PCI power management specification 3.2: D3hot and back. */
static int add_pm(struct fakepci_function *function)
{
	int where = add_capability(function, PCI_CAP_ID_PM, PCI_PM_SIZEOF);

	if (!where)
		return -ENOSPC;
	put16(function, where + PCI_PM_PMC, 3);
	allow(function, where + PCI_PM_CTRL, PCI_PM_CTRL_STATE_MASK);
	return 0;
}

/* PCI specification 2.2, appendix I: a name, an SN and a checksum. */
static int add_vpd(struct fakepci_function *function, const char *serial)
{
	static const u8 head[] = { VPD_TAG_NAME, 4, 0, 'f', 'a', 'k', 'e', VPD_TAG_READ_ONLY };
	size_t length = serial ? strlen(serial) : 0;
	u8 *vpd = function->vpd;
	u8 sum = 0;
	size_t at, end;

	function->vpd_cap = add_capability(function, PCI_CAP_ID_VPD, 8);
	if (!function->vpd_cap)
		return -ENOSPC;
	if (!length || length > 64)
		return -EINVAL;
	allow(function, function->vpd_cap, 0xffff0000);
	memcpy(vpd, head, sizeof(head));
	vpd[8] = length + 7;
	memcpy(&vpd[10], "SN", 2);
	vpd[12] = length;
	memcpy(&vpd[13], serial, length);
	end = 13 + length;
	memcpy(&vpd[end], "RV\001", 3);
	for (at = 0; at < end + 3; at++)
		sum += vpd[at];
	vpd[end + 3] = -sum;
	vpd[end + 4] = VPD_TAG_END;
	return 0;
}

/* A 64-bit memory BAR of the size given, a power of two. */
static int add_bar(struct fakepci_function *function, int index, const char *value)
{
	int where = PCI_BASE_ADDRESS_0 + 4 * index;
	u64 size;

	if (!value || kstrtou64(value, 16, &size) || size < 16 || size & (size - 1))
		return -EINVAL;
	if (index > 4 || index & 1)
		return -EINVAL;
	put32(function, where, PCI_BASE_ADDRESS_MEM_TYPE_64);
	allow(function, where, (u32)~(size - 1) & ~0xf);
	allow(function, where + 4, ~(size - 1) >> 32);
	return 0;
}

static int make_bridge(struct fakepci_function *function, const char *value)
{
	unsigned int secondary, subordinate;

	if (!value || sscanf(value, "%2x-%2x", &secondary, &subordinate) != 2)
		return -EINVAL;
	function->config[PCI_HEADER_TYPE] |= PCI_HEADER_TYPE_BRIDGE;
	put16(function, PCI_CLASS_DEVICE, PCI_CLASS_BRIDGE_PCI);
	function->config[PCI_SECONDARY_BUS] = secondary;
	function->config[PCI_SUBORDINATE_BUS] = subordinate;
	memset(&function->writable[PCI_PRIMARY_BUS], 0xff, 3);
	put16(function, PCI_PREF_MEMORY_BASE, PCI_PREF_RANGE_TYPE_64);
	put16(function, PCI_PREF_MEMORY_LIMIT, PCI_PREF_RANGE_TYPE_64);
	allow(function, PCI_MEMORY_BASE, 0xfff0fff0);
	allow(function, PCI_PREF_MEMORY_BASE, 0xfff0fff0);
	allow(function, PCI_PREF_BASE_UPPER32, ~0);
	allow(function, PCI_PREF_LIMIT_UPPER32, ~0);
	allow(function, PCI_INTERRUPT_LINE, 0x00ff00ff);
	return 0;
}

static int set_pair(struct fakepci_function *function, const char *value, int first, int second)
{
	unsigned int one, two;

	if (!value || sscanf(value, "%4x:%4x", &one, &two) != 2)
		return -EINVAL;
	put16(function, first, one);
	put16(function, second, two);
	return 0;
}

static int set_class(struct fakepci_function *function, const char *value)
{
	u32 class;

	if (!value || kstrtou32(value, 16, &class))
		return -EINVAL;
	function->config[PCI_CLASS_PROG] = class;
	put16(function, PCI_CLASS_DEVICE, class >> 8);
	return 0;
}

/* "ID:HEX": a capability with that body, whatever it says. */
static int add_raw(struct fakepci_function *function, char *value, bool extended)
{
	char *hex = value ? strchr(value, ':') : NULL;
	int where, header = extended ? 4 : 2;
	size_t length, byte;
	u16 id;

	if (!hex)
		return -EINVAL;
	*hex++ = '\0';
	length = strlen(hex) / 2;
	if (kstrtou16(value, 16, &id))
		return -EINVAL;
	if (extended)
		where = add_extended(function, id, 1, header + length);
	else
		where = add_capability(function, id, header + length);
	if (!where)
		return -ENOSPC;
	for (byte = 0; byte < length; byte++) {
		if (sscanf(&hex[2 * byte], "%2hhx", &function->config[where + header + byte]) != 1)
			return -EINVAL;
	}
	return 0;
}

static int add_serial(struct fakepci_function *function, const char *value)
{
	u64 serial;

	if (!value || kstrtou64(value, 16, &serial))
		return -EINVAL;
	function->dsn_cap = add_extended(function, PCI_EXT_CAP_ID_DSN, 1, DSN_CAP_SIZE);
	if (!function->dsn_cap)
		return -ENOSPC;
	fakepci_function_set_serial(function, serial);
	return 0;
}

static int apply(struct fakepci_function *function, const char *key, char *value)
{
	if (!strcmp(key, "id"))
		return set_pair(function, value, PCI_VENDOR_ID, PCI_DEVICE_ID);
	if (!strcmp(key, "sub"))
		return set_pair(function, value, PCI_SUBSYSTEM_VENDOR_ID, PCI_SUBSYSTEM_ID);
	if (!strcmp(key, "class"))
		return set_class(function, value);
	if (!strcmp(key, "rev"))
		return kstrtou8(value ?: "", 16, &function->config[PCI_REVISION_ID]);
	if (!strcmp(key, "dsn"))
		return add_serial(function, value);
	if (!strcmp(key, "pcie"))
		return add_pcie(function, value);
	if (!strcmp(key, "pm"))
		return add_pm(function);
	if (!strcmp(key, "vpd"))
		return add_vpd(function, value);
	if (!strcmp(key, "bridge"))
		return make_bridge(function, value);
	if (!strcmp(key, "cap") || !strcmp(key, "ecap"))
		return add_raw(function, value, key[0] == 'e');
	if (!strncmp(key, "bar", 3) && isdigit(key[3]) && !key[4])
		return add_bar(function, key[3] - '0', value);
	if (!strcmp(key, "multi")) {
		fakepci_function_set_multifunction(function);
		return 0;
	}
	return -EINVAL;
}

static void start_blank(struct fakepci_function *function)
{
	memset(function->config, 0, sizeof(function->config));
	memset(function->writable, 0, sizeof(function->writable));
	memset(function->vpd, 0, sizeof(function->vpd));
	function->last_cap = PCI_CAPABILITY_LIST;
	function->next_cap = FIRST_CAPABILITY;
	function->last_ecap = 0;
	function->next_ecap = PCI_CFG_SPACE_SIZE;
	function->dsn_cap = 0;
	function->vpd_cap = 0;
	function->vpd_looks = 0;
	function->vpd_wait = 0;
	function->vpd_mute = FAKEPCI_VPD_TALKS;
	put16(function, PCI_VENDOR_ID, 0x1b36);
	put16(function, PCI_DEVICE_ID, 0xfa4e);
	allow(function, PCI_COMMAND, 0x0547);
	allow(function, PCI_CACHE_LINE_SIZE, 0x0000ffff);
	allow(function, PCI_INTERRUPT_LINE, 0x000000ff);
}

/**
 * fakepci_function_describe() - give a function a new configuration space
 * @function: the function; its counters and power state stay
 * @words: key=value words as tests/kmod/fakepci_main.c lists them; eaten
 *
 * Return: 0, or -EINVAL at a word that is not understood, or -ENOSPC.
 */
int fakepci_function_describe(struct fakepci_function *function, char *words)
{
	char *word;

	start_blank(function);
	while ((word = strsep(&words, " \t"))) {
		char *key = strsep(&word, "=");
		int err;

		if (!*key || !strcmp(key, "count"))
			continue;
		err = apply(function, key, word);
		if (err)
			return err;
	}
	return 0;
}

/**
 * fakepci_function_set_serial() - change the device serial number
 * @function: a function with that capability
 * @serial: the number, first byte shown first
 */
void fakepci_function_set_serial(struct fakepci_function *function, u64 serial)
{
	put32(function, function->dsn_cap + 4, serial);
	put32(function, function->dsn_cap + 8, serial >> 32);
}

/**
 * fakepci_function_serial() - the device serial number
 * @function: a function with that capability
 *
 * Return: the number.
 */
u64 fakepci_function_serial(const struct fakepci_function *function)
{
	u64 serial = 0;
	int byte;

	for (byte = 7; byte >= 0; byte--)
		serial = serial << 8 | function->config[function->dsn_cap + 4 + byte];
	return serial;
}

/**
 * fakepci_function_hide_serial() - turn the serial number capability into one of no meaning
 * @function: a function with that capability; the list stays linked
 */
void fakepci_function_hide_serial(struct fakepci_function *function)
{
	put16(function, function->dsn_cap, PCI_EXT_CAP_ID_VNDR);
	memset(&function->config[function->dsn_cap + 4], 0, DSN_CAP_SIZE - 4);
	function->config[function->dsn_cap + 6] = DSN_CAP_SIZE << 4;
	function->dsn_cap = 0;
}

/**
 * fakepci_function_set_multifunction() - say that other functions share the device
 * @function: the function
 */
void fakepci_function_set_multifunction(struct fakepci_function *function)
{
	function->config[PCI_HEADER_TYPE] |= 0x80;
}
