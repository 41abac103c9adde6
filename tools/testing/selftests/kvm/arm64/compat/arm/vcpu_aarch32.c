// SPDX-License-Identifier: GPL-2.0
/*
 * vCPUs of a 32-bit host: what they start with.
 */
#include "kvm_util_internal.h"
#include "processor.h"

#define SCTLR_M		BIT(0)
#define SCTLR_C		BIT(2)
#define SCTLR_I		BIT(12)

#define TTBCR_IRGN0_WBWA	BIT(8)
#define TTBCR_ORGN0_WBWA	BIT(10)
#define TTBCR_SH0_INNER		(UL(3) << 12)
#define TTBCR_EPD1		BIT(23)
#define TTBCR_EAE		BIT(31)

/* Attribute 4 is the first of MAIR1 */
#define MAIR1		ARM_CP15_REG32(0, 10, 2, 1)
#define MAIR1_NORMAL	0xff
#define TPIDRPRW	ARM_CP15_REG32(0, 13, 0, 4)

/* MMU and caches on, with long descriptors: tables as those of AArch64. */
static void set_translation(struct kvm_vcpu *vcpu)
{
	u64 sctlr = vcpu_get_reg(vcpu, KVM_ARM64_SYS_REG(SYS_SCTLR_EL1));

	vcpu_set_reg(vcpu, MAIR1, MAIR1_NORMAL);
	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_TCR_EL1),
		     TTBCR_EAE | TTBCR_EPD1 | TTBCR_IRGN0_WBWA |
		     TTBCR_ORGN0_WBWA | TTBCR_SH0_INNER);
	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_TTBR0_EL1), vcpu->vm->mmu.pgd);
	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_SCTLR_EL1),
		     sctlr | SCTLR_M | SCTLR_C | SCTLR_I);
}

/**
 * vm_arch_vcpu_add - create and initialise a vCPU of the default kind
 * @vm:	     the VM
 * @vcpu_id: its number
 *
 * In SVC mode, as it comes out of reset, with a stack.
 *
 * Return: the vCPU; it goes with the VM.
 */
struct kvm_vcpu *vm_arch_vcpu_add(struct kvm_vm *vm, u32 vcpu_id)
{
	struct kvm_vcpu *vcpu = __vm_vcpu_add(vm, vcpu_id);
	size_t size = DEFAULT_STACK_PGS * vm->page_size;
	gva_t stack;

	stack = __vm_alloc(vm, size, STACK_MIN_GVA, MEM_REGION_DATA);
	kvm_get_default_vcpu_target(vm, &vcpu->init);
	vcpu_ioctl(vcpu, KVM_ARM_VCPU_INIT, &vcpu->init);
	set_translation(vcpu);
	vcpu_set_reg(vcpu, TPIDRPRW, vcpu_id);
	vcpu_set_reg(vcpu, KVM_REG_ARM | KVM_REG_SIZE_U32 | KVM_REG_ARM_CORE |
		     KVM_REG_ARM_CORE_REG(KVM_ARM_SVC_sp), stack + size);

	return vcpu;
}

/**
 * vcpu_arch_set_entry_point - set PC
 * @vcpu:	the vCPU
 * @guest_code: a function of the program, or any address
 */
void vcpu_arch_set_entry_point(struct kvm_vcpu *vcpu, void *guest_code)
{
	vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.pc), (uintptr_t)guest_code);
}

/**
 * vcpu_arch_dump - print where a vCPU is
 * @stream: to
 * @vcpu:   the vCPU
 * @indent: blanks before each line
 */
void vcpu_arch_dump(FILE *stream, struct kvm_vcpu *vcpu, u8 indent)
{
	fprintf(stream, "%*spc %#" PRIx64 " cpsr %#" PRIx64 "\n", indent, "",
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
	u32 id;

	asm volatile("mrc p15, 0, %0, c13, c0, 4" : "=r" (id));
	return id;
}
