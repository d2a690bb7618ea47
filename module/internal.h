/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of the module know of each other. */
#ifndef _MUSTER_INTERNAL_H
#define _MUSTER_INTERNAL_H

#define MUSTER_VERSION		"0.1.0"

#include <linux/bitmap.h>
#include <linux/list.h>
#include <linux/rbtree.h>
#include <linux/types.h>

#include "ledger.h"
#include "place.h"
#include "uapi/muster.h"

struct device;
struct genl_family;
struct muster_fold;
struct i2c_adapter;
struct i2c_client;
struct netlink_callback;
struct netlink_ext_ack;
struct pci_dev;
struct sk_buff;

#define MUSTER_NAME_ROOM	64	/* of a driver, with its NUL */
#define MUSTER_PATH_ROOM	256	/* of a firmware path, with its NUL */

/* What an entry holds besides a device's body: see muster_record_begin(). */
#define MUSTER_ENTRY_OVERHEAD	256
#define MUSTER_BODY_MAX		(MUSTER_ENTRY_MAX - MUSTER_ENTRY_OVERHEAD)

#define MUSTER_CONFIG_DWORDS	1024

/* A message with a whole device or entry; also what dumps ask to get. */
#define MUSTER_MESSAGE_BYTES	8192

/**
 * struct muster_stamp - when something was seen
 * @boottime: CLOCK_BOOTTIME, ns
 * @realtime: CLOCK_REALTIME, ns
 */
struct muster_stamp {
	u64 boottime;
	u64 realtime;
};

/**
 * struct muster_writer - attributes being written
 * @bytes: where to
 * @size: bytes there
 * @used: bytes written, a multiple of 4
 * @full: an attribute did not fit and was left out
 */
struct muster_writer {
	u8 *bytes;
	u32 size;
	u32 used;
	bool full;
};

/**
 * struct muster_image - what has been read of a configuration space
 * @size: bytes of the space, 256 or 4096
 * @known: dwords that have been read
 * @heads: dwords at which a capability begins
 * @value: the dwords read
 * @stable: the same with all bits zero that may change in use
 */
struct muster_image {
	u32 size;
	DECLARE_BITMAP(known, MUSTER_CONFIG_DWORDS);
	DECLARE_BITMAP(heads, MUSTER_CONFIG_DWORDS);
	__le32 value[MUSTER_CONFIG_DWORDS];
	__le32 stable[MUSTER_CONFIG_DWORDS];
};

/**
 * struct muster_sighting - a device as a bus source saw it just now
 * @kind: enum muster_kind
 * @flags: enum muster_device_flag
 * @reading: enum muster_reading, for functions
 * @stable: digest of the stable registers, if @reading is OK
 * @driver: the driver that is bound, or an empty string
 * @place_offset: where in @body the text of the place begins
 * @body: all other attributes of a nest MUSTER_A_DEVICE, in @bytes
 * @bytes: room for @body
 * @place: room to write the place in
 * @path: room for a firmware path
 * @image: room for a configuration space
 *
 * Some 16 KiB: never on a stack.
 */
struct muster_sighting {
	u32 kind;
	u32 flags;
	u32 reading;
	u8 stable[MUSTER_HASH_SIZE];
	char driver[MUSTER_NAME_ROOM];
	u32 place_offset;
	struct muster_writer body;
	u8 bytes[MUSTER_BODY_MAX];
	struct muster_place place;
	char path[MUSTER_PATH_ROOM];
	struct muster_image image;
};

/**
 * typedef muster_describe_fn - a bus source describes a device
 * @dev: the device
 * @sighting: to be filled; zeroed but for the work rooms
 * @capture: read it, too
 *
 * Context: may sleep; not under the order mutex.
 */
typedef void muster_describe_fn(struct device *dev, struct muster_sighting *sighting,
				bool capture);

/**
 * struct muster_counts - what a walk came to
 * @ticket: of the RESCAN, 0 for the walk at load
 * @seen: devices met
 * @changed: of these no longer as recorded
 * @unreadable: functions that were asleep, gone or unreadable
 * @bound: had a driver already
 */
struct muster_counts {
	u64 ticket;
	u32 seen;
	u32 changed;
	u32 unreadable;
	u32 bound;
};

/**
 * struct muster_walk - a walk over all buses
 * @meet: what to do with each device; see muster_observe_visit()
 * @counts: what it has come to so far
 */
struct muster_walk {
	int (*meet)(struct device *dev, muster_describe_fn *describe, struct muster_walk *walk);
	struct muster_counts counts;
};

