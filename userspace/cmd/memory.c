// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * memory.c: a program that is refused memory says so and ends.
 *
 * The library returns -ENOMEM. But what it stands on does not always: json-c takes a value
 * for which there was no memory for null, which would be told, or judged by, as "there is
 * none", and it goes on with a key that it could not copy. So both programs have their own
 * malloc(): whatever is half made when memory ends is not printed, written or judged by.
 * The daemon is started again by its manager, the module keeps the record meanwhile, and
 * every file is replaced as a whole or ends after a whole frame or line.
 *
 * Invariant: nothing here allocates.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../cmd.h"

#define EXIT_DIFFERS	2	/* of diff(1): trouble */
#define EXIT_UNKNOWN	3	/* as monitoring expects */

/* glibc's own, for those who put theirs before it. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

/* What kind of call this is decides how trouble is told. */
static int choose_status(const char *line, size_t length)
{
	const char *verb = line + strlen(line) + 1, *word;

	if (strcmp(program_invocation_short_name, "muster"))
		return EXIT_FAILURE;
	for (word = verb; word < line + length; word += strlen(word) + 1)
		if (!strcmp(word, "--nagios"))
			return EXIT_UNKNOWN;
	return verb < line + length && !strcmp(verb, "diff") ? EXIT_DIFFERS : EXIT_TROUBLE;
}

/* Not exit(): what waits to be printed is half of something. */
static _Noreturn void end(void)
{
	static const char why[] = ": no memory\n";
	const char *name = program_invocation_short_name;
	int fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
	char line[4096];
	ssize_t length = fd < 0 ? 0 : read(fd, line, sizeof(line) - 1);

	length = length < 0 ? 0 : length;
	line[length] = '\0';
	if (write(STDERR_FILENO, name, strlen(name)) > 0 &&
	    write(STDERR_FILENO, why, sizeof(why) - 1) < 0)
		length = 0;
	_exit(choose_status(line, length));
}

void *malloc(size_t size)
{
	void *memory = __libc_malloc(size);

	if (!memory)
		end();
	return memory;
}

void *calloc(size_t count, size_t size)
{
	void *memory = __libc_calloc(count, size);

	if (!memory)
		end();
	return memory;
}

void *realloc(void *old, size_t size)
{
	void *memory = __libc_realloc(old, size);

	/* of no bytes it is free() */
	if (!memory && size)
		end();
	return memory;
}

void *reallocarray(void *old, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		end();
	return realloc(old, bytes);
}
