// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_probe.c: have the tool probe once per boot, where the settings ask for
 * it, and judge by what any probe of this boot found.
 *
 * Invariant: that a probe was begun is on the disk before its first transfer, so
 * whatever becomes of it, or of us, this boot sees no second one from here.
 */
#include "musterd.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file_replace.h"
#include "lack.h"
#include "probe_record.h"
#include "source_probe.h"

#define FILE_NAME "probe.json"

static char *path_in(const char *directory, const char *name)
{
	char *path;

	return asprintf(&path, "%s/%s", directory, name) < 0 ? NULL : path;
}

/* The boot in which a probe was begun last; "": none, or nobody knows. */
static void read_mark(const char *path, char *boot_id, size_t size)
{
	FILE *file = fopen(path, "re");

	if (!file || !fgets(boot_id, size, file))
		*boot_id = '\0';
	boot_id[strcspn(boot_id, "\n")] = '\0';
	if (file)
		fclose(file);
}

/* Return: 0: nobody began one in this boot, and from now on somebody has; -EALREADY; -errno. */
static int take_turn(const struct musterd *musterd)
{
	char *path = path_in(musterd->config.state_dir, "probed");
	char boot_id[64];
	int err;

	if (!path)
		return -ENOMEM;
	read_mark(path, boot_id, sizeof(boot_id));
	err = strcmp(boot_id, musterd->boot_id) ?
	      file_replace(path, 0640, musterd->boot_id, true) : -EALREADY;
	free(path);
	return err;
}

static int start_tool(const struct musterd *musterd, const char *tool, const char *record,
		      pid_t *pid)
{
	const char *argv[] = { "muster", "probe", "--record", record, NULL, NULL, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	int err;

	if (musterd->config_path) {
		argv[4] = "--config";
		argv[5] = musterd->config_path;
	}
	sigemptyset(&none);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	err = posix_spawn(pid, tool, &actions, &attributes, (char *const *)argv, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return -err;
}

static const struct probed *find_stopped(const struct musterd *musterd)
{
	for (size_t i = 0; i < musterd->probed.count; i++)
		if (musterd->probed.adapters[i].probe.stopped)
			return &musterd->probed.adapters[i];
	return NULL;
}

/* What it found is taken when its file comes; here only whether it could. */
static int on_exit_of_tool(sd_event_source *source, const siginfo_t *info, void *context)
{
	struct musterd *musterd = context;
	int status = info->si_code == CLD_EXITED ? info->si_status : -1;
	const struct probed *stopped;

	(void)source;
	musterd->probe_source = sd_event_source_unref(musterd->probe_source);
	probe_load(musterd);
	stopped = find_stopped(musterd);
	if (stopped)
		trouble_set(musterd, TROUBLE_PROBE, "the probe of %s was stopped: %s",
			    stopped->place, probe_why(stopped->probe.stopped));
	else if (status)
		trouble_set(musterd, TROUBLE_PROBE, "no probe could be made (\"muster probe\" ended with %d, and said why on standard error)",
			    status);
	judge(musterd);
	judge_save(musterd);
	status_write(musterd);
	return clock_arm(musterd);
}

static int begin(struct musterd *musterd)
{
	char tool[4096 + 16], *record = path_in(musterd->config.run_dir, FILE_NAME);
	pid_t pid;
	int err = record ? tool_find(tool, sizeof(tool)) : -ENOMEM;

	if (!err)
		err = take_turn(musterd);
	if (!err)
		err = start_tool(musterd, tool, record, &pid);
	free(record);
	if (err)
		return err == -EALREADY ? 0 : err;
	err = sd_event_add_child(musterd->loop, &musterd->probe_source, pid, WEXITED,
				 on_exit_of_tool, musterd);
	if (err < 0)
		kill(pid, SIGTERM);
	return err < 0 ? err : 0;
}

void probe_once(struct musterd *musterd)
{
	int err;

	if (musterd->probe_tried || !musterd->settled || !musterd->config.probe)
		return;
	musterd->probe_tried = true;
	err = begin(musterd);
	if (err)
		trouble_set(musterd, TROUBLE_PROBE, "no probe could be begun: %s", strerror(-err));
}

int probe_load(struct musterd *musterd)
{
	char *path = path_in(musterd->config.run_dir, FILE_NAME);
	struct probe_record record;
	int err = path ? probe_record_load(path, musterd->boot_id, &record) : -ENOMEM;

	free(path);
	/* one that cannot be read leaves in force what was known */
	if (err)
		return is_lack(err) ? err : 0;
	probe_record_clear(&musterd->probed);
	musterd->probed = record;
	return 0;
}

static int on_file(sd_event_source *source, const struct inotify_event *event, void *context)
{
	struct musterd *musterd = context;

	(void)source;
	/* where the kernel lost events, one of them may have been ours */
	if (!(event->mask & IN_Q_OVERFLOW) && (!event->len || strcmp(event->name, FILE_NAME)))
		return 0;
	probe_load(musterd);
	judge(musterd);
	judge_save(musterd);
	status_write(musterd);
	return clock_arm(musterd);
}

int probe_watch(struct musterd *musterd)
{
	int err = probe_load(musterd);

	return err ? err : sd_event_add_inotify(musterd->loop, &musterd->probe_file,
						musterd->config.run_dir, IN_MOVED_TO, on_file,
						musterd);
}

int probe_join(struct musterd *musterd)
{
	return musterd->probed.count ? source_probe_join(musterd->live, &musterd->probed) : 0;
}

void probe_leave(struct musterd *musterd)
{
	source_probe_remove(musterd->live);
}

void probe_end(struct musterd *musterd)
{
	pid_t pid;

	if (musterd->probe_source && sd_event_source_get_child_pid(musterd->probe_source, &pid) >= 0)
		kill(pid, SIGTERM);
	sd_event_source_unref(musterd->probe_source);
	sd_event_source_unref(musterd->probe_file);
	probe_record_clear(&musterd->probed);
}
