// SPDX-License-Identifier: GPL-2.0-only
/* Loading and unloading, in order: a table of contents. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "internal.h"

#include <linux/crash_dump.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/sizes.h>

static unsigned int head_slack_kib = 256;
module_param(head_slack_kib, uint, 0444);
MODULE_PARM_DESC(head_slack_kib,
		 "KiB of the record that are never dropped, beyond what the devices present take (default 256, at most 65536)");

static unsigned int ring_kib = 4096;
module_param(ring_kib, uint, 0444);
MODULE_PARM_DESC(ring_kib,
		 "KiB of the record after that, the oldest dropped first (default 4096, 64 to 262144)");

/* What one entry takes that introduces a function, an adapter or a client. */
#define FUNCTION_BYTES	1536
#define I2C_BYTES	640

static int create_ledger(void)
{
	u64 head = (u64)min(head_slack_kib, 65536u) * SZ_1K;
	u64 ring = (u64)clamp(ring_kib, 64u, 262144u) * SZ_1K;

	head += (u64)muster_pci_count() * FUNCTION_BYTES;
	head += (u64)muster_i2c_count() * I2C_BYTES;
	/* entry 1 must have its place */
	return muster_ledger_create(max_t(u64, head, SZ_8K), ring);
}

static int walk_buses(void)
{
	struct muster_walk walk = { .meet = muster_observe_present };
	int err;

	err = muster_pci_walk(&walk);
	if (!err)
		err = muster_i2c_walk(&walk);
	if (!err)
		muster_observe_walked(&walk.counts);
	return err;
}

static void log_state(const char *what)
{
	struct muster_ledger_state ledger;
	struct muster_roster_state roster;

	muster_lock();
	muster_ledger_state(&ledger);
	muster_roster_state(&roster);
	muster_unlock();
	pr_info("%s: load %*phN, next %llu, chain %*phN, %u functions, %u adapters, %u clients\n",
		what, MUSTER_LOAD_ID_SIZE, muster_load_id(), ledger.next,
		MUSTER_HASH_SIZE, ledger.hash, roster.present[MUSTER_KIND_FUNCTION],
		roster.present[MUSTER_KIND_ADAPTER], roster.present[MUSTER_KIND_CLIENT]);
}

static int __init muster_init(void)
{
	int err;

	if (is_kdump_kernel()) {
		pr_info("this is a crash kernel: nothing is recorded\n");
		return -ENODEV;
	}

	err = muster_sighting_create();
	if (err)
		goto refuse;
	err = create_ledger();
	if (err)
		goto destroy_sighting;
	err = muster_rescan_create();
	if (err)
		goto destroy_ledger;
	err = muster_netlink_create();
	if (err)
		goto destroy_rescan;
	muster_begin_record();
	err = muster_pci_watch();
	if (err)
		goto destroy_netlink;
	err = muster_i2c_watch();
	if (err)
		goto unwatch_pci;
	err = walk_buses();
	if (err)
		goto unwatch_i2c;
	err = muster_netlink_register();
	if (err)
		goto unwatch_i2c;

	log_state("recording");
	return 0;

unwatch_i2c:
	muster_i2c_unwatch();
unwatch_pci:
	muster_pci_unwatch();
	/* what arrived after the walk may be folded already */
	muster_fold_end_all();
	muster_i2c_forget_all();
	muster_roster_destroy();
destroy_netlink:
	muster_netlink_destroy();
destroy_rescan:
	muster_rescan_destroy();
destroy_ledger:
	muster_ledger_destroy();
destroy_sighting:
	muster_sighting_destroy();
refuse:
	pr_err("not loaded, nothing is recorded: %pe\n", ERR_PTR(err));
	return err;
}

static void __exit muster_exit(void)
{
	muster_stop();
	/* what it looks at stays only as long as it is heard to leave */
	muster_rescan_destroy();
	muster_i2c_unwatch();
	muster_pci_unwatch();
	muster_fold_end_all();
	/* a freed group's number can be another family's: no doorbell after it */
	muster_netlink_destroy();
	muster_netlink_unregister();
	log_state("unloading");
	muster_i2c_forget_all();
	muster_roster_destroy();
	muster_ledger_destroy();
	muster_sighting_destroy();
}

module_init(muster_init);
module_exit(muster_exit);

MODULE_DESCRIPTION("Recorder of what enumerates on PCI and I2C");
MODULE_VERSION(MUSTER_VERSION);
MODULE_LICENSE("GPL");
