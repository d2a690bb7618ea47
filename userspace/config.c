// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * config.c: musterd.conf.
 */
#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "probe_deny.h"
#include "standing.h"

enum type { TYPE_TIME, TYPE_COUNT, TYPE_FEW, TYPE_BYTES, TYPE_PATH, TYPE_SWITCH, TYPE_DENY };

struct setting {
	const char *key;
	enum type type;
	size_t offset;		/* in struct config */
	uint64_t minimum;
	const char *initial;
};

static const struct setting settings[] = {
	{ "settle", TYPE_TIME, offsetof(struct config, settle), 0, "30s" },
	{ "settle_max", TYPE_TIME, offsetof(struct config, settle_max), 0, "180s" },
	{ "grace", TYPE_TIME, offsetof(struct config, grace), 0, "10s" },
	{ "rescan", TYPE_TIME, offsetof(struct config, rescan), 0, "1h" },
	{ "poll", TYPE_TIME, offsetof(struct config, poll), 100000000, "10s" },
	{ "flap_time", TYPE_TIME, offsetof(struct config, flap_time), 0, "10min" },
	{ "flap_count", TYPE_FEW, offsetof(struct config, flap_count), 2, "3" },
	{ "keep_boots", TYPE_COUNT, offsetof(struct config, keep_boots), 1, "30" },
	{ "keep_bytes", TYPE_BYTES, offsetof(struct config, keep_bytes), 0, "256M" },
	{ "inventory_dir", TYPE_PATH, offsetof(struct config, inventory_dir), 0,
	  "/etc/muster/inventory.d" },
	{ "vendor_dir", TYPE_PATH, offsetof(struct config, vendor_dir), 0,
	  "/usr/share/muster/inventory.d" },
	{ "keys", TYPE_PATH, offsetof(struct config, keys), 0, "/etc/muster/keys" },
	{ "state_dir", TYPE_PATH, offsetof(struct config, state_dir), 0, "/var/lib/muster" },
	{ "run_dir", TYPE_PATH, offsetof(struct config, run_dir), 0, "/run/muster" },
	{ "log_dir", TYPE_PATH, offsetof(struct config, log_dir), 0, "/var/log/muster" },
	{ "journal", TYPE_SWITCH, offsetof(struct config, journal), 0, "yes" },
	{ "kernel_log", TYPE_SWITCH, offsetof(struct config, kernel_log), 0, "yes" },
	{ "probe", TYPE_SWITCH, offsetof(struct config, probe), 0, "no" },
	{ "probe_deny", TYPE_DENY, offsetof(struct config, probe_deny), 0, PROBE_DENY_DEFAULT },
};

#define SETTINGS (sizeof(settings) / sizeof(settings[0]))

struct unit {
	const char *name;
	uint64_t factor;
};

static const struct unit times[] = {
	{ "", 1000000000 }, { "ms", 1000000 }, { "s", 1000000000 },
	{ "m", 60 * UINT64_C(1000000000) }, { "min", 60 * UINT64_C(1000000000) },
	{ "h", 3600 * UINT64_C(1000000000) }, { NULL, 0 },
};
static const struct unit sizes[] = {
	{ "", 1 }, { "K", 1 << 10 }, { "M", 1 << 20 }, { "G", 1 << 30 }, { NULL, 0 },
};
static const struct unit counts[] = { { "", 1 }, { NULL, 0 } };

static bool parse_number(const char *text, const struct unit *unit, uint64_t *number)
{
	unsigned long long value;
	char *end;

	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	value = strtoull(text, &end, 10);
	if (errno)
		return false;
	while (unit->name && strcmp(unit->name, end))
		unit++;
	return unit->name && !__builtin_mul_overflow(value, unit->factor, number);
}

static int set_number(struct config *config, const struct setting *setting,
		      const struct unit *units, const char *value)
{
	uint64_t number;

	if (!parse_number(value, units, &number) || number < setting->minimum ||
	    (setting->type == TYPE_FEW && number > STANDING_FLAPS))
		return -EINVAL;
	memcpy((char *)config + setting->offset, &number, sizeof(number));
	return 0;
}

static int set_text(char **text, const char *value)
{
	char *copy = strdup(value);

	if (!copy)
		return -ENOMEM;
	free(*text);
	*text = copy;
	return 0;
}

