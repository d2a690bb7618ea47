/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * config.h: musterd.conf: lines of "key = value", "#" begins a comment.
 */
#ifndef MUSTER_CONFIG_H
#define MUSTER_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#define CONFIG_PATH "/etc/muster/musterd.conf"

struct config {
	uint64_t settle, settle_max, grace, rescan, poll, flap_time;	/* ns */
	uint64_t flap_count;
	uint64_t keep_boots, keep_bytes;
	char *inventory_dir, *vendor_dir, *keys, *state_dir, *run_dir, *log_dir;
	bool journal, kernel_log;
	bool probe;		/* once per boot */
	char *probe_deny;	/* see probe_deny.h */
};

/** config_init() - the defaults. Return: 0 or -ENOMEM. */
int config_init(struct config *config);
void config_clear(struct config *config);

/**
 * config_set() - one setting, as a line of the file or an option gives it
 * @why: on -EINVAL a sentence, to be freed
 * Return: 0, -EINVAL, -ENOMEM.
 */
int config_set(struct config *config, const char *key, const char *value, char **why);

/**
 * config_load() - the settings of a file
 * @why: on -EINVAL a sentence that begins with file:line:, to be freed
 * Return: 0, -EINVAL: @config is then half changed, -ENOENT, or the error of reading.
 */
int config_load(struct config *config, const char *path, char **why);

#endif /* MUSTER_CONFIG_H */
