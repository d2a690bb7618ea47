// SPDX-License-Identifier: GPL-2.0-or-later
/* What each nest of the protocol may hold, as its header says. */

#include "print_tables.h"

#include "muster.h"

#define END { .type = 0 }

static const char *const events[] = {
	[MUSTER_EVENT_LOAD] = "LOAD", [MUSTER_EVENT_PRESENT] = "PRESENT",
	[MUSTER_EVENT_WALKED] = "WALKED", [MUSTER_EVENT_ADD] = "ADD",
	[MUSTER_EVENT_DEL] = "DEL", [MUSTER_EVENT_REMOVED] = "REMOVED",
	[MUSTER_EVENT_BIND] = "BIND", [MUSTER_EVENT_BOUND] = "BOUND",
	[MUSTER_EVENT_NOT_BOUND] = "NOT_BOUND", [MUSTER_EVENT_UNBIND] = "UNBIND",
	[MUSTER_EVENT_UNBOUND] = "UNBOUND", [MUSTER_EVENT_CHANGED] = "CHANGED",
	[MUSTER_EVENT_RESCANNED] = "RESCANNED", [MUSTER_EVENT_FOLDED] = "FOLDED", 0
};

static const char *const kinds[] = {
	[MUSTER_KIND_FUNCTION] = "function", [MUSTER_KIND_ADAPTER] = "adapter",
	[MUSTER_KIND_CLIENT] = "client", 0
};

static const char *const readings[] = {
	[MUSTER_READING_OK] = "ok", [MUSTER_READING_ASLEEP] = "asleep",
	[MUSTER_READING_GONE] = "gone", [MUSTER_READING_UNREADABLE] = "unreadable", 0
};

static const struct print_field extent_fields[] = {
	{ MUSTER_A_EXTENT_OFFSET, "offset", PRINT_U32 },
	{ MUSTER_A_EXTENT_DATA, "data", PRINT_BINARY },
	END
};

static const struct print_nest extent = { extent_fields };

static const struct print_field bar_fields[] = {
	{ MUSTER_A_BAR_INDEX, "index", PRINT_U32 },
	{ MUSTER_A_BAR_SIZE, "size", PRINT_U64 },
	{ MUSTER_A_BAR_FLAGS, "flags", PRINT_U32 },
	END
};

static const struct print_nest bar = { bar_fields };

static const struct print_field device_fields[] = {
	{ MUSTER_A_DEVICE_NUMBER, "number", PRINT_U64 },
	{ MUSTER_A_DEVICE_LAST, "last", PRINT_U64 },
	{ MUSTER_A_DEVICE_ORIGIN, "origin", PRINT_NAME, .names = events },
	{ MUSTER_A_DEVICE_SINCE, "since", PRINT_U64 },
	{ MUSTER_A_DEVICE_KIND, "kind", PRINT_NAME, .names = kinds },
	{ MUSTER_A_DEVICE_FLAGS, "flags", PRINT_U32 },
	{ MUSTER_A_DEVICE_PLACE, "place", PRINT_STRING },
	{ MUSTER_A_DEVICE_ADDRESS, "address", PRINT_STRING },
	{ MUSTER_A_DEVICE_ROOT_ID, "root_id", PRINT_STRING },
	{ MUSTER_A_DEVICE_ROOT_PATH, "root_path", PRINT_STRING },
	{ MUSTER_A_DEVICE_DRIVER, "driver", PRINT_STRING },
	{ MUSTER_A_DEVICE_VENDOR, "vendor", PRINT_HEX, .digits = 4 },
	{ MUSTER_A_DEVICE_DEVICE, "device", PRINT_HEX, .digits = 4 },
	{ MUSTER_A_DEVICE_SUBSYSTEM_VENDOR, "subsystem_vendor", PRINT_HEX, .digits = 4 },
	{ MUSTER_A_DEVICE_SUBSYSTEM_DEVICE, "subsystem_device", PRINT_HEX, .digits = 4 },
	{ MUSTER_A_DEVICE_CLASS, "class", PRINT_HEX, .digits = 6 },
	{ MUSTER_A_DEVICE_REVISION, "revision", PRINT_HEX, .digits = 2 },
	{ MUSTER_A_DEVICE_READING, "reading", PRINT_NAME, .names = readings },
	{ MUSTER_A_DEVICE_CONFIG_SIZE, "config_size", PRINT_U32 },
	{ MUSTER_A_DEVICE_EXTENT, "extents", PRINT_NEST, .nest = &extent, .repeated = true },
	{ MUSTER_A_DEVICE_BAR, "bars", PRINT_NEST, .nest = &bar, .repeated = true },
	{ MUSTER_A_DEVICE_SLOT, "slot", PRINT_STRING },
	{ MUSTER_A_DEVICE_IOMMU_GROUP, "iommu_group", PRINT_U32 },
	{ MUSTER_A_DEVICE_ADAPTER_NUMBER, "adapter_number", PRINT_U32 },
	{ MUSTER_A_DEVICE_FUNCTIONALITY, "functionality", PRINT_HEX, .digits = 8 },
	{ MUSTER_A_DEVICE_NAME, "name", PRINT_STRING },
	{ MUSTER_A_DEVICE_CLIENT_ADDRESS, "client_address", PRINT_U32 },
	{ MUSTER_A_DEVICE_MODALIAS, "modalias", PRINT_STRING },
	{ MUSTER_A_DEVICE_FIRMWARE_PATH, "firmware_path", PRINT_STRING },
	END
};

