// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * names.c: what pci.ids calls a function; never a reason to fail.
 *
 * The file is mapped and searched where it lies. Reading all of it into memory
 * for the first name would be megabytes and, for the daemon, more time than
 * everything else between an event and its alert.
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
#include "names_internal.h"

#define NAMES_SIZE_MAX (64 << 20)	/* bytes */

static const char *const paths[] = {
	"/usr/share/misc/pci.ids", "/usr/share/hwdata/pci.ids", "/usr/share/pci.ids",
};

/* What was found in the file as it was is not where it was in another. */
static void note_file(struct names *names, const struct stat *status)
{
	bool same = names->inode == status->st_ino && names->size == (size_t)status->st_size &&
		    names->changed.tv_sec == status->st_mtim.tv_sec &&
		    names->changed.tv_nsec == status->st_mtim.tv_nsec;

	names->inode = status->st_ino;
	names->size = status->st_size;
	names->changed = status->st_mtim;
	if (same)
		return;
	memset(names->found, 0, sizeof(names->found));
	names->marked = false;
}

static int map_file(struct names *names)
{
	struct stat status;
	void *text;
	int fd;

	fd = open(names->path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	text = MAP_FAILED;
	if (!fstat(fd, &status) && status.st_size > 0 && status.st_size < NAMES_SIZE_MAX)
		text = mmap(NULL, status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (text == MAP_FAILED)
		return -1;
	names->text = text;
	note_file(names, &status);
	return 0;
}

/** names_open_file() - Return: the names; no file, or no memory, is no names. */
struct names *names_open_file(const char *path)
{
	struct names *names = calloc(1, sizeof(*names));

	if (!names)
		return NULL;
	names->path = path;
	if (!map_file(names))
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
	names_rest(names);
	free(names);
}

void names_rest(struct names *names)
{
	if (!names || !names->text)
		return;
	munmap((void *)names->text, names->size);
	names->text = NULL;
}

struct names *names_wake(struct names *names)
{
	if (!names || (!names->text && map_file(names)))
		return NULL;
	if (!names->marked)
		names_mark(names);
	return names;
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
	found->top = class ? names_find_class(names, top) : names_find_vendor(names, top);
	found->below = names->size;
	if (found->top < names->size && names_find_below(names, found->top, id, &line))
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
	line = names_line(names, found->top);
	append(buffer, size, &line, 4);
	if (found->below == names->size)
		return buffer;
	line = names_line(names, found->below);
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
	line = names_line(names, found->below < names->size ? found->below : found->top);
	append(buffer, size, &line, found->below < names->size ? 3 : 4);
	return buffer;
}
