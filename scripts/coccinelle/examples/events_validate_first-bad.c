// SPDX-License-Identifier: GPL-2.0
int __kvm_arm_vcpu_set_events(struct kvm_vcpu *vcpu, struct kvm_vcpu_events *events)
{
	if (events->exception.ext_dabt_pending)
		kvm_inject_dabt(vcpu, kvm_vcpu_get_hfar(vcpu));

	if (events->exception.serror_pending) {
		if (!cpus_have_const_cap(ARM64_HAS_RAS_EXTN))
			return -EINVAL; /* bad */
		kvm_set_sei_esr(vcpu, events->exception.serror_esr);
	}
	return 0;
}
