/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The fuzzer's VMs, and what its threads do with them.
 */
#ifndef SELFTEST_KVM_COMMON_FUZZ_H
#define SELFTEST_KVM_COMMON_FUZZ_H

#include <pthread.h>
#include <stdatomic.h>

#include "kvm_util.h"

#define FUZZ_NR_VCPUS	2

/* A slot where the guest's accesses go, sometimes. */
#define FUZZ_SLOT_SIZE	0x10000

/**
 * struct fuzz_vm - a VM that threads share
 * @lock: held for reading by who uses it, for writing by who replaces it
 * @vm: the VM
 * @vcpu: its vCPUs
 * @busy: held by who runs a vCPU, until it has dealt with the exit
 * @memory: FUZZ_SLOT_SIZE bytes for its memslot
 * @nisv: whether KVM_CAP_ARM_NISV_TO_USER was enabled, or is about to be
 */
struct fuzz_vm {
	pthread_rwlock_t lock;
	struct kvm_vm *vm;
	struct kvm_vcpu *vcpu[FUZZ_NR_VCPUS];
	pthread_mutex_t busy[FUZZ_NR_VCPUS];
	void *memory;
	atomic_bool nisv;
};

/**
 * struct fuzz_thread - what an operation has of its thread
 * @random: state of its random numbers, not 0
 * @fvm: the VM it is working on, whose lock it holds for reading
 * @cpu: the vCPU
 */
struct fuzz_thread {
	u64 random;
	struct fuzz_vm *fvm;
	unsigned int cpu;
};

/**
 * struct fuzz_op - an operation
 * @fn: does it, and ends the test if it went as it never may
 * @weight: how often it is chosen, compared with others
 * @stay: mostly for a vCPU of the thread's own: one that changes threads costs
 *	  KVM_RUN several ticks of RCU's
 */
struct fuzz_op {
	void (*fn)(struct fuzz_thread *t);
	unsigned int weight;
	bool stay;
};

/**
 * struct fuzz_counts - what all threads did
 * @exits: of guests
 * @aborts: injected
 * @vms: created
 */
struct fuzz_counts {
	atomic_ulong exits;
	atomic_ulong aborts;
	atomic_ulong vms;
};

extern struct fuzz_counts fuzz_counts;

u64 fuzz_below(struct fuzz_thread *t, u64 limit);
const struct fuzz_op *fuzz_choose_op(struct fuzz_thread *t);
void fuzz_learn_host(struct kvm_vcpu *vcpu);

void fuzz_vm_init(struct fuzz_vm *fvm);
void fuzz_vm_replace(struct fuzz_vm *fvm);
void fuzz_vm_destroy(struct fuzz_vm *fvm);

#endif /* SELFTEST_KVM_COMMON_FUZZ_H */
