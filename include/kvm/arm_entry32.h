/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an exception entry at an AArch32 EL1 leaves of CPSR
 *
 * See ARM DDI 0487, AArch32.EnterMode().
 */

#ifndef __KVM_ARM_ENTRY32_H__
#define __KVM_ARM_ENTRY32_H__

#include <linux/bitops.h>
#include <linux/kvm_host.h>
#include <asm/kvm_emulate.h>

/* CPSR, where names are missing or not those of all trees */
#define ENTRY32_KEEPS	(GENMASK(31, 27) |	/* N, Z, C, V, Q */	\
			 GENMASK(19, 16) |	/* GE */		\
			 BIT(8) | BIT(6))	/* A, F */
#define ENTRY32_PAN	BIT(22)
#define ENTRY32_SSBS	BIT(23)
/* in SPSR, and in the CPSR of a 32-bit host */
#define ENTRY32_DIT	BIT(21)

#ifdef CONFIG_ARM64
/* SPSR_EL2 has the host's single step where AArch32 has DIT, and DIT here */
#define ENTRY32_HOST_DIT	BIT(24)
#else
#define ENTRY32_HOST_DIT	ENTRY32_DIT
#endif

/* SCTLR */
#define ENTRY32_SPAN	BIT(23)
#define ENTRY32_DSSBS	BIT(31)

/**
 * kvm_entry_cpsr - CPSR in the handler, but for mode, I, T and E
 * @vcpu: the vCPU
 * @old: its CPSR when the exception was taken
 *
 * A is as it was; that an abort sets it is the caller's to do.
 */
static inline unsigned long kvm_entry_cpsr(struct kvm_vcpu *vcpu,
					   unsigned long old)
{
	u32 sctlr = vcpu_cp15(vcpu, c1_SCTLR);
	unsigned long new;

	new = old & (ENTRY32_KEEPS | ENTRY32_HOST_DIT | ENTRY32_PAN);
	if (!(sctlr & ENTRY32_SPAN))
		new |= ENTRY32_PAN;
	if (sctlr & ENTRY32_DSSBS)
		new |= ENTRY32_SSBS;

	return new;
}

/**
 * kvm_entry_spsr - SPSR in the handler
 * @old: CPSR when the exception was taken
 */
static inline unsigned long kvm_entry_spsr(unsigned long old)
{
	unsigned long spsr = old & ~(ENTRY32_HOST_DIT | ENTRY32_DIT);

	if (old & ENTRY32_HOST_DIT)
		spsr |= ENTRY32_DIT;

	return spsr;
}

#endif /* __KVM_ARM_ENTRY32_H__ */