/**
 * struct muster_body - what the roster keeps of a sighting; never changes
 * @length: of @bytes
 * @place: offset in @bytes of the text of the place
 * @bytes: attributes of the nest MUSTER_A_DEVICE
 */
struct muster_body {
	u32 length;
	u32 place;
	u8 bytes[];
};

enum muster_standing {
	MUSTER_STANDING_LIVE,	/* introduced, on its bus */
	MUSTER_STANDING_LEAVING, /* introduced, DEL seen, REMOVED to come */
	MUSTER_STANDING_TOMB,	/* has left during the walk at load */
};

/**
 * struct muster_item - a device in the roster; under the order mutex
 * @by_device: node of the tree by @dev
 * @by_number: node of the tree by @number, where introduced
 * @dev: opaque cookie without a reference: compared, never followed
 * @number: of the entry that introduced it; 0: a tomb that never was, or folded
 * @fold: counts its events, which are not recorded; NULL: they are
 * @by_fold: among those that @fold counts
 * @last: number of its last entry
 * @since: CLOCK_BOOTTIME of its introduction, ns
 * @origin: MUSTER_EVENT_PRESENT or MUSTER_EVENT_ADD
 * @kind: enum muster_kind
 * @flags: enum muster_device_flag
 * @reading: enum muster_reading of the last look
 * @standing: where it is in its life
 * @announced: the bus has announced its arrival
 * @bound: @driver is bound, else it was the last to try
 * @driver: name of a driver, or empty
 * @stable: digest of the stable registers of the last good capture
 * @body: of the last good capture, or of the first look
 */
struct muster_item {
	struct rb_node by_device;
	struct rb_node by_number;
	const struct device *dev;
	struct muster_fold *fold;
	struct hlist_node by_fold;
	u64 number;
	u64 last;
	u64 since;
	u32 origin;
	u32 kind;
	u32 flags;
	u32 reading;
	enum muster_standing standing;
	bool announced;
	bool bound;
	char driver[MUSTER_NAME_ROOM];
	u8 stable[MUSTER_HASH_SIZE];
	struct muster_body *body;
};

/**
 * struct muster_roster_state - the roster in figures
 * @generation: changes whenever the roster does; never 0
 * @bytes: allocated now
 * @present: devices present, by enum muster_kind
 * @incomplete: a device could not be tracked
 */
struct muster_roster_state {
	u32 generation;
	u64 bytes;
	u32 present[MUSTER_KIND_CLIENT + 1];
	bool incomplete;
};

/* order.c */
void muster_lock(void);
void muster_unlock(void);
bool muster_stopping(void);
void muster_stop(void);
const u8 *muster_load_id(void);
struct muster_stamp muster_stamp_now(void);
u64 muster_commit(void);
void muster_begin_record(void);

/* observe.c */
enum muster_event muster_observe_event(unsigned long action);
void muster_observe_walked(const struct muster_counts *counts);
void muster_observe(struct device *dev, enum muster_event event, muster_describe_fn *describe);
int muster_observe_visit(struct device *dev, muster_describe_fn *describe,
			 struct muster_walk *walk);
int muster_observe_present(struct device *dev, muster_describe_fn *describe,
			   struct muster_walk *walk);
void muster_observe_unfolded(struct muster_item *item, const struct muster_stamp *stamp);

/* fold.c */
struct muster_fold *muster_fold_alloc(void);
struct muster_fold *muster_fold_arrival(const struct muster_sighting *sighting,
					const struct muster_stamp *stamp,
					struct muster_fold **room);
void muster_fold_join(struct muster_fold *fold, struct muster_item *item);
void muster_fold_count(struct muster_fold *fold, enum muster_event event,
		       const struct muster_stamp *stamp);
bool muster_fold_look(const struct muster_stamp *stamp);
void muster_fold_end_all(void);

/* sighting.c */
int muster_sighting_create(void);
void muster_sighting_destroy(void);
struct muster_sighting *muster_sighting_get(void);
void muster_sighting_put(struct muster_sighting *sighting);
void muster_sighting_driver(struct muster_sighting *sighting, struct device *dev);
void muster_sighting_digest(const struct muster_sighting *sighting, u8 digest[MUSTER_HASH_SIZE]);

/* roster.c */
struct muster_item *muster_roster_alloc(const struct device *dev,
					const struct muster_sighting *sighting);
