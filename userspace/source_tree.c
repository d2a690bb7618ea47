// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_tree.c: a directory that holds, maybe some levels down, the files of one
 * machine: sys/ and proc/, or what sos(1) collects.
 *
 * Invariant: symbolic links are never followed out of the directory.
 */
#include "source_archive.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "snapshot.h"
#include "source.h"
#include "source_dmi.h"
#include "sysfs.h"

#define DEPTH_MAX 3		/* levels to look for the files */
#define NAMES_MAX 1000		/* directories in one level to look at */
#define TEXT_MAX (64u << 20)	/* bytes */

enum tree_kind { TREE_NONE, TREE_SYSFS, TREE_SOS };

/* What was found, and where: two of a kind are no one machine. */
struct search {
	struct sysfs sysfs;	/* the directory that was named */
	enum tree_kind kind;
	char path[1024];	/* from it on; "" is itself */
	bool several;
};

static bool exists(const struct search *search, const char *path, const char *below)
{
	char name[1280];
	int fd;

	snprintf(name, sizeof(name), "%s%s%s", path, *path ? "/" : "", below);
	fd = sysfs_directory(&search->sysfs, name);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static enum tree_kind kind_of(const struct search *search, const char *path)
{
	/* a sosreport holds parts of /sys too, but not the devices */
	if (exists(search, path, "sos_commands/pci"))
		return TREE_SOS;
	if (exists(search, path, "sys/bus/pci/devices") ||
	    exists(search, path, "sys/devices"))
		return TREE_SYSFS;
	return TREE_NONE;
}

static void look(struct search *search, const char *path, unsigned int depth)
{
	enum tree_kind kind = kind_of(search, path);
	struct sysfs_names names;
	size_t i;

	if (kind != TREE_NONE) {
		search->several = search->kind != TREE_NONE;
		search->kind = kind;
		snprintf(search->path, sizeof(search->path), "%s", path);
		return;
	}
	if (depth == DEPTH_MAX || sysfs_list(&search->sysfs, *path ? path : ".", &names))
		return;
	for (i = 0; i < names.count && i < NAMES_MAX && !search->several; i++) {
		char below[1024];

		if (snprintf(below, sizeof(below), "%s%s%s", path, *path ? "/" : "",
			     names.names[i]) < (int)sizeof(below))
			look(search, below, depth + 1);
	}
	sysfs_names_clear(&names);
}

/* Reads a file of the tree whole, if it is there. Return: NULL if not. */
static char *read_text(const struct search *search, const char *below, size_t *length)
{
	char *text = malloc(TEXT_MAX);
	char path[1280];
	ssize_t got;

	if (!text)
		return NULL;
	snprintf(path, sizeof(path), "%s%s%s", search->path, *search->path ? "/" : "", below);
	got = sysfs_read_path(&search->sysfs, path, text, TEXT_MAX);
	if (got <= 0) {
		free(text);
		return NULL;
	}
	*length = got;
	return text;
}

/* The text of lspci that tells most: sos names the file after the command. */
static int read_lspci(const struct search *search, const char *name,
		      struct snapshot **out, char **why)
{
	static const char *const files[] = {
		"sos_commands/pci/lspci_-nnvv", "sos_commands/pci/lspci_-nvv",
		"sos_commands/pci/lspci", "lspci",
	};
	size_t i, length;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		char *text = read_text(search, files[i], &length);
		char *label;
		int err;

		if (!text)
			continue;
		if (asprintf(&label, "%s: %s", name, files[i]) < 0)
			label = NULL;
		err = label ? source_lspci(label, text, length, out, why) : -ENOMEM;
		free(label);
		free(text);
		return err;
	}
	return -ENOENT;
}

/* First line of a file, of what "hostname" or "uname" printed. Return: NULL: no file. */
static char *first_line(const struct search *search, const char *below)
{
	size_t length;
	char *text = read_text(search, below, &length);

	if (text)
		text[strcspn(text, "\n")] = '\0';
	return text;
}

