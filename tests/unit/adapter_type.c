// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * adapter_type.c: what an I2C adapter is for, by the names that drivers of several
 * kernels give and by what it belongs to.
 */
#include "adapter_type.h"

#include "board.h"

static const struct {
	const char *type, *board;	/* its last line is the adapter; NULL: not told */
} cases[] = {
	{ "smbus host", "f 0000:00/1f.4 8086:a323 class=0c0500\n"
	  "a 0000:00/1f.4/i2c name=SMBus~I801~adapter~at~efa0" },
	{ "smbus host", "f 0000:00/14.0 1022:790b class=0c0500\n"
	  "a 0000:00/14.0/i2c#1 name=SMBus~PIIX4~adapter~port~2~at~0b00" },
	{ "smbus host", "f 0000:00/01.3 8086:7113 class=068000\n"
	  "a 0000:00/01.3/i2c name=SMBus~PIIX4~adapter~at~0700" },
	{ "smbus host", "f 0000:00/12.0 8086:19ac class=088000\n"
	  "a 0000:00/12.0/i2c name=SMBus~iSMT~adapter~at~00000000df9d5000" },
	{ "i2c host", "f 0000:00/15.0 8086:a368 class=0c8000 driver=intel-lpss\n"
	  "a 0000:00/15.0/i2c name=Synopsys~DesignWare~I2C~adapter" },
	{ "i2c host", "a fw:\\_SB_.I2CA/i2c name=Synopsys~DesignWare~I2C~adapter" },
	{ "smbus host", "a fw:\\_SB_.SMB1/i2c name=SMBus~CMI~adapter~cmi" },
	{ "mux channel", "f 0000:00/1f.4 8086:a323 class=0c0500\n"
	  "a 0000:00/1f.4/i2c name=SMBus~I801~adapter~at~efa0\n"
	  "a 0000:00/1f.4/i2c/ch0 name=i2c-0-mux~(chan_id~0)" },
	{ "ddc", "f 0000:00/02.0 8086:3e98 class=030000\n"
	  "a 0000:00/02.0/i2c name=i915~gmbus~dpc" },
	{ "dp-aux", "f 0000:00/02.0 8086:3e98 class=030000\n"
	  "a 0000:00/02.0/i2c#3 name=AUX~A/DDI~A/PHY~A" },
	{ "dp-aux", "f 0000:00/02.0 8086:3e98 class=030000\n"
	  "a 0000:00/02.0/i2c#3 name=DPDDC-A" },
	{ "dp-aux", "f 0000:03/00.0 1002:73bf class=030000\n"
	  "a 0000:03/00.0/i2c#5 name=AMDGPU~DM~aux~hw~bus~0" },
	{ "gpu", "f 0000:03/00.0 1002:73bf class=030000\n"
	  "a 0000:03/00.0/i2c name=AMDGPU~SMU~0" },
	{ "gpu", "f 0000:03/00.0 10de:20b0 class=030200\n"
	  "a 0000:03/00.0/i2c name=NVIDIA~i2c~adapter~1~at~3:00.0" },
	{ "usb type-c", "f 0000:03/00.3 10de:1ad9 class=0c8000\n"
	  "a 0000:03/00.3/i2c name=NVIDIA~GPU~I2C~adapter" },
	{ "bmc", "f 0000:02/00.0 1a03:2000 class=030000\n"
	  "a 0000:02/00.0/i2c name=AST~i2c~bit~bus" },
	{ "bmc", "f 0000:02/00.0 102b:0538 class=030000\n"
	  "a 0000:02/00.0/i2c name=mga~i2c" },
	{ "virtio", "f 0000:00/05.0 1af4:1062 class=ff0000\n"
	  "a 0000:00/05.0/i2c name=i2c_virtio~at~virtio~bus~2" },
	{ "usb", "f 0000:00/14.0 8086:a36d class=0c0330\n"
	  "a 0000:00/14.0/i2c name=i2c-tiny-usb~at~bus~001~device~003" },
	{ "software", "a dev:none/i2c name=SMBus~stub~driver" },
	{ "network", "f 0000:03/00.0 8086:1521 class=020000\n"
	  "a 0000:03/00.0/i2c name=igb~BB" },
	{ "other", "f 0000:03/00.0 10ee:7011 class=058000\n"
	  "a 0000:03/00.0/i2c name=xiic-i2c" },
	{ NULL, "f 0000:03/00.0 10ee:7011 class=?\n"
	  "a 0000:03/00.0/i2c name=xiic-i2c" },
	{ "smbus host", "f 0000:03/00.0 8086:7113 class=?\n"
	  "a 0000:03/00.0/i2c name=SMBus~PIIX4~adapter~at~0700" },
	{ NULL, "a 0000:03/00.0/i2c name=xiic-i2c" },
};

START_TEST(types_are_told)
{
	struct snapshot *snapshot = board_snapshot(cases[_i].board);
	const struct device *adapter;
	const char *type;

	ck_assert_int_eq(adapter_types(snapshot), 0);
	adapter = snapshot->devices[snapshot->count - 1];
	type = device_get(adapter, FIELD_TYPE);
	ck_assert_msg(type && cases[_i].type ? strcmp(type, cases[_i].type) == 0 :
		      type == cases[_i].type, "%s: %s", cases[_i].board, type ? type : "unknown");
	snapshot_free(snapshot);
}
END_TEST

START_TEST(what_is_known_stays)
{
	struct snapshot *snapshot = board_snapshot(
		"f 0000:00/1f.4 8086:a323 class=0c0500\n"
		"a 0000:00/1f.4/i2c name=SMBus~I801~adapter~at~efa0 type=ddc\n");

	ck_assert_int_eq(adapter_types(snapshot), 0);
	ck_assert_str_eq(device_get(snapshot->devices[1], FIELD_TYPE), "ddc");
	snapshot_free(snapshot);
}
END_TEST

Suite *suite_adapter_type(void)
{
	Suite *suite = suite_create("adapter_type");
	TCase *tests = tcase_create("adapter_type");

	tcase_add_loop_test(tests, types_are_told, 0, sizeof(cases) / sizeof(*cases));
	tcase_add_test(tests, what_is_known_stays);
	suite_add_tcase(suite, tests);
	return suite;
}
