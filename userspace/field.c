// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * field.c: what may be known of a device: the table of the fields.
 */
#include "field.h"

#include <string.h>

#include "device.h"

#define FUNCTION (1u << DEVICE_FUNCTION)
#define ADAPTER (1u << DEVICE_ADAPTER)
#define CLIENT (1u << DEVICE_CLIENT)
#define ANSWERING (1u << DEVICE_ANSWERING)
#define ALL (FUNCTION | ADAPTER | CLIENT | ANSWERING)

#define OWN(name, type, kinds, digits) { name, name, type, kinds, digits, GROUP_COUNT }
#define SPD(key, type, digits) { "spd." key, key, type, CLIENT, digits, GROUP_SPD }
#define FRU(key, type, digits) { "fru." key, key, type, CLIENT, digits, GROUP_FRU }
#define VPD(key, type, digits) { "vpd." key, key, type, FUNCTION, digits, GROUP_VPD }

const struct group_info group_table[GROUP_COUNT] = {
	[GROUP_SPD] = { "spd", FIELD_SPD_TYPE, FIELD_SPD_SHAPE + 1 - FIELD_SPD_TYPE },
	[GROUP_FRU] = { "fru", FIELD_FRU_CHASSIS_PART,
			FIELD_FRU_SHAPE + 1 - FIELD_FRU_CHASSIS_PART },
	[GROUP_VPD] = { "vpd", FIELD_VPD_NAME, FIELD_VPD_SHAPE + 1 - FIELD_VPD_NAME },
};

