/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source_lspci.h: what the files of the lspci source know of each other.
 */
#ifndef MUSTER_SOURCE_LSPCI_H
#define MUSTER_SOURCE_LSPCI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config_image.h"
#include "device.h"

struct snapshot;

#define LSPCI_UNTOLD (-1)

/* SR-IOV as it is set up (PCIe Base 9.3.3): where the virtual functions answer. */
struct lspci_sriov {
	bool told, enabled;
	uint16_t count, first, stride;
};

/* Vital product data in words: what was read of them. */
struct lspci_vpd {
	bool told, ended, good;	/* any of it; "End"; its sum is right */
	bool read_only;		/* in these fields now */
	unsigned int unclear;	/* bit 0: FIELD_VPD_NAME and so on; not to be read */
};

/* A line "Capabilities: [40] ..." */
struct lspci_capability {
	uint16_t offset;
	int id;			/* LSPCI_UNTOLD: a name that is not known here */
	int version;		/* extended ones only; LSPCI_UNTOLD: old lspci */
	bool extended;
};

/* How the capability lists of a function end in the text. */
enum lspci_list_end {
	LSPCI_LIST_WHOLE,	/* all of it is there */
	LSPCI_LIST_CUT,		/* access denied, broken, or the text ends in it */
};

/* One function as the text tells of it. */
struct lspci_record {
	uint32_t domain;
	uint8_t bus, devfn;
	unsigned int line;	/* where it begins */
	struct device *device;	/* taken over by the snapshot in the end */

	int class, prog_if, revision;		/* LSPCI_UNTOLD, or the number */
	bool named_bridge, named_virtual;	/* by the words of the first line */
	bool pairs;		/* of lspci -vmm */
	bool detailed;		/* lines of -v or -k follow the first one */
	bool verbose;		/* it is of -v */
	bool very_verbose;	/* of -vv: BARs have their numbers */
	bool flat;		/* the lines below its first are not indented */
	bool silent;		/* it answers with all ones */
	bool sized, unsized;	/* BARs with, without a size */
	bool bridge, bridge_told;	/* to another bus; and its numbers are known */
	uint8_t secondary, subordinate;

	struct config_image *hex;	/* bytes of -x; NULL: none */
	struct config_image *told;	/* what the words prove; NULL: nothing */
	struct lspci_capability *capabilities;
	size_t capability_count;
	enum lspci_list_end list_end;
	bool capable;		/* its status says that it has capabilities */
	bool lists;		/* it is told what capabilities there are, or none */
	bool filtered;		/* some of its capabilities were left out, anywhere */
	bool torn;		/* a line of something else stands within its lines */
	struct lspci_vpd vpd;
	uint8_t serial[8];	/* as printed */
	bool serial_told, serial_ordered;	/* from its highest byte on, for certain */
	bool driven;		/* its driver is told */
	unsigned int listing;	/* of the file, while it is read */
	struct lspci_sriov sriov;
	struct lspci_record *physical;	/* of a virtual function; NULL: not known */
	unsigned int virtual_index;
};

#define LSPCI_RECORDS_MAX 65536	/* functions of one text */
#define LSPCI_LOST_MAX 64
#define LSPCI_ROOTS_MAX 64

/* A bus that a tree of lspci -t begins with. */
struct lspci_root {
	uint32_t domain;
	uint8_t bus;
};

/* A line that seems to begin a function, and is of no form known here. */
struct lspci_lost {
	uint32_t domain;
	uint8_t bus, devfn;
	unsigned int line;
};

