// SPDX-License-Identifier: GPL-2.0
int __kvm_arm_vcpu_set_events(struct kvm_vcpu *vcpu, struct kvm_vcpu_events *events)
{
	if (events->exception.serror_pending && events->exception.serror_has_esr) {
		if (!cpus_have_const_cap(ARM64_HAS_RAS_EXTN))
			return -EINVAL;
		if (events->exception.serror_esr & ~ESR_ELx_ISS_MASK)
			return -EINVAL;
		kvm_set_sei_esr(vcpu, events->exception.serror_esr);
	} else if (events->exception.serror_pending) {
		kvm_inject_vabt(vcpu);
	}

	if (events->exception.ext_dabt_pending)
		kvm_inject_user_dabt(vcpu);
	return 0;
}
