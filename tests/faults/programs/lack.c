// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lack.so: preloaded, makes a program lack memory or descriptors at each place in turn.
 *
 * LACK=memory or LACK=descriptors: at each allocation, or at each call that makes a
 * descriptor, the process forks: in the child that call fails (and with LACK_ALL=1 all later
 * ones), and the child goes on to its end; then the parent goes on as if nothing had been.
 * So one run tries every place. Standard output must be a file. $LACK_LOG gets a line per
 * child:
 *
 *	NUMBER STATUS SIGNAL OUTPUT-DIGEST ERROR-BYTES FIRST-LINE-OF-ERRORS
 *
 * and after a child that was killed by a signal "at " and the stack of the call; at the end
 *
 *	end STATUS OUTPUT-DIGEST
 *
 * LACK_AT=N: no fork; the N-th fails in this process. LACK_FIRST=N, LACK_EVERY=N: the first
 * that fails, and then one in so many. LACK_COUNT=FILE: how many there were, for LACK_AT.
 * LACK_PLACES=1: only the first by each way through the program counts.
 */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define ERROR_LINE 160
#define PATIENCE 20	/* s that a child may take */
#define DEPTH 16	/* calls that make a way */
#define WAYS 65536	/* a power of two */

/* The real ones. Programs with a malloc() of their own call these by name, so these it is. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
static void *(*real_malloc)(size_t size);
static void *(*real_calloc)(size_t count, size_t size);
static void *(*real_realloc)(void *old, size_t size);

enum lacking { LACK_NOTHING, LACK_MEMORY, LACK_DESCRIPTORS };

static enum lacking lacking;
static bool is_child, inside, all, failed, places;
static uint64_t ways[WAYS];
static unsigned long seen, at, first, every = 1;
static int log_fd = -1;
static pid_t self;

static unsigned long number_from(const char *name, unsigned long otherwise)
{
	const char *text = getenv(name);

	return text ? strtoul(text, NULL, 10) : otherwise;
}

/* What a preloaded library's constructor does comes before main(). */
__attribute__((constructor)) static void begin(void)
{
	const char *what = getenv("LACK"), *path = getenv("LACK_LOG");

	if (!what)
		return;
	/* children of the program are not meant */
	unsetenv("LACK");
	all = getenv("LACK_ALL") != NULL;
	at = number_from("LACK_AT", 0);
	first = number_from("LACK_FIRST", 1);
	every = number_from("LACK_EVERY", 1);
	places = getenv("LACK_PLACES") != NULL;
	if (path)
		log_fd = fcntl(syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND, 0600),
			       F_DUPFD_CLOEXEC, 900);
	self = getpid();
	lacking = strcmp(what, "memory") ? LACK_DESCRIPTORS : LACK_MEMORY;
}

/* FNV-1a of a file from its beginning. */
static uint64_t digest_of(int fd)
{
	uint64_t digest = 0xcbf29ce484222325;
	uint8_t bytes[4096];
	ssize_t got, byte;
	off_t offset = 0;

	while ((got = pread(fd, bytes, sizeof(bytes), offset)) > 0) {
		for (byte = 0; byte < got; byte++)
			digest = (digest ^ bytes[byte]) * 0x100000001b3;
		offset += got;
	}
	return digest;
}

/* A file in memory that begins with what standard output holds by now. */
static int copy_output(void)
{
	int fd = syscall(SYS_memfd_create, "output", 0);
	off_t end = lseek(STDOUT_FILENO, 0, SEEK_CUR), offset = 0;
	uint8_t bytes[4096];
	ssize_t got;

	while (offset < end && (got = pread(STDOUT_FILENO, bytes, sizeof(bytes), offset)) > 0) {
		if (write(fd, bytes, got) != got)
			break;
		offset += got;
	}
	return fd;
}

static void say(int status, int output, int errors)
{
	char line[ERROR_LINE + 128], error[ERROR_LINE] = "";
	struct stat size = { 0 };
	ssize_t got = pread(errors, error, sizeof(error) - 1, 0);

	error[got > 0 ? got : 0] = '\0';
	error[strcspn(error, "\n")] = '\0';
	fstat(errors, &size);
	got = snprintf(line, sizeof(line), "%lu %d %d %016llx %lld %s\n", seen,
		       WIFEXITED(status) ? WEXITSTATUS(status) : -1,
		       WIFSIGNALED(status) ? WTERMSIG(status) : 0,
		       (unsigned long long)digest_of(output), (long long)size.st_size, error);
	if (write(log_fd, line, got) == got && WIFSIGNALED(status)) {
		void *frames[24];

		if (write(log_fd, "at\n", 3) == 3)
			backtrace_symbols_fd(frames, backtrace(frames, 24), log_fd);
	}
}

