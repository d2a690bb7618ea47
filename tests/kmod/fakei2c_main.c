// SPDX-License-Identifier: GPL-2.0-only
/*
 * The control of fakei2c: command lines written to /dev/fakei2c.
 *
 *   adapter NAME [BDF]       add an adapter, below a PCI function if given
 *   noadapter NAME           remove it (its muxes first)
 *   mux BUS ADDRESS COUNT    put a mux with COUNT channels on bus number BUS,
 *                            a channel of another mux too
 *   nomux BUS ADDRESS        take it off
 *   answer NAME ADDRESS      acknowledge there: SMBus quick, byte, byte data
 *   silent NAME ADDRESS      no longer
 *
 * BUS and COUNT are decimal, ADDRESS is hex. Clients are made the usual way,
 * through the adapter's new_device file. Reading /dev/fakei2c gives
 * "adapter NAME BUS transfers N" and "channel BUS-ADDRESS/CHANNEL BUS" lines.
 */

#include "fakei2c.h"

#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#define COMMANDS_MAX 16384
#define LIST_MAX (64 * 1024)

static DEFINE_MUTEX(command_lock);

static int add_adapter(const char *name, const char *below)
{
	unsigned int number, bus, device, function;
	struct pci_dev *parent;
	int err;

	if (!below)
		return fakei2c_adapter_add(name, NULL);
	if (sscanf(below, "%x:%x:%x.%x", &number, &bus, &device, &function) != 4)
		return -EINVAL;
	parent = pci_get_domain_bus_and_slot(number, bus, PCI_DEVFN(device, function));
	if (!parent)
		return -ENODEV;
	/* The adapter's device holds its parent from here on. */
	err = fakei2c_adapter_add(name, &parent->dev);
	pci_dev_put(parent);
	return err;
}

static int obey_mux(const char *verb, const char *bus_word, const char *address_word,
		    const char *count_word)
{
	u32 count;
	u16 address;
	int bus;

	if (kstrtoint(bus_word, 10, &bus) || kstrtou16(address_word ?: "", 16, &address))
		return -EINVAL;
	if (verb[0] == 'n')
		return fakei2c_mux_remove(bus, address);
	if (kstrtou32(count_word ?: "", 10, &count) || count > 64)
		return -EINVAL;
	return fakei2c_mux_add(bus, address, count);
}

static int obey_answer(const char *verb, const char *name, const char *address_word)
{
	u16 address;

	if (kstrtou16(address_word ?: "", 16, &address))
		return -EINVAL;
	return fakei2c_answer(name, address, verb[0] == 'a');
}

static int obey(char *line)
{
	const char *verb = strsep(&line, " ");
	const char *first = strsep(&line, " ");
	const char *second = strsep(&line, " ");

	if (!*verb)
		return 0;
	if (!first)
		return -EINVAL;
	if (!strcmp(verb, "adapter"))
		return add_adapter(first, second);
	if (!strcmp(verb, "noadapter"))
		return fakei2c_adapter_remove(first);
	if (!strcmp(verb, "mux") || !strcmp(verb, "nomux"))
		return obey_mux(verb, first, second, line);
	if (!strcmp(verb, "answer") || !strcmp(verb, "silent"))
		return obey_answer(verb, first, second);
	return -EINVAL;
}

static ssize_t control_write(struct file *file, const char __user *from, size_t size, loff_t *pos)
{
	char *text, *lines, *line;
	int err = 0;

	if (size > COMMANDS_MAX)
		return -E2BIG;
	text = memdup_user_nul(from, size);
	if (IS_ERR(text))
		return PTR_ERR(text);
	lines = text;
	mutex_lock(&command_lock);
	while (!err && (line = strsep(&lines, "\n")))
		err = obey(line);
	mutex_unlock(&command_lock);
	kfree(text);
	return err ?: size;
}

static ssize_t control_read(struct file *file, char __user *to, size_t size, loff_t *pos)
{
	char *text = vmalloc(LIST_MAX);
	ssize_t length;

	if (!text)
		return -ENOMEM;
	mutex_lock(&command_lock);
	length = fakei2c_list(text, LIST_MAX);
	mutex_unlock(&command_lock);
	length = simple_read_from_buffer(to, size, pos, text, length);
	vfree(text);
	return length;
}

static const struct file_operations control_operations = {
	.owner = THIS_MODULE,
	.write = control_write,
	.read = control_read,
	.llseek = default_llseek,
};

static struct miscdevice control = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "fakei2c",
	.fops = &control_operations,
	.mode = 0600,
};

static int __init start(void)
{
	return misc_register(&control);
}
module_init(start);

static void __exit stop(void)
{
	misc_deregister(&control);
	fakei2c_remove_all();
}
module_exit(stop);

MODULE_DESCRIPTION("Test only: I2C adapters and muxes that exist in memory");
MODULE_LICENSE("GPL");
