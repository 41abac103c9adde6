// SPDX-License-Identifier: GPL-2.0
static long get_bare(struct kvm_vcpu *vcpu, void __user *argp)
{
	struct kvm_vcpu_events events;

	events.exception.serror_pending = 1;
	if (copy_to_user(argp, &events, sizeof(events))) /* bad */
		return -EFAULT;
	return 0;
}

static long get_named(struct kvm_vcpu *vcpu, void __user *argp)
{
	struct kvm_vcpu_events events = { .exception = { .serror_pending = 1 } };

	return copy_to_user(argp, &events, sizeof(events)) ? -EFAULT : 0; /* bad */
}

static int kvm_arm_vcpu_get_events(struct kvm_vcpu *vcpu, struct kvm_vcpu_events *events)
{
	return __kvm_arm_vcpu_get_events(vcpu, events); /* bad */
}

int kvm_other_vcpu_get_events(struct kvm_vcpu *vcpu, struct kvm_vcpu_events *events)
{
	events->exception.serror_pending = !!(vcpu->arch.hcr_el2 & HCR_VSE); /* bad */
	return 0;
}

static long get_sometimes(struct kvm_vcpu *vcpu, void __user *argp, bool clear)
{
	struct kvm_vcpu_events events;

	if (clear)
		memset(&events, 0, sizeof(events));
	return copy_to_user(argp, &events, sizeof(events)) ? -EFAULT : 0; /* bad */
}
