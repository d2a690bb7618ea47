// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * strike.c: run a program and break, or hold up, its N-th system call on the files of some
 * directories: kill it there, let it fail, or write less than it was told to.
 *
 *	strike LOG DIRECTORY[:DIRECTORY...] BLOW PROGRAM [ARGUMENT...]
 *
 * What counts as a call is what changes a file or makes it last; with a BLOW that
 * begins with "read-", what reads it; with "open-", what makes a descriptor, of a file
 * there or of no file at all. LOG gets a line "NUMBER NAME PATH" for each, "struck" at
 * its end where it was broken. BLOW is one of
 *
 *	none
 *	kill:N			SIGKILL instead of call N
 *	fail:N:M:ERRNO		calls N to M fail with that number
 *	read-fail:N:M:ERRNO, open-fail:N:M:ERRNO
 *	wait:N:MS		call N is made so much later
 *	full:BYTES:N		the disk is full once so many bytes were written, until N
 *				calls have failed for it; 0: for ever
 *
 * Exit status: the program's, or 128 and the signal that ended it. x86-64 only.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum what {
	BY_FD = 1, BY_PATH = 2, BY_AT = 4, OPENS = 8, WRITES = 16, MAKES = 32, READS = 64,
	NAMELESS = 128,		/* a descriptor of no file */
};

struct call {
	long number;
	const char *name;
	int what;
	int path;	/* which argument is the path, or the directory's descriptor */
};

/* A call that names two paths is known by the new one. */
static const struct call calls[] = {
	{ SYS_open, "open", BY_PATH | OPENS, 0 },
	{ SYS_openat, "openat", BY_AT | OPENS, 0 },
	{ SYS_write, "write", BY_FD | WRITES, 0 },
	{ SYS_pwrite64, "pwrite64", BY_FD | WRITES, 0 },
	{ SYS_fsync, "fsync", BY_FD, 0 },
	{ SYS_fdatasync, "fdatasync", BY_FD, 0 },
	{ SYS_ftruncate, "ftruncate", BY_FD, 0 },
	{ SYS_fchmod, "fchmod", BY_FD, 0 },
	{ SYS_fchown, "fchown", BY_FD, 0 },
	{ SYS_rename, "rename", BY_PATH | MAKES, 1 },
	{ SYS_renameat, "renameat", BY_AT | MAKES, 2 },
	{ SYS_link, "link", BY_PATH | MAKES, 1 },
	{ SYS_linkat, "linkat", BY_AT | MAKES, 2 },
	{ SYS_unlink, "unlink", BY_PATH, 0 },
	{ SYS_unlinkat, "unlinkat", BY_AT, 0 },
	{ SYS_mkdir, "mkdir", BY_PATH | MAKES, 0 },
	{ SYS_mkdirat, "mkdirat", BY_AT | MAKES, 0 },
	{ SYS_read, "read", BY_FD | READS, 0 },
	{ SYS_pread64, "pread64", BY_FD | READS, 0 },
	{ SYS_getdents64, "getdents64", BY_FD | READS, 0 },
	{ SYS_openat2, "openat2", BY_AT | READS | OPENS, 0 },
	{ SYS_socket, "socket", NAMELESS, 0 },
	{ SYS_pipe2, "pipe2", NAMELESS, 0 },
	{ SYS_dup, "dup", NAMELESS, 0 },
	{ SYS_epoll_create1, "epoll_create1", NAMELESS, 0 },
	{ SYS_timerfd_create, "timerfd_create", NAMELESS, 0 },
	{ SYS_signalfd4, "signalfd4", NAMELESS, 0 },
	{ SYS_inotify_init1, "inotify_init1", NAMELESS, 0 },
};

enum kind { NONE, KILL, FAIL, WAIT, FULL };
enum counted { CHANGES, READINGS, OPENINGS };

struct strike {
	pid_t pid;
	FILE *log;
	char *directories;
	enum kind kind;
	enum counted counted;
	unsigned long first, last, count;
	long error;
	unsigned long room, failures;	/* FULL: bytes left; how often it has failed */
	bool failing;			/* the call that is running */
};

static void die(const char *what)
{
	fprintf(stderr, "strike: %s: %s\n", what, strerror(errno));
	exit(99);
}

