// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * names.c: what pci.ids calls a function; never a reason to fail.
 *
 * The file is mapped and searched where it lies. Reading all of it into memory
 * for the first name would be megabytes and, for the daemon, more time than
 * everything else between an event and its alert.
 *
 * Relied on: vendors are in rising order and come before the classes.
 */
#include "names.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "device.h"

#define NAMES_SIZE_MAX (64 << 20)	/* bytes */
#define NEAR_END (16 << 10)	/* bytes: more than all classes take */

/*
 * Boards hold many of one part, and a search reads all parts of its maker: where
 * the last of each were found.
 */
#define FOUND_SLOTS 64	/* a power of two */

struct found {
	char key[12];		/* "8086:10d3", "C 0200"; "": free */
	size_t top, below;	/* offsets of lines; the size: there is none */
};

struct names {
	const char *text;
	size_t size;
	struct found found[FOUND_SLOTS];
};

/* One line of it, without its end. */
struct line {
	const char *text;
	size_t length;
};

static const char *const paths[] = {
	"/usr/share/misc/pci.ids", "/usr/share/hwdata/pci.ids", "/usr/share/pci.ids",
};

static int map_file(const char *path, struct names *names)
{
	struct stat status;
	void *text;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	text = MAP_FAILED;
	if (!fstat(fd, &status) && status.st_size > 0 && status.st_size < NAMES_SIZE_MAX)
		text = mmap(NULL, status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (text == MAP_FAILED)
		return -1;
	names->text = text;
	names->size = status.st_size;
	return 0;
}

/** names_open_file() - Return: the names; no file, or no memory, is no names. */
struct names *names_open_file(const char *path)
{
	struct names *names = calloc(1, sizeof(*names));

	if (names && !map_file(path, names))
		return names;
	free(names);
	return NULL;
}

/** names_open() - Return: the names, from where distributions have them. */
struct names *names_open(void)
{
	struct names *names = NULL;
	size_t i;

	for (i = 0; !names && i < sizeof(paths) / sizeof(paths[0]); i++)
		names = names_open_file(paths[i]);
	return names;
}

/** names_close() - NULL is none. */
void names_close(struct names *names)
{
	if (!names)
		return;
	munmap((void *)names->text, names->size);
	free(names);
}

static struct line line_at(const struct names *names, size_t offset)
{
	const char *start = names->text + offset;
	const char *end = memchr(start, '\n', names->size - offset);

	return (struct line){ start, end ? (size_t)(end - start) : names->size - offset };
}

static size_t line_after(const struct names *names, const struct line *line)
{
	size_t offset = line->text - names->text + line->length + 1;

	return offset < names->size ? offset : names->size;
}

/* Whether @line is @start and, two spaces on, a name. */
static bool begins(const struct line *line, const char *start)
{
	size_t length = strlen(start);

	return line->length > length + 2 && !memcmp(line->text, start, length) &&
	       !memcmp(line->text + length, "  ", 2);
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

static bool is_vendor(const struct line *line)
{
	const char *text = line->text;

	return line->length > 6 && is_hex(text[0]) && is_hex(text[1]) && is_hex(text[2]) &&
	       is_hex(text[3]) && text[4] == ' ';
}

/* A line of a vendor or a class: one that something below it hangs from. */
static bool is_top(const struct line *line)
{
	return is_vendor(line) || (line->length > 4 && !memcmp(line->text, "C ", 2));
}

/* The first vendor or class from @offset on and before @end. Return: its offset, or @end. */
static size_t find_top(const struct names *names, size_t offset, size_t end)
{
	struct line line;

	if (offset && names->text[offset - 1] != '\n') {
		line = line_at(names, offset);
		offset = line_after(names, &line);
	}
	while (offset < end) {
		line = line_at(names, offset);
		if (is_top(&line))
			return offset;
		offset = line_after(names, &line);
	}
	return end;
}

/* Return: the offset of the vendor's line, or of the top line after where it would be. */
static size_t search_vendor(const struct names *names, const char *vendor)
{
	size_t low = 0, high = names->size;

	while (low < high) {
		size_t middle = low + (high - low) / 2, found = find_top(names, middle, high);
		struct line line;
		int order = -1;

		if (found < high) {
			line = line_at(names, found);
			order = is_vendor(&line) ? memcmp(vendor, line.text, 4) : -1;
		}
		if (!order)
			return found;
		if (order < 0)
			high = middle;
		else
			low = line_after(names, &line);
	}
	return find_top(names, low, names->size);
}

/* Return: the offset of the vendor's line, or the size. */
static size_t find_vendor(const struct names *names, const char *vendor)
{
	size_t offset = search_vendor(names, vendor);
	struct line line;

	if (offset == names->size)
		return offset;
	line = line_at(names, offset);
	return begins(&line, vendor) ? offset : names->size;
}

/* Return: the offset of a top line that no class comes before. */
static size_t before_classes(const struct names *names)
{
	size_t offset = names->size > NEAR_END ? names->size - NEAR_END : 0;
	struct line line;

	offset = find_top(names, offset, names->size);
	if (offset < names->size) {
		line = line_at(names, offset);
		if (is_vendor(&line))
			return offset;
	}
	return search_vendor(names, "gggg");	/* after all there can be */
}

/* Return: the offset of the class's line, or the size. */
static size_t find_class(const struct names *names, const char *class)
{
	size_t offset = before_classes(names);
	struct line line;
	char start[8];

	snprintf(start, sizeof(start), "C %s", class);
	while (offset < names->size) {
		line = line_at(names, offset);
		if (begins(&line, start))
			break;
		offset = find_top(names, line_after(names, &line), names->size);
	}
	return offset;
}

/* The line "\tID  name" among those that hang from the one at @offset. */
static bool find_below(const struct names *names, size_t offset, const char *id,
		       struct line *line)
{
	char start[8];

	snprintf(start, sizeof(start), "\t%s", id);
	*line = line_at(names, offset);
	while ((offset = line_after(names, line)) < names->size) {
		*line = line_at(names, offset);
		if (is_top(line))
			return false;
		if (begins(line, start))
			return true;
	}
	return false;
}

/* The name on a line whose id takes @skip bytes, appended to what @buffer has. */
static void append(char *buffer, size_t size, const struct line *line, size_t skip)
{
	size_t length = line->length, used = strlen(buffer);

	skip += 2;
	if (line->text[length - 1] == '\r')
		length--;
	snprintf(buffer + used, size - used, "%s%.*s", used ? " " : "",
		 (int)(length - skip), line->text + skip);
}

static struct found *slot_of(struct names *names, const char *key)
{
	unsigned int hash = 5381;

	for (const char *c = key; *c; c++)
		hash = hash * 33 + (unsigned char)*c;
	return &names->found[hash % FOUND_SLOTS];
}

/* The lines of a vendor or class, and of @id below it. */
static const struct found *find(struct names *names, bool class, const char *top, const char *id)
{
	char key[sizeof(names->found[0].key)];
	struct found *found;
	struct line line;

	snprintf(key, sizeof(key), "%s%s:%s", class ? "C " : "", top, id);
	found = slot_of(names, key);
	if (!strcmp(found->key, key))
		return found;
	strcpy(found->key, key);
	found->top = class ? find_class(names, top) : find_vendor(names, top);
	found->below = names->size;
	if (found->top < names->size && find_below(names, found->top, id, &line))
		found->below = line.text - names->text;
	return found;
}

/** names_device() - Return: @buffer. */
const char *names_device(struct names *names, const struct device *device,
			 char *buffer, size_t size)
{
	const char *vendor = device_get(device, FIELD_VENDOR);
	const char *part = device_get(device, FIELD_DEVICE);
	const char *name = device_get(device, FIELD_NAME);
	const struct found *found;
	struct line line;

	buffer[0] = '\0';
	if (device->kind != DEVICE_FUNCTION) {
		snprintf(buffer, size, "%s", name ? name : "");
		return buffer;
	}
	if (!names || !vendor || !part || strlen(vendor) != 4 || strlen(part) != 4)
		return buffer;
	found = find(names, false, vendor, part);
	if (found->top == names->size)
		return buffer;
	line = line_at(names, found->top);
	append(buffer, size, &line, 4);
	if (found->below == names->size)
		return buffer;
	line = line_at(names, found->below);
	append(buffer, size, &line, 5);
	return buffer;
}

/** names_class() - Return: @buffer; for I2C the kind. */
const char *names_class(struct names *names, const struct device *device,
			char *buffer, size_t size)
{
	const struct found *found;
	char digits[DEVICE_CLASS_SIZE], base[3], sub[3];
	const char *class;
	struct line line;

	buffer[0] = '\0';
	if (device->kind != DEVICE_FUNCTION) {
		snprintf(buffer, size, "I2C %s", device_kind_name(device->kind));
		return buffer;
	}
	class = device_class(device, digits);
	if (!names || !class || strlen(class) < 4)
		return buffer;
	snprintf(base, sizeof(base), "%.2s", class);
	snprintf(sub, sizeof(sub), "%.2s", class + 2);
	found = find(names, true, base, sub);
	if (found->top == names->size)
		return buffer;
	line = line_at(names, found->below < names->size ? found->below : found->top);
	append(buffer, size, &line, found->below < names->size ? 3 : 4);
	return buffer;
}
