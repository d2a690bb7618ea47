/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * I2C adapters, muxes and memories that exist only in memory: what the files of fakei2c share.
 *
 * The commands are at the head of fakei2c_main.c. Every transaction is taken for what goes over
 * the wire: bytes written, then bytes read; so one model of a chip serves SMBus and plain I2C.
 */
#ifndef FAKEI2C_H
#define FAKEI2C_H

#include <linux/i2c.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/types.h>

#define FAKEI2C_ADDRESSES 128
#define FAKEI2C_WIRE_MAX (I2C_SMBUS_BLOCK_MAX + 2)

struct fakei2c_adapter;
struct fakei2c_chip;

/** enum fakei2c_kind - transactions, as the counters tell them apart */
enum fakei2c_kind {
	FAKEI2C_QUICK,		/* address with the write bit and nothing more */
	FAKEI2C_QUICK_READ,	/* address with the read bit and nothing more */
	FAKEI2C_READ_BYTE,	/* one byte read, none written before */
	FAKEI2C_WRITE_BYTE,	/* one byte written */
	FAKEI2C_READ,		/* any other with bytes read */
	FAKEI2C_WRITE,		/* any other with bytes written only */
	FAKEI2C_KINDS
};

/**
 * struct fakei2c_wire - one transaction
 * @address: 7 bits
 * @writes: it has a written part, perhaps of no byte
 * @reads: it has a read part, perhaps of no byte
 * @sent: bytes of the written part
 * @asked: bytes of the read part
 * @out: what is written
 * @in: what is read; @asked bytes long
 */
struct fakei2c_wire {
	u16 address;
	bool writes;
	bool reads;
	size_t sent;
	size_t asked;
	const u8 *out;
	u8 *in;
};

/**
 * struct fakei2c_bus - one segment: an adapter's own, or that behind a channel of a mux
 * @adapter: what the I2C core knows
 * @root: the adapter that drives it
 * @above: the segment its mux sits on, or NULL
 * @muxes: those that sit on it
 * @chips: by address
 * @count: transactions by address and kind, whether somebody answered or not
 */
struct fakei2c_bus {
	struct i2c_adapter *adapter;
	struct fakei2c_adapter *root;
	struct fakei2c_bus *above;
	struct list_head muxes;
	struct fakei2c_chip *chips[FAKEI2C_ADDRESSES];
	u32 count[FAKEI2C_ADDRESSES][FAKEI2C_KINDS];
};

/**
 * struct fakei2c_trouble - what goes wrong on an adapter
 * @error: with what transactions fail, or 0
 * @after: how many more succeed before
 * @times: how many fail then, or 0: all
 * @silence: what an address says where nobody answers
 * @hertz: how fast the bus is, or 0: at once
 */
struct fakei2c_trouble {
	int error;
	u32 after;
	u32 times;
	int silence;
	u32 hertz;
};

/**
 * struct fakei2c_adapter - one adapter
 * @link: in the list of adapters
 * @key: how commands name it
 * @adapter: what the I2C core knows
 * @functions: what it says it can
 * @lock: protects the segments, chips and counters below it
 * @bus: its own segment
 * @trouble: what goes wrong on it
 * @transfers: transactions, those on channels too
 * @failed: those that ended with an error other than that of silence
 * @clocks: ticks of SCL that all of them would have taken
 */
struct fakei2c_adapter {
	struct list_head link;
	char key[24];
	struct i2c_adapter adapter;
	u32 functions;
	struct mutex lock;	/* protects all below */
	struct fakei2c_bus bus;
	struct fakei2c_trouble trouble;
	u32 transfers;
	u32 failed;
	u64 clocks;
};

/**
 * struct fakei2c_model - how a kind of chip behaves; both calls hold the adapter's lock
 * @name: for commands
 * @least: size of the smallest
 * @most: size of the largest
 * @write: takes @length bytes, 0 for a quick write; 0 or a negative errno
 * @read: gives @length bytes, 0 for a quick read; likewise
 * @elsewhere: asked about any address of its segment where nothing sits, for commands that go to
 *             all chips: 0, a negative errno, or 1 when it is not concerned; may be NULL
 * @prepare: sets its registers; may be NULL
 */
