// SPDX-License-Identifier: GPL-2.0-only
/*
 * The control of fakepci: command lines written to /dev/fakepci.
 *
 *   domain D [BDF|- [ADDRESS]]
 *                         create root D (hex), below function BDF if given; its BARs
 *                         are at ADDRESS (hex), else where nothing is
 *   nodomain D            remove it and all its functions
 *   add BDF KEY=VALUE...  plug a function in; the kernel sees it when it scans
 *   scan D                let the kernel look for new functions
 *   unplug BDF            hot-remove: the kernel is told, then it is gone
 *   vanish BDF            gone, and the kernel is not told
 *   become BDF KEY=VALUE...  another configuration space, under the kernel's eyes
 *   poke BDF OFFSET VALUE set bytes: VALUE of 2, 4 or 8 hex digits, a number
 *   dead BDF, alive BDF   answer all ones; answer again
 *   sleep BDF             the same, and the kernel believes it is in D3cold
 *   doze BDF              in D3hot: it answers, but nothing behind it does
 *   wake BDF              from either
 *   lose BDF              all ones, and the kernel believes it disconnected, but
 *                         has not removed it yet; alive takes that back
 *   hide BDF              the serial number capability becomes a vendor's own
 *   vpd BDF OFFSET HEX    set bytes of its vital product data
 *   slow BDF LOOKS        so many reads of the flag for each four bytes of them
 *   mute BDF ADDRESS      from that address on the flag never comes; ffff: it does
 *   count BDF             set its counters of reads and writes to 0
 *
 * Keys: id=VVVV:DDDD sub=VVVV:DDDD class=CCSSPP rev=RR dsn=16-HEX-DIGITS
 * pcie[=TYPE] pm vpd=SERIAL bar0|bar2|bar4=SIZE bridge=FIRST-LAST-BUS multi
 * cap=ID:HEX ecap=ID:HEX (a capability of that body) count=N (hex: N functions
 * on the device numbers and functions that follow, each with the next dsn).
 * Numbers are hex. Reading /dev/fakepci gives a line per function with its
 * counters. The write fails with the error of the first line that fails.
 */

#include "fakepci.h"

#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "compat.h"

#define COMMANDS_MAX 16384
#define LIST_MAX (256 * 1024)

/* Held through each command; taken before the rescan lock. */
static DEFINE_MUTEX(command_lock);

static int parse_address(const char *word, struct fakepci_address *address)
{
	unsigned int bus, device, function;

	if (!word || sscanf(word, "%x:%x:%x.%x", &address->domain, &bus, &device, &function) != 4 ||
	    bus > 0xff || device > 0x1f || function > 7)
		return -EINVAL;
	address->bus = bus;
	address->devfn = PCI_DEVFN(device, function);
	return 0;
}

static struct pci_dev *get_device_at(const struct fakepci_address *address)
{
	return pci_get_domain_bus_and_slot(address->domain, address->bus, address->devfn);
}

static struct fakepci_function *function_at(const struct fakepci_address *address)
{
	struct fakepci_domain *domain = fakepci_domain_find(address->domain);

	return domain ? xa_load(&domain->functions, fakepci_key(address->bus, address->devfn)) :
			NULL;
}

static int add_one(struct fakepci_domain *domain, u16 key, const char *words, u32 nth, bool several)
{
	struct fakepci_function *function = kzalloc(sizeof(*function), GFP_KERNEL);
	char *copy = kstrdup(words, GFP_KERNEL);
	int err = -ENOMEM;

	if (!function || !copy)
		goto free;
	err = fakepci_function_describe(function, copy);
	if (err)
		goto free;
	if (nth && function->dsn_cap)
		fakepci_function_set_serial(function, fakepci_function_serial(function) + nth);
	if (several)
		fakepci_function_set_multifunction(function);
	err = xa_insert(&domain->functions, key, function, GFP_KERNEL);
	if (!err)
		function = NULL;
free:
	kfree(copy);
	kfree(function);
	return err;
}

