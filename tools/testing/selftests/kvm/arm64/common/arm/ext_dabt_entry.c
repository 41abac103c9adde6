// SPDX-License-Identifier: GPL-2.0
/*
 * What an injected external data abort must do to a guest of a 32-bit host that
 * has its tables in the long format and executes A32.
 */
#include "aarch32.h"
#include "abort_guest.h"
#include "ext_dabt.h"

#define DFSR_LPAE_EXTERNAL	0x210	/* LPAE, STATUS */

static u64 lr_abt(void)
{
	return aarch32_reg(PSR32_MODE_ABT, 14);
}

/**
 * ext_dabt_expect_entry - do to a snapshot what the abort does to the vCPU
 * @state: registers before the abort; afterwards those after exception entry
 * @pstate: CPSR in the vector
 * @far: the faulting virtual address
 */
void ext_dabt_expect_entry(struct reg_snapshot *state, u64 pstate, u64 far)
{
	u64 old = reg_snapshot_get(state, ARM64_CORE_REG(regs.pstate));
	u64 pc = reg_snapshot_get(state, ARM64_CORE_REG(regs.pc));
	u64 vbar = reg_snapshot_get(state, KVM_ARM64_SYS_REG(SYS_VBAR_EL1));

	reg_snapshot_set(state, ARM64_CORE_REG(regs.pc), vbar + NISV_DABT_VECTOR);
	reg_snapshot_set(state, ARM64_CORE_REG(regs.pstate), pstate);
	reg_snapshot_set(state, lr_abt(), pc + ABORT_GUEST_LR_OFFSET);
	reg_snapshot_set(state, ARM64_CORE_REG(spsr[KVM_SPSR_ABT]), old);
	reg_snapshot_set(state, KVM_ARM64_SYS_REG(SYS_ESR_EL1), DFSR_LPAE_EXTERNAL);
	reg_snapshot_set(state, KVM_ARM64_SYS_REG(SYS_FAR_EL1), far);
}

/**
 * ext_dabt_expect_report - do to a snapshot what a vector does until it reports
 * @state: registers at the vector; afterwards those at the report's exit
 */
void ext_dabt_expect_report(struct reg_snapshot *state)
{
	u64 taken = reg_snapshot_get(state, ABORT_GUEST_REG(ABORT_GUEST_REG_TAKEN));
	const struct {
		int to;
		u64 from;
	} copied[] = {
		{ ABORT_GUEST_REG_ESR, KVM_ARM64_SYS_REG(SYS_ESR_EL1) },
		{ ABORT_GUEST_REG_FAR, KVM_ARM64_SYS_REG(SYS_FAR_EL1) },
		{ ABORT_GUEST_REG_ELR, lr_abt() },
		{ ABORT_GUEST_REG_SPSR, ARM64_CORE_REG(spsr[KVM_SPSR_ABT]) },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(copied); i++)
		reg_snapshot_set(state, ABORT_GUEST_REG(copied[i].to),
				 reg_snapshot_get(state, copied[i].from));

	reg_snapshot_set(state, ABORT_GUEST_REG(ABORT_GUEST_REG_TAKEN), taken + 1);
	reg_snapshot_set(state, ABORT_GUEST_REG(ABORT_GUEST_REG_OFFSET),
			 NISV_DABT_VECTOR);
	reg_snapshot_set(state, ARM64_CORE_REG(regs.pc),
			 (uintptr_t)abort_guest_report_store);
}

/**
 * ext_dabt_assert_taken - assert that an abort was taken, and nothing else
 * @vcpu: a vCPU of an abort_guest, the abort injected, not run since
 * @state: its registers before the injection; afterwards those at the exit
 * @pstate: CPSR in the vector
 * @far: the faulting virtual address
 *
 * Every register is compared before the vCPU runs, and again when the vector
 * has reported what it sees.
 */
void ext_dabt_assert_taken(struct kvm_vcpu *vcpu, struct reg_snapshot *state,
			   u64 pstate, u64 far)
{
	ext_dabt_expect_entry(state, pstate, far);
	reg_snapshot_assert_unchanged(state, vcpu, "after the injection");

	abort_guest_run_to_vector(vcpu);
	ext_dabt_expect_report(state);
	reg_snapshot_assert_unchanged(state, vcpu, "in the vector");
}
