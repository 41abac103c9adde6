/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A Linux guest: made, run to its end, and what it said.
 */
#ifndef SELFTEST_KVM_COMMON_LINUX_GUEST_H
#define SELFTEST_KVM_COMMON_LINUX_GUEST_H

#include <pthread.h>
#include <stdbool.h>

#include "kvm_util.h"

#define LINUX_GUEST_MAX_VCPUS	8
#define LINUX_CONSOLE_SIZE	(48 * 1024)

struct linux_guest;

/**
 * struct linux_vcpu - a vCPU and the thread that runs it
 * @guest: it is of
 * @vcpu: the vCPU
 * @thread: the thread
 * @on_vector: how often in a row it was found on the kernel's vector
 */
struct linux_vcpu {
	struct linux_guest *guest;
	struct kvm_vcpu *vcpu;
	pthread_t thread;
	unsigned int on_vector;
};

/**
 * struct linux_guest - a Linux guest
 * @vm: the VM
 * @vcpus: its vCPUs
 * @nr_vcpus: how many
 * @lock: of what follows, while the vCPUs run
 * @ending: signalled when @ended is set
 * @ended: no vCPU is to run any more
 * @powered_off: it ended as it should
 * @why: what else ended it
 * @console: what it said, lines and a NUL
 * @console_len: how much
 */
struct linux_guest {
	struct kvm_vm *vm;
	struct linux_vcpu vcpus[LINUX_GUEST_MAX_VCPUS];
	unsigned int nr_vcpus;
	pthread_mutex_t lock;
	pthread_cond_t ending;
	bool ended;
	bool powered_off;
	char why[160];
	char console[LINUX_CONSOLE_SIZE];
	size_t console_len;
};

struct linux_guest *linux_guest_create(unsigned int nr_vcpus, u32 features);
void linux_guest_run(struct linux_guest *guest, unsigned int seconds);
void linux_guest_print(struct linux_guest *guest);
void linux_guest_free(struct linux_guest *guest);

#endif /* SELFTEST_KVM_COMMON_LINUX_GUEST_H */
