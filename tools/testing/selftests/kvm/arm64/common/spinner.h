/* SPDX-License-Identifier: GPL-2.0 */
/*
 * vCPUs that stay in the guest until they are told to leave, each in a thread of
 * its own, which then lingers until all have left.
 */
#ifndef SELFTEST_KVM_COMMON_SPINNER_H
#define SELFTEST_KVM_COMMON_SPINNER_H

#include <pthread.h>

#include "kvm_util.h"

#define SPINNER_MAX	8

/**
 * struct spinner - a vCPU and its thread
 * @vcpu: the vCPU
 * @set: what it belongs to
 * @thread: the thread
 * @tid: what the host calls the thread, 0: not known yet
 * @left: the vCPU has left KVM_RUN for good
 */
struct spinner {
	struct kvm_vcpu *vcpu;
	struct spinner_set *set;
	pthread_t thread;
	pid_t tid;
	bool left;
};

/**
 * struct spinner_set - the vCPUs of a VM
 * @vm: the VM
 * @spinners: one for each
 * @nr: how many
 * @released: the threads may end
 */
struct spinner_set {
	struct kvm_vm *vm;
	struct spinner spinners[SPINNER_MAX];
	unsigned int nr;
	bool released;
};

void spinner_start(struct spinner_set *set, unsigned int nr);
pid_t spinner_tid(struct spinner *spinner);
void spinner_leave(struct spinner_set *set);
void spinner_stop(struct spinner_set *set);

#endif /* SELFTEST_KVM_COMMON_SPINNER_H */
