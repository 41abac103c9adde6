// SPDX-License-Identifier: GPL-2.0
static long get_cleared(struct kvm_vcpu *vcpu, void __user *argp)
{
	struct kvm_vcpu_events events;

	memset(&events, 0, sizeof(events));
	events.exception.serror_pending = 1;
	if (copy_to_user(argp, &events, sizeof(events)))
		return -EFAULT;
	return 0;
}

static long get_by_call(struct kvm_vcpu *vcpu, void __user *argp)
{
	struct kvm_vcpu_events events;

	if (__kvm_arm_vcpu_get_events(vcpu, &events))
		return -EINVAL;
	return copy_to_user(argp, &events, sizeof(events)) ? -EFAULT : 0;
}

static int kvm_arm_vcpu_get_events(struct kvm_vcpu *vcpu, struct kvm_vcpu_events *events)
{
	memset(events, 0, sizeof(*events));
	return __kvm_arm_vcpu_get_events(vcpu, events);
}

int kvm_other_vcpu_get_events(struct kvm_vcpu *vcpu, struct kvm_vcpu_events *events)
{
	memset(events, 0, sizeof(*events));
	events->exception.serror_pending = !!(vcpu->arch.hcr_el2 & HCR_VSE);
	return 0;
}

static long back_again(void __user *argp)
{
	struct kvm_reg_list list;

	if (copy_from_user(&list, argp, sizeof(list)))
		return -EFAULT;
	list.n = 3;
	return copy_to_user(argp, &list, sizeof(list)) ? -EFAULT : 0;
}

static long get_empty(void __user *argp)
{
	struct kvm_vcpu_events events = { };

	return copy_to_user(argp, &events, sizeof(events)) ? -EFAULT : 0;
}
