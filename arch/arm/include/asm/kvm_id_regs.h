/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Guests of a 32-bit host read the ID registers of the CPU: nothing to keep
 */

#ifndef __ARM_KVM_ID_REGS_H__
#define __ARM_KVM_ID_REGS_H__

#include <linux/errno.h>
#include <linux/types.h>

struct kvm;

/* The number of KVM_ARM_GET_REG_WRITABLE_MASKS contains its size */
struct reg_mask_range {
	__u64 addr;
	__u32 range;
	__u32 reserved[13];
};

static inline void kvm_init_id_regs(struct kvm *kvm)
{
}

static inline void kvm_settle_id_regs(struct kvm *kvm)
{
}

static inline int kvm_get_id_reg_masks(const void __user *argp)
{
	return -EINVAL;
}

#endif /* __ARM_KVM_ID_REGS_H__ */