/* Return: true in the child. */
static bool branch(void)
{
	int output = copy_output(), errors = syscall(SYS_memfd_create, "errors", 0), status;
	/* not fork(): that resets locks which the call that fails may be under */
	pid_t pid = syscall(SYS_fork);

	if (pid == 0) {
		is_child = true;
		dup2(output, STDOUT_FILENO);
		dup2(errors, STDERR_FILENO);
		close(output);
		close(errors);
		close(log_fd);
		alarm(PATIENCE);
		return true;
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	say(status, output, errors);
	close(output);
	close(errors);
	return false;
}

/* Whether it came here this way for the first time; a table that is full knows all. */
static bool is_new(void)
{
	uint64_t digest = 0xcbf29ce484222325;
	void *frames[DEPTH];
	unsigned int tries;
	int i, count;

	inside = true;
	count = backtrace(frames, DEPTH);
	inside = false;
	for (i = 0; i < count; i++)
		digest = (digest ^ (uintptr_t)frames[i]) * 0x100000001b3;
	digest |= 1;
	for (tries = 0; tries < WAYS; tries++) {
		uint64_t *way = &ways[((digest >> 20) + tries) & (WAYS - 1)];

		if (*way == digest)
			return false;
		if (!*way) {
			*way = digest;
			return true;
		}
	}
	return false;
}

/* Whether this call is one that fails. */
static bool fails(enum lacking what)
{
	bool now;

	if (lacking != what || inside || getpid() != (is_child ? getpid() : self))
		return false;
	if (failed)
		return all;
	if (places && !is_new())
		return false;
	seen++;
	if (at) {
		failed = seen == at;
		return failed;
	}
	if (is_child || log_fd < 0 || seen < first || (seen - first) % every)
		return false;
	inside = true;
	now = branch();
	inside = false;
	failed = now;
	return now;
}

__attribute__((destructor)) static void end(void)
{
	const char *path = getenv("LACK_COUNT");
	char line[64];
	int length;

	inside = true;
	if (!lacking || is_child || getpid() != self)
		return;
	if (path) {
		int fd = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

		dprintf(fd, "%lu\n", seen);
		close(fd);
	}
	fflush(stdout);
	length = snprintf(line, sizeof(line), "end %016llx\n",
			  (unsigned long long)digest_of(STDOUT_FILENO));
	if (log_fd >= 0 && write(log_fd, line, length) != length)
		_exit(99);
}

/* dlsym() itself allocates nothing where it finds what it looks for. */
static void find_real(void)
{
	if (real_realloc)
		return;
	real_malloc = dlsym(RTLD_NEXT, "__libc_malloc");
	real_calloc = dlsym(RTLD_NEXT, "__libc_calloc");
	real_realloc = dlsym(RTLD_NEXT, "__libc_realloc");
}

static void *no_memory(void)
{
	errno = ENOMEM;
	return NULL;
}

void *__libc_malloc(size_t size)
{
	find_real();
	return fails(LACK_MEMORY) ? no_memory() : real_malloc(size);
}

void *__libc_calloc(size_t count, size_t size)
{
	find_real();
	return fails(LACK_MEMORY) ? no_memory() : real_calloc(count, size);
}

void *__libc_realloc(void *old, size_t size)
{
	find_real();
	return size && fails(LACK_MEMORY) ? no_memory() : real_realloc(old, size);
}

static int no_descriptor(void)
{
	errno = EMFILE;
	return -1;
}

static int open_at(int directory, const char *path, int flags, mode_t mode)
{
	return fails(LACK_DESCRIPTORS) ? no_descriptor() :
	       (int)syscall(SYS_openat, directory, path, flags, mode);
}

static mode_t mode_of(int flags, va_list arguments)
{
	return flags & (O_CREAT | __O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
	va_list arguments;
	int fd;

	va_start(arguments, flags);
	fd = open_at(AT_FDCWD, path, flags, mode_of(flags, arguments));
	va_end(arguments);
	return fd;
}

int openat(int directory, const char *path, int flags, ...)
{
	va_list arguments;
	int fd;

	va_start(arguments, flags);
	fd = open_at(directory, path, flags, mode_of(flags, arguments));
	va_end(arguments);
	return fd;
}

int open64(const char *path, int flags, ...) __attribute__((alias("open")));
int openat64(int directory, const char *path, int flags, ...) __attribute__((alias("openat")));

/* Its own calls do not come by open(): it is as good as a call of its own. */
FILE *fopen(const char *path, const char *mode)
{
	bool reads = mode[0] == 'r', both = strchr(mode, '+');
	int flags = (both ? O_RDWR : reads ? O_RDONLY : O_WRONLY) | (reads ? 0 : O_CREAT) |
		    (mode[0] == 'w' ? O_TRUNC : 0) | (mode[0] == 'a' ? O_APPEND : 0) |
		    (strchr(mode, 'e') ? O_CLOEXEC : 0);
	int fd = open_at(AT_FDCWD, path, flags, 0666);

	return fd < 0 ? NULL : fdopen(fd, mode);
}

FILE *fopen64(const char *path, const char *mode) __attribute__((alias("fopen")));

int socket(int domain, int type, int protocol)
{
	return fails(LACK_DESCRIPTORS) ? no_descriptor() :
	       (int)syscall(SYS_socket, domain, type, protocol);
}

int socketpair(int domain, int type, int protocol, int fds[2])
{
	return fails(LACK_DESCRIPTORS) ? no_descriptor() :
	       (int)syscall(SYS_socketpair, domain, type, protocol, fds);
}

int dup(int fd)
{
	return fails(LACK_DESCRIPTORS) ? no_descriptor() : (int)syscall(SYS_dup, fd);
}

int pipe2(int fds[2], int flags)
{
	return fails(LACK_DESCRIPTORS) ? no_descriptor() : (int)syscall(SYS_pipe2, fds, flags);
}

int epoll_create1(int flags)
{
	return fails(LACK_DESCRIPTORS) ? no_descriptor() : (int)syscall(SYS_epoll_create1, flags);
}

int timerfd_create(int clock, int flags)
{
	return fails(LACK_DESCRIPTORS) ? no_descriptor() :
	       (int)syscall(SYS_timerfd_create, clock, flags);
}

int signalfd(int fd, const sigset_t *set, int flags)
{
	/* the kernel's set is of 8 bytes */
	return fails(LACK_DESCRIPTORS) ? no_descriptor() :
	       (int)syscall(SYS_signalfd4, fd, set, 8, flags);
}

int inotify_init1(int flags)
{
	return fails(LACK_DESCRIPTORS) ? no_descriptor() : (int)syscall(SYS_inotify_init1, flags);
}