const struct print_nest print_device = { device_fields };

static const struct print_field dmi_fields[] = {
	{ MUSTER_A_DMI_SYS_VENDOR, "sys_vendor", PRINT_STRING },
	{ MUSTER_A_DMI_PRODUCT_NAME, "product_name", PRINT_STRING },
	{ MUSTER_A_DMI_PRODUCT_VERSION, "product_version", PRINT_STRING },
	{ MUSTER_A_DMI_PRODUCT_SKU, "product_sku", PRINT_STRING },
	{ MUSTER_A_DMI_PRODUCT_UUID, "product_uuid", PRINT_STRING },
	{ MUSTER_A_DMI_BOARD_VENDOR, "board_vendor", PRINT_STRING },
	{ MUSTER_A_DMI_BOARD_NAME, "board_name", PRINT_STRING },
	{ MUSTER_A_DMI_BOARD_VERSION, "board_version", PRINT_STRING },
	{ MUSTER_A_DMI_BIOS_VERSION, "bios_version", PRINT_STRING },
	END
};

static const struct print_nest dmi = { dmi_fields };

static const struct print_field load_fields[] = {
	{ MUSTER_A_LOAD_BYTE_ORDER, "byte_order", PRINT_HEX, .digits = 8 },
	{ MUSTER_A_LOAD_LOAD_ID, "load_id", PRINT_BINARY },
	{ MUSTER_A_LOAD_PROTOCOL, "protocol", PRINT_U32 },
	{ MUSTER_A_LOAD_VERSION, "version", PRINT_STRING },
	{ MUSTER_A_LOAD_SOURCE_DIGEST, "source_digest", PRINT_STRING },
	{ MUSTER_A_LOAD_KERNEL, "kernel", PRINT_STRING },
	{ MUSTER_A_LOAD_HEAD_BYTES, "head_bytes", PRINT_U64 },
	{ MUSTER_A_LOAD_RING_BYTES, "ring_bytes", PRINT_U64 },
	{ MUSTER_A_LOAD_DMI, "dmi", PRINT_NEST, .nest = &dmi },
	END
};

static const struct print_nest load = { load_fields };

static const struct print_field counts_fields[] = {
	{ MUSTER_A_COUNTS_TICKET, "ticket", PRINT_U64 },
	{ MUSTER_A_COUNTS_SEEN, "seen", PRINT_U32 },
	{ MUSTER_A_COUNTS_CHANGED, "changed", PRINT_U32 },
	{ MUSTER_A_COUNTS_UNREADABLE, "unreadable", PRINT_U32 },
	{ MUSTER_A_COUNTS_BOUND, "bound", PRINT_U32 },
	END
};

static const struct print_nest counts = { counts_fields };

