// SPDX-License-Identifier: GPL-2.0-only
/*
 * Data aborts without instruction syndrome: all that is not on the way to
 * userspace, which nisv.h has.
 */

#include <linux/build_bug.h>
#include <linux/kvm_host.h>
#include <asm/kvm_emulate.h>

#include "nisv.h"

/**
 * kvm_trace_nisv - record an access that the syndrome does not describe
 * @vcpu: the vCPU that made it
 * @fault_ipa: the byte accessed, in the guest's physical address space
 */
void kvm_trace_nisv(struct kvm_vcpu *vcpu, phys_addr_t fault_ipa)
{
	trace_kvm_mmio_nisv(*vcpu_pc(vcpu), kvm_vcpu_get_esr(vcpu),
			    kvm_vcpu_get_hfar(vcpu), fault_ipa);
}

/**
 * kvm_refuse_nisv - end KVM_RUN, for its VM wants no such exit
 * @vcpu: the vCPU that made the access
 * @fault_ipa: the byte accessed, in the guest's physical address space
 *
 * The line in the log is rate limited: any guest can cause it at will.
 *
 * Return: -ENOSYS
 */
int kvm_refuse_nisv(struct kvm_vcpu *vcpu, phys_addr_t fault_ipa)
{
	kvm_trace_nisv(vcpu, fault_ipa);
	kvm_pr_unimpl("data abort without valid syndrome at pc %#lx, ipa %#llx\n",
		      *vcpu_pc(vcpu), (u64)fault_ipa);
	return -ENOSYS;
}

/**
 * kvm_vm_ioctl_enable_cap - enable a capability of a VM
 * @kvm: the VM
 * @cap: the capability; its args are ignored, its flags must be 0
 *
 * Takes effect at once, also for vCPUs that are running. There is no way back.
 *
 * Return: 0, or -EINVAL for flags that are not 0 and for any capability but
 * KVM_CAP_ARM_NISV_TO_USER.
 */
int kvm_vm_ioctl_enable_cap(struct kvm *kvm, struct kvm_enable_cap *cap)
{
	/* The layout is ABI, the same for 32- and 64-bit userspace */
	BUILD_BUG_ON(offsetof(struct kvm_run, arm_nisv.esr_iss) != 32);
	BUILD_BUG_ON(offsetof(struct kvm_run, arm_nisv.fault_ipa) != 40);
	BUILD_BUG_ON(sizeof(((struct kvm_run *)NULL)->arm_nisv) != 16);

	if (cap->flags)
		return -EINVAL;

	switch (cap->cap) {
	case KVM_CAP_ARM_NISV_TO_USER:
		WRITE_ONCE(kvm->arch.nisv_to_user, true);
		return 0;
	default:
		return -EINVAL;
	}
}