static int add(const struct fakepci_address *address, char *words)
{
	struct fakepci_domain *domain = fakepci_domain_find(address->domain);
	const char *counted = words ? strstr(words, "count=") : NULL;
	u32 nth, count = 1;
	int err = 0;

	if (!domain)
		return -ENODEV;
	if (counted && (sscanf(counted, "count=%x", &count) != 1 || address->devfn + count > 256))
		return -EINVAL;
	for (nth = 0; nth < count && !err; nth++)
		err = add_one(domain, fakepci_key(address->bus, address->devfn + nth), words ?: "",
			      nth, count > 1);
	return err;
}

static int become(const struct fakepci_address *address, char *words)
{
	struct fakepci_function *function = function_at(address);
	struct fakepci_domain *domain = fakepci_domain_find(address->domain);
	unsigned long flags;
	int err;

	if (!function)
		return -ENODEV;
	spin_lock_irqsave(&domain->lock, flags);
	err = fakepci_function_describe(function, words);
	spin_unlock_irqrestore(&domain->lock, flags);
	return err;
}

static int take_out(const struct fakepci_address *address, bool tell)
{
	struct fakepci_domain *domain = fakepci_domain_find(address->domain);
	struct pci_dev *device = tell ? get_device_at(address) : NULL;
	struct fakepci_function *function = NULL;
	unsigned long flags;

	if (device)
		pci_stop_and_remove_bus_device_locked(device);
	pci_dev_put(device);
	if (domain) {
		/* xa_erase() takes the xarray's own lock, never inside an access. */
		spin_lock_irqsave(&domain->lock, flags);
		function = xa_erase(&domain->functions,
				    fakepci_key(address->bus, address->devfn));
		spin_unlock_irqrestore(&domain->lock, flags);
	}
	if (!function)
		return -ENODEV;
	kfree(function);
	return 0;
}

static int poke(struct fakepci_function *function, char *words)
{
	char *offset = strsep(&words, " ");
	size_t byte, size;
	u32 value;
	u16 where;

	if (!words || kstrtou16(offset, 16, &where) || kstrtou32(words, 16, &value))
		return -EINVAL;
	size = strlen(words) / 2;
	if (size > 4 || where + size > FAKEPCI_CONFIG_SIZE)
		return -EINVAL;
	for (byte = 0; byte < size; byte++)
		function->config[where + byte] = value >> (8 * byte);
	return 0;
}

static int set_vpd(struct fakepci_function *function, char *words)
{
	char *offset = strsep(&words, " ");
	size_t size;
	u16 where;

	if (!words || kstrtou16(offset, 16, &where))
		return -EINVAL;
	size = strlen(words) / 2;
	if (where > FAKEPCI_VPD_SIZE || size > FAKEPCI_VPD_SIZE - where)
		return -EINVAL;
	return hex2bin(&function->vpd[where], words, size);
}

static int set_power(const struct fakepci_address *address, struct fakepci_function *function,
		     enum fakepci_power power)
{
	struct fakepci_domain *domain = fakepci_domain_find(address->domain);
	struct pci_dev *device = get_device_at(address);
	pci_power_t state = PCI_D0;
	unsigned long flags;

	if (power == FAKEPCI_ASLEEP)
		state = PCI_D3cold;
	else if (power == FAKEPCI_DOZING)
		state = PCI_D3hot;
	/* whoever looks at these has no lock */
	if (device) {
		WRITE_ONCE(device->current_state, state);
		WRITE_ONCE(device->error_state,
			   power == FAKEPCI_LOST ? pci_channel_io_perm_failure :
						   pci_channel_io_normal);
	}
	pci_dev_put(device);
	spin_lock_irqsave(&domain->lock, flags);
	function->power = power;
	spin_unlock_irqrestore(&domain->lock, flags);
	return 0;
}

