// SPDX-License-Identifier: GPL-2.0
/*
 * Threads, the CPU they run on, and a way to get them out of KVM_RUN.
 */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>

#include "test_util.h"
#include "thread.h"

#define KICK	SIGUSR1

/**
 * thread_start - start a thread
 * @fn: what it does
 * @arg: passed to @fn
 *
 * Return: the thread, for pthread_join().
 */
pthread_t thread_start(void *(*fn)(void *arg), void *arg)
{
	pthread_t thread;
	int err = pthread_create(&thread, NULL, fn, arg);

	TEST_ASSERT(!err, "pthread_create: %s", strerror(err));
	return thread;
}

/**
 * thread_pin - keep the calling thread on one CPU
 * @cpu: the host's number of it
 */
void thread_pin(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	TEST_ASSERT(!sched_setaffinity(0, sizeof(set), &set), "to CPU %d: %s", cpu,
		    strerror(errno));
}

static void no_handler(int sig)
{
}

/**
 * thread_allow_kicks - let thread_kick() interrupt the program's threads
 *
 * Without a handler the signal ends the program.
 */
void thread_allow_kicks(void)
{
	/* without SA_RESTART: KVM_RUN is to return */
	struct sigaction action = { .sa_handler = no_handler };

	TEST_ASSERT(!sigaction(KICK, &action, NULL), "sigaction: %s", strerror(errno));
}

/**
 * thread_block_kicks - the calling thread must not be interrupted, or may be again
 * @block: which
 */
void thread_block_kicks(bool block)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, KICK);
	pthread_sigmask(block ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL);
}

/**
 * thread_kick - make a thread's KVM_RUN return, with EINTR
 * @thread: one that has not been joined
 *
 * A thread just before KVM_RUN misses it: set immediate_exit first, or go on.
 */
void thread_kick(pthread_t thread)
{
	pthread_kill(thread, KICK);
}
