// SPDX-License-Identifier: GPL-2.0
/*
 * vCPUs of a 64-bit host: what they start with.
 */
#include "kvm_util_internal.h"
#include "processor.h"

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
 * guest_get_vcpuid - in the guest: which vCPU is this?
 *
 * Return: the number it was created with.
 */
u32 guest_get_vcpuid(void)
{
	return read_sysreg(tpidr_el1);
}