static void parse_blow(struct strike *strike, const char *text)
{
	if (!strncmp(text, "read-", 5) || !strncmp(text, "open-", 5)) {
		strike->counted = *text == 'r' ? READINGS : OPENINGS;
		text += 5;
	}
	if (!strcmp(text, "none"))
		strike->kind = NONE;
	else if (sscanf(text, "kill:%lu", &strike->first) == 1)
		strike->kind = KILL;
	else if (sscanf(text, "fail:%lu:%lu:%ld", &strike->first, &strike->last,
			&strike->error) == 3)
		strike->kind = FAIL;
	else if (sscanf(text, "wait:%lu:%lu", &strike->first, &strike->last) == 2)
		strike->kind = WAIT;
	else if (sscanf(text, "full:%lu:%lu", &strike->room, &strike->last) == 2)
		strike->kind = FULL;
	else {
		fprintf(stderr, "strike: no such blow: %s\n", text);
		exit(99);
	}
}

static unsigned long argument(const struct user_regs_struct *regs, int index)
{
	const unsigned long values[] = { regs->rdi, regs->rsi, regs->rdx, regs->r10 };

	return values[index];
}

static void read_text(const struct strike *strike, unsigned long at, char *text, size_t size)
{
	size_t got = 0;

	/* a page at a time: what follows the text need not be there */
	while (got < size - 1) {
		size_t step = 256 - (at + got) % 256;
		struct iovec here, there;
		ssize_t length;

		if (step > size - 1 - got)
			step = size - 1 - got;
		here = (struct iovec){ text + got, step };
		there = (struct iovec){ (void *)(at + got), step };
		length = process_vm_readv(strike->pid, &here, 1, &there, 1, 0);
		if (length <= 0)
			break;
		if (memchr(text + got, '\0', length))
			return;
		got += length;
	}
	text[got] = '\0';
}

static void path_of_fd(const struct strike *strike, int fd, char *path, size_t size)
{
	char link[64];
	ssize_t length;

	snprintf(link, sizeof(link), fd == AT_FDCWD ? "/proc/%d/cwd" : "/proc/%d/fd/%d",
		 strike->pid, fd);
	length = readlink(link, path, size - 1);
	path[length < 0 ? 0 : length] = '\0';
}

static void find_path(const struct strike *strike, const struct call *call,
		      const struct user_regs_struct *regs, char *path, size_t size)
{
	char name[PATH_MAX];

	if (call->what & BY_FD) {
		path_of_fd(strike, (int)argument(regs, 0), path, size);
		return;
	}
	read_text(strike, argument(regs, call->path + (call->what & BY_AT ? 1 : 0)), name,
		  sizeof(name));
	path[0] = '\0';
	if (name[0] != '/') {
		path_of_fd(strike, call->what & BY_AT ? (int)argument(regs, call->path) :
			   AT_FDCWD, path, size);
		strncat(path, "/", size - strlen(path) - 1);
	}
	strncat(path, name, size - strlen(path) - 1);
}

static bool is_below(const struct strike *strike, const char *path)
{
	const char *directory = strike->directories;

	while (*directory) {
		size_t length = strcspn(directory, ":");

		if (!strncmp(path, directory, length) && (!path[length] || path[length] == '/'))
			return true;
		directory += length + (directory[length] == ':');
	}
	return false;
}

static int open_flags(const struct call *call, const struct user_regs_struct *regs)
{
	return (int)argument(regs, call->what & BY_AT ? 2 : 1);
}

static bool counts(const struct strike *strike, const struct call *call,
		   const struct user_regs_struct *regs)
{
	bool changes = !(call->what & READS);

	if (strike->counted == OPENINGS || call->what & NAMELESS)
		return strike->counted == OPENINGS && call->what & (OPENS | NAMELESS);
	if (call->what & OPENS && !(call->what & READS))
		changes = open_flags(call, regs) & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC);
	return changes == (strike->counted == CHANGES);
}

static void set_regs(const struct strike *strike, struct user_regs_struct *regs)
{
	if (ptrace(PTRACE_SETREGS, strike->pid, 0, regs))
		die("PTRACE_SETREGS");
}

/* Whether a disk without room refuses it; what is left of it a write may take. */
static bool lacks_room(struct strike *strike, const struct call *call, const char *path,
		       struct user_regs_struct *regs)
{
	if (strike->last && strike->failures >= strike->last)
		return false;
	if (call->what & MAKES)
		return !strike->room;
	if (call->what & OPENS)
		return !strike->room && open_flags(call, regs) & O_CREAT && access(path, F_OK);
	if (!(call->what & WRITES))
		return false;
	if (!strike->room)
		return true;
	if (regs->rdx > strike->room) {
		regs->rdx = strike->room;
		set_regs(strike, regs);
	}
	strike->room -= regs->rdx;
	return false;
}