struct muster_item *muster_roster_alloc_tomb(const struct device *dev);
struct muster_body *muster_roster_alloc_body(const struct muster_sighting *sighting);
void muster_roster_free(struct muster_item *item);
void muster_roster_insert(struct muster_item *item);
void muster_roster_introduce(struct muster_item *item, u64 number);
void muster_roster_remove(struct muster_item *item);
void muster_roster_entomb(struct muster_item *item);
struct muster_body *muster_roster_replace(struct muster_item *item, struct muster_body *body);
struct muster_item *muster_roster_find(const struct device *dev);
struct muster_item *muster_roster_after(u64 number);
int muster_roster_find_place(const char *place, struct muster_item **found);
void muster_roster_purge_tombs(void);
void muster_roster_mark_incomplete(void);
void muster_roster_changed(void);
void muster_roster_state(struct muster_roster_state *state);
void muster_roster_destroy(void);

/* record.c */
void muster_put(struct muster_writer *writer, u16 type, const void *data, u32 length);
void muster_put_u32(struct muster_writer *writer, u16 type, u32 value);
void muster_put_u64(struct muster_writer *writer, u16 type, u64 value);
void muster_put_string(struct muster_writer *writer, u16 type, const char *text, u32 room);
u32 muster_nest_begin(struct muster_writer *writer, u16 type);
void muster_nest_end(struct muster_writer *writer, u32 begin);
void muster_record_begin(struct muster_writer *writer, u64 number);
void muster_record_event(struct muster_writer *writer, enum muster_event event, u32 flags,
			 const struct muster_stamp *stamp);
void muster_record_device(struct muster_writer *writer, const struct muster_sighting *sighting);
void muster_record_item(struct muster_writer *writer, const struct muster_item *item);
void muster_record_load(struct muster_writer *writer, const u8 *load_id,
			const struct muster_ledger_state *ledger);
void muster_record_counts(struct muster_writer *writer, const struct muster_counts *counts);

void muster_put_place(struct muster_sighting *sighting);
void muster_put_root(struct muster_sighting *sighting, struct device *root);

/* firmware.c */
int muster_firmware_path(struct device *dev, char *path, u32 room);
int muster_firmware_id(struct device *dev, char *id, u32 room);
int muster_firmware_modalias(struct device *dev, char *modalias, u32 room);

/* pci_path.c */
u32 muster_pci_reading(struct pci_dev *pdev);
struct device *muster_pci_place(struct pci_dev *pdev, struct muster_place *place);

/* pci_config.c */
u64 muster_config_reads(void);
u32 muster_config_read(struct pci_dev *pdev, u32 offset);
void muster_config_image(struct pci_dev *pdev, struct muster_image *image);
int muster_config_routing(struct pci_dev *pdev, u16 *offset, u16 *stride);

/* pci_capture.c */
u32 muster_pci_capture(struct pci_dev *pdev, struct muster_sighting *sighting);

/* pci.c */
int muster_pci_watch(void);
void muster_pci_unwatch(void);
u32 muster_pci_count(void);
int muster_pci_walk(struct muster_walk *walk);

/* i2c.c */
int muster_i2c_watch(void);
void muster_i2c_unwatch(void);
u32 muster_i2c_count(void);
int muster_i2c_walk(struct muster_walk *walk);

/* i2c_path.c */
bool muster_i2c_is_channel(struct i2c_adapter *adapter);
void muster_i2c_place_adapter(struct i2c_adapter *adapter, struct muster_sighting *sighting);
void muster_i2c_place_client(struct i2c_client *client, struct muster_sighting *sighting);
void muster_i2c_forget(const struct device *dev);
void muster_i2c_forget_all(void);

/* rescan.c */
int muster_rescan_create(void);
void muster_rescan_destroy(void);
int muster_rescan_start(u64 *ticket);
bool muster_rescan_running(void);

/* message.c */
int muster_message_u64(struct sk_buff *skb, int type, u64 value);
int muster_message_info(struct sk_buff *skb);
int muster_message_device(struct sk_buff *skb, const struct muster_item *item);
int muster_message_event(struct sk_buff *skb, const struct muster_view *view, bool first);

/* dump.c */
int muster_dump_start(struct netlink_callback *cb);
int muster_dump_devices(struct sk_buff *skb, struct netlink_callback *cb);
int muster_dump_events(struct sk_buff *skb, struct netlink_callback *cb);

/* netlink.c */
extern struct genl_family muster_family;
int muster_request_begin(struct netlink_ext_ack *extack);
int muster_netlink_create(void);
void muster_netlink_destroy(void);
int muster_netlink_register(void);
void muster_netlink_unregister(void);
void muster_netlink_announce(void);

#endif /* _MUSTER_INTERNAL_H */
