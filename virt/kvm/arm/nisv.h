/* SPDX-License-Identifier: GPL-2.0-only */
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

#ifndef __KVM_ARM_NISV_H__
#define __KVM_ARM_NISV_H__

#include <linux/kvm_host.h>
#include <asm/esr.h>
#include <asm/kvm_emulate.h>

#include "trace_nisv.h"

/* What ISS says of a data abort when ISV is clear; ARM DDI 0487, ESR_EL2 */
#define NISV_ISS_MASK	(ESR_ELx_CM | ESR_ELx_WNR | ESR_ELx_FSC)

int kvm_refuse_nisv(struct kvm_vcpu *vcpu, phys_addr_t fault_ipa);
void kvm_trace_nisv(struct kvm_vcpu *vcpu, phys_addr_t fault_ipa);

/**
 * kvm_handle_nisv - handle an access that the syndrome does not describe
 * @vcpu: the vCPU that made it, still on the instruction
 * @fault_ipa: the byte accessed, in the guest's physical address space
 *
 * Changes nothing of the vCPU. Userspace may finish the instruction, inject an
 * abort or run the vCPU again, which repeats the access.
 *
 * Return: 0, with KVM_EXIT_ARM_NISV in the vCPU's kvm_run, if the VM has
 * KVM_CAP_ARM_NISV_TO_USER enabled; -ENOSYS and a line in the log if not
 */
static inline int kvm_handle_nisv(struct kvm_vcpu *vcpu, phys_addr_t fault_ipa)
{
	struct kvm_run *run = vcpu->run;

	if (!READ_ONCE(vcpu->kvm->arch.nisv_to_user))
		return kvm_refuse_nisv(vcpu, fault_ipa);

	run->exit_reason = KVM_EXIT_ARM_NISV;
	run->arm_nisv.esr_iss = kvm_vcpu_get_esr(vcpu) & NISV_ISS_MASK;
	run->arm_nisv.fault_ipa = fault_ipa;

	if (trace_kvm_mmio_nisv_enabled())
		kvm_trace_nisv(vcpu, fault_ipa);
	return 0;
}

#endif /* __KVM_ARM_NISV_H__ */