static bool is_struck(struct strike *strike, const struct call *call, const char *path,
		      struct user_regs_struct *regs)
{
	if (strike->kind == KILL || strike->kind == WAIT)
		return strike->count == strike->first;
	if (strike->kind == FAIL)
		return strike->count >= strike->first && strike->count <= strike->last;
	if (strike->kind != FULL || !lacks_room(strike, call, path, regs))
		return false;
	strike->error = ENOSPC;
	strike->failures++;
	return true;
}

static void enter(struct strike *strike)
{
	struct user_regs_struct regs;
	const struct call *call = calls, *end = calls + sizeof(calls) / sizeof(*calls);
	char path[2 * PATH_MAX];
	bool struck;

	if (ptrace(PTRACE_GETREGS, strike->pid, 0, &regs))
		return;
	while (call < end && call->number != (long)regs.orig_rax)
		call++;
	if (call == end || !counts(strike, call, &regs))
		return;
	path[0] = '\0';
	if (!(call->what & NAMELESS)) {
		find_path(strike, call, &regs, path, sizeof(path));
		if (!is_below(strike, path))
			return;
	}
	strike->count++;
	struck = is_struck(strike, call, path, &regs);
	fprintf(strike->log, "%lu %s %s%s\n", strike->count, call->name, path,
		struck ? " struck" : "");
	fflush(strike->log);
	if (!struck)
		return;
	if (strike->kind == KILL) {
		kill(strike->pid, SIGKILL);
		return;
	}
	if (strike->kind == WAIT) {
		usleep(1000 * strike->last);
		return;
	}
	strike->failing = true;
	regs.orig_rax = -1;
	set_regs(strike, &regs);
}

static void leave(struct strike *strike)
{
	struct user_regs_struct regs;

	if (!strike->failing)
		return;
	strike->failing = false;
	if (ptrace(PTRACE_GETREGS, strike->pid, 0, &regs))
		return;
	regs.rax = -strike->error;
	set_regs(strike, &regs);
}

static void stop(struct strike *strike)
{
	struct __ptrace_syscall_info info = { .op = PTRACE_SYSCALL_INFO_NONE };

	ptrace(PTRACE_GET_SYSCALL_INFO, strike->pid, sizeof(info), &info);
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
		enter(strike);
	else if (info.op == PTRACE_SYSCALL_INFO_EXIT)
		leave(strike);
}

static int follow(struct strike *strike)
{
	int status, signal = 0;

	for (;;) {
		if (ptrace(PTRACE_SYSCALL, strike->pid, 0, signal) && errno != ESRCH)
			die("PTRACE_SYSCALL");
		if (waitpid(strike->pid, &status, 0) < 0)
			die("waitpid");
		if (WIFEXITED(status))
			return WEXITSTATUS(status);
		if (WIFSIGNALED(status))
			return 128 + WTERMSIG(status);
		signal = WSTOPSIG(status);
		if (signal == (SIGTRAP | 0x80))
			stop(strike);
		/* also that of execve(), which is ptrace's own */
		if ((signal & 0x7f) == SIGTRAP)
			signal = 0;
	}
}

/* What ends the tool ends the program, and what is told to stop it is passed on. */
static pid_t struck_pid;

static void pass_on(int signal)
{
	kill(struck_pid, signal);
}

int main(int argc, char **argv)
{
	struct strike strike = { .directories = argc > 2 ? argv[2] : NULL };
	int status;

	if (argc < 5) {
		fprintf(stderr, "usage: strike LOG DIRECTORY[:DIRECTORY...] BLOW PROGRAM [ARGUMENT...]\n");
		return 99;
	}
	parse_blow(&strike, argv[3]);
	strike.log = fopen(argv[1], "we");
	if (!strike.log)
		die(argv[1]);
	strike.pid = fork();
	if (!strike.pid) {
		ptrace(PTRACE_TRACEME, 0, 0, 0);
		raise(SIGSTOP);
		execv(argv[4], argv + 4);
		_exit(99);
	}
	struck_pid = strike.pid;
	signal(SIGTERM, pass_on);
	if (waitpid(strike.pid, &status, 0) < 0 ||
	    ptrace(PTRACE_SETOPTIONS, strike.pid, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL))
		die("ptrace");
	return follow(&strike);
}
