// SPDX-License-Identifier: GPL-2.0
/*
 * What HCR_EL2 is while a vCPU runs: only its host can see that.
 */
#include <sys/syscall.h>

#include "kvm_util.h"
#include "thread.h"
#include "witness.h"

/* How long a vCPU may take to be seen running. */
#define TRIES		2000
#define TRY_USEC	1000

struct runner {
	struct kvm_vcpu *vcpu;
	pid_t tid;
};

static void *run_until_kicked(void *arg)
{
	struct runner *runner = arg;
	int ret;

	__atomic_store_n(&runner->tid, syscall(SYS_gettid), __ATOMIC_RELEASE);
	ret = __vcpu_run(runner->vcpu);
	TEST_ASSERT(ret == -1 && errno == EINTR, KVM_IOCTL_ERROR(KVM_RUN, ret));
	return NULL;
}

/**
 * witness_run_hcr - run a vCPU and see its HCR_EL2
 * @vcpu: with a guest that stays where it is
 *
 * Return: HCR_EL2 as it was in the guest, which has been stopped.
 */
u64 witness_run_hcr(struct kvm_vcpu *vcpu)
{
	struct runner runner = { .vcpu = vcpu };
	unsigned int tries;
	bool seen = false;
	pthread_t thread;
	u64 hcr = 0;
	pid_t tid;

	thread_allow_kicks();
	thread = thread_start(run_until_kicked, &runner);
	for (tries = 0; tries < TRIES && !seen; tries++) {
		tid = __atomic_load_n(&runner.tid, __ATOMIC_ACQUIRE);
		seen = tid && witness_hcr(tid, &hcr);
		usleep(TRY_USEC);
	}
	vcpu->run->immediate_exit = 1;
	thread_kick(thread);
	pthread_join(thread, NULL);
	vcpu->run->immediate_exit = 0;

	TEST_ASSERT(seen, "kvm_arm_witness never saw vCPU %u run", vcpu->id);
	return hcr;
}