const struct field_info field_table[FIELD_COUNT] = {
	[FIELD_ADDRESS] = OWN("address", FIELD_TEXT, ALL, 0),
	[FIELD_VENDOR] = OWN("vendor", FIELD_TEXT, FUNCTION, 4),
	[FIELD_DEVICE] = OWN("device", FIELD_TEXT, FUNCTION, 4),
	[FIELD_SUBSYSTEM_VENDOR] = OWN("subsystem_vendor", FIELD_TEXT, FUNCTION, 4),
	[FIELD_SUBSYSTEM_DEVICE] = OWN("subsystem_device", FIELD_TEXT, FUNCTION, 4),
	[FIELD_CLASS] = OWN("class", FIELD_TEXT, FUNCTION, 6),
	[FIELD_REVISION] = OWN("revision", FIELD_TEXT, FUNCTION, 2),
	[FIELD_SERIAL] = OWN("serial", FIELD_TEXT, FUNCTION, 0),
	[FIELD_NAME] = OWN("name", FIELD_TEXT, ADAPTER | CLIENT, 0),
	[FIELD_MODALIAS] = OWN("modalias", FIELD_TEXT, CLIENT, 0),
	[FIELD_NUMBER] = OWN("number", FIELD_DECIMAL, ADAPTER, 0),
	[FIELD_TYPE] = OWN("type", FIELD_TEXT, ADAPTER, 0),
	[FIELD_FUNCTIONALITY] = OWN("functionality", FIELD_TEXT, ADAPTER, 8),
	[FIELD_FIRMWARE_PATH] = OWN("firmware_path", FIELD_TEXT, CLIENT, 0),
	[FIELD_DRIVER] = OWN("driver", FIELD_TEXT, FUNCTION | CLIENT, 0),
	[FIELD_SLOT] = OWN("slot", FIELD_TEXT, FUNCTION, 0),
	[FIELD_IOMMU_GROUP] = OWN("iommu_group", FIELD_DECIMAL, FUNCTION, 0),
	[FIELD_PORT_TYPE] = OWN("port_type", FIELD_TEXT, FUNCTION, 0),
	[FIELD_MAX_LINK_SPEED] = OWN("max_link_speed", FIELD_TEXT, FUNCTION, 0),
	[FIELD_MAX_LINK_WIDTH] = OWN("max_link_width", FIELD_DECIMAL, FUNCTION, 0),
	[FIELD_LINK_SPEED] = OWN("link_speed", FIELD_TEXT, FUNCTION, 0),
	[FIELD_LINK_WIDTH] = OWN("link_width", FIELD_DECIMAL, FUNCTION, 0),
	[FIELD_ROOT_ID] = OWN("root_id", FIELD_TEXT, ALL, 0),
	[FIELD_ROOT_PATH] = OWN("root_path", FIELD_TEXT, ALL, 0),
	[FIELD_VIRTUAL] = OWN("virtual", FIELD_BOOL, FUNCTION, 0),
	[FIELD_MULTIFUNCTION] = OWN("multifunction", FIELD_BOOL, FUNCTION, 0),
	[FIELD_UNTRUSTED] = OWN("untrusted", FIELD_BOOL, FUNCTION, 0),
	[FIELD_EXTERNAL_FACING] = OWN("external_facing", FIELD_BOOL, FUNCTION, 0),
	[FIELD_REMOVABLE] = OWN("removable", FIELD_BOOL, FUNCTION, 0),
	[FIELD_MUX_CHANNEL] = OWN("mux_channel", FIELD_BOOL, ADAPTER, 0),
	[FIELD_PROBED] = OWN("probed", FIELD_TEXT, ADAPTER | ANSWERING, 0),
	[FIELD_IDENTITY] = OWN("identity", FIELD_TEXT, FUNCTION, 0),
	[FIELD_SHAPE] = OWN("shape", FIELD_TEXT, FUNCTION, 0),
	[FIELD_ROM] = OWN("rom", FIELD_TEXT, FUNCTION, 0),
	[FIELD_CHIP] = OWN("chip", FIELD_TEXT, CLIENT, 0),
	[FIELD_CONTENTS] = OWN("contents_digest", FIELD_TEXT, CLIENT, 0),

	[FIELD_SPD_TYPE] = SPD("type", FIELD_TEXT, 0),
	[FIELD_SPD_MODULE_TYPE] = SPD("module_type", FIELD_TEXT, 0),
	[FIELD_SPD_MAKER] = SPD("maker", FIELD_TEXT, 0),
	[FIELD_SPD_MAKER_ID] = SPD("maker_id", FIELD_TEXT, 4),
	[FIELD_SPD_PART] = SPD("part", FIELD_TEXT, 0),
	[FIELD_SPD_SERIAL] = SPD("serial", FIELD_TEXT, 8),
	[FIELD_SPD_DATE] = SPD("date", FIELD_TEXT, 0),
	[FIELD_SPD_REVISION] = SPD("revision", FIELD_TEXT, 0),
	[FIELD_SPD_DRAM_MAKER] = SPD("dram_maker", FIELD_TEXT, 0),
	[FIELD_SPD_DRAM_MAKER_ID] = SPD("dram_maker_id", FIELD_TEXT, 4),
	[FIELD_SPD_SIZE_MIB] = SPD("size_mib", FIELD_DECIMAL, 0),
	[FIELD_SPD_RANKS] = SPD("ranks", FIELD_DECIMAL, 0),
	[FIELD_SPD_DATA_WIDTH] = SPD("data_width", FIELD_DECIMAL, 0),
	[FIELD_SPD_TOTAL_WIDTH] = SPD("total_width", FIELD_DECIMAL, 0),
	[FIELD_SPD_SPEED_MTS] = SPD("speed_mts", FIELD_DECIMAL, 0),
	[FIELD_SPD_CHECKSUMS] = SPD("checksums", FIELD_TEXT, 0),
	[FIELD_SPD_IDENTITY] = SPD("identity", FIELD_TEXT, 0),
	[FIELD_SPD_SHAPE] = SPD("shape", FIELD_TEXT, 0),

	[FIELD_FRU_CHASSIS_PART] = FRU("chassis_part", FIELD_TEXT, 0),
	[FIELD_FRU_CHASSIS_SERIAL] = FRU("chassis_serial", FIELD_TEXT, 0),
	[FIELD_FRU_BOARD_MAKER] = FRU("board_maker", FIELD_TEXT, 0),
	[FIELD_FRU_BOARD_PRODUCT] = FRU("board_product", FIELD_TEXT, 0),
	[FIELD_FRU_BOARD_SERIAL] = FRU("board_serial", FIELD_TEXT, 0),
	[FIELD_FRU_BOARD_PART] = FRU("board_part", FIELD_TEXT, 0),
	[FIELD_FRU_BOARD_DATE] = FRU("board_date", FIELD_TEXT, 0),
	[FIELD_FRU_PRODUCT_MAKER] = FRU("product_maker", FIELD_TEXT, 0),
	[FIELD_FRU_PRODUCT_NAME] = FRU("product_name", FIELD_TEXT, 0),
	[FIELD_FRU_PRODUCT_PART] = FRU("product_part", FIELD_TEXT, 0),
	[FIELD_FRU_PRODUCT_VERSION] = FRU("product_version", FIELD_TEXT, 0),
	[FIELD_FRU_PRODUCT_SERIAL] = FRU("product_serial", FIELD_TEXT, 0),
	[FIELD_FRU_PRODUCT_ASSET] = FRU("product_asset", FIELD_TEXT, 0),
	[FIELD_FRU_CHECKSUMS] = FRU("checksums", FIELD_TEXT, 0),
	[FIELD_FRU_IDENTITY] = FRU("identity", FIELD_TEXT, 0),
	[FIELD_FRU_SHAPE] = FRU("shape", FIELD_TEXT, 0),

	[FIELD_VPD_NAME] = VPD("name", FIELD_TEXT, 0),
	[FIELD_VPD_PART] = VPD("part", FIELD_TEXT, 0),
	[FIELD_VPD_SERIAL] = VPD("serial", FIELD_TEXT, 0),
	[FIELD_VPD_MAKER] = VPD("maker", FIELD_TEXT, 0),
	[FIELD_VPD_REVISION] = VPD("revision", FIELD_TEXT, 0),
	[FIELD_VPD_CHECKSUM] = VPD("checksum", FIELD_TEXT, 0),
	[FIELD_VPD_IDENTITY] = VPD("identity", FIELD_TEXT, 0),
	[FIELD_VPD_SHAPE] = VPD("shape", FIELD_TEXT, 0),
};

enum field field_find(const char *name)
{
	int field;

	for (field = 0; field < FIELD_COUNT; field++)
		if (!strcmp(field_table[field].name, name))
			break;
	return field;
}

enum field_group group_find(const char *name)
{
	int group;

	for (group = 0; group < GROUP_COUNT; group++)
		if (!strcmp(group_table[group].name, name))
			break;
	return group;
}

enum field group_find_field(enum field_group group, const char *key)
{
	const struct group_info *info = &group_table[group];

	for (unsigned int i = 0; i < info->count; i++)
		if (!strcmp(field_table[info->first + i].key, key))
			return info->first + i;
	return FIELD_COUNT;
}