static const struct print_field fold_count_fields[] = {
	{ MUSTER_A_FOLD_COUNT_EVENT, "event", PRINT_NAME, .names = events },
	{ MUSTER_A_FOLD_COUNT_TIMES, "times", PRINT_U64 },
	END
};

static const struct print_nest fold_count = { fold_count_fields };

static const struct print_field fold_fields[] = {
	{ MUSTER_A_FOLD_PLACE, "place", PRINT_STRING },
	{ MUSTER_A_FOLD_DIGEST, "digest", PRINT_BINARY },
	{ MUSTER_A_FOLD_FIRST, "first", PRINT_U64 },
	{ MUSTER_A_FOLD_LAST, "last", PRINT_U64 },
	{ MUSTER_A_FOLD_COUNT, "counts", PRINT_NEST, .nest = &fold_count, .repeated = true },
	END
};

static const struct print_nest fold = { fold_fields };

static const struct print_field entry_fields[] = {
	{ MUSTER_A_ENTRY_NUMBER, "number", PRINT_U64 },
	{ MUSTER_A_ENTRY_EVENT, "event", PRINT_NAME, .names = events },
	{ MUSTER_A_ENTRY_FLAGS, "flags", PRINT_U32 },
	{ MUSTER_A_ENTRY_BOOTTIME, "boottime", PRINT_U64 },
	{ MUSTER_A_ENTRY_REALTIME, "realtime", PRINT_U64 },
	{ MUSTER_A_ENTRY_SUBJECT, "subject", PRINT_U64 },
	{ MUSTER_A_ENTRY_DEVICE, "device", PRINT_NEST, .nest = &print_device },
	{ MUSTER_A_ENTRY_DRIVER, "driver", PRINT_STRING },
	{ MUSTER_A_ENTRY_LOAD, "load", PRINT_NEST, .nest = &load },
	{ MUSTER_A_ENTRY_COUNTS, "counts", PRINT_NEST, .nest = &counts },
	{ MUSTER_A_ENTRY_FOLD, "fold", PRINT_NEST, .nest = &fold },
	END
};

const struct print_nest print_entry = { entry_fields };

static const struct print_field info_fields[] = {
	{ MUSTER_A_INFO_PROTOCOL, "protocol", PRINT_U32 },
	{ MUSTER_A_INFO_VERSION, "version", PRINT_STRING },
	{ MUSTER_A_INFO_SOURCE_DIGEST, "source_digest", PRINT_STRING },
	{ MUSTER_A_INFO_LOAD_ID, "load_id", PRINT_BINARY },
	{ MUSTER_A_INFO_NEXT, "next", PRINT_U64 },
	{ MUSTER_A_INFO_HEAD_END, "head_end", PRINT_U64 },
	{ MUSTER_A_INFO_OLDEST, "oldest", PRINT_U64 },
	{ MUSTER_A_INFO_LOST, "lost", PRINT_U64 },
	{ MUSTER_A_INFO_HASH, "hash", PRINT_BINARY },
	{ MUSTER_A_INFO_FUNCTIONS, "functions", PRINT_U32 },
	{ MUSTER_A_INFO_ADAPTERS, "adapters", PRINT_U32 },
	{ MUSTER_A_INFO_CLIENTS, "clients", PRINT_U32 },
	{ MUSTER_A_INFO_INCOMPLETE, "incomplete", PRINT_FLAG },
	{ MUSTER_A_INFO_HEAD_BYTES, "head_bytes", PRINT_U64 },
	{ MUSTER_A_INFO_RING_BYTES, "ring_bytes", PRINT_U64 },
	{ MUSTER_A_INFO_ROSTER_BYTES, "roster_bytes", PRINT_U64 },
	{ MUSTER_A_INFO_CONFIG_READS, "config_reads", PRINT_U64 },
	{ MUSTER_A_INFO_RESCANNING, "rescanning", PRINT_FLAG },
	{ MUSTER_A_INFO_BOOTTIME, "boottime", PRINT_U64 },
	{ MUSTER_A_INFO_REALTIME, "realtime", PRINT_U64 },
	END
};

const struct print_nest print_info = { info_fields };
