// SPDX-License-Identifier: GPL-2.0
/*
 * The exception levels of AArch64 that an access can be made at.
 */
#include <asm/ptrace.h>

#include "nisv.h"

#define SPSR_DAIF	(PSR_D_BIT | PSR_A_BIT | PSR_I_BIT | PSR_F_BIT)

/**
 * nisv_set_el1 - continue at EL1h, interrupts masked
 * @vcpu: the vCPU
 * @entry: where
 * @sp: its stack pointer, SP_EL1
 */
void nisv_set_el1(struct kvm_vcpu *vcpu, void *entry, gva_t sp)
{
	vcpu_set_reg(vcpu, ARM64_CORE_REG(sp_el1), sp);
	vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.pstate),
		     SPSR_DAIF | PSR_MODE_EL1h);
	nisv_set_pc(vcpu, (u64)entry);
}

/**
 * nisv_set_el0 - continue at EL0, interrupts masked
 * @vcpu: the vCPU
 * @entry: where
 * @sp: its stack pointer, SP_EL0; SP_EL1 keeps its value for the vectors
 */
void nisv_set_el0(struct kvm_vcpu *vcpu, void *entry, gva_t sp)
{
	vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.sp), sp);
	vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.pstate),
		     SPSR_DAIF | PSR_MODE_EL0t);
	nisv_set_pc(vcpu, (u64)entry);
}
