// SPDX-License-Identifier: GPL-2.0
/*
 * Injecting an external data abort.
 */
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
