/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The registers that struct kvm_regs consists of.
 */
#ifndef __KVM_ARM_CORE_REGS_H__
#define __KVM_ARM_CORE_REGS_H__

#include <linux/kvm_host.h>

/**
 * kvm_core_reg_size() - the size of the register that starts at a word
 * @word: index of a 32-bit word of struct kvm_regs
 *
 * Return: the size as KVM_REG_SIZE_* has it, 0 if no register starts there: the
 * word is inside of one, or reserved
 */
static inline u64 kvm_core_reg_size(unsigned int word)
{
	switch (word) {
	case 0 ... KVM_REG_ARM_CORE_REG(spsr[KVM_NR_SPSR - 1]):
		return word % 2 ? 0 : KVM_REG_SIZE_U64;
	case KVM_REG_ARM_CORE_REG(fp_regs.vregs[0]) ...
	     KVM_REG_ARM_CORE_REG(fp_regs.vregs[31]):
		return word % 4 ? 0 : KVM_REG_SIZE_U128;
	case KVM_REG_ARM_CORE_REG(fp_regs.fpsr):
	case KVM_REG_ARM_CORE_REG(fp_regs.fpcr):
		return KVM_REG_SIZE_U32;
	}

	return 0;
}

#endif /* __KVM_ARM_CORE_REGS_H__ */
