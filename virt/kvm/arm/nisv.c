// SPDX-License-Identifier: GPL-2.0-only
/*
 * Data aborts without instruction syndrome (ESR_EL2.ISV clear)
 *
 * The CPU describes only single-register loads and stores without writeback.
 * Any other access outside the memslots can't be emulated from the syndrome
 * alone. A VM that asked for it with KVM_CAP_ARM_NISV_TO_USER has such an
 * access reported to userspace; for any other VM it is an error of KVM_RUN.
 *
 * See Documentation/virt/kvm/arm/nisv.rst.
 */

#include <linux/build_bug.h>
#include <linux/kvm_host.h>
#include <asm/esr.h>
#include <asm/kvm_emulate.h>

#include "trace_nisv.h"

#ifndef TREE_ESR
/* Here ESR_EL2 still goes by the name of its AArch32 sister */
#define kvm_vcpu_get_esr(vcpu)	kvm_vcpu_get_hsr(vcpu)

#endif
/* What ISS says of a data abort when ISV is clear; ARM DDI 0487, ESR_EL2 */
#define NISV_ISS_MASK	(ESR_ELx_CM | ESR_ELx_WNR | ESR_ELx_FSC)

/* Apart, to keep what it needs off the way to userspace */
static noinline void trace_nisv(struct kvm_vcpu *vcpu, phys_addr_t fault_ipa)
{
	trace_kvm_mmio_nisv(*vcpu_pc(vcpu), kvm_vcpu_get_esr(vcpu),
			    kvm_vcpu_get_hfar(vcpu), fault_ipa);
}

/* The line in the log is rate limited: any guest can cause it at will */
static noinline int refuse_nisv(struct kvm_vcpu *vcpu, phys_addr_t fault_ipa)
{
	trace_nisv(vcpu, fault_ipa);
	kvm_pr_unimpl("data abort without valid syndrome at pc %#lx, ipa %#llx\n",
		      *vcpu_pc(vcpu), (u64)fault_ipa);
	return -ENOSYS;
}

/**
 * kvm_handle_nisv - handle an access that the syndrome does not describe
 * @vcpu: the vCPU that made it, still on the instruction
 * @fault_ipa: the byte accessed, in the guest's physical address space
 *
 * Changes nothing of the vCPU. Userspace may finish the instruction, inject an
 * abort or run the vCPU again, which repeats the access.
 *
 * Not inline, though that would be faster by some instructions: it would cost
 * accesses with valid syndrome one.
 *
 * Return: 0, with KVM_EXIT_ARM_NISV in the vCPU's kvm_run, if the VM has
 * KVM_CAP_ARM_NISV_TO_USER enabled; -ENOSYS and a line in the log if not
 */
int kvm_handle_nisv(struct kvm_vcpu *vcpu, phys_addr_t fault_ipa)
{
	struct kvm_run *run = vcpu->run;

	/* The layout is ABI, the same for 32- and 64-bit userspace */
	BUILD_BUG_ON(offsetof(struct kvm_run, arm_nisv.esr_iss) != 32);
	BUILD_BUG_ON(offsetof(struct kvm_run, arm_nisv.fault_ipa) != 40);
	BUILD_BUG_ON(sizeof(run->arm_nisv) != 16);

	if (!READ_ONCE(vcpu->kvm->arch.nisv_to_user))
		return refuse_nisv(vcpu, fault_ipa);

	run->exit_reason = KVM_EXIT_ARM_NISV;
	run->arm_nisv.esr_iss = kvm_vcpu_get_esr(vcpu) & NISV_ISS_MASK;
	run->arm_nisv.fault_ipa = fault_ipa;

	if (trace_kvm_mmio_nisv_enabled())
		trace_nisv(vcpu, fault_ipa);
	return 0;
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
