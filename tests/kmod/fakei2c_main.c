// SPDX-License-Identifier: GPL-2.0-only
/*
 * The control of fakei2c: command lines written to /dev/fakei2c.
 *
 *   adapter NAME [BDF|- [KIND [TITLE]]]
 *                            add an adapter, below a PCI function if given. KIND is what it
 *                            can: smbus (default), bytes (no words, no blocks), noquick, i2c
 *                            (messages too); TITLE, the rest of the line, what the kernel calls
 *                            it (default: NAME)
 *   noadapter NAME           remove it (its muxes first)
 *   mux BUS ADDRESS COUNT    put a mux with COUNT channels on bus number BUS, a channel of
 *                            another mux too
 *   nomux BUS ADDRESS        take it off, with what is behind it
 *
 *   memory BUS ADDRESS MODEL [FILE]
 *                            put a chip there, with the contents of FILE (a path in the guest);
 *                            what it does not fill is ff. In the place of the one that is there.
 *   nomemory BUS ADDRESS     take it away; a client stays, as when a real one is pulled out
 *   answer BUS ADDRESS       memory BUS ADDRESS plain
 *   silent BUS ADDRESS       nomemory BUS ADDRESS, were there one or not
 *   poke BUS ADDRESS OFFSET HEX
 *                            change its bytes from OFFSET (hex) on
 *   break BUS ADDRESS OFFSET it cannot be read from OFFSET (hex) on: EIO
 *   hang BUS ADDRESS MS      each transaction with it takes so many milliseconds; 0: at once
 *   trap BUS ADDRESS ERROR   the first transaction with it leaves the bus stuck with ERROR
 *
 *   stick NAME ERROR [AFTER [TIMES]]
 *                            AFTER more transactions (default 0) succeed, then TIMES (default:
 *                            all) fail with ERROR; "stick NAME none" ends that, and a trap's
 *   silence NAME ERROR       what the adapter says where nobody answers (default ENXIO)
 *   speed NAME HERTZ         take as long as a bus of that clock (100000); 0: at once
 *   count NAME               set all counters of an adapter and its channels to 0
 *
 * BUS is the number of an adapter or channel of ours (decimal) or an adapter's NAME; ADDRESS is
 * hex, COUNT, MS, AFTER, TIMES, HERTZ decimal. ERROR is one of EAGAIN EBUSY EIO ENODEV ENXIO
 * EREMOTEIO ETIMEDOUT. Clients are made the usual way, through the adapter's new_device file.
 *
 * MODEL: plain    answers everything; a byte read is its address, register R address ^ R
 *        byte     256 bytes, offsets of one byte: 24c02, spd
 *        word     up to 64 KiB as the file has, offsets of two bytes: 24c32 to 24c512
 *        34c02    as byte; a write to 30 + (address & 7), quick or not, protects it for ever
 *        ee1004   512 bytes of DDR4; the page is chosen for all on the bus by writes to 36, 37
 *        spd5118  1024 bytes of DDR5 behind a hub: registers 00-7f, a page (MR11) at 80-ff
 *        fragile  as byte; a quick write sets the byte its pointer is at to 0
 *        clock    can only be written: a read leaves the bus stuck with ETIMEDOUT
 *
 * Reading /dev/fakei2c gives
 *   adapter NAME BUS transfers N failed N clocks N
 *                            clocks: ticks of SCL, so clocks / 100 are ms on a 100 kHz bus
 *   channel BUS-ADDRESS/CHANNEL BUS
 *   chip BUS ADDRESS MODEL size N crc X [protected] pointer X page X
 *   count BUS ADDRESS quick N quickread N readbyte N writebyte N read N write N
 * A mux is sent a byte when another channel is chosen, as by drivers that remember; that counts.
 * The write fails with the error of the first line that fails.
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
#define LIST_MAX (256 * 1024)
#define WORDS_MAX 4

static DEFINE_MUTEX(command_lock);

/* The words after the verb; those that are not there are "". */
struct words {
	const char *word[WORDS_MAX];
};