static int hide(struct fakepci_function *function)
{
	if (!function->dsn_cap)
		return -ENOENT;
	fakepci_function_hide_serial(function);
	return 0;
}

/* What accesses look at, so with the lock of the domain. */
static int change_bytes(const char *verb, struct fakepci_function *function, char *words)
{
	if (!strcmp(verb, "poke"))
		return poke(function, words);
	if (!strcmp(verb, "hide"))
		return hide(function);
	if (!strcmp(verb, "vpd"))
		return set_vpd(function, words);
	if (!strcmp(verb, "slow"))
		return kstrtou16(words, 16, &function->vpd_looks);
	if (!strcmp(verb, "mute"))
		return kstrtou16(words, 16, &function->vpd_mute);
	if (!strcmp(verb, "count")) {
		function->reads = 0;
		function->writes = 0;
		return 0;
	}
	return -EINVAL;
}

static int change(const char *verb, const struct fakepci_address *address, char *words)
{
	struct fakepci_domain *domain = fakepci_domain_find(address->domain);
	struct fakepci_function *function = function_at(address);
	unsigned long flags;
	int err;

	if (!function)
		return -ENODEV;
	if (!strcmp(verb, "dead"))
		return set_power(address, function, FAKEPCI_DEAD);
	if (!strcmp(verb, "sleep"))
		return set_power(address, function, FAKEPCI_ASLEEP);
	if (!strcmp(verb, "doze"))
		return set_power(address, function, FAKEPCI_DOZING);
	if (!strcmp(verb, "lose"))
		return set_power(address, function, FAKEPCI_LOST);
	if (!strcmp(verb, "alive") || !strcmp(verb, "wake"))
		return set_power(address, function, FAKEPCI_ALIVE);
	spin_lock_irqsave(&domain->lock, flags);
	err = change_bytes(verb, function, words ?: "");
	spin_unlock_irqrestore(&domain->lock, flags);
	return err;
}

static int create_domain(u32 number, char *rest)
{
	const char *below = strsep(&rest, " ");
	struct fakepci_address address;
	struct pci_dev *parent = NULL;
	u64 window = 0;

	if (rest && kstrtou64(rest, 16, &window))
		return -EINVAL;
	if (below && strcmp(below, "-")) {
		if (parse_address(below, &address))
			return -EINVAL;
		parent = get_device_at(&address);
		if (!parent)
			return -ENODEV;
	}
	return fakepci_domain_create(number, parent, window);
}

static int obey_domain(const char *verb, const char *number_word, char *rest)
{
	u32 number;

	if (!number_word || kstrtou32(number_word, 16, &number))
		return -EINVAL;
	if (!strcmp(verb, "domain"))
		return create_domain(number, rest);
	if (!strcmp(verb, "nodomain"))
		return fakepci_domain_destroy(number);
	return fakepci_domain_scan(number);
}

static int obey(char *line)
{
	const char *verb = strsep(&line, " ");
	const char *place = strsep(&line, " ");
	struct fakepci_address address;

	if (!*verb)
		return 0;
	if (!strcmp(verb, "domain") || !strcmp(verb, "nodomain") || !strcmp(verb, "scan"))
		return obey_domain(verb, place, line);
	if (parse_address(place, &address))
		return -EINVAL;
	if (!strcmp(verb, "add"))
		return add(&address, line);
	if (!strcmp(verb, "become"))
		return become(&address, line);
	if (!strcmp(verb, "unplug") || !strcmp(verb, "vanish"))
		return take_out(&address, verb[0] == 'u');
	return change(verb, &address, line);
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
	length = fakepci_domain_list(text, LIST_MAX);
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
	.name = "fakepci",
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
	fakepci_domain_destroy_all();
}
module_exit(stop);

MODULE_DESCRIPTION("Test only: a PCI domain that exists in memory");
MODULE_LICENSE("GPL");
