// SPDX-License-Identifier: GPL-2.0
/*
 * vCPUs: creating, initialising and running them; their registers.
 */
#include "kvm_util_internal.h"
#include "processor.h"

/**
 * __vm_vcpu_add - create a vCPU and leave it uninitialised
 * @vm:	     the VM
 * @vcpu_id: its number
 *
 * Return: the vCPU; it goes with the VM.
 */
struct kvm_vcpu *__vm_vcpu_add(struct kvm_vm *vm, u32 vcpu_id)
{
	struct kvm_vcpu *vcpu = calloc(1, sizeof(*vcpu));
	int size;

	TEST_ASSERT(vcpu, "out of memory");
	vcpu->vm = vm;
	vcpu->id = vcpu_id;
	vcpu->fd = __vm_ioctl(vm, KVM_CREATE_VCPU, (void *)(unsigned long)vcpu_id);
	TEST_ASSERT(vcpu->fd >= 0, KVM_IOCTL_ERROR(KVM_CREATE_VCPU, vcpu->fd));

	size = __kvm_ioctl(vm->kvm_fd, KVM_GET_VCPU_MMAP_SIZE, NULL);
	TEST_ASSERT(size >= (int)sizeof(*vcpu->run),
		    KVM_IOCTL_ERROR(KVM_GET_VCPU_MMAP_SIZE, size));
	vcpu->run = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, vcpu->fd, 0);
	TEST_ASSERT(vcpu->run != MAP_FAILED, "mmap of kvm_run: %s", strerror(errno));

	vcpu->next = vm->vcpus;
	vm->vcpus = vcpu;
	return vcpu;
}

void vcpu_free(struct kvm_vcpu *vcpu)
{
	munmap(vcpu->run, __kvm_ioctl(vcpu->vm->kvm_fd, KVM_GET_VCPU_MMAP_SIZE, NULL));
	close(vcpu->fd);
	free(vcpu);
}

/**
 * kvm_get_default_vcpu_target - the CPU the host can virtualise, no features
 * @vm:	  the VM
 * @init: filled with it
 */
void kvm_get_default_vcpu_target(struct kvm_vm *vm, struct kvm_vcpu_init *init)
{
	memset(init, 0, sizeof(*init));
	vm_ioctl(vm, KVM_ARM_PREFERRED_TARGET, init);
}

/**
 * _vcpu_run - run a vCPU until it exits for another reason than a signal
 * @vcpu: the vCPU
 *
 * Fails the test on an exception the guest has no handler for.
 *
 * Return: as of ioctl().
 */
int _vcpu_run(struct kvm_vcpu *vcpu)
{
	int ret;

	do {
		ret = __vcpu_run(vcpu);
	} while (ret == -1 && errno == EINTR);

	if (!ret)
		assert_on_unhandled_exception(vcpu);

	return ret;
}

/**
 * vcpu_run - _vcpu_run(), asserting success
 * @vcpu: the vCPU
 */
void vcpu_run(struct kvm_vcpu *vcpu)
{
	int ret = _vcpu_run(vcpu);

	TEST_ASSERT(!ret, KVM_IOCTL_ERROR(KVM_RUN, ret));
}

/**
 * vcpu_run_complete_io - finish the access behind the last exit, no more
 * @vcpu: the vCPU; on return its registers are as after the instruction
 */
void vcpu_run_complete_io(struct kvm_vcpu *vcpu)
{
	int old_errno = errno, ret;

	vcpu->run->immediate_exit = 1;
	ret = __vcpu_run(vcpu);
	vcpu->run->immediate_exit = 0;

	TEST_ASSERT(ret == -1 && errno == EINTR,
		    "KVM_RUN with immediate_exit: rc %d errno %d", ret, errno);
	errno = old_errno;
}

/**
 * vcpu_get_reg_list - KVM_GET_REG_LIST
 * @vcpu: the vCPU
 *
 * Return: the list, to be freed.
 */
struct kvm_reg_list *vcpu_get_reg_list(struct kvm_vcpu *vcpu)
{
	struct kvm_reg_list none = { .n = 0 }, *list;
	int ret;

	ret = __vcpu_ioctl(vcpu, KVM_GET_REG_LIST, &none);
	TEST_ASSERT(ret == -1 && errno == E2BIG, KVM_IOCTL_ERROR(KVM_GET_REG_LIST, ret));

	list = calloc(1, sizeof(*list) + none.n * sizeof(list->reg[0]));
	TEST_ASSERT(list, "out of memory");
	list->n = none.n;
	vcpu_ioctl(vcpu, KVM_GET_REG_LIST, list);

	return list;
}

static const struct {
	unsigned int reason;
	const char *name;
} exit_reasons[] = {
#define EXIT_REASON(x)	{ KVM_EXIT_##x, #x }
	EXIT_REASON(UNKNOWN),
	EXIT_REASON(EXCEPTION),
	EXIT_REASON(HYPERCALL),
	EXIT_REASON(DEBUG),
	EXIT_REASON(MMIO),
	EXIT_REASON(SHUTDOWN),
	EXIT_REASON(FAIL_ENTRY),
	EXIT_REASON(INTR),
	EXIT_REASON(INTERNAL_ERROR),
	EXIT_REASON(SYSTEM_EVENT),
	EXIT_REASON(ARM_NISV),
};

/**
 * exit_reason_str - name of an exit
 * @exit_reason: KVM_EXIT_*
 *
 * Return: what follows KVM_EXIT_, "?" for those no test here can meet.
 */
const char *exit_reason_str(unsigned int exit_reason)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(exit_reasons); i++)
		if (exit_reasons[i].reason == exit_reason)
			return exit_reasons[i].name;

	return "?";
}

/**
 * wfi - in the guest: wait for an interrupt
 */
void wfi(void)
{
	asm volatile("wfi" : : : "memory");
}
