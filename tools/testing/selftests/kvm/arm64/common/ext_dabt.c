// SPDX-License-Identifier: GPL-2.0
/*
 * Injecting an external data abort.
 */
#include "abort_guest.h"
#include "contract.h"
#include "ext_dabt.h"

/**
 * ext_dabt_require - skip the case where the host can't inject the abort
 *
 * With -r the case goes on, to fail on what it is about.
 */
void ext_dabt_require(void)
{
	contract_require_cap(KVM_CAP_ARM_INJECT_EXT_DABT,
			     "KVM_CAP_ARM_INJECT_EXT_DABT");
}

/**
 * __ext_dabt_set_events - KVM_SET_VCPU_EVENTS that may fail
 * @vcpu: the vCPU
 * @events: what to set
 *
 * Return: what the ioctl returns, with its errno.
 */
int __ext_dabt_set_events(struct kvm_vcpu *vcpu,
			  const struct kvm_vcpu_events *events)
{
	return __vcpu_ioctl(vcpu, KVM_SET_VCPU_EVENTS, events);
}

/**
 * ext_dabt_set_events - KVM_SET_VCPU_EVENTS that must succeed
 * @vcpu: the vCPU
 * @events: what to set
 */
void ext_dabt_set_events(struct kvm_vcpu *vcpu,
			 const struct kvm_vcpu_events *events)
{
	int ret = __ext_dabt_set_events(vcpu, events);

	TEST_ASSERT(!ret, "KVM_SET_VCPU_EVENTS: wanted 0 got %d, errno %d (%s)",
		    ret, errno, strerror(errno));
}

/**
 * ext_dabt_inject - make an external data abort pending
 * @vcpu: the vCPU
 */
void ext_dabt_inject(struct kvm_vcpu *vcpu)
{
	struct kvm_vcpu_events events = {
		.exception.ext_dabt_pending = 1,
	};

	ext_dabt_set_events(vcpu, &events);
}

/**
 * ext_dabt_report - do to a snapshot what a vector does until it reports
 * @state: registers at the vector; afterwards those at the report's exit
 * @elr: id of the register with the return address
 * @spsr: id of the register with the interrupted PSTATE
 * @offset: of the vector
 */
void ext_dabt_report(struct reg_snapshot *state, u64 elr, u64 spsr, u64 offset)
{
	u64 taken = reg_snapshot_get(state, ABORT_GUEST_REG(ABORT_GUEST_REG_TAKEN));
	const struct {
		int to;
		u64 from;
	} copied[] = {
		{ ABORT_GUEST_REG_ESR, KVM_ARM64_SYS_REG(SYS_ESR_EL1) },
		{ ABORT_GUEST_REG_FAR, KVM_ARM64_SYS_REG(SYS_FAR_EL1) },
		{ ABORT_GUEST_REG_ELR, elr },
		{ ABORT_GUEST_REG_SPSR, spsr },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(copied); i++)
		reg_snapshot_set(state, ABORT_GUEST_REG(copied[i].to),
				 reg_snapshot_get(state, copied[i].from));

	reg_snapshot_set(state, ABORT_GUEST_REG(ABORT_GUEST_REG_TAKEN), taken + 1);
	reg_snapshot_set(state, ABORT_GUEST_REG(ABORT_GUEST_REG_OFFSET), offset);
	reg_snapshot_set(state, ARM64_CORE_REG(regs.pc),
			 (uintptr_t)abort_guest_report_store);
}

/**
 * __ext_dabt_assert_taken - assert that an abort was taken, and nothing else
 * @vcpu: a vCPU of an abort_guest, the abort injected, not run since
 * @state: its registers before the injection; afterwards those at the exit
 * @pstate: PSTATE in the vector, all of it
 * @far: the faulting virtual address
 * @is_write: direction of the access
 *
 * Every register is compared before the vCPU runs, and again when the vector
 * has reported what it sees.
 */
void __ext_dabt_assert_taken(struct kvm_vcpu *vcpu, struct reg_snapshot *state,
			     u64 pstate, u64 far, bool is_write)
{
	ext_dabt_expect_entry(state, pstate, far, is_write);
	reg_snapshot_assert_unchanged(state, vcpu, "after the injection");

	abort_guest_run_to_vector(vcpu);
	ext_dabt_expect_report(state);
	reg_snapshot_assert_unchanged(state, vcpu, "in the vector");
}
