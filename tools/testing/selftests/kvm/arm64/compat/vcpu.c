// SPDX-License-Identifier: GPL-2.0
/*
 * vCPUs: creating, initialising and running them; their registers.
 */
#include "kvm_util_internal.h"
#include "processor.h"

/* Stacks start here, above where programs are linked. */
#define STACK_MIN_GVA	0xac0000

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

static u64 tcr_granule(struct kvm_vm *vm)
{
	switch (vm->mode) {
	case VM_MODE_PXXV48_4K:
		return TCR_TG0_4K;
	case VM_MODE_PXXV48_16K:
		return TCR_TG0_16K;
	case VM_MODE_PXXV48_64K:
		return TCR_TG0_64K;
	default:
		TEST_FAIL("no guest mode %d", vm->mode);
	}
}

/* As wide as the VM's addresses or wider. */
static u64 tcr_ips(struct kvm_vm *vm)
{
	return vm->pa_bits > 40 ? TCR_IPS_48_BITS : TCR_IPS_40_BITS;
}

/**
 * aarch64_vcpu_setup - initialise a vCPU: MMU, caches and FP on
 * @vcpu: the vCPU
 * @init: CPU and features, NULL for the default
 *
 * The registers are those of AArch64 also for an AArch32 vCPU, where the test
 * has to set what the guest is to find.
 */
void aarch64_vcpu_setup(struct kvm_vcpu *vcpu, struct kvm_vcpu_init *init)
{
	struct kvm_vm *vm = vcpu->vm;
	struct kvm_vcpu_init target;
	u64 sctlr, tcr;

	if (!init) {
		kvm_get_default_vcpu_target(vm, &target);
		init = &target;
	}

	vcpu_ioctl(vcpu, KVM_ARM_VCPU_INIT, init);
	vcpu->init = *init;

	sctlr = vcpu_get_reg(vcpu, KVM_ARM64_SYS_REG(SYS_SCTLR_EL1));
	sctlr |= SCTLR_ELx_M | SCTLR_ELx_C | SCTLR_ELx_I;

	tcr = vcpu_get_reg(vcpu, KVM_ARM64_SYS_REG(SYS_TCR_EL1));
	tcr |= tcr_granule(vm) | tcr_ips(vm) | TCR_T0SZ(vm->va_bits) |
	       TCR_IRGN0_WBWA | TCR_ORGN0_WBWA | TCR_SH0_INNER |
	       TCR_TBI1 | TCR_EPD1_MASK;

	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_CPACR_EL1), CPACR_EL1_FPEN_MASK);
	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_MAIR_EL1), DEFAULT_MAIR_EL1);
	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_TCR_EL1), tcr);
	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_TTBR0_EL1), vm->mmu.pgd);
	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_SCTLR_EL1), sctlr);
	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_TPIDR_EL1), vcpu->id);
}

static struct kvm_vcpu *vcpu_add_with_stack(struct kvm_vm *vm, u32 vcpu_id,
					    struct kvm_vcpu_init *init)
{
	struct kvm_vcpu *vcpu = __vm_vcpu_add(vm, vcpu_id);
	size_t size = DEFAULT_STACK_PGS * vm->page_size;
	gva_t stack;

	stack = __vm_alloc(vm, size, STACK_MIN_GVA, MEM_REGION_DATA);
	aarch64_vcpu_setup(vcpu, init);
	vcpu_set_reg(vcpu, ARM64_CORE_REG(sp_el1), stack + size);

	return vcpu;
}

/**
 * aarch64_vcpu_add - create and initialise a vCPU, with a stack
 * @vm:		the VM
 * @vcpu_id:	its number
 * @init:	CPU and features, NULL for the default
 * @guest_code: where it starts, at EL1
 *
 * Return: the vCPU; it goes with the VM.
 */
struct kvm_vcpu *aarch64_vcpu_add(struct kvm_vm *vm, u32 vcpu_id,
				  struct kvm_vcpu_init *init, void *guest_code)
{
	struct kvm_vcpu *vcpu = vcpu_add_with_stack(vm, vcpu_id, init);

	vcpu_arch_set_entry_point(vcpu, guest_code);
	return vcpu;
}

/**
 * vm_arch_vcpu_add - create and initialise a vCPU of the default kind
 * @vm:	     the VM
 * @vcpu_id: its number
 *
 * Return: the vCPU; it goes with the VM.
 */
struct kvm_vcpu *vm_arch_vcpu_add(struct kvm_vm *vm, u32 vcpu_id)
{
	return vcpu_add_with_stack(vm, vcpu_id, NULL);
}

/**
 * vcpu_arch_set_entry_point - set PC
 * @vcpu:	the vCPU
 * @guest_code: a function of the program, or any address
 */
void vcpu_arch_set_entry_point(struct kvm_vcpu *vcpu, void *guest_code)
{
	vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.pc), (u64)guest_code);
}

/**
 * vcpu_args_set - set the arguments of the function the vCPU starts with
 * @vcpu: the vCPU
 * @num:  how many follow, 1 to 8, each an u64
 */
void vcpu_args_set(struct kvm_vcpu *vcpu, unsigned int num, ...)
{
	unsigned int i;
	va_list ap;

	TEST_ASSERT(num >= 1 && num <= 8, "%u arguments", num);

	va_start(ap, num);
	for (i = 0; i < num; i++)
		vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.regs[i]), va_arg(ap, u64));
	va_end(ap);
}

/**
 * vcpu_arch_dump - print where a vCPU is
 * @stream: to
 * @vcpu:   the vCPU
 * @indent: blanks before each line
 */
void vcpu_arch_dump(FILE *stream, struct kvm_vcpu *vcpu, u8 indent)
{
	fprintf(stream, "%*spc %#lx pstate %#lx\n", indent, "",
		vcpu_get_reg(vcpu, ARM64_CORE_REG(regs.pc)),
		vcpu_get_reg(vcpu, ARM64_CORE_REG(regs.pstate)));
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
 * guest_get_vcpuid - in the guest: which vCPU is this?
 *
 * Return: the number it was created with.
 */
u32 guest_get_vcpuid(void)
{
	return read_sysreg(tpidr_el1);
}

/**
 * wfi - in the guest: wait for an interrupt
 */
void wfi(void)
{
	asm volatile("wfi" : : : "memory");
}
