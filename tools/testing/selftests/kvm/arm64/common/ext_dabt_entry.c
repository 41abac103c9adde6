// SPDX-License-Identifier: GPL-2.0
/*
 * What an injected external data abort must do to an AArch64 guest.
 */
#include <linux/types.h>

#include "abort_guest.h"
#include "ext_dabt.h"

/* ESR_ELx by hand: bits 63:32 are part of what is asserted. */
#define ESR_EC_SHIFT		26
#define ESR_EC_DABT_LOWER	0x24UL
#define ESR_EC_DABT_CURRENT	0x25UL
#define ESR_IL			BIT(25)
#define ESR_WNR			BIT(6)
#define ESR_FSC_EXTERNAL	0x10UL

/* PSTATE fields of FEAT_NMI, and of the profiling exceptions */
#define PSTATE_ALLINT		BIT(13)
#define PSTATE_PM		BIT(32)

static u64 vector_offset(u64 pstate)
{
	if (pstate & PSR_MODE32_BIT)
		return 0x600;

	switch (pstate & PSR_MODE_MASK) {
	case PSR_MODE_EL0t:
		return 0x400;
	case PSR_MODE_EL1t:
		return 0x000;
	default:
		return 0x200;
	}
}

static u64 abort_esr(u64 pstate, bool is_write)
{
	bool lower = vector_offset(pstate) >= 0x400;

	return (lower ? ESR_EC_DABT_LOWER : ESR_EC_DABT_CURRENT) << ESR_EC_SHIFT |
	       ESR_IL | ESR_FSC_EXTERNAL | (is_write ? ESR_WNR : 0);
}

/**
 * ext_dabt_expect_entry - do to a snapshot what the abort does to the vCPU
 * @state: registers before the abort; afterwards those after exception entry
 * @pstate: PSTATE in the vector
 * @far: the faulting virtual address
 * @is_write: direction of the access
 */
void ext_dabt_expect_entry(struct reg_snapshot *state, u64 pstate, u64 far,
			   bool is_write)
{
	u64 old = reg_snapshot_get(state, ARM64_CORE_REG(regs.pstate));
	u64 pc = reg_snapshot_get(state, ARM64_CORE_REG(regs.pc));
	u64 vbar = reg_snapshot_get(state, KVM_ARM64_SYS_REG(SYS_VBAR_EL1));

	reg_snapshot_set(state, ARM64_CORE_REG(regs.pc),
			 vbar + vector_offset(old));
	reg_snapshot_set(state, ARM64_CORE_REG(regs.pstate), pstate);
	reg_snapshot_set(state, ARM64_CORE_REG(elr_el1), pc);
	reg_snapshot_set(state, ARM64_CORE_REG(spsr[KVM_SPSR_EL1]), old);
	reg_snapshot_set(state, KVM_ARM64_SYS_REG(SYS_ESR_EL1),
			 abort_esr(old, is_write));
	reg_snapshot_set(state, KVM_ARM64_SYS_REG(SYS_FAR_EL1), far);
}

/**
 * ext_dabt_expect_report - do to a snapshot what a vector does until it reports
 * @state: registers at the vector; afterwards those at the report's exit
 */
void ext_dabt_expect_report(struct reg_snapshot *state)
{
	u64 pc = reg_snapshot_get(state, ARM64_CORE_REG(regs.pc));

	ext_dabt_report(state, ARM64_CORE_REG(elr_el1),
			ARM64_CORE_REG(spsr[KVM_SPSR_EL1]), pc & 0x780);
}

/*
 * A kernel that does not know a feature gets its field wrong every time. The tests
 * of PSTATE report that: here it would hide all other differences.
 */
static u64 with_hidden_fields_of(struct kvm_vcpu *vcpu, u64 pstate)
{
	const u64 hidden = PSR_TCO_BIT | PSTATE_ALLINT | PSTATE_PM;
	u64 got = vcpu_get_reg(vcpu, ARM64_CORE_REG(regs.pstate));

	return (pstate & ~hidden) | (got & hidden);
}

/**
 * ext_dabt_assert_taken - assert that an abort was taken, and nothing else
 * @vcpu: a vCPU of an abort_guest, the abort injected, not run since
 * @state: its registers before the injection; afterwards those at the exit
 * @pstate: PSTATE in the vector, but for TCO, ALLINT and PM
 * @far: the faulting virtual address
 * @is_write: direction of the access
 */
void ext_dabt_assert_taken(struct kvm_vcpu *vcpu, struct reg_snapshot *state,
			   u64 pstate, u64 far, bool is_write)
{
	__ext_dabt_assert_taken(vcpu, state, with_hidden_fields_of(vcpu, pstate),
				far, is_write);
}
