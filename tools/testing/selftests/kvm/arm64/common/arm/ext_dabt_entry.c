// SPDX-License-Identifier: GPL-2.0
/*
 * What an injected external data abort must do to a guest of a 32-bit host that
 * has its tables in the long format and executes A32.
 */
#include "aarch32.h"
#include "abort_guest.h"
#include "ext_dabt.h"

#define DFSR_LPAE_EXTERNAL	0x210	/* LPAE, STATUS */
#define DFSR_WNR		BIT(11)

static u64 lr_abt(void)
{
	return aarch32_reg(PSR32_MODE_ABT, 14);
}

/**
 * ext_dabt_expect_entry - do to a snapshot what the abort does to the vCPU
 * @state: registers before the abort; afterwards those after exception entry
 * @pstate: CPSR in the vector
 * @far: the faulting virtual address
 * @is_write: direction of the access
 */
void ext_dabt_expect_entry(struct reg_snapshot *state, u64 pstate, u64 far,
			   bool is_write)
{
	u64 old = reg_snapshot_get(state, ARM64_CORE_REG(regs.pstate));
	u64 pc = reg_snapshot_get(state, ARM64_CORE_REG(regs.pc));
	u64 vbar = reg_snapshot_get(state, KVM_ARM64_SYS_REG(SYS_VBAR_EL1));

	reg_snapshot_set(state, ARM64_CORE_REG(regs.pc), vbar + NISV_DABT_VECTOR);
	reg_snapshot_set(state, ARM64_CORE_REG(regs.pstate), pstate);
	reg_snapshot_set(state, lr_abt(), pc + ABORT_GUEST_LR_OFFSET);
	reg_snapshot_set(state, ARM64_CORE_REG(spsr[KVM_SPSR_ABT]), old);
	reg_snapshot_set(state, KVM_ARM64_SYS_REG(SYS_ESR_EL1),
			 DFSR_LPAE_EXTERNAL | (is_write ? DFSR_WNR : 0));
	reg_snapshot_set(state, KVM_ARM64_SYS_REG(SYS_FAR_EL1), far);
}

/**
 * ext_dabt_expect_report - do to a snapshot what a vector does until it reports
 * @state: registers at the vector; afterwards those at the report's exit
 */
void ext_dabt_expect_report(struct reg_snapshot *state)
{
	ext_dabt_report(state, lr_abt(), ARM64_CORE_REG(spsr[KVM_SPSR_ABT]),
			NISV_DABT_VECTOR);
}

/**
 * ext_dabt_assert_taken - assert that an abort was taken, and nothing else
 * @vcpu: a vCPU of an abort_guest, the abort injected, not run since
 * @state: its registers before the injection; afterwards those at the exit
 * @pstate: CPSR in the vector
 * @far: the faulting virtual address
 * @is_write: direction of the access
 */
void ext_dabt_assert_taken(struct kvm_vcpu *vcpu, struct reg_snapshot *state,
			   u64 pstate, u64 far, bool is_write)
{
	__ext_dabt_assert_taken(vcpu, state, pstate, far, is_write);
}
