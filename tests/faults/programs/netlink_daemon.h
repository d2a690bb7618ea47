/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * netlink_daemon.h: the daemon's own following of the module, in this process.
 */
#ifndef FAULTS_NETLINK_DAEMON_H
#define FAULTS_NETLINK_DAEMON_H

/* What a session came to. */
enum session {
	SESSION_WHOLE,	/* all that was recorded is in the file */
	SESSION_SHORT,	/* a beginning of it, or with gaps, and the daemon says why */
	SESSION_NONE,	/* the module could not be asked, and the daemon says so */
	SESSIONS
};

/**
 * daemon_follow() - attach, pull, hear two notices, pull again, end; in a directory of its own
 * @fault: where something was taken that should not have been: a sentence
 */
enum session daemon_follow(const char **fault);

#endif /* FAULTS_NETLINK_DAEMON_H */
