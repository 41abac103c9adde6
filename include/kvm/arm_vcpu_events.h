/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * KVM_GET_VCPU_EVENTS and KVM_SET_VCPU_EVENTS
 */

#ifndef __KVM_ARM_VCPU_EVENTS_H__
#define __KVM_ARM_VCPU_EVENTS_H__

struct kvm_vcpu;
struct kvm_vcpu_events;

void __kvm_arm_vcpu_get_events(struct kvm_vcpu *vcpu,
			       struct kvm_vcpu_events *events);
int __kvm_arm_vcpu_set_events(struct kvm_vcpu *vcpu,
			      const struct kvm_vcpu_events *events);

#endif /* __KVM_ARM_VCPU_EVENTS_H__ */
