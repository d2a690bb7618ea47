// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_sysfs*.c over trees made here: places by the vectors that the module
 * is tested with, and trees that are not what they should be.
 */
#include <check.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "snapshot.h"
#include "source.h"

static char root[64];

static void setup(void)
{
	strcpy(root, "/tmp/muster-test-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(root));
}

static void teardown(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", root);
	ck_assert_int_eq(system(command), 0);
}

/* Makes the directories that @path is in, and it too if it ends with a slash. */
static void make_path(char *path)
{
	char *slash;

	for (slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		ck_assert(!mkdir(path, 0755) || errno == EEXIST);
		*slash = '/';
	}
}

static void make_file(const char *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void make_file(const char *text, const char *format, ...)
{
	char path[PATH_MAX], name[PATH_MAX];
	va_list arguments;
	FILE *file;

	va_start(arguments, format);
	vsnprintf(name, sizeof(name), format, arguments);
	va_end(arguments);
	ck_assert(snprintf(path, sizeof(path), "%s/%s", root, name) < (int)sizeof(path));
	make_path(path);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
}

static void make_link(const char *target, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void make_link(const char *target, const char *format, ...)
{
	char path[PATH_MAX], name[PATH_MAX];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(name, sizeof(name), format, arguments);
	va_end(arguments);
	ck_assert(snprintf(path, sizeof(path), "%s/%s", root, name) < (int)sizeof(path));
	make_path(path);
	ck_assert(!symlink(target, path) || errno == EEXIST);
}

/* A tree being built along one line of vectors. */
struct tree {
	char chain[PATH_MAX];	/* the directory reached, from the root on */
	char parent[32];	/* of a virtual function: its physical one */
	char subject[64];	/* the kernel's name of the last device */
	unsigned int domain, bus, next_bus, next_domain, adapters, adapter;
	bool skip;		/* sysfs cannot show it */
};

static void descend(struct tree *tree, const char *name)
{
	size_t length = strlen(tree->chain);

	snprintf(tree->chain + length, sizeof(tree->chain) - length, "/%s", name);
}

static void enter_bus(struct tree *tree, const char *bus, const char *name)
{
	char target[PATH_MAX + 16];

	snprintf(target, sizeof(target), "../../../%s", tree->chain + strlen("sys/"));
	make_link(target, "sys/bus/%s/devices/%s", bus, name);
	snprintf(tree->subject, sizeof(tree->subject), "%s", name);
}

static void add_function(struct tree *tree, unsigned int device, unsigned int function)
{
	char name[32];

	snprintf(name, sizeof(name), "%04x:%02x:%02x.%x", tree->domain, tree->bus,
		 device, function);
	snprintf(tree->parent, sizeof(tree->parent), "%s", name);
	descend(tree, name);
	make_file("PCI_CLASS=20000\nPCI_ID=8086:10D3\nPCI_SUBSYS_ID=8086:A01F\n",
		  "%s/uevent", tree->chain);
	enter_bus(tree, "pci", name);
	tree->bus = tree->next_bus++;
}

static void add_virtual(struct tree *tree, const char *which)
{
	char physical[PATH_MAX], link[PATH_MAX + 64], name[32];

	snprintf(physical, sizeof(physical), "%s", tree->chain);
	*strrchr(tree->chain, '/') = '\0';
	snprintf(name, sizeof(name), "%04x:%02x:1f.7", tree->domain, tree->bus);
	descend(tree, name);
	make_file("PCI_CLASS=20000\nPCI_ID=8086:10D3\n", "%s/uevent", tree->chain);
	snprintf(link, sizeof(link), "../%s", tree->parent);
	make_link(link, "%s/physfn", tree->chain);
	snprintf(link, sizeof(link), "../%s", name);
	if (strcmp(which, "?"))
		make_link(link, "%s/virtfn%s", physical, which);
	enter_bus(tree, "pci", name);
}

static void add_adapter(struct tree *tree, unsigned int k, const char *format,
			unsigned int channel)
{
	char above[PATH_MAX], name[16], text[64];
	unsigned int i;

	snprintf(above, sizeof(above), "%s", tree->chain);
	for (i = 0; i <= k; i++) {
		snprintf(tree->chain, sizeof(tree->chain), "%s", above);
		tree->adapter = tree->adapters++;
		snprintf(name, sizeof(name), "i2c-%u", tree->adapter);
		descend(tree, name);
		snprintf(text, sizeof(text), format, channel);
		make_file(text, "%s/name", tree->chain);
		enter_bus(tree, "i2c", name);
	}
}

static void add_client(struct tree *tree, unsigned int address)
{
	char name[32];

	snprintf(name, sizeof(name), "%u-%04x", tree->adapter, address);
	descend(tree, name);
	make_file("chip\n", "%s/name", tree->chain);
	enter_bus(tree, "i2c", name);
}

/* As the kernel calls a client that ACPI describes: without its address. */
static void add_named_client(struct tree *tree)
{
	descend(tree, "i2c-CHIP0001:00");
	make_file("chip\n", "%s/name", tree->chain);
	make_file("\\_SB_.CHIP\n", "%s/firmware_node/path", tree->chain);
	enter_bus(tree, "i2c", "i2c-CHIP0001:00");
}

static void take_step(struct tree *tree, char *step)
{
	char word[32] = "", first[300] = "", name[512];
	unsigned int a = 0, b = 0;

	sscanf(step, "%31s %299s", word, first);
	if (!strcmp(word, "root")) {
		ck_assert_int_eq(sscanf(first, "%x:%x", &tree->domain, &tree->bus), 2);
		tree->next_bus = tree->bus + 1;
		snprintf(name, sizeof(name), "pci%s", first);
		descend(tree, name);
	} else if (!strcmp(word, "firmware")) {
		descend(tree, "made-by-firmware");
		if (first[0] == '/') {
			snprintf(name, sizeof(name), "../../../firmware/devicetree/base%s", first);
			make_link(name, "%s/of_node", tree->chain);
		} else {
			make_file(first, "%s/firmware_node/path", tree->chain);
		}
	} else if (!strcmp(word, "named")) {
		if (strcmp(first, "none"))
			descend(tree, first);
	} else if (!strcmp(word, "function")) {
		ck_assert_int_eq(sscanf(first, "%x.%x", &a, &b), 2);
		add_function(tree, a, b);
	} else if (!strcmp(word, "host-bridge")) {
		tree->domain = tree->next_domain++;
		tree->bus = 0;
		snprintf(name, sizeof(name), "pci%04x:00", tree->domain);
		descend(tree, name);
	} else if (!strcmp(word, "virtual")) {
		add_virtual(tree, first);
	} else if (!strcmp(word, "adapter")) {
		add_adapter(tree, strtoul(first, NULL, 10), "an adapter %u\n", 0);
	} else if (!strcmp(word, "channel")) {
		ck_assert_int_eq(sscanf(step, " channel %u %u", &a, &b), 2);
		add_adapter(tree, b, "i2c-0-mux (chan_id %u)\n", a);
	} else if (!strcmp(first, "?")) {
		add_named_client(tree);
	} else {
		a = strtoul(first, NULL, 16);
		a |= !strcmp(word, "client10") || !strcmp(word, "target10") ? 0xa000 : 0;
		a |= !strncmp(word, "target", 6) ? 0x1000 : 0;
		add_client(tree, a);
	}
	/* a client with nothing of I2C above it, or 256 buses: not in any sysfs */
	tree->skip |= (strchr(tree->subject, '-') && !tree->adapters) || tree->bus > 255;
}

static void check_vector(char *line, unsigned int number)
{
	struct tree tree = { .chain = "sys/devices", .next_domain = 0x10000 };
	char *arrow = strstr(line, " <- ");
	struct snapshot *snapshot;
	char *step, *rest;
	size_t i;

	ck_assert_ptr_nonnull(arrow);
	*arrow = '\0';
	setup();
	rest = arrow + 4;
	while ((step = strsep(&rest, ";")))
		take_step(&tree, step);
	make_file("", "sys/bus/x");
	ck_assert_int_eq(source_sysfs(root, &snapshot), 0);
	for (i = 0; i < snapshot->count; i++) {
		const char *address = device_get(snapshot->devices[i], FIELD_ADDRESS);

		if (!strcmp(address, tree.subject))
			break;
	}
	if (!tree.skip) {
		ck_assert_msg(i < snapshot->count, "line %u: not found", number);
		ck_assert_msg(!strcmp(snapshot->devices[i]->place, line),
			      "line %u: %s, not %s", number, snapshot->devices[i]->place, line);
	}
	snapshot_free(snapshot);
	teardown();
}

START_TEST(places_are_those_of_the_module)
{
	FILE *file = fopen(FIXTURES "/places.txt", "r");
	unsigned int number = 0, checked = 0;
	char line[8192];

	ck_assert_ptr_nonnull(file);
	while (fgets(line, sizeof(line), file)) {
		number++;
		line[strcspn(line, "\n")] = '\0';
		if (!*line || *line == '#')
			continue;
		check_vector(line, number);
		checked++;
	}
	fclose(file);
	ck_assert_uint_gt(checked, 20);
}
END_TEST

static struct snapshot *scan(void)
{
	struct snapshot *snapshot;

	ck_assert_int_eq(source_sysfs(root, &snapshot), 0);
	return snapshot;
}

START_TEST(no_tree_is_an_error)
{
	struct snapshot *snapshot;

	ck_assert_int_eq(source_sysfs("/nowhere/at/all", &snapshot), -ENOENT);
	ck_assert_int_eq(source_sysfs(root, &snapshot), -ENOENT);
}
END_TEST

START_TEST(nothing_outside_of_the_tree_is_read)
{
	struct snapshot *snapshot;

	make_link("/sys/devices/pci0000:00/0000:00:00.0", "sys/bus/pci/devices/0000:00:00.0");
	make_link("../../../../../../../../etc/devices/passwd", "sys/bus/pci/devices/0000:00:01.0");
	make_file("PCI_ID=8086:10D3\n", "sys/devices/pci0000:00/0000:00:02.0/uevent");
	make_link("/etc/hostname", "sys/devices/pci0000:00/0000:00:02.0/resource");
	make_link("/etc/hostname", "sys/devices/pci0000:00/0000:00:02.0/config");
	make_link("/proc/self/environ", "etc/hostname");
	make_link("../../../devices/pci0000:00/0000:00:02.0",
		  "sys/bus/pci/devices/0000:00:02.0");
	snapshot = scan();
	ck_assert_uint_eq(snapshot->count, 1);
	ck_assert_ptr_null(snapshot->hostname);
	ck_assert_ptr_null(snapshot->devices[0]->config);
	snapshot_free(snapshot);
}
END_TEST

START_TEST(a_pipe_does_not_stop_it)
{
	struct snapshot *snapshot;
	char path[128];

	make_file("PCI_ID=8086:10D3\nPCI_CLASS=20000\n",
		  "sys/devices/pci0000:00/0000:00:02.0/uevent");
	make_link("../../../devices/pci0000:00/0000:00:02.0",
		  "sys/bus/pci/devices/0000:00:02.0");
	snprintf(path, sizeof(path), "%s/sys/devices/pci0000:00/0000:00:02.0/config", root);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	snapshot = scan();
	ck_assert_uint_eq(snapshot->count, 1);
	ck_assert_int_eq(snapshot->devices[0]->reading, READING_UNREADABLE);
	ck_assert_str_eq(device_get(snapshot->devices[0], FIELD_VENDOR), "8086");
	snapshot_free(snapshot);
}
END_TEST

START_TEST(nonsense_is_unknown)
{
	const struct device *device;
	struct snapshot *snapshot;

	make_file("PCI_ID=80860:10D3\nPCI_CLASS=xyz\nPCI_SUBSYS_ID=8086\n",
		  "sys/devices/pci0000:00/0000:00:02.0/uevent");
	make_file("0x5 0x4 0x200\nnonsense\n0x0 0xfff 0x200\n0x0 0x0 0x0\n",
		  "sys/devices/pci0000:00/0000:00:02.0/resource");
	make_link("../../../devices/pci0000:00/0000:00:02.0",
		  "sys/bus/pci/devices/0000:00:02.0");
	make_link("../../../devices/x", "sys/bus/pci/devices/strange");
	snapshot = scan();
	ck_assert_uint_eq(snapshot->count, 1);
	device = snapshot->devices[0];
	ck_assert_int_eq(device_value(device, FIELD_VENDOR)->state, VALUE_UNKNOWN);
	ck_assert_int_eq(device_value(device, FIELD_CLASS)->state, VALUE_UNKNOWN);
	ck_assert_int_eq(device_value(device, FIELD_SUBSYSTEM_VENDOR)->state, VALUE_UNKNOWN);
	ck_assert_int_eq(device_value(device, FIELD_SERIAL)->state, VALUE_UNKNOWN);
	ck_assert_int_eq(device_value(device, FIELD_IOMMU_GROUP)->state, VALUE_UNKNOWN);
	ck_assert_uint_eq(device->bar_count, 1);
	ck_assert_uint_eq(device->bars[0].index, 2);
	ck_assert_uint_eq(device->bars[0].size, 4096);
	snapshot_free(snapshot);
}
END_TEST

START_TEST(a_sleeping_bridge_keeps_what_is_below_asleep)
{
	struct snapshot *snapshot;

	make_file("PCI_ID=8086:1\n", "sys/devices/pci0000:00/0000:00:1c.0/uevent");
	make_file("D3hot\n", "sys/devices/pci0000:00/0000:00:1c.0/power_state");
	make_file("PCI_ID=8086:2\n",
		  "sys/devices/pci0000:00/0000:00:1c.0/0000:01:00.0/uevent");
	make_file("D0\n", "sys/devices/pci0000:00/0000:00:1c.0/0000:01:00.0/power_state");
	make_file("0123456789abcdef", "sys/devices/pci0000:00/0000:00:1c.0/config");
	make_file("0123456789abcdef",
		  "sys/devices/pci0000:00/0000:00:1c.0/0000:01:00.0/config");
	make_link("../../../devices/pci0000:00/0000:00:1c.0",
		  "sys/bus/pci/devices/0000:00:1c.0");
	make_link("../../../devices/pci0000:00/0000:00:1c.0/0000:01:00.0",
		  "sys/bus/pci/devices/0000:01:00.0");
	snapshot = scan();
	ck_assert_uint_eq(snapshot->count, 2);
	/* its own D3hot does not hinder reading: configuration space answers */
	ck_assert_int_eq(snapshot->devices[0]->reading, READING_OK);
	ck_assert_int_eq(snapshot->devices[1]->reading, READING_ASLEEP);
	ck_assert_ptr_null(snapshot->devices[1]->config);
	snapshot_free(snapshot);
}
END_TEST

/* A tree that was saved by someone who may read 64 bytes. */
START_TEST(a_function_without_capabilities_has_no_serial)
{
	char path[128], bytes[64] = { [0] = 0x86, [1] = 0x80, [0x0b] = 2 };
	struct snapshot *snapshot;
	FILE *file;

	make_file("PCI_ID=8086:1\n", "sys/devices/pci0000:00/0000:00:03.0/uevent");
	make_link("../../../devices/pci0000:00/0000:00:03.0",
		  "sys/bus/pci/devices/0000:00:03.0");
	snprintf(path, sizeof(path), "%s/sys/devices/pci0000:00/0000:00:03.0/config", root);
	file = fopen(path, "w");
	ck_assert_uint_eq(fwrite(bytes, 1, sizeof(bytes), file), sizeof(bytes));
	fclose(file);
	snapshot = scan();
	ck_assert_int_eq(snapshot->devices[0]->reading, READING_OK);
	ck_assert_int_eq(device_value(snapshot->devices[0], FIELD_SERIAL)->state, VALUE_NONE);
	snapshot_free(snapshot);
}
END_TEST

START_TEST(slots_hold_all_functions_of_a_device)
{
	struct snapshot *snapshot;

	make_file("PCI_ID=8086:1\n", "sys/devices/pci0000:00/0000:00:1c.1/uevent");
	make_link("../../../devices/pci0000:00/0000:00:1c.1",
		  "sys/bus/pci/devices/0000:00:1c.1");
	make_file("0000:00:1c\n", "sys/bus/pci/slots/7-1/address");
	make_file("0000:00\n", "sys/bus/pci/slots/8/address");
	snapshot = scan();
	ck_assert_str_eq(device_get(snapshot->devices[0], FIELD_SLOT), "7-1");
	snapshot_free(snapshot);
}
END_TEST

Suite *suite_sysfs(void);

Suite *suite_sysfs(void)
{
	Suite *suite = suite_create("sysfs");
	TCase *vectors = tcase_create("vectors");
	TCase *trees = tcase_create("trees");

	tcase_set_timeout(vectors, 60);
	tcase_add_test(vectors, places_are_those_of_the_module);
	suite_add_tcase(suite, vectors);
	tcase_add_checked_fixture(trees, setup, teardown);
	tcase_add_test(trees, no_tree_is_an_error);
	tcase_add_test(trees, nothing_outside_of_the_tree_is_read);
	tcase_add_test(trees, a_pipe_does_not_stop_it);
	tcase_add_test(trees, nonsense_is_unknown);
	tcase_add_test(trees, a_sleeping_bridge_keeps_what_is_below_asleep);
	tcase_add_test(trees, a_function_without_capabilities_has_no_serial);
	tcase_add_test(trees, slots_hold_all_functions_of_a_device);
	suite_add_tcase(suite, trees);
	return suite;
}
