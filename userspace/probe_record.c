// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * probe_record.c: what probes of this boot came to.
 */
#include "probe_record.h"

#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_replace.h"
#include "json_file.h"

#define ADAPTERS_MAX 4096
#define RECORD_MAX (64 << 20)	/* bytes */

void probed_clear(struct probed *probed)
{
	free(probed->place);
	free(probed->address);
	free(probed->name);
	*probed = (struct probed){ 0 };
}

void probe_record_clear(struct probe_record *record)
{
	for (size_t i = 0; i < record->count; i++)
		probed_clear(&record->adapters[i]);
	free(record->adapters);
	*record = (struct probe_record){ 0 };
}

static struct probed *find(const struct probe_record *record, const char *place)
{
	for (size_t i = 0; i < record->count; i++)
		if (!strcmp(record->adapters[i].place, place))
			return &record->adapters[i];
	return NULL;
}

const struct probed *probe_record_find(const struct probe_record *record, const char *place)
{
	return find(record, place);
}

static bool copy_text(const char *from, char **to)
{
	*to = from ? strdup(from) : NULL;
	return *to || !from;
}

static int append(struct probe_record *record, const struct probed *probed)
{
	struct probed *adapters = reallocarray(record->adapters, record->count + 1,
					       sizeof(*adapters));
	struct probed *added;

	if (!adapters)
		return -ENOMEM;
	record->adapters = adapters;
	added = &adapters[record->count];
	*added = *probed;
	added->address = added->name = NULL;
	if (copy_text(probed->place, &added->place) &&
	    copy_text(probed->address, &added->address) &&
	    copy_text(probed->name, &added->name)) {
		record->count++;
		return 0;
	}
	probed_clear(added);
	return -ENOMEM;
}

/*
 * An address where the bus was in trouble is not known any more. One that a client
 * has by now is no stranger's, and who asks sees the client.
 */
static void merge_addresses(struct probe *known, const struct probe *probe)
{
	for (unsigned int i = 0; i < PROBE_ADDRESSES; i++)
		if (probe->addresses[i].answer != PROBE_NOT_ASKED)
			known->addresses[i] = probe->addresses[i];
	known->stopped = probe->stopped;
	known->stopped_at = probe->stopped_at;
	memcpy(known->driver, probe->driver, sizeof(known->driver));
}

int probe_record_merge(struct probe_record *record, const struct probed *probed)
{
	struct probed *known = find(record, probed->place);

	if (!known)
		return append(record, probed);
	known->time = probed->time;
	known->elapsed = probed->elapsed;
	merge_addresses(&known->probe, &probed->probe);
	return 0;
}

static int take_adapters(struct json_object *json, struct probe_record *record)
{
	size_t count = json_object_array_length(json);
	int err = 0;

	for (size_t i = 0; i < count && i < ADAPTERS_MAX && !err; i++) {
		struct probed probed;

		err = probed_from_json(json_object_array_get_idx(json, i), &probed);
		if (err)
			break;
		if (!find(record, probed.place))
			err = append(record, &probed);
		probed_clear(&probed);
	}
	return err;
}

static bool has_text(struct json_object *json, const char *key, const char *text)
{
	struct json_object *value;

	return json_object_object_get_ex(json, key, &value) &&
	       json_object_is_type(value, json_type_string) &&
	       !strcmp(json_object_get_string(value), text);
}

static int take_record(struct json_object *json, struct probe_record *record)
{
	struct json_object *adapters;

	if (!json_object_is_type(json, json_type_object) ||
	    !has_text(json, "schema", PROBE_SCHEMA))
		return -EINVAL;
	if (!has_text(json, "boot_id", record->boot_id))
		return 0;
	if (!json_object_object_get_ex(json, "adapters", &adapters) ||
	    !json_object_is_type(adapters, json_type_array))
		return -EINVAL;
	return take_adapters(adapters, record);
}

int probe_record_load(const char *path, const char *boot_id, struct probe_record *record)
{
	struct json_object *json;
	struct stat st;
	int err;

	*record = (struct probe_record){ 0 };
	snprintf(record->boot_id, sizeof(record->boot_id), "%s", boot_id);
	if (stat(path, &st))
		return errno == ENOENT ? 0 : -errno;
	if (!S_ISREG(st.st_mode) || st.st_size > RECORD_MAX)
		return -EINVAL;
	if (access(path, R_OK))
		return -errno;
	err = json_file_read(path, &json);
	if (err)
		return err;
	err = take_record(json, record);
	json_object_put(json);
	if (err)
		probe_record_clear(record);
	return err;
}

int probe_record_save(const char *path, const struct probe_record *record)
{
	struct json_object *json = json_object_new_object(), *adapters = json_object_new_array();
	const char *text;
	int err;

	json_object_object_add(json, "schema", json_object_new_string(PROBE_SCHEMA));
	json_object_object_add(json, "boot_id", json_object_new_string(record->boot_id));
	for (size_t i = 0; i < record->count; i++)
		json_object_array_add(adapters, probed_to_json(&record->adapters[i], false));
	json_object_object_add(json, "adapters", adapters);
	text = json_object_to_json_string_ext(json, JSON_C_TO_STRING_PRETTY |
					      JSON_C_TO_STRING_NOSLASHESCAPE);
	err = text ? file_replace(path, 0644, text, false) : -ENOMEM;
	json_object_put(json);
	return err;
}

/* As the daemon's directory is: its user may put its own record in the place of ours. */
static int open_lock(const char *directory, const char *path)
{
	struct stat owner;
	int fd;

	if (mkdir(directory, 0755) && errno != EEXIST)
		return -errno;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0600);
	if (fd < 0)
		return -errno;
	if (!geteuid() && !stat(directory, &owner) && fchown(fd, owner.st_uid, owner.st_gid)) {
		int err = -errno;

		close(fd);
		return err;
	}
	return fd;
}

int probe_record_lock(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *directory, *lock;
	int fd = -ENOMEM;

	directory = slash > path ? strndup(path, slash - path) : strdup(slash ? "/" : ".");
	if (!directory)
		return -ENOMEM;
	if (asprintf(&lock, "%s.lock", path) >= 0) {
		fd = open_lock(directory, lock);
		free(lock);
	}
	free(directory);
	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB)) {
		int err = -errno;

		close(fd);
		return err;
	}
	return fd;
}
