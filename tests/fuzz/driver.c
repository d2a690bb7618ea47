// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver.c: all targets in one program without a fuzzer: feeds files to one.
 *
 * usage: driver TARGET FILE|DIRECTORY...
 */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"

#define TARGET(name) int fuzz_##name(const uint8_t *data, size_t size);
TARGETS
#undef TARGET

static const struct {
	const char *name;
	int (*run)(const uint8_t *data, size_t size);
} targets[] = {
#define TARGET(name) { #name, fuzz_##name },
	TARGETS
#undef TARGET
};

static char current[PATH_MAX];	/* the input being run, for who looks at a crash */
static unsigned int inputs;

/* Called by the sanitizers before they end the process. */
static void say_input(void)
{
	fprintf(stderr, "input: %s\n", current);
}

void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
	return "handle_abort=1";
}

static void run_file(size_t target, const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data = NULL;
	size_t size = 0, got;

	if (!file)
		return;
	snprintf(current, sizeof(current), "%s", path);
	do {
		data = realloc(data, size + 65536);
		claim(data);
		got = fread(data + size, 1, 65536, file);
		size += got;
	} while (got);
	fclose(file);
	data = realloc(data, size ? size : 1);	/* so that one byte too far is seen */
	targets[target].run(data, size);
	free(data);
	inputs++;
}

static void run_path(size_t target, const char *path)
{
	DIR *directory = opendir(path);
	struct dirent *entry;
	char *name;

	if (!directory) {
		run_file(target, path);
		return;
	}
	while ((entry = readdir(directory))) {
		if (entry->d_name[0] == '.' || asprintf(&name, "%s/%s", path, entry->d_name) < 0)
			continue;
		run_path(target, name);
		free(name);
	}
	closedir(directory);
}

int main(int argc, char **argv)
{
	size_t target = 0;

	while (argc > 1 && target < sizeof(targets) / sizeof(targets[0]) &&
	       strcmp(targets[target].name, argv[1]))
		target++;
	if (argc < 3 || target == sizeof(targets) / sizeof(targets[0])) {
		fprintf(stderr, "usage: driver TARGET FILE|DIRECTORY...\n");
		return 2;
	}
	if (__sanitizer_set_death_callback)
		__sanitizer_set_death_callback(say_input);
	for (int i = 2; i < argc; i++)
		run_path(target, argv[i]);
	printf("%u\n", inputs);
	return 0;
}
