// SPDX-License-Identifier: GPL-2.0-only
/*
 * External data aborts that userspace asks for with KVM_SET_VCPU_EVENTS
 *
 * See Documentation/virt/kvm/arm/nisv.rst.
 */

#include <linux/build_bug.h>
#include <linux/kvm_host.h>
#include <asm/kvm_emulate.h>

/**
 * kvm_inject_user_dabt - answer the vCPU's last access with an external abort
 * @vcpu: the vCPU, its last exit KVM_EXIT_MMIO or KVM_EXIT_ARM_NISV
 *
 * The exception is taken here and now: when this returns, PC is the guest's
 * vector and the fault registers describe the access, so that userspace can
 * read, save and move the vCPU as it is. An MMIO access that waited for its
 * data is dropped: the next KVM_RUN must neither write its register nor step
 * over its instruction, for PC is no longer on it.
 *
 * After any other exit the guest gets an abort for the address of its last
 * fault, whatever that was.
 *
 * Called in the vCPU's thread with the vCPU not loaded. Can't fail.
 */
void kvm_inject_user_dabt(struct kvm_vcpu *vcpu)
{
	/* The layout is ABI, the same for 32- and 64-bit userspace */
	BUILD_BUG_ON(offsetof(struct kvm_vcpu_events,
			      exception.ext_dabt_pending) != 2);
	BUILD_BUG_ON(offsetof(struct kvm_vcpu_events,
			      exception.serror_esr) != 8);
	BUILD_BUG_ON(sizeof(struct kvm_vcpu_events) != 64);

	vcpu->mmio_needed = 0;
	kvm_inject_dabt(vcpu, kvm_vcpu_get_hfar(vcpu));
}
