// SPDX-License-Identifier: GPL-2.0-only
/*
 * A pending SError, as KVM_GET_VCPU_EVENTS and KVM_SET_VCPU_EVENTS have it
 */

#include <linux/bitops.h>
#include <linux/kvm_host.h>
#include <linux/string.h>
#include <asm/kvm_arm.h>
#include <asm/kvm_emulate.h>
#include <kvm/arm_vcpu_events.h>

/* Syndromes of an SError that are the guest's business; ARM DDI 0487, VSESR_EL2 */
#define VCPU_EVENTS_ESR_MASK	GENMASK_ULL(24, 0)

#ifdef CONFIG_ARM64
#define vcpu_serror_pending(vcpu)	!!((vcpu)->arch.hcr_el2 & HCR_VSE)
#ifdef TREE_RAS
#define vcpu_vsesr(vcpu)					\
	(cpus_have_const_cap(ARM64_HAS_RAS_EXTN) ?		\
	 &(vcpu)->arch.vsesr_el2 : NULL)
#endif
#else
#define vcpu_serror_pending(vcpu)	!!((vcpu)->arch.hcr & HCR_VA)
#endif

#ifndef vcpu_vsesr
/* There is no VSESR_EL2, in the CPU or in the state of a vCPU */
#define vcpu_vsesr(vcpu)		((u64 *)NULL)
#endif

/**
 * __kvm_arm_vcpu_get_events - KVM_GET_VCPU_EVENTS
 * @vcpu: an initialised vCPU, not loaded
 * @events: all of it is set
 */
void __kvm_arm_vcpu_get_events(struct kvm_vcpu *vcpu,
			       struct kvm_vcpu_events *events)
{
	u64 *vsesr = vcpu_vsesr(vcpu);

	memset(events, 0, sizeof(*events));
	events->exception.serror_pending = vcpu_serror_pending(vcpu);
	events->exception.serror_has_esr = !!vsesr;
	if (events->exception.serror_pending && vsesr)
		events->exception.serror_esr = *vsesr;
}

/**
 * __kvm_arm_vcpu_set_events - KVM_SET_VCPU_EVENTS
 * @vcpu: an initialised vCPU, not loaded
 * @events: from userspace, as it came
 *
 * Return: 0, or -EINVAL for what can't be set, and then nothing is
 */
int __kvm_arm_vcpu_set_events(struct kvm_vcpu *vcpu,
			      const struct kvm_vcpu_events *events)
{
	bool serror_pending = events->exception.serror_pending;
	bool has_esr = events->exception.serror_has_esr;
	u64 *vsesr = vcpu_vsesr(vcpu);

	if (memchr_inv(events->exception.pad, 0,
		       sizeof(events->exception.pad)) ||
	    memchr_inv(events->reserved, 0, sizeof(events->reserved)))
		return -EINVAL;

	if (serror_pending && has_esr &&
	    (!vsesr || events->exception.serror_esr & ~VCPU_EVENTS_ESR_MASK))
		return -EINVAL;

	if (serror_pending)
		kvm_inject_vabt(vcpu);

	/* Which gave it a syndrome that says nothing */
	if (serror_pending && has_esr)
		*vsesr = events->exception.serror_esr;

	return 0;
}
