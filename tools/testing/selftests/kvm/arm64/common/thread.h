/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Threads of a test: each call works or ends the test.
 */
#ifndef SELFTEST_KVM_COMMON_THREAD_H
#define SELFTEST_KVM_COMMON_THREAD_H

#include <pthread.h>
#include <stdbool.h>

pthread_t thread_start(void *(*fn)(void *arg), void *arg);
void thread_pin(int cpu);
void thread_allow_kicks(void);
void thread_block_kicks(bool block);
void thread_kick(pthread_t thread);

#endif /* SELFTEST_KVM_COMMON_THREAD_H */