static int set_deny(char **text, const char *value)
{
	struct probe_deny *deny;
	int err = probe_deny_parse(value, &deny, NULL);

	probe_deny_free(deny);
	return err ? err : set_text(text, value);
}

static int set_switch(bool *on, const char *value)
{
	bool yes = !strcmp(value, "yes");

	if (!yes && strcmp(value, "no"))
		return -EINVAL;
	*on = yes;
	return 0;
}

static int set_value(struct config *config, const struct setting *setting, const char *value)
{
	void *field = (char *)config + setting->offset;

	switch (setting->type) {
	case TYPE_TIME:
		return set_number(config, setting, times, value);
	case TYPE_BYTES:
		return set_number(config, setting, sizes, value);
	case TYPE_COUNT:
	case TYPE_FEW:
		return set_number(config, setting, counts, value);
	case TYPE_PATH:
		return *value == '/' ? set_text(field, value) : -EINVAL;
	case TYPE_DENY:
		return set_deny(field, value);
	case TYPE_SWITCH:
		return set_switch(field, value);
	}
	return -EINVAL;
}

int config_set(struct config *config, const char *key, const char *value, char **why)
{
	static const char *const wants[] = {
		[TYPE_TIME] = "a time such as 500ms, 30s, 10min, 1h",
		[TYPE_COUNT] = "a number", [TYPE_FEW] = "a number from 2 to 8",
		[TYPE_BYTES] = "a size such as 256M",
		[TYPE_PATH] = "an absolute path", [TYPE_SWITCH] = "yes or no",
		[TYPE_DENY] = "a list of addresses (69, 60-67) and places (0000:00/1f.3/i2c, 0000:00/1f.3/i2c/2d, **/ch*)",
	};
	const struct setting *setting = settings;
	int err;

	while (setting < settings + SETTINGS && strcmp(setting->key, key))
		setting++;
	if (setting == settings + SETTINGS) {
		if (asprintf(why, "there is no setting \"%s\"", key) < 0)
			*why = NULL;
		return -EINVAL;
	}
	err = set_value(config, setting, value);
	if (err == -EINVAL && asprintf(why, "%s wants %s, not \"%s\"", key,
				       wants[setting->type], value) < 0)
		*why = NULL;
	return err;
}

int config_init(struct config *config)
{
	char *why = NULL;
	size_t i;

	memset(config, 0, sizeof(*config));
	for (i = 0; i < SETTINGS; i++) {
		if (!config_set(config, settings[i].key, settings[i].initial, &why))
			continue;
		free(why);
		config_clear(config);
		return -ENOMEM;
	}
	return 0;
}

void config_clear(struct config *config)
{
	size_t i;

	for (i = 0; i < SETTINGS; i++)
		if (settings[i].type == TYPE_PATH || settings[i].type == TYPE_DENY)
			free(*(char **)((char *)config + settings[i].offset));
	memset(config, 0, sizeof(*config));
}

/* Cut white space off both ends. */
static char *trim(char *text)
{
	char *end;

	while (isspace((unsigned char)*text))
		text++;
	end = text + strlen(text);
	while (end > text && isspace((unsigned char)end[-1]))
		end--;
	*end = '\0';
	return text;
}

/* A comment begins a line or follows a blank: places hold "#" too. */
static void cut_comment(char *line)
{
	for (char *mark = line; (mark = strchr(mark, '#')); mark++)
		if (mark == line || isspace((unsigned char)mark[-1])) {
			*mark = '\0';
			return;
		}
}

static int load_line(struct config *config, char *line, char **why)
{
	char *value;

	cut_comment(line);
	line = trim(line);
	if (!*line)
		return 0;
	value = strchr(line, '=');
	if (!value) {
		*why = strdup("a line is \"key = value\"");
		return -EINVAL;
	}
	*value++ = '\0';
	return config_set(config, trim(line), trim(value), why);
}

int config_load(struct config *config, const char *path, char **why)
{
	unsigned int number = 0;
	char *line = NULL, *what = NULL;
	size_t size = 0;
	int err = 0;
	FILE *file;

	*why = NULL;
	file = fopen(path, "re");
	if (!file)
		return -errno;
	while (!err && getline(&line, &size, file) >= 0) {
		number++;
		err = load_line(config, line, &what);
	}
	if (!err && ferror(file))
		err = -EIO;
	if (what && asprintf(why, "%s:%u: %s", path, number, what) < 0)
		*why = NULL;
	free(what);
	free(line);
	fclose(file);
	return err;
}
