/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * At which level a guest's stage 1 translation table walk ended
 */

#ifndef __KVM_ARM_S1_WALK_H__
#define __KVM_ARM_S1_WALK_H__

#include <linux/types.h>

struct kvm;

/* Fault status of an external abort on a walk, but for the short format */
#define FSC_EXTABT_WALK(level)		(0x14 + (level))

/* What a walk of 64-bit descriptors starts from */
struct s1_walk {
	u64 table;			/* IPA of the first table */
	unsigned int va_bits;		/* size of the region TTBRn translates */
	unsigned int page_shift;	/* log2 of the granule */
	bool pa52;			/* bits 15:12 of a descriptor are OA[51:48] */
	bool big_endian;
};

/* The registers of an AArch32 guest that a walk depends on */
struct s1_regs32 {
	u32 ttbcr;
	u64 ttbr[2];
	bool big_endian;		/* SCTLR.EE */
};

int s1_walk_level(struct kvm *kvm, const struct s1_walk *w, u64 va, u64 ipa);
u32 s1_walk_fsr32(u32 fsr, struct kvm *kvm, const struct s1_regs32 *r, u32 va,
		  u64 ipa);

#endif /* __KVM_ARM_S1_WALK_H__ */
