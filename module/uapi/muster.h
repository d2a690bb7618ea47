/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * The protocol of the muster module: generic netlink family "muster".
 *
 * Invariant: every enumeration below is append-only. A number once released
 * keeps its meaning for ever; a reader ignores attributes and event kinds
 * that it does not know.
 *
 * What it is
 * ----------
 * The module writes down every PCI function, I2C adapter and I2C client that
 * is there when it is loaded, and everything that happens to one afterwards,
 * as numbered entries of an append-only ledger that lives in kernel memory.
 * Entries are chained by SHA-256. What is present now is the roster; each of
 * its devices is named by a number: that of the entry that introduced it.
 * The module judges nothing, and this protocol cannot change the record.
 *
 * Who may ask
 * -----------
 * Every request needs CAP_NET_ADMIN in the initial user namespace; the family
 * exists in the initial network namespace alone. The group "events" asks the
 * same of whoever joins, where the kernel can (5.10 cannot: a doorbell tells
 * no more than that something happened). Each refusal of the module's carries
 * a sentence in the extended acknowledgment; what generic netlink itself
 * refuses (no capability, an unknown command, a cut header) may not. A dump
 * is refused within NLMSG_DONE: its error code and sentence are there.
 *
 * How to follow the record without losing anything
 * ------------------------------------------------
 * 1. Join the groups "events" of this family and "notify" of nlctrl, on a
 *    socket of their own.
 * 2. MUSTER_CMD_INFO_GET: the load id, and the number of the next entry.
 * 3. MUSTER_CMD_EVENT_GET as a dump, from number 1 (or from where you left
 *    off): the whole record. Or MUSTER_CMD_DEVICE_GET as a dump: only what is
 *    present now; then EVENT_GET from the MUSTER_A_NEXT that its messages
 *    carry, skipping for each device the entries up to its
 *    MUSTER_A_DEVICE_LAST. NLM_F_DUMP_INTR may then be ignored.
 * 4. When the doorbell (MUSTER_CMD_EVENT_NTF) rings, or a receive ends in
 *    ENOBUFS, pull: EVENT_GET from your next number. Entries travel by
 *    EVENT_GET alone; a lost doorbell loses nothing.
 * 5. When nlctrl announces that the family went or came, resolve it, join and
 *    ask for INFO again: another load id is another ledger.
 * Receive with buffers of at least 32 KiB.
 *
 * The ledger
 * ----------
 * Entry 1 is LOAD. The first entries, up to a bound in bytes, form the head,
 * which is never evicted; all later ones go through a ring bounded in bytes.
 * What the ring drops is lost, and counted: MUSTER_A_LOST. Order is that of
 * the number alone; neither clock need rise with it.
 *
 *	hash(0) = 32 zero bytes
 *	hash(n) = SHA-256(hash(n - 1) || payload(n))
 *
 * payload(n) is the payload of the nest MUSTER_A_ENTRY exactly as it leaves:
 * attributes in native byte order, padding bytes zero, 64-bit values not
 * aligned (readers copy). Its first attribute is MUSTER_A_ENTRY_NUMBER, so
 * the number stands at byte 4. MUSTER_A_HASH travels beside the nest. The
 * first message of an EVENT_GET dump, and each message after a gap, carries
 * hash(n - 1) as MUSTER_A_PREVIOUS_HASH; after a gap also MUSTER_A_LOST.
 *
 * What flaps
 * ----------
 * After eight arrivals of one description at one place within ten seconds all
 * that follows is counted, not recorded, until nothing has happened for ten
 * seconds. FOLDED entries tell the counts: one at the end, and while it goes
 * on one after a minute, then each time after twice as long, up to an hour.
 * Each counts what those before it did not; so the last may count nothing.
 * Up to 1024 pairs of place and description are watched at once. None that
 * folds is given up for another; what finds no room is recorded as ever, and
 * so is, always, whatever could not be read or whose place is cut.
 *
 * Messages
 * --------
 * INFO_GET (do): no attributes. Reply: the nest MUSTER_A_INFO.
 *
 * DEVICE_GET (do): MUSTER_A_NUMBER, or MUSTER_A_PLACE. By place it answers
 *   ENOTUNIQ where two devices claim one place. ENOENT: no such device now.
 * DEVICE_GET (dump): no attributes. One message per device in order of
 *   number: MUSTER_A_NEXT (the next number as it was when the dump began) and
 *   the nest MUSTER_A_DEVICE.
 *
 * EVENT_GET (dump): MUSTER_A_NUMBER, the first entry wanted (absent: 1), and
 *   MUSTER_A_LOAD_ID (absent: this load's). One message per entry:
 *   MUSTER_A_ENTRY, MUSTER_A_HASH, and as above MUSTER_A_PREVIOUS_HASH and
 *   MUSTER_A_LOST. ESTALE: another load's id. ERANGE: a number beyond the
 *   next. Asking for the next number itself gives an empty dump.
 *
 * RESCAN (do): no attributes. Walks the buses again in the background. Reply:
 *   MUSTER_A_TICKET. An entry of kind RESCANNED with that ticket ends it.
 *   EBUSY: one is running.
 *
 * EVENT_NTF (multicast): MUSTER_A_LOAD_ID and MUSTER_A_NEXT, once per burst.
 *
 * While the module is being unloaded every request gets ESHUTDOWN.
 *
 * A request that is malformed (an unknown attribute, a wrong length, events
 * from number 0) gets EINVAL. What is wrong with the attributes of a dump may
 * be told in NLMSG_ERROR or, for what only the dump itself can know, in its
 * NLMSG_DONE: there, too, stand the errno and the sentence. Readers check
 * both.
 */
#ifndef _UAPI_MUSTER_H
#define _UAPI_MUSTER_H

#define MUSTER_GENL_NAME	"muster"
#define MUSTER_GENL_VERSION	1
#define MUSTER_MCGRP_EVENTS	"events"

/* The protocol's revision: raised with each addition. */
#define MUSTER_PROTOCOL		1

#define MUSTER_LOAD_ID_SIZE	16	/* bytes */
#define MUSTER_HASH_SIZE	32	/* bytes */
#define MUSTER_ENTRY_MAX	6144	/* bytes of payload(n), at most */
#define MUSTER_CAPTURE_MAX	4096	/* bytes of extents of one device */
#define MUSTER_PLACE_MAX	255	/* bytes, without the final NUL */
#define MUSTER_BYTE_ORDER	0x01020304u

enum muster_cmd {
	MUSTER_CMD_UNSPEC,
	MUSTER_CMD_INFO_GET,
	MUSTER_CMD_DEVICE_GET,
	MUSTER_CMD_EVENT_GET,
	MUSTER_CMD_EVENT_NTF,
	MUSTER_CMD_RESCAN,

	__MUSTER_CMD_MAX,
	MUSTER_CMD_MAX = __MUSTER_CMD_MAX - 1
};

/* Attributes of a message. */
enum muster_attr {
	MUSTER_A_UNSPEC,
	MUSTER_A_INFO,		/* nest of muster_info_attr */
	MUSTER_A_DEVICE,	/* nest of muster_device_attr */
	MUSTER_A_ENTRY,		/* nest of muster_entry_attr: payload(n) */
	MUSTER_A_HASH,		/* binary, 32 bytes: hash(n) */
	MUSTER_A_PREVIOUS_HASH,	/* binary, 32 bytes: hash(n - 1) */
	MUSTER_A_LOST,		/* u64: entries missing just before this one */
	MUSTER_A_LOAD_ID,	/* binary, 16 bytes */
	MUSTER_A_NUMBER,	/* u64: of an entry, or the device it introduced */
	MUSTER_A_NEXT,		/* u64: number the next entry will have */
	MUSTER_A_PLACE,		/* string */
	MUSTER_A_TICKET,	/* u64 */

	__MUSTER_A_MAX,
	MUSTER_A_MAX = __MUSTER_A_MAX - 1
};

/* The module and its ledger, in INFO_GET's reply. */
enum muster_info_attr {
	MUSTER_A_INFO_UNSPEC,
	MUSTER_A_INFO_PROTOCOL,		/* u32: MUSTER_PROTOCOL */
	MUSTER_A_INFO_VERSION,		/* string: the module's version */
	MUSTER_A_INFO_SOURCE_DIGEST,	/* string: hex SHA-256 of its sources */
	MUSTER_A_INFO_LOAD_ID,		/* binary, 16 bytes */
	MUSTER_A_INFO_NEXT,		/* u64: number the next entry will have */
	MUSTER_A_INFO_HEAD_END,		/* u64: first number not in the head */
	MUSTER_A_INFO_OLDEST,		/* u64: oldest number in the ring */
	MUSTER_A_INFO_LOST,		/* u64: entries dropped by the ring */
	MUSTER_A_INFO_HASH,		/* binary, 32 bytes: hash(next - 1) */
	MUSTER_A_INFO_FUNCTIONS,	/* u32: PCI functions present */
	MUSTER_A_INFO_ADAPTERS,		/* u32: I2C adapters present */
	MUSTER_A_INFO_CLIENTS,		/* u32: I2C clients present */
	MUSTER_A_INFO_INCOMPLETE,	/* flag: a device could not be tracked */
	MUSTER_A_INFO_HEAD_BYTES,	/* u64: size of the head */
	MUSTER_A_INFO_RING_BYTES,	/* u64: size of the ring */
	MUSTER_A_INFO_ROSTER_BYTES,	/* u64: allocated for the roster now */
	MUSTER_A_INFO_CONFIG_READS,	/* u64: configuration dwords read so far */
	MUSTER_A_INFO_RESCANNING,	/* flag: a RESCAN is running */
	MUSTER_A_INFO_BOOTTIME,		/* u64: CLOCK_BOOTTIME now, ns */
	MUSTER_A_INFO_REALTIME,		/* u64: CLOCK_REALTIME now, ns */

	__MUSTER_A_INFO_MAX,
	MUSTER_A_INFO_MAX = __MUSTER_A_INFO_MAX - 1
};

/* What an entry tells. */
enum muster_event {
	MUSTER_EVENT_UNSPEC,
	MUSTER_EVENT_LOAD,	/* the module was loaded: always entry 1 */
	MUSTER_EVENT_PRESENT,	/* introduced: found by the walk at load */
	MUSTER_EVENT_WALKED,	/* the walk at load has ended */
	MUSTER_EVENT_ADD,	/* introduced: seen arriving */
	MUSTER_EVENT_DEL,	/* is about to leave its bus */
	MUSTER_EVENT_REMOVED,	/* has left its bus */
	MUSTER_EVENT_BIND,	/* a driver is about to probe it */
	MUSTER_EVENT_BOUND,	/* a driver is bound */
	MUSTER_EVENT_NOT_BOUND,	/* a driver refused it, or failed */
	MUSTER_EVENT_UNBIND,	/* its driver is about to let go */
	MUSTER_EVENT_UNBOUND,	/* its driver has let go */
	MUSTER_EVENT_CHANGED,	/* RESCAN: a stable register, or the reading
				 * state, is no longer as recorded
				 */
	MUSTER_EVENT_RESCANNED,	/* a RESCAN has ended */
	MUSTER_EVENT_FOLDED,	/* a flapping device's events, as counts; while
				 * they are counted the roster lacks it, and
				 * what is present at the end has an ADD next
				 */

	__MUSTER_EVENT_MAX,
	MUSTER_EVENT_MAX = __MUSTER_EVENT_MAX - 1
};

/* Flags of an entry, MUSTER_A_ENTRY_FLAGS. */
enum muster_entry_flag {
	/* no memory for a roster object: later events are UNINTRODUCED */
	MUSTER_ENTRY_UNTRACKED		= 1 << 0,
	/* an event of a device that was never introduced */
	MUSTER_ENTRY_UNINTRODUCED	= 1 << 1,
};

/* One entry. ENTRY_NUMBER, _EVENT, _FLAGS, _BOOTTIME, _REALTIME: in each. */
enum muster_entry_attr {
	MUSTER_A_ENTRY_UNSPEC,
	MUSTER_A_ENTRY_NUMBER,		/* u64: always the first attribute */
	MUSTER_A_ENTRY_EVENT,		/* u32: enum muster_event */
	MUSTER_A_ENTRY_FLAGS,		/* u32: enum muster_entry_flag */
	MUSTER_A_ENTRY_BOOTTIME,	/* u64: CLOCK_BOOTTIME, ns */
	MUSTER_A_ENTRY_REALTIME,	/* u64: CLOCK_REALTIME, ns */
	MUSTER_A_ENTRY_SUBJECT,		/* u64: number of the entry that introduced
					 * the device (not in PRESENT and ADD, nor
					 * where UNINTRODUCED)
					 */
	MUSTER_A_ENTRY_DEVICE,		/* nest of muster_device_attr: in PRESENT,
					 * ADD and CHANGED; without a capture in
					 * all that are UNINTRODUCED
					 */
	MUSTER_A_ENTRY_DRIVER,		/* string: in BIND ... UNBOUND */
	MUSTER_A_ENTRY_LOAD,		/* nest of muster_load_attr: in LOAD */
	MUSTER_A_ENTRY_COUNTS,		/* nest of muster_counts_attr: in WALKED
					 * and RESCANNED
					 */
	MUSTER_A_ENTRY_FOLD,		/* nest of muster_fold_attr: in FOLDED */

	__MUSTER_A_ENTRY_MAX,
	MUSTER_A_ENTRY_MAX = __MUSTER_A_ENTRY_MAX - 1
};

/* What entry 1 binds the ledger to. */
enum muster_load_attr {
	MUSTER_A_LOAD_UNSPEC,
	MUSTER_A_LOAD_BYTE_ORDER,	/* u32: MUSTER_BYTE_ORDER */
	MUSTER_A_LOAD_LOAD_ID,		/* binary, 16 random bytes */
	MUSTER_A_LOAD_PROTOCOL,		/* u32 */
	MUSTER_A_LOAD_VERSION,		/* string: the module's version */
	MUSTER_A_LOAD_SOURCE_DIGEST,	/* string: hex SHA-256 of its sources */
	MUSTER_A_LOAD_KERNEL,		/* string: kernel release */
	MUSTER_A_LOAD_HEAD_BYTES,	/* u64 */
	MUSTER_A_LOAD_RING_BYTES,	/* u64 */
	MUSTER_A_LOAD_DMI,		/* nest of muster_dmi_attr */

	__MUSTER_A_LOAD_MAX,
	MUSTER_A_LOAD_MAX = __MUSTER_A_LOAD_MAX - 1
};

/* SMBIOS strings as the kernel has them; absent where the firmware has none. */
enum muster_dmi_attr {
	MUSTER_A_DMI_UNSPEC,
	MUSTER_A_DMI_SYS_VENDOR,	/* string */
	MUSTER_A_DMI_PRODUCT_NAME,	/* string */
	MUSTER_A_DMI_PRODUCT_VERSION,	/* string */
	MUSTER_A_DMI_PRODUCT_SKU,	/* string */
	MUSTER_A_DMI_PRODUCT_UUID,	/* string */
	MUSTER_A_DMI_BOARD_VENDOR,	/* string */
	MUSTER_A_DMI_BOARD_NAME,	/* string */
	MUSTER_A_DMI_BOARD_VERSION,	/* string */
	MUSTER_A_DMI_BIOS_VERSION,	/* string */

	__MUSTER_A_DMI_MAX,
	MUSTER_A_DMI_MAX = __MUSTER_A_DMI_MAX - 1
};

/* What a walk or a RESCAN came to. */
enum muster_counts_attr {
	MUSTER_A_COUNTS_UNSPEC,
	MUSTER_A_COUNTS_TICKET,		/* u64: RESCANNED only */
	MUSTER_A_COUNTS_SEEN,		/* u32: devices */
	MUSTER_A_COUNTS_CHANGED,	/* u32: RESCANNED only */
	MUSTER_A_COUNTS_UNREADABLE,	/* u32: functions asleep, gone, unreadable */
	MUSTER_A_COUNTS_BOUND,		/* u32: WALKED only: had a driver already */

	__MUSTER_A_COUNTS_MAX,
	MUSTER_A_COUNTS_MAX = __MUSTER_A_COUNTS_MAX - 1
};

/* The events of one flapping device that took no number. */
enum muster_fold_attr {
	MUSTER_A_FOLD_UNSPEC,
	MUSTER_A_FOLD_PLACE,		/* string */
	MUSTER_A_FOLD_DIGEST,		/* binary, 32 bytes: of its stable dwords up
					 * to the last that is not 0; zero where
					 * it is no function
					 */
	MUSTER_A_FOLD_FIRST,		/* u64: CLOCK_BOOTTIME of the first, ns */
	MUSTER_A_FOLD_LAST,		/* u64: CLOCK_BOOTTIME of the last, ns */
	MUSTER_A_FOLD_COUNT,		/* nest of muster_fold_count_attr, repeated */

	__MUSTER_A_FOLD_MAX,
	MUSTER_A_FOLD_MAX = __MUSTER_A_FOLD_MAX - 1
};

enum muster_fold_count_attr {
	MUSTER_A_FOLD_COUNT_UNSPEC,
	MUSTER_A_FOLD_COUNT_EVENT,	/* u32: enum muster_event */
	MUSTER_A_FOLD_COUNT_TIMES,	/* u64 */

	__MUSTER_A_FOLD_COUNT_MAX,
	MUSTER_A_FOLD_COUNT_MAX = __MUSTER_A_FOLD_COUNT_MAX - 1
};

enum muster_kind {
	MUSTER_KIND_UNSPEC,
	MUSTER_KIND_FUNCTION,	/* a PCI function */
	MUSTER_KIND_ADAPTER,	/* an I2C adapter, mux channels included */
	MUSTER_KIND_CLIENT,	/* an I2C client */
};

/* What reading a function's configuration space came to. */
enum muster_reading {
	MUSTER_READING_UNSPEC,
	MUSTER_READING_OK,
	MUSTER_READING_ASLEEP,		/* it, or a bridge above, is in a low-power
					 * state; it was not read, and not woken
					 */
	MUSTER_READING_GONE,		/* disconnected */
	MUSTER_READING_UNREADABLE,	/* it answers all ones */
};

/* Flags of a device, MUSTER_A_DEVICE_FLAGS. */
enum muster_device_flag {
	MUSTER_DEVICE_VIRTUAL		= 1 << 0, /* SR-IOV virtual function */
	MUSTER_DEVICE_MULTIFUNCTION	= 1 << 1,
	MUSTER_DEVICE_UNTRUSTED		= 1 << 2, /* the kernel's own marks */
	MUSTER_DEVICE_EXTERNAL_FACING	= 1 << 3,
	MUSTER_DEVICE_REMOVABLE		= 1 << 4,
	MUSTER_DEVICE_BRIDGE		= 1 << 5, /* has a secondary bus */
	MUSTER_DEVICE_IN_FLUX		= 1 << 6, /* its driver could not be told:
						   * BOUND or NOT_BOUND will
						   */
	MUSTER_DEVICE_TRUNCATED		= 1 << 7, /* capture over CAPTURE_MAX */
	MUSTER_DEVICE_PLACE_CUT		= 1 << 8, /* place over PLACE_MAX */
	MUSTER_DEVICE_TEN_BIT		= 1 << 9, /* client: 10-bit address */
	MUSTER_DEVICE_HOST_TARGET	= 1 << 10, /* client: the host's own
						    * target address
						    */
	MUSTER_DEVICE_MUX_CHANNEL	= 1 << 11, /* adapter: channel of a mux */
};

/*
 * One device. In an entry: the record as captured. In DEVICE_GET's replies
 * also the first four, and FLAGS, READING and DRIVER as they are now: where
 * READING is not OK, EXTENT is what an earlier reading gave, if any did.
 */
enum muster_device_attr {
	MUSTER_A_DEVICE_UNSPEC,
	MUSTER_A_DEVICE_NUMBER,		/* u64: of the entry that introduced it */
	MUSTER_A_DEVICE_LAST,		/* u64: of its last entry */
	MUSTER_A_DEVICE_ORIGIN,		/* u32: MUSTER_EVENT_PRESENT or _ADD */
	MUSTER_A_DEVICE_SINCE,		/* u64: CLOCK_BOOTTIME of its entry, ns */
	MUSTER_A_DEVICE_KIND,		/* u32: enum muster_kind */
	MUSTER_A_DEVICE_FLAGS,		/* u32: enum muster_device_flag */
	MUSTER_A_DEVICE_PLACE,		/* string */
	MUSTER_A_DEVICE_ADDRESS,	/* string: the kernel's name of it, such
					 * as 0000:03:00.0, i2c-0, 0-0050
					 */
	MUSTER_A_DEVICE_ROOT_ID,	/* string: HID:UID of the host bridge,
					 * such as PNP0A08:0; the HID alone
					 * where it has no UID
					 */
	MUSTER_A_DEVICE_ROOT_PATH,	/* string: its firmware path */
	MUSTER_A_DEVICE_DRIVER,		/* string: absent when none is bound */

	/* PCI functions: what the kernel cached at enumeration */
	MUSTER_A_DEVICE_VENDOR,		/* u32 */
	MUSTER_A_DEVICE_DEVICE,		/* u32 */
	MUSTER_A_DEVICE_SUBSYSTEM_VENDOR,	/* u32; absent: a bridge without */
	MUSTER_A_DEVICE_SUBSYSTEM_DEVICE,	/* u32; absent: a bridge without */
	MUSTER_A_DEVICE_CLASS,		/* u32: 24 bits, base class highest */
	MUSTER_A_DEVICE_REVISION,	/* u32 */
	MUSTER_A_DEVICE_READING,	/* u32: enum muster_reading */
	MUSTER_A_DEVICE_CONFIG_SIZE,	/* u32: bytes, 256 or 4096 */
	MUSTER_A_DEVICE_EXTENT,		/* nest of muster_extent_attr, repeated, in
					 * rising order, never overlapping
					 */
	MUSTER_A_DEVICE_BAR,		/* nest of muster_bar_attr, repeated */
	MUSTER_A_DEVICE_SLOT,		/* string: physical slot */
	MUSTER_A_DEVICE_IOMMU_GROUP,	/* u32 */

	/* I2C adapters */
	MUSTER_A_DEVICE_ADAPTER_NUMBER,	/* u32 */
	MUSTER_A_DEVICE_FUNCTIONALITY,	/* u32: I2C_FUNC_* */
	/* I2C adapters and clients */
	MUSTER_A_DEVICE_NAME,		/* string */
	/* I2C clients */
	MUSTER_A_DEVICE_CLIENT_ADDRESS,	/* u32: 7 or 10 bits */
	MUSTER_A_DEVICE_MODALIAS,	/* string: as the bus names it, such as
					 * i2c:spd or acpi:IPI0001:
					 */
	MUSTER_A_DEVICE_FIRMWARE_PATH,	/* string: its firmware node */

	__MUSTER_A_DEVICE_MAX,
	MUSTER_A_DEVICE_MAX = __MUSTER_A_DEVICE_MAX - 1
};

/* A run of bytes of configuration space. */
enum muster_extent_attr {
	MUSTER_A_EXTENT_UNSPEC,
	MUSTER_A_EXTENT_OFFSET,		/* u32: a multiple of 4 */
	MUSTER_A_EXTENT_DATA,		/* binary: a multiple of 4 bytes, in the
					 * space's own (little-endian) order
					 */

	__MUSTER_A_EXTENT_MAX,
	MUSTER_A_EXTENT_MAX = __MUSTER_A_EXTENT_MAX - 1
};

/* A base address register the kernel sized; 6 is the expansion ROM. */
enum muster_bar_attr {
	MUSTER_A_BAR_UNSPEC,
	MUSTER_A_BAR_INDEX,		/* u32: 0 to 6 */
	MUSTER_A_BAR_SIZE,		/* u64: bytes */
	MUSTER_A_BAR_FLAGS,		/* u32: enum muster_bar_flag */

	__MUSTER_A_BAR_MAX,
	MUSTER_A_BAR_MAX = __MUSTER_A_BAR_MAX - 1
};

enum muster_bar_flag {
	MUSTER_BAR_IO		= 1 << 0,
	MUSTER_BAR_MEM		= 1 << 1,
	MUSTER_BAR_64		= 1 << 2,
	MUSTER_BAR_PREFETCH	= 1 << 3,
};

#endif /* _UAPI_MUSTER_H */