/* The file as a whole. */
struct lspci_file {
	const char *name;
	struct lspci_record *records;
	size_t count, room;
	struct lspci_record *current;	/* whose lines are being read; or NULL */
	size_t broken_off;	/* 1 + index of one that may go on below what ended it, or 0 */
	size_t in_capability;	/* 1 + index of the one whose lines are being read, or 0 */
	bool tree;		/* lines of lspci -t */
	struct lspci_root roots[LSPCI_ROOTS_MAX];	/* that these tell */
	size_t root_count;
	bool drivers, slots, groups, sizes;	/* the listing tells them at all */
	bool extended;		/* lists of extended capabilities could be read */
	bool new_words, old_words;	/* of lspci since 3.1.3; and before */
	unsigned int doubtful_serials, first_doubtful;	/* and the line of its function */
	bool shared_channels;	/* a capability that makes "Virtual Channel" ambiguous */
	unsigned int cut_lines, odd_lines, contradictions;
	unsigned int first_contradiction, first_odd;	/* lines */
	struct lspci_lost lost[LSPCI_LOST_MAX];
	size_t lost_count;
	unsigned int unread;	/* the first line with ids that could not be read; 0: none */
	bool unread_broken;	/* that is the rest of a line that was broken */
	unsigned int orphans, first_orphan;	/* details of no function; and a line */
	unsigned int gap, blank;	/* empty lines between all; and before this line */
	bool printable;		/* it is quoted-printable, of a mail */
	bool quoted;		/* functions are strings of a list */
	char bullet;		/* before functions, or 0 */
	char numbered;		/* what stands behind the numbers of lines; 0: they have none */
	unsigned int number;	/* of the last line that had one */
	unsigned int differences;	/* functions told of in two ways */
	const char *difference;	/* in what the first of them differ, and their lines: */
	unsigned int kept_line, other_line;
	unsigned int lacks;	/* functions that one listing has, and another lacks */
	unsigned int lack_line, lacked_line;	/* that listing; the first of these functions */
	bool cut;		/* the text ends within the last record */
	char margin[32];	/* what stands before the lines of the function */
	size_t indent;		/* spaces before its lines; 0: not seen yet */
	int group;		/* of the heading above, or LSPCI_UNTOLD */
	size_t group_margin;	/* functions of that group are indented more than this */
	bool ids_told;		/* before the address of this line */
	unsigned int ids_vendor, ids_device;
	unsigned int path_line;	/* of lspci -P, which tells no bus; 0: none */
};

/* source_lspci.c */
void lspci_clear(struct lspci_record *record);

/* source_lspci_records.c */
/**
 * lspci_read() - read all functions of @text, of which the lines are changed
 * Return: 0; -E2BIG: more than any machine has; -EBADMSG: paths of lspci -P; -ENOMEM.
 */
int lspci_read(struct lspci_file *file, char *text, size_t length);

/* source_lspci_unwrap.c */
/** lspci_from_utf16() - make bytes of it, if it begins as such a text does. Return: how many. */
size_t lspci_from_utf16(char *text, size_t length);
/** lspci_unwrap() - take away what people put before lines. Return: the rest of @line. */
char *lspci_unwrap(struct lspci_file *file, char *line);
/**
 * lspci_rejoin() - put the lines behind @line to its end that a mail program broke off it
 * @next: where they begin, which may be at @end; a zero stands there
 * @lines: is raised by how many it was
 * Return: what follows them.
 */
char *lspci_rejoin(struct lspci_file *file, char *line, char *next, const char *end,
		   unsigned int *lines);

/* source_lspci_plain.c */
/** lspci_plain() - make plain characters of typographic ones, in place. Return: how many. */
size_t lspci_plain(char *text, size_t length);
/** lspci_gap() - how many empty lines follow each, as some web pages have it */
unsigned int lspci_gap(const char *text);

/* source_lspci_lines.c */
/** lspci_begins() - whether @text can be the first line of a function */
bool lspci_begins(const char *text);
/** lspci_find() - Return: where in @line a function seems to begin, or NULL. */
const char *lspci_find(const char *line);
/** lspci_is_detail() - whether it begins as lines below that do */
bool lspci_is_detail(const char *line);
/** lspci_flat_depth() - how far to the right a line was that lost its indentation; 0: none */
unsigned int lspci_flat_depth(const struct lspci_file *file, const char *line);
/** lspci_tree() - read the root of a tree, "-[0000:00]-+-00.0". Return: it is a line of one. */
bool lspci_tree(struct lspci_file *file, const char *line);
/** lspci_note_unread() - note a line that seems to hold ids which the function lacks */
void lspci_note_unread(struct lspci_file *file, const char *line, unsigned int number);
/** lspci_note_lost() - note a line that is passed over, if it tells of a function */
void lspci_note_lost(struct lspci_file *file, const char *line, unsigned int number);

