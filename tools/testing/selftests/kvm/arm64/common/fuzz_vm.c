// SPDX-License-Identifier: GPL-2.0
/*
 * The fuzzer's VMs: they come and go.
 */
#include <sys/mman.h>

#include "abort_guest.h"
#include "fuzz.h"
#include "thread.h"

static void create(struct fuzz_vm *fvm)
{
	unsigned int i;

	fvm->vm = vm_create_with_vcpus(FUZZ_NR_VCPUS, abort_guest_text, fvm->vcpu);
	abort_guest_map(fvm->vm);
	for (i = 0; i < FUZZ_NR_VCPUS; i++)
		abort_guest_setup_vcpu(fvm->vcpu[i]);
	atomic_store(&fvm->nisv, false);
	atomic_fetch_add(&fuzz_counts.vms, 1);
}

/**
 * fuzz_vm_init - make a VM
 * @fvm: filled in
 */
void fuzz_vm_init(struct fuzz_vm *fvm)
{
	unsigned int i;

	fvm->memory = mmap(NULL, FUZZ_SLOT_SIZE, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	TEST_ASSERT(fvm->memory != MAP_FAILED, "mmap: %s", strerror(errno));
	pthread_rwlock_init(&fvm->lock, NULL);
	for (i = 0; i < FUZZ_NR_VCPUS; i++)
		pthread_mutex_init(&fvm->busy[i], NULL);
	create(fvm);
}

/**
 * fuzz_vm_replace - close a VM and make another in its place
 * @fvm: whose lock the caller holds for reading, before and after; others have
 *	 their turn between
 */
void fuzz_vm_replace(struct fuzz_vm *fvm)
{
	pthread_rwlock_unlock(&fvm->lock);
	pthread_rwlock_wrlock(&fvm->lock);

	/* A signal makes KVM_CREATE_VM fail. */
	thread_block_kicks(true);
	kvm_vm_free(fvm->vm);
	create(fvm);
	thread_block_kicks(false);

	pthread_rwlock_unlock(&fvm->lock);
	pthread_rwlock_rdlock(&fvm->lock);
}

/**
 * fuzz_vm_destroy - the end of it
 * @fvm: that nobody uses any more
 */
void fuzz_vm_destroy(struct fuzz_vm *fvm)
{
	unsigned int i;

	kvm_vm_free(fvm->vm);
	for (i = 0; i < FUZZ_NR_VCPUS; i++)
		pthread_mutex_destroy(&fvm->busy[i]);
	pthread_rwlock_destroy(&fvm->lock);
	munmap(fvm->memory, FUZZ_SLOT_SIZE);
}
