// SPDX-License-Identifier: GPL-2.0
/*
 * vCPUs that stay in the guest until they are told to leave.
 */
#include <sys/syscall.h>

#include "nisv.h"
#include "processor.h"
#include "spinner.h"
#include "thread.h"

/* The guest's copy says when to leave. */
static bool guest_leave;

static void guest_spin(void)
{
	while (!__atomic_load_n(&guest_leave, __ATOMIC_RELAXED))
		cpu_relax();
	GUEST_DONE();
}

static void *run_spinner(void *arg)
{
	struct spinner *spinner = arg;
	struct ucall uc;

	__atomic_store_n(&spinner->tid, syscall(SYS_gettid), __ATOMIC_RELEASE);
	nisv_run_expect_ucall(spinner->vcpu, UCALL_DONE, &uc);
	__atomic_store_n(&spinner->left, true, __ATOMIC_RELEASE);

	while (!__atomic_load_n(&spinner->set->released, __ATOMIC_ACQUIRE))
		usleep(1000);
	return NULL;
}

/**
 * spinner_start - make a VM and run its vCPUs
 * @set: filled in
 * @nr: how many vCPUs, SPINNER_MAX at most
 */
void spinner_start(struct spinner_set *set, unsigned int nr)
{
	struct kvm_vcpu *vcpus[SPINNER_MAX];
	unsigned int i;

	TEST_ASSERT(nr <= SPINNER_MAX, "%u vCPUs are too many", nr);
	memset(set, 0, sizeof(*set));
	set->nr = nr;
	set->vm = vm_create_with_vcpus(nr, guest_spin, vcpus);
	for (i = 0; i < nr; i++) {
		struct spinner *spinner = &set->spinners[i];

		spinner->set = set;
		spinner->vcpu = vcpus[i];
		spinner->thread = thread_start(run_spinner, spinner);
	}
}

/**
 * spinner_tid - find what the host calls a vCPU's thread
 * @spinner: the vCPU
 *
 * Return: its number, which the thread has as soon as it runs.
 */
pid_t spinner_tid(struct spinner *spinner)
{
	pid_t tid;

	while (!(tid = __atomic_load_n(&spinner->tid, __ATOMIC_ACQUIRE)))
		usleep(1000);
	return tid;
}

/**
 * spinner_leave - have all vCPUs leave KVM_RUN; their threads stay
 * @set: the vCPUs
 */
void spinner_leave(struct spinner_set *set)
{
	unsigned int i;

	guest_leave = true;
	sync_global_to_guest(set->vm, guest_leave);
	guest_leave = false;

	for (i = 0; i < set->nr; i++)
		while (!__atomic_load_n(&set->spinners[i].left, __ATOMIC_ACQUIRE))
			usleep(1000);
}

/**
 * spinner_stop - end the threads, free the VM
 * @set: the vCPUs, after spinner_leave()
 */
void spinner_stop(struct spinner_set *set)
{
	unsigned int i;

	__atomic_store_n(&set->released, true, __ATOMIC_RELEASE);
	for (i = 0; i < set->nr; i++)
		pthread_join(set->spinners[i].thread, NULL);
	kvm_vm_free(set->vm);
}
