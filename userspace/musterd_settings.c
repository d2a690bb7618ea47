// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_settings.c: the daemon's settings, at its start and when they are read again.
 *
 * Invariant: what cannot be read leaves what is in force; where that was for want of
 * descriptors it is tried again, and nobody has to ask for it.
 */
#include "musterd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lack.h"

static int override_setting(struct config *config, const struct override *override)
{
	char key[32], *dash, *why = NULL;
	int err;

	snprintf(key, sizeof(key), "%s", override->key);
	while ((dash = strchr(key, '-')))
		*dash = '_';
	err = config_set(config, key, override->value, &why);
	if (err)
		fprintf(stderr, "musterd: %s: %s\n", override->key, why ? why : strerror(-err));
	free(why);
	return err;
}

/* Only a file asked for must exist. */
int settings_read(const struct musterd *musterd, struct config *config, char **why)
{
	const char *path = musterd->config_path ? musterd->config_path : CONFIG_PATH;
	size_t i;
	int err;

	err = config_init(config);
	if (err)
		return err;
	err = config_load(config, path, why);
	if (err == -ENOENT && !musterd->config_path)
		err = 0;
	if (err && !*why && asprintf(why, "%s: %s", path, strerror(-err)) < 0)
		*why = NULL;
	for (i = 0; i < musterd->override_count && !err; i++)
		err = override_setting(config, &musterd->overrides[i]);
	if (err)
		config_clear(config);
	return err;
}

struct standing_times settings_times(const struct config *config)
{
	return (struct standing_times){
		.settle = config->settle, .settle_max = config->settle_max,
		.grace = config->grace,
		.flap_time = config->flap_time, .flap_count = config->flap_count,
	};
}

static int reload_config(struct musterd *musterd)
{
	struct standing_times new_times;
	struct config config;
	char *why = NULL;
	int err = settings_read(musterd, &config, &why);

	if (err) {
		trouble_set(musterd, TROUBLE_CONFIG, "the settings stay as they were: %s",
			    why ? why : "no memory");
		free(why);
		return err;
	}
	trouble_set(musterd, TROUBLE_CONFIG, NULL);
	config_clear(&musterd->config);
	musterd->config = config;
	new_times = settings_times(&config);
	standing_set_times(musterd->standing, &new_times);
	return 0;
}

void settings_reload(struct musterd *musterd)
{
	int config = reload_config(musterd), inventory;

	alert_reopen(&musterd->log);
	inventory = inventory_reload(musterd);
	trouble_set(musterd, TROUBLE_RELOAD, inventory ? "the inventories stay as they were: %s" : NULL,
		    strerror(-inventory));
	musterd->reload_lacked = is_lack(config) || is_lack(inventory);
	if (musterd->reload_lacked)
		clock_retry(musterd);
}

bool settings_retry(struct musterd *musterd)
{
	if (!musterd->reload_lacked)
		return false;
	settings_reload(musterd);
	return true;
}