static int add_adapter(const struct words *words)
{
	const char *name = words->word[0], *below = words->word[1];
	const char *kind = *words->word[2] ? words->word[2] : "smbus";
	const char *title = *words->word[3] ? words->word[3] : name;
	unsigned int number, bus, device, function;
	struct pci_dev *parent;
	int err;

	if (!*below || !strcmp(below, "-"))
		return fakei2c_adapter_add(name, NULL, kind, title);
	if (sscanf(below, "%x:%x:%x.%x", &number, &bus, &device, &function) != 4)
		return -EINVAL;
	parent = pci_get_domain_bus_and_slot(number, bus, PCI_DEVFN(device, function));
	if (!parent)
		return -ENODEV;
	/* The adapter's device holds its parent from here on. */
	err = fakei2c_adapter_add(name, &parent->dev, kind, title);
	pci_dev_put(parent);
	return err;
}

static int remove_adapter(const struct words *words)
{
	return fakei2c_adapter_remove(words->word[0]);
}

static int parse_mux(const struct words *words, int *bus, u16 *address)
{
	if (kstrtoint(words->word[0], 10, bus) || kstrtou16(words->word[1], 16, address))
		return -EINVAL;
	return 0;
}

static int add_mux(const struct words *words)
{
	u32 count;
	u16 address;
	int bus;

	if (parse_mux(words, &bus, &address) || kstrtou32(words->word[2], 10, &count) ||
	    !count || count > 64)
		return -EINVAL;
	return fakei2c_mux_add(bus, address, count);
}

static int remove_mux(const struct words *words)
{
	u16 address;
	int bus;

	return parse_mux(words, &bus, &address) ?: fakei2c_mux_remove(bus, address);
}

static struct fakei2c_bus *parse_chip(const struct words *words, u16 *address)
{
	struct fakei2c_bus *bus = fakei2c_bus_find(words->word[0]);

	if (!bus)
		return ERR_PTR(-ENODEV);
	return kstrtou16(words->word[1], 16, address) ? ERR_PTR(-EINVAL) : bus;
}

static int add_chip(const struct words *words)
{
	u16 address;
	struct fakei2c_bus *bus = parse_chip(words, &address);

	return IS_ERR(bus) ? PTR_ERR(bus) :
	       fakei2c_chip_add(bus, address, words->word[2], words->word[3]);
}

static int answer(const struct words *words)
{
	u16 address;
	struct fakei2c_bus *bus = parse_chip(words, &address);

	return IS_ERR(bus) ? PTR_ERR(bus) : fakei2c_chip_add(bus, address, "plain", NULL);
}

static int remove_chip(const struct words *words)
{
	u16 address;
	struct fakei2c_bus *bus = parse_chip(words, &address);

	return IS_ERR(bus) ? PTR_ERR(bus) : fakei2c_chip_remove(bus, address);
}

static int fall_silent(const struct words *words)
{
	int err = remove_chip(words);

	return err == -ENODEV && fakei2c_bus_find(words->word[0]) ? 0 : err;
}

static int poke(const struct words *words)
{
	u16 address;
	u32 offset;
	struct fakei2c_bus *bus = parse_chip(words, &address);

	if (IS_ERR(bus))
		return PTR_ERR(bus);
	if (kstrtou32(words->word[2], 16, &offset))
		return -EINVAL;
	return fakei2c_chip_poke(bus, address, offset, words->word[3]);
}

static int set_fault(const struct words *words, enum fakei2c_fault fault, unsigned int base)
{
	u16 address;
	int value;
	struct fakei2c_bus *bus = parse_chip(words, &address);

	if (IS_ERR(bus))
		return PTR_ERR(bus);
	if (kstrtoint(words->word[2], base, &value) || value < 0)
		return -EINVAL;
	return fakei2c_chip_set(bus, address, fault, value);
}

