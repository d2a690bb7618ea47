// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does wrong on purpose, once, when it is loaded: what the kernels that find faults must tell.
 *
 * insmod faulty.ko fault=leak|freed|asleep|locks|race
 */
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

static char *fault = "";
module_param(fault, charp, 0444);
MODULE_PARM_DESC(fault, "leak, freed, asleep, locks or race");

static DEFINE_MUTEX(first);
static DEFINE_MUTEX(second);
static DEFINE_SPINLOCK(spinning);
static unsigned int touched;

/* Somewhere to put a pointer to, where no compiler looks through. */
static void *volatile kept;

static void leak_memory(void)
{
	kept = kmalloc(100, GFP_KERNEL);
	kept = NULL;
}

static void read_freed(void)
{
	char *freed = kmalloc(100, GFP_KERNEL);

	kept = freed;
	kfree(freed);
	freed = kept;
	pr_info("freed memory has %d\n", READ_ONCE(freed[10]));
}

static void fall_asleep(void)
{
	spin_lock(&spinning);
	mutex_lock(&first);
	mutex_unlock(&first);
	spin_unlock(&spinning);
}

static void cross_locks(void)
{
	mutex_lock(&first);
	mutex_lock(&second);
	mutex_unlock(&second);
	mutex_unlock(&first);
	mutex_lock(&second);
	mutex_lock(&first);
	mutex_unlock(&first);
	mutex_unlock(&second);
}

static int touch_until_stopped(void *unused)
{
	while (!kthread_should_stop()) {
		touched++;
		cond_resched();
	}
	return 0;
}

/* For as long as it takes two processors to be watched at the same word. */
static void touch_at_once(void)
{
	struct task_struct *other = kthread_run(touch_until_stopped, NULL, "faulty");
	unsigned long end = jiffies + 5 * HZ;

	if (IS_ERR(other))
		return;
	while (time_before(jiffies, end)) {
		touched++;
		cond_resched();
	}
	kthread_stop(other);
}

static const struct {
	const char *name;
	void (*make)(void);
} faults[] = {
	{ "leak", leak_memory },
	{ "freed", read_freed },
	{ "asleep", fall_asleep },
	{ "locks", cross_locks },
	{ "race", touch_at_once },
};

static int __init start(void)
{
	size_t at;

	for (at = 0; at < ARRAY_SIZE(faults); at++) {
		if (!strcmp(faults[at].name, fault)) {
			faults[at].make();
			return 0;
		}
	}
	return -EINVAL;
}

static void __exit end(void)
{
}

module_init(start);
module_exit(end);
MODULE_DESCRIPTION("Does wrong on purpose, for tests");
MODULE_LICENSE("GPL");