struct fakei2c_model {
	const char *name;
	size_t least;
	size_t most;
	int (*write)(struct fakei2c_chip *chip, const u8 *bytes, size_t length);
	int (*read)(struct fakei2c_chip *chip, u8 *bytes, size_t length);
	int (*elsewhere)(struct fakei2c_chip *chip, const struct fakei2c_wire *wire);
	void (*prepare)(struct fakei2c_chip *chip);
};

/**
 * struct fakei2c_chip - what sits at an address
 * @model: how it behaves
 * @root: its adapter
 * @address: where it sits
 * @bytes: its contents
 * @size: how many
 * @pointer: the byte that is read next
 * @page: of those that have pages
 * @registers: of those that have some beside their contents
 * @protected: its contents can no longer be written over the bus
 * @delay: milliseconds that each transaction takes
 * @trap: the error that its first transaction leaves the bus with, or 0
 * @broken: offset from which on it cannot be read
 */
struct fakei2c_chip {
	const struct fakei2c_model *model;
	struct fakei2c_adapter *root;
	u16 address;
	u8 *bytes;
	size_t size;
	u32 pointer;
	u8 page;
	u8 registers[128];
	bool protected;
	u32 delay;
	int trap;
	u32 broken;
};

/** enum fakei2c_fault - what a chip's fault is; its measure is in parentheses */
enum fakei2c_fault {
	FAKEI2C_HANGS,		/* each transaction takes long (milliseconds) */
	FAKEI2C_TRAPS,		/* the first leaves the bus stuck (error) */
	FAKEI2C_BREAKS,		/* it cannot be read to its end (offset) */
};

/* fakei2c_adapter.c */
int fakei2c_adapter_add(const char *key, struct device *parent, const char *kind,
			const char *title);
int fakei2c_adapter_remove(const char *key);
void fakei2c_adapter_remove_all(void);
struct fakei2c_adapter *fakei2c_adapter_find(const char *key);
struct fakei2c_adapter *fakei2c_adapter_next(struct fakei2c_adapter *after);

/* fakei2c_bus.c */
void fakei2c_bus_init(struct fakei2c_bus *bus, struct fakei2c_adapter *root,
		      struct i2c_adapter *adapter, struct fakei2c_bus *above);
struct fakei2c_bus *fakei2c_bus_find(const char *word);
void fakei2c_bus_clear(struct fakei2c_bus *bus);
void fakei2c_bus_count(struct fakei2c_bus *bus, const struct fakei2c_wire *wire);
void fakei2c_bus_reset(struct fakei2c_bus *bus);
int fakei2c_bus_transfer(struct fakei2c_adapter *fake, const struct fakei2c_wire *wire);

/* fakei2c_mux.c */
int fakei2c_mux_add(int bus, u16 address, u32 channels);
int fakei2c_mux_remove(int bus, u16 address);
void fakei2c_mux_remove_all(void);
bool fakei2c_mux_on(const struct i2c_adapter *root);
struct fakei2c_bus *fakei2c_mux_selected(struct fakei2c_bus *bus);
struct fakei2c_bus *fakei2c_mux_next_bus(struct fakei2c_bus *after);
size_t fakei2c_mux_list(char *text, size_t size);

/* fakei2c_chip.c */
int fakei2c_chip_add(struct fakei2c_bus *bus, u16 address, const char *model, const char *file);
int fakei2c_chip_remove(struct fakei2c_bus *bus, u16 address);
int fakei2c_chip_poke(struct fakei2c_bus *bus, u16 address, u32 offset, const char *hex);
int fakei2c_chip_set(struct fakei2c_bus *bus, u16 address, enum fakei2c_fault fault, int value);

/* fakei2c_model.c */
int fakei2c_cell_read(struct fakei2c_chip *chip, u32 at, u8 *byte);
void fakei2c_cell_write(struct fakei2c_chip *chip, u32 at, u8 byte);
const struct fakei2c_model *fakei2c_model_find(const char *name);

/* fakei2c_spd.c */
extern const struct fakei2c_model fakei2c_ee1004;
extern const struct fakei2c_model fakei2c_spd5118;

/* fakei2c_trouble.c */
int fakei2c_trouble_error(const char *word);
int fakei2c_trouble_strike(struct fakei2c_adapter *fake);
void fakei2c_trouble_stick(struct fakei2c_adapter *fake, u32 after, int error, u32 times);
void fakei2c_trouble_wait(struct fakei2c_adapter *fake, u32 clocks, u32 delay);

/* fakei2c_list.c */
ssize_t fakei2c_list(char *text, size_t size);

#endif
