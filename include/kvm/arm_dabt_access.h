/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a data abort says of the access, with or without an instruction syndrome
 *
 * See ARM DDI 0487, ISS encoding for an exception from a Data Abort, and DFSR.
 */

#ifndef __KVM_ARM_DABT_ACCESS_H__
#define __KVM_ARM_DABT_ACCESS_H__

#include <linux/bitops.h>
#include <linux/kvm_host.h>
#include <asm/esr.h>
#include <asm/kvm_emulate.h>

#ifndef TREE_ESR
/* Older trees call it HSR */
#define kvm_vcpu_get_esr(vcpu)	kvm_vcpu_get_hsr(vcpu)

#endif
/* WnR and CM in DFSR, in either of its formats */
#define DFSR_ACCESS_WNR		BIT(11)
#define DFSR_ACCESS_CM		BIT(13)

/**
 * kvm_dabt_access - direction and kind of the access that was aborted
 * @vcpu: the vCPU
 *
 * Both are valid in every data abort, of a table walk as well: they are about the
 * instruction that caused the walk.
 *
 * Return: WnR and CM of ESR_EL2; 0 if the guest did not exit with a data abort
 */
static inline u32 kvm_dabt_access(struct kvm_vcpu *vcpu)
{
	u32 esr = kvm_vcpu_get_esr(vcpu);

	if (ESR_ELx_EC(esr) != ESR_ELx_EC_DABT_LOW)
		return 0;

	return esr & (ESR_ELx_WNR | ESR_ELx_CM);
}

/**
 * kvm_dabt_access32 - kvm_dabt_access() for an AArch32 EL1
 * @vcpu: the vCPU
 *
 * Return: WnR and CM in the places they have in DFSR
 */
static inline u32 kvm_dabt_access32(struct kvm_vcpu *vcpu)
{
	u32 access = kvm_dabt_access(vcpu);
	u32 dfsr = 0;

	if (access & ESR_ELx_WNR)
		dfsr |= DFSR_ACCESS_WNR;
	if (access & ESR_ELx_CM)
		dfsr |= DFSR_ACCESS_CM;

	return dfsr;
}

#endif /* __KVM_ARM_DABT_ACCESS_H__ */
