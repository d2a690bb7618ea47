// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * netlink_user: what the kernel says, made wrong by the hundred thousand, to the real client.
 *
 *   netlink_user client SEED FIRST COUNT   sessions of the client that both programs are
 *   netlink_user daemon SEED FIRST COUNT   sessions of the daemon
 *
 * Session number N of a seed is always the same. Session 0 is not altered, and must come to
 * all that was recorded. Under ASan and UBSan; exit 1 where something was taken that should
 * not have been.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "fuzz_netlink.h"
#include "netlink_daemon.h"
#include "netlink_mangle.h"

static int follow_client(uint64_t number, uint64_t *came_to)
{
	(void)number;
	came_to[SESSION_WHOLE]++;
	/* its claims abort */
	return LLVMFuzzerTestOneInput(NULL, 0);
}

static int follow_daemon(uint64_t number, uint64_t *came_to)
{
	const char *fault = NULL;
	enum session session = daemon_follow(&fault);

	came_to[session]++;
	if (fault)
		printf("session %llu: %s\n", (unsigned long long)number, fault);
	if (!number && session != SESSION_WHOLE)
		printf("session 0, which was not altered, did not come to all that was recorded\n");
	return fault || (!number && session != SESSION_WHOLE);
}

static void begin_session(struct mangle *mangle, uint64_t seed, uint64_t number)
{
	static const unsigned int rates[] = { 1, 2, 4, 8, 16 };

	mangle->state = seed * 0xd6e8feb86659fd93 ^ number * 0x9e3779b97f4a7c15;
	/* where all is wrong little is reached, where little is, much */
	mangle->rate = rates[mangle_below(mangle, sizeof(rates) / sizeof(rates[0]))];
	if (!number)
		mangle->rate = 0;
}

int main(int argc, char **argv)
{
	uint64_t came_to[SESSIONS] = { 0 }, seed, number, end;
	struct mangle mangle = { .rate = 0 };
	int wrong = 0;
	bool client;

	if (argc != 5)
		return 2;
	client = !strcmp(argv[1], "client");
	seed = strtoull(argv[2], NULL, 10);
	number = strtoull(argv[3], NULL, 10);
	end = number + strtoull(argv[4], NULL, 10);
	fuzz_netlink_alter(mangle_datagram, &mangle);
	for (; !wrong && number < end; number++) {
		begin_session(&mangle, seed, number);
		wrong = client ? follow_client(number, came_to) : follow_daemon(number, came_to);
	}
	printf("seed %llu, up to session %llu: %llu datagrams altered, %llu messages in them; sessions: %llu whole, %llu short, %llu none\n",
	       (unsigned long long)seed, (unsigned long long)number - 1,
	       (unsigned long long)mangle.datagrams, (unsigned long long)mangle.messages,
	       (unsigned long long)came_to[SESSION_WHOLE], (unsigned long long)came_to[SESSION_SHORT],
	       (unsigned long long)came_to[SESSION_NONE]);
	return wrong ? 1 : 0;
}