/* source_lspci_mail.c */
/** lspci_is_printable() - whether @text is quoted-printable, as mails are kept */
bool lspci_is_printable(const char *text);
/**
 * lspci_decode() - decode a line of such a text in place, and put to it what follows
 * @size: its bytes
 * @next: out: where the line behind it begins, at @end or before
 * @lines: is raised by how many were put to it
 * Return: the bytes of it.
 */
size_t lspci_decode(char *line, size_t size, char **next, const char *end, unsigned int *lines);

/* source_lspci_markup.c */
/** lspci_strip_markup() - take the marks of fonts, colours and escapes out, in place */
void lspci_strip_markup(char *line);

/* source_lspci_string.c */
/** lspci_unquote() - make what lspci wrote of a string of JSON or YAML, if @line is one */
void lspci_unquote(struct lspci_file *file, char *line);

/* source_lspci_split.c */
/** lspci_unspell() - make ends of lines of those that are spelled, "\n", and tabs, in place */
void lspci_unspell(char *line);
/**
 * lspci_split() - cut @line off where another one begins that something joined to it
 * Return: that other one, or NULL. What is cut off and may not be read is noted as lost.
 */
char *lspci_split(struct lspci_file *file, char *line, unsigned int number);

/* source_lspci_judge.c */
/**
 * lspci_judge() - whether it is text to make a snapshot of
 * Return: 0; -ENOENT with @why: it names no function; -EINVAL with @why: it cannot be used.
 */