static int break_chip(const struct words *words)
{
	return set_fault(words, FAKEI2C_BREAKS, 16);
}

static int hang_chip(const struct words *words)
{
	return set_fault(words, FAKEI2C_HANGS, 10);
}

static int trap_chip(const struct words *words)
{
	int error = fakei2c_trouble_error(words->word[2]);
	u16 address;
	struct fakei2c_bus *bus = parse_chip(words, &address);

	if (IS_ERR(bus))
		return PTR_ERR(bus);
	if (error == -EINVAL)
		return error;
	return fakei2c_chip_set(bus, address, FAKEI2C_TRAPS, error);
}

static int parse_count(const char *word, u32 *count)
{
	*count = 0;
	return *word ? kstrtou32(word, 10, count) : 0;
}

static int stick(const struct words *words)
{
	struct fakei2c_adapter *fake = fakei2c_adapter_find(words->word[0]);
	int error = fakei2c_trouble_error(words->word[1]);
	u32 after, times;

	if (!fake)
		return -ENODEV;
	if (error == -EINVAL || parse_count(words->word[2], &after) ||
	    parse_count(words->word[3], &times))
		return -EINVAL;
	mutex_lock(&fake->lock);
	fakei2c_trouble_stick(fake, after, error, times);
	mutex_unlock(&fake->lock);
	return 0;
}

static int set_silence(const struct words *words)
{
	struct fakei2c_adapter *fake = fakei2c_adapter_find(words->word[0]);
	int error = fakei2c_trouble_error(words->word[1]);

	if (!fake)
		return -ENODEV;
	if (!error || error == -EINVAL)
		return -EINVAL;
	mutex_lock(&fake->lock);
	fake->trouble.silence = error;
	mutex_unlock(&fake->lock);
	return 0;
}

static int set_speed(const struct words *words)
{
	struct fakei2c_adapter *fake = fakei2c_adapter_find(words->word[0]);
	u32 hertz;

	if (!fake)
		return -ENODEV;
	if (kstrtou32(words->word[1], 10, &hertz))
		return -EINVAL;
	WRITE_ONCE(fake->trouble.hertz, hertz);
	return 0;
}

static int count_anew(const struct words *words)
{
	struct fakei2c_adapter *fake = fakei2c_adapter_find(words->word[0]);

	if (!fake)
		return -ENODEV;
	fakei2c_bus_reset(&fake->bus);
	return 0;
}

static const struct {
	const char *name;
	int (*obey)(const struct words *words);
} verbs[] = {
	{ "adapter", add_adapter },
	{ "noadapter", remove_adapter },
	{ "mux", add_mux },
	{ "nomux", remove_mux },
	{ "memory", add_chip },
	{ "nomemory", remove_chip },
	{ "answer", answer },
	{ "silent", fall_silent },
	{ "poke", poke },
	{ "break", break_chip },
	{ "hang", hang_chip },
	{ "trap", trap_chip },
	{ "stick", stick },
	{ "silence", set_silence },
	{ "speed", set_speed },
	{ "count", count_anew },
};

static int obey(char *line)
{
	const char *verb = strsep(&line, " ");
	struct words words;
	size_t at;

	if (!*verb)
		return 0;
	/* The last word is the rest of the line. */
	for (at = 0; at < WORDS_MAX - 1; at++)
		words.word[at] = strsep(&line, " ") ?: "";
	words.word[at] = line ?: "";
	for (at = 0; at < ARRAY_SIZE(verbs); at++) {
		if (!strcmp(verbs[at].name, verb))
			return verbs[at].obey(&words);
	}
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
	fakei2c_mux_remove_all();
	fakei2c_adapter_remove_all();
}
module_exit(stop);

MODULE_DESCRIPTION("Test only: I2C adapters, muxes and memories that exist only in memory");
MODULE_LICENSE("GPL");
