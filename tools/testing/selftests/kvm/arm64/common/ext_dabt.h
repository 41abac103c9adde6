/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Injecting an external data abort, and what it must do to a guest.
 */
#ifndef SELFTEST_KVM_COMMON_EXT_DABT_H
#define SELFTEST_KVM_COMMON_EXT_DABT_H

#include "kvm_util.h"
#include "reg_snapshot.h"

void ext_dabt_require(void);

int __ext_dabt_set_events(struct kvm_vcpu *vcpu,
			  const struct kvm_vcpu_events *events);
void ext_dabt_set_events(struct kvm_vcpu *vcpu,
			 const struct kvm_vcpu_events *events);
void ext_dabt_inject(struct kvm_vcpu *vcpu);

void ext_dabt_report(struct reg_snapshot *state, u64 elr, u64 spsr, u64 offset);
void __ext_dabt_assert_taken(struct kvm_vcpu *vcpu, struct reg_snapshot *state,
			     u64 pstate, u64 far, bool is_write);

/* Each of the two widths has its own. */
void ext_dabt_expect_entry(struct reg_snapshot *state, u64 pstate, u64 far,
			   bool is_write);
void ext_dabt_expect_report(struct reg_snapshot *state);
void ext_dabt_assert_taken(struct kvm_vcpu *vcpu, struct reg_snapshot *state,
			   u64 pstate, u64 far, bool is_write);

#endif /* SELFTEST_KVM_COMMON_EXT_DABT_H */