int lspci_judge(const struct lspci_file *file, char **why);
/** lspci_remark() - @why: a sentence of what is to be known about a file, or untouched */
void lspci_remark(const struct lspci_file *file, char **why);
/** lspci_fail() - Return: -EINVAL, with a sentence if there is memory for it. */
int lspci_fail(char **why, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* source_lspci_head.c */
/**
 * lspci_head() - read the first line of a function, of any form
 * Return: 1 if it is one and @record holds it, 0 if not, -ENOMEM; -EBADMSG: a path of
 * lspci -P, which tells no bus.
 */
int lspci_head(const char *line, struct lspci_record *record);
/** lspci_pair() - a line of lspci -vmm: "Key:<tab>value". Return: 0 or -ENOMEM. */
int lspci_pair(struct lspci_file *file, struct lspci_record *record, const char *line);

/* source_lspci_ids.c */
/** lspci_hex_at() - exactly @digits of hex, of 8 at most. Return: they stand at @text. */
bool lspci_hex_at(const char *text, unsigned int digits, unsigned int *value);
/** lspci_address() - [dddd:]bb:dd.f. Return: bytes of it, or 0. */
size_t lspci_address(const char *text, uint32_t *domain, uint8_t *bus, uint8_t *devfn);
/**
 * lspci_ids() - the pair of ids behind a name, "[8086:1533]" or alone: of several the first
 * Return: what follows it, or NULL: there is none.
 */
const char *lspci_ids(const char *text, unsigned int *vendor, unsigned int *device);
/**
 * lspci_numbers() - "(rev 03)" and "(prog-if 02 [...])", which follow the ids
 * @revision: out, and so is @prog_if: the number; untouched if it is not told
 * Return: what follows them.
 */
const char *lspci_numbers(const char *text, int *revision, int *prog_if);

/* source_lspci_hex.c */
/** lspci_is_hex() - whether it is a line of bytes, "40: 01 50 ..." */
bool lspci_is_hex(const char *line);
/** lspci_hex() - take its bytes. Return: 0, or -ENOMEM; a cut line is counted. */
int lspci_hex(struct lspci_file *file, struct lspci_record *record, const char *line,
	      unsigned int number);
/** lspci_put() - put bytes into an image that may have to be made. Return: 0, -ENOMEM, -ERANGE. */
int lspci_put(struct config_image **image, unsigned int offset, const void *data,
	      size_t length);
/** lspci_silence() - forget what a function that does not answer seems to say: all ones */
void lspci_silence(struct lspci_record *record);
/** lspci_image() - one image of both, the bytes of -x first. Return: 0 or -ENOMEM. */
int lspci_image(struct lspci_file *file, struct lspci_record *record);

/* source_lspci_verbose.c */
/** lspci_set_host() - what the host gave the function: driver, slot, IOMMU group */
int lspci_set_host(struct lspci_file *file, struct lspci_record *record, enum field field,
		   const char *value);
/** lspci_verbose() - a line below the first one; @depth: tabs before it. Return: 0 or -ENOMEM. */
int lspci_verbose(struct lspci_file *file, struct lspci_record *record, const char *line,
		  unsigned int depth);

/* source_lspci_capability.c */
/** lspci_capability() - what follows "Capabilities: ". Return: 0 or -ENOMEM. */
int lspci_capability(struct lspci_file *file, struct lspci_record *record, const char *text);
/** lspci_capability_detail() - a line below that. Return: 0 or -ENOMEM. */
int lspci_capability_detail(struct lspci_file *file, struct lspci_record *record,
			    const char *text);
/** lspci_chain() - link the capabilities in record->told. Return: 0 or -ENOMEM. */
int lspci_chain(const struct lspci_file *file, struct lspci_record *record);

/* source_lspci_vpd.c */
/** lspci_vpd() - a line below "Vital Product Data". Return: 0 or -ENOMEM. */
int lspci_vpd(struct lspci_record *record, const char *text);
/** lspci_is_in_vpd() - whether vital product data are being read, and their end has not come */
bool lspci_is_in_vpd(const struct lspci_file *file);
/** lspci_settle_vpd() - what comes of all of them. Return: 0 or -ENOMEM. */
int lspci_settle_vpd(struct lspci_record *record);

/* source_lspci_age.c */
/** lspci_note_age() - what the words of a capability tell of the age of lspci */
void lspci_note_age(struct lspci_file *file, const struct lspci_capability *capability,
		    const char *name);
/** lspci_settle_serials() - set those whose order the whole text tells. Return: 0 or -ENOMEM. */
int lspci_settle_serials(struct lspci_file *file);
/** lspci_settle_no_serial() - who lists all but a serial number has none. Return: 0 or -ENOMEM. */
int lspci_settle_no_serial(const struct lspci_file *file, struct lspci_record *record);

/* source_lspci_words.c */
#define EXT_CAP_VC	0x0002
#define EXT_CAP_MFVC	0x0008

/** lspci_capability_id() - Return: the id of that name, or LSPCI_UNTOLD. */
int lspci_capability_id(const char *name, bool extended);

/* What pci.ids calls virtual functions, and lspci with it */
#define LSPCI_VIRTUAL "Virtual Function"

/** lspci_name_virtuals() - look up the names of functions that the text gives numbers of only */
void lspci_name_virtuals(struct lspci_file *file);

/* A type of PCI Express port, in its words and in ours. */
struct lspci_port {
	const char *words, *name;
	uint8_t type;
	bool linkless;
};

/** lspci_port() - Return: the type that @name begins with, or NULL. */
const struct lspci_port *lspci_port(const char *name);

/* source_lspci_join.c */
/**
 * lspci_join() - take into @to what @from tells of the same function
 * @what: out: what they disagree on, if anything
 * Return: 0, -EEXIST: it is something that cannot change, or -ENOMEM.
 */
int lspci_join(struct lspci_record *to, struct lspci_record *from, const char **what);

/* source_lspci_twice.c */
/**
 * lspci_join_all() - make one record of all that tell of one function, sorted by address
 * Return: 0, -EINVAL with @why, or -ENOMEM.
 */
int lspci_join_all(struct lspci_file *file, char **why);
/** lspci_is_numbered() - whether what looks like domains can be the numbers of lines */
bool lspci_is_numbered(const struct lspci_file *file);

/* source_lspci_finish.c */
/** lspci_finish() - decide the fields of @record, all of the file being read */
int lspci_finish(struct lspci_file *file, struct lspci_record *record);

/* source_lspci_place.c */
/**
 * lspci_places() - the places of all records, which are sorted by address
 * Return: 0 or -ENOMEM.
 */
int lspci_places(struct lspci_file *file);

#endif /* MUSTER_SOURCE_LSPCI_H */