/* "Linux host 6.1.0-17-amd64 #1 SMP ..." */
static void read_uname(const struct search *search, struct snapshot *snapshot)
{
	char host[256], kernel[256];
	char *line = first_line(search, "uname");

	if (!line)
		line = first_line(search, "sos_commands/kernel/uname_-a");
	if (line && sscanf(line, "Linux %255s %255s", host, kernel) == 2) {
		snapshot->kernel = strdup(kernel);
		if (!snapshot->hostname)
			snapshot->hostname = strdup(host);
	}
	free(line);
}

static void read_host(const struct search *search, struct snapshot *snapshot)
{
	char *line = first_line(search, "hostname");
	size_t length;
	char *text;

	if (!line)
		line = first_line(search, "sos_commands/host/hostname");
	if (line)
		snapshot->hostname = strndup(line, 255);
	free(line);
	read_uname(search, snapshot);
	text = read_text(search, "dmidecode", &length);
	if (!text)
		text = read_text(search, "sos_commands/hardware/dmidecode", &length);
	if (text)
		source_dmi(text, length, &snapshot->board);
	free(text);
}

static int open_sos(const struct search *search, const char *name,
		    struct snapshot **out, char **why)
{
	int err = read_lspci(search, name, out, why);

	if (!err)
		read_host(search, *out);
	return err == -ENOENT && *why ? -EINVAL : err;
}

/* Whether functions are listed, of which the tree does not say where they are. */
static bool lost_links(const struct search *search, const struct snapshot *snapshot)
{
	struct sysfs_names names;
	char path[1280];
	bool listed;

	if (snapshot->count)
		return false;
	snprintf(path, sizeof(path), "%s%ssys/bus/pci/devices", search->path,
		 *search->path ? "/" : "");
	if (sysfs_list(&search->sysfs, path, &names))
		return false;
	listed = names.count > 0;
	sysfs_names_clear(&names);
	return listed;
}

static int open_found(const struct search *search, const char *path,
		      struct snapshot **out, char **why)
{
	char *root;
	int err;

	if (search->kind == TREE_SOS)
		return open_sos(search, path, out, why);
	if (asprintf(&root, "%s%s%s", path, *search->path ? "/" : "", search->path) < 0)
		return -ENOMEM;
	err = source_sysfs(root, out);
	free(root);
	if (err || !lost_links(search, *out))
		return err;
	snapshot_free(*out);
	*out = NULL;
	if (asprintf(why, "%s: sys/bus/pci/devices does not lead to sys/devices, which tells the "
		     "chain of bridges: copy both, and links as links", path) < 0)
		*why = NULL;
	return -EINVAL;
}

/* A directory that is itself "sys" stands for the one that it is in. */
static char *above_sys(const char *path)
{
	char *real = realpath(path, NULL);
	char *slash = real ? strrchr(real, '/') : NULL;

	if (slash && slash != real && !strcmp(slash, "/sys")) {
		*slash = '\0';
		return real;
	}
	free(real);
	return strdup(path);
}

int source_tree(const char *path, struct snapshot **out, char **why)
{
	struct search search = { 0 };
	char *root = above_sys(path);
	const char *what = NULL;
	int err;

	if (!root)
		return -ENOMEM;
	err = sysfs_open(&search.sysfs, root);
	if (err)
		goto free_root;
	/* "/" is a tree like any other here: all of it is confined to itself */
	search.sysfs.live = false;
	look(&search, "", 0);
	if (search.several)
		what = "more than one machine's files are in it: name one directory";
	else if (search.kind == TREE_NONE)
		what = "no directory in it holds sys/bus/pci/devices, nor sos_commands/pci";
	err = what ? -EINVAL : open_found(&search, root, out, why);
	if (what && asprintf(why, "%s: %s", path, what) < 0)
		*why = NULL;
	sysfs_close(&search.sysfs);
free_root:
	free(root);
	return err;
}
